//! Adam (Kingma and Ba 2015, algorithm 1), with a running mean of the weights (Polyak and Juditsky 1992).

use std::f64::consts::PI;

use multiversion::multiversion;
use rayon::prelude::*;

use crate::learner::Learner;

const BETA_1: f32 = 0.9;
const BETA_2: f32 = 0.999;
const EPSILON: f32 = 1e-8;
/// Weights that one task steps at a time.
const CHUNK: usize = 1 << 14;

/// All weights of a network, and everything of their shape: gradients, moments, means.
pub trait Parameters: Clone + Send + Sync {
    /// Each layer's, as they stand in memory.
    fn layers(&self) -> impl Iterator<Item = &[f32]>;

    /// Each layer's, as they stand in memory.
    fn layers_mut(&mut self) -> impl Iterator<Item = &mut [f32]>;
}

/// The state of the optimizer.
#[derive(Debug, Clone, PartialEq)]
pub struct Adam<P> {
    /// Steps that were taken.
    pub steps: u64,
    /// Running mean of the gradient.
    pub first: P,
    /// Running mean of the squared gradient.
    pub second: P,
    /// Running mean of the weights: what is kept in the end.
    pub mean: P,
}

/// How fast is learnt, and how far back the weights' running mean looks, over a whole training.
#[derive(Debug, Clone, Copy)]
pub struct Schedule {
    /// The learning rate at its peak.
    pub peak: f64,
    /// Steps over which it rises to its peak, before it falls to 0 along a cosine.
    pub warm_up: f64,
    /// The mean is over about so many steps.
    pub mean_over: f64,
}

/// One step of a schedule.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// The learning rate.
    pub learning_rate: f64,
    /// How much of the running mean of the weights stays.
    pub decay: f64,
}

impl Schedule {
    /// The pace of a step, from 0, of so many.
    #[must_use]
    pub fn at(&self, step: u64, steps: u64) -> Pace {
        let (done, count) = (step as f64 / steps as f64, (step + 1) as f64);
        Pace {
            learning_rate: self.peak * (count / self.warm_up).min(1.0) * (1.0 + (PI * done).cos()) / 2.0,
            decay: 1.0 - (1.0 / self.mean_over).max(1.0 / count),
        }
    }
}

/// What is the same for all weights in one step.
#[derive(Clone, Copy)]
struct Step {
    /// 1 / images in the minibatch.
    per_image: f32,
    /// Learning rate, with both bias corrections in it.
    rate: f32,
    epsilon: f32,
    decay: f32,
}

impl<P: Parameters> Adam<P> {
    /// To start from `weights`.
    #[must_use]
    pub fn new(weights: &P) -> Self {
        let mut zeros = weights.clone();
        zeros.layers_mut().for_each(|slice| slice.fill(0.0));
        Self { steps: 0, first: zeros.clone(), second: zeros, mean: weights.clone() }
    }

    /// One step down the gradient that `shards` hold, summed over `images` images.
    pub fn step<L: Learner<Weights = P>>(&mut self, weights: &mut P, shards: &[L], images: usize, pace: Pace) {
        self.steps += 1;
        let correct = |beta: f32| 1.0 - f64::from(beta).powf(self.steps as f64);
        let second = correct(BETA_2).sqrt();
        let step = Step {
            per_image: 1.0 / images as f32,
            rate: (pace.learning_rate * second / correct(BETA_1)) as f32,
            epsilon: (f64::from(EPSILON) * second) as f32,
            decay: pace.decay as f32,
        };
        let state = self.first.layers_mut().zip(self.second.layers_mut()).zip(self.mean.layers_mut());
        for (layer, (weights, ((first, second), mean))) in weights.layers_mut().zip(state).enumerate() {
            weights
                .par_chunks_mut(CHUNK)
                .zip(first.par_chunks_mut(CHUNK))
                .zip(second.par_chunks_mut(CHUNK))
                .zip(mean.par_chunks_mut(CHUNK))
                .enumerate()
                .for_each(|(chunk, (((weights, first), second), mean))| {
                    let mut sum = [0.0; CHUNK];
                    let sum = &mut sum[..weights.len()];
                    // Always in the shards' order: a sum of floats depends on it.
                    for slice in shards.iter().filter_map(|shard| shard.gradient().layers().nth(layer)) {
                        add(sum, &slice[chunk * CHUNK..][..weights.len()]);
                    }
                    descend(step, sum, weights, first, second, mean);
                });
        }
    }
}

#[multiversion(targets = "simd")]
fn add(sum: &mut [f32], terms: &[f32]) {
    for (sum, term) in sum.iter_mut().zip(terms) {
        *sum += term;
    }
}

#[multiversion(targets = "simd")]
fn descend(step: Step, gradient: &[f32], weights: &mut [f32], first: &mut [f32], second: &mut [f32], mean: &mut [f32]) {
    let state = first.iter_mut().zip(second).zip(mean);
    for ((gradient, weight), ((first, second), mean)) in gradient.iter().zip(weights).zip(state) {
        let gradient = gradient * step.per_image;
        *first += (1.0 - BETA_1) * (gradient - *first);
        *second += (1.0 - BETA_2) * (gradient * gradient - *second);
        *weight -= step.rate * *first / (second.sqrt() + step.epsilon);
        *mean += (1.0 - step.decay) * (*weight - *mean);
    }
}
