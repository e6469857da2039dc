//! Painting: how much of each pixel the pen covers that is led along some lines.

use std::array;

use multiversion::multiversion;

use crate::data::drawing::Stroke;

/// Pixels of a row that are painted at once.
const LANES: usize = 8;

/// Covers the pixels of a square of `side` × `side`, `side` at least 8: 1 under the pen, falling to 0 over one pixel
/// at its edge.
#[multiversion(targets = "simd")]
pub fn paint(lines: &[Stroke], pen: f64, side: usize, coverage: &mut [f32]) {
    let reach = (pen / 2.0 + 0.5) as f32;
    // The squared distance of each pixel's middle to the nearest line, as far as the pen reaches.
    coverage.fill(reach * reach);
    for line in lines {
        let ends = line.iter().zip(&line[line.len().min(2) - 1..]);
        let mut segments = ends.map(|(from, to)| [from, to].map(|point| point.map(|x| x as f32))).peekable();
        let mut twice = false;
        while let Some([from, to]) = segments.next() {
            if from == to && segments.peek().is_some() {
                twice = true; // as where two curves meet: it is painted with what begins there
            } else if std::mem::take(&mut twice) {
                approach::<true>(from, to, reach, side, coverage);
            } else {
                approach::<false>(from, to, reach, side, coverage);
            }
        }
    }
    for pixel in coverage {
        *pixel = (reach - pixel.sqrt()).clamp(0.0, 1.0);
    }
}

/// Lowers the squared distances of the pixels within `reach` of the segment from `a` to `b`, and of a few beside; with `DOT`
/// of the point `a` as well, whose own distance may be rounded to less.
#[inline(always)]
fn approach<const DOT: bool>(a: [f32; 2], b: [f32; 2], reach: f32, side: usize, squares: &mut [f32]) {
    let along = [b[0] - a[0], b[1] - a[1]];
    let length = along[0] * along[0] + along[1] * along[1];
    let inverse = if length > 0.0 { 1.0 / length } else { 0.0 };
    let pixels = |axis: usize| {
        let (low, high) = if a[axis] < b[axis] { (a[axis], b[axis]) } else { (b[axis], a[axis]) };
        // A number below 0 becomes 0.
        ((low - reach) as usize, ((high + reach) as usize + 1).min(side))
    };
    let ((left, right), (top, bottom)) = (pixels(0), pixels(1));
    let middle = |pixel: usize| f32::from(pixel as u16) + 0.5;
    for left in (left..right).step_by(LANES) {
        let left = left.min(side - LANES);
        let xs: [f32; LANES] = array::from_fn(|lane| middle(left + lane) - a[0]);
        for row in top..bottom {
            let y = middle(row) - a[1];
            for (x, square) in xs.iter().zip(&mut squares[row * side + left..][..LANES]) {
                let t = ((x * along[0] + y * along[1]) * inverse).clamp(0.0, 1.0);
                let (dx, dy) = (x - t * along[0], y - t * along[1]);
                *square = least(*square, dx * dx + dy * dy);
                if DOT {
                    *square = least(*square, x * x + y * y);
                }
            }
        }
    }
}

/// The lesser of two squares: their bits are in the same order, and the least of integers vectorizes better.
#[inline(always)]
fn least(a: f32, b: f32) -> f32 {
    f32::from_bits(a.to_bits().min(b.to_bits()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::drawing::Point;

    /// The distance of a point to a line, in the schoolbook's way.
    fn distance(point: Point, [from, to]: [Point; 2]) -> f64 {
        let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
        let along = (point[0] - from[0]) * dx + (point[1] - from[1]) * dy;
        let t = if from == to { 0.0 } else { (along / (dx * dx + dy * dy)).clamp(0.0, 1.0) };
        (point[0] - from[0] - t * dx).hypot(point[1] - from[1] - t * dy)
    }

    fn check(lines: &[Stroke], pen: f64, side: usize) {
        let mut coverage = vec![0.5; side * side];
        paint(lines, pen, side, &mut coverage);
        for (pixel, found) in coverage.into_iter().enumerate() {
            let at = [pixel % side, pixel / side].map(|x| x as f64 + 0.5);
            let nearest = |line: &Stroke| {
                let segments = line.windows(2).map(|ends| [ends[0], ends[1]]).chain(line.first().map(|&dot| [dot; 2]));
                segments.map(|segment| distance(at, segment)).fold(f64::INFINITY, f64::min)
            };
            let nearest = lines.iter().map(nearest).fold(f64::INFINITY, f64::min);
            let expected = (pen / 2.0 + 0.5 - nearest).clamp(0.0, 1.0);
            assert!((f64::from(found) - expected).abs() < 1e-4, "{found} at {at:?} of {lines:?}, expected {expected}");
        }
    }

    #[test]
    fn a_pixel_is_covered_by_how_near_the_pen_comes() {
        let lines: [&[Point]; 12] = [
            &[[10.2, 9.7]],
            &[[3.0, 4.0], [20.0, 17.0]],
            &[[20.0, 3.5], [2.3, 18.1]],
            &[[19.0, 15.0], [4.0, 2.0], [19.0, 2.0], [4.0, 19.0]],
            &[[7.0, 7.0], [7.0, 7.0]],
            &[[5.5, 5.5], [5.5, 5.5], [12.5, 5.5], [12.5, 5.5], [12.5, 5.5], [12.0, 14.0]],
            &[[8.0, 2.0], [8.0, 18.0]],
            &[[2.0, 8.0], [18.0, 8.0]],
            // At the edges, and beyond.
            &[[0.0, 0.0], [22.0, 22.0]],
            &[[21.9, 1.0], [21.9, 21.0]],
            &[[-9.0, 11.0], [40.0, 12.0]],
            &[[-3.0, -3.0], [-30.0, 4.0], [11.0, 60.0], [23.0, 10.0]],
        ];
        for pen in [0.3, 1.0, 2.5, 6.1] {
            for side in [8, 22, 28] {
                lines.iter().for_each(|line| check(&[line.to_vec()], pen, side));
                check(&lines.map(<[Point]>::to_vec), pen, side);
                check(&[], pen, side);
            }
        }
    }
}
