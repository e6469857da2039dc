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
/// Of the pixels along a side, −1 to 1 from the first to the last.
const CENTRED: [f32; SIDE] = {
    let mut centred = [0.0; SIDE];
    let mut at = 0;
    while at < SIDE {
        centred[at] = (2 * at) as f32 / (SIDE - 1) as f32 - 1.0;
        at += 1;
    }
    centred
};

/// The level that most pixels of the border have exactly, or most of all, if at least a third of all have it. (A
/// broad brush leaves less than half.)
pub(crate) fn level(picture: &[f32; PIXELS]) -> Option<f32> {
    let border = (0..SIDE).flat_map(|i| [i, PIXELS - SIDE + i, i * SIDE, i * SIDE + SIDE - 1]);
    let is_level = |level: &f32| {
        picture.iter().map(|brightness| u32::from(brightness == level)).sum::<u32>() as usize * 3 >= PIXELS
    };
    let of_border = Some(majority(border.map(|pixel| picture[pixel]))).filter(is_level);
    of_border.or_else(|| Some(majority(picture.iter().copied())).filter(is_level))
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
        let mut distances = [0.0; SAMPLED * SAMPLED];
        for (row, distances) in distances.as_chunks_mut::<SAMPLED>().0.iter_mut().enumerate() {
            let over = ground.under(picture, row * STEP);
            *distances = std::array::from_fn(|column| over[column * STEP].abs());
        }
        let near = 2.5 * quantile(&distances, SURELY_GROUND) + f32::EPSILON;
        weights = distances.map(|distance| {
            let far = 1.0 + (distance / near) * (distance / near);
            1.0 / (far * far)
        });
    }
    let mut over = [0.0; PIXELS];
    for (row, over) in over.as_chunks_mut::<SIDE>().0.iter_mut().enumerate() {
        *over = ground.under(picture, row);
    }
    over
}

/// The coefficients of [`EXPONENTS`].
struct Polynomial([f32; TERMS]);

impl Polynomial {
    /// By least squares with a weight for each sampled pixel.
    fn fitted(picture: &[f32; PIXELS], weights: &[f32; SAMPLED * SAMPLED]) -> Self {
        // Sums of weight × x^i × y^j, and the same times the brightness: all that the equations are made of.
        let (mut moments, mut right) = ([[0.0; 5]; 5], [[0.0; 3]; 3]);
        // Those of all rows beside each other, so that they are summed at once.
        let (mut of_rows, mut right_of_rows) = ([[0.0; SAMPLED]; 5], [[0.0; SAMPLED]; 3]);
        for column in 0..SAMPLED {
            let x = CENTRED[column * STEP];
            let powers = [1.0, x, x * x, x * x * x, x * x * x * x];
            let weights: [f32; SAMPLED] = std::array::from_fn(|row| weights[row * SAMPLED + column]);
            let brightnesses: [f32; SAMPLED] =
                std::array::from_fn(|row| weights[row] * picture[row * STEP * SIDE + column * STEP]);
            for (sums, power) in of_rows.iter_mut().zip(powers) {
                sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight * power);
            }
            for (sums, power) in right_of_rows.iter_mut().zip(powers) {
                sums.iter_mut().zip(brightnesses).for_each(|(sum, brightness)| *sum += brightness * power);
            }
        }
        for row in 0..SAMPLED {
            let mut power = 1.0;
            for (j, moments) in moments.iter_mut().enumerate() {
                moments.iter_mut().zip(of_rows).for_each(|(sum, of_rows)| *sum += power * of_rows[row]);
                if let Some(right) = right.get_mut(j) {
                    right.iter_mut().zip(right_of_rows).for_each(|(sum, of_rows)| *sum += power * of_rows[row]);
                }
                power *= CENTRED[row * STEP];
            }
        }
        Self(solve(EXPONENTS.map(|[i, j]| {
            std::array::from_fn(|term| match EXPONENTS.get(term) {
                Some([k, l]) => moments[j + l][i + k],
                None => right[j][i],
            })
        })))
    }

    /// How much each pixel of a row is brighter.
    fn under(&self, picture: &[f32; PIXELS], row: usize) -> [f32; SIDE] {
        let [one, of_x, of_y, of_xx, of_xy, of_yy] = self.0;
        let (y, picture) = (CENTRED[row], &picture.as_chunks::<SIDE>().0[row]);
        std::array::from_fn(|column| {
            let x = CENTRED[column];
            picture[column] - (one + (of_x + of_xx * x) * x + (of_y + of_xy * x + of_yy * y) * y)
        })
    }
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
    let ground = running(&smooth, f32::INFINITY, |a, b| if b < a { b } else { a });
    let ground = running(&ground, f32::NEG_INFINITY, |a, b| if b > a { b } else { a });
    let mut left: [f32; PIXELS] = std::array::from_fn(|pixel| over[pixel] - ground[pixel]);
    // The opening lies as low as the grain reaches; the ground's middle is to be 0.
    let middle = quantile(&left, SURELY_GROUND);
    for over in &mut left {
        *over -= middle;
    }
    left
}

/// The least, or the largest, of a square around each pixel; `beyond` is what never is it.
fn running(old: &[f32; PIXELS], beyond: f32, of: impl Fn(f32, f32) -> f32) -> [f32; PIXELS] {
    const PADDED: usize = SIDE + 2 * REACH;
    let mut across = [beyond; SIDE * PADDED]; // (28, 36)
    for (old, across) in old.as_chunks::<SIDE>().0.iter().zip(across.as_chunks_mut::<PADDED>().0) {
        across[REACH..REACH + SIDE].copy_from_slice(old);
    }
    of_windows::<1, { SIDE * PADDED }>(&mut across, &of);
    let mut down = [beyond; PADDED * SIDE]; // (36, 28)
    for (across, down) in across.as_chunks::<PADDED>().0.iter().zip(down.as_chunks_mut::<SIDE>().0[REACH..].iter_mut())
    {
        down.copy_from_slice(&across[..SIDE]);
    }
    of_windows::<SIDE, { SIDE * PADDED }>(&mut down, &of);
    std::array::from_fn(|pixel| down[pixel])
}

/// Each value becomes the least, or the largest, of the 2 × `REACH` + 1 values from it on, `STEP` apart: windows twice as
/// long each time.
fn of_windows<const STEP: usize, const N: usize>(values: &mut [f32; N], of: &impl Fn(f32, f32) -> f32) {
    for shift in [1, 2, REACH, 1].map(|values| values * STEP) {
        for at in 0..N - shift {
            values[at] = of(values[at], values[at + shift]);
        }
    }
}

/// The mean of a square of 2 × `reach` + 1 pixels around each pixel, or what of it lies in the picture.
pub(crate) fn mean(old: &[f32; PIXELS], reach: usize) -> [f32; PIXELS] {
    let around: [_; SIDE] = std::array::from_fn(|at: usize| at.saturating_sub(reach)..(at + reach + 1).min(SIDE));
    let lengths = around.each_ref().map(|around| around.len() as f32);
    let mut columns = [[0.0; SIDE]; SIDE]; // columns first, so that all rows are summed at once
    for (row, around) in around.iter().enumerate() {
        let mut sums = [0.0; SIDE];
        for old in &old.as_chunks::<SIDE>().0[around.clone()] {
            sums.iter_mut().zip(old).for_each(|(sum, old)| *sum += old);
        }
        columns.iter_mut().zip(sums).for_each(|(column, sum)| column[row] = sum);
    }
    let mut left_of = [[0.0; SIDE]; SIDE + 1];
    for (column, sums) in columns.iter().enumerate() {
        left_of[column + 1] = std::array::from_fn(|row| left_of[column][row] + sums[row]);
    }
    for (column, around) in around.iter().enumerate() {
        let (start, end) = (&left_of[around.start], &left_of[around.end]);
        columns[column] = std::array::from_fn(|row| (end[row] - start[row]) / (lengths[row] * lengths[column]));
    }
    std::array::from_fn(|pixel| columns[pixel % SIDE][pixel / SIDE])
}

/// The value below which this share of the values, at most 784, lies. Not to be called with none.
pub(crate) fn quantile(values: &[f32], share: f32) -> f32 {
    let at = ((values.len() - 1) as f32 * share) as u16;
    // Integers in the order of the numbers that have these bits, and back.
    let key = |bits: i32| bits ^ (bits >> 31 & i32::MAX);
    let (mut upper, mut lower) = ([0_i16; PIXELS], [0_i16; PIXELS]);
    for ((upper, lower), value) in upper.iter_mut().zip(&mut lower).zip(values) {
        let key = key(value.to_bits() as i32);
        (*upper, *lower) = ((key >> 16) as i16, (key ^ 0x8000) as i16);
    }
    let upper = &upper[..values.len()];
    let (half, below) = ranked(upper, at);
    let mut count = 0;
    for (at, &upper) in upper.iter().enumerate() {
        lower[count] = lower[at];
        count += usize::from(upper == half);
    }
    let (other, _) = ranked(&lower[..count], at - below);
    f32::from_bits(key(i32::from(half) << 16 | (i32::from(other) & 0xffff ^ 0x8000)) as u32)
}

/// The value at a place in their order, and how many are less. By bisection: counting has no branches that depend on the
/// values, as sorting and selecting have.
fn ranked(values: &[i16], at: u16) -> (i16, u16) {
    let extremes = |(low, high): (i16, i16), &value: &i16| (low.min(value), high.max(value));
    let (low, high) = values.iter().fold((i16::MAX, i16::MIN), extremes);
    let (mut low, mut high, mut below) = (i32::from(low), i32::from(high), 0);
    while low < high {
        let middle = (low + high) >> 1;
        let up_to = values.iter().map(|&value| u16::from(value <= middle as i16)).sum();
        if up_to > at { high = middle } else { (low, below) = (middle + 1, up_to) }
    }
    (low as i16, below)
}
