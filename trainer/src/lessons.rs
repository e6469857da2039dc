//! Lessons: the examples as they are learnt from, one after the other, with the label or the teacher's answer as target.

use network::DIGITS;
use rand::SeedableRng;
use rand_pcg::Pcg64Mcg;
use rayon::prelude::*;

use crate::backprop::Shard;
use crate::examples::Examples;
use crate::learner::Learner;
use crate::teacher::{Class, Kernels};

/// Shards that the teacher is asked about for a whole training: two million examples.
pub const TAUGHT: usize = 16_000;
/// What the teacher's logits are divided by, so that it tells more of what else an image could be (Hinton et al. 2015).
const TEMPERATURE: f32 = 2.0;

/// Examples drawn at random, the same ones for the same seed.
#[derive(Debug)]
pub struct Lessons<'a> {
    examples: &'a Examples,
    seed: u64,
    /// The teacher's answers, (shards, images in a shard, 10); none where it is learnt from labels.
    answers: Vec<[[f32; DIGITS]; Shard::SHARD]>,
}

impl<'a> Lessons<'a> {
    /// With labels as targets.
    #[must_use]
    pub fn labelled(examples: &'a Examples, seed: u64) -> Self {
        Self { examples, seed, answers: Vec::new() }
    }

    /// With the teacher's answers to the examples of so many shards as targets; after them the same come again.
    #[must_use]
    pub fn taught(examples: &'a Examples, seed: u64, kernels: &Kernels, shards: usize) -> Self {
        let labelled = Self::labelled(examples, seed);
        let mut answers = vec![[[0.0; DIGITS]; Shard::SHARD]; shards];
        let class = || Class::new(Shard::SHARD, kernels);
        answers.par_iter_mut().enumerate().for_each_init(class, |class, (shard, answers)| {
            labelled.fill(shard as u64, class);
            for (answer, logits) in answers.iter_mut().zip(class.logits(kernels).rows()) {
                *answer = softmax_beside_none(logits.to_slice().expect("contiguous"));
            }
        });
        Self { answers, ..labelled }
    }

    /// Fills in the `shard`-th images and their targets.
    pub fn fill(&self, shard: u64, learner: &mut impl Learner) {
        let shard = if self.answers.is_empty() { shard } else { shard % self.answers.len() as u64 };
        let mut rng = Pcg64Mcg::seed_from_u64(self.seed.wrapping_add(shard.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
        for row in learner.rows() {
            self.examples.draw(&mut rng, row.intensities, row.target);
        }
        if let Some(answers) = self.answers.get(shard as usize) {
            for (row, answer) in learner.rows().zip(answers) {
                row.target.copy_from_slice(answer);
            }
        }
    }
}

/// The probabilities of the ten, beside "no digit" whose logit is 0, at the temperature.
fn softmax_beside_none(logits: &[f32]) -> [f32; DIGITS] {
    let softened: [f32; DIGITS] = std::array::from_fn(|digit| logits[digit] / TEMPERATURE);
    let largest = softened.iter().copied().fold(0.0, f32::max);
    let exponentials = softened.map(|logit| (logit - largest).exp());
    let sum = exponentials.iter().sum::<f32>() + (-largest).exp();
    exponentials.map(|exponential| exponential / sum)
}
