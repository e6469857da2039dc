//! The multilayer perceptron, 784-300-10, while it learns: the committee's dense member.

use ndarray::{Array2, Axis, ShapeBuilder, Zip, s};
use network::{DIGITS, Network, NetworkError, PIXELS};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

use super::activation::sigmoids;
use super::batch::{Batch, Row};
use super::loss::softmax_errors;
use super::matmul::matmul;
use super::parameters::Parameters;

/// The parameters of both layers.
#[derive(Debug, Clone, PartialEq)]
pub struct Perceptron {
    /// (hidden units, 785), bias in column 0, column by column in memory.
    pub hidden: Array2<f32>,
    /// (10, hidden units + 1), bias in column 0.
    pub output: Array2<f32>,
}

impl Perceptron {
    /// All 0.
    pub fn zeros(units: usize) -> Self {
        Self { hidden: Array2::zeros((units, PIXELS + 1).f()), output: Array2::zeros((DIGITS, units + 1)) }
    }

    /// Random weights for `units` hidden units.
    pub fn random(seed: u64, units: usize) -> Self {
        let mut rng = Pcg64Mcg::seed_from_u64(seed);
        let mut perceptron = Self::zeros(units);
        // Variance 1/inputs (LeCun et al. 1998, Efficient BackProp); biases 0.
        for layer in [&mut perceptron.hidden, &mut perceptron.output] {
            let spread = (3.0 / (layer.ncols() - 1) as f32).sqrt();
            for weight in layer.slice_mut(s![.., 1..]) {
                *weight = (rng.random::<f32>() * 2.0 - 1.0) * spread;
            }
        }
        perceptron
    }

    /// The network with these parameters, which have to be finite.
    pub fn network(self) -> Result<Network, NetworkError> {
        Network::new(self.hidden, self.output)
    }
}

/// A network goes on learning from its parameters.
impl From<&Network> for Perceptron {
    fn from(network: &Network) -> Self {
        Self { hidden: network.hidden(), output: network.output().to_owned() }
    }
}

impl Parameters for Perceptron {
    fn layers(&self) -> impl Iterator<Item = &[f32]> {
        [&self.hidden, &self.output].map(|layer| layer.as_slice_memory_order().expect("contiguous")).into_iter()
    }

    fn layers_mut(&mut self) -> impl Iterator<Item = &mut [f32]> {
        let layers = [&mut self.hidden, &mut self.output];
        layers.map(|layer| layer.as_slice_memory_order_mut().expect("contiguous")).into_iter()
    }
}

/// A batch of it.
#[derive(Debug)]
pub struct PerceptronBatch {
    /// (images, 785): 1 in column 0, for the bias, then 784 intensities.
    inputs: Array2<f32>,
    /// (images, 10)
    targets: Array2<f32>,
    /// (images, hidden units + 1): 1 in column 0, then activations.
    activations: Array2<f32>,
    /// (images, hidden units): the loss's derivative by the hidden units' sums.
    hidden_errors: Array2<f32>,
    /// (images, 10): logits, then the loss's derivative by them.
    errors: Array2<f32>,
    gradient: Perceptron,
    loss: f32,
}

impl Batch for PerceptronBatch {
    type Network = Perceptron;

    fn new(images: usize, perceptron: &Perceptron) -> Self {
        let units = perceptron.hidden.nrows();
        let with_bias = |columns| {
            let mut array = Array2::zeros((images, columns + 1));
            array.column_mut(0).fill(1.0);
            array
        };
        Self {
            inputs: with_bias(PIXELS),
            targets: Array2::zeros((images, DIGITS)),
            activations: with_bias(units),
            hidden_errors: Array2::zeros((images, units)),
            errors: Array2::zeros((images, DIGITS)),
            gradient: Perceptron::zeros(units),
            loss: 0.0,
        }
    }

    fn rows(&mut self) -> impl Iterator<Item = Row<'_>> {
        let inputs = self.inputs.axis_iter_mut(Axis(0)).map(|row| row.split_at(Axis(0), 1).1);
        inputs.zip(self.targets.axis_iter_mut(Axis(0))).map(|(intensities, target)| Row::new(intensities, target))
    }

    fn backprop(&mut self, perceptron: &Perceptron) {
        let mut activations = self.activations.slice_mut(s![.., 1..]);
        matmul(self.inputs.view(), perceptron.hidden.t(), activations.view_mut());
        for row in activations.rows_mut() {
            sigmoids(row.into_slice().expect("a row is contiguous"));
        }
        matmul(self.activations.view(), perceptron.output.t(), self.errors.view_mut());
        self.loss = softmax_errors(&mut self.errors, &self.targets);
        matmul(self.errors.t(), self.activations.view(), self.gradient.output.view_mut());
        matmul(self.errors.view(), perceptron.output.slice(s![.., 1..]), self.hidden_errors.view_mut());
        Zip::from(&mut self.hidden_errors)
            .and(self.activations.slice(s![.., 1..]))
            .for_each(|error, &activation| *error *= activation * (1.0 - activation));
        matmul(self.hidden_errors.t(), self.inputs.view(), self.gradient.hidden.view_mut());
    }

    fn gradient(&self) -> &Perceptron {
        &self.gradient
    }

    fn loss(&self) -> f32 {
        self.loss
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_weights_vary_as_they_should() {
        let perceptron = Perceptron::random(3, 50);
        assert_eq!((perceptron.hidden.dim(), perceptron.output.dim()), ((50, 785), (10, 51)));
        for layer in [&perceptron.hidden, &perceptron.output] {
            let weights = layer.slice(s![.., 1..]);
            let variance = weights.mapv(|weight| weight * weight).mean().expect("weights") * weights.ncols() as f32;
            let (sum, most) = weights.iter().fold((0.0_f32, 0.0_f32), |(sum, most), x| (sum + x, most.max(x.abs())));
            assert!((0.8..1.2).contains(&variance) && sum.abs() < 0.1 * most * weights.len() as f32, "{variance}");
            // Of so many that are uniform, the largest comes near the end.
            let end = (3.0 / weights.ncols() as f32).sqrt();
            assert!((end * (1.0 - 4.0 / weights.len() as f32)..=end).contains(&most), "{most} of {end}");
            assert!(layer.column(0).iter().all(|&bias| bias == 0.0));
        }
    }

    #[test]
    fn a_network_has_its_parameters() {
        let perceptron = Perceptron::random(3, 5);
        let network = perceptron.clone().network().expect("finite weights");
        assert_eq!((network.hidden(), network.output()), (perceptron.hidden.clone(), perceptron.output.view()));
        assert_eq!(Perceptron::from(&network), perceptron);
    }
}
