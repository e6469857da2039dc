//! A learner: what learns from a part of a minibatch, whatever its network.

use ndarray::ArrayViewMut1;

use crate::adam::Parameters;

/// An image to be filled in, and what should be said of it.
#[derive(Debug)]
pub struct Row<'a> {
    /// 784.
    pub intensities: &'a mut [f32],
    /// The probabilities that the network should give, of the digits 0 to 9; what they lack to 1 is that of no digit.
    pub target: &'a mut [f32],
}

impl<'a> Row<'a> {
    /// From a row of each array.
    ///
    /// # Panics
    /// When a row is not contiguous.
    #[must_use]
    pub fn new(intensities: ArrayViewMut1<'a, f32>, target: ArrayViewMut1<'a, f32>) -> Self {
        let [intensities, target] = [intensities, target].map(|row| row.into_slice().expect("a row is contiguous"));
        Self { intensities, target }
    }
}

/// A part of a minibatch, with all that its forward and backward pass write, so that none allocates.
pub trait Learner: Send + Sync {
    /// Of its network.
    type Weights: Parameters;

    /// Images in a shard of a minibatch, which one thread works on at a time.
    const SHARD: usize;

    /// The learning rate at its peak.
    const LEARNING_RATE: f64;

    /// Room for `images` images in a network like `weights`.
    #[must_use]
    fn new(images: usize, weights: &Self::Weights) -> Self;

    /// Each image, to be filled in.
    fn rows(&mut self) -> impl Iterator<Item = Row<'_>>;

    /// The loss and its gradient at `weights`: the cross-entropy of the answers with the targets.
    fn backprop(&mut self, weights: &Self::Weights);

    /// The gradient of the loss, summed over the images.
    fn gradient(&self) -> &Self::Weights;

    /// The loss, summed over the images.
    fn loss(&self) -> f32;
}
