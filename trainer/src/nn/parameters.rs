//! Parameters: all weights and biases of a network, and whatever has their shape: gradients, moments, averages.

/// All weights and biases of a network.
pub trait Parameters: Clone + Send + Sync {
    /// Each layer's, as they stand in memory.
    fn layers(&self) -> impl Iterator<Item = &[f32]>;

    /// Each layer's, as they stand in memory.
    fn layers_mut(&mut self) -> impl Iterator<Item = &mut [f32]>;
}
