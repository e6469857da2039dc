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

#[cfg(test)]
mod tests {
    use ndarray::Array2;
    use network::{Network, OutputLayer, PIXELS};

    use super::*;

    /// A digit's logit is `logit`, all others are 0, whatever the image.
    fn committee(digit: usize, logit: f32) -> Committee {
        let mut output = Array2::zeros((DIGITS, 2));
        output[[digit, 0]] = logit;
        let dense = Network::new(Array2::zeros((1, PIXELS + 1)), output).expect("finite weights");
        Committee::new(dense, None, OutputLayer::Softmax).expect("a committee")
    }

    #[test]
    fn a_prediction_is_the_likeliest_digit() {
        // Odds of 9 beside nine of 1 and that of no digit.
        let committee = committee(3, 9.0_f32.ln());
        let image = Image::from_brightness(&[255.0; PIXELS]).expect("ink");
        let predictions = Predictions::of(&committee, &[(image.clone(), 3), (image.clone(), 5)]);
        for (prediction, _) in &predictions.0 {
            assert_eq!(prediction.digit, 3);
            assert!((prediction.probability - 0.5).abs() < 1e-6, "{prediction:?}");
            assert!((prediction.confidence - 18.0 / 19.0).abs() < 1e-6, "{prediction:?}");
        }
        assert_eq!(predictions.0.iter().map(|(_, label)| *label).collect::<Vec<_>>(), [3, 5]);
        assert_eq!(predictions.confidences(), confidences(&committee, &[image.clone(), image]));
    }

    /// Of each the digit, its probability and the label; the confidences are 0, 1, 2, 3, 4.
    fn predictions() -> Predictions {
        let of = |(digit, probability, label): (usize, f32, u8)| (digit, probability, label);
        let all = [(1, 0.9, 1), (1, 0.92, 7), (7, 1.0, 7), (7, 0.5, 7), (4, 0.525, 9)].map(of);
        let with_confidence =
            |((digit, probability, label), confidence)| (Prediction { digit, probability, confidence }, label);
        Predictions(all.into_iter().zip([0.0, 1.0, 2.0, 3.0, 4.0]).map(with_confidence).collect())
    }

    #[test]
    fn predictions_are_counted() {
        let predictions = predictions();
        assert_eq!((predictions.total(), predictions.right(), predictions.accuracy()), (5, 3, 0.6));
        let mut confusion = [[0; DIGITS]; DIGITS];
        (confusion[1][1], confusion[7][1], confusion[7][7], confusion[9][4]) = (1, 1, 2, 1);
        assert_eq!(predictions.confusion(), confusion);
        assert_eq!(predictions.confidences(), [0.0, 1.0, 2.0, 3.0, 4.0]);
        assert_eq!(predictions.confidences_of(7), [1.0, 2.0, 3.0]);
        assert_eq!(Predictions::default().accuracy(), 0.0);
    }

    #[test]
    fn a_probability_should_be_how_often_it_is_so() {
        let mut expected = [(0, 0.0, 0.0); BINS];
        // A half and a bit is right once of two times, and 0.91 too; 1 always.
        expected[7] = (2, 0.5125, 0.5);
        expected[13] = (2, 0.91, 0.5);
        expected[14] = (1, 1.0, 1.0);
        for (found, expected) in predictions().reliability().into_iter().zip(expected) {
            let near = (found.1 - expected.1).abs() < 1e-6 && (found.2 - expected.2).abs() < 1e-6;
            assert!(found.0 == expected.0 && near, "{found:?}, expected {expected:?}");
        }
        let error = predictions().calibration_error();
        assert!((error - (2.0 * 0.0125 + 2.0 * 0.41) / 5.0).abs() < 1e-6, "{error}");
        // Far more often right than it says.
        let (surer, label) = predictions().0[2];
        let modest = Predictions(vec![(Prediction { probability: 0.2, ..surer }, label)]);
        assert!((modest.calibration_error() - 0.8).abs() < 1e-6);
        assert_eq!(Predictions::default().calibration_error(), 0.0);
    }
}
