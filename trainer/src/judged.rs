//! Judged: how a network reads examples of digits, and of what is none.

use std::ops::AddAssign;

use network::{Image, Network, likeliest};
use rayon::prelude::*;

/// An image, and its digit if it is one.
pub type Example = (Image, Option<u8>);

/// Examples counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Judged {
    /// Digits.
    pub digits: usize,
    /// Digits of which the likeliest answer is right, refused or not.
    pub right: usize,
    /// Digits that are refused, taken for no digit.
    pub missed: usize,
    /// Examples of no digit.
    pub others: usize,
    /// Examples of no digit that are refused.
    pub refused: usize,
}

impl Judged {
    /// What `network` makes of examples; refused is what it is less sure of than `threshold`.
    #[must_use]
    pub fn of(network: &Network, threshold: f64, examples: &[Example]) -> Self {
        let answers: Vec<_> = examples.par_iter().map(|(image, _)| answer(network, threshold, image)).collect();
        let mut judged = Self::default();
        for ((_, label), (digit, refused)) in examples.iter().zip(answers) {
            match label {
                Some(label) => {
                    judged.digits += 1;
                    judged.right += usize::from(digit == *label);
                    judged.missed += usize::from(refused);
                }
                None => {
                    judged.others += 1;
                    judged.refused += usize::from(refused);
                }
            }
        }
        judged
    }

    /// Share of the digits read right.
    #[must_use]
    pub fn accuracy(&self) -> f64 {
        self.right as f64 / self.digits as f64
    }
}

impl AddAssign for Judged {
    fn add_assign(&mut self, more: Self) {
        self.digits += more.digits;
        self.right += more.right;
        self.missed += more.missed;
        self.others += more.others;
        self.refused += more.refused;
    }
}

/// The likeliest digit, and whether it is refused.
#[must_use]
pub fn answer(network: &Network, threshold: f64, image: &Image) -> (u8, bool) {
    let logits = network.logits(image);
    let digit = likeliest(&network.probabilities(logits)) as u8;
    (digit, f64::from(network.confidence(logits)) < threshold)
}
