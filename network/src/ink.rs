//! The ink of a picture: told from its ground, whichever of the two is darker.

use crate::image::{PIXELS, SIDE};

/// What was found: intensities in 0..=1, ink bright, the ground 0; and whether the ink was the darker.
pub(crate) struct Ink {
    pub intensities: [f32; PIXELS],
    pub inverted: bool,
}

/// Finds the ink, or says that there is none.
pub(crate) fn find(picture: &[f32; PIXELS]) -> Option<Ink> {
    let (low, high) = picture.iter().fold((f32::MAX, f32::MIN), |(low, high), &p| (low.min(p), high.max(p)));
    if low == high {
        return None;
    }
    // over[i]: how much pixel i is brighter than the ground
    let flat = flat_ground(picture);
    let mut over = match flat {
        Some(level) => picture.map(|p| p - level),
        None => {
            let ground = Ground::of(picture);
            std::array::from_fn(|pixel| picture[pixel] - ground.at(pixel))
        }
    };
    let inverted = polarity(&over, if flat.is_some() { 0.0 } else { noise(&over) }) < 0.0;
    if inverted {
        over = over.map(|o| -o);
    }
    if flat.is_none() && breadth(&over) < knob(19, 4.0) {
        let local = local_ground(&over);
        for (o, local) in over.iter_mut().zip(local) {
            *o -= local;
        }
        let mut sorted = over;
        let middle = *sorted.select_nth_unstable_by(PIXELS / 2 - 40, f32::total_cmp).1;
        over = over.map(|o| o - middle);
    }
    let noise = if flat.is_some() { 0.0 } else { noise(&over) };
    let clean = flat == Some(0.0) && high >= CLEAN;
    let peak = if clean { 1.0 } else { peak(&over) };
    if peak < knob(1, 4.5) * noise {
        return None;
    }
    let faint = ground_limit(&over, peak, flat.is_some()).min(knob(5, 0.35) * peak);
    let mut intensities = over.map(|o| ((o - faint) / (peak - faint)).clamp(0.0, 1.0));
    strip_edges(&mut intensities);
    drop_specks(&mut intensities);
    if intensities.iter().all(|&i| i == 0.0) { None } else { Some(Ink { intensities, inverted }) }
}

const CLEAN: f32 = 253.5 / 255.0;

/// The level that most of the border, and a third of all pixels, have exactly.
fn flat_ground(picture: &[f32; PIXELS]) -> Option<f32> {
    let border = (0..SIDE).flat_map(|i| [i, PIXELS - SIDE + i, i * SIDE, i * SIDE + SIDE - 1]).map(|p| picture[p]);
    [majority(border), majority(picture.iter().copied())]
        .into_iter()
        .find(|level| picture.iter().filter(|&p| p == level).count() * 3 >= PIXELS)
}

/// The one of which there are more than half, if there is one (Boyer and Moore 1981).
fn majority(levels: impl Iterator<Item = f32>) -> f32 {
    let (mut most, mut lead) = (0.0, 0_usize);
    for level in levels {
        if lead == 0 {
            most = level;
        }
        if level == most { lead += 1 } else { lead -= 1 }
    }
    most
}

/// A ground that changes evenly: a polynomial of second degree in x and y.
struct Ground([f32; TERMS]);

const TERMS: usize = 6;

fn terms(pixel: usize) -> [f32; TERMS] {
    let x = ((pixel % SIDE) as f32 - 13.5) / 13.5;
    let y = ((pixel / SIDE) as f32 - 13.5) / 13.5;
    [1.0, x, y, x * x, x * y, y * y]
}

impl Ground {
    fn of(picture: &[f32; PIXELS]) -> Self {
        let mut ground = Self([0.0; TERMS]);
        let mut width = f32::INFINITY;
        for _ in 0..knob(16, 5.0) as usize {
            let mut a = [[0.0_f32; TERMS + 1]; TERMS];
            // every second pixel, as on a chessboard
            let sample = || (0..PIXELS).filter(|p| if knob(17, 1.0) == 0.0 { (p / SIDE + p % SIDE) % 2 == 0 } else { p / SIDE % 2 == p % 4 / 2 && p % 2 == 0 });
            for pixel in sample() {
                let t = terms(pixel);
                let r = (picture[pixel] - ground.value(&t)) / width;
                let weight = if width.is_finite() { 1.0 / (1.0 + r * r).powi(2) } else { 1.0 };
                for i in 0..TERMS {
                    for j in i..TERMS {
                        a[i][j] += weight * t[i] * t[j];
                    }
                    a[i][TERMS] += weight * t[i] * picture[pixel];
                }
            }
            for i in 0..TERMS {
                for j in 0..i {
                    a[i][j] = a[j][i];
                }
                a[i][i] += 1e-4;
            }
            ground = Self(solve(a));
            let mut residuals: Vec<f32> = sample().map(|p| (picture[p] - ground.value(&terms(p))).abs()).collect();
            let mid = residuals.len() * 45 / 100;
            width = 2.5 * *residuals.select_nth_unstable_by(mid, f32::total_cmp).1 + 1e-6;
        }
        ground
    }

    fn value(&self, terms: &[f32; TERMS]) -> f32 {
        self.0.iter().zip(terms).map(|(c, t)| c * t).sum()
    }

    fn at(&self, pixel: usize) -> f32 {
        self.value(&terms(pixel))
    }
}

/// Gauss elimination of a symmetric, positive matrix with its right side.
fn solve(mut a: [[f32; TERMS + 1]; TERMS]) -> [f32; TERMS] {
    for i in 0..TERMS {
        for k in i + 1..TERMS {
            let factor = a[k][i] / a[i][i];
            for j in i..=TERMS {
                a[k][j] -= factor * a[i][j];
            }
        }
    }
    let mut x = [0.0; TERMS];
    for i in (0..TERMS).rev() {
        let sum: f32 = (i + 1..TERMS).map(|j| a[i][j] * x[j]).sum();
        x[i] = (a[i][TERMS] - sum) / a[i][i];
    }
    x
}

/// The deviation of the grain, from second differences, which know nothing of slopes and little of ink.
fn noise(over: &[f32; PIXELS]) -> f32 {
    let mut bends = Vec::with_capacity(2 * PIXELS);
    for row in 0..SIDE {
        for column in 1..SIDE - 1 {
            let p = row * SIDE + column;
            bends.push((over[p - 1] - 2.0 * over[p] + over[p + 1]).abs());
            let p = column * SIDE + row;
            bends.push((over[p - SIDE] - 2.0 * over[p] + over[p + SIDE]).abs());
        }
    }
    let at = (bends.len() as f32 * knob(18, 0.5)) as usize;
    *bends.select_nth_unstable_by(at, f32::total_cmp).1 / (0.6745 * 6.0_f32.sqrt())
}

/// How wide what is stronger than half the peak is.
fn breadth(over: &[f32; PIXELS]) -> f32 {
    let half = 0.5 * peak(over);
    let is = |row: usize, column: usize| row < SIDE && column < SIDE && over[row * SIDE + column] > half;
    let (mut area, mut edges) = (0.0, 0.0);
    for row in 0..SIDE {
        for column in 0..SIDE {
            if is(row, column) {
                area += 1.0;
                for (r, c) in [(row + 1, column), (row, column + 1), (row.wrapping_sub(1), column), (row, column.wrapping_sub(1))] {
                    if !is(r, c) {
                        edges += 1.0;
                    }
                }
            }
        }
    }
    2.0 * area / (edges * 0.785)
}

/// Above 0 where the ink is brighter.
fn polarity(over: &[f32; PIXELS], noise: f32) -> f32 {
    let beyond = 3.0 * noise;
    let (mut sum, mut all) = (0.0, 1e-9);
    for (pixel, &o) in over.iter().enumerate() {
        let (row, column) = (pixel / SIDE, pixel % SIDE);
        let inside = (2..SIDE - 2).contains(&row) && (2..SIDE - 2).contains(&column);
        let weight = if inside { 1.0 } else { 0.3 };
        let o = if o.abs() > beyond { o - beyond.copysign(o) } else { 0.0 };
        sum += weight * o;
        all += weight * o.abs();
    }
    if noise == 0.0 {
        return sum;
    }
    let near = mean(over, knob(14, 4.0) as usize);
    let (mut skew, mut size) = (0.0, 1e-20);
    for (&o, near) in over.iter().zip(near) {
        let h = o - near;
        skew += h * h * h;
        size += h.abs() * h * h;
    }
    knob(15, 1.0) * sum / all + knob(7, SKEW) * skew / size
}
static SKEW: f32 = 1.0;

/// The mean over a square of 2 × reach + 1.
fn mean(over: &[f32; PIXELS], reach: usize) -> [f32; PIXELS] {
    let mut new = [0.0; PIXELS];
    for row in 0..SIDE {
        for column in 0..SIDE {
            let (mut sum, mut n) = (0.0, 0.0);
            for r in row.saturating_sub(reach)..(row + reach + 1).min(SIDE) {
                for c in column.saturating_sub(reach)..(column + reach + 1).min(SIDE) {
                    sum += over[r * SIDE + c];
                    n += 1.0;
                }
            }
            new[row * SIDE + column] = sum / n;
        }
    }
    new
}


/// The strength of full ink.
fn peak(over: &[f32; PIXELS]) -> f32 {
    let inner = |pixel: &usize| {
        let (row, column) = (pixel / SIDE, pixel % SIDE);
        (2..SIDE - 2).contains(&row) && (2..SIDE - 2).contains(&column)
    };
    let most = (0..PIXELS).filter(inner).map(|p| over[p]).fold(0.0, f32::max);
    let mut strong: Vec<f32> = (0..PIXELS).filter(inner).map(|p| over[p]).filter(|&o| o > 0.5 * most).collect();
    if strong.is_empty() {
        return 0.0;
    }
    let at = ((strong.len() - 1) as f32 * knob(8, 0.75)) as usize;
    *strong.select_nth_unstable_by(at, f32::total_cmp).1
}

/// How strong the ground's own grain is: of what is away from the ink.
fn ground_limit(over: &[f32; PIXELS], peak: f32, flat: bool) -> f32 {
    let mut near = [false; PIXELS];
    for pixel in 0..PIXELS {
        if over[pixel] > knob(2, 0.4) * peak {
            let (row, column) = (pixel / SIDE, pixel % SIDE);
            for r in row.saturating_sub(2)..(row + 3).min(SIDE) {
                for c in column.saturating_sub(2)..(column + 3).min(SIDE) {
                    near[r * SIDE + c] = true;
                }
            }
        }
    }
    let mut away: Vec<f32> = (0..PIXELS).filter(|&p| !near[p] && (!flat || over[p] > 0.0)).map(|p| over[p]).collect();
    if flat && away.len() < 8 {
        return 0.0;
    }
    if away.len() < 20 && !flat {
        return 0.15 * peak;
    }
    let at = (away.len() as f32 * knob(3, 0.95)) as usize;
    (if flat { JPEG } else { knob(4, GRAIN) }) * away.select_nth_unstable_by(at, f32::total_cmp).1.max(0.0)
}
static JPEG: f32 = 2.0;
static GRAIN: f32 = 1.2;

/// The ground that is left where the polynomial doesn't follow: an opening, the largest ground under which no ink as
/// narrow as the window fits.
fn local_ground(over: &[f32; PIXELS]) -> [f32; PIXELS] {
    let smooth = mean(over, 1);
    running(&running(&smooth, f32::min), f32::max)
}

static KNOBS: std::sync::LazyLock<Vec<f32>> = std::sync::LazyLock::new(|| std::env::var("KNOBS").map_or(vec![], |k| k.split(',').map(|k| k.parse().unwrap()).collect()));
pub(crate) fn knob(i: usize, default: f32) -> f32 { KNOBS.get(i).copied().filter(|k| !k.is_nan()).unwrap_or(default) }

fn running(old: &[f32; PIXELS], of: fn(f32, f32) -> f32) -> [f32; PIXELS] {
    #[allow(non_snake_case)]
    let REACH = knob(0, 5.0) as usize;
    let mut across = *old;
    for row in 0..SIDE {
        for column in 0..SIDE {
            for c in column.saturating_sub(REACH)..(column + REACH + 1).min(SIDE) {
                across[row * SIDE + column] = of(across[row * SIDE + column], old[row * SIDE + c]);
            }
        }
    }
    let mut new = across;
    for row in 0..SIDE {
        for r in row.saturating_sub(REACH)..(row + REACH + 1).min(SIDE) {
            for column in 0..SIDE {
                new[row * SIDE + column] = of(new[row * SIDE + column], across[r * SIDE + column]);
            }
        }
    }
    new
}

/// Takes away lines along the edges.
fn strip_edges(ink: &mut [f32; PIXELS]) {
    for side in 0..4 {
        for depth in 0..4 {
            let at = |along: usize| match side {
                0 => depth * SIDE + along,
                1 => (SIDE - 1 - depth) * SIDE + along,
                2 => along * SIDE + depth,
                _ => along * SIDE + SIDE - 1 - depth,
            };
            let covered = (0..SIDE).filter(|&along| ink[at(along)] > 0.0).count();
            if covered >= SIDE - 2 {
                for along in 0..SIDE {
                    ink[at(along)] = 0.0;
                }
            }
        }
    }
}

/// Takes away what is far smaller than the ink, or belongs to the edge.
fn drop_specks(ink: &mut [f32; PIXELS]) {
    let mut label = [0_u8; PIXELS];
    // mass, inner mass
    let mut parts: Vec<(f32, f32)> = Vec::new();
    let mut stack = Vec::with_capacity(PIXELS);
    for start in 0..PIXELS {
        if ink[start] <= 0.0 || label[start] != 0 || parts.len() == 254 {
            continue;
        }
        let number = parts.len() as u8 + 1;
        let mut part = (0.0, 0.0);
        label[start] = number;
        stack.push(start);
        while let Some(pixel) = stack.pop() {
            let (row, column) = (pixel / SIDE, pixel % SIDE);
            part.0 += ink[pixel];
            if (3..SIDE - 3).contains(&row) && (3..SIDE - 3).contains(&column) {
                part.1 += ink[pixel];
            }
            for r in row.saturating_sub(1)..(row + 2).min(SIDE) {
                for c in column.saturating_sub(1)..(column + 2).min(SIDE) {
                    let next = r * SIDE + c;
                    if ink[next] > 0.0 && label[next] == 0 {
                        label[next] = number;
                        stack.push(next);
                    }
                }
            }
        }
        parts.push(part);
    }
    let main = parts.iter().map(|p| p.1).fold(0.0, f32::max);
    if main == 0.0 {
        return;
    }
    for pixel in 0..PIXELS {
        if label[pixel] > 0 {
            let (_, inner) = parts[label[pixel] as usize - 1];
            if inner < knob(6, 0.06) * main {
                ink[pixel] = 0.0;
            }
        }
    }
}
