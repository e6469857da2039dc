//! Training: minibatches of augmented examples, cross-entropy, Adam, a learning rate that falls along a cosine.
//!
//! Every random number comes from the seed, the step and the shard, and sums are always taken in the same order: the
//! weights are the same to the bit whatever the number of threads, and after an interruption.

use rayon::prelude::*;

use crate::adam::{Adam, Schedule};
use crate::learner::Learner;
use crate::lessons::Lessons;

/// Shards in a minibatch.
pub const SHARDS: usize = 8;

/// A network while it learns.
#[derive(Debug)]
pub struct Training<L: Learner> {
    /// Steps that the whole training takes.
    pub steps: u64,
    /// The weights as they are now.
    pub weights: L::Weights,
    /// The optimizer, which holds the steps that were taken and the weights' mean.
    pub adam: Adam<L::Weights>,
    shards: Vec<L>,
}

impl<L: Learner> Training<L> {
    /// Images in a minibatch.
    pub const MINIBATCH: usize = SHARDS * L::SHARD;

    /// To train `weights` over `steps` minibatches.
    #[must_use]
    pub fn new(weights: L::Weights, steps: u64) -> Self {
        let shards = (0..SHARDS).map(|_| L::new(L::SHARD, &weights)).collect();
        Self { steps, adam: Adam::new(&weights), weights, shards }
    }

    /// Whether all steps were taken.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.adam.steps >= self.steps
    }

    /// Learns from one minibatch; returns the mean loss of its images.
    pub fn step(&mut self, lessons: &Lessons) -> f32 {
        let Self { steps, weights, adam, shards } = self;
        let step = adam.steps;
        shards.par_iter_mut().enumerate().for_each(|(index, shard)| {
            lessons.fill(step * SHARDS as u64 + index as u64, shard);
            shard.backprop(weights);
        });
        let schedule = Schedule { peak: L::LEARNING_RATE, warm_up: 200.0, mean_over: 1000.0 };
        adam.step(weights, shards, Self::MINIBATCH, schedule.at(step, *steps));
        shards.iter().map(L::loss).sum::<f32>() / Self::MINIBATCH as f32
    }
}
