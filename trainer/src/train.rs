//! Training: minibatches of augmented examples, cross-entropy, Adam, a learning rate that falls along a cosine.
//!
//! Every random number comes from the seed, the step and the shard, and sums are always taken in the same order: the
//! weights are the same to the bit whatever the number of threads, and after an interruption.

use std::f64::consts::PI;

use ndarray::s;
use network::{Network, NetworkError, OutputLayer, PIXELS};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use rayon::prelude::*;

use crate::adam::Adam;
use crate::backprop::{Shard, Weights};
use crate::calibrate::calibrate;
use crate::examples::Examples;

/// Images in a minibatch.
pub const MINIBATCH: usize = 1024;
/// Images in a shard, which one thread works on at a time.
const SHARD: usize = 128;
const SHARDS: usize = MINIBATCH / SHARD;
/// The learning rate rises to its peak over this many steps, then falls to 0.
const WARM_UP: f64 = 200.0;
const LEARNING_RATE: f64 = 0.01;
/// The mean of the weights that is kept looks back over about this many steps.
const MEAN_OVER: f64 = 1000.0;

/// A network while it learns.
#[derive(Debug)]
pub struct Training {
    seed: u64,
    /// Steps that the whole training takes.
    steps: u64,
    /// The weights as they are now.
    pub weights: Weights,
    /// The optimizer, which holds the steps that were taken and the weights' mean.
    pub adam: Adam,
    shards: Vec<Shard>,
}

impl Training {
    /// To train a network of `units` hidden units over `steps` minibatches.
    #[must_use]
    pub fn new(seed: u64, units: usize, steps: u64) -> Self {
        let mut rng = Pcg64Mcg::seed_from_u64(seed);
        let mut weights = Weights::zeros(units);
        // Variance 1/inputs (LeCun et al. 1998, Efficient BackProp); biases 0.
        for layer in [&mut weights.hidden, &mut weights.output] {
            let spread = (3.0 / (layer.ncols() - 1) as f32).sqrt();
            for weight in layer.slice_mut(s![.., 1..]) {
                *weight = (rng.random::<f32>() * 2.0 - 1.0) * spread;
            }
        }
        let adam = Adam::new(&weights);
        let shards = (0..SHARDS).map(|_| Shard::new(SHARD, units)).collect();
        Self { seed, steps, weights, adam, shards }
    }

    /// Learns from one minibatch; returns the mean loss of its images.
    pub fn step(&mut self, examples: &Examples) -> f32 {
        let Self { seed, steps, weights, adam, shards } = self;
        let step = adam.steps;
        shards.par_iter_mut().enumerate().for_each(|(index, shard)| {
            let stream = step * SHARDS as u64 + index as u64;
            let mut rng = Pcg64Mcg::seed_from_u64(seed.wrapping_add(stream.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
            for (mut intensities, mut target) in shard.rows() {
                let intensities = intensities.as_slice_mut().expect("a row is contiguous");
                debug_assert_eq!(intensities.len(), PIXELS);
                target.fill(0.0);
                target[usize::from(examples.draw(&mut rng, intensities))] = 1.0;
            }
            shard.backprop(weights, OutputLayer::Softmax);
        });
        let done = step as f64 / *steps as f64;
        let rate = LEARNING_RATE * ((step + 1) as f64 / WARM_UP).min(1.0) * (1.0 + (PI * done).cos()) / 2.0;
        let decay = 1.0 - (1.0 / MEAN_OVER).max(1.0 / (step + 1) as f64);
        adam.step(weights, shards, MINIBATCH, rate as f32, decay as f32);
        shards.iter().map(|shard| shard.loss).sum::<f32>() / MINIBATCH as f32
    }

    /// The network with the weights' running mean.
    ///
    /// # Errors
    /// When a weight is not finite.
    pub fn network(&self) -> Result<Network, NetworkError> {
        self.adam.mean.clone().network(OutputLayer::Softmax)
    }

    /// [`Self::network`], calibrated on the examples as they are, without augmentation.
    ///
    /// # Errors
    /// When a weight is not finite.
    pub fn calibrated(&self, examples: &Examples) -> Result<Network, NetworkError> {
        calibrate(self.adam.mean.clone(), &examples.clean())
    }
}
