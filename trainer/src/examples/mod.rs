//! Examples: what a network learns from. Drawings become images, both are augmented, allographs and negatives are generated,
//! and all are sampled at random.

pub mod paint;
pub mod raster;
pub mod distortion;
pub mod augmentation;
pub mod allographs;
pub mod negatives;
pub mod sampling;
#[cfg(test)]
mod range;
