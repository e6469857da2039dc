//! The convolutional network ([`network::ConvNet`]) while it learns: the committee's convolutional member, and the teacher that
//! the perceptron is distilled from (Hinton, Vinyals and Dean 2015, Distilling the Knowledge in a Neural Network).

use ndarray::{Array1, Array2, Axis, Zip, concatenate, s};
use network::{CHANNELS, DIGITS, LAYERS, NetworkError, PIXELS, SIDE, UNITS};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

use super::batch::{Batch, Row};
use super::convolution::{Layer, Stage, convolved, flat, flat_mut, pooled};
use super::loss::softmax_errors;
use super::matmul::matmul;
use super::parameters::Parameters;

/// The parameters of the two convolutions and the two dense layers.
#[derive(Debug, Clone, PartialEq)]
pub struct ConvNet([Layer; 4]);

impl ConvNet {
    /// Random weights.
    pub fn random(seed: u64) -> Self {
        let mut rng = Pcg64Mcg::seed_from_u64(seed);
        Self(LAYERS.map(|(_, (outputs, columns))| {
            let inputs = columns - 1;
            // Variance 2/inputs (He et al. 2015); biases 0.
            let spread = (6.0 / inputs as f32).sqrt();
            let weights =
                Array2::from_shape_simple_fn((outputs, inputs), || (rng.random::<f32>() * 2.0 - 1.0) * spread);
            Layer { weights, biases: Array1::zeros(outputs) }
        }))
    }

    /// The network with these parameters, which have to be finite.
    pub fn network(self) -> Result<network::ConvNet, NetworkError> {
        network::ConvNet::new(self.0.map(|Layer { weights, biases }| {
            concatenate![Axis(1), biases.insert_axis(Axis(1)), weights] // (outputs, inputs + 1), bias in column 0
        }))
    }
}

/// A network goes on learning from its parameters.
impl From<&network::ConvNet> for ConvNet {
    fn from(network: &network::ConvNet) -> Self {
        Self(network.layers().map(|layer| Layer {
            weights: layer.slice(s![.., 1..]).as_standard_layout().into_owned(),
            biases: layer.column(0).to_owned(),
        }))
    }
}

impl Parameters for ConvNet {
    fn layers(&self) -> impl Iterator<Item = &[f32]> {
        self.0.iter().flat_map(|layer| [flat(&layer.weights), flat(&layer.biases)])
    }

    fn layers_mut(&mut self) -> impl Iterator<Item = &mut [f32]> {
        self.0.iter_mut().flat_map(|Layer { weights, biases }| [flat_mut(weights), flat_mut(biases)])
    }
}

/// A batch of it.
#[derive(Debug)]
pub struct ConvNetBatch {
    /// (images, 784)
    inputs: Array2<f32>,
    /// (images, 10)
    targets: Array2<f32>,
    first: Stage,
    second: Stage,
    /// (images, units): activations of the first dense layer.
    hidden: Array2<f32>,
    /// (images, units): the loss's derivative by the first dense layer's sums.
    hidden_errors: Array2<f32>,
    /// (images, 10): logits, then the loss's derivative by them.
    errors: Array2<f32>,
    gradient: ConvNet,
    loss: f32,
}

impl ConvNetBatch {
    /// The logits that `network` gives for the images: (images, 10).
    pub fn logits(&mut self, network: &ConvNet) -> &Array2<f32> {
        let [first, second, hidden, output] = &network.0;
        self.first.forward(first, &self.inputs);
        self.second.forward(second, &self.first.pooled);
        matmul(self.second.pooled.view(), hidden.weights.t(), self.hidden.view_mut());
        self.hidden += &hidden.biases;
        self.hidden.mapv_inplace(|sum| sum.max(0.0));
        matmul(self.hidden.view(), output.weights.t(), self.errors.view_mut());
        self.errors += &output.biases;
        &self.errors
    }
}

impl Batch for ConvNetBatch {
    type Network = ConvNet;

    fn new(images: usize, network: &ConvNet) -> Self {
        let [channels, channels_out] = CHANNELS;
        let hidden = Array2::zeros((images, UNITS));
        let errors = Array2::zeros((images, DIGITS));
        Self {
            inputs: Array2::zeros((images, PIXELS)),
            targets: errors.clone(),
            first: Stage::new(images, SIDE, 1, channels),
            second: Stage::new(images, pooled(convolved(SIDE)), channels, channels_out),
            hidden_errors: hidden.clone(),
            hidden,
            errors,
            gradient: network.clone(),
            loss: 0.0,
        }
    }

    fn rows(&mut self) -> impl Iterator<Item = Row<'_>> {
        let rows = self.inputs.rows_mut().into_iter().zip(self.targets.rows_mut());
        rows.map(|(intensities, target)| Row::new(intensities, target))
    }

    fn backprop(&mut self, network: &ConvNet) {
        self.logits(network);
        self.loss = softmax_errors(&mut self.errors, &self.targets);
        let [.., hidden, output] = &network.0;
        let [first_gradient, second_gradient, hidden_gradient, output_gradient] = &mut self.gradient.0;
        matmul(self.errors.t(), self.hidden.view(), output_gradient.weights.view_mut());
        output_gradient.biases.assign(&self.errors.sum_axis(Axis(0)));
        matmul(self.errors.view(), output.weights.view(), self.hidden_errors.view_mut());
        Zip::from(&mut self.hidden_errors).and(&self.hidden).for_each(|error, &activation| {
            if activation <= 0.0 {
                *error = 0.0;
            }
        });
        matmul(self.hidden_errors.t(), self.second.pooled.view(), hidden_gradient.weights.view_mut());
        hidden_gradient.biases.assign(&self.hidden_errors.sum_axis(Axis(0)));
        matmul(self.hidden_errors.view(), hidden.weights.view(), self.second.pooled_errors.view_mut());
        let Stage { pooled, pooled_errors, .. } = &mut self.first;
        self.second.backward(&network.0[1], pooled, Some(pooled_errors), second_gradient);
        self.first.backward(&network.0[0], &self.inputs, None, first_gradient);
    }

    fn gradient(&self) -> &ConvNet {
        &self.gradient
    }

    fn loss(&self) -> f32 {
        self.loss
    }
}

#[cfg(test)]
mod tests {
    use network::Image;

    use super::*;

    const IMAGES: usize = 8;

    /// The two forward passes, in batches while it learns and for one image, agree: with random biases too, and images from full to nearly empty.
    #[test]
    fn a_batch_and_an_image_give_the_same_logits() {
        let mut rng = Pcg64Mcg::seed_from_u64(5);
        let mut weights = ConvNet::random(5);
        for layer in weights.layers_mut() {
            layer.iter_mut().for_each(|weight| *weight += (rng.random::<f32>() - 0.5) * 0.1);
        }
        let mut batch = ConvNetBatch::new(IMAGES, &weights);
        let mut images = Vec::new();
        for (index, row) in batch.rows().enumerate() {
            let inked = 0.6_f64.powi(index as i32);
            row.intensities.fill_with(|| if rng.random_bool(inked) { rng.random() } else { 0.0 });
            let intensities: &[f32; PIXELS] = (&*row.intensities).try_into().expect("784");
            images.push(Image::from_intensities(intensities).expect("ink"));
        }
        assert_eq!(images.len(), IMAGES);
        let expected = batch.logits(&weights).clone();
        let network = weights.clone().network().expect("finite weights");
        assert_eq!(ConvNet::from(&network), weights);
        for (image, expected) in images.iter().zip(expected.rows()) {
            for (found, expected) in network.logits(image).iter().zip(expected) {
                assert!((found - expected).abs() < 1e-4, "{found}, expected {expected}");
            }
        }
    }

    #[test]
    fn random_weights_vary_as_they_should() {
        let ConvNet(layers) = ConvNet::random(3);
        assert_ne!(ConvNet::random(3), ConvNet::random(4));
        for (Layer { weights, biases }, (name, (outputs, columns))) in layers.into_iter().zip(LAYERS) {
            assert_eq!(weights.dim(), (outputs, columns - 1), "{name}");
            let variance = weights.mapv(|weight| weight * weight).mean().expect("weights") * (columns - 1) as f32;
            let (sum, most) = weights.iter().fold((0.0_f32, 0.0_f32), |(sum, most), x| (sum + x, most.max(x.abs())));
            assert!(
                (1.6..2.4).contains(&variance) && sum.abs() < 0.1 * most * weights.len() as f32,
                "{name}: {variance}"
            );
            // Of so many that are uniform, the largest comes near the end.
            let end = (6.0 / (columns - 1) as f32).sqrt();
            assert!((end * (1.0 - 4.0 / weights.len() as f32)..=end).contains(&most), "{name}: {most} of {end}");
            assert!(biases.iter().all(|&bias| bias == 0.0));
        }
    }
}
