//! Predictions: what a committee makes of labelled images, and how often and how surely it is right.

use network::{Committee, DIGITS, Image, likeliest};
use rayon::prelude::*;

/// Bins of the calibration error.
const BINS: usize = 15;

/// What a committee makes of an image.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prediction {
    /// The likeliest digit.
    pub digit: usize,
    /// Its probability, if it is a digit.
    pub probability: f32,
    /// The probability that it is a digit.
    pub confidence: f32,
}

impl Prediction {
    /// Of an image in MNIST's frame.
    pub fn of(committee: &Committee, image: &Image) -> Self {
        let logits = committee.logits(image);
        let probabilities = committee.probabilities(logits);
        let digit = likeliest(&probabilities);
        Self { digit, probability: probabilities[digit], confidence: committee.confidence(logits) }
    }
}

/// The confidences of `committee` that images are digits.
pub fn confidences(committee: &Committee, images: &[Image]) -> Vec<f32> {
    images.par_iter().map(|image| Prediction::of(committee, image).confidence).collect()
}

/// Predictions with the labels.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Predictions(pub Vec<(Prediction, u8)>);

impl Predictions {
    /// Of images with their labels.
    pub fn of(committee: &Committee, examples: &[(Image, u8)]) -> Self {
        Self(examples.par_iter().map(|(image, label)| (Prediction::of(committee, image), *label)).collect())
    }

    /// How many there are.
    pub fn total(&self) -> usize {
        self.0.len()
    }

    /// How many are right.
    pub fn right(&self) -> usize {
        self.0.iter().filter(|(prediction, label)| prediction.digit == usize::from(*label)).count()
    }

    /// The share that is right.
    pub fn accuracy(&self) -> f64 {
        self.right() as f64 / self.total().max(1) as f64
    }

    /// The confusion matrix: `[label][digit]`.
    pub fn confusion(&self) -> [[usize; DIGITS]; DIGITS] {
        let mut confusion = [[0; DIGITS]; DIGITS];
        for (prediction, label) in &self.0 {
            confusion[usize::from(*label)][prediction.digit] += 1;
        }
        confusion
    }

    /// The confidences that the images are digits.
    pub fn confidences(&self) -> Vec<f32> {
        self.0.iter().map(|(prediction, _)| prediction.confidence).collect()
    }

    /// The confidences that the images of this label are digits.
    pub fn confidences_of(&self, digit: usize) -> Vec<f32> {
        let of_digit = self.0.iter().filter(|(_, label)| usize::from(*label) == digit);
        of_digit.map(|(prediction, _)| prediction.confidence).collect()
    }

    /// For each of 15 equally wide bins of probability: predictions, their mean probability, the share that is right.
    pub fn reliability(&self) -> [(usize, f64, f64); BINS] {
        let mut bins = [(0, 0.0, 0.0); BINS];
        for &(Prediction { digit, probability, .. }, label) in &self.0 {
            let bin = &mut bins[((probability * BINS as f32) as usize).min(BINS - 1)];
            bin.0 += 1;
            bin.1 += f64::from(probability);
            bin.2 += f64::from(u8::from(digit == usize::from(label)));
        }
        bins.map(|(count, probability, right)| {
            let mean = |sum: f64| if count > 0 { sum / count as f64 } else { 0.0 };
            (count, mean(probability), mean(right))
        })
    }

    /// Expected calibration error (Guo et al. 2017): how far, on average, a prediction's probability is from how often such
    /// predictions are right.
    pub fn calibration_error(&self) -> f64 {
        let bins = self.reliability();
        let gap = |(count, probability, right): (usize, f64, f64)| count as f64 * (probability - right).abs();
        bins.into_iter().map(gap).sum::<f64>() / self.total().max(1) as f64
    }
}
