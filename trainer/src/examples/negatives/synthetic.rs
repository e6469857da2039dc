//! Synthetic negatives: strokes made by chance that are no digit, in a square of about 20 × 20.

use std::f64::consts::{PI, TAU};

use rand::{Rng, RngExt};

use crate::data::drawing::{Point, Stroke};

/// Side of the square.
const SIDE: f64 = 20.0;

/// A pen that wanders, up to three times.
pub fn scribble(rng: &mut impl Rng) -> Vec<Stroke> {
    let wander = |rng: &mut _| {
        let mut at = anywhere(rng);
        let (mut heading, mut turn) = (between(rng, 0.0, TAU), 0.0);
        let points = RngExt::random_range(rng, 25..90);
        let step = |_| {
            turn = 0.8 * turn + between(rng, -0.35, 0.35);
            heading += turn;
            at = polar(at, between(rng, 0.8, 2.0), heading).map(|x| x.clamp(-2.0, SIDE + 2.0));
            at
        };
        (0..points).map(step).collect()
    };
    (0..rng.random_range(1..=3)).map(|_| wander(rng)).collect()
}

/// To and fro, as one blackens a patch.
pub fn hatching(rng: &mut impl Rng) -> Vec<Stroke> {
    let (lines, wide, angle) = (rng.random_range(5..16), between(rng, 4.0, 22.0), between(rng, 0.0, TAU));
    let end = |line| {
        let across = if line % 2 == 0 { 0.0 } else { wide };
        turned([f64::from(line) / f64::from(lines) * SIDE, across + between(rng, -2.0, 2.0)], angle)
    };
    vec![(0..lines).map(end).collect()]
}

/// Straight strokes anywhere.
pub fn sticks(rng: &mut impl Rng) -> Vec<Stroke> {
    (0..rng.random_range(2..7)).map(|_| line(anywhere(rng), anywhere(rng), rng)).collect()
}

/// A polygon of three to five corners, or a star of five to seven (of six, drawn in one go: a triangle twice).
pub fn shape(rng: &mut impl Rng) -> Vec<Stroke> {
    let (turn, narrow) = (between(rng, 0.0, TAU), between(rng, 0.6, 1.0));
    let corners = rng.random_range(3..8);
    let radius = SIDE / 2.0;
    // (corners, corners passed from one to the next, the least radius, the radius of every other corner)
    let (corners, stride, inner) = match rng.random_range(0..3) {
        0 if corners >= 5 => (corners, 2, radius), // drawn in one go
        1 if corners >= 5 => (2 * corners, 1, between(rng, 3.0, 6.0)),
        _ => (corners.min(5), 1, radius),
    };
    let corner = |index: u32| {
        let radius = if index.is_multiple_of(2) { radius } else { inner } + between(rng, -1.0, 1.0);
        polar([0.0; 2], radius, turn + TAU * f64::from(index * stride) / f64::from(corners))
    };
    let points: Vec<Point> = (0..=corners).map(corner).collect();
    let outline = points.windows(2).flat_map(|ends| line(ends[0], ends[1], rng));
    vec![outline.map(|[x, y]| [x * narrow, y]).collect()]
}

/// A spiral of more than a turn and a half.
pub fn spiral(rng: &mut impl Rng) -> Vec<Stroke> {
    let (start, narrow) = (between(rng, 0.0, TAU), between(rng, 0.6, 1.4));
    let turns = between(rng, 1.7, 4.5) * if rng.random() { 1.0 } else { -1.0 };
    vec![curve(100, |t| {
        let [x, y] = polar([0.0; 2], SIDE / 2.0 * t, start + turns * TAU * t);
        [x * narrow, y]
    })]
}

/// A wave or a zigzag that lies, more or less.
pub fn wave(rng: &mut impl Rng) -> Vec<Stroke> {
    let (waves, high, slope) = (between(rng, 1.5, 5.0), between(rng, 1.0, 4.5), between(rng, -12.0, 12.0));
    let sharp = rng.random_bool(0.4);
    let up = |phase: f64| if sharp { 4.0 * ((phase + 0.25).fract() - 0.5).abs() - 1.0 } else { (phase * TAU).sin() };
    vec![curve(80, |t| [t * 24.0, high * up(t * waves) + slope * t])]
}

/// Dots and dashes, apart.
pub fn dots(rng: &mut impl Rng) -> Vec<Stroke> {
    let count = rng.random_range(2..6);
    let dot = |_| {
        let at = anywhere(rng);
        if rng.random() { vec![at] } else { line(at, polar(at, between(rng, 0.5, 2.0), between(rng, 0.0, TAU)), rng) }
    };
    (0..count).map(dot).collect()
}

/// One line or two, too flat for a 1: MNIST's lean to the right by up to 50 degrees, hardly to the left.
pub fn flat_line(rng: &mut impl Rng) -> Vec<Stroke> {
    let first = line([0.0; 2], polar([0.0; 2], SIDE, between(rng, -20.0, 40.0).to_radians()), rng);
    if rng.random_bool(0.7) {
        return vec![first];
    }
    let gap = between(rng, 3.0, 12.0);
    let second = first.iter().map(|[x, y]| [x + between(rng, -2.0, 2.0), y + gap]).collect();
    vec![first, second]
}

/// What one draws besides: crosses, arrows, bars, a grid, a house, a heart, a face, a tick, rings, flowers.
pub fn sign(rng: &mut impl Rng) -> Vec<Stroke> {
    let turn = if rng.random() { between(rng, 0.0, TAU) } else { 0.0 };
    match rng.random_range(0..12) {
        0 => path("0,10 20,10;10,0 10,20", turn, rng),
        1 => path("0,10 20,10;14,4 20,10 14,16", 2.0 * turn, rng),
        2 => path("6,0 6,20;14,0 14,20;0,6 20,6;0,14 20,14", 0.0, rng),
        3 => path("0,0 0,18;6,0 6,18;12,0 12,18", turn, rng),
        4 => path("0,9 0,20 18,20 18,9 0,9;-2,9 9,0 20,9;7,20 7,14 11,14 11,20", 0.0, rng),
        5 => path("0,12 6,20 20,0", 0.0, rng),
        6 => {
            let heart = |t: f64| {
                let (sin, cos) = (TAU * t).sin_cos();
                let up = 13.0 * cos - 5.0 * (2.0 * TAU * t).cos() - 2.0 * (3.0 * TAU * t).cos() - (4.0 * TAU * t).cos();
                [16.0 * sin.powi(3), -up]
            };
            vec![curve(60, heart)]
        }
        7 => {
            let eye = between(rng, 1.0, 2.0);
            let mouth = arc([0.0, 1.0], 5.0, 0.2 * PI, 0.8 * PI);
            vec![ring(10.0), arc([-4.0, -3.0], eye, 0.0, TAU), arc([4.0, -3.0], eye, 0.0, TAU), mouth]
        }
        8 => vec![curve(60, |t| [12.0 * (TAU * t).cos(), 6.0 * (2.0 * TAU * t).sin()])],
        9 => vec![ring(10.0), ring(4.0)],
        10 => [vec![ring(10.0)], path("-10,0 10,0;0,-10 0,10", turn, rng)].concat(),
        _ => {
            let petals = f64::from(rng.random_range(4..8));
            let radius = |t: f64| 10.0 * (0.35 + 0.65 * (petals * PI * t).sin().abs());
            vec![curve(120, |t| polar([0.0; 2], radius(t), TAU * t))]
        }
    }
}

/// A line as a hand draws it: of several points, and not quite straight.
pub fn line(from: Point, to: Point, rng: &mut impl Rng) -> Stroke {
    let bow = between(rng, -0.25, 0.25);
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    curve(6, |t| {
        let aside = bow * t * (1.0 - t);
        [from[0] + dx * t - dy * aside, from[1] + dy * t + dx * aside]
    })
}

/// A number from `low` to `high`.
pub fn between(rng: &mut impl Rng, low: f64, high: f64) -> f64 {
    low + (high - low) * rng.random::<f64>()
}

/// Lines through points as SVG writes them, `x,y x,y`, strokes parted by `;`, turned by an angle.
fn path(points: &str, angle: f64, rng: &mut impl Rng) -> Vec<Stroke> {
    let point = |text: &str| {
        let (x, y) = text.split_once(',').expect("x,y");
        turned([x, y].map(|x| x.parse().expect("a number")), angle)
    };
    let stroke = |text: &str| {
        let points: Vec<Point> = text.split(' ').map(point).collect();
        points.windows(2).flat_map(|ends| line(ends[0], ends[1], rng)).collect()
    };
    points.split(';').map(stroke).collect()
}

fn curve(pieces: u32, at: impl Fn(f64) -> Point) -> Stroke {
    (0..=pieces).map(|piece| at(f64::from(piece) / f64::from(pieces))).collect()
}

fn ring(radius: f64) -> Stroke {
    arc([0.0; 2], radius, 0.0, TAU)
}

fn arc(centre: Point, radius: f64, from: f64, to: f64) -> Stroke {
    curve(24, |t| polar(centre, radius, from + (to - from) * t))
}

fn polar(centre: Point, radius: f64, angle: f64) -> Point {
    [centre[0] + radius * angle.cos(), centre[1] + radius * angle.sin()]
}

fn turned([x, y]: Point, angle: f64) -> Point {
    let (sin, cos) = angle.sin_cos();
    [x * cos - y * sin, x * sin + y * cos]
}

fn anywhere(rng: &mut impl Rng) -> Point {
    [between(rng, 0.0, SIDE), between(rng, 0.0, SIDE)]
}
