//! A digit that negatives are made of: strokes or an image, with its label.

use network::PIXELS;

use crate::data::drawing::Stroke;

/// A drawing of a digit, in pixels of the frame, and its label.
pub type Digit = (Vec<Stroke>, u8);

/// An image's 784 intensities.
pub type Intensities = [f32; PIXELS];

/// Two images of digits, with their labels.
pub type Pair = [(Intensities, u8); 2];
