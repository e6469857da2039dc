//! Lessons: the examples as they are learnt from, one after the other, with the label or the teacher's answer as the
//! target.

use ndarray::ArrayView1;
use network::DIGITS;
use rand::SeedableRng;
use rand_pcg::Pcg64Mcg;
use rayon::prelude::*;

use crate::backprop::Shard;
use crate::examples::Examples;
use crate::learner::{Learner, Row};
use crate::teacher::{Class, Kernels};

/// Shards that the teacher is asked about for the long first part of a training: two million examples.
pub const TAUGHT: usize = 16_000;
/// What the teacher's logits are divided by, so that it tells more of what else an image could be (Hinton et al. 2015).
const TEMPERATURE: f32 = 2.0;

/// Examples drawn at random, the same ones for the same seed.
#[derive(Debug)]
pub struct Lessons<'a> {
    examples: &'a Examples,
    seed: u64,
    /// The teacher's, and labels where it is no digit: (shards, images in a shard, 10).
    answers: Option<Vec<[[f32; DIGITS]; Shard::SHARD]>>,
}

impl<'a> Lessons<'a> {
    /// With labels as targets.
    #[must_use]
    pub fn labelled(examples: &'a Examples, seed: u64) -> Self {
        Self { examples, seed, answers: None }
    }

    /// With the teacher's answers to the digits among the examples of so many shards as targets; after them the same
    /// come again. What is no digit keeps its label: taught the teacher's softened answers to it, the network refuses less.
    #[must_use]
    pub fn taught(examples: &'a Examples, seed: u64, kernels: &Kernels, shards: usize) -> Self {
        let labelled = Self::labelled(examples, seed);
        let mut answers = vec![[[0.0; DIGITS]; Shard::SHARD]; shards];
        let class = || Class::new(Shard::SHARD, kernels);
        answers.par_iter_mut().enumerate().for_each_init(class, |class, (shard, answers)| {
            labelled.fill(shard as u64, class);
            for (answer, row) in answers.iter_mut().zip(class.rows()) {
                answer.copy_from_slice(row.target);
            }
            for (answer, logits) in answers.iter_mut().zip(class.logits(kernels).rows()) {
                if answer.contains(&1.0) {
                    *answer = softened(logits);
                }
            }
        });
        Self { answers: Some(answers), ..labelled }
    }

    /// Fills in the `shard`-th images and their targets.
    pub fn fill(&self, shard: u64, learner: &mut impl Learner) {
        let shard = self.answers.as_ref().map_or(shard, |answers| shard % answers.len() as u64);
        let mut rng = random_of(self.seed, shard);
        for Row { intensities, target } in learner.rows() {
            self.examples.draw(&mut rng, intensities, target);
        }
        if let Some(answers) = &self.answers {
            for (row, answer) in learner.rows().zip(&answers[shard as usize]) {
                row.target.copy_from_slice(answer);
            }
        }
    }
}

/// The softmax of the digits' logits, softened, beside an eleventh, "no digit", that is always 0.
fn softened(logits: ArrayView1<f32>) -> [f32; DIGITS] {
    let odds: [f32; DIGITS] = std::array::from_fn(|digit| (logits[digit] / TEMPERATURE).exp());
    let sum = 1.0 + odds.iter().sum::<f32>();
    odds.map(|odds| odds / sum)
}

/// The random numbers of a shard, counted over the whole training.
pub(crate) fn random_of(seed: u64, shard: u64) -> Pcg64Mcg {
    Pcg64Mcg::seed_from_u64(seed.wrapping_add(shard.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
}
