//! The pen: how wide the ink's strokes are.

use crate::image::{PIXELS, SIDE};
use crate::ink::knob;

/// How wide strokes are, in pixels: twice their area over the length of their outline, which for grey edges is the
/// total variation.
pub(crate) fn width(ink: &[f32; PIXELS]) -> f32 {
    let at = |row: usize, column: usize| {
        let inside = (1..=SIDE).contains(&row) && (1..=SIDE).contains(&column);
        if inside { ink[(row - 1) * SIDE + column - 1] } else { 0.0 }
    };
    let mut outline = 0.0;
    for row in 0..=SIDE {
        for column in 0..=SIDE {
            let [a, b, c, d] = [at(row, column), at(row, column + 1), at(row + 1, column), at(row + 1, column + 1)];
            let (x, y) = ((b - a + d - c) / 2.0, (c - a + d - b) / 2.0);
            outline += (x * x + y * y).sqrt();
        }
    }
    2.0 * ink.iter().sum::<f32>() / outline
}

/// Broadens strokes to about `width` pixels
pub(crate) fn broaden(ink: &[f32; PIXELS], width: f32) -> [f32; PIXELS] {
    let radius = width / 2.0;
    let mut kernel = [[0.0_f32; 7]; 7];
    for (row, line) in kernel.iter_mut().enumerate() {
        for (column, weight) in line.iter_mut().enumerate() {
            let distance = (row as f32 - 3.0).hypot(column as f32 - 3.0);
            *weight = (radius + 0.5 - distance).clamp(0.0, 1.0);
        }
    }
    let mut new = [0.0; PIXELS];
    for pixel in 0..PIXELS {
        if ink[pixel] == 0.0 {
            continue;
        }
        let (row, column) = ((pixel / SIDE) as isize, (pixel % SIDE) as isize);
        for dy in -3..=3_isize {
            for dx in -3..=3_isize {
                let (r, c) = (row + dy, column + dx);
                if (0..SIDE as isize).contains(&r) && (0..SIDE as isize).contains(&c) {
                    new[r as usize * SIDE + c as usize] += ink[pixel] * kernel[(dy + 3) as usize][(dx + 3) as usize];
                }
            }
        }
    }
    let mut core: Vec<f32> = (0..PIXELS).filter(|&p| ink[p] > 0.3).map(|p| new[p]).collect();
    let at = (core.len() as f32 * knob(11, 0.5)) as usize;
    let full = knob(12, 1.0) * *core.select_nth_unstable_by(at, f32::total_cmp).1;
    let foot = knob(13, 0.2);
    new.map(|n| ((n / full - foot) / (1.0 - foot)).clamp(0.0, 1.0))
}
