//! Ways to write an 8.

use super::allograph::Allograph;
use super::hand::Hand;
use crate::data::drawing::{Point, Stroke};

pub(super) const WAYS: [Allograph; 5] = [
    // In one go, from the top right: an S and back (regional: two tear drops).
    Allograph { name: "S and back", share: 2.5, write: s_and_back },
    Allograph { name: "open top", share: 1.5, write: open_top },
    // The way back a straight line.
    Allograph { name: "straight back", share: 1.5, write: straight_back },
    // From the crossing or the side.
    Allograph { name: "from the side", share: 1.0, write: from_the_side },
    // Two circles, one upon the other (regional).
    Allograph { name: "two circles", share: 1.5, write: two_circles },
];

/// Upper and lower width, and the height of the crossing.
fn shape(hand: &Hand) -> (f64, f64, f64) {
    let lower = hand.between(0.25, 0.85);
    (lower * hand.between(0.6, 1.15), lower, hand.between(0.36, 0.58))
}

/// The points of an S from the top, about x = 0, down to the lower left.
fn s(hand: &Hand, (upper, lower, crossing): (f64, f64, f64)) -> Vec<Point> {
    let left = hand.between(0.42, 0.52);
    vec![
        [0.0, 0.0],
        [-0.5 * upper, left * crossing],
        [0.0, crossing],
        [0.5 * lower, 0.5 * (1.0 + crossing)],
        [0.0, 1.0],
        [-0.5 * lower, 0.5 * (1.0 + crossing)],
    ]
}

fn mirrored(hand: &Hand, strokes: Vec<Stroke>) -> Vec<Stroke> {
    if hand.chance(0.15) {
        return strokes.into_iter().map(|stroke| stroke.into_iter().map(|[x, y]| [-x, y]).collect()).collect();
    }
    strokes
}

fn s_and_back(hand: &Hand) -> Vec<Stroke> {
    let shape @ (upper, _, crossing) = shape(hand);
    let start = [hand.between(0.1, 0.5) * upper, hand.between(0.0, 0.14)];
    let mut points = vec![start];
    points.extend(s(hand, shape));
    let end = [hand.between(0.0, 0.45) * upper, hand.between(-0.05, 0.12)];
    points.extend([[0.0, crossing], [0.5 * upper, 0.48 * crossing], end]);
    let stroke = hand.curve(&points);
    mirrored(hand, vec![stroke])
}

fn open_top(hand: &Hand) -> Vec<Stroke> {
    let shape @ (upper, _, crossing) = shape(hand);
    let start = [hand.between(0.0, 0.35) * upper, hand.between(-0.03, 0.12)];
    let mut points = vec![start];
    points.extend(&s(hand, shape)[1..]);
    let end = [hand.between(0.45, 0.8) * upper, hand.between(-0.1, 0.12)];
    points.extend([[0.0, crossing], [f64::midpoint(0.45 * upper, end[0]), 0.5 * crossing], end]);
    let stroke = hand.curve(&points);
    mirrored(hand, vec![stroke])
}

fn straight_back(hand: &Hand) -> Vec<Stroke> {
    let shape @ (upper, lower, _) = shape(hand);
    let start = [hand.between(0.2, 0.7) * upper, hand.between(0.0, 0.12)];
    let mut points = vec![start];
    points.extend(&s(hand, shape)[1..]);
    let last = points.len() - 1;
    points[last] = [-0.5 * lower, hand.between(0.8, 0.93)];
    let out = hand.curve(&points);
    let end = [hand.between(0.3, 0.8) * upper, hand.between(-0.05, 0.1)];
    let back = hand.line(out[out.len() - 1], end);
    vec![hand.joined([out, back])]
}

fn from_the_side(hand: &Hand) -> Vec<Stroke> {
    let (upper, lower, crossing) = shape(hand);
    let begun = hand.between(0.0, 1.0);
    let middle = 0.5 * (1.0 + crossing);
    let start = [begun * 0.5 * upper, crossing - 0.45 * begun * crossing];
    // Up the right side, over the top, down through the crossing, round below and back to it.
    let end = [hand.between(-0.1, 0.25) * upper, crossing + hand.between(-0.12, 0.06)];
    let stroke = hand.curve(&[
        start,
        [0.5 * upper, 0.45 * crossing],
        [0.0, 0.0],
        [-0.5 * upper, 0.48 * crossing],
        [0.0, crossing],
        [0.5 * lower, middle],
        [0.0, 1.0],
        [-0.5 * lower, middle],
        end,
    ]);
    mirrored(hand, vec![stroke])
}

fn two_circles(hand: &Hand) -> Vec<Stroke> {
    let (upper, lower, crossing) = shape(hand);
    let (gap, shift) = (hand.between(-0.1, 0.05), hand.between(-0.08, 0.08));
    let circle = |hand: &Hand, [x, y]: Point, radii: [f64; 2]| {
        let from = hand.between(-180.0, 60.0);
        let (sweep, growth) = (hand.between(330.0, 395.0), hand.between(-0.15, 0.15));
        hand.arc([x, y], radii, [from, from - sweep], growth)
    };
    let over = circle(hand, [0.0, 0.5 * crossing], [0.5 * upper, 0.5 * crossing]);
    let half = 0.5 * (1.0 - crossing - gap);
    let under = circle(hand, [shift, 1.0 - half], [0.5 * lower, half]);
    if hand.chance(0.7) { vec![over, under] } else { vec![under, over] }
}
