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

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_pcg::Pcg64Mcg;

    use super::*;
    use crate::examples::range::check_range;

    /// A hand, whose random numbers come from `rng`, that never trembles.
    fn steady(rng: &mut Pcg64Mcg, roundness: f64, haste: usize) -> Hand<'_> {
        Hand { rng: RefCell::new(rng), tremor: 0.0, roundness, haste }
    }

    fn rng() -> Pcg64Mcg {
        Pcg64Mcg::seed_from_u64(1)
    }

    fn check(found: Point, expected: Point) {
        let near = (0..2).all(|axis| (found[axis] - expected[axis]).abs() < 1e-9);
        assert!(near, "{found:?}, expected {expected:?}");
    }

    #[test]
    fn numbers_and_chances() {
        let (mut rng, mut other) = (rng(), rng());
        let hand = steady(&mut rng, 0.5, 0);
        check_range((0..500).map(|_| hand.between(-3.0, 5.0)), [-3.0, 5.0]);
        let often = (0..1000).filter(|_| hand.chance(0.8)).count();
        assert!((760..840).contains(&often), "{often} of 1000");
        let trembling = Hand { tremor: 0.04, ..steady(&mut other, 0.5, 0) };
        check_range((0..500).map(|_| trembling.about([7.0, 3.0])[0]), [6.96, 7.04]);
        check_range((0..500).map(|_| trembling.about([7.0, 3.0])[1]), [2.96, 3.04]);
    }

    /// The spline of Catmull and Rom follows a parabola between all but the outer points.
    #[test]
    fn a_curve_goes_through_its_points() {
        let mut rng = rng();
        let hand = steady(&mut rng, 0.5, 0);
        let curve = hand.curve(&[-2.0, -1.0, 0.0, 1.0, 2.0, 3.0].map(|x| [x, x * x]));
        assert_eq!(curve.len(), 5 * PIECES + 1);
        check(curve[0], [-2.0, 4.0]);
        check(curve[5 * PIECES], [3.0, 9.0]);
        for (step, &point) in curve.iter().enumerate().take(4 * PIECES + 1).skip(PIECES) {
            let x = -2.0 + step as f64 / PIECES as f64;
            check(point, [x, x * x]);
        }
    }

    /// In the middle between two points, Hermite's cubic has an eighth of the difference of the derivatives there.
    #[test]
    fn a_curve_is_as_round_as_the_hand() {
        let mut rng = rng();
        let [a, b, c]: [Point; 3] = [[0.0, 0.0], [8.0, 4.0], [12.0, 20.0]];
        let curve = steady(&mut rng, 0.8, 0).curve(&[a, b, c]);
        let middle = |from: usize, to: usize| -> Point {
            let points = [a, b, c];
            // The derivatives, by 0.8: b − a, c − a, c − b.
            let slopes =
                [(0, 1), (0, 2), (1, 2)].map(|(i, j)| [0, 1].map(|axis| 0.8 * (points[j][axis] - points[i][axis])));
            array::from_fn(|axis| {
                (points[from][axis] + points[to][axis]) / 2.0 + (slopes[from][axis] - slopes[to][axis]) / 8.0
            })
        };
        check(curve[PIECES / 2], middle(0, 1));
        check(curve[PIECES + PIECES / 2], middle(1, 2));
    }

    #[test]
    fn a_line_is_bowed_to_the_right_of_its_way() {
        let mut rng = rng();
        let hand = steady(&mut rng, 0.5, 0);
        check(hand.bow([1.0, 2.0], [5.0, 2.0], 0.25)[PIECES], [3.0, 3.0]);
        check(hand.bow([1.0, 2.0], [1.0, 6.0], 0.25)[PIECES], [0.0, 4.0]);
        check(hand.bow([1.0, 2.0], [5.0, 4.0], 0.5)[PIECES], [2.0, 5.0]);
        check_range((0..500).map(|_| hand.line([1.0, 2.0], [11.0, 2.0])[PIECES][1]), [1.2, 2.8]);
    }

    #[test]
    fn an_arc_goes_from_angle_to_angle() {
        let mut rng = rng();
        let hand = steady(&mut rng, 0.5, 0);
        let arc = hand.arc([1.0, 2.0], [3.0, 4.0], [-90.0, 135.0], 0.0);
        assert_eq!(arc.len(), 5 * PIECES + 1);
        let diagonal = 0.5_f64.sqrt();
        check(arc[0], [1.0, -2.0]);
        check(arc[PIECES], [1.0 + 3.0 * diagonal, 2.0 - 4.0 * diagonal]);
        check(arc[2 * PIECES], [4.0, 2.0]);
        check(arc[5 * PIECES], [1.0 - 3.0 * diagonal, 2.0 + 4.0 * diagonal]);
        // The other way round, a spiral: its radii are 0.8, 1, 1.2 times as large.
        let arc = hand.arc([1.0, 2.0], [3.0, 4.0], [90.0, 0.0], 0.4);
        assert_eq!(arc.len(), 2 * PIECES + 1);
        check(arc[0], [1.0, 2.0 + 0.8 * 4.0]);
        check(arc[PIECES], [1.0 + 3.0 * diagonal, 2.0 + 4.0 * diagonal]);
        check(arc[2 * PIECES], [1.0 + 1.2 * 3.0, 2.0]);
        // However short.
        assert_eq!(hand.arc([0.0; 2], [1.0; 2], [0.0, 10.0], 0.0).len(), 2 * PIECES + 1);
    }

    #[test]
    fn haste_rounds_corners() {
        let parts = || [vec![[0.0, 0.0], [4.0, 0.0]], vec![[4.0, 0.0], [4.0, 8.0], [8.0, 8.0]]];
        let mut rng = rng();
        let corners = vec![[0.0, 0.0], [4.0, 0.0], [4.0, 8.0], [8.0, 8.0]];
        assert_eq!(steady(&mut rng, 0.5, 0).joined(parts()), corners);
        // Each inner point a half of itself and a quarter of each neighbour, the first of which is rounded already.
        let rounded = [[0.0, 0.0], [3.0, 2.0], [4.75, 6.5], [8.0, 8.0]];
        assert_eq!(steady(&mut rng, 0.5, 1).joined(parts()), rounded);
        let twice = steady(&mut rng, 0.5, 1).joined([rounded.to_vec()]);
        assert_eq!(steady(&mut rng, 0.5, 2).joined(parts()), twice);
        assert_eq!(steady(&mut rng, 0.5, 3).joined([vec![[1.0, 2.0]]]), [[1.0, 2.0]]);
    }
}
