//! The examples that a network learns from: MNIST's images, and drawings.

use network::{Image, PIXELS};
use rand::{Rng, RngExt};

use crate::augment::{Pen, augment_drawing, augment_image};
use crate::distortion::Strength;
use crate::drawing::{Drawing, Stroke};
use crate::mnist::Mnist;
use crate::raster::{in_frame, rasterize};

/// Share of the examples that are drawings, where there are any.
const DRAWN: f64 = 0.2;

pub(crate) const IMAGES: Strength = Strength { rotation: 0.17, scale: 0.12, shear: 0.12, shift: 0.8, elastic: 2.5 };
const DRAWINGS: Strength = Strength { rotation: 0.26, scale: 0.15, shear: 0.3, shift: 0.0, elastic: 4.0 };
pub(crate) const PENS: Pen = Pen { width: 1.3, unfitted: 0.2, sparse: 0.2, jitter: 0.3 };

/// Labelled images and drawings.
#[derive(Debug, Clone, Default)]
pub struct Examples {
    images: Mnist,
    /// Strokes in pixels of the frame.
    drawings: Vec<(Vec<Stroke>, u8)>,
}

impl Examples {
    /// From MNIST's images and the drawings among `drawings` that are of digits.
    #[must_use]
    pub fn new<'a>(images: Mnist, drawings: impl IntoIterator<Item = &'a Drawing>) -> Self {
        let drawings =
            drawings.into_iter().filter_map(|drawing| Some((in_frame(&drawing.strokes)?, drawing.digit()?))).collect();
        Self { images, drawings }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.images.labels.len() + self.drawings.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The examples without augmentation, as the function would see them: every image and every drawing, or as many
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

    /// Augments a random example into `intensities` (784) and returns its label.
    pub fn draw(&self, rng: &mut impl Rng, intensities: &mut [f32]) -> u8 {
        let drawn = !self.drawings.is_empty() && (self.images.labels.is_empty() || rng.random_bool(DRAWN));
        if drawn {
            let (strokes, label) = &self.drawings[rng.random_range(0..self.drawings.len())];
            augment_drawing(strokes, DRAWINGS, PENS, rng, intensities);
            *label
        } else {
            let index = rng.random_range(0..self.images.labels.len());
            let image: &[u8; PIXELS] = &self.images.images[index];
            augment_image(image, IMAGES, rng, intensities);
            self.images.labels[index]
        }
    }
}
