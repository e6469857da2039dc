//! The raster: a drawing's strokes as the 784 brightnesses of an image in MNIST's frame.
//!
//! The same steps by the same names as in the page's `raster.js`; `tests/golden` holds the two together.

use network::{PIXELS, SIDE};

use super::paint::paint;
use crate::data::drawing::{Bounds, Drawing, Point, Stroke, bounding_box};

/// Width of MNIST's pen in pixels, measured on its 60,000 training images.
pub const PEN: f64 = 2.5;
/// Longest side of the ink in pixels; antialiasing makes 19 or 20 of it, as in MNIST.
const FIT: f64 = 19.0;
/// MNIST's centre of mass, in pixels from the edge: the middle of pixel 14.
const CENTRE: f64 = 14.5;
/// A drawing no longer than this, in any unit, is a dot.
const DOT: f64 = 1e-9;
/// The most straight lines that a piece of a curve becomes.
const MOST_PIECES: f64 = 8.0;

/// The 784 brightnesses of `strokes`, drawn with MNIST's pen. `None` when they hold no point.
pub fn rasterize(strokes: &[Stroke]) -> Option<[u8; PIXELS]> {
    Some(rasterize_fitted(&in_frame(strokes.to_vec())?, PEN))
}

/// The strokes without repeated points, fitted into the frame. `None` when they hold no point.
pub fn in_frame(mut strokes: Vec<Stroke>) -> Option<Vec<Stroke>> {
    strokes.retain(|stroke| !stroke.is_empty());
    strokes.iter_mut().for_each(Vec::dedup);
    (!strokes.is_empty()).then(|| fit(strokes, PEN))
}

/// [`rasterize`] for strokes that are [`in_frame`], with a pen `pen` pixels wide.
pub fn rasterize_fitted(strokes: &[Stroke], pen: f64) -> [u8; PIXELS] {
    let lines = fit(strokes.iter().map(|stroke| flatten(stroke)).collect(), pen);
    let mut coverage = [0.0; PIXELS];
    paint(&lines, pen, SIDE, &mut coverage);
    let by = centre_of_mass(&coverage).map(|at| CENTRE - at);
    paint(&shift(lines, by, pen), pen, SIDE, &mut coverage);
    let mut image = [0; PIXELS];
    image.iter_mut().zip(coverage).for_each(|(pixel, coverage)| *pixel = brightness(coverage));
    image
}

/// The 784 brightnesses of a drawing as a page without any fitting sends them: drawn where it was on a canvas of
/// 280 × 280 with round strokes 20 wide, and each 10 × 10 of its pixels averaged. `None` when the drawing's box is not
/// known or no ink falls into it.
pub fn rasterize_unfitted(drawing: &Drawing) -> Option<[u8; PIXELS]> {
    const SHRINK: usize = 10;
    const CANVAS: usize = SHRINK * SIDE;
    let [width, height] = drawing.canvas?;
    let scale = CANVAS as f64 / width.max(height);
    let strokes = drawing.strokes.iter().filter(|stroke| !stroke.is_empty());
    let lines: Vec<Stroke> =
        strokes.map(|stroke| stroke.iter().map(|point| point.map(|x| x * scale)).collect()).collect();
    let mut canvas = vec![0.0; CANVAS * CANVAS];
    paint(&lines, 20.0, CANVAS, &mut canvas);
    let image: [u8; PIXELS] = std::array::from_fn(|pixel| {
        let corner = pixel / SIDE * SHRINK * CANVAS + pixel % SIDE * SHRINK;
        let rows = (0..SHRINK).map(|row| &canvas[corner + row * CANVAS..][..SHRINK]);
        brightness(rows.flatten().sum::<f32>() / (SHRINK * SHRINK) as f32)
    });
    image.iter().any(|&ink| ink > 0).then_some(image)
}

/// The lines scaled so that the longest side of their box, pen included, is `FIT`, and moved to the frame's middle; a dot
/// stays a dot.
fn fit(mut lines: Vec<Stroke>, pen: f64) -> Vec<Stroke> {
    let Bounds { min, max } = bounding_box(&lines);
    let side = (max[0] - min[0]).max(max[1] - min[1]);
    let scale = if side > DOT { (FIT - pen) / side } else { 0.0 };
    for point in lines.iter_mut().flatten() {
        *point = [0, 1].map(|axis| SIDE as f64 / 2.0 + (point[axis] - (min[axis] + max[axis]) / 2.0) * scale);
    }
    lines
}

/// A stroke's curve as straight lines, short enough to look round at this size. The curve is the one that the page draws:
/// it goes through the middles between points, and inner points are the controls of its quadratic Béziers.
fn flatten(stroke: &[Point]) -> Stroke {
    let [first, .., last] = stroke else { return stroke.to_vec() };
    let mut line = Vec::with_capacity(4 * stroke.len());
    line.push(*first);
    for three in stroke.windows(3) {
        let (start, control, end) = (middle(three[0], three[1]), three[1], middle(three[1], three[2]));
        let pieces = (distance(start, control) + distance(control, end)).ceil().clamp(1.0, MOST_PIECES);
        line.push(start);
        line.extend((1..=pieces as usize).map(|piece| along(start, control, end, piece as f64 / pieces)));
    }
    line.push(*last);
    line
}

/// The point at `t`, 0..=1, of a quadratic Bézier.
fn along(start: Point, control: Point, end: Point, t: f64) -> Point {
    let at =
        |axis: usize| (1.0 - t) * (1.0 - t) * start[axis] + 2.0 * (1.0 - t) * t * control[axis] + t * t * end[axis];
    [at(0), at(1)]
}

/// The lines moved by `by`, but only as far as their ink stays within the image.
fn shift(mut lines: Vec<Stroke>, by: Point, pen: f64) -> Vec<Stroke> {
    let Bounds { min, max } = bounding_box(&lines);
    let by = [0, 1].map(|axis| by[axis].max(pen / 2.0 - min[axis]).min(SIDE as f64 - pen / 2.0 - max[axis]));
    for point in lines.iter_mut().flatten() {
        *point = [point[0] + by[0], point[1] + by[1]];
    }
    lines
}

/// Of a coverage that is not all 0, in pixels from the left and the top edge.
fn centre_of_mass(coverage: &[f32; PIXELS]) -> Point {
    let (mut sum, mut x, mut y) = (0.0, 0.0, 0.0);
    for (row, coverage) in coverage.as_chunks::<SIDE>().0.iter().enumerate() {
        for (start, coverage) in (0..SIDE).step_by(4).zip(coverage.as_chunks::<4>().0) {
            if *coverage == [0.0; 4] {
                continue; // as most are
            }
            for (column, &ink) in (start..).zip(coverage) {
                let ink = f64::from(ink);
                sum += ink;
                x += ink * (column as f64 + 0.5);
                y += ink * (row as f64 + 0.5);
            }
        }
    }
    [x / sum, y / sum]
}

/// 2²³: where a number so large is added, nothing behind the point is left, and the last bits are the whole number.
pub(super) const WHOLE: f32 = 8_388_608.0;

/// The nearest of 256 levels to a number in 0..=1. Not by conversion to an integer, which looks at the range of each and is
/// not vectorized.
pub(super) fn brightness(coverage: f32) -> u8 {
    let scaled = coverage * 255.0;
    let whole = scaled + WHOLE; // of two equally near ones the even one
    (whole.to_bits() + u32::from(scaled - (whole - WHOLE) >= 0.5)) as u8
}

fn middle(a: Point, b: Point) -> Point {
    [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0]
}

fn distance(a: Point, b: Point) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::data::drawing::read_drawings;
    use network::Image;

    fn image(strokes: &[Stroke]) -> Image {
        let brightness = rasterize(strokes).expect("there is a point").map(f32::from);
        Image::from_brightness(&brightness).expect("brightnesses with ink")
    }

    /// The page's tests read the same two files, and allow one brightness.
    #[test]
    fn golden_drawings_become_golden_images() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden");
        let drawings = read_drawings(&folder.join("drawings.ndjson")).expect("drawings");
        let images = std::fs::read_to_string(folder.join("images.ndjson")).expect("images");
        let images: Vec<Vec<u8>> =
            images.lines().map(|line| serde_json::from_str(line).expect("784 brightnesses")).collect();
        assert_eq!(drawings.len(), images.len());
        for (drawing, image) in drawings.iter().zip(images) {
            let found = rasterize(&drawing.strokes).expect("a drawing with points");
            assert!(found[..] == image[..], "{}", drawing.writer);
        }
    }

    #[test]
    fn nothing_gives_nothing() {
        assert_eq!(rasterize(&[]), None);
        assert_eq!(rasterize(&[vec![], vec![]]), None);
    }

    #[test]
    fn awkward_drawings_are_in_the_frame() {
        let spiral = |n: usize| (0..n).map(|i| [(i as f64 * 0.1).cos() * i as f64, (i as f64 * 0.1).sin() * i as f64]);
        for strokes in [
            vec![vec![[5.0, 5.0]]],
            vec![vec![[5.0, 5.0], [5.0, 5.0]]],
            vec![vec![[3.0, 1.0], [3.0, 900.0]]],
            vec![vec![[1.0, 3.0], [900.0, 3.0]]],
            vec![vec![[-1e9, 1e9], [1e9, -1e9]]],
            vec![vec![[1e-12, 0.0], [0.0, 1e-12]]],
            vec![vec![[0.0, 0.0], [10.0, 0.0], [10.0, 1.0], [0.0, 1.0]], vec![[5.0, 30.0]]],
            vec![spiral(100_000).collect()],
        ] {
            let image = image(&strokes);
            assert_eq!(image.normalize().expect("ink").image, image, "{:?} points", strokes[0].len());
        }
    }

    #[test]
    fn a_dot_is_what_is_no_longer_than_one() {
        let line = |length: f64| rasterize(&[vec![[0.0, 0.0], [0.0, length]]]).expect("points");
        assert_eq!(line(DOT), line(0.0));
        assert_eq!(line(2.0 * DOT), line(1.0));
        assert_ne!(line(1.0), line(0.0));
    }

    #[test]
    fn ink_is_moved_as_far_as_the_edge() {
        // With a pen of 3: from 3.5 to 21.5 across, from 4.5 to 11.5 down.
        let lines = vec![vec![[5.0, 6.0]], vec![[20.0, 10.0]]];
        for (by, expected) in [
            ([1.0, 2.0], [1.0, 2.0]),
            ([-9.0, -9.0], [-3.5, -4.5]),
            ([9.0, 20.0], [6.5, 16.5]),
            ([-3.0, 16.0], [-3.0, 16.0]),
        ] {
            let moved = [[5.0 + expected[0], 6.0 + expected[1]], [20.0 + expected[0], 10.0 + expected[1]]];
            assert_eq!(shift(lines.clone(), by, 3.0), moved.map(|point| vec![point]), "{by:?}");
        }
    }

    #[test]
    fn a_brightness_is_the_nearest() {
        for step in 0..=255_000 {
            let coverage = step as f32 / 255_000.0;
            assert_eq!(brightness(coverage), (coverage * 255.0).round() as u8, "{coverage}");
        }
    }

    /// A line 20 wide on a canvas of 280 × 280: 10 wide rows of pixels, the upper and the lower ones half.
    #[test]
    fn a_page_without_fitting_sends_what_is_where_it_was_drawn() {
        let drawing = |canvas, scale: f64, strokes: &[[Point; 2]]| Drawing {
            label: "1".into(),
            writer: String::new(),
            canvas,
            strokes: strokes.iter().map(|line| line.map(|point| point.map(|x| x * scale)).to_vec()).collect(),
        };
        let lying = [[95.0, 145.0], [225.0, 145.0]];
        let mut drawings = [280.0, 140.0, 840.0].map(|side| drawing(Some([side; 2]), side / 280.0, &[lying]));
        drawings[0].strokes.push(Vec::new());
        drawings[1].canvas = Some([140.0, 30.0]);
        drawings[2].canvas = Some([30.0, 840.0]);
        for drawing in drawings {
            let image = rasterize_unfitted(&drawing).expect("ink");
            for (row, pixels) in image.as_chunks::<SIDE>().0.iter().enumerate() {
                let expected = match row {
                    13 | 15 => 128,
                    14 => 255,
                    _ => 0,
                };
                assert_eq!(pixels[10..22], [expected; 12], "row {row}");
                assert_eq!(pixels[8] > 0, expected > 0, "its end in row {row}");
                assert_eq!((pixels[7], pixels[24]), (0, 0), "beyond its ends in row {row}");
            }
        }
        assert_eq!(rasterize_unfitted(&drawing(None, 1.0, &[lying])), None);
        assert_eq!(rasterize_unfitted(&drawing(Some([280.0; 2]), 1.0, &[])), None);
        assert_eq!(rasterize_unfitted(&drawing(Some([280.0; 2]), 10.0, &[lying])), None);
    }
}
