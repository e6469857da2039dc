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

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use rand::RngExt;

    use super::*;
    use crate::nn::parameters::Parameters;

    /// A single weight.
    #[derive(Debug, Clone, PartialEq)]
    struct Weight([f32; 1]);

    impl Parameters for Weight {
        fn layers(&self) -> impl Iterator<Item = &[f32]> {
            [&self.0[..]].into_iter()
        }

        fn layers_mut(&mut self) -> impl Iterator<Item = &mut [f32]> {
            [&mut self.0[..]].into_iter()
        }
    }

    /// Each image has one intensity, which is its loss; the gradient is that of the weight itself.
    struct Images {
        intensities: Vec<f32>,
        targets: Vec<f32>,
        gradient: Weight,
    }

    impl Batch for Images {
        type Network = Weight;

        fn new(images: usize, network: &Weight) -> Self {
            Self { intensities: vec![0.0; images], targets: vec![0.0; images], gradient: network.clone() }
        }

        fn rows(&mut self) -> impl Iterator<Item = Row<'_>> {
            let rows = self.intensities.chunks_mut(1).zip(self.targets.chunks_mut(1));
            rows.map(|(intensities, target)| Row { intensities, target })
        }

        fn backprop(&mut self, _: &Weight) {
            self.gradient = Weight([self.intensities.len() as f32]);
        }

        fn gradient(&self) -> &Weight {
            &self.gradient
        }

        fn loss(&self) -> f32 {
            self.intensities.iter().sum()
        }
    }

    /// Fills in the number of the shard, and remembers it.
    struct Numbers(Mutex<Vec<u64>>);

    impl Source for Numbers {
        fn fill<'a>(&self, shard: u64, rows: impl Iterator<Item = Row<'a>>) {
            rows.for_each(|row| row.intensities[0] = shard as f32);
            self.0.lock().expect("no other panicked").push(shard);
        }
    }

    #[test]
    fn a_training_sees_every_shard_once() {
        let schedule = Schedule { peak: 0.5, warm_up: 1.0, average_over: 10.0 };
        let mut training = Training::<Images>::new(Weight([2.0]), Settings { shard: 3, schedule }, 2);
        let source = Numbers(Mutex::default());
        assert_eq!((training.is_over(), training.images()), (false, [0, 48]));
        // The mean of 0 to 7, then of 8 to 15.
        assert_eq!(training.step(&source), 3.5);
        assert_eq!((training.is_over(), training.images()), (false, [24, 48]));
        // A gradient that is always alike moves a weight by the learning rate.
        assert!((training.network.0[0] - 1.5).abs() < 1e-5, "{:?}", training.network);
        assert!(
            (training.adam.first_moment.0[0] - 0.1).abs() < 1e-6,
            "of the mean over the images: {:?}",
            training.adam
        );
        assert_eq!(training.step(&source), 11.5);
        assert_eq!((training.is_over(), training.images()), (true, [48, 48]));
        let mut shards = source.0.into_inner().expect("no other panicked");
        shards.sort_unstable();
        assert_eq!(shards, (0..16).collect::<Vec<_>>());
    }

    #[test]
    fn each_shard_has_its_own_random_numbers() {
        let first = |seed, shard| random_of(seed, shard).random::<u64>();
        assert_eq!(first(3, 5), first(3, 5));
        let mut numbers: Vec<u64> = (0..10).flat_map(|seed| (0..10).map(move |shard| first(seed, shard))).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), 100);
    }
}
