//! Calibrating: scaling the logits so that a probability is what it says.

use network::{DIGITS, Network, NetworkError, OutputLayer, softmax};
use rayon::prelude::*;

use crate::backprop::Weights;

/// The temperature's logarithm is sought in ± this.
const WIDEST: f64 = 1.5;
/// Halvings of the interval about it: to within 1e-4.
const HALVINGS: usize = 15;

/// The network of `weights` with its logits divided by the temperature at which the cross-entropy of its answers to
/// `examples` is least (Guo et al. 2017, On Calibration of Modern Neural Networks, 4.2). Distorted training examples
/// are harder than what people draw, so that a network that learnt from them is less sure than it could be.
///
/// # Errors
/// When a weight is not finite.
pub fn calibrate(mut weights: Weights, examples: &[(network::Image, u8)]) -> Result<Network, NetworkError> {
    let network = weights.clone().network(OutputLayer::Softmax)?;
    let logits: Vec<_> = examples.par_iter().map(|(image, label)| (network.logits(image), *label)).collect();
    let (mut low, mut high) = (-WIDEST, WIDEST);
    for _ in 0..HALVINGS {
        let middle = (low + high) / 2.0;
        if slope(&logits, (-middle).exp()) > 0.0 { low = middle } else { high = middle }
    }
    let factor = (-(low + high) / 2.0).exp() as f32;
    weights.output *= factor;
    weights.network(OutputLayer::Softmax)
}

/// The cross-entropy's derivative by the factor on the logits, which grows with the factor: positive where the factor
/// is too large, that is the temperature too low.
fn slope(logits: &[([f32; DIGITS], u8)], factor: f64) -> f64 {
    let slopes = logits.par_iter().map(|(logits, label)| {
        let probabilities = softmax(logits.map(|logit| logit * factor as f32));
        let mean: f32 = probabilities.iter().zip(logits).map(|(probability, logit)| probability * logit).sum();
        f64::from(mean - logits[usize::from(*label)])
    });
    // In their order: a sum of floats depends on it.
    slopes.collect::<Vec<_>>().iter().sum()
}
