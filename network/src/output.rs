//! Outputs: what a network's ten logits say, of which digit it is and whether it is one.

use serde::{Deserialize, Serialize};

/// The digits 0 to 9, one output each.
pub const DIGITS: usize = 10;

/// What becomes of the ten logits. The largest stays the largest either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OutputLayer {
    /// Each is a sigmoid, one digit against the rest; the probabilities are their shares of the sum, and the
    /// confidence is the largest of them.
    Sigmoid,
    /// Softmax over the ten and an eleventh, "no digit", whose logit is always 0: the confidence is what the ten have of
    /// it together, and the probabilities are their shares of that.
    Softmax,
}

impl OutputLayer {
    /// What the logits say of which digit it is, if it is one: the probabilities of 0 to 9, which sum to 1.
    pub fn probabilities(self, logits: [f32; DIGITS]) -> [f32; DIGITS] {
        match self {
            Self::Softmax => softmax(logits),
            // The sigmoids' shares, by their logarithms, so that tiny ones can't sum to 0.
            Self::Sigmoid => softmax(logits.map(|logit| logit.min(0.0) - (-logit.abs()).exp().ln_1p())),
        }
    }

    /// What the logits say of whether it is a digit at all: the probability, 0 to 1.
    pub fn confidence(self, logits: [f32; DIGITS]) -> f32 {
        let largest = largest(&logits);
        match self {
            // S / (1 + S), where S is the sum of exp(logit), by its logarithm: S itself can overflow.
            Self::Softmax => sigmoid(largest + logits.iter().map(|logit| (logit - largest).exp()).sum::<f32>().ln()),
            Self::Sigmoid => sigmoid(largest),
        }
    }
}

/// The digit with the largest probability; the smallest of equals.
///
/// ```
/// let mut probabilities = [0.1; 10];
/// assert_eq!(network::likeliest(&probabilities), 0);
/// probabilities[9] = 0.2;
/// assert_eq!(network::likeliest(&probabilities), 9);
/// ```
pub fn likeliest(probabilities: &[f32; DIGITS]) -> usize {
    (1..DIGITS).fold(0, |best, digit| if probabilities[digit] > probabilities[best] { digit } else { best })
}

/// exp(logit) as a share of their sum.
///
/// ```
/// let mut logits = [0.0; 10];
/// logits[7] = f32::ln(91.0);
/// assert!((network::softmax(logits)[7] - 0.91).abs() < 1e-6);
/// ```
pub fn softmax(logits: [f32; DIGITS]) -> [f32; DIGITS] {
    let largest = largest(&logits);
    let exponentials = logits.map(|logit| (logit - largest).exp());
    let sum: f32 = exponentials.iter().sum();
    exponentials.map(|exponential| exponential / sum)
}

fn largest(logits: &[f32; DIGITS]) -> f32 {
    logits.iter().copied().fold(f32::NEG_INFINITY, f32::max)
}

pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}
