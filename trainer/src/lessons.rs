//! Lessons: the examples as they are learnt from, one after the other, with the label or the teacher's answer as the
//! target.

use network::{DIGITS, softmax};
use rand::SeedableRng;
use rand_pcg::Pcg64Mcg;
use rayon::prelude::*;

use crate::backprop::Shard;
use crate::examples::Examples;
use crate::learner::{Learner, Row};
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
    targets: Targets,
}

#[derive(Debug)]
enum Targets {
    /// Labels.
    Labels,
    /// Labels, and digits alone.
    LabelsOfDigits,
    /// The teacher's answers where it is a digit: (shards, images in a shard, 10).
    Answers(Vec<[[f32; DIGITS]; Shard::SHARD]>),
}

impl<'a> Lessons<'a> {
    /// With labels as targets.
    #[must_use]
    pub fn labelled(examples: &'a Examples, seed: u64) -> Self {
        Self { examples, seed, targets: Targets::Labels }
    }

    /// Digits alone, with labels as targets: for the teacher.
    #[must_use]
    pub fn of_digits(examples: &'a Examples, seed: u64) -> Self {
        Self { examples, seed, targets: Targets::LabelsOfDigits }
    }

    /// With the teacher's answers to the digits among the examples of so many shards as targets; after them the same
    /// come again.
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
                    *answer = softmax(std::array::from_fn(|digit| logits[digit] / TEMPERATURE));
                }
            }
        });
        Self { targets: Targets::Answers(answers), ..labelled }
    }

    /// Fills in the `shard`-th images and their targets.
    pub fn fill(&self, shard: u64, learner: &mut impl Learner) {
        let (shard, answers) = match &self.targets {
            Targets::Answers(answers) => (shard % answers.len() as u64, Some(&answers[shard as usize % answers.len()])),
            Targets::Labels | Targets::LabelsOfDigits => (shard, None),
        };
        let mut rng = random_of(self.seed, shard);
        for (index, Row { intensities, target }) in learner.rows().enumerate() {
            match self.targets {
                Targets::LabelsOfDigits => self.examples.draw_digit(&mut rng, intensities, target),
                Targets::Labels | Targets::Answers(_) => self.examples.draw(&mut rng, intensities, target),
            }
            if let Some(answers) = answers {
                target.copy_from_slice(&answers[index]);
            }
        }
    }
}

/// The random numbers of a shard, counted over the whole training.
pub(crate) fn random_of(seed: u64, shard: u64) -> Pcg64Mcg {
    Pcg64Mcg::seed_from_u64(seed.wrapping_add(shard.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
}
