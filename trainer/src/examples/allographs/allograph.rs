//! An allograph: one way to write a digit.

use rand::Rng;

use super::hand::Hand;
use crate::data::drawing::Stroke;

/// A way to write a digit.
#[derive(Debug)]
pub struct Allograph {
    /// What it is called.
    pub name: &'static str,
    /// How often it is written, beside the digit's others.
    pub(super) share: f64,
    pub(super) write: fn(&Hand) -> Vec<Stroke>,
}

impl Allograph {
    /// Strokes of this way, as some hand writes it, in units of about the digit's height.
    pub fn write(&self, rng: &mut impl Rng) -> Vec<Stroke> {
        (self.write)(&Hand::new(rng))
    }
}
