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
        let spread = strongest(*picture) - picture.iter().copied().fold(1.0, f32::min);
        if full <= ABOVE_GRAIN * grain(&over) || full <= NOTHING * spread {
            return None;
        }
        let ground = above_ground(&over, full, level.is_some()).min(MOST_GROUND * full);
        let mut ink = over.map(|over| (over - ground).max(0.0));
        clear_edges(&mut ink);
        clear_specks(&mut ink);
        let strongest = strongest(ink);
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

/// Pixels that are not at the edge, where other things than ink may be.
fn inner(over: &[f32; PIXELS]) -> impl Iterator<Item = f32> {
    (2..SIDE - 2).flat_map(|row| &over[row * SIDE + 2..(row + 1) * SIDE - 2]).copied()
}

/// Whether there is full ink.
pub(crate) fn is_full(ink: &[f32; PIXELS]) -> bool {
    ink.iter().any(|&ink| ink >= FULL_INK)
}

pub(crate) fn strongest(ink: impl IntoIterator<Item = f32>) -> f32 {
    ink.into_iter().fold(0.0, f32::max)
}

/// How strong full ink is.
pub(crate) fn full_ink(over: &[f32; PIXELS]) -> f32 {
    let most = strongest(inner(over));
    let mut strong: Vec<f32> = inner(over).filter(|&over| 2.0 * over > most).collect();
    // Ink at the edge alone is ink, too.
    if most > 0.0 { quantile(&mut strong, STRONG) } else { strongest(*over) }
}

/// With full ink at 1, where it is to be; what is full but for rounding stays as it is.
pub(crate) fn strengthened(ink: &[f32; PIXELS], full: f32) -> [f32; PIXELS] {
    if full >= FULL_INK { *ink } else { ink.map(|ink| (ink / full).min(1.0)) }
}

/// How broad the strokes are, in pixels: twice the area of what is more than half as strong as full ink, over its
/// outline.
fn breadth(over: &[f32; PIXELS]) -> f32 {
    let half = full_ink(over) / 2.0;
    let (mut area, mut sides) = (0_u32, 0_u32);
    for row in 0..SIDE {
        for column in 0..SIDE {
            let pixel = row * SIDE + column;
            let ink = over[pixel] > half;
            area += u32::from(ink);
            sides += u32::from(column + 1 < SIDE && ink != (over[pixel + 1] > half));
            sides += u32::from(row + 1 < SIDE && ink != (over[pixel + SIDE] > half));
        }
    }
    // A slanted outline has 4 / π as many sides of pixels as its length, on average.
    2.0 * area as f32 / (sides.max(1) as f32 * std::f32::consts::FRAC_PI_4)
}

/// The deviation of the grain, from the median of second differences, to which slopes are nothing and ink little.
fn grain(over: &[f32; PIXELS]) -> f32 {
    let mut bends: Vec<f32> = over
        .chunks_exact(SIDE)
        .step_by(2)
        .flat_map(|row| row.windows(3).map(|w| (w[0] - 2.0 * w[1] + w[2]).abs()))
        .collect();
    // Of normal noise the median is 0.6745 deviations; a second difference has √6 times the deviation.
    quantile(&mut bends, 0.5) / (0.6745 * 6.0_f32.sqrt())
}

/// What the ground reaches at most, where it is away from the ink.
fn above_ground(over: &[f32; PIXELS], full: f32, exact: bool) -> f32 {
    let mut near = [false; PIXELS];
    for row in 0..SIDE {
        for column in 0..SIDE {
            if over[row * SIDE + column] > SURELY_INK * full {
                for near in near.chunks_exact_mut(SIDE).take(row + 3).skip(row.saturating_sub(2)) {
                    near[column.saturating_sub(2)..(column + 3).min(SIDE)].fill(true);
                }
            }
        }
    }
    let away = over.iter().zip(near).filter(|(over, near)| !near && (!exact || **over > 0.0));
    let mut away: Vec<f32> = away.map(|(over, _)| *over).collect();
    if away.len() < FEW {
        return 0.0;
    }
    quantile(&mut away, GROUND).max(0.0) * if exact { RINGS_MARGIN } else { GRAIN_MARGIN }
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
    const NONE: u16 = u16::MAX;
    let mut piece_of = [NONE; PIXELS];
    let mut sizes: Vec<f32> = Vec::new();
    let mut open = Vec::with_capacity(PIXELS);
    for start in 0..PIXELS {
        if ink[start] == 0.0 || piece_of[start] != NONE {
            continue;
        }
        let piece = sizes.len() as u16;
        let (mut all, mut within, mut reaches_edge) = (0.0, 0.0, false);
        piece_of[start] = piece;
        open.push(start);
        while let Some(pixel) = open.pop() {
            let (row, column) = (pixel / SIDE, pixel % SIDE);
            let edge = row.min(column).min(SIDE - 1 - row).min(SIDE - 1 - column);
            all += ink[pixel];
            within += if edge >= EDGE { ink[pixel] } else { 0.0 };
            reaches_edge |= edge == 0;
            for row in row.saturating_sub(1)..(row + 2).min(SIDE) {
                for column in column.saturating_sub(1)..(column + 2).min(SIDE) {
                    let next = row * SIDE + column;
                    if ink[next] > 0.0 && piece_of[next] == NONE {
                        piece_of[next] = piece;
                        open.push(next);
                    }
                }
            }
        }
        sizes.push(if reaches_edge { within } else { all });
    }
    let largest = sizes.iter().copied().fold(0.0, f32::max);
    for (ink, piece) in ink.iter_mut().zip(piece_of) {
        if piece != NONE && sizes[usize::from(piece)] < SPECK * largest {
            *ink = 0.0;
        }
    }
}
