//! The neural network that reads a handwritten digit, and the images that it reads.
//!
//! Pure: no files, no HTTP, no training. The trainer and the function both stand on it.

mod evidence;
mod frame;
mod ground;
mod image;
mod ink;
mod network;
mod npy;
mod pen;

pub use image::{Image, ImageError, Normalized, PIXELS, SIDE};
pub use network::{DIGITS, Network, NetworkError, OutputLayer, likeliest, softmax};
pub use npy::NpyError;
