//! The ink of a picture: told from its ground, whichever of the two is darker, and from specks and lines at the edge.

use crate::ground::{less_even_ground, less_local_ground, level, mean, quantile};
use crate::image::{PIXELS, SIDE};

/// The largest intensity reaches this in each of MNIST's 70,000 images: 254 of 255, less what rounding takes.
const FULL_INK: f32 = 253.5 / 255.0;

/// Ink at least this many times as strong as the grain's deviation is ink: of 784 pixels of normal noise, the strongest is
/// 3.2 deviations off on average.
const ABOVE_GRAIN: f32 = 4.0;
/// What is left of a slope without grain or ink comes from rounding alone: less than this share of all its brightnesses.
const NOTHING: f32 = 1e-3;
/// Square in which dark and bright are weighed against each other, 13 pixels: some strokes wide.
const NEIGHBOURHOOD: usize = 6;
/// Strokes broader than this, in pixels, are a marker's or a brush's, and no shadow has to be looked for behind them.
const BROAD: f32 = 3.5;
/// Full ink is as strong as this share of the pixels that are more than half as strong as the strongest: crossings and
/// what is darkest by chance are stronger.
const STRONG: f32 = 0.75;
/// Share of the ground's pixels that are to be 0, and what the rest is allowed for.
const GROUND: f32 = 0.95;
const GRAIN_MARGIN: f32 = 1.2;
/// JPEG leaves rings around ink that are stronger than what it leaves farther away.
const RINGS_MARGIN: f32 = 3.0;
/// Nothing above this share of full ink is taken for ground.
const MOST_GROUND: f32 = 0.35;
/// Ink is cut off around what has this share of full ink, where the ground is looked for.
const SURELY_INK: f32 = 0.4;
/// So few pixels besides the ink are specks, and not grain.
const FEW: usize = 8;
/// A piece with less than this share of the largest piece's ink is a speck.
const SPECK: f32 = 0.06;
/// What lies within this many pixels of the edge, and reaches it, may be of a frame or a cut-off line.
const EDGE: usize = 3;
/// Pixels along the edge where other things than ink may be, and along a side within.
const MARGIN: usize = 2;
const INNER: usize = SIDE - 2 * MARGIN;
/// Pixels that are compared at once.
const LANES: usize = 8;

/// What was found: intensities in 0..=1, ink bright, the ground 0; and whether the ink was darker than the ground.
pub(crate) struct Ink {
    pub(crate) intensities: [f32; PIXELS],
    pub(crate) inverted: bool,
}

impl Ink {
    /// Finds the ink of a picture. `None` if there is none: all pixels alike, or grain alone.
    pub(crate) fn of(picture: &[f32; PIXELS]) -> Option<Self> {
        let level = level(picture);
        // How much brighter than the ground each pixel is.
        let mut over = match level {
            Some(level) => picture.map(|brightness| brightness - level),
            None => less_even_ground(picture),
        };
        let brighter = match level {
            Some(_) => over.iter().sum::<f32>() >= 0.0,
            None => is_brighter(&over),
        };
        if !brighter {
            over = over.map(|over| -over);
        }
        if level.is_none() && breadth(&over) < BROAD {
            over = less_local_ground(&over);
        }
        let full = full_ink(&over);
        let spread = strongest(picture) - extreme(picture, 1.0, |a, b| if b < a { b } else { a });
        if full <= ABOVE_GRAIN * grain(&over) || full <= NOTHING * spread {
            return None;
        }
        let ground = above_ground(&over, full, level.is_some()).min(MOST_GROUND * full);
        let mut ink = over.map(|over| (over - ground).max(0.0));
        clear_edges(&mut ink);
        clear_specks(&mut ink);
        let strongest = strongest(&ink);
        if strongest == 0.0 {
            return None;
        }
        // What was told from its ground exactly is scaled exactly.
        let full = if level.is_some() { strongest } else { full - ground };
        Some(Self { intensities: strengthened(&ink, full), inverted: !brighter })
    }
}

/// Whether the ink is brighter than its ground: thin ink leaves its neighbourhood's mean farther than the ground does.
fn is_brighter(over: &[f32; PIXELS]) -> bool {
    let near = mean(over, NEIGHBOURHOOD);
    over.iter().zip(near).map(|(over, near)| (over - near).powi(3)).sum::<f32>() >= 0.0
}

/// Whether there is full ink.
pub(crate) fn is_full(ink: &[f32; PIXELS]) -> bool {
    ink.iter().any(|&ink| ink >= FULL_INK)
}

pub(crate) fn strongest(ink: &[f32; PIXELS]) -> f32 {
    extreme(ink, 0.0, |a, b| if b > a { b } else { a })
}

/// The largest, or the least, of `first` and a multiple of [`LANES`] values, several at once.
fn extreme(values: &[f32], first: f32, of: impl Fn(f32, f32) -> f32) -> f32 {
    let mut lanes = [first; LANES];
    for values in values.as_chunks::<LANES>().0 {
        lanes.iter_mut().zip(values).for_each(|(lane, &value)| *lane = of(*lane, value));
    }
    lanes.into_iter().fold(first, of)
}

/// How strong full ink is.
pub(crate) fn full_ink(over: &[f32; PIXELS]) -> f32 {
    let inner: [f32; INNER * INNER] =
        std::array::from_fn(|pixel| over[(pixel / INNER + MARGIN) * SIDE + pixel % INNER + MARGIN]);
    let most = extreme(&inner, 0.0, |a, b| if b > a { b } else { a });
    // Ink at the edge alone is ink, too.
    if most == 0.0 {
        return strongest(over);
    }
    let mut strong = [0.0; INNER * INNER];
    quantile(chosen(&inner, |_, over| 2.0 * over > most, &mut strong), STRONG)
}

/// The values that are chosen by their place and what they are, one after the other.
pub(crate) fn chosen<'a>(values: &[f32], choose: impl Fn(usize, f32) -> bool, chosen: &'a mut [f32]) -> &'a [f32] {
    let mut count = 0;
    for (at, &value) in values.iter().enumerate() {
        // Without a branch: what is not chosen is written over.
        chosen[count] = value;
        count += usize::from(choose(at, value));
    }
    &chosen[..count]
}

/// With full ink at 1, where it is to be; what is full but for rounding stays as it is.
pub(crate) fn strengthened(ink: &[f32; PIXELS], full: f32) -> [f32; PIXELS] {
    if full >= FULL_INK { *ink } else { ink.map(|ink| (ink / full).min(1.0)) }
}

/// How broad the strokes are, in pixels: twice the area of what is more than half as strong as full ink, over its
/// outline.
fn breadth(over: &[f32; PIXELS]) -> f32 {
    let half = full_ink(over) / 2.0;
    let ink = over.map(|over| u8::from(over > half));
    let area: u32 = ink.iter().map(|&ink| u32::from(ink)).sum();
    let sides_between = |a: &[u8], b: &[u8]| a.iter().zip(b).map(|(a, b)| u32::from(a ^ b)).sum::<u32>();
    let across: u32 = ink.as_chunks::<SIDE>().0.iter().map(|row| sides_between(row, &row[1..])).sum();
    let sides = across + sides_between(&ink, &ink[SIDE..]);
    // A slanted outline has 4 / π as many sides of pixels as its length, on average.
    2.0 * area as f32 / (sides.max(1) as f32 * std::f32::consts::FRAC_PI_4)
}

/// The deviation of the grain, from the median of second differences, to which slopes are nothing and ink little.
fn grain(over: &[f32; PIXELS]) -> f32 {
    const BENDS: usize = SIDE - 2;
    let mut bends = [0.0; SIDE / 2 * BENDS];
    for (bends, row) in bends.as_chunks_mut::<BENDS>().0.iter_mut().zip(over.as_chunks::<SIDE>().0.iter().step_by(2)) {
        *bends = std::array::from_fn(|at| (row[at] - 2.0 * row[at + 1] + row[at + 2]).abs());
    }
    // Of normal noise the median is 0.6745 deviations; a second difference has √6 times the deviation.
    quantile(&bends, 0.5) / (0.6745 * 6.0_f32.sqrt())
}

/// What the ground reaches at most, where it is away from the ink.
fn above_ground(over: &[f32; PIXELS], full: f32, exact: bool) -> f32 {
    let mut across = over.map(|over| u8::from(over > SURELY_INK * full));
    for row in across.as_chunks_mut::<SIDE>().0 {
        let ink = *row;
        for shift in [1, 2] {
            row[shift..].iter_mut().zip(&ink).for_each(|(near, ink)| *near |= ink);
            row.iter_mut().zip(&ink[shift..]).for_each(|(near, ink)| *near |= ink);
        }
    }
    let mut near = across;
    for shift in [SIDE, 2 * SIDE] {
        near[shift..].iter_mut().zip(&across).for_each(|(near, ink)| *near |= ink);
        near.iter_mut().zip(&across[shift..]).for_each(|(near, ink)| *near |= ink);
    }
    let mut away = [0.0; PIXELS];
    let away = chosen(over, |pixel, over| (near[pixel] == 0) & (!exact | (over > 0.0)), &mut away);
    if away.len() < FEW {
        return 0.0;
    }
    quantile(away, GROUND).max(0.0) * if exact { RINGS_MARGIN } else { GRAIN_MARGIN }
}

/// Takes away lines that run along an edge from end to end, if other ink is left.
fn clear_edges(ink: &mut [f32; PIXELS]) {
    let before = *ink;
    for depth in 0..EDGE {
        for (start, step) in
            [(depth * SIDE, 1), ((SIDE - 1 - depth) * SIDE, 1), (depth, SIDE), (SIDE - 1 - depth, SIDE)]
        {
            let line = || (0..SIDE).map(|along| start + along * step);
            if line().filter(|&pixel| ink[pixel] > 0.0).count() == SIDE {
                line().for_each(|pixel| ink[pixel] = 0.0);
            }
        }
    }
    if ink.iter().all(|&ink| ink == 0.0) {
        *ink = before;
    }
}

/// Takes away the pieces (connected components) that are far smaller than the largest, or belong to the edge.
fn clear_specks(ink: &mut [f32; PIXELS]) {
    // With a pixel around it that is empty, so that each pixel has eight neighbours: (30, 30).
    const PADDED: usize = SIDE + 2;
    let mut left = [false; PADDED * PADDED];
    for (row, ink) in ink.as_chunks::<SIDE>().0.iter().enumerate() {
        left[(row + 1) * PADDED + 1..][..SIDE].iter_mut().zip(ink).for_each(|(left, &ink)| *left = ink > 0.0);
    }
    let mut piece_of = [0_u16; PIXELS];
    let mut sizes: Vec<f32> = Vec::new();
    let mut open = [0; PIXELS + 1];
    for padded in PADDED + 1..PADDED * (PADDED - 1) - 1 {
        if !left[padded] {
            continue;
        }
        let (mut all, mut within, mut reaches_edge) = (0.0, 0.0, false);
        left[padded] = false;
        open[0] = padded;
        let mut count = 1;
        while count > 0 {
            count -= 1;
            let padded = open[count];
            let (row, column) = (padded / PADDED - 1, padded % PADDED - 1);
            let pixel = row * SIDE + column;
            let edge = row.min(column).min(SIDE - 1 - row).min(SIDE - 1 - column);
            piece_of[pixel] = sizes.len() as u16;
            all += ink[pixel];
            within += if edge >= EDGE { ink[pixel] } else { 0.0 };
            reaches_edge |= edge == 0;
            for above in [padded - PADDED, padded, padded + PADDED] {
                for next in [above - 1, above, above + 1] {
                    // Without a branch: what is not left is written over.
                    open[count] = next;
                    count += usize::from(left[next]);
                    left[next] = false;
                }
            }
        }
        sizes.push(if reaches_edge { within } else { all });
    }
    let least = SPECK * sizes.iter().copied().fold(0.0, f32::max);
    if sizes.iter().all(|&size| size >= least) {
        return;
    }
    for (ink, piece) in ink.iter_mut().zip(piece_of) {
        if *ink > 0.0 && sizes[usize::from(piece)] < least {
            *ink = 0.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ink by its rows and columns, 0 elsewhere.
    fn inked(mut ink: impl FnMut(usize, usize) -> f32) -> [f32; PIXELS] {
        std::array::from_fn(|pixel| ink(pixel / SIDE, pixel % SIDE))
    }

    #[test]
    fn full_ink_is_what_most_of_the_strong_ink_reaches() {
        // A hundred pixels from 0.01 to 1: of the 50 over half of the strongest, three quarters are at most 0.88.
        let levels = inked(|row, column| match (row, column) {
            (5..15, 5..15) => ((row - 5) * 10 + column - 4) as f32 / 100.0,
            _ => 0.0,
        });
        assert_eq!(full_ink(&levels), 0.87);
        // What is at the edge counts where there is nothing else.
        let edge = |level: f32| inked(|row, column| if row < MARGIN || column >= SIDE - MARGIN { level } else { 0.0 });
        assert_eq!(full_ink(&edge(0.6)), 0.6);
        let (edge, inner) = (edge(0.9), inked(|row, column| if row == 2 && column == 25 { 0.3 } else { 0.0 }));
        assert_eq!(full_ink(&std::array::from_fn(|pixel| edge[pixel] + inner[pixel])), 0.3);
        assert_eq!(full_ink(&inked(|row, column| if row == 25 && column == 2 { 0.2 } else { 0.0 })), 0.2);
    }

    #[test]
    fn strokes_are_as_broad_as_they_are() {
        for expected in 1..8 {
            let line = inked(|row, column| f32::from((3..25).contains(&row) && (9..9 + expected).contains(&column)));
            let turned = inked(|row, column| line[column * SIDE + row]);
            for line in [line, turned] {
                // An upright line's outline has as many sides as its length, which a slanted one's has more of.
                let (area, sides) = ((22 * expected) as f32, (2 * (22 + expected)) as f32);
                assert_eq!(breadth(&line), 2.0 * area / (sides * std::f32::consts::FRAC_PI_4), "{expected}");
                // Nothing weaker than half counts.
                assert_eq!(breadth(&line.map(|ink| ink.max(0.45))), breadth(&line));
            }
        }
        assert_eq!(breadth(&[0.0; PIXELS]), 0.0);
    }

    #[test]
    fn grain_is_its_deviation_whatever_the_slope_and_the_ink() {
        let mut state = 1_u32;
        let mut uniform = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 23) as f32 - 1.0
        };
        for deviation in [0.0, 0.01, 0.1] {
            for (slope, ink) in [(0.0, 0.0), (0.02, 0.0), (0.02, 1.0)] {
                let picture = inked(|row, column| {
                    let normal = (0..12).map(|_| uniform()).sum::<f32>() / 2.0;
                    let ink = if (9..12).contains(&column) { ink } else { 0.0 };
                    slope * (row + column) as f32 + ink + deviation * normal
                });
                let found = grain(&picture);
                let bound = 0.85 * deviation - 1e-5..=1.4 * deviation + 1e-5;
                assert!(bound.contains(&found), "{found}, expected {deviation}: {slope}, {ink}");
            }
        }
    }

    #[test]
    fn the_ground_reaches_what_most_of_it_does_away_from_the_ink() {
        // A block of ink, grain of 0.01 to 0.2 in columns, and rings two pixels around the ink that are no ground.
        let picture = inked(|row, column| match (row, column) {
            (10..16, 10..16) => 1.0,
            (8..18, 8..18) => 0.3,
            _ => 0.01 * (column % 20 + 1) as f32,
        });
        let mut away: Vec<_> = (0..PIXELS)
            .filter(|pixel| !((8..18).contains(&(pixel / SIDE)) && (8..18).contains(&(pixel % SIDE))))
            .map(|pixel| picture[pixel])
            .collect();
        away.sort_by(f32::total_cmp);
        let most = away[((away.len() - 1) as f32 * GROUND) as usize];
        assert_eq!(above_ground(&picture, 1.0, false), GRAIN_MARGIN * most);
        assert_eq!(above_ground(&picture, 1.0, true), RINGS_MARGIN * most);
        // Below the ground's level there is grain, too, which is none where the level is exact.
        let lower = picture.map(|over| if over < 0.1 { -over } else { over });
        assert!(above_ground(&lower, 1.0, true) >= above_ground(&lower, 1.0, false));
        // What few pixels reach is specks'.
        for (count, expected) in [(FEW - 1, 0.0), (FEW, RINGS_MARGIN * 0.1)] {
            let specks = inked(|row, column| if row == 0 && column < 2 * count && column % 2 == 0 { 0.1 } else { 0.0 });
            assert_eq!(above_ground(&specks, 1.0, true), expected, "{count}");
        }
        assert_eq!(above_ground(&[-0.1; PIXELS], 1.0, false), 0.0);
    }

    #[test]
    fn lines_along_the_edges_are_taken_away_where_there_is_other_ink() {
        let digit = |row: usize, column: usize| (8..20).contains(&row) && (12..15).contains(&column);
        for depth in 0..=EDGE {
            for side in 0..4 {
                let is_line =
                    |row: usize, column: usize| [row, SIDE - 1 - row, column, SIDE - 1 - column][side] == depth;
                let cleared = |ink: [f32; PIXELS]| {
                    let mut cleared = ink;
                    clear_edges(&mut cleared);
                    cleared
                };
                let with_line = inked(|row, column| f32::from(is_line(row, column) || digit(row, column)));
                let without = inked(|row, column| f32::from(digit(row, column)));
                let expected = if depth < EDGE { without } else { with_line };
                assert!(cleared(with_line) == expected, "{depth} from side {side}");
                let alone = inked(|row, column| f32::from(is_line(row, column)));
                assert!(cleared(alone) == alone, "a line is all that there is, {depth} from side {side}");
                // What has a gap may be a stroke.
                let gap = |row: usize, column: usize| if side < 2 { column == 20 } else { row == 24 };
                let broken =
                    inked(|row, column| f32::from(is_line(row, column) && !gap(row, column) || digit(row, column)));
                assert!(cleared(broken) == broken, "a line with a gap, {depth} from side {side}");
            }
        }
    }

    #[test]
    fn pieces_far_smaller_than_the_largest_are_taken_away() {
        // Of 100 pixels.
        let digit = |row: usize, column: usize| (9..19).contains(&row) && (9..19).contains(&column);
        let check = |what: &str, piece: &dyn Fn(usize, usize) -> bool, stays: bool| {
            let mut ink = inked(|row, column| f32::from(digit(row, column) || piece(row, column)));
            let before = ink;
            clear_specks(&mut ink);
            let expected = inked(|row, column| f32::from(digit(row, column)));
            assert!(ink == if stays { before } else { expected }, "{what}");
        };
        check("six pixels", &|row, column| row == 5 && (5..11).contains(&column), true);
        check("five pixels", &|row, column| row == 5 && (5..10).contains(&column), false);
        check("six in a slant", &|row, column| row == column + 15 && (3..9).contains(&column), true);
        check("six in the other slant", &|row, column| row + column == 28 && (3..9).contains(&column), true);
        check("three and three", &|row, column| row == 5 && (5..12).contains(&column) && column != 8, false);
        check("what hangs on the digit by a corner", &|row, column| row == 8 && column == 8, true);
        // Of what reaches the edge only what lies within counts.
        for side in 0..4 {
            let depth = |row: usize, column: usize| [row, SIDE - 1 - row, column, SIDE - 1 - column][side];
            let along = |row: usize, column: usize| if side < 2 { column } else { row };
            check("a stroke from the edge on", &|row, column| along(row, column) == 22 && depth(row, column) < 9, true);
            check(
                "along the edge, and a stroke from there",
                &|row, column| {
                    (21..25).contains(&along(row, column)) && depth(row, column) == 0
                        || along(row, column) == 22 && depth(row, column) < 8
                },
                false,
            );
            check("a short one", &|row, column| along(row, column) == 22 && depth(row, column) < 8, false);
            check(
                "the same from a pixel within",
                &|row, column| along(row, column) == 22 && (1..8).contains(&depth(row, column)),
                true,
            );
        }
    }

    /// A reflection over half of the sheet is brighter than its ink is dark.
    #[test]
    fn thin_ink_tells_whether_it_is_brighter() {
        let dark = inked(|row, column| match (row, column) {
            (6..22, 6..8) | (6..8, 6..20) | (20..22, 10..22) => -0.5,
            (_, 12..) => 0.4,
            _ => 0.0,
        });
        assert!(!is_brighter(&dark));
        assert!(is_brighter(&dark.map(|over| -over)));
    }

    #[test]
    fn what_is_full_but_for_rounding_stays_as_it_is() {
        let ink = inked(|row, column| (row * column) as f32 / 1000.0);
        assert!(strengthened(&ink, FULL_INK) == ink);
        assert!(strengthened(&ink, 0.5) == ink.map(|ink| (2.0 * ink).min(1.0)));
        for (strongest, full) in [(255.0, true), (254.0, true), (253.0, false)] {
            assert_eq!(is_full(&inked(|row, column| if row + column == 0 { strongest / 255.0 } else { 0.0 })), full);
        }
    }
}
