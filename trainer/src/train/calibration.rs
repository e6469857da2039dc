//! Calibration: the logits are scaled and shifted until a probability is how often it is so, and the threshold is set below
//! which a confidence is rejected.

use ndarray::ArrayView2;
use network::{Committee, ConvNet, DIGITS, Image, Network, NetworkError, softmax};
use rayon::prelude::*;

/// The temperature's logarithm is sought in ± this.
const WIDEST: f64 = 1.5;
/// The logits' shift is sought in ± this.
const FARTHEST: f64 = 10.0;
/// How often the interval about either is halved: to within 1e-3.
const HALVINGS: usize = 15;
/// Share of the digits that the threshold rejects.
const REJECTED: f64 = 0.006;

/// A calibrated committee.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibrated {
    /// The committee.
    pub committee: Committee,
    /// The least confidence of what passes for a digit.
    pub threshold: f64,
}

/// Divides the logits by the temperature at which the cross-entropy of the predictions for `digits` is least (Guo et al.
/// 2017, On Calibration of Modern Neural Networks, 4.2), and shifts them so that the confidence is calibrated where digits
/// and negatives are equally frequent. This is needed because distorted training examples are harder than what people draw:
/// a network that learnt from them is less sure than it could be.
pub fn calibrate(
    committee: &Committee,
    digits: &[(Image, u8)],
    negatives: &[Image],
) -> Result<Calibrated, NetworkError> {
    let of_digits: Vec<_> = digits.par_iter().map(|(image, label)| (committee.logits(image), *label)).collect();
    let of_negatives: Vec<_> = negatives.par_iter().map(|image| committee.logits(image)).collect();

    let factor = (-root(WIDEST, |middle| slope(&of_digits, (-middle).exp()))).exp();
    let sums = |logits: &[f32; DIGITS]| log_sum(logits, factor);
    let digit_sums: Vec<f64> = of_digits.iter().map(|(logits, _)| sums(logits)).collect();
    let negative_sums: Vec<f64> = of_negatives.iter().map(sums).collect();
    // The derivative of the two means' cross-entropy by the shift.
    let shift = root(FARTHEST, |shift| {
        mean(&digit_sums, |sum| 1.0 - sigmoid(sum + shift)) - mean(&negative_sums, |sum| sigmoid(sum + shift))
    });

    let mut sums = digit_sums;
    sums.sort_by(f64::total_cmp);
    let threshold = sums.get((REJECTED * sums.len() as f64) as usize).map_or(0.5, |sum| sigmoid(sum + shift));
    Ok(Calibrated { committee: scaled(committee, factor as f32, shift as f32)?, threshold })
}

/// The committee with the logits of each member, and so its own, times `factor` plus `shift`.
fn scaled(committee: &Committee, factor: f32, shift: f32) -> Result<Committee, NetworkError> {
    let scale = |output: ArrayView2<f32>| {
        let mut output = &output * factor;
        output.column_mut(0).mapv_inplace(|bias| bias + shift);
        output
    };
    let dense = Network::new(committee.dense().hidden(), scale(committee.dense().output()))?;
    let convolutional = committee.convolutional().map(|(network, share)| {
        let [first, second, hidden, output] = network.layers();
        Ok((ConvNet::new([first, second, hidden, scale(output.view())])?, share))
    });
    Committee::new(dense, convolutional.transpose()?, committee.output_layer())
}

/// Where `f`, which falls as its argument grows, is 0, sought in ± `farthest`.
fn root(farthest: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (-farthest, farthest);
    for _ in 0..HALVINGS {
        let middle = (low + high) / 2.0;
        if f(middle) > 0.0 { low = middle } else { high = middle }
    }
    (low + high) / 2.0
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

/// The logarithm of the sum of exp(factor · logit): the confidence's logit.
fn log_sum(logits: &[f32; DIGITS], factor: f64) -> f64 {
    let scaled = logits.map(|logit| f64::from(logit) * factor);
    let largest = scaled.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    largest + scaled.iter().map(|logit| (logit - largest).exp()).sum::<f64>().ln()
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn mean(values: &[f64], of: impl Fn(f64) -> f64) -> f64 {
    values.iter().map(|&value| of(value)).sum::<f64>() / values.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use network::{OutputLayer, PIXELS};

    use super::*;
    use crate::nn::convnet;
    use crate::nn::perceptron::Perceptron;

    /// Its only image is a 0 three times, and once a 1, of which it is too sure or not sure enough.
    fn check(committee: &Committee) {
        let image = Image::from_brightness(&[255.0; PIXELS]).expect("ink");
        let digits = [0, 0, 0, 1].map(|label| (image.clone(), label));
        let calibrated = calibrate(committee, &digits, std::slice::from_ref(&image)).expect("finite weights");
        let Calibrated { committee, threshold } = calibrated;
        let logits = committee.logits(&image);
        assert!((committee.probabilities(logits)[0] - 0.75).abs() < 0.01);
        assert!((committee.confidence(logits) - 0.5).abs() < 0.01);
        assert!((f64::from(committee.confidence(logits)) - threshold).abs() < 1e-5);
    }

    #[test]
    fn a_probability_is_how_often_it_is_so() {
        let mut perceptron = Perceptron::zeros(1);
        perceptron.output.column_mut(0).fill(-50.0);
        perceptron.output[[0, 0]] = 4.0; // far too sure of 0 against 1
        perceptron.output[[1, 0]] = 0.0;
        let dense = perceptron.network().expect("finite weights");
        check(&Committee::new(dense.clone(), None, OutputLayer::Softmax).expect("a committee"));

        // Surer still, and of its own mind.
        let mut layers = convnet::ConvNet::random(1).network().expect("finite weights").layers();
        layers[3].fill(0.0);
        layers[3].column_mut(0).fill(-50.0);
        layers[3][[0, 0]] = 6.0;
        layers[3][[1, 0]] = 1.0;
        let convolutional = Some((ConvNet::new(layers).expect("a network"), 0.4));
        check(&Committee::new(dense, convolutional, OutputLayer::Softmax).expect("a committee"));
    }
    /// Images of a thousand intensities, all labelled 0: the brighter, the surer; a few are less sure than the threshold. So are
    /// most of the negatives, which are the darker ones.
    #[test]
    fn few_digits_and_most_negatives_are_rejected() {
        let mut perceptron = Perceptron::zeros(1);
        perceptron.hidden.row_mut(0).fill(0.01);
        perceptron.output.column_mut(0).fill(-9.0);
        perceptron.output[[0, 1]] = 12.0;
        let dense = perceptron.network().expect("finite weights");
        let committee = Committee::new(dense, None, OutputLayer::Softmax).expect("a committee");
        let image = |step: u16| Image::from_intensities(&[f32::from(step) / 1000.0; PIXELS]).expect("ink");
        let digits: Vec<_> = (1..=1000).map(|step| (image(step), 0)).collect();
        let negatives: Vec<_> = (1..=100).map(image).collect();
        let Calibrated { committee, threshold } = calibrate(&committee, &digits, &negatives).expect("finite weights");
        let confidence = |image: &Image| f64::from(committee.confidence(committee.logits(image)));
        let rejected = |confidence: &f64| *confidence < threshold - 1e-6;
        assert_eq!(digits.iter().map(|(image, _)| confidence(image)).filter(rejected).count(), 6);
        // Where digits and negatives are equally frequent, the mean confidence is the share of digits.
        let mean = |sum: f64, count: usize| sum / count as f64;
        let of_digits = mean(digits.iter().map(|(image, _)| confidence(image)).sum(), 1000);
        let of_negatives = mean(negatives.iter().map(confidence).sum(), 100);
        assert!((of_digits + of_negatives - 1.0).abs() < 0.01, "{of_digits} and {of_negatives}");
    }
}
