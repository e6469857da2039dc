//! Painting: how much of each pixel the pen covers that is led along some lines.

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
