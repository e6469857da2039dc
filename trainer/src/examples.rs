//! The examples that a network learns from: MNIST's images, drawings, and what is no digit.

use network::{DIGITS, Image, PIXELS};
use rand::{Rng, RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

use crate::augment::{Pen, augment_drawing, augment_image};
use crate::distortion::Strength;
use crate::drawing::{Drawing, Stroke};
use crate::mnist::Mnist;
use crate::nondigit::{Kind, is_nondigit};
use crate::raster::{in_frame, rasterize};

/// Share of the examples that are no digit.
const NONDIGITS: f64 = 0.1;
/// Share of the digits that are drawings, where there are any.
const DRAWN: f64 = 0.2;
/// Share of the examples of no digit that are drawings of letters and symbols, where there are any; the rest are made
/// up.
const LETTERS: f64 = 0.35;

const IMAGES: Strength = Strength { rotation: 0.17, scale: 0.12, shear: 0.12, shift: 0.8, elastic: 2.5 };
const DRAWINGS: Strength = Strength { rotation: 0.26, scale: 0.15, shear: 0.3, shift: 0.0, elastic: 4.0 };
pub(crate) const PENS: Pen = Pen { width: 1.3, unfitted: 0.2, sparse: 0.2, jitter: 0.3 };

/// Labelled images and drawings, and kinds of what is no digit.
#[derive(Debug, Clone)]
pub struct Examples {
    images: Mnist,
    /// Strokes in pixels of the frame.
    drawings: Vec<(Vec<Stroke>, u8)>,
    /// Strokes of letters and symbols, in pixels of the frame.
    letters: Vec<Vec<Stroke>>,
    kinds: Vec<Kind>,
    /// Of the images' distortions.
    strength: Strength,
}

impl Examples {
    /// From MNIST's images and drawings: of digits, and of what is none and doesn't look like one. `kinds` of what is
    /// no digit are made up besides; at least one of them must need no digits.
    #[must_use]
    pub fn new<'a>(images: Mnist, drawings: impl IntoIterator<Item = &'a Drawing>, kinds: &[Kind]) -> Self {
        let mut examples =
            Self { images, drawings: Vec::new(), letters: Vec::new(), kinds: kinds.to_vec(), strength: IMAGES };
        for drawing in drawings {
            match (in_frame(&drawing.strokes), drawing.digit()) {
                (Some(strokes), Some(label)) => examples.drawings.push((strokes, label)),
                (Some(strokes), None) if is_nondigit(drawing) => examples.letters.push(strokes),
                _ => {}
            }
        }
        examples
    }

    /// The same examples, MNIST's images distorted half as far: nearer to what they are when no one distorts them.
    #[must_use]
    pub fn milder(&self) -> Self {
        Self { strength: self.strength.times(0.5), ..self.clone() }
    }

    /// How many digits there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.images.labels.len() + self.drawings.len()
    }

    /// Whether there is no digit.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The digits without augmentation, as the function would see them: every image and every drawing, or as many
    /// of both as there are of the fewer.
    #[must_use]
    pub fn clean(&self) -> Vec<(Image, u8)> {
        let image = |brightness: &[u8; PIXELS]| Image::from_brightness(&brightness.map(f32::from)).ok();
        let drawn = self.drawings.iter().filter_map(|(strokes, label)| Some((image(&rasterize(strokes)?)?, *label)));
        let images = self.images.images.iter().zip(&self.images.labels);
        let images = images.filter_map(|(brightness, label)| Some((image(brightness)?, *label)));
        match (self.images.labels.len(), self.drawings.len()) {
            (0, _) | (_, 0) => images.chain(drawn).collect(),
            (images_len, drawn_len) => {
                let fewer = images_len.min(drawn_len);
                images.take(fewer).chain(drawn.take(fewer)).collect()
            }
        }
    }

    /// Augments a random example into `intensities` (784), and its label as a one-hot vector into `target` (10), all 0
    /// where it is no digit.
    pub fn draw(&self, rng: &mut impl Rng, intensities: &mut [f32], target: &mut [f32]) {
        target.fill(0.0);
        if rng.random_bool(NONDIGITS) {
            return self.draw_nondigit(rng, intensities);
        }
        let drawn = !self.drawings.is_empty() && (self.images.labels.is_empty() || rng.random_bool(DRAWN));
        if drawn {
            let (strokes, label) = &self.drawings[rng.random_range(0..self.drawings.len())];
            augment_drawing(strokes, DRAWINGS, PENS, rng, intensities);
            target[usize::from(*label)] = 1.0;
        } else {
            target[usize::from(self.draw_image(rng, intensities))] = 1.0;
        }
    }

    fn draw_image(&self, rng: &mut impl Rng, intensities: &mut [f32]) -> u8 {
        let index = rng.random_range(0..self.images.labels.len());
        augment_image(&self.images.images[index], self.strength, rng, intensities);
        self.images.labels[index]
    }

    fn draw_nondigit(&self, rng: &mut impl Rng, intensities: &mut [f32]) {
        if !self.letters.is_empty() && rng.random_bool(LETTERS) {
            let strokes = &self.letters[rng.random_range(0..self.letters.len())];
            return augment_drawing(strokes, DRAWINGS, PENS, rng, intensities);
        }
        while self.make(self.kinds[rng.random_range(0..self.kinds.len())], rng, intensities).is_none() {}
    }

    /// Makes something of a kind. `None` where nothing came of it, as when it is made of what isn't there.
    fn make(&self, kind: Kind, rng: &mut impl Rng, intensities: &mut [f32]) -> Option<()> {
        if let Some(strokes) = kind.strokes(&self.drawings, rng) {
            augment_drawing(&in_frame(&strokes)?, DRAWINGS, PENS, rng, intensities);
            return Some(());
        }
        let pair = (!self.images.labels.is_empty()).then(|| {
            let mut pair = [([0.0; PIXELS], 0), ([0.0; PIXELS], 0)];
            for (image, label) in &mut pair {
                *label = self.draw_image(rng, image);
            }
            pair
        });
        let image = image_of(&kind.image(pair.as_ref(), rng)?)?;
        intensities.copy_from_slice(image.framed().intensities());
        Some(())
    }

    /// Up to `count` images of a kind, made of these examples: fewer, or none, where it is made of what isn't there.
    #[must_use]
    pub fn made(&self, kind: Kind, count: usize) -> Vec<Image> {
        let mut rng = Pcg64Mcg::seed_from_u64(kind as u64);
        let make = |_| {
            let mut intensities = [0.0; PIXELS];
            self.make(kind, &mut rng, &mut intensities)?;
            image_of(&intensities)
        };
        (0..20 * count).filter_map(make).take(count).collect()
    }

    /// `count` examples of no digit, as a network learns from them.
    #[must_use]
    pub fn nondigits(&self, count: usize) -> Vec<Image> {
        let mut rng = Pcg64Mcg::seed_from_u64(DIGITS as u64);
        let draw = |_| {
            let mut intensities = [0.0; PIXELS];
            self.draw_nondigit(&mut rng, &mut intensities);
            image_of(&intensities)
        };
        (0..count).filter_map(draw).collect()
    }
}

/// The image of these intensities (784), unless it is without ink.
pub(crate) fn image_of(intensities: &[f32]) -> Option<Image> {
    let brightness: Vec<f32> = intensities.iter().map(|intensity| intensity * 255.0).collect();
    Image::from_brightness(&brightness).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milder_images_are_nearer_to_what_they_were() {
        let bar = std::array::from_fn(|pixel| if (12..16).contains(&(pixel % 28)) { 255 } else { 0 });
        let examples = Examples::new(Mnist { images: vec![bar], labels: vec![1] }, [], &[Kind::Scribble]);
        let distance = |examples: &Examples| -> f32 {
            let mut rng = Pcg64Mcg::seed_from_u64(1);
            let mut drawn = [0.0; PIXELS];
            let mut of_one = || {
                examples.draw_image(&mut rng, &mut drawn);
                bar.iter().zip(drawn).map(|(before, after)| (f32::from(*before) / 255.0 - after).abs()).sum::<f32>()
            };
            (0..100).map(|_| of_one()).sum()
        };
        let (milder, wild) = (distance(&examples.milder()), distance(&examples));
        assert!(milder < 0.7 * wild, "{milder} of {wild}");
    }
}
