//! The ground of a picture: what it would be without ink, of one level, or sloped, vignetted and shadowed.

use crate::image::{PIXELS, SIDE};

/// Terms of a polynomial of second degree in x and y.
const TERMS: usize = 6;
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
    // Every other pixel both ways says as much.
    let sampled: [usize; PIXELS / 4] = std::array::from_fn(|i| (i / (SIDE / 2) * SIDE + i % (SIDE / 2)) * 2);
    let terms = sampled.map(terms);
    let mut coefficients = [0.0; TERMS];
    let mut weights = [1.0; PIXELS / 4];
    for _ in 0..ROUNDS {
        let mut equations = [[0.0; TERMS + 1]; TERMS];
        for ((terms, pixel), weight) in terms.iter().zip(sampled).zip(weights) {
            for (equation, term) in equations.iter_mut().zip(terms) {
                let weighted = weight * term;
                for (sum, other) in equation.iter_mut().zip(terms) {
                    *sum += weighted * other;
                }
                equation[TERMS] += weighted * picture[pixel];
            }
        }
        coefficients = solve(equations);
        let mut distances: [f32; PIXELS / 4] =
            std::array::from_fn(|i| (picture[sampled[i]] - value(&coefficients, &terms[i])).abs());
        let before = distances;
        let near = 2.5 * quantile(&mut distances, SURELY_GROUND) + f32::EPSILON;
        weights = before.map(|distance| (1.0 + (distance / near).powi(2)).powi(-2));
    }
    std::array::from_fn(|pixel| picture[pixel] - value(&coefficients, &self::terms(pixel)))
}

fn terms(pixel: usize) -> [f32; TERMS] {
    let [y, x] = [pixel / SIDE, pixel % SIDE].map(|at| (2 * at) as f32 / (SIDE - 1) as f32 - 1.0);
    [1.0, x, y, x * x, x * y, y * y]
}

fn value(coefficients: &[f32; TERMS], terms: &[f32; TERMS]) -> f32 {
    coefficients.iter().zip(terms).map(|(coefficient, term)| coefficient * term).sum()
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
fn running(old: &[f32; PIXELS], of: fn(f32, f32) -> f32) -> [f32; PIXELS] {
    let along = |old: &[f32; PIXELS]| {
        let mut new = *old;
        for (old, new) in old.chunks_exact(SIDE).zip(new.chunks_exact_mut(SIDE)) {
            for shift in 1..=REACH {
                for i in shift..SIDE {
                    new[i] = of(new[i], old[i - shift]);
                    new[i - shift] = of(new[i - shift], old[i]);
                }
            }
        }
        new
    };
    transposed(&along(&transposed(&along(old))))
}

fn transposed(old: &[f32; PIXELS]) -> [f32; PIXELS] {
    std::array::from_fn(|pixel| old[pixel % SIDE * SIDE + pixel / SIDE])
}

/// The mean of a square of 2 × `reach` + 1 pixels around each pixel, or what of it lies in the picture.
pub(crate) fn mean(old: &[f32; PIXELS], reach: usize) -> [f32; PIXELS] {
    let along = |old: &[f32; PIXELS]| {
        let mut new = [0.0; PIXELS];
        for (old, new) in old.chunks_exact(SIDE).zip(new.chunks_exact_mut(SIDE)) {
            let mut sums = [0.0; SIDE + 1];
            for i in 0..SIDE {
                sums[i + 1] = sums[i] + old[i];
            }
            for (i, new) in new.iter_mut().enumerate() {
                let (first, end) = (i.saturating_sub(reach), (i + reach + 1).min(SIDE));
                *new = (sums[end] - sums[first]) / (end - first) as f32;
            }
        }
        new
    };
    transposed(&along(&transposed(&along(old))))
}

/// The value below which this share of the values lies. Not to be called with none.
pub(crate) fn quantile(values: &mut [f32], share: f32) -> f32 {
    let at = ((values.len() - 1) as f32 * share) as usize;
    *values.select_nth_unstable_by(at, f32::total_cmp).1
}
