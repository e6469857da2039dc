//! An evaluation: what a network makes of a test set, digits and negatives.

use std::fmt;

use anyhow::{Context, Result};
use network::{Image, Network};

use super::predictions::{Predictions, confidences};
use super::rejections::Rejections;
use crate::data::drawing::Drawing;
use crate::examples::raster::rasterize;

/// Images that a network has not learnt from, in MNIST's frame.
#[derive(Debug, Clone, Default)]
pub struct TestSet {
    /// With their labels.
    pub digits: Vec<(Image, u8)>,
    /// Of no digit.
    pub negatives: Vec<Image>,
}

impl TestSet {
    /// Drawings as the page sends them.
    pub fn of_drawings<'a>(drawings: impl IntoIterator<Item = &'a Drawing>) -> Result<Self> {
        let mut set = Self::default();
        for drawing in drawings {
            let brightness = rasterize(&drawing.strokes).context("a drawing without a point")?;
            let image = Image::from_brightness(&brightness.map(f32::from))?;
            match drawing.digit() {
                Some(label) => set.digits.push((image, label)),
                None => set.negatives.push(image),
            }
        }
        Ok(set)
    }
}

/// What a network makes of a test set.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evaluation {
    /// Of the digits, rejected or not.
    pub predictions: Predictions,
    /// Of the digits.
    pub digits: Rejections,
    /// Of the negatives.
    pub negatives: Rejections,
}

impl Evaluation {
    /// At a threshold.
    pub fn of(network: &Network, threshold: f64, set: &TestSet) -> Self {
        let predictions = Predictions::of(network, &set.digits);
        let digits = Rejections::of(&predictions.confidences(), threshold);
        Self { digits, negatives: Rejections::of(&confidences(network, &set.negatives), threshold), predictions }
    }

    /// Adds what another network made of another set.
    pub fn add(&mut self, other: Self) {
        self.predictions.0.extend(other.predictions.0);
        self.digits += other.digits;
        self.negatives += other.negatives;
    }
}

/// What is made of the digits, in one line.
impl fmt::Display for Evaluation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { predictions, digits, .. } = self;
        let (right, total) = (predictions.right(), predictions.total());
        let [accuracy, error] = [predictions.accuracy(), predictions.calibration_error()].map(|share| 100.0 * share);
        write!(f, "{right:05} / {total} = {accuracy:.2}%, calibration error {error:.2}%, rejected {digits}")
    }
}
