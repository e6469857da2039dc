//! The trainer: learns offline, from images and drawings, the weights that the function embeds.

pub mod activation;
pub mod adam;
pub mod augment;
pub mod backprop;
pub mod calibrate;
pub mod card;
pub mod checkpoint;
pub mod classic;
pub mod distortion;
pub mod drawing;
pub mod evaluate;
pub mod examples;
pub mod folds;
pub mod further;
pub mod judged;
pub mod matmul;
pub mod memory;
pub mod mnist;
pub mod picture;
pub mod plot;
pub mod raster;
pub mod report;
pub mod store;
pub mod train;
pub mod unipen;
