//! A batch: some images on their way through a network, forward and back.

use ndarray::ArrayViewMut1;

use super::parameters::Parameters;

/// An image to be filled in, and its target.
#[derive(Debug)]
pub struct Row<'a> {
    /// 784.
    pub intensities: &'a mut [f32],
    /// The probabilities of the digits 0 to 9 that the network should give; 1 less their sum is that of "no digit".
    pub target: &'a mut [f32],
}

impl<'a> Row<'a> {
    /// Of a row of each array, both contiguous.
    pub(super) fn new(intensities: ArrayViewMut1<'a, f32>, target: ArrayViewMut1<'a, f32>) -> Self {
        let [intensities, target] = [intensities, target].map(|row| row.into_slice().expect("a row is contiguous"));
        Self { intensities, target }
    }
}

/// Images, their targets, and all that a forward and a backward pass write, so that neither allocates.
pub trait Batch: Send + Sync {
    /// The network that the images go through.
    type Network: Parameters;

    /// Room for `images` images in `network`.
    fn new(images: usize, network: &Self::Network) -> Self;

    /// Each image, to be filled in.
    fn rows(&mut self) -> impl Iterator<Item = Row<'_>>;

    /// Computes the loss, which is the cross-entropy of the network's outputs with the targets, and its gradient.
    fn backprop(&mut self, network: &Self::Network);

    /// The gradient of the loss, summed over the images.
    fn gradient(&self) -> &Self::Network;

    /// The loss, summed over the images.
    fn loss(&self) -> f32;
}

/// Gradients against finite differences of the loss.
#[cfg(test)]
mod tests {
    use network::LAYERS;
    use rand::{RngExt, SeedableRng};
    use rand_pcg::Pcg64Mcg;

    use super::*;
    use crate::nn::convnet::{ConvNet, ConvNetBatch};
    use crate::nn::perceptron::{Perceptron, PerceptronBatch};

    const IMAGES: usize = 3;
    /// Directions in each layer's weights in which the slope is taken. (Along one weight alone it would be lost in the
    /// rounding of the loss.)
    const DIRECTIONS: usize = 20;

    /// `lens` are those of the layers.
    fn check<B: Batch>(weights: B::Network, lens: &[usize], step: f32) {
        // Of images at which no unit of the convolutional network stands at a kink: ReLU's, or of two that are the largest together.
        let mut rng = Pcg64Mcg::seed_from_u64(11);
        let mut batch = B::new(IMAGES, &weights);
        assert_eq!(batch.rows().count(), IMAGES);
        for (image, row) in batch.rows().enumerate() {
            row.intensities.fill_with(|| rng.random());
            row.target[image * 3] = 0.6; // soft targets too must be right, and what they lack to 1
            row.target[image * 3 + 1] = 0.1;
        }
        batch.backprop(&weights);
        let gradient: Vec<Vec<f32>> = batch.gradient().layers().map(<[f32]>::to_vec).collect();
        assert_eq!(gradient.iter().map(Vec::len).collect::<Vec<_>>(), lens);
        for (layer, gradient) in gradient.iter().enumerate() {
            let norm = gradient.iter().map(|x| x * x).sum::<f32>().sqrt();
            for _ in 0..DIRECTIONS {
                // Each weight up, down, or left alone.
                let steps: Vec<f32> = gradient.iter().map(|_| f32::from(rng.random_range(-1..=1_i8))).collect();
                let expected: f32 = gradient.iter().zip(&steps).map(|(slope, step)| slope * step).sum();
                let mut loss_at = |size: f32| {
                    let mut moved = weights.clone();
                    let weights = moved.layers_mut().nth(layer).expect("a layer");
                    weights.iter_mut().zip(&steps).for_each(|(weight, step)| *weight += size * step);
                    batch.backprop(&moved);
                    batch.loss()
                };
                let found = (loss_at(step) - loss_at(-step)) / (2.0 * step);
                assert!(
                    (found - expected).abs() < 0.03 * norm,
                    "layer {layer}: slope {found}, gradient {expected} of {norm}"
                );
            }
        }
    }

    #[test]
    fn the_gradient_is_the_slope_of_the_loss() {
        check::<PerceptronBatch>(Perceptron::random(3, 5), &[5 * 785, 10 * 6], 1e-3);
    }

    #[test]
    fn the_convolutional_networks_gradient_is_the_slope_of_its_loss() {
        let lens: Vec<usize> =
            LAYERS.iter().flat_map(|(_, (outputs, columns))| [outputs * (columns - 1), *outputs]).collect();
        check::<ConvNetBatch>(ConvNet::random(3), &lens, 1e-4);
    }
}
