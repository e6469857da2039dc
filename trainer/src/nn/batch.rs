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
