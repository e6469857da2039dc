//! Corrupted digits: drawings of digits after something that leaves none.

use rand::RngExt;
use rand_pcg::Pcg64Mcg;

use super::digit::Digit;
use super::synthetic::{between, line};
use crate::data::drawing::{Bounds, Point, Stroke, bounding_box};

/// A turn or a mirroring about the origin: the rows of its matrix, whose inverse is its transpose.
pub type Turn = [[f64; 2]; 2];

/// A mirroring after which a digit is none: not of 0, 1 and 8, and not of 2 and 5, which can be taken for each other.
pub fn mirroring(label: u8, rng: &mut Pcg64Mcg) -> Option<Turn> {
    const LEFT_TO_RIGHT: Turn = [[-1.0, 0.0], [0.0, 1.0]];
    const UPSIDE_DOWN: Turn = [[1.0, 0.0], [0.0, -1.0]];
    match label {
        3 => Some(LEFT_TO_RIGHT),
        4 | 6 | 7 | 9 => Some(if rng.random() { LEFT_TO_RIGHT } else { UPSIDE_DOWN }),
        _ => None,
    }
}

/// A quarter of a turn, after which only a 0 is still a digit.
pub fn quarter(label: u8, rng: &mut Pcg64Mcg) -> Option<Turn> {
    let way = if rng.random() { 1.0 } else { -1.0 };
    (label != 0).then_some([[0.0, way], [-way, 0.0]])
}

/// A digit mirrored.
pub fn mirrored(digits: &[Digit], rng: &mut Pcg64Mcg) -> Option<Vec<Stroke>> {
    let (strokes, label) = pick(digits, rng)?;
    Some(turned(strokes, mirroring(*label, rng)?))
}

/// A digit that lies on its side.
pub fn lying(digits: &[Digit], rng: &mut Pcg64Mcg) -> Option<Vec<Stroke>> {
    let (strokes, label) = pick(digits, rng)?;
    Some(turned(strokes, quarter(*label, rng)?))
}

fn pick<'a>(digits: &'a [Digit], rng: &mut Pcg64Mcg) -> Option<&'a Digit> {
    digits.get(rng.random_range(0..digits.len().max(1)))
}

fn turned(strokes: &[Stroke], turn: Turn) -> Vec<Stroke> {
    strokes.iter().map(|stroke| stroke.iter().map(|&point| apply(turn, point)).collect()).collect()
}

/// A point turned about the origin.
pub fn apply(turn: Turn, [x, y]: Point) -> Point {
    turn.map(|[a, b]| a * x + b * y)
}

/// Two or three digits beside each other.
pub fn beside(digits: &[Digit], rng: &mut Pcg64Mcg) -> Option<Vec<Stroke>> {
    let count = rng.random_range(2..=3);
    let picked: Vec<_> = (0..count).map(|_| pick(digits, rng)).collect::<Option<_>>()?;
    let mut all = Vec::new();
    let mut right = 0.0;
    for (strokes, _) in picked {
        let Bounds { min, max } = bounding_box(strokes);
        let (scale, drop) = (between(rng, 0.8, 1.2), between(rng, -2.0, 2.0));
        let place = |&[x, y]: &Point| [right + (x - min[0]) * scale, (y - min[1]) * scale + drop];
        all.extend(strokes.iter().map(|stroke| stroke.iter().map(place).collect::<Stroke>()));
        right += (max[0] - min[0]) * scale + between(rng, 1.5, 7.5);
    }
    Some(all)
}

/// The first points of a digit or the last, less than half of them; `None` where that can be a digit.
pub fn half(digits: &[Digit], rng: &mut Pcg64Mcg) -> Option<Vec<Stroke>> {
    let (strokes, label) = pick(digits, rng)?;
    let first = rng.random();
    if matches!((*label, first), (0 | 1 | 3 | 4 | 7 | 9, _) | (6, true) | (2 | 5, false)) {
        return None;
    }
    let total: usize = strokes.iter().map(Vec::len).sum();
    let kept = (between(rng, 0.3, 0.5) * total as f64) as usize;
    let range = if first { 0..kept } else { total - kept..total };
    let mut index = 0..;
    let mut keep = |_: &&Point| index.next().is_some_and(|index| range.contains(&index));
    let halves = strokes.iter().map(|stroke| stroke.iter().filter(|p| keep(p)).copied().collect::<Stroke>());
    Some(halves.filter(|stroke| !stroke.is_empty()).collect())
}

/// A digit crossed out.
pub fn crossed_out(digits: &[Digit], rng: &mut Pcg64Mcg) -> Option<Vec<Stroke>> {
    let (strokes, _) = pick(digits, rng)?;
    let Bounds { min, max } = bounding_box(strokes);
    let how = rng.random_range(0..3);
    // At shares of the digit's width and height.
    let at = |x: f64, y: f64, rng: &mut _| {
        let along = |axis: usize, share: f64| min[axis] + (max[axis] - min[axis]) * share;
        [along(0, x) + between(rng, -2.0, 2.0), along(1, y) + between(rng, -2.0, 2.0)]
    };
    let mut stroke = |from: (f64, f64), to: (f64, f64)| line(at(from.0, from.1, rng), at(to.0, to.1, rng), rng);
    let crossing = match how {
        0 => vec![stroke((-0.3, 0.0), (1.3, 1.0)), stroke((1.3, 0.0), (-0.3, 1.0))],
        1 => vec![stroke((-0.4, 0.35), (1.4, 0.35)), stroke((-0.4, 0.6), (1.4, 0.6))],
        _ => vec![[0.1, 0.3, 0.5, 0.7].map(|y| stroke((-0.2, y), (1.2, y + 0.1))).concat()],
    };
    Some(strokes.iter().cloned().chain(crossing).collect())
}
