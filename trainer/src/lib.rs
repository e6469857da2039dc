//! The trainer: learns offline, from images and drawings, the weights that the function embeds.
//!
//! In reading order: no folder, and no file in it, uses a later one.

pub mod data;
pub mod examples;
pub mod nn;
pub mod model;
pub mod onnx;
pub mod train;
pub mod evaluate;
pub mod report;
