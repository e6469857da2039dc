//! A convolution with ReLU and pooling, forward and back. Images are square, channels last: (rows, columns, channels); there
//! is no padding.

use multiversion::multiversion;
use ndarray::{Array1, Array2, ArrayBase, Data, DataMut, Dimension};
use network::KERNEL;

use super::matmul::{matmul, matmul_add};

/// Side of what a convolution makes of an image.
pub(super) const fn convolved(side: usize) -> usize {
    side + 1 - KERNEL
}

/// Side of what pooling makes of an image.
pub(super) const fn pooled(side: usize) -> usize {
    side / 2
}

/// A layer's parameters.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layer {
    /// (outputs, inputs); of a convolution, the inputs are those under the kernel.
    pub weights: Array2<f32>,
    /// (outputs,)
    pub biases: Array1<f32>,
}

/// A convolution with its pooling.
#[derive(Debug)]
pub(super) struct Stage {
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
    pub pooled: Array2<f32>,
    /// The loss's derivative by them.
    pub pooled_errors: Array2<f32>,
    /// Where in the sums each came from.
    sources: Array2<u32>,
}

impl Stage {
    pub fn new(images: usize, side: usize, channels: usize, channels_out: usize) -> Self {
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
    pub fn forward(&mut self, layer: &Layer, inputs: &Array2<f32>) {
        for (image, input) in inputs.rows().into_iter().enumerate() {
            patches(input.to_slice().expect("contiguous"), self.side, self.channels, flat_mut(&mut self.patches));
            matmul(self.patches.view(), layer.weights.t(), self.sums.view_mut());
            let (mut largest, mut sources) = (self.pooled.row_mut(image), self.sources.row_mut(image));
            let (sums, biases) = (flat(&self.sums), flat(&layer.biases));
            pool(sums, convolved(self.side), biases, flat_mut(&mut largest), flat_mut(&mut sources));
        }
    }

    /// From `pooled_errors` to the layer's gradient, and to the loss's derivative by the inputs, where it is asked for.
    pub fn backward(
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

/// Copies the patch of the image under the kernel at each place into a row of `patches`, (places, 5 × 5 × channels), so that
/// the convolution is a matrix product (Chellapilla, Puri and Simard 2006).
fn patches(image: &[f32], side: usize, channels: usize, patches: &mut [f32]) {
    let line = KERNEL * channels;
    for (place, patch) in patches.chunks_exact_mut(KERNEL * line).enumerate() {
        let (row, column) = (place / convolved(side), place % convolved(side));
        for (offset, to) in patch.chunks_exact_mut(line).enumerate() {
            let from = &image[((row + offset) * side + column) * channels..][..line];
            // Of one channel a line is so short that its length should be known to the compiler.
            match (<&mut [f32; KERNEL]>::try_from(&mut *to), <[f32; KERNEL]>::try_from(from)) {
                (Ok(to), Ok(from)) => *to = from,
                _ => to.copy_from_slice(from),
            }
        }
    }
}

/// The reverse of [`patches`], for derivatives: each place's patch is added to where it was taken from.
fn add_patches(patches: &[f32], side: usize, channels: usize, image: &mut [f32]) {
    let line = KERNEL * channels;
    image.fill(0.0);
    for (place, patch) in patches.chunks_exact(KERNEL * line).enumerate() {
        let (row, column) = (place / convolved(side), place % convolved(side));
        for (offset, from) in patch.chunks_exact(line).enumerate() {
            let to = ((row + offset) * side + column) * channels;
            for (sum, term) in image[to..to + line].iter_mut().zip(from) {
                *sum += term;
            }
        }
    }
}

/// The largest of each 2 × 2 pixels in each channel, plus the channel's bias, or 0 where that is not above it (ReLU).
/// `sources` gets where in the image each was, or `NOWHERE`.
#[multiversion(targets = "simd")]
fn pool(image: &[f32], side: usize, biases: &[f32], largest: &mut [f32], sources: &mut [u32]) {
    let channels = biases.len();
    let cells = largest.chunks_exact_mut(channels).zip(sources.chunks_exact_mut(channels)).enumerate();
    for (cell, (largest, sources)) in cells {
        let corner = (cell / pooled(side) * 2 * side + cell % pooled(side) * 2) * channels;
        let starts = [0, 1, side, side + 1].map(|pixel| corner + pixel * channels);
        let pixels = starts.map(|start| &image[start..start + channels]);
        for channel in 0..channels {
            let (mut most, mut source) = (pixels[0][channel], starts[0]);
            for (pixel, start) in pixels.into_iter().zip(starts).skip(1) {
                source = if pixel[channel] > most { start } else { source };
                most = most.max(pixel[channel]);
            }
            let activation = (most + biases[channel]).max(0.0);
            largest[channel] = activation;
            sources[channel] = if activation > 0.0 { (source + channel) as u32 } else { NOWHERE };
        }
    }
}

/// Where a 0 came from.
const NOWHERE: u32 = u32::MAX;

/// The reverse of [`pool`], for derivatives: each goes to where the largest was, and to its channel's bias.
fn unpool(errors: &[f32], sources: &[u32], image: &mut [f32], biases: &mut [f32]) {
    image.fill(0.0);
    let channels = biases.len();
    for (errors, sources) in errors.chunks_exact(channels).zip(sources.chunks_exact(channels)) {
        for ((error, &source), bias) in errors.iter().zip(sources).zip(biases.iter_mut()) {
            if source != NOWHERE {
                image[source as usize] = *error;
                *bias += error;
            }
        }
    }
}

pub(super) fn flat<S: Data, D: Dimension>(array: &ArrayBase<S, D>) -> &[S::Elem] {
    array.as_slice().expect("contiguous")
}

pub(super) fn flat_mut<S: DataMut, D: Dimension>(array: &mut ArrayBase<S, D>) -> &mut [S::Elem] {
    array.as_slice_mut().expect("contiguous")
}
