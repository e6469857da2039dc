//! The neural networks that read a handwritten digit, and the images that they read.
//!
//! Pure: no files, no HTTP, no training. The trainer and the function both stand on it.

mod committee;
mod convnet;
mod evidence;
mod frame;
mod ground;
mod image;
mod ink;
mod network;
mod npy;
mod output;
mod pen;

pub use committee::Committee;
pub use convnet::{CHANNELS, ConvNet, KERNEL, LAYERS, UNITS};
pub use image::{Image, ImageError, Normalized, PIXELS, SIDE};
pub use network::{Network, NetworkError};
pub use npy::NpyError;
pub use output::{DIGITS, OutputLayer, likeliest, softmax};
