//! A condition: what may have become of one of MNIST's images on its way, though a person would not say so.

use network::{PIXELS, SIDE};
use rand::{Rng, RngExt};

use crate::picture::jpeg;

/// What is done to an image of brightnesses 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Condition {
    /// Nothing.
    Clean,
    /// One pixel of brightness 1 in a corner.
    Speck,
    /// Each pixel brighter by a whole number, 0 up to this one.
    Noise(u8),
    /// Through a JPEG of this quality.
    Jpeg(u8),
    /// Brightness times this, rounded.
    Fainter(f32),
    /// The ground at this brightness, the ink at 255.
    Ground(f32),
    /// Dark ink on a white ground.
    Inverted,
    /// Intensities, 0 to 1.
    Intensities,
}

impl Condition {
    /// Those that the README has figures of.
    pub const ALL: [Self; 11] = [
        Self::Clean,
        Self::Speck,
        Self::Noise(1),
        Self::Noise(10),
        Self::Jpeg(95),
        Self::Jpeg(75),
        Self::Fainter(0.3),
        Self::Fainter(0.2),
        Self::Ground(40.0),
        Self::Inverted,
        Self::Intensities,
    ];

    /// What becomes of the image.
    pub fn of(self, image: &[u8; PIXELS], rng: &mut impl Rng) -> [f32; PIXELS] {
        let mut brightness = image.map(f32::from);
        match self {
            Self::Clean => {}
            Self::Speck => {
                let corners = [0, SIDE - 1, PIXELS - SIDE, PIXELS - 1];
                brightness[corners[rng.random_range(0..4)]] = 1.0;
            }
            Self::Noise(most) => {
                for pixel in &mut brightness {
                    *pixel = (*pixel + f32::from(rng.random_range(0..=most))).min(255.0);
                }
            }
            Self::Jpeg(quality) => {
                for (pixel, after) in brightness.iter_mut().zip(jpeg(image, SIDE, quality)) {
                    *pixel = f32::from(after);
                }
            }
            Self::Fainter(factor) => brightness = brightness.map(|pixel| (pixel * factor).round()),
            Self::Ground(level) => brightness = brightness.map(|b| (level + b * (255.0 - level) / 255.0).round()),
            Self::Inverted => brightness = brightness.map(|pixel| 255.0 - pixel),
            Self::Intensities => brightness = brightness.map(|pixel| pixel / 255.0),
        }
        brightness
    }
}
