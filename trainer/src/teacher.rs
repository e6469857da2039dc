//! The teacher: a convolutional network that learns what the small one is then taught (Hinton, Vinyals and Dean 2015,
//! Distilling the Knowledge in a Neural Network). It serves training alone.
//!
//! After LeNet-5 (LeCun et al. 1998): two convolutions of 5 × 5, each with ReLU and pooling of 2 × 2, and two dense
//! layers, the first with ReLU.

use ndarray::{Array1, Array2, ArrayBase, Axis, Data, DataMut, Dimension, Zip};
use network::{DIGITS, PIXELS, SIDE};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

use crate::activation::softmax_errors;
use crate::adam::Parameters;
use crate::convolution::{KERNEL, add_patches, convolved, patches, pool, pooled, unpool};
use crate::learner::{Learner, Row};
use crate::matmul::{matmul, matmul_add};

/// Channels that the two convolutions make.
const CHANNELS: [usize; 2] = [16, 32];
/// Units of the first dense layer.
const UNITS: usize = 128;

/// A layer's weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// (outputs, inputs); of a convolution, the inputs are those under the kernel.
    weights: Array2<f32>,
    /// (outputs,)
    biases: Array1<f32>,
}

/// The teacher's weights: two convolutions, two dense layers.
#[derive(Debug, Clone, PartialEq)]
pub struct Kernels([Layer; 4]);

impl Kernels {
    /// Random weights.
    #[must_use]
    pub fn random(seed: u64) -> Self {
        let mut rng = Pcg64Mcg::seed_from_u64(seed);
        let [channels, channels_out] = CHANNELS;
        let side = pooled(convolved(pooled(convolved(SIDE))));
        let shapes = [
            (channels, KERNEL * KERNEL),
            (channels_out, KERNEL * KERNEL * channels),
            (UNITS, side * side * channels_out),
            (DIGITS, UNITS),
        ];
        Self(shapes.map(|shape| {
            // Variance 2/inputs (He et al. 2015); biases 0.
            let spread = (6.0 / shape.1 as f32).sqrt();
            let weights = Array2::from_shape_simple_fn(shape, || (rng.random::<f32>() * 2.0 - 1.0) * spread);
            Layer { weights, biases: Array1::zeros(shape.0) }
        }))
    }
}

impl Parameters for Kernels {
    fn layers(&self) -> impl Iterator<Item = &[f32]> {
        self.0.iter().flat_map(|layer| [flat(&layer.weights), flat(&layer.biases)])
    }

    fn layers_mut(&mut self) -> impl Iterator<Item = &mut [f32]> {
        self.0.iter_mut().flat_map(|Layer { weights, biases }| [flat_mut(weights), flat_mut(biases)])
    }
}

/// A convolution with its pooling.
#[derive(Debug)]
struct Stage {
    /// Of the images that come in.
    side: usize,
    channels: usize,
    /// (places, 5 × 5 × channels), of one image.
    patches: Array2<f32>,
    /// The loss's derivative by them.
    patch_errors: Array2<f32>,
    /// (places, channels that go out), of one image: sums without their biases, then the loss's derivative by them.
    sums: Array2<f32>,
    /// (images, numbers of a pooled image).
    pooled: Array2<f32>,
    /// The loss's derivative by them.
    pooled_errors: Array2<f32>,
    /// Where in the sums each came from.
    sources: Array2<u32>,
}

impl Stage {
    fn new(images: usize, side: usize, channels: usize, channels_out: usize) -> Self {
        let places = convolved(side).pow(2);
        let patches = Array2::zeros((places, KERNEL * KERNEL * channels));
        let pooled = Array2::zeros((images, pooled(convolved(side)).pow(2) * channels_out));
        Self {
            side,
            channels,
            patch_errors: patches.clone(),
            patches,
            sums: Array2::zeros((places, channels_out)),
            sources: Array2::zeros(pooled.dim()),
            pooled_errors: pooled.clone(),
            pooled,
        }
    }

    /// Convolves and pools `inputs`: (images, numbers of an image).
    fn forward(&mut self, layer: &Layer, inputs: &Array2<f32>) {
        for (image, input) in inputs.rows().into_iter().enumerate() {
            patches(input.to_slice().expect("contiguous"), self.side, self.channels, flat_mut(&mut self.patches));
            matmul(self.patches.view(), layer.weights.t(), self.sums.view_mut());
            let (mut largest, mut sources) = (self.pooled.row_mut(image), self.sources.row_mut(image));
            let (sums, biases) = (flat(&self.sums), flat(&layer.biases));
            pool(sums, convolved(self.side), biases, flat_mut(&mut largest), flat_mut(&mut sources));
        }
    }

    /// From `pooled_errors` to the layer's gradient, and to the loss's derivative by the inputs, where it is asked for.
    fn backward(
        &mut self,
        layer: &Layer,
        inputs: &Array2<f32>,
        mut input_errors: Option<&mut Array2<f32>>,
        gradient: &mut Layer,
    ) {
        gradient.weights.fill(0.0);
        gradient.biases.fill(0.0);
        for (image, input) in inputs.rows().into_iter().enumerate() {
            let (errors, sources) = (self.pooled_errors.row(image), self.sources.row(image));
            unpool(flat(&errors), flat(&sources), flat_mut(&mut self.sums), flat_mut(&mut gradient.biases));
            patches(input.to_slice().expect("contiguous"), self.side, self.channels, flat_mut(&mut self.patches));
            matmul_add(self.sums.t(), self.patches.view(), gradient.weights.view_mut());
            if let Some(input_errors) = &mut input_errors {
                matmul(self.sums.view(), layer.weights.view(), self.patch_errors.view_mut());
                let mut errors = input_errors.row_mut(image);
                add_patches(flat(&self.patch_errors), self.side, self.channels, flat_mut(&mut errors));
            }
        }
    }
}

/// A part of a minibatch for the teacher.
#[derive(Debug)]
pub struct Class {
    /// (images, 784)
    inputs: Array2<f32>,
    /// (images, 10): the probabilities that the teacher should give.
    targets: Array2<f32>,
    first: Stage,
    second: Stage,
    /// (images, units): activations of the first dense layer.
    hidden: Array2<f32>,
    /// (images, units): the loss's derivative by the first dense layer's sums.
    hidden_errors: Array2<f32>,
    /// (images, 10): logits, then the loss's derivative by them.
    errors: Array2<f32>,
    gradient: Kernels,
    loss: f32,
}

impl Class {
    /// The logits that `kernels` give for the images: (images, 10).
    pub fn logits(&mut self, kernels: &Kernels) -> &Array2<f32> {
        let [first, second, hidden, output] = &kernels.0;
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

impl Learner for Class {
    type Weights = Kernels;

    const SHARD: usize = 64;

    const LEARNING_RATE: f64 = 0.003;

    fn new(images: usize, kernels: &Kernels) -> Self {
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
            gradient: kernels.clone(),
            loss: 0.0,
        }
    }

    fn rows(&mut self) -> impl Iterator<Item = Row<'_>> {
        let rows = self.inputs.rows_mut().into_iter().zip(self.targets.rows_mut());
        rows.map(|(intensities, target)| Row::new(intensities, target))
    }

    fn backprop(&mut self, kernels: &Kernels) {
        self.logits(kernels);
        self.loss = softmax_errors(&mut self.errors, &self.targets);
        let [.., hidden, output] = &kernels.0;
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
        self.second.backward(&kernels.0[1], pooled, Some(pooled_errors), second_gradient);
        self.first.backward(&kernels.0[0], &self.inputs, None, first_gradient);
    }

    fn gradient(&self) -> &Kernels {
        &self.gradient
    }

    fn loss(&self) -> f32 {
        self.loss
    }
}

fn flat<S: Data, D: Dimension>(array: &ArrayBase<S, D>) -> &[S::Elem] {
    array.as_slice().expect("contiguous")
}

fn flat_mut<S: DataMut, D: Dimension>(array: &mut ArrayBase<S, D>) -> &mut [S::Elem] {
    array.as_slice_mut().expect("contiguous")
}
