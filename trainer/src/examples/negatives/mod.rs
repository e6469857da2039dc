//! Negatives: drawings and images that are no digit, which a network learns to reject. Letters and symbols are drawn by
//! people; the kinds in the table are generated, from nothing (synthetic) or from digits (corrupted).
//!
//! What can be taken for a digit is left out. To find it, a network that knew digits alone was shown each kind, such as
//! mirrored 6s: where it was sure (90 %) of the same digit half of the time or more, that kind is left out, unless people
//! would not be mistaken (a mirrored 6 is no 2). Left out is also what looks like a parenthesis, as drawings of one are.

mod digit;
mod synthetic;
mod corrupted;
mod images;

use rand_pcg::Pcg64Mcg;

use crate::data::drawing::{Drawing, Stroke};
use digit::{Intensities, Pair};

pub use digit::Digit;

/// Labels of drawings that look like a digit though they are none, found in the same way. The network was also sure of `+`,
/// `>`, `H`, `M` and `u`, for which people would not be mistaken; `!`, `` ` `` and `q` are here because people would. In
/// UNIPEN `@` often is no more than a stroke.
const LOOKALIKES: &str = "/|\\()'`,!lIOoDbSsZzBYq@";

/// The same among the symbols of detypify, which the writer's name tells: rings, strokes and double-struck letters, by eye,
/// and the δ, which a network that had seen no such symbols was sure is an 8.
const LOOKALIKE_SYMBOLS: &str = "OO ZZ compose circle.stroked.small circle.filled.small ellipse.stroked.v \
    square.stroked.rounded emptyset emptyset.rev diameter nothing.rev bar.v divides slash.big backslash paren.l paren.r \
    comma quote.high.single prime.rev iota dotless.i dotless.j delta";

/// Whether the drawing is of no digit, and of nothing that looks like one.
pub fn is_negative(drawing: &Drawing) -> bool {
    let symbol = drawing.writer.strip_prefix("detypify-");
    let alike = |symbol: &str| LOOKALIKE_SYMBOLS.split(' ').any(|lookalike| lookalike == symbol);
    drawing.digit().is_none() && !LOOKALIKES.contains(&drawing.label) && !symbol.is_some_and(alike)
}

type MakeStrokes = fn(digits: &[Digit], &mut Pcg64Mcg) -> Option<Vec<Stroke>>;
type MakeImage = fn(pair: Option<&Pair>, &mut Pcg64Mcg) -> Option<Intensities>;

/// Makes a negative at random. `None` when it needs digits and there are none, or when the result could be a digit.
#[derive(Debug, Clone, Copy)]
pub enum Generator {
    /// Strokes, in any unit; corrupted ones are made of some of the digits.
    Strokes(MakeStrokes),
    /// An image that is not in MNIST's frame yet; corrupted ones are made of the pair.
    Image(MakeImage),
}

/// A kind of negative that is generated.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// Its name, by which `folds.json` holds it out.
    pub name: &'static str,
    /// Of its random numbers when it is generated alone; and its place among the kinds that are sampled from.
    pub seed: u64,
    /// What makes one.
    pub generator: Generator,
}

const fn strokes(name: &'static str, seed: u64, make: MakeStrokes) -> Kind {
    Kind { name, seed, generator: Generator::Strokes(make) }
}

const fn image(name: &'static str, seed: u64, make: MakeImage) -> Kind {
    Kind { name, seed, generator: Generator::Image(make) }
}

/// All kinds. Neither their names nor their order here change what is sampled.
pub const KINDS: [Kind; 21] = [
    strokes("Scribble", 0, |_, rng| Some(synthetic::scribble(rng))),
    strokes("Hatching", 1, |_, rng| Some(synthetic::hatching(rng))),
    strokes("Sticks", 2, |_, rng| Some(synthetic::sticks(rng))),
    strokes("Shape", 3, |_, rng| Some(synthetic::shape(rng))),
    strokes("Spiral", 4, |_, rng| Some(synthetic::spiral(rng))),
    strokes("Wave", 5, |_, rng| Some(synthetic::wave(rng))),
    strokes("Dots", 6, |_, rng| Some(synthetic::dots(rng))),
    strokes("FlatLine", 7, |_, rng| Some(synthetic::flat_line(rng))),
    strokes("Sign", 8, |_, rng| Some(synthetic::sign(rng))),
    strokes("Beside", 9, corrupted::beside),
    strokes("Half", 10, corrupted::half),
    strokes("Mirrored", 11, corrupted::mirrored),
    strokes("Lying", 12, corrupted::lying),
    strokes("CrossedOut", 13, corrupted::crossed_out),
    image("BesideImage", 14, |pair, rng| Some(images::beside(pair?, rng))),
    image("Overlaid", 15, |pair, rng| images::overlaid(pair?, rng)),
    image("HalfImage", 16, |pair, rng| images::half(&pair?[0], rng)),
    image("MirroredImage", 17, |pair, rng| images::mirrored(&pair?[0], rng)),
    image("LyingImage", 18, |pair, rng| images::lying(&pair?[0], rng)),
    image("Noise", 20, |_, rng| Some(images::noise(rng))),
    image("Patches", 21, |_, rng| Some(images::patches(rng))),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lookalikes_are_left_out() {
        let is = |label: &str, writer: &str| {
            is_negative(&Drawing { label: label.into(), writer: writer.into(), canvas: None, strokes: Vec::new() })
        };
        assert!(is("A", "") && is("?", "") && is("?", "detypify-plus"));
        assert!(!is("O", "") && !is("l", "") && !is("7", "") && !is("?", "detypify-bar.v"));
    }
}
