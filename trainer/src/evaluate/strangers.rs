//! Strangers: writers whom a network has never seen, and what fine-tuning to some of their drawings is worth for the others.

use std::collections::BTreeMap;

use anyhow::Result;
use network::Network;

use super::evaluation::{Evaluation, TestSet};
use super::fine_tuning::distinct;
use crate::data::drawing::Drawing;
use crate::data::folds::Folds;
use crate::examples::sampling::Examples;
use crate::train::fine_tuning::fine_tune;

/// Writers with fewer drawings are left out.
const LEAST: usize = 150;
/// How many of a writer's drawings the network is fine-tuned to; the rest evaluate.
const CORRECTIONS: usize = 50;

/// A writer, and the fold whose network has not seen any of the drawings.
#[derive(Debug)]
pub struct Stranger {
    /// The writer's name.
    pub writer: String,
    /// The writer's fold.
    pub fold: usize,
    /// All of digits.
    drawings: Vec<Drawing>,
}

/// The `count` writers whose digits the networks of their folds read worst, worst first.
pub fn worst_read(networks: &[Network], drawings: Vec<Drawing>, folds: &Folds, count: usize) -> Result<Vec<Stranger>> {
    let mut writers: BTreeMap<String, Vec<Drawing>> = BTreeMap::new();
    for drawing in drawings.into_iter().filter(|drawing| drawing.digit().is_some()) {
        writers.entry(drawing.writer.clone()).or_default().push(drawing);
    }
    writers.retain(|_, drawings| drawings.len() >= LEAST);
    let mut read = Vec::new();
    for (writer, drawings) in writers {
        let fold = folds.of_writer(&drawings[0])?;
        let accuracy = accuracy(&networks[fold], &TestSet::of_drawings(&drawings)?);
        read.push((accuracy, Stranger { writer, fold, drawings }));
    }
    read.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    Ok(read.into_iter().take(count).map(|(_, stranger)| stranger).collect())
}

impl Stranger {
    /// Accuracies, of `before` and of what it becomes by fine-tuning to the first drawings: of the others, and of `images`.
    pub fn fine_tuned(&self, before: &Network, rehearsal: &Examples, images: &TestSet) -> Result<[[f64; 2]; 2]> {
        let (corrections, rest) = self.drawings.split_at(CORRECTIONS);
        let corrections = distinct(corrections.to_vec());
        let after = fine_tune(before, &corrections.iter().collect::<Vec<_>>(), rehearsal, 1, |_| {})?;
        let rest = TestSet::of_drawings(rest)?;
        Ok([&rest, images].map(|set| [before, &after].map(|network| accuracy(network, set))))
    }
}

fn accuracy(network: &Network, set: &TestSet) -> f64 {
    Evaluation::of(network, 0.0, set).predictions.accuracy()
}
