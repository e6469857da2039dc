//! Allographs: the handful of ways in which people write each digit, as strokes made by rules, no one's data.
//!
//! What is known of them: how the digits differ between countries (Wikipedia, *Regional handwriting variation*, section
//! Western Arabic numerals; below "regional"), what schools teach and why (G. S. Briem, *Handwriting repair: numerals*,
//! briem.net; "Briem"), in how many strokes and in what order six countries write (N. Rosengren, *Allograph-Based
//! Categorization of Handwriting Styles*, Lund 2002; "Rosengren"), and how often each feature occurs (Vastrick, Schuetzner
//! and Osborn, *Measuring the Frequency Occurrence of Handwritten Numeral Characteristics*, J. Forensic Sci. 63, 2018;
//! "Vastrick"). The word is that of Vuurpijl and Schomaker, *Finding structure in diversity*, ICDAR 1997.

mod eight;
mod five;
mod four;
mod hand;
mod nine;
mod one;
mod seven;
mod six;
mod three;
mod two;
mod zero;

use rand::{Rng, RngExt};

use crate::drawing::Stroke;
use hand::Hand;

/// A way to write a digit.
#[derive(Debug)]
pub struct Allograph {
    /// What it is called.
    pub name: &'static str,
    /// How often it is written, beside the digit's others.
    share: f64,
    write: fn(&Hand) -> Vec<Stroke>,
}

impl Allograph {
    /// Strokes of this way, as some hand writes it, in units of about the digit's height.
    pub fn write(&self, rng: &mut impl Rng) -> Vec<Stroke> {
        (self.write)(&Hand::new(rng))
    }
}

/// The ways of each digit.
pub const ALLOGRAPHS: [&[Allograph]; 10] = [
    &zero::WAYS,
    &one::WAYS,
    &two::WAYS,
    &three::WAYS,
    &four::WAYS,
    &five::WAYS,
    &six::WAYS,
    &seven::WAYS,
    &eight::WAYS,
    &nine::WAYS,
];

/// One of a digit's ways, sampled by how often they are written.
pub fn sample(digit: u8, rng: &mut impl Rng) -> &'static Allograph {
    let ways = ALLOGRAPHS[usize::from(digit)];
    let mut left = rng.random::<f64>() * ways.iter().map(|way| way.share).sum::<f64>();
    let chosen = ways.iter().find(|way| {
        left -= way.share;
        left < 0.0
    });
    chosen.unwrap_or(&ways[0])
}
