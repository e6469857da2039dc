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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Brightnesses by chance.
    fn pictures() -> impl Strategy<Value = [f32; PIXELS]> {
        prop::collection::vec(-1.0..1.0_f32, PIXELS).prop_map(|picture| picture.try_into().expect("784"))
    }

    fn pixel(row: usize, column: usize) -> usize {
        row * SIDE + column
    }

    /// What `of` makes of the pixels of the square around each pixel.
    fn around(picture: &[f32; PIXELS], reach: usize, of: impl Fn(&[f32]) -> f32) -> [f32; PIXELS] {
        let near = |at: usize| at.saturating_sub(reach)..=(at + reach).min(SIDE - 1);
        std::array::from_fn(|at| {
            let rows = near(at / SIDE);
            let square = rows.flat_map(|row| near(at % SIDE).map(move |column| picture[pixel(row, column)]));
            of(&square.collect::<Vec<_>>())
        })
    }

    fn mean_of(values: &[f32]) -> f32 {
        values.iter().sum::<f32>() / values.len() as f32
    }

    fn check_near(found: &[f32; PIXELS], expected: &[f32; PIXELS], bound: f32) {
        for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
            let place = (at / SIDE, at % SIDE);
            assert!((found - expected).abs() <= bound, "{found} at {place:?}, expected {expected}");
        }
    }

    #[test]
    fn a_level_is_of_most_of_the_border_or_of_most_pixels() {
        // A third of 784 is 261 ⅓.
        let with = |border: f32, inner: f32, of_border: usize| -> [f32; PIXELS] {
            let is_border = |at: usize| [at / SIDE, at % SIDE].iter().any(|&at| at == 0 || at == SIDE - 1);
            let mut left = of_border;
            std::array::from_fn(|at| {
                if is_border(at) {
                    border
                } else if left > 0 {
                    left -= 1;
                    border
                } else if inner.is_nan() {
                    at as f32 / 1000.0
                } else {
                    inner
                }
            })
        };
        const BORDER: usize = 4 * (SIDE - 1);
        assert_eq!(level(&with(0.9, f32::NAN, 262 - BORDER)), Some(0.9));
        assert_eq!(level(&with(0.9, f32::NAN, 261 - BORDER)), None, "too few");
        assert_eq!(level(&with(0.9, 0.8, 262 - BORDER)), Some(0.9), "most are others, but not of the border");
        assert_eq!(level(&with(0.9, 0.8, 0)), Some(0.8), "a frame");
        // Two sides but for their corners, and a little of the others, are most of the border, whichever sides they are.
        for sides in [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]] {
            let picture: [f32; PIXELS] = std::array::from_fn(|at| {
                let (row, column) = (at / SIDE, at % SIDE);
                let depths = [row, SIDE - 1 - row, column, SIDE - 1 - column];
                let is_of_level = sides.iter().any(|&side| depths[side] == 0)
                    || depths.contains(&0) && (row + column) % 9 == 5
                    || (9..18).contains(&row) && (2..26).contains(&column);
                if is_of_level && at > 0 && at != SIDE - 1 { 0.9 } else { 0.8 }
            });
            assert_eq!(level(&picture), Some(0.9), "{sides:?}");
        }
        // Of the border two of three.
        let mut broken = with(0.9, f32::NAN, 400);
        for at in (0..SIDE).step_by(3) {
            for at in [pixel(0, at), pixel(SIDE - 1, at), pixel(at, 0), pixel(at, SIDE - 1)] {
                broken[at] = at as f32 / 2000.0;
            }
        }
        assert_eq!(level(&broken), Some(0.9));
    }

    /// Whatever the slope and the vignette, and though a quarter is ink.
    #[test]
    fn an_even_ground_is_taken_away() {
        let slopes = [[0.0; 5], [0.3, 0.0, 0.0, 0.0, 0.0], [0.0, -0.2, 0.0, 0.0, 0.0], [0.1, 0.2, -0.2, 0.15, -0.1]];
        for [x, y, xx, xy, yy] in slopes {
            let ground: [f32; PIXELS] = std::array::from_fn(|at| {
                let [v, u] = [at / SIDE, at % SIDE].map(|at| at as f32 / 13.5 - 1.0);
                0.5 + x * u + y * v + xx * u * u + xy * u * v + yy * v * v
            });
            for ink in [0.0, -0.4, 0.25, 0.05, 0.02] {
                // Strokes to one side, so that they would tilt the ground.
                let written: [f32; PIXELS] = std::array::from_fn(|at| match (at / SIDE, at % SIDE) {
                    (4..24, 17..21) | (4..7, 7..17) | (18..24, 19..28) => ink,
                    _ => 0.0,
                });
                let picture = std::array::from_fn(|at| ground[at] + written[at]);
                check_near(&less_even_ground(&picture), &written, 1.2e-5);
            }
        }
    }

    proptest! {
        #[test]
        fn a_quantile_is_where_sorting_puts_it(
            values in prop::collection::vec(prop_oneof![
                -1.0..1.0_f32,
                // Of which the upper halves of the bits are the same.
                (0..4_u32).prop_map(|bits| f32::from_bits(1.0_f32.to_bits() + bits)),
                (0..4_u32).prop_map(|bits| f32::from_bits((-1.0_f32).to_bits() + (bits << 14))),
                Just(0.0),
            ], 1..=PIXELS),
            share in prop_oneof![Just(0.0), Just(1.0), 0.0..1.0_f32],
        ) {
            let mut sorted = values.clone();
            sorted.sort_by(f32::total_cmp);
            let at = ((values.len() - 1) as f32 * share) as usize;
            prop_assert_eq!(quantile(&values, share).to_bits(), sorted[at].to_bits());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(30))]

        #[test]
        fn a_mean_is_that_of_the_square(picture in pictures(), reach in 0..9_usize) {
            check_near(&mean(&picture, reach), &around(&picture, reach, mean_of), 1e-5);
        }

        /// By the definition: the largest of the least of each square.
        #[test]
        fn a_local_ground_is_an_opening(picture in pictures()) {
            let smooth = around(&picture, 1, mean_of);
            let least = around(&smooth, REACH, |values| values.iter().copied().fold(f32::INFINITY, f32::min));
            let opened = around(&least, REACH, |values| values.iter().copied().fold(f32::NEG_INFINITY, f32::max));
            let mut left: [f32; PIXELS] = std::array::from_fn(|at| picture[at] - opened[at]);
            let mut sorted = left;
            sorted.sort_by(f32::total_cmp);
            let middle = sorted[(783.0 * SURELY_GROUND) as usize];
            left.iter_mut().for_each(|left| *left -= middle);
            check_near(&less_local_ground(&picture), &left, 1e-5);
        }
    }
}
