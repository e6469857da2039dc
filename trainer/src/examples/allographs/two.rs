//! Ways to write a 2.

use super::allograph::Allograph;
use super::hand::Hand;
use crate::data::drawing::{Point, Stroke};

pub(super) const WAYS: [Allograph; 7] = [
    // A curve, a diagonal, a straight base (Briem).
    Allograph { name: "plain", share: 2.0, write: plain },
    // The curly form that was taught in the United States, Germany and Austria (regional).
    Allograph { name: "looped foot", share: 3.0, write: looped_foot },
    Allograph { name: "curled head", share: 2.0, write: curled_head },
    Allograph { name: "both", share: 4.0, write: both },
    // Straight lines alone, as a Z: for others the letter, which a bar tells from the 2 (regional).
    Allograph { name: "angular", share: 1.0, write: angular },
    // Hardly a head, and a base as wide as the digit is high: neither an L, which has no head, nor a V.
    Allograph { name: "small head", share: 1.5, write: small_head },
    // The base a swing, without a corner.
    Allograph { name: "swung", share: 1.5, write: swung },
];

/// Mostly narrower than high; sometimes flat.
fn width(hand: &Hand) -> f64 {
    if hand.chance(0.2) { hand.between(0.9, 1.7) } else { hand.between(0.35, 0.9) }
}

/// The head's points, from the left over the top to the right.
fn head(hand: &Hand, width: f64) -> Vec<Point> {
    let (start, right) = (hand.between(0.06, 0.35), hand.between(0.18, 0.34));
    vec![[0.0, start], [0.14 * width, 0.4 * start], [0.5 * width, 0.0], [width, right]]
}

/// The same, begun within: a hook or a loop.
fn curl(hand: &Hand, width: f64) -> Vec<Point> {
    let (size, right) = (hand.between(0.1, 0.22), hand.between(0.18, 0.34));
    let x = hand.between(0.1, 0.3) * width;
    let begun = hand.between(-0.6, 1.1) * size;
    vec![
        [x + 0.9 * size, 0.22 + begun - 0.3 * size],
        [x + 0.3 * size, 0.22 + size],
        [x - size, 0.2],
        [0.2 * width, 0.03],
        [0.55 * width, 0.0],
        [width, right],
    ]
}

/// The diagonal to the corner at the lower left, and the base.
fn cornered(hand: &Hand, width: f64, mut head: Vec<Point>) -> Vec<Stroke> {
    let corner = [hand.between(-0.1, 0.25) * width, 1.0];
    head.extend([[hand.between(0.55, 0.8) * width, 0.62], corner]);
    let upper = hand.curve(&head);
    let (tilt, sag) = (hand.between(-0.2, 0.1), hand.between(-0.1, 0.1));
    let end = corner[0] + hand.between(0.35, 1.5) * width.clamp(0.5, 1.0);
    let base = hand.curve(&[corner, [f64::midpoint(corner[0], end), 1.0 + sag], [end, 1.0 + tilt]]);
    vec![hand.joined([upper, base])]
}

/// The diagonal, a loop at the lower left, and the base, a wave.
fn looped(hand: &Hand, width: f64, mut head: Vec<Point>) -> Vec<Stroke> {
    let (loop_width, loop_height) = (hand.between(0.08, 0.4), hand.between(0.06, 0.3));
    let x = hand.between(0.0, 0.2) * width;
    let end = [hand.between(0.8, 1.35) * width, hand.between(0.62, 1.05)];
    head.extend([
        [hand.between(0.6, 0.85) * width, 0.6],
        [x + 0.7 * loop_width, 0.97],
        [x - 0.5 * loop_width, 0.97],
        [x - 0.4 * loop_width, 0.99 - 1.2 * loop_height],
        [x + 0.8 * loop_width, 0.99 - 0.9 * loop_height],
        [f64::midpoint(x + loop_width, end[0]), 1.0],
        end,
    ]);
    vec![hand.curve(&head)]
}

fn plain(hand: &Hand) -> Vec<Stroke> {
    let width = width(hand);
    let head = head(hand, width);
    cornered(hand, width, head)
}

fn looped_foot(hand: &Hand) -> Vec<Stroke> {
    let width = width(hand);
    let head = head(hand, width);
    looped(hand, width, head)
}

fn curled_head(hand: &Hand) -> Vec<Stroke> {
    let width = width(hand);
    let head = curl(hand, width);
    cornered(hand, width, head)
}

fn both(hand: &Hand) -> Vec<Stroke> {
    let width = width(hand);
    let head = curl(hand, width);
    looped(hand, width, head)
}

fn small_head(hand: &Hand) -> Vec<Stroke> {
    let (head, hang) = (hand.between(0.1, 0.35), hand.between(0.04, 0.25));
    let corner = [hand.between(-0.2, 0.25), 1.0];
    let down =
        hand.curve(&[[0.0, hang], [0.5 * head, 0.0], [head, 0.2], [f64::midpoint(head, corner[0]), 0.6], corner]);
    let end = [corner[0] + hand.between(0.5, 1.1), hand.between(0.7, 1.05)];
    let base = hand.curve(&[corner, [f64::midpoint(corner[0], end[0]), f64::midpoint(1.02, end[1])], end]);
    vec![hand.joined([down, base])]
}

fn angular(hand: &Hand) -> Vec<Stroke> {
    let width = width(hand);
    let (start, corner) = (hand.between(-0.05, 0.2), [hand.between(-0.1, 0.2) * width, 1.0]);
    let top = hand.bow([0.0, start], [width, 0.0], -0.12);
    let diagonal = hand.line([width, 0.0], corner);
    let base = hand.line(corner, [corner[0] + hand.between(0.6, 1.1) * width, 0.97]);
    vec![hand.joined([top, diagonal, base])]
}

fn swung(hand: &Hand) -> Vec<Stroke> {
    let width = width(hand);
    let mut points = head(hand, width);
    let (left, end) = (hand.between(0.02, 0.2) * width, hand.between(0.8, 1.0));
    points.extend([
        [0.62 * width, 0.58],
        [left, 0.86],
        [left + 0.18 * width, 0.99],
        [0.6 * width, 0.98],
        [hand.between(0.85, 1.2) * width, end],
    ]);
    vec![hand.curve(&points)]
}
