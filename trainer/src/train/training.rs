//! A training: the one loop over minibatches, whatever the network learns from.
//!
//! Every random number comes from the seed and the shard, and sums are always taken in the same order: the weights are
//! the same to the bit whatever the number of threads, and after an interruption.

use rand::SeedableRng;
use rand_pcg::Pcg64Mcg;
use rayon::prelude::*;

use crate::nn::adam::Adam;
use crate::nn::batch::{Batch, Row};
use crate::nn::schedule::Schedule;

/// Shards of a minibatch, on each of which one thread works at a time.
pub const SHARDS: usize = 8;

/// In what trainings differ besides their networks and sources.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Images in a shard.
    pub shard: usize,
    /// The learning rate, step by step.
    pub schedule: Schedule,
}

impl Settings {
    /// Images in a minibatch.
    pub const fn minibatch(&self) -> usize {
        SHARDS * self.shard
    }
}

/// Where examples and their targets come from.
pub trait Source: Sync {
    /// Fills in the images of a shard and their targets. Shards are counted from 0 over the whole training; the same shard
    /// is always filled with the same.
    fn fill<'a>(&self, shard: u64, rows: impl Iterator<Item = Row<'a>>);
}

/// The random numbers of a shard.
pub(super) fn random_of(seed: u64, shard: u64) -> Pcg64Mcg {
    Pcg64Mcg::seed_from_u64(seed.wrapping_add(shard.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
}

/// A network while it learns.
#[derive(Debug)]
pub struct Training<B: Batch> {
    /// Steps that the whole training takes.
    pub steps: u64,
    /// The network as it is now.
    pub network: B::Network,
    /// The optimizer, which holds the steps taken so far and the weights' average.
    pub adam: Adam<B::Network>,
    settings: Settings,
    shards: Vec<B>,
}

impl<B: Batch> Training<B> {
    /// The training of `network` over `steps` minibatches, before the first.
    pub fn new(network: B::Network, settings: Settings, steps: u64) -> Self {
        let shards = (0..SHARDS).map(|_| B::new(settings.shard, &network)).collect();
        Self { steps, adam: Adam::new(&network), network, settings, shards }
    }

    /// Whether all steps were taken.
    pub fn is_over(&self) -> bool {
        self.adam.steps >= self.steps
    }

    /// Images seen so far, and in the whole training.
    pub fn images(&self) -> [u64; 2] {
        [self.adam.steps, self.steps].map(|steps| steps * self.settings.minibatch() as u64)
    }

    /// Learns from one minibatch; returns the mean loss of its images.
    pub fn step(&mut self, source: &impl Source) -> f32 {
        let Self { steps, network, adam, settings, shards } = self;
        let step = adam.steps;
        shards.par_iter_mut().enumerate().for_each(|(index, shard)| {
            source.fill(step * SHARDS as u64 + index as u64, shard.rows());
            shard.backprop(network);
        });
        let gradients: Vec<_> = shards.iter().map(B::gradient).collect();
        adam.step(network, &gradients, settings.minibatch(), settings.schedule.at(step, *steps));
        shards.iter().map(B::loss).sum::<f32>() / settings.minibatch() as f32
    }
}
