//! What fine-tuning is worth: evaluations before and after, by drawings of a person or of strangers, and by what the network
//! knew before.

use std::collections::{BTreeMap, HashSet};

use anyhow::Result;
use network::{Committee, DIGITS, Image, PIXELS};
use rand::SeedableRng;
use rand_pcg::Pcg64Mcg;

use super::evaluation::{Evaluation, TestSet};
use super::predictions::Prediction;
use crate::data::drawing::Drawing;
use crate::data::folds::Folds;
use crate::examples::sampling::Examples;
use crate::train::fine_tuning::fine_tune;

/// The person's drawings are evaluated in so many folds, each by a committee that learnt from the others.
pub const FOLDS: usize = 5;
/// Fine-tunings of a [`Comparison`].
pub const FINE_TUNINGS: u64 = FOLDS as u64 + 1;

/// Strangers have at least so many drawings.
const LEAST: usize = 150;
/// How many of a stranger's drawings a committee is fine-tuned to; the others evaluate it.
const CORRECTIONS: usize = 50;

/// A fine-tuned committee, and evaluations before and after.
#[derive(Debug)]
pub struct Comparison {
    /// Fine-tuned to all drawings.
    pub after: Committee,
    /// Of the drawings, by committees that had not learnt from them.
    pub drawings: [Evaluation; 2],
    /// Of what should stay as it was.
    pub known: [Evaluation; 2],
}

impl Comparison {
    /// Fine-tunes `before` to the drawings, and to those of all folds but one, each in turn.
    pub fn new(
        (before, threshold): (&Committee, f64),
        drawings: &[Drawing],
        rehearsal: &Examples,
        known: &TestSet,
        seed: u64,
        mut after_step: impl FnMut(u64, f32),
    ) -> Result<Self> {
        let mut evaluations = [Evaluation::default(), Evaluation::default()];
        for fold in 0..FOLDS {
            let (held_out, learnt): (Vec<_>, Vec<_>) =
                drawings.iter().enumerate().partition(|(i, _)| i % FOLDS == fold);
            let held_out = TestSet::of_drawings(held_out.into_iter().map(|(_, drawing)| drawing))?;
            let learnt: Vec<_> = learnt.into_iter().map(|(_, drawing)| drawing).collect();
            let after = fine_tune(before, &learnt, rehearsal, seed, &mut after_step)?;
            for (evaluation, committee) in evaluations.iter_mut().zip([before, &after]) {
                evaluation.add(Evaluation::of(committee, threshold, &held_out));
            }
        }
        let after = fine_tune(before, &drawings.iter().collect::<Vec<_>>(), rehearsal, seed, &mut after_step)?;
        let known = [before, &after].map(|committee| Evaluation::of(committee, threshold, known));
        Ok(Self { after, drawings: evaluations, known })
    }
}

/// The drawings, each once, those of a label beside each other, so that every fold has some of it.
pub fn distinct(mut drawings: Vec<Drawing>) -> Vec<Drawing> {
    let mut seen = HashSet::new();
    drawings.retain(|drawing| seen.insert(format!("{drawing:?}")));
    drawings.sort_by_key(Drawing::digit);
    drawings
}

/// What stands in for MNIST's validation images: rehearsed examples, up to `count`, augmented otherwise than those that are
/// learnt from. Those that `before` takes for a digit, labelled so, and those that it rejects.
pub fn stand_in((before, threshold): (&Committee, f64), rehearsal: &Examples, seed: u64, count: usize) -> TestSet {
    let mut rng = Pcg64Mcg::seed_from_u64(!seed);
    let mut set = TestSet::default();
    let [mut intensities, mut target] = [vec![0.0; PIXELS], vec![0.0; DIGITS]];
    for _ in 0..count {
        rehearsal.sample(&mut rng, &mut intensities, &mut target);
        let Ok(image) = Image::from_intensities(&intensities) else { continue };
        let prediction = Prediction::of(before, &image);
        if f64::from(prediction.confidence) < threshold {
            set.negatives.push(image);
        } else {
            set.digits.push((image, prediction.digit as u8));
        }
    }
    set
}

/// A writer, and the fold whose committee has seen none of the drawings.
#[derive(Debug)]
pub struct Stranger {
    /// The writer's name.
    pub writer: String,
    /// The writer's fold.
    pub fold: usize,
    /// All of digits.
    drawings: Vec<Drawing>,
}

/// The `count` writers whose digits the committees of their folds read worst, worst first.
pub fn worst_read(
    committees: &[Committee],
    drawings: Vec<Drawing>,
    folds: &Folds,
    count: usize,
) -> Result<Vec<Stranger>> {
    let mut writers: BTreeMap<String, Vec<Drawing>> = BTreeMap::new();
    for drawing in drawings.into_iter().filter(|drawing| drawing.digit().is_some()) {
        writers.entry(drawing.writer.clone()).or_default().push(drawing);
    }
    writers.retain(|_, drawings| drawings.len() >= LEAST);
    let mut read = Vec::new();
    for (writer, drawings) in writers {
        let fold = folds.of_writer(&drawings[0])?;
        let accuracy = accuracy(&committees[fold], &TestSet::of_drawings(&drawings)?);
        read.push((accuracy, Stranger { writer, fold, drawings }));
    }
    read.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    Ok(read.into_iter().take(count).map(|(_, stranger)| stranger).collect())
}

impl Stranger {
    /// Accuracies, of `before` and of what it becomes by fine-tuning to the first drawings: of the others, and of `images`.
    pub fn fine_tuned(&self, before: &Committee, rehearsal: &Examples, images: &TestSet) -> Result<[[f64; 2]; 2]> {
        let (corrections, rest) = self.drawings.split_at(CORRECTIONS);
        let corrections = distinct(corrections.to_vec());
        let after = fine_tune(before, &corrections.iter().collect::<Vec<_>>(), rehearsal, 1, |_, _| {})?;
        let rest = TestSet::of_drawings(rest)?;
        Ok([&rest, images].map(|set| [before, &after].map(|committee| accuracy(committee, set))))
    }
}

fn accuracy(committee: &Committee, set: &TestSet) -> f64 {
    Evaluation::of(committee, 0.0, set).predictions.accuracy()
}
