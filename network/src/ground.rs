//! The ground of a picture: what it would be without ink, of one level, or sloped, vignetted and shadowed.

use crate::image::{PIXELS, SIDE};

/// The terms of a polynomial of second degree, as exponents of x and y.
const EXPONENTS: [[usize; 2]; TERMS] = [[0, 0], [1, 0], [0, 1], [2, 0], [1, 1], [0, 2]];
const TERMS: usize = 6;
/// Every other pixel both ways says as much as all.
const STEP: usize = 2;
const SAMPLED: usize = SIDE / STEP;
/// How often the polynomial is fitted again, each time by the pixels that lay near it the time before.
const ROUNDS: usize = 5;
/// Share of the pixels that are surely ground: of MNIST's images, ink covers 45 % at most.
const SURELY_GROUND: f32 = 0.45;
/// Half the side of the square in which no ink fits, less half a pixel: a square of 9 pixels, wider than the strokes
/// that are looked for in front of a shadow.
const REACH: usize = 4;

/// The level that most pixels of the border have exactly, or most of all, if at least a third of all have it. (A
/// broad brush leaves less than half.)
pub(crate) fn level(picture: &[f32; PIXELS]) -> Option<f32> {
    let border = (0..SIDE).flat_map(|i| [i, PIXELS - SIDE + i, i * SIDE, i * SIDE + SIDE - 1]);
    [majority(border.map(|pixel| picture[pixel])), majority(picture.iter().copied())]
        .into_iter()
        .find(|level| picture.iter().filter(|&brightness| brightness == level).count() * 3 >= PIXELS)
}

/// What more than half of them are, if there is such a one (Boyer and Moore 1981, MJRTY).
fn majority(levels: impl Iterator<Item = f32>) -> f32 {
    let (mut most, mut lead) = (0.0, 0_usize);
    for level in levels {
        if lead == 0 {
            most = level;
        }
        lead = if level == most { lead + 1 } else { lead - 1 };
    }
    most
}

/// How much each pixel is brighter than an even ground: a polynomial of second degree, fitted to the pixels that
/// lie near it (iteratively reweighted least squares, weights of Geman and McClure 1987).
pub(crate) fn less_even_ground(picture: &[f32; PIXELS]) -> [f32; PIXELS] {
    let mut ground = Polynomial([0.0; TERMS]);
    let mut weights = [1.0; SAMPLED * SAMPLED];
    for _ in 0..ROUNDS {
        ground = Polynomial::fitted(picture, &weights);
        let distances: [f32; SAMPLED * SAMPLED] = std::array::from_fn(|sample| {
            let (row, column) = (sample / SAMPLED * STEP, sample % SAMPLED * STEP);
            (picture[row * SIDE + column] - ground.at(row, column)).abs()
        });
        let near = 2.5 * quantile(&mut distances.clone(), SURELY_GROUND) + f32::EPSILON;
        weights = distances.map(|distance| {
            let far = 1.0 + (distance / near) * (distance / near);
            1.0 / (far * far)
        });
    }
    std::array::from_fn(|pixel| picture[pixel] - ground.at(pixel / SIDE, pixel % SIDE))
}

/// The coefficients of [`EXPONENTS`].
struct Polynomial([f32; TERMS]);

impl Polynomial {
    /// By least squares with a weight for each sampled pixel.
    fn fitted(picture: &[f32; PIXELS], weights: &[f32; SAMPLED * SAMPLED]) -> Self {
        // Sums of weight × x^i × y^j, and the same times the brightness: all that the equations are made of.
        let (mut moments, mut right) = ([[0.0; 5]; 5], [[0.0; 3]; 3]);
        for (row, weights) in weights.chunks_exact(SAMPLED).enumerate() {
            let (mut of_row, mut right_of_row) = ([0.0; 5], [0.0; 3]);
            for (column, weight) in weights.iter().enumerate() {
                let x = centred(column * STEP);
                let powers = [1.0, x, x * x, x * x * x, x * x * x * x];
                of_row.iter_mut().zip(powers).for_each(|(sum, power)| *sum += weight * power);
                let brightness = weight * picture[row * STEP * SIDE + column * STEP];
                right_of_row.iter_mut().zip(powers).for_each(|(sum, power)| *sum += brightness * power);
            }
            let mut power = 1.0;
            for (j, moments) in moments.iter_mut().enumerate() {
                moments.iter_mut().zip(of_row).for_each(|(sum, of_row)| *sum += power * of_row);
                if let Some(right) = right.get_mut(j) {
                    right.iter_mut().zip(right_of_row).for_each(|(sum, of_row)| *sum += power * of_row);
                }
                power *= centred(row * STEP);
            }
        }
        Self(solve(EXPONENTS.map(|[i, j]| {
            std::array::from_fn(|term| match EXPONENTS.get(term) {
                Some([k, l]) => moments[j + l][i + k],
                None => right[j][i],
            })
        })))
    }

    fn at(&self, row: usize, column: usize) -> f32 {
        let (x, y) = (centred(column), centred(row));
        let [one, of_x, of_y, of_xx, of_xy, of_yy] = self.0;
        one + (of_x + of_xx * x) * x + (of_y + of_xy * x + of_yy * y) * y
    }
}

/// −1 to 1 from the first pixel to the last.
fn centred(at: usize) -> f32 {
    (2 * at) as f32 / (SIDE - 1) as f32 - 1.0
}

/// Solves symmetric, positive equations by elimination; the right sides stand in the last column.
fn solve(mut equations: [[f32; TERMS + 1]; TERMS]) -> [f32; TERMS] {
    for i in 0..TERMS {
        // Keeps what few pixels leave open at 0.
        equations[i][i] += 1e-4;
        let upper = equations[i];
        for lower in &mut equations[i + 1..] {
            let factor = lower[i] / upper[i];
            for (lower, upper) in lower.iter_mut().zip(upper) {
                *lower -= factor * upper;
            }
        }
    }
    let mut solution = [0.0; TERMS];
    for i in (0..TERMS).rev() {
        let known: f32 = (i + 1..TERMS).map(|j| equations[i][j] * solution[j]).sum();
        solution[i] = (equations[i][TERMS] - known) / equations[i][i];
    }
    solution
}

/// How much each pixel is brighter than the largest ground below it under which no stroke fits: a morphological
/// opening of the picture without its grain.
pub(crate) fn less_local_ground(over: &[f32; PIXELS]) -> [f32; PIXELS] {
    let smooth = mean(over, 1);
    let ground = running(&running(&smooth, f32::min), f32::max);
    let mut left: [f32; PIXELS] = std::array::from_fn(|pixel| over[pixel] - ground[pixel]);
    // The opening lies as low as the grain reaches; the ground's middle is to be 0.
    let middle = quantile(&mut left.clone(), SURELY_GROUND);
    for over in &mut left {
        *over -= middle;
    }
    left
}

/// The least, or the largest, of a square around each pixel.
fn running(old: &[f32; PIXELS], of: impl Fn(f32, f32) -> f32) -> [f32; PIXELS] {
    let mut across = *old;
    for (old, new) in old.chunks_exact(SIDE).zip(across.chunks_exact_mut(SIDE)) {
        for shift in 1..=REACH {
            new[shift..].iter_mut().zip(old).for_each(|(new, old)| *new = of(*new, *old));
            new.iter_mut().zip(&old[shift..]).for_each(|(new, old)| *new = of(*new, *old));
        }
    }
    let mut new = across;
    for shift in (1..=REACH).map(|rows| rows * SIDE) {
        new[shift..].iter_mut().zip(&across).for_each(|(new, old)| *new = of(*new, *old));
        new.iter_mut().zip(&across[shift..]).for_each(|(new, old)| *new = of(*new, *old));
    }
    new
}

/// The mean of a square of 2 × `reach` + 1 pixels around each pixel, or what of it lies in the picture.
pub(crate) fn mean(old: &[f32; PIXELS], reach: usize) -> [f32; PIXELS] {
    let around = |at: usize| at.saturating_sub(reach)..(at + reach + 1).min(SIDE);
    let mut new = [0.0; PIXELS];
    for (row, new) in new.chunks_exact_mut(SIDE).enumerate() {
        let mut columns = [0.0; SIDE];
        for old in old.chunks_exact(SIDE).skip(around(row).start).take(around(row).len()) {
            columns.iter_mut().zip(old).for_each(|(sum, old)| *sum += old);
        }
        let mut left_of = [0.0; SIDE + 1];
        for (column, sum) in columns.iter().enumerate() {
            left_of[column + 1] = left_of[column] + sum;
        }
        for (column, new) in new.iter_mut().enumerate() {
            let sum = left_of[around(column).end] - left_of[around(column).start];
            *new = sum / (around(row).len() * around(column).len()) as f32;
        }
    }
    new
}

/// The value below which this share of the values lies. Not to be called with none.
pub(crate) fn quantile(values: &mut [f32], share: f32) -> f32 {
    let at = ((values.len() - 1) as f32 * share) as usize;
    *values.select_nth_unstable_by(at, f32::total_cmp).1
}
