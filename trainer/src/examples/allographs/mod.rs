//! Allographs (Vuurpijl and Schomaker, *Finding structure in diversity*, ICDAR 1997): the handful of ways in which people
//! write each digit, as strokes made by rules, no one's data.
//!
//! Where they are from, in brackets beside each:
//! - "regional": Wikipedia, *Regional handwriting variation*, section Western Arabic numerals: how they differ by country;
//! - "European": NationMaster's encyclopedia, *European numerals*: 1, 4 and 7 in France, Germany and eastern Europe;
//! - "Briem": G. S. Briem, *Handwriting repair*, briem.net: what is taught, in which order of strokes, and what is confused.
//!
//! Ways without a source are here because strangers who write so were misread. They differ as styles do according to
//! N. Rosengren, *Allograph-Based Categorization of Handwriting Styles*, Lund 2002: in arcs, and in the number and order of
//! strokes.

mod hand;
mod allograph;
mod zero;
mod one;
mod two;
mod three;
mod four;
mod five;
mod six;
mod seven;
mod eight;
mod nine;

use network::DIGITS;
use rand::{Rng, RngExt};

pub use allograph::Allograph;

/// The ways of each digit.
pub const ALLOGRAPHS: [&[Allograph]; DIGITS] = [
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
pub fn sample(digit: usize, rng: &mut impl Rng) -> &'static Allograph {
    let ways = ALLOGRAPHS[digit];
    let mut left = rng.random::<f64>() * ways.iter().map(|way| way.share).sum::<f64>();
    let chosen = ways.iter().find(|way| {
        left -= way.share;
        left < 0.0
    });
    chosen.unwrap_or(&ways[0])
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_pcg::Pcg64Mcg;

    use super::*;
    use crate::data::drawing::{Bounds, bounding_box};

    /// About as high as a digit is, at most twice as wide, and never a dot.
    #[test]
    fn every_way_is_written_in_a_digits_size() {
        let mut rng = Pcg64Mcg::seed_from_u64(1);
        for (digit, ways) in ALLOGRAPHS.iter().enumerate() {
            for way in *ways {
                for _ in 0..200 {
                    let Bounds { min, max } = bounding_box(&way.write(&mut rng));
                    let (width, height) = (max[0] - min[0], max[1] - min[1]);
                    let name = way.name;
                    assert!((0.6..1.8).contains(&height) && width < 2.3, "{digit}, {name}: {width} × {height}");
                }
            }
        }
    }

    #[test]
    fn ways_are_sampled_by_their_shares() {
        let mut rng = Pcg64Mcg::seed_from_u64(1);
        let samples = 20_000;
        let mut counts = std::collections::BTreeMap::new();
        for _ in 0..samples {
            *counts.entry(sample(1, &mut rng).name).or_insert(0.0) += 1.0 / f64::from(samples);
        }
        let all: f64 = one::WAYS.iter().map(|way| way.share).sum();
        for way in &one::WAYS {
            let (sampled, share) = (counts[way.name], way.share / all);
            assert!((sampled - share).abs() < 0.015, "{}: {sampled}, expected {share}", way.name);
        }
    }
}
