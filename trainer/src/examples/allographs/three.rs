//! Ways to write a 3.

use super::allograph::Allograph;
use super::hand::Hand;
use crate::data::drawing::{Point, Stroke};

pub(super) const WAYS: [Allograph; 6] = [
    // Two half circles, the lower the larger (Briem).
    Allograph { name: "two bowls", share: 2.0, write: two_bowls },
    // Written so fast that the two are hardly parted.
    Allograph { name: "without waist", share: 2.5, write: without_waist },
    // As a Ʒ: so that no one makes an 8 of it (regional).
    Allograph { name: "flat top", share: 2.0, write: flat_top },
    Allograph { name: "looped waist", share: 1.5, write: looped_waist },
    // The lower bowl runs out in a straight tail.
    Allograph { name: "tail", share: 1.5, write: tail },
    // Begun and ended with a curl.
    Allograph { name: "curled", share: 1.0, write: curled },
];

/// The upper bowl's points, from the left to the waist, which lies at a height.
fn upper(hand: &Hand, width: f64, waist: Point) -> Vec<Point> {
    let (start, right) = (hand.between(0.04, 0.2), hand.between(0.75, 1.0) * width);
    vec![[0.02, start], [0.45 * width, 0.0], [right, 0.45 * waist[1]], waist]
}

/// The lower bowl's points, after the waist, to the lower left.
fn lower(hand: &Hand, width: f64, waist: Point) -> Vec<Point> {
    let middle = f64::midpoint(waist[1], 1.0);
    let end = [hand.between(-0.15, 0.25) * width, hand.between(0.82, 0.97)];
    vec![[width, middle], [0.5 * width, 1.0], end]
}

fn two_bowls(hand: &Hand) -> Vec<Stroke> {
    let width = hand.between(0.4, 0.85);
    let waist = [hand.between(0.2, 0.55) * width, hand.between(0.36, 0.55)];
    let (upper, mut below) = (upper(hand, width, waist), vec![waist]);
    below.extend(lower(hand, width, waist));
    let (upper, below) = (hand.curve(&upper), hand.curve(&below));
    vec![hand.joined([upper, below])]
}

fn without_waist(hand: &Hand) -> Vec<Stroke> {
    let width = hand.between(0.3, 0.7);
    let waist = [hand.between(0.5, 0.82) * width, hand.between(0.33, 0.58)];
    let mut points = upper(hand, width, waist);
    points.extend(lower(hand, width, waist));
    vec![hand.curve(&points)]
}

fn flat_top(hand: &Hand) -> Vec<Stroke> {
    let width = hand.between(0.4, 0.85);
    let waist = [hand.between(0.2, 0.5) * width, hand.between(0.33, 0.48)];
    let corner = [hand.between(0.8, 1.05) * width, hand.between(-0.03, 0.05)];
    let start = [hand.between(-0.05, 0.12) * width, hand.between(-0.02, 0.08)];
    let (top, diagonal) = (hand.line(start, corner), hand.line(corner, waist));
    let mut points = vec![waist];
    points.extend(lower(hand, width, waist));
    let below = hand.curve(&points);
    vec![hand.joined([top, diagonal, below])]
}

fn looped_waist(hand: &Hand) -> Vec<Stroke> {
    let width = hand.between(0.4, 0.85);
    let waist = [hand.between(0.3, 0.5) * width, hand.between(0.4, 0.5)];
    let size = hand.between(0.05, 0.13);
    let [x, y] = waist;
    let mut points = upper(hand, width, waist);
    points.extend([[x - 1.3 * size, y + 0.2 * size], [x - 1.2 * size, y - size], [x + size, y - 0.3 * size]]);
    points.extend(lower(hand, width, waist));
    vec![hand.curve(&points)]
}

fn tail(hand: &Hand) -> Vec<Stroke> {
    let width = hand.between(0.3, 0.65);
    let waist = [hand.between(0.3, 0.75) * width, hand.between(0.25, 0.48)];
    let upper = upper(hand, width, waist);
    let bump = hand.between(0.75, 1.1) * width;
    let end = [hand.between(-0.3, 0.6) * width, 1.0];
    let below = [[bump, waist[1] + hand.between(0.08, 0.18)], [f64::midpoint(0.9 * bump, end[0]), 0.76], end];
    if hand.chance(0.5) {
        return vec![hand.curve(&[upper, below.to_vec()].concat())];
    }
    let (upper, below) = (hand.curve(&upper), hand.curve(&[vec![waist], below.to_vec()].concat()));
    vec![hand.joined([upper, below])]
}

fn curled(hand: &Hand) -> Vec<Stroke> {
    let width = hand.between(0.4, 0.8);
    let waist = [hand.between(0.3, 0.6) * width, hand.between(0.38, 0.5)];
    let size = hand.between(0.07, 0.15);
    let mut points = vec![[0.1 * width + size, 0.2], [0.1 * width, 0.2 + 0.6 * size], [0.0, 0.13]];
    points.extend(&upper(hand, width, waist)[1..]);
    points.extend(lower(hand, width, waist));
    points.extend([[0.0, 0.95 - size], [0.5 * size, 0.88 - size]]);
    vec![hand.curve(&points)]
}
