//! An evaluation: what a committee makes of a test set, digits and negatives.

use std::array;
use std::fmt;

use anyhow::{Context, Result};
use network::{Committee, DIGITS, Image};

use super::predictions::{Predictions, confidences};
use super::rejections::Rejections;
use crate::data::drawing::Drawing;
use crate::examples::raster::rasterize;

/// Images that a committee has not learnt from, in MNIST's frame.
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

/// What a committee makes of a test set.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evaluation {
    /// Of the digits, rejected or not.
    pub predictions: Predictions,
    /// Of the digits, by label.
    pub by_digit: [Rejections; DIGITS],
    /// Of the negatives.
    pub negatives: Rejections,
}

impl Evaluation {
    /// At a threshold.
    pub fn of(committee: &Committee, threshold: f64, set: &TestSet) -> Self {
        let predictions = Predictions::of(committee, &set.digits);
        let by_digit = array::from_fn(|digit| Rejections::of(&predictions.confidences_of(digit), threshold));
        Self { by_digit, negatives: Rejections::of(&confidences(committee, &set.negatives), threshold), predictions }
    }

    /// Of all digits.
    pub fn digits(&self) -> Rejections {
        self.by_digit.iter().copied().sum()
    }

    /// Adds what another committee made of another set.
    pub fn add(&mut self, other: Self) {
        self.predictions.0.extend(other.predictions.0);
        for (digit, more) in self.by_digit.iter_mut().zip(other.by_digit) {
            *digit += more;
        }
        self.negatives += other.negatives;
    }
}

/// What is made of the digits, in one line. In the alternate form: the confusion matrix, with the accuracy and the rejections
/// of each digit; calibration error and rejections; last how many are right.
impl fmt::Display for Evaluation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let predictions = &self.predictions;
        let (right, total) = (predictions.right(), predictions.total());
        let right = format!("{right:05} / {total} = {:.2}%", 100.0 * predictions.accuracy());
        let calibration = format!("calibration error {:.2}%", 100.0 * predictions.calibration_error());
        let rejected = format!("rejected {}", self.digits());
        if f.alternate() {
            writeln!(f, "label    digit 0     1     2     3     4     5     6     7     8     9   accuracy  rejected")?;
            for (label, (counts, rejections)) in predictions.confusion().iter().zip(self.by_digit).enumerate() {
                write!(f, "    {label}      ")?;
                for count in counts {
                    write!(f, "{count:6}")?;
                }
                match rejections.total {
                    0 => writeln!(f, "          -         -")?,
                    total => {
                        let accuracy = 100.0 * counts[label] as f64 / total as f64;
                        writeln!(f, "    {accuracy:6.2}%   {:6.2}%", 100.0 * rejections.share())?;
                    }
                }
            }
            return write!(f, "{calibration}, {rejected}\n{right}");
        }
        write!(f, "{right}, {calibration}, {rejected}")
    }
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;
    use network::{Network, OutputLayer, PIXELS};

    use super::*;

    fn drawings() -> Vec<Drawing> {
        let drawing = |label: &str| Drawing {
            label: label.into(),
            writer: String::new(),
            canvas: None,
            strokes: vec![vec![[0.0, 0.0], [5.0, 20.0]]],
        };
        ["3", "x", "3", "7"].map(drawing).to_vec()
    }

    /// By a committee that is sure, by 18 to 1, of a 3.
    fn evaluation(threshold: f64) -> Evaluation {
        let mut output = Array2::zeros((DIGITS, 2));
        output[[3, 0]] = 9.0_f32.ln();
        let dense = Network::new(Array2::zeros((1, PIXELS + 1)), output).expect("finite weights");
        let committee = Committee::new(dense, None, OutputLayer::Softmax).expect("a committee");
        let set = TestSet::of_drawings(&drawings()).expect("drawings with points");
        assert_eq!((set.digits.len(), set.negatives.len()), (3, 1));
        let raster = rasterize(&drawings()[0].strokes).expect("points");
        assert_eq!(set.negatives[0], Image::from_brightness(&raster.map(f32::from)).expect("ink"));
        Evaluation::of(&committee, threshold, &set)
    }

    #[test]
    fn digits_and_negatives_are_told_apart() {
        let evaluation = evaluation(0.9);
        assert_eq!(evaluation.by_digit.map(|rejections| rejections.total), [0, 0, 0, 2, 0, 0, 0, 1, 0, 0]);
        assert_eq!(evaluation.digits(), Rejections { rejected: 0, total: 3 });
        assert_eq!(evaluation.negatives, Rejections { rejected: 0, total: 1 });
        let mut empty = drawings()[0].clone();
        empty.strokes.clear();
        assert!(TestSet::of_drawings(&[empty]).is_err());
    }

    #[test]
    fn evaluations_add_up() {
        let mut both = evaluation(0.9);
        both.add(evaluation(0.99));
        assert_eq!(both.digits(), Rejections { rejected: 3, total: 6 });
        assert_eq!(both.by_digit[3], Rejections { rejected: 2, total: 4 });
        assert_eq!(both.negatives, Rejections { rejected: 1, total: 2 });
        assert_eq!((both.predictions.right(), both.predictions.total()), (4, 6));
    }

    #[test]
    fn it_is_told_in_a_line_or_digit_by_digit() {
        let mut evaluation = evaluation(0.9);
        evaluation.by_digit[3].rejected = 1;
        let line = "00002 / 3 = 66.67%, calibration error 16.67%, rejected 33.33%";
        assert_eq!(evaluation.to_string(), line);
        assert!(format!("{evaluation:#}").contains("100.00%    50.00%"), "both are a 3, one is rejected");
        evaluation.predictions.0[0].0.digit = 8;
        let lines: Vec<String> = format!("{evaluation:#}").lines().map(str::to_owned).collect();
        assert_eq!(
            lines[4],
            "    3           0     0     0     1     0     0     0     0     1     0     50.00%    50.00%"
        );
        assert_eq!(
            lines[1],
            "    0           0     0     0     0     0     0     0     0     0     0          -         -"
        );
        assert_eq!(lines[11..], ["calibration error 16.67%, rejected 33.33%", "00001 / 3 = 33.33%"]);
    }
}
