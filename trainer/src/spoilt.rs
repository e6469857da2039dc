//! Spoilt digits: drawings and images of digits of which something was made that is none; and images of nothing.
//!
//! What can still be a digit is left out. Among it is all of which a network that knew digits alone was sure (90 %), half
//! of the time or more, that it is one and the same digit, but for what people don't take for one, like a mirrored 6 for a
//! 2; and what looks like a parenthesis, as a drawing of one is left out.

use std::f64::consts::TAU;

use network::{PIXELS, SIDE};
use rand::{Rng, RngExt};

use crate::doodle::{between, line};
use crate::drawing::{Point, Stroke};

/// A turn or a mirroring about the origin: the rows of its matrix, whose inverse is its transpose.
pub type Turn = [[f64; 2]; 2];

/// A mirroring after which a digit is none: not of 0, 1 and 8, and not of 2 and 5, which can be taken for each other.
pub fn mirroring(label: u8, rng: &mut impl Rng) -> Option<Turn> {
    const LEFT_TO_RIGHT: Turn = [[-1.0, 0.0], [0.0, 1.0]];
    const UPSIDE_DOWN: Turn = [[1.0, 0.0], [0.0, -1.0]];
    match label {
        3 => Some(LEFT_TO_RIGHT),
        4 | 6 | 7 | 9 => Some(if rng.random() { LEFT_TO_RIGHT } else { UPSIDE_DOWN }),
        _ => None,
    }
}

/// A quarter of a turn, after which only a 0 is still a digit.
pub fn quarter(label: u8, rng: &mut impl Rng) -> Option<Turn> {
    let way = if rng.random() { 1.0 } else { -1.0 };
    (label != 0).then_some([[0.0, way], [-way, 0.0]])
}

/// A digit turned.
pub fn turned(strokes: &[Stroke], turn: Turn) -> Vec<Stroke> {
    strokes.iter().map(|stroke| stroke.iter().map(|&point| apply(turn, point)).collect()).collect()
}

fn apply(turn: Turn, [x, y]: Point) -> Point {
    turn.map(|[a, b]| a * x + b * y)
}

/// Digits beside each other.
pub fn beside<'a>(digits: impl IntoIterator<Item = &'a [Stroke]>, rng: &mut impl Rng) -> Vec<Stroke> {
    let mut all = Vec::new();
    let mut right = 0.0;
    for strokes in digits {
        let (low, high) = bounds(strokes);
        let (scale, drop) = (between(rng, 0.8, 1.2), between(rng, -2.0, 2.0));
        let place = |&[x, y]: &Point| [right + (x - low[0]) * scale, (y - low[1]) * scale + drop];
        all.extend(strokes.iter().map(|stroke| stroke.iter().map(place).collect::<Stroke>()));
        right += (high[0] - low[0]) * scale + between(rng, 1.5, 7.5);
    }
    all
}

/// The first points of a digit or the last, less than half of them; `None` where that can be a digit.
pub fn half(strokes: &[Stroke], label: u8, rng: &mut impl Rng) -> Option<Vec<Stroke>> {
    let first = rng.random();
    if matches!((label, first), (0 | 1 | 3 | 4 | 7 | 9, _) | (6, true) | (2 | 5, false)) {
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
pub fn crossed_out(strokes: &[Stroke], rng: &mut impl Rng) -> Vec<Stroke> {
    let (low, high) = bounds(strokes);
    let how = rng.random_range(0..3);
    // At shares of the digit's width and height.
    let at = |x: f64, y: f64, rng: &mut _| {
        let along = |axis: usize, share: f64| low[axis] + (high[axis] - low[axis]) * share;
        [along(0, x) + between(rng, -2.0, 2.0), along(1, y) + between(rng, -2.0, 2.0)]
    };
    let mut stroke = |from: (f64, f64), to: (f64, f64)| line(at(from.0, from.1, rng), at(to.0, to.1, rng), rng);
    let crossing = match how {
        0 => vec![stroke((-0.3, 0.0), (1.3, 1.0)), stroke((1.3, 0.0), (-0.3, 1.0))],
        1 => vec![stroke((-0.4, 0.35), (1.4, 0.35)), stroke((-0.4, 0.6), (1.4, 0.6))],
        _ => vec![[0.1, 0.3, 0.5, 0.7].map(|y| stroke((-0.2, y), (1.2, y + 0.1))).concat()],
    };
    strokes.iter().cloned().chain(crossing).collect()
}

fn bounds(strokes: &[Stroke]) -> (Point, Point) {
    let with = |pick: fn(f64, f64) -> f64, start: f64| {
        strokes.iter().flatten().fold([start; 2], |most, point| [pick(most[0], point[0]), pick(most[1], point[1])])
    };
    (with(f64::min, f64::INFINITY), with(f64::max, f64::NEG_INFINITY))
}

/// An image's 784 intensities.
pub type Intensities = [f32; PIXELS];

/// An image turned.
pub fn turned_image(image: &Intensities, turn: Turn) -> Intensities {
    paint(|point| {
        let [[a, b], [c, d]] = turn;
        let [x, y] = apply([[a, c], [b, d]], point.map(|x| x - MIDDLE));
        at(image, [x + MIDDLE, y + MIDDLE])
    })
}

/// The upper, lower, left or right half of an image; `None` where that can be a digit.
pub fn half_image(image: &Intensities, label: u8, rng: &mut impl Rng) -> Option<Intensities> {
    let (axis, first) = (rng.random_range(0..2), rng.random());
    let none_left = match (axis, first) {
        (0, true) => !matches!(label, 1 | 6 | 7),
        (0, false) => !matches!(label, 1 | 3 | 4 | 5 | 7 | 9),
        (_, true) => matches!(label, 0 | 2 | 4 | 5),
        (_, false) => matches!(label, 0 | 2 | 3 | 5),
    };
    let edge = between(rng, 13.0, 15.5).floor();
    none_left.then(|| paint(|point| if (point[axis] < edge) == first { at(image, point) } else { 0.0 }))
}

/// Two images squeezed beside each other.
pub fn beside_image(images: [&Intensities; 2], rng: &mut impl Rng) -> Intensities {
    let (squeeze, nearer, down) = (between(rng, 1.6, 2.2), between(rng, 0.0, 1.5), between(rng, -3.0, 3.0));
    paint(|[x, y]| {
        let y = (y - MIDDLE) * squeeze + MIDDLE;
        let left = at(images[0], [(x - MIDDLE - nearer) * squeeze + 24.0, y]);
        left.max(at(images[1], [(x - MIDDLE + nearer) * squeeze + 4.0, y + down]))
    })
}

/// Two images of different digits upon each other, a few pixels apart; `None` where that can be a digit.
pub fn overlaid(images: [&Intensities; 2], labels: [u8; 2], rng: &mut impl Rng) -> Option<Intensities> {
    if labels[0] == labels[1] || matches!(labels, [1, 4] | [4, 1]) {
        return None;
    }
    let (away, angle) = (between(rng, 5.0, 9.0), between(rng, 0.0, TAU));
    let shift = [away * angle.cos(), away * angle.sin()];
    Some(paint(|[x, y]| at(images[0], [x, y]).max(at(images[1], [x + shift[0], y + shift[1]]))))
}

/// Dark ink on brighter paper.
pub fn negative(image: &Intensities, rng: &mut impl Rng) -> Intensities {
    let paper = between(rng, 0.3, 1.0) as f32;
    image.map(|intensity| paper * (1.0 - intensity))
}

/// Noise, fine or coarse, black and white or grey.
pub fn noise(rng: &mut impl Rng) -> Intensities {
    let (grain, share, grey) = (f64::from(1 << rng.random_range(0..4)), between(rng, 0.05, 0.9), rng.random());
    let mut cell = |_| {
        if !rng.random_bool(share) {
            0.0
        } else if grey {
            rng.random()
        } else {
            1.0
        }
    };
    let cells: Intensities = std::array::from_fn(&mut cell);
    paint(|point| at(&cells, point.map(|x| x / grain)))
}

/// Blots and boxes.
pub fn patches(rng: &mut impl Rng) -> Intensities {
    let round: bool = rng.random();
    let mut patch =
        |_| ([0; 2].map(|_| between(rng, 8.0, 20.0)), [0; 2].map(|_| between(rng, 3.0, 12.0)), rng.random());
    let patches: [(Point, Point, f32); 3] = std::array::from_fn(&mut patch);
    let count = 1 + (patches[0].2 * 3.0) as usize;
    paint(|point| {
        let covers = |(middle, reach, _): &&(Point, Point, f32)| {
            let [x, y] = [0, 1].map(|axis| (point[axis] - middle[axis]).abs() / reach[axis]);
            if round { x.hypot(y) < 1.0 } else { x.max(y) < 1.0 }
        };
        patches[..count].iter().filter(covers).map(|(_, _, intensity)| 0.3 + 0.7 * intensity).fold(0.0, f32::max)
    })
}

const MIDDLE: f64 = SIDE as f64 / 2.0;

/// An image from the intensity at each pixel's middle.
fn paint(intensity: impl Fn(Point) -> f32) -> Intensities {
    std::array::from_fn(|pixel| intensity([pixel % SIDE, pixel / SIDE].map(|at| at as f64 + 0.5)))
}

/// The intensity of the pixel at a point; 0 outside.
fn at(image: &Intensities, point: Point) -> f32 {
    let inside = point.iter().all(|x| (0.0..SIDE as f64).contains(x));
    if inside { image[point[1] as usize * SIDE + point[0] as usize] } else { 0.0 }
}
