//! Memory: made-up examples by which a network that learns further is held to what it answered before.

use std::f64::consts::TAU;

use network::{Image, Network, PIXELS};
use rand::{Rng, RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

use crate::augment::{augment_drawing, augment_image};
use crate::distortion::Strength;
use crate::drawing::{Drawing, Stroke};
use crate::examples::{IMAGES, PENS};
use crate::judged::{Example, answer};
use crate::mnist::Mnist;
use crate::raster::in_frame;

/// A drawing of each digit, and of a few other things.
const DRAWN: &str = include_str!("../../tests/golden/drawings.ndjson");
/// Far: ten drawings stand for all digits that anybody may draw.
const FAR: Strength = Strength { rotation: 0.4, scale: 0.3, shear: 0.4, shift: 0.0, elastic: 7.0 };
/// Share of the examples that are scribbles, which hold what the network takes for no digit.
const SCRIBBLES: f64 = 0.3;

/// What examples are made from.
#[derive(Debug)]
pub struct Memory {
    /// MNIST's images; empty where they are not at hand.
    images: Mnist,
    /// In pixels of the frame; they stand in for the images.
    drawings: Vec<Vec<Stroke>>,
}

impl Memory {
    /// Of MNIST's images where there are any, else of a few drawings.
    ///
    /// # Panics
    /// Never: the drawings are in the program, and a test reads them.
    #[must_use]
    pub fn new(images: Mnist) -> Self {
        let drawings = DRAWN.lines().map(|line| serde_json::from_str::<Drawing>(line).expect("a drawing"));
        let drawings = drawings.filter(|drawing| drawing.digit().is_some());
        Self { images, drawings: drawings.filter_map(|drawing| in_frame(&drawing.strokes)).collect() }
    }

    /// Makes up an example, 784 intensities.
    pub fn draw(&self, rng: &mut impl Rng, intensities: &mut [f32]) {
        if rng.random_bool(SCRIBBLES) {
            augment_drawing(&scribble(rng), FAR, PENS, rng, intensities);
        } else if self.images.images.is_empty() {
            let strokes = &self.drawings[rng.random_range(0..self.drawings.len())];
            augment_drawing(strokes, FAR, PENS, rng, intensities);
        } else {
            let image: &[u8; PIXELS] = &self.images.images[rng.random_range(0..self.images.images.len())];
            augment_image(image, IMAGES, rng, intensities);
        }
    }

    /// Examples with what `before` takes them for.
    #[must_use]
    pub fn examples(&self, count: usize, before: &Network, threshold: f64, seed: u64) -> Vec<Example> {
        // Others than those that are learnt from.
        let mut rng = Pcg64Mcg::seed_from_u64(!seed);
        let made_up = std::iter::repeat_with(|| {
            let mut intensities = [0.0; PIXELS];
            self.draw(&mut rng, &mut intensities);
            let image = Image::from_brightness(&intensities.map(|intensity| intensity * 255.0)).ok()?;
            let (digit, refused) = answer(before, threshold, &image);
            Some((image, (!refused).then_some(digit)))
        });
        made_up.flatten().take(count).collect()
    }
}

/// One stroke or two that wind by chance, in pixels of the frame.
fn scribble(rng: &mut impl Rng) -> Vec<Stroke> {
    let within = |rng: &mut _, most: f64| (RngExt::random::<f64>(rng) * 2.0 - 1.0) * most;
    let strokes: Vec<Stroke> = (0..rng.random_range(1..3))
        .map(|_| {
            let (wild, bend) = (rng.random::<f64>() * 2.0, within(rng, 1.0));
            let mut heading = rng.random::<f64>() * TAU;
            let mut at = [rng.random::<f64>() * 10.0, rng.random::<f64>() * 15.0];
            (0..rng.random_range(2..9))
                .map(|_| {
                    heading += bend + within(rng, wild);
                    at = [at[0] + heading.cos() * 4.0, at[1] + heading.sin() * 6.0];
                    at
                })
                .collect()
        })
        .collect();
    in_frame(&strokes).unwrap_or_default()
}
