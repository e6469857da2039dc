//! What is no digit: the kinds of drawings and images that a network learns to refuse.

use rand::{Rng, RngExt};

use crate::drawing::{Drawing, Stroke};
use crate::spoilt::Intensities;
use crate::{doodle, spoilt};

/// Labels of drawings that look like a digit though they are none. A network that knew digits alone was sure (90 %)
/// of half of the drawings of each, or more, that they are one and the same digit; of those `+`, `>`, `H`, `M` and `u`
/// are not here, which people don't take for one, and `!`, `` ` `` and `q` are, which people do. `@` stands in UNIPEN
/// for much that is a bare stroke.
const LOOKALIKES: &str = "/|\\()'`,!lIOoDbSsZzBYq@";

/// Whether the drawing is of no digit, and of nothing that looks like one.
#[must_use]
pub fn is_nondigit(drawing: &Drawing) -> bool {
    drawing.digit().is_none() && !LOOKALIKES.contains(&drawing.label)
}

/// Kinds that are made up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is told by the function that makes it")]
pub enum Kind {
    Scribble,
    Hatching,
    Sticks,
    Shape,
    Spiral,
    Wave,
    Dots,
    FlatLine,
    Sign,
    Beside,
    Half,
    Mirrored,
    Lying,
    CrossedOut,
    BesideImage,
    Overlaid,
    HalfImage,
    MirroredImage,
    LyingImage,
    Negative,
    Noise,
    Patches,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 22] = [
        Self::Scribble,
        Self::Hatching,
        Self::Sticks,
        Self::Shape,
        Self::Spiral,
        Self::Wave,
        Self::Dots,
        Self::FlatLine,
        Self::Sign,
        Self::Beside,
        Self::Half,
        Self::Mirrored,
        Self::Lying,
        Self::CrossedOut,
        Self::BesideImage,
        Self::Overlaid,
        Self::HalfImage,
        Self::MirroredImage,
        Self::LyingImage,
        Self::Negative,
        Self::Noise,
        Self::Patches,
    ];

    /// Its name, as `folds.json` has it.
    #[must_use]
    pub fn name(self) -> String {
        format!("{self:?}")
    }

    /// Strokes of this kind, made of drawings of `digits` where it is made of digits. `None` where it is images, or
    /// nothing came of it.
    pub fn strokes(self, digits: &[(Vec<Stroke>, u8)], rng: &mut impl Rng) -> Option<Vec<Stroke>> {
        let pick = |rng: &mut _| digits.get(RngExt::random_range(rng, 0..digits.len().max(1)));
        match self {
            Self::Scribble => Some(doodle::scribble(rng)),
            Self::Hatching => Some(doodle::hatching(rng)),
            Self::Sticks => Some(doodle::sticks(rng)),
            Self::Shape => Some(doodle::shape(rng)),
            Self::Spiral => Some(doodle::spiral(rng)),
            Self::Wave => Some(doodle::wave(rng)),
            Self::Dots => Some(doodle::dots(rng)),
            Self::FlatLine => Some(doodle::flat_line(rng)),
            Self::Sign => Some(doodle::sign(rng)),
            Self::Beside => {
                let count = rng.random_range(2..=3);
                let picked: Option<Vec<_>> = (0..count).map(|_| pick(rng)).collect();
                Some(spoilt::beside(picked?.iter().map(|(strokes, _)| strokes.as_slice()), rng))
            }
            Self::Half => pick(rng).and_then(|(strokes, label)| spoilt::half(strokes, *label, rng)),
            Self::Mirrored => {
                pick(rng).and_then(|(strokes, label)| Some(spoilt::turned(strokes, spoilt::mirroring(*label, rng)?)))
            }
            Self::Lying => {
                pick(rng).and_then(|(strokes, label)| Some(spoilt::turned(strokes, spoilt::quarter(*label, rng)?)))
            }
            Self::CrossedOut => pick(rng).map(|(strokes, _)| spoilt::crossed_out(strokes, rng)),
            _ => None,
        }
    }

    /// The intensities of an image of this kind, in no frame yet, made of two images of digits where it is made of
    /// digits. `None` where it is strokes, or nothing came of it.
    pub fn image(self, digits: Option<&[(Intensities, u8); 2]>, rng: &mut impl Rng) -> Option<Intensities> {
        match self {
            Self::Noise => return Some(spoilt::noise(rng)),
            Self::Patches => return Some(spoilt::patches(rng)),
            _ => {}
        }
        let [(image, label), (other, other_label)] = digits?;
        match self {
            Self::BesideImage => Some(spoilt::beside_image([image, other], rng)),
            Self::Overlaid => spoilt::overlaid([image, other], [*label, *other_label], rng),
            Self::HalfImage => spoilt::half_image(image, *label, rng),
            Self::MirroredImage => Some(spoilt::turned_image(image, spoilt::mirroring(*label, rng)?)),
            Self::LyingImage => Some(spoilt::turned_image(image, spoilt::quarter(*label, rng)?)),
            Self::Negative => Some(spoilt::negative(image, rng)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::examples::Examples;
    use crate::mnist::Mnist;

    /// Of drawings of one stroke as 6 and 3, and images of a bar as 4 and 9.
    #[test]
    fn every_kind_is_made() {
        let drawing = |label: &str| Drawing {
            label: label.into(),
            writer: String::new(),
            canvas: None,
            strokes: vec![(0..9).map(|i| [f64::from(i * i), f64::from(20 * i)]).collect()],
        };
        let images = [std::array::from_fn(|pixel| if pixel % 28 / 3 == 4 { 255 } else { 0 }); 2].to_vec();
        let examples = Examples::new(Mnist { images, labels: vec![4, 9] }, &["6", "3"].map(drawing), &[]);
        for kind in Kind::ALL {
            assert_eq!(examples.made(kind, 10).len(), 10, "{kind:?}");
        }
    }

    #[test]
    fn lookalikes_are_left_out() {
        let is = |label: &str| {
            is_nondigit(&Drawing { label: label.into(), writer: String::new(), canvas: None, strokes: Vec::new() })
        };
        assert!(is("A") && is("?"));
        assert!(!is("O") && !is("l") && !is("7"));
    }
}
