//! Adam (Kingma and Ba 2015, algorithm 1), with a running average of the weights (Polyak and Juditsky 1992).

use multiversion::multiversion;
use rayon::prelude::*;

use super::parameters::Parameters;
use super::schedule::Step;

const BETA_1: f32 = 0.9;
const BETA_2: f32 = 0.999;
const EPSILON: f32 = 1e-8;
/// Weights that one task updates at a time.
const CHUNK: usize = 1 << 14;

/// The state of the optimizer.
#[derive(Debug, Clone, PartialEq)]
pub struct Adam<P> {
    /// Steps taken so far.
    pub steps: u64,
    /// Running average of the gradient.
    pub first_moment: P,
    /// Running average of the squared gradient.
    pub second_moment: P,
    /// Running average of the weights, which is what a training results in.
    pub average: P,
}

/// What is the same for all weights in one step.
#[derive(Clone, Copy)]
struct Update {
    /// 1 / images in the minibatch.
    per_image: f32,
    /// The learning rate times both bias corrections.
    rate: f32,
    epsilon: f32,
    decay: f32,
}

impl<P: Parameters> Adam<P> {
    /// The state before the first step from `weights`.
    pub fn new(weights: &P) -> Self {
        let mut zeros = weights.clone();
        zeros.layers_mut().for_each(|layer| layer.fill(0.0));
        Self { steps: 0, first_moment: zeros.clone(), second_moment: zeros, average: weights.clone() }
    }

    /// One step down the sum of `gradients`, which are those of `images` images.
    pub fn step(&mut self, weights: &mut P, gradients: &[&P], images: usize, step: Step) {
        self.steps += 1;
        let correct = |beta: f32| 1.0 - f64::from(beta).powf(self.steps as f64);
        let second = correct(BETA_2).sqrt();
        let update = Update {
            per_image: 1.0 / images as f32,
            rate: (step.learning_rate * second / correct(BETA_1)) as f32,
            epsilon: (f64::from(EPSILON) * second) as f32,
            decay: step.decay as f32,
        };
        let state = self.first_moment.layers_mut().zip(self.second_moment.layers_mut()).zip(self.average.layers_mut());
        for (layer, (weights, ((first, second), average))) in weights.layers_mut().zip(state).enumerate() {
            weights
                .par_chunks_mut(CHUNK)
                .zip(first.par_chunks_mut(CHUNK))
                .zip(second.par_chunks_mut(CHUNK))
                .zip(average.par_chunks_mut(CHUNK))
                .enumerate()
                .for_each(|(chunk, (((weights, first), second), average))| {
                    let mut sum = [0.0; CHUNK];
                    let sum = &mut sum[..weights.len()];
                    // Always in the same order: a sum of floats depends on it.
                    for gradient in gradients.iter().filter_map(|gradient| gradient.layers().nth(layer)) {
                        add(sum, &gradient[chunk * CHUNK..][..weights.len()]);
                    }
                    descend(update, sum, weights, first, second, average);
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
fn descend(
    update: Update,
    gradient: &[f32],
    weights: &mut [f32],
    first: &mut [f32],
    second: &mut [f32],
    average: &mut [f32],
) {
    let state = first.iter_mut().zip(second).zip(average);
    for ((gradient, weight), ((first, second), average)) in gradient.iter().zip(weights).zip(state) {
        let gradient = gradient * update.per_image;
        *first += (1.0 - BETA_1) * (gradient - *first);
        *second += (1.0 - BETA_2) * (gradient * gradient - *second);
        *weight -= update.rate * *first / (second.sqrt() + update.epsilon);
        *average += (1.0 - update.decay) * (*weight - *average);
    }
}

#[cfg(test)]
mod tests {
    use std::array;

    use super::*;

    /// A layer longer than one task updates, and a short one.
    #[derive(Debug, Clone, PartialEq)]
    struct Layers([Vec<f32>; 2]);

    impl Parameters for Layers {
        fn layers(&self) -> impl Iterator<Item = &[f32]> {
            self.0.iter().map(Vec::as_slice)
        }

        fn layers_mut(&mut self) -> impl Iterator<Item = &mut [f32]> {
            self.0.iter_mut().map(Vec::as_mut_slice)
        }
    }

    fn layers(of: impl Fn(usize) -> f64) -> Layers {
        Layers([2 * CHUNK + 5, 3].map(|len| (0..len).map(|index| of(index) as f32).collect()))
    }

    /// Kingma and Ba's algorithm 1, word by word, for one weight and the gradients of its steps.
    fn expected(mut weight: f64, gradients: &[f64], step: Step) -> [f64; 4] {
        let (mut m, mut v, mut average) = (0.0, 0.0, weight);
        for (t, g) in (1..).zip(gradients) {
            m = 0.9 * m + 0.1 * g;
            v = 0.999 * v + 0.001 * g * g;
            let (m_hat, v_hat) = (m / (1.0 - 0.9_f64.powi(t)), v / (1.0 - 0.999_f64.powi(t)));
            weight -= step.learning_rate * m_hat / (v_hat.sqrt() + 1e-8);
            average = step.decay * average + (1.0 - step.decay) * weight;
        }
        [weight, m, v, average]
    }

    #[test]
    fn a_step_is_that_of_the_paper() {
        let images = 4;
        let step = Step { learning_rate: 0.1, decay: 0.75 };
        // From as small as the paper's ε to far larger; each the sum of two shards'.
        let scale = |index: usize| 10.0_f64.powi(index as i32 % 11 - 8);
        let gradient =
            |index: usize, t: usize, shard: usize| scale(index) * (index as f64 + t as f64 + 0.3 * shard as f64).sin();
        let start = |index: usize| (0.7 * index as f64).cos();
        let mut weights = layers(start);
        let mut adam = Adam::new(&weights);
        for t in 0..3 {
            let shards = [0, 1].map(|shard| layers(|index| gradient(index, t, shard)));
            adam.step(&mut weights, &shards.each_ref(), images, step);
        }
        assert_eq!(adam.steps, 3);
        let found = [&weights, &adam.first_moment, &adam.second_moment, &adam.average];
        for layer in 0..2 {
            for index in 0..weights.0[layer].len() {
                let mean = |t| (gradient(index, t, 0) + gradient(index, t, 1)) / images as f64;
                let expected = expected(start(index), &array::from_fn::<f64, 3, _>(mean), step);
                let scales = [1.0, scale(index), scale(index).powi(2), 1.0];
                for ((found, expected), scale) in found.into_iter().zip(expected).zip(scales) {
                    let found = f64::from(found.0[layer][index]);
                    assert!((found - expected).abs() < 1e-5 * scale, "{found} at {index}, expected {expected}");
                }
            }
        }
    }
}
