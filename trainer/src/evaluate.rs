//! Evaluating: what a network makes of labelled images.

use std::fmt;
use std::iter::Sum;
use std::ops::AddAssign;

use network::{DIGITS, Image, Network, likeliest};
use rayon::prelude::*;

/// Bins of the calibration error.
const BINS: usize = 15;

/// Answers counted by label.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tally {
    /// `confusion[label][answer]`.
    pub confusion: [[usize; DIGITS]; DIGITS],
    /// All answers, and whether they were right.
    pub answers: Vec<(Answer, bool)>,
}

/// What a network makes of an image.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answer {
    /// The likeliest digit.
    pub digit: usize,
    /// Its probability, if it is a digit.
    pub probability: f32,
    /// The probability that it is a digit.
    pub confidence: f32,
}

impl Answer {
    /// What `network` makes of an image in MNIST's frame.
    #[must_use]
    pub fn of(network: &Network, image: &Image) -> Self {
        let logits = network.logits(image);
        let probabilities = network.probabilities(logits);
        let digit = likeliest(&probabilities);
        Self { digit, probability: probabilities[digit], confidence: network.confidence(logits) }
    }
}

/// The confidences of `network` that images are digits.
#[must_use]
pub fn confidences(network: &Network, images: &[Image]) -> Vec<f32> {
    images.par_iter().map(|image| Answer::of(network, image).confidence).collect()
}

/// How many were refused as no digit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Refusals {
    /// Those refused.
    pub refused: usize,
    /// Those and the others.
    pub total: usize,
}

impl Refusals {
    /// At a threshold.
    #[must_use]
    pub fn of(confidences: &[f32], threshold: f64) -> Self {
        let refused = confidences.iter().filter(|confidence| f64::from(**confidence) < threshold).count();
        Self { refused, total: confidences.len() }
    }

    /// The share refused.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.refused as f64 / self.total.max(1) as f64
    }
}

impl AddAssign for Refusals {
    fn add_assign(&mut self, more: Self) {
        self.refused += more.refused;
        self.total += more.total;
    }
}

impl Sum for Refusals {
    fn sum<I: Iterator<Item = Self>>(refusals: I) -> Self {
        refusals.fold(Self::default(), |mut sum, more| {
            sum += more;
            sum
        })
    }
}

impl fmt::Display for Refusals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}%", 100.0 * self.share())
    }
}

/// What is made of digits: what they are read as, and how many are refused.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Read {
    /// What they are read as, refused or not.
    pub tally: Tally,
    /// How many are refused.
    pub refusals: Refusals,
}

impl Read {
    /// What `network` makes of images with their labels, at a threshold.
    #[must_use]
    pub fn of(network: &Network, threshold: f64, examples: &[(Image, u8)]) -> Self {
        let tally = Tally::of(network, examples);
        Self { refusals: Refusals::of(&tally.confidences(), threshold), tally }
    }

    /// Adds what another counted.
    pub fn add(&mut self, other: Self) {
        self.tally.add(other.tally);
        self.refusals += other.refusals;
    }
}

/// In one line.
impl fmt::Display for Read {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { tally, refusals } = self;
        let (right, total) = (tally.right(), tally.total());
        let [accuracy, error] = [tally.accuracy(), tally.calibration_error()].map(|share| 100.0 * share);
        write!(f, "{right:05} / {total} = {accuracy:.2}%, calibration error {error:.2}%, refused {refusals}")
    }
}

impl Tally {
    /// The answers of `network` to images with their labels.
    #[must_use]
    pub fn of(network: &Network, examples: &[(Image, u8)]) -> Self {
        let answers: Vec<_> = examples.par_iter().map(|(image, _)| Answer::of(network, image)).collect();
        let mut tally = Self::default();
        for (answer, (_, label)) in answers.into_iter().zip(examples) {
            tally.confusion[usize::from(*label)][answer.digit] += 1;
            tally.answers.push((answer, answer.digit == usize::from(*label)));
        }
        tally
    }

    /// Images.
    #[must_use]
    pub fn total(&self) -> usize {
        self.confusion.iter().flatten().sum()
    }

    /// Images read right.
    #[must_use]
    pub fn right(&self) -> usize {
        (0..DIGITS).map(|digit| self.confusion[digit][digit]).sum()
    }

    /// Share of the images read right.
    #[must_use]
    pub fn accuracy(&self) -> f64 {
        self.right() as f64 / self.total().max(1) as f64
    }

    /// The confidences that the images are digits.
    #[must_use]
    pub fn confidences(&self) -> Vec<f32> {
        self.answers.iter().map(|(answer, _)| answer.confidence).collect()
    }

    /// Adds what another counted.
    pub fn add(&mut self, other: Self) {
        for (row, more) in self.confusion.iter_mut().zip(other.confusion) {
            for (count, more) in row.iter_mut().zip(more) {
                *count += more;
            }
        }
        self.answers.extend(other.answers);
    }

    /// For each of 15 equally wide bins of probability: answers, their mean probability, the share that is right.
    #[must_use]
    pub fn reliability(&self) -> [(usize, f64, f64); BINS] {
        let mut bins = [(0, 0.0, 0.0); BINS];
        for &(Answer { probability, .. }, right) in &self.answers {
            let bin = &mut bins[((probability * BINS as f32) as usize).min(BINS - 1)];
            bin.0 += 1;
            bin.1 += f64::from(probability);
            bin.2 += f64::from(u8::from(right));
        }
        bins.map(|(count, probability, right)| {
            let mean = |sum: f64| if count > 0 { sum / count as f64 } else { 0.0 };
            (count, mean(probability), mean(right))
        })
    }

    /// Expected calibration error (Guo et al. 2017): how far, on average, the probability of an answer is from how
    /// often such answers are right.
    #[must_use]
    pub fn calibration_error(&self) -> f64 {
        let bins = self.reliability();
        let gap = |(count, probability, right): (usize, f64, f64)| count as f64 * (probability - right).abs();
        bins.into_iter().map(gap).sum::<f64>() / self.total().max(1) as f64
    }
}

/// The confusion matrix, the accuracy of each digit, the calibration error; last the line with the whole.
impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "label   answer 0     1     2     3     4     5     6     7     8     9   accuracy")?;
        for (label, answers) in self.confusion.iter().enumerate() {
            write!(f, "    {label}      ")?;
            for count in answers {
                write!(f, "{count:6}")?;
            }
            match answers.iter().sum::<usize>() {
                0 => writeln!(f, "          -")?,
                total => writeln!(f, "    {:6.2}%", 100.0 * answers[label] as f64 / total as f64)?,
            }
        }
        writeln!(f, "calibration error {:.2}%", 100.0 * self.calibration_error())?;
        write!(f, "{:05} / {} = {:.2}%", self.right(), self.total(), 100.0 * self.accuracy())
    }
}
