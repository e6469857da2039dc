//! A hand that writes: curves through points, lines and arcs, none of them quite where it was meant to be.
//!
//! In units of a digit's height: x to the right, y from 0 at the top to 1 at the base.

use std::array;
use std::cell::RefCell;

use rand::{Rng, RngExt};

use crate::data::drawing::{Point, Stroke};

/// Points to a piece of a curve between two of those that it goes through.
const PIECES: usize = 6;

/// One person's hand at one moment.
pub struct Hand<'a> {
    /// Borrowed while it gives a number, so that a hand can be asked for numbers in the midst of what it is told.
    rng: RefCell<&'a mut dyn Rng>,
    /// How far a point may lie from where it was meant to be, along each axis.
    tremor: f64,
    /// How round its curves are: the derivative at a point, by the distance between its neighbours. At 0.5 a curve is that
    /// of Catmull and Rom, flat between the points; at 0.8 four points make nearly a circle.
    roundness: f64,
    /// Times that corners are rounded: in haste, one goes on before the corner is reached.
    haste: usize,
}

impl<'a> Hand<'a> {
    /// Anyone's.
    pub fn new(rng: &'a mut dyn Rng) -> Self {
        let (tremor, roundness) = (0.05 * rng.random::<f64>(), 0.5 + 0.3 * rng.random::<f64>());
        let haste = rng.random_range(0..4);
        Self { rng: RefCell::new(rng), tremor, roundness, haste }
    }

    /// A number from `low` to `high`.
    pub fn between(&self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.rng.borrow_mut().random::<f64>()
    }

    /// Whether something of this probability happens.
    pub fn chance(&self, probability: f64) -> bool {
        self.rng.borrow_mut().random_bool(probability)
    }

    /// A smooth curve through points: a cardinal spline (Catmull and Rom 1974).
    pub fn curve(&self, points: &[Point]) -> Stroke {
        let points: Vec<Point> = points.iter().map(|&point| self.about(point)).collect();
        let at = |index: usize, axis: usize| points[index.min(points.len() - 1)][axis];
        let mut stroke = Vec::with_capacity(PIECES * points.len());
        for start in 0..points.len() - 1 {
            for piece in 0..PIECES {
                let t = piece as f64 / PIECES as f64;
                stroke.push(array::from_fn(|axis| {
                    let [a, b, c, d] =
                        [at(start.saturating_sub(1), axis), at(start, axis), at(start + 1, axis), at(start + 2, axis)];
                    let (out, into) = (self.roundness * (c - a), self.roundness * (d - b));
                    b + t * (out + t * (3.0 * (c - b) - 2.0 * out - into + t * (2.0 * (b - c) + out + into)))
                }));
            }
        }
        stroke.extend(points.last());
        stroke
    }

    /// A line, a little bowed.
    pub fn line(&self, from: Point, to: Point) -> Stroke {
        let bow = self.between(-0.08, 0.08);
        self.bow(from, to, bow)
    }

    /// A line bowed to the right of its way by a share of its length.
    pub fn bow(&self, from: Point, to: Point, bow: f64) -> Stroke {
        let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
        let middle = [f64::midpoint(from[0], to[0]) - dy * bow, f64::midpoint(from[1], to[1]) + dx * bow];
        self.curve(&[from, middle, to])
    }

    /// A part of an ellipse, from one angle to another: degrees clockwise from the right, so that -90 is the top. The
    /// radii grow on the way by `growth` in all.
    pub fn arc(&self, centre: Point, radii: [f64; 2], [from, to]: [f64; 2], growth: f64) -> Stroke {
        let turns = ((to - from).abs() / 45.0).ceil().max(2.0);
        let points: Vec<Point> = (0..=turns as usize)
            .map(|turn| {
                let share = turn as f64 / turns;
                let (sin, cos) = (from + (to - from) * share).to_radians().sin_cos();
                let size = 1.0 + growth * (share - 0.5);
                [centre[0] + radii[0] * size * cos, centre[1] + radii[1] * size * sin]
            })
            .collect();
        self.curve(&points)
    }

    /// Strokes written as one, the pen down all the while.
    pub fn joined<const N: usize>(&self, parts: [Stroke; N]) -> Stroke {
        let mut stroke = parts.concat();
        stroke.dedup();
        for _ in 0..self.haste {
            for index in 1..stroke.len().saturating_sub(1) {
                let [before, at, after] = [stroke[index - 1], stroke[index], stroke[index + 1]];
                stroke[index] = [0, 1].map(|axis| 0.5 * at[axis] + 0.25 * (before[axis] + after[axis]));
            }
        }
        stroke
    }

    /// Near a point, as near as this hand can.
    fn about(&self, point: Point) -> Point {
        let tremor = self.tremor;
        point.map(|x| x + self.between(-tremor, tremor))
    }
}
