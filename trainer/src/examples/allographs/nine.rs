//! Ways to write a 9.

use super::allograph::Allograph;
use super::hand::Hand;
use crate::data::drawing::{Point, Stroke};

pub(super) const WAYS: [Allograph; 7] = [
    Allograph { name: "straight stem", share: 2.0, write: straight },
    // Round below, as a 6 upside down.
    Allograph { name: "bowed stem", share: 1.5, write: bowed },
    // A tail that hooks to the left, as a g's: much of Europe (regional).
    Allograph { name: "hooked tail", share: 3.0, write: hooked },
    // The same, coming back to the stem.
    Allograph { name: "closed foot", share: 1.0, write: closed_foot },
    // A bowl that doesn't reach its beginning.
    Allograph { name: "not closed", share: 1.5, write: open },
    // A circle, then the stem.
    Allograph { name: "in two", share: 1.0, write: in_two },
    // The pen goes up before it goes down: a peak at the upper right.
    Allograph { name: "peaked", share: 1.0, write: peaked },
];

/// A bowl at the top from one angle to another, of a width and a height.
fn bowl(hand: &Hand, [width, height]: [f64; 2], angles: [f64; 2]) -> Stroke {
    // Ends often within, rarely beyond.
    let growth = hand.between(-0.3, 0.15);
    hand.arc([0.5 * width, 0.5 * height], [0.5 * width, 0.5 * height], angles, growth)
}

/// Width and height of a bowl.
fn size(hand: &Hand) -> [f64; 2] {
    [hand.between(0.3, 0.75), hand.between(0.3, 0.6)]
}

/// A closed bowl, begun at the upper right, that ends at the right.
fn closed(hand: &Hand, size: [f64; 2]) -> Stroke {
    let from = hand.between(-75.0, 0.0);
    let to = hand.between(-380.0, -345.0);
    bowl(hand, size, [from, to])
}

fn last(stroke: &[Point]) -> Point {
    stroke[stroke.len() - 1]
}

fn straight(hand: &Hand) -> Vec<Stroke> {
    let size = size(hand);
    let head = closed(hand, size);
    let stem = hand.line(last(&head), [size[0] + hand.between(-0.45, 0.12), 1.0]);
    vec![hand.joined([head, stem])]
}

fn bowed(hand: &Hand) -> Vec<Stroke> {
    let size = size(hand);
    let head = closed(hand, size);
    let [x, y] = last(&head);
    let foot = [hand.between(-0.1, 0.5) * size[0], 1.0];
    let stem = hand.curve(&[[x, y], [x - 0.04, f64::midpoint(y, 0.75)], [0.65 * x + 0.35 * foot[0], 0.88], foot]);
    vec![hand.joined([head, stem])]
}

/// The points of a stem that hooks to the left, without its first: some way up again, as a g's.
fn hook(hand: &Hand, [x, y]: Point, width: f64) -> Vec<Point> {
    let sharp = hand.between(0.0, 0.12);
    let (left, end) = (hand.between(-0.6, 0.35) * width, hand.between(0.58, 1.0));
    let mut points = vec![[x + hand.between(-0.02, 0.08), f64::midpoint(y, 0.85)], [x - sharp, 0.92]];
    if end > 0.85 {
        points.extend([[f64::midpoint(x, left), hand.between(0.97, 1.03)], [left, end]]);
    } else {
        let left = left.min(0.1 * width);
        points.extend([[f64::midpoint(x, left), 1.0], [left - 0.02, f64::midpoint(end, 1.0)], [left, end]]);
    }
    points
}

fn hooked(hand: &Hand) -> Vec<Stroke> {
    let size = size(hand);
    let head = closed(hand, size);
    let from = last(&head);
    let tail = hook(hand, from, size[0]);
    let tail = hand.curve(&[vec![from], tail].concat());
    vec![hand.joined([head, tail])]
}

fn closed_foot(hand: &Hand) -> Vec<Stroke> {
    let size = [hand.between(0.3, 0.7), hand.between(0.3, 0.5)];
    let head = closed(hand, size);
    let from @ [x, _] = last(&head);
    let mut tail = hook(hand, from, size[0]);
    let left = tail[tail.len() - 1][0];
    let back = hand.between(0.62, 0.82);
    tail.extend([
        [left + 0.02, back + 0.1],
        [f64::midpoint(left, x), back],
        [x + hand.between(-0.15, 0.12), back - 0.06],
    ]);
    let tail = hand.curve(&[vec![from], tail].concat());
    vec![hand.joined([head, tail])]
}

fn open(hand: &Hand) -> Vec<Stroke> {
    let size = size(hand);
    let (from, to) = (hand.between(-100.0, -40.0), hand.between(-360.0, -335.0));
    let head = bowl(hand, size, [from, to]);
    let from = last(&head);
    let tail = if hand.chance(0.5) {
        let points = hook(hand, from, size[0]);
        hand.curve(&[vec![from], points].concat())
    } else {
        hand.line(from, [size[0] + hand.between(-0.45, 0.1), 1.0])
    };
    vec![hand.joined([head, tail])]
}

fn in_two(hand: &Hand) -> Vec<Stroke> {
    let size = size(hand);
    let from = hand.between(-140.0, 0.0);
    let head = bowl(hand, size, [from, from - 365.0]);
    let top = [size[0] + hand.between(-0.08, 0.06), hand.between(-0.05, 0.6) * size[1]];
    let tail = if hand.chance(0.35) {
        let points = hook(hand, top, size[0]);
        hand.curve(&[vec![top], points].concat())
    } else {
        hand.line(top, [top[0] + hand.between(-0.35, 0.1), 1.0])
    };
    vec![head, tail]
}

fn peaked(hand: &Hand) -> Vec<Stroke> {
    let size = size(hand);
    let from = hand.between(-80.0, -20.0);
    let head = bowl(hand, size, [from, -330.0]);
    let peak = [size[0] + hand.between(-0.02, 0.1), hand.between(-0.1, 0.1)];
    let up = hand.line(last(&head), peak);
    let tail = if hand.chance(0.4) {
        let points = hook(hand, peak, size[0]);
        hand.curve(&[vec![peak], points].concat())
    } else {
        hand.line(peak, [peak[0] + hand.between(-0.4, 0.1), 1.0])
    };
    vec![hand.joined([head, up, tail])]
}
