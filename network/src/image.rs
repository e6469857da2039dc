//! An image: 28 × 28 intensities in 0..=1, row by row; and what finds its ink and brings it into MNIST's frame.

use ndarray::ArrayView2;
use thiserror::Error;

use crate::frame::Frame;
use crate::ink::{Ink, full_ink, is_full, strengthened, strongest};
use crate::pen::widened;

/// Pixels along one side of an image.
pub const SIDE: usize = 28;
/// Pixels of an image.
pub const PIXELS: usize = SIDE * SIDE;

/// Less ink than this, in pixels full of it, is too little for a digit: the least of all 70,000 images of MNIST is 19.9,
/// and a dot by the page's pen, 2.5 pixels wide, is 5.3.
const NEARLY_BLANK: f32 = 8.0;

/// No picture was found that had to be fitted more often.
const MOST_FITS: usize = 4;

/// Why 784 numbers are not an image.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ImageError {
    /// Not 784 numbers.
    #[error("an image is {PIXELS} brightnesses, found {found}")]
    Length {
        /// How many there were.
        found: usize,
    },
    /// A brightness outside 0..=255, or not a number.
    #[error("brightness {index} is {value}, expected 0 to 255")]
    Brightness {
        /// Position in the 784, from 0.
        index: usize,
        /// What stood there.
        value: f32,
    },
    /// An intensity outside 0..=1, or not a number.
    #[error("intensity {index} is {value}, expected 0 to 1")]
    Intensity {
        /// Position in the 784, from 0.
        index: usize,
        /// What stood there.
        value: f32,
    },
    /// All pixels are 0; or, where the ink is to be found, alike, or different by nothing but grain.
    #[error("the image has no ink: all {PIXELS} brightnesses are alike, or grain alone")]
    NoInk,
}

/// 28 × 28 intensities in 0..=1, row by row; at least one is not 0.
///
/// ```
/// use network::{Image, ImageError, PIXELS, SIDE};
///
/// // A dark line on light paper.
/// let mut brightness = [220.0; PIXELS];
/// for row in 4..24 {
///     brightness[row * SIDE + 6] = 40.0;
/// }
/// let normalized = Image::from_brightness(&brightness)?.normalize()?;
/// assert!(normalized.inverted);
/// assert!(normalized.image.view()[[14, 14]] > 0.9, "ink, bright and in the middle");
/// assert_eq!(normalized.image.view()[[14, 0]], 0.0, "its ground");
/// # Ok::<_, ImageError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Image([f32; PIXELS]);

impl Image {
    /// From 784 brightnesses in 0..=255, row by row.
    pub fn from_brightness(brightness: &[f32]) -> Result<Self, ImageError> {
        let intensities = checked(brightness, 255.0, |index, value| ImageError::Brightness { index, value })?;
        // Judged after the division, which the faintest brightnesses don't outlive.
        Self::with_ink(intensities.map(|brightness| brightness / 255.0))
    }

    /// From 784 intensities in 0..=1, row by row.
    pub fn from_intensities(intensities: &[f32]) -> Result<Self, ImageError> {
        Self::with_ink(checked(intensities, 1.0, |index, value| ImageError::Intensity { index, value })?)
    }

    fn with_ink(intensities: [f32; PIXELS]) -> Result<Self, ImageError> {
        if intensities.iter().all(|&intensity| intensity == 0.0) {
            return Err(ImageError::NoInk);
        }
        Ok(Self(intensities))
    }

    /// The 784 intensities, row by row.
    pub fn intensities(&self) -> &[f32; PIXELS] {
        &self.0
    }

    /// The intensities as (28, 28), rows first.
    pub fn view(&self) -> ArrayView2<'_, f32> {
        ArrayView2::from_shape((SIDE, SIDE), &self.0).expect("784 = 28 × 28")
    }

    /// Whether an image in MNIST's frame has too little ink for a digit.
    pub fn is_nearly_blank(&self) -> bool {
        self.0.iter().sum::<f32>() < NEARLY_BLANK
    }

    /// Finds the ink and brings it into MNIST's frame: bright on a ground of 0, its longest side 19 or 20 pixels, its
    /// centre of mass in the middle of pixel 14, or as near as the frame's edge lets it, a pen that is too thin
    /// widened. An image that is there already is not changed.
    pub fn normalize(&self) -> Result<Normalized, ImageError> {
        if is_full(&self.0) && Frame::of(&self.0).holds() {
            return Ok(Normalized { image: self.clone(), inverted: false });
        }
        let Ink { intensities, inverted } = Ink::of(&self.0).ok_or(ImageError::NoInk)?;
        let mut framed = intensities;
        let frame = Frame::of(&framed);
        if !frame.holds() {
            framed = strengthened(&framed, full_ink(&framed));
            let drawn_thin = if frame.is_dot() { None } else { widened(&framed, frame.scale()) };
            framed = drawn_thin.unwrap_or(framed);
            // Once, but for ink so faint or full that scaling moves its edge or its centre of mass.
            for _ in 0..MOST_FITS {
                let frame = Frame::of(&framed);
                if frame.holds() {
                    break;
                }
                framed = frame.fit(&framed);
            }
        }
        Ok(Normalized { image: Self(strengthened(&framed, strongest(&framed))), inverted })
    }
}

/// An image in MNIST's frame, and how it got there.
#[derive(Debug, Clone, PartialEq)]
pub struct Normalized {
    /// Ink bright, the ground 0.
    pub image: Image,
    /// Whether dark ink on a bright ground was turned.
    pub inverted: bool,
}

/// The 784 numbers, each in 0..=`most`, or which is not.
fn checked(numbers: &[f32], most: f32, wrong: fn(usize, f32) -> ImageError) -> Result<[f32; PIXELS], ImageError> {
    let numbers: [f32; PIXELS] = numbers.try_into().map_err(|_| ImageError::Length { found: numbers.len() })?;
    match numbers.iter().position(|number| !(0.0..=most).contains(number)) {
        Some(index) => Err(wrong(index, numbers[index])),
        None => Ok(numbers),
    }
}
