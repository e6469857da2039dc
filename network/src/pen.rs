//! The pen: how wide strokes are, and strokes as a wider pen would have drawn them.

use crate::ground::quantile;
use crate::image::{PIXELS, SIDE};
use crate::ink::{chosen, strongest};

/// MNIST's pen, in pixels of its frame.
const WIDTH: f32 = 2.5;
/// A pen as thin as this is thinner than MNIST's, of which it is the 5th percentile by [`width`].
const THIN: f32 = 1.8;
/// So much of full ink at a stroke's blurred foot is cut off.
const FOOT: f32 = 0.2;
/// The farthest that a stroke is widened to either side, in pixels.
const REACH: usize = 3;

/// The strokes with MNIST's pen, if they would be thinner in MNIST's frame; `scale` will bring them there.
pub(crate) fn widened(ink: &[f32; PIXELS], scale: f32) -> Option<[f32; PIXELS]> {
    (width(ink) * scale < THIN).then(|| widen(ink, WIDTH / scale))
}

/// How wide strokes are, in pixels: twice their area over the length of their outline, which for grey edges is the
/// total variation.
fn width(ink: &[f32; PIXELS]) -> f32 {
    const PADDED: usize = SIDE + 2;
    let mut padded = [0.0; PADDED * PADDED];
    for (row, ink) in ink.chunks_exact(SIDE).enumerate() {
        padded[(row + 1) * PADDED + 1..][..SIDE].copy_from_slice(ink);
    }
    let mut outline = [0.0; PADDED - 1]; // by column
    for (above, below) in padded.chunks_exact(PADDED).zip(padded[PADDED..].chunks_exact(PADDED)) {
        for column in 0..PADDED - 1 {
            let (falling, rising) = (below[column + 1] - above[column], below[column] - above[column + 1]);
            // Half the squares of the differences along both diagonals are those across and down.
            outline[column] += ((falling * falling + rising * rising) / 2.0).sqrt();
        }
    }
    2.0 * ink.iter().sum::<f32>() / outline.iter().sum::<f32>()
}

/// Spreads the ink over a disc, `width` pixels across, so that a line becomes as strong wherever it lies between the
/// pixels; half of what was ink becomes full ink.
fn widen(ink: &[f32; PIXELS], width: f32) -> [f32; PIXELS] {
    const DISC: usize = 2 * REACH + 1;
    // A column that stays empty makes each row as long as is added at once.
    const WIDE: usize = DISC + 1;
    const PADDED: usize = SIDE + 2 * REACH + 1;
    let disc: [[f32; WIDE]; DISC] = std::array::from_fn(|row| {
        std::array::from_fn(|column| {
            let [y, x] = [row, column].map(|at| at as f32 - REACH as f32);
            (width / 2.0 + 0.5 - x.hypot(y)).clamp(0.0, 1.0)
        })
    });
    let mut spread = [[0.0; PADDED]; PADDED];
    for (pixel, &ink) in ink.iter().enumerate().filter(|(_, ink)| **ink > 0.0) {
        for (spread, disc) in spread[pixel / SIDE..].iter_mut().zip(&disc) {
            let spread = &mut spread[pixel % SIDE..][..WIDE];
            spread.iter_mut().zip(disc).for_each(|(spread, disc)| *spread += ink * disc);
        }
    }
    let spread: [f32; PIXELS] = std::array::from_fn(|pixel| spread[pixel / SIDE + REACH][pixel % SIDE + REACH]);
    let core = 0.3 * strongest(ink);
    let mut of_core = [0.0; PIXELS];
    let full = quantile(chosen(&spread, |pixel, _| ink[pixel] > core, &mut of_core), 0.5);
    spread.map(|spread| ((spread / full - FOOT) / (1.0 - FOOT)).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How much of each pixel a line covers that is `width` pixels wide and leans by `lean` pixels for each row, its middle
    /// at `middle` (pixel edges) in the middle row; from row 3 on to row 24.
    fn line(width: f32, lean: f32, middle: f32) -> [f32; PIXELS] {
        std::array::from_fn(|pixel| {
            let (row, column) = (pixel / SIDE, pixel % SIDE);
            let away = (column as f32 + 0.5 - middle - lean * (row as f32 - 13.5)).abs() / (1.0 + lean * lean).sqrt();
            if (3..25).contains(&row) { (width / 2.0 + 0.5 - away).clamp(0.0, 1.0) } else { 0.0 }
        })
    }

    fn turned(image: &[f32; PIXELS]) -> [f32; PIXELS] {
        std::array::from_fn(|pixel| image[pixel % SIDE * SIDE + pixel / SIDE])
    }

    #[test]
    fn a_line_is_as_wide_as_it_is() {
        // Between the pixels, so that the outline is sharp.
        for (expected, middle) in [(1.0, 13.5), (2.0, 14.0), (3.0, 13.5), (4.0, 14.0)] {
            for lean in [0.0, -0.3, 0.4] {
                let line = line(expected, lean, middle);
                for line in [line, turned(&line)] {
                    let found = width(&line);
                    // A line of 22 pixels has its ends, too; and where it leans a line of 1 is blurred.
                    let (least, most) = (expected / (1.0 + expected / 22.0), if lean == 0.0 { 1.1 } else { 1.35 });
                    assert!((0.95 * least..most * expected).contains(&found), "{found}, expected {expected}, {lean}");
                }
            }
        }
    }

    #[test]
    fn it_is_as_wide_at_the_edge() {
        let block = |top: usize, left: usize| -> [f32; PIXELS] {
            std::array::from_fn(|pixel| {
                let (row, column) = (pixel / SIDE, pixel % SIDE);
                f32::from((top..top + 7).contains(&row) && (left..left + 3).contains(&column))
            })
        };
        let expected = width(&block(10, 10));
        for (top, left) in
            [(0, 0), (0, 10), (0, SIDE - 3), (10, SIDE - 3), (SIDE - 7, SIDE - 3), (SIDE - 7, 0), (10, 0)]
        {
            assert!((width(&block(top, left)) - expected).abs() < 1e-5, "{top}, {left}");
        }
    }

    #[test]
    fn a_thin_pen_becomes_mnists_and_another_stays() {
        for scale in [0.8, 1.0, 1.25] {
            assert_eq!(widened(&line(3.0, 0.0, 13.5), scale), None, "{scale}");
            for (middle, strength) in [(13.5, 1.0), (6.5, 1.0), (20.5, 0.4)] {
                let thin = line(1.0, 0.0, middle).map(|ink| ink * strength);
                let wide = widened(&thin, scale).expect("it was thin");
                for row in 5..23 {
                    let row = &wide[row * SIDE..][..SIDE];
                    let sum: f32 = row.iter().sum();
                    assert!((1.6..2.9).contains(&(sum * scale)), "{sum}, not {WIDTH} / {scale}: {row:?}");
                    let mass = row.iter().zip(0_u8..).map(|(ink, at)| ink * (f32::from(at) + 0.5)).sum::<f32>() / sum;
                    assert!((mass - middle).abs() < 0.1, "{mass}, not {middle}, {scale}");
                    assert!(row.contains(&1.0), "{row:?}");
                }
                let of_turned = widened(&turned(&thin), scale).expect("it was thin");
                for (found, expected) in of_turned.iter().zip(turned(&wide)) {
                    assert!((found - expected).abs() < 1e-4, "down as across: {found}, {expected}");
                }
            }
        }
    }
}
