//! Rasterizing: a drawing's strokes become the 784 brightnesses of an image in MNIST's frame.
//!
//! The same arithmetic, step for step, as `site/raster.js`; `tests/golden` holds the two together.

use multiversion::multiversion;
use network::{PIXELS, SIDE};

use crate::drawing::{Drawing, Point, Stroke};

/// Width of MNIST's pen in pixels, measured on its 60,000 training images.
pub const PEN: f64 = 2.5;
/// Longest side of the inked shape. Antialiasing makes 19 or 20 pixels of it, as in MNIST.
const FIT: f64 = 19.0;
/// MNIST's centre of mass, in pixel edges: the middle of pixel 14.
const CENTRE: f64 = 14.5;
/// A drawing no longer than this, in any unit, is a dot.
const DOT: f64 = 1e-9;
/// The most pieces that a curve between two points is cut into.
const PIECES: f64 = 8.0;

/// Lines through the points of each stroke, in pixels of the frame.
pub type Polylines = Vec<Vec<Point>>;

/// The 784 brightnesses of `strokes`, drawn with MNIST's pen. `None` when they hold no point.
#[must_use]
pub fn rasterize(strokes: &[Stroke]) -> Option<[u8; PIXELS]> {
    rasterize_with(strokes, PEN)
}

/// [`rasterize`] with a pen of another width, in pixels.
#[must_use]
pub fn rasterize_with(strokes: &[Stroke], pen: f64) -> Option<[u8; PIXELS]> {
    let mut lines: Polylines = in_frame(strokes)?.iter().map(|points| smooth(points)).collect();
    place(&mut lines, pen)?;
    let mut coverage = [0.0; PIXELS];
    paint(&lines, pen, SIDE, &mut coverage);
    let bounds = Bounds::of(&lines)?;
    let mass = centre_of_mass(&coverage);
    let shift = [0, 1].map(|axis| {
        let room = (pen / 2.0 - bounds.min[axis], SIDE as f64 - pen / 2.0 - bounds.max[axis]);
        (CENTRE - mass[axis]).clamp(room.0.min(0.0), room.1.max(0.0))
    });
    for point in lines.iter_mut().flatten() {
        *point = [point[0] + shift[0], point[1] + shift[1]];
    }
    paint(&lines, pen, SIDE, &mut coverage);
    Some(coverage.map(brightness))
}

/// The 784 brightnesses of a drawing as a page without any fitting sends them: drawn where it was on a canvas of
/// 280 × 280 with round strokes 20 wide, and each 10 × 10 of its pixels averaged. `None` when the drawing's box is not
/// known or no ink falls into it.
#[must_use]
pub fn rasterize_unfitted(drawing: &Drawing) -> Option<[u8; PIXELS]> {
    const SHRINK: usize = 10;
    const CANVAS: usize = SHRINK * SIDE;
    let [width, height] = drawing.canvas?;
    let scale = CANVAS as f64 / width.max(height);
    let strokes = drawing.strokes.iter().filter(|stroke| !stroke.is_empty());
    let lines = strokes.map(|stroke| stroke.iter().map(|point| point.map(|x| x * scale)).collect()).collect();
    let mut canvas = vec![0.0; CANVAS * CANVAS];
    paint(&lines, 20.0, CANVAS, &mut canvas);
    let image: [u8; PIXELS] = std::array::from_fn(|pixel| {
        let corner = pixel / SIDE * SHRINK * CANVAS + pixel % SIDE * SHRINK;
        let rows = (0..SHRINK).map(|row| &canvas[corner + row * CANVAS..][..SHRINK]);
        brightness(rows.flatten().sum::<f32>() / (SHRINK * SHRINK) as f32)
    });
    image.iter().any(|&ink| ink > 0).then_some(image)
}

/// The strokes' points, less repeated ones, scaled so that their longest side fits into the frame with MNIST's pen,
/// in the frame's middle. `None` when there is no point.
#[must_use]
pub fn in_frame(strokes: &[Stroke]) -> Option<Polylines> {
    let mut lines: Polylines = strokes.iter().filter(|stroke| !stroke.is_empty()).cloned().collect();
    lines.iter_mut().for_each(Vec::dedup);
    place(&mut lines, PEN)?;
    Some(lines)
}

/// Scales the lines so that a pen of this width makes their longest side the frame's, and moves them to its middle;
/// a dot stays a dot.
fn place(lines: &mut Polylines, pen: f64) -> Option<()> {
    let Bounds { min, max } = Bounds::of(lines)?;
    let longest = (max[0] - min[0]).max(max[1] - min[1]);
    let factor = if longest > DOT { (FIT - pen) / longest } else { 0.0 };
    let middle = SIDE as f64 / 2.0;
    for point in lines.iter_mut().flatten() {
        *point = [0, 1].map(|axis| middle + (point[axis] - (min[axis] + max[axis]) / 2.0) * factor);
    }
    Some(())
}

/// The line that the page draws through a stroke's points: from the first to the last, through the middles between
/// neighbours, curving towards the points between (quadratic Bézier curves), cut into pieces of at most a pixel.
fn smooth(points: &[Point]) -> Vec<Point> {
    let [first, .., last] = points else { return points.to_vec() };
    let mut line = vec![*first];
    for three in points.windows(3) {
        let (start, control, end) = (middle(three[0], three[1]), three[1], middle(three[1], three[2]));
        let pieces = (distance(start, control) + distance(control, end)).ceil().clamp(1.0, PIECES);
        line.push(start);
        for piece in 1..=pieces as usize {
            let t = piece as f64 / pieces;
            let at = |axis: usize| {
                (1.0 - t) * (1.0 - t) * start[axis] + 2.0 * (1.0 - t) * t * control[axis] + t * t * end[axis]
            };
            line.push([at(0), at(1)]);
        }
    }
    line.push(*last);
    line
}

/// Pixels of a row that are painted at once.
const LANES: usize = 8;

/// Covers the pixels of a square of `side` × `side`, `side` at least 8: 1 under the pen, falling to 0 over one pixel
/// at its edge.
#[multiversion(targets = "simd")]
pub fn paint(lines: &Polylines, pen: f64, side: usize, coverage: &mut [f32]) {
    let reach = (pen / 2.0 + 0.5) as f32;
    // The squared distance of each pixel's middle to the nearest line, as far as the pen reaches.
    coverage.fill(reach * reach);
    for line in lines {
        for (from, to) in line.iter().zip(&line[line.len().min(2) - 1..]) {
            approach(from.map(|x| x as f32), to.map(|x| x as f32), reach, side, coverage);
        }
    }
    for pixel in coverage {
        *pixel = (reach - pixel.sqrt()).clamp(0.0, 1.0);
    }
}

/// Lowers the squared distances of the pixels within `reach` of the segment from `a` to `b`, and of a few beside.
#[inline(always)]
fn approach(a: [f32; 2], b: [f32; 2], reach: f32, side: usize, squares: &mut [f32]) {
    let along = [b[0] - a[0], b[1] - a[1]];
    let length = along[0] * along[0] + along[1] * along[1];
    let inverse = if length > 0.0 { 1.0 / length } else { 0.0 };
    let pixels = |axis: usize| {
        let low = (a[axis].min(b[axis]) - reach).floor().clamp(0.0, side as f32) as usize;
        let high = (a[axis].max(b[axis]) + reach).ceil().clamp(0.0, side as f32) as usize;
        (low, high)
    };
    let ((left, right), (top, bottom)) = (pixels(0), pixels(1));
    for row in top..bottom {
        let y = row as f32 + 0.5 - a[1];
        for left in (left..right).step_by(LANES) {
            let left = left.min(side - LANES);
            let squares = &mut squares[row * side + left..][..LANES];
            for (lane, square) in squares.iter_mut().enumerate() {
                let x = (left + lane) as f32 + 0.5 - a[0];
                let t = ((x * along[0] + y * along[1]) * inverse).clamp(0.0, 1.0);
                let (dx, dy) = (x - t * along[0], y - t * along[1]);
                *square = square.min(dx * dx + dy * dy);
            }
        }
    }
}

/// Of 784 coverages, not all 0; x and y in pixel edges.
fn centre_of_mass(coverage: &[f32; PIXELS]) -> Point {
    let (mut sum, mut x, mut y) = (0.0, 0.0, 0.0);
    for (index, &ink) in coverage.iter().enumerate() {
        let ink = f64::from(ink);
        sum += ink;
        x += ink * ((index % SIDE) as f64 + 0.5);
        y += ink * ((index / SIDE) as f64 + 0.5);
    }
    [x / sum, y / sum]
}

fn brightness(coverage: f32) -> u8 {
    (coverage * 255.0).round() as u8
}

fn middle(a: Point, b: Point) -> Point {
    [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0]
}

fn distance(a: Point, b: Point) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

/// A bounding box.
struct Bounds {
    min: Point,
    max: Point,
}

impl Bounds {
    /// `None` when there is no point.
    fn of(lines: &Polylines) -> Option<Self> {
        let mut points = lines.iter().flatten();
        let first = *points.next()?;
        Some(points.fold(Self { min: first, max: first }, |bounds, point| Self {
            min: [bounds.min[0].min(point[0]), bounds.min[1].min(point[1])],
            max: [bounds.max[0].max(point[0]), bounds.max[1].max(point[1])],
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use network::Image;

    fn image(strokes: &[Stroke]) -> Image {
        let brightness = rasterize(strokes).expect("there is a point").map(f32::from);
        Image::from_brightness(&brightness).expect("brightnesses with ink")
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
            assert_eq!(image.framed(), image, "{:?} points", strokes[0].len());
        }
    }
}
