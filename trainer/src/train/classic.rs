//! The classic recipe: the original system's. One pass over the first 50,000 training images in order, online
//! gradient descent on the squared error of ten sigmoids.

use multiversion::multiversion;
use network::{DIGITS, PIXELS};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

use crate::nn::activation::sigmoids;
use crate::nn::parameters::Parameters;
use crate::nn::perceptron::Perceptron;

/// Hidden units.
pub const UNITS: usize = 300;
const LEARNING_RATE: f32 = 0.1;
/// Weights start in 0.1 · (U − 0.5), U uniform in 0..1.
const SPREAD: f32 = 0.1;

/// The weights of all units for a pixel; from [`UNITS`] on there are none. They begin with a cache line, and end with one, so
/// that no vector of them lies in two.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Row([f32; ROW]);
const ROW: usize = UNITS.next_multiple_of(16);

/// Learns from `images` with their `labels`, each once, in order. `progress` is told after each image how many are
/// done, and its squared error.
pub fn train(images: &[[u8; PIXELS]], labels: &[u8], seed: u64, mut progress: impl FnMut(usize, f32)) -> Perceptron {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let mut perceptron = Perceptron::zeros(UNITS);
    let mut layers: Vec<_> = perceptron.layers_mut().collect();
    for layer in &mut layers {
        layer.fill_with(|| SPREAD * (rng.random::<f32>() - 0.5));
    }
    let [hidden, output] = &mut layers[..] else { unreachable!("two layers") };
    let mut rows = vec![Row([0.0; ROW]); PIXELS + 1];
    for (row, weights) in rows.iter_mut().zip(hidden.chunks_exact(UNITS)) {
        row.0[..UNITS].copy_from_slice(weights);
    }
    for (done, (image, &label)) in images.iter().zip(labels).enumerate() {
        progress(done + 1, descend(&mut rows, output, image, label));
    }
    for (row, weights) in rows.iter().zip(hidden.chunks_exact_mut(UNITS)) {
        weights.copy_from_slice(&row.0[..UNITS]);
    }
    perceptron
}

/// One step down the gradient of the squared error, ½ Σ (output − target)², of one image; returns that error.
///
/// `hidden`: a row for the bias, then one for each of the 784 pixels. `output`: 10 × 301.
#[multiversion(targets = "simd")]
fn descend(hidden: &mut [Row], output: &mut [f32], image: &[u8; PIXELS], label: u8) -> f32 {
    let mut inked = [(0_usize, 0.0_f32); PIXELS + 1];
    inked[0] = (0, 1.0); // the bias
    let mut count = 1;
    for (pixel, &brightness) in image.iter().enumerate() {
        // Without a branch: an empty one is written over.
        inked[count] = (pixel + 1, f32::from(brightness) / 255.0);
        count += usize::from(brightness != 0);
    }
    let inked = &inked[..count];

    let mut sums = [0.0_f32; ROW];
    for &(pixel, intensity) in inked {
        // In one expression, so that the sums stay in the processor's registers from pixel to pixel.
        sums = std::array::from_fn(|unit| sums[unit] + intensity * hidden[pixel].0[unit]);
    }
    let (activations, _) = sums.split_first_chunk_mut::<UNITS>().expect("a row has all units");
    sigmoids(activations);

    let (output, _) = output.as_chunks_mut::<{ UNITS + 1 }>();
    let mut error = 0.0;
    let mut deltas = [0.0; DIGITS]; // the derivative by the digits' sums
    for ((digit, delta), [bias, weights @ ..]) in deltas.iter_mut().enumerate().zip(&*output) {
        let found = 1.0 / (1.0 + (-(bias + dot(weights, activations))).exp());
        let difference = found - f32::from(u8::from(digit == usize::from(label)));
        error += difference * difference / 2.0;
        *delta = difference * found * (1.0 - found);
    }
    let mut errors = Row([0.0; ROW]); // the derivative by the hidden activations, then by their sums
    for (delta, [bias, weights @ ..]) in deltas.into_iter().zip(output) {
        let step = LEARNING_RATE * delta;
        *bias -= step;
        for ((weight, activation), error) in weights.iter_mut().zip(&*activations).zip(&mut errors.0) {
            *error += delta * *weight;
            *weight -= step * activation;
        }
    }
    for (error, activation) in errors.0.iter_mut().zip(&*activations) {
        *error *= activation * (1.0 - activation);
    }
    for &(pixel, intensity) in inked {
        let step = LEARNING_RATE * intensity;
        for (weight, error) in hidden[pixel].0.iter_mut().zip(&errors.0) {
            *weight -= step * error;
        }
    }
    error
}

/// In 16 partial sums, which vectorize where a single one can't.
#[inline(always)]
fn dot(a: &[f32; UNITS], b: &[f32; UNITS]) -> f32 {
    let mut sums = [0.0; 16];
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<16>(), b.as_chunks::<16>());
    for (a, b) in a.iter().zip(b) {
        for lane in 0..16 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    sums.iter().sum::<f32>() + a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum::<f32>()
}
