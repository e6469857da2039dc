//! Ways to write a 1.
//!
//! For some, a stroke from the left and a stem are a 1, for others a 7. What tells them apart: the 1's rises steeply
//! ("at an angle so it won't be mistaken for the horizontal stroke of the numeral 7", Briem), by 25 degrees or more, and
//! who writes it long crosses the 7.

use super::allograph::Allograph;
use super::hand::Hand;
use crate::data::drawing::{Point, Stroke};

pub(super) const WAYS: [Allograph; 6] = [
    Allograph { name: "bare", share: 2.0, write: bare },
    Allograph { name: "short flag", share: 2.0, write: short },
    // Upstroke over nearly the whole height (regional: parts of Europe).
    Allograph { name: "long flag", share: 5.0, write: long },
    // Up and down again nearly the same way.
    Allograph { name: "steep flag", share: 1.5, write: steep },
    // Serif at the base (regional), in a stroke of its own or in one with the stem.
    Allograph { name: "foot", share: 2.5, write: foot },
    // An upstroke that begins level and turns upwards: begun below and concave (European: France).
    Allograph { name: "swung flag", share: 2.0, write: swung },
];

/// The stem, from its top at [0, 0].
fn stem(hand: &Hand) -> Stroke {
    let (lean, bow) = (hand.between(-0.3, 0.2), hand.between(-0.07, 0.07));
    // Beside a long flag not always the longer.
    hand.bow([0.0, 0.0], [lean, hand.between(0.75, 1.1)], bow)
}

/// Where a flag of a length and an angle from the horizontal, in degrees, begins.
fn beginning(length: f64, angle: f64) -> Point {
    let (sin, cos) = angle.to_radians().sin_cos();
    [-length * cos, length * sin]
}

/// A flag and a stem: mostly in one go, sometimes each for itself, then not always quite meeting.
fn with_flag(hand: &Hand, flag: Stroke) -> Vec<Stroke> {
    let stem = stem(hand);
    if hand.chance(0.8) {
        return vec![hand.joined([flag, stem])];
    }
    let (right, down) = (hand.between(-0.06, 0.06), hand.between(-0.1, 0.06));
    let stem = stem.into_iter().map(|[x, y]| [x + right, y + down]).collect();
    if hand.chance(0.5) { vec![flag, stem] } else { vec![stem, flag] }
}

fn bare(hand: &Hand) -> Vec<Stroke> {
    vec![stem(hand)]
}

fn short(hand: &Hand) -> Vec<Stroke> {
    let (length, angle, bow) = (hand.between(0.12, 0.4), hand.between(25.0, 70.0), hand.between(-0.1, 0.15));
    let flag = hand.bow(beginning(length, angle), [0.0, 0.0], bow);
    with_flag(hand, flag)
}

fn long(hand: &Hand) -> Vec<Stroke> {
    let length = hand.between(0.35, 1.2);
    let angle = hand.between(27.0 + 12.0 * length, 75.0);
    let bow = hand.between(-0.1, 0.18);
    let flag = hand.bow(beginning(length, angle), [0.0, 0.0], bow);
    with_flag(hand, flag)
}

fn steep(hand: &Hand) -> Vec<Stroke> {
    let (length, angle, bow) = (hand.between(0.35, 1.0), hand.between(68.0, 86.0), hand.between(-0.05, 0.12));
    let flag = hand.bow(beginning(length, angle), [0.0, 0.0], bow);
    with_flag(hand, flag)
}

fn swung(hand: &Hand) -> Vec<Stroke> {
    let flag = swung_flag(hand);
    with_flag(hand, flag)
}

/// Level, then upwards, to [0, 0].
fn swung_flag(hand: &Hand) -> Stroke {
    let [x, y] = beginning(hand.between(0.4, 1.1), hand.between(45.0, 75.0));
    let (run, sag) = (hand.between(0.08, 0.45), hand.between(-0.1, 0.08));
    hand.curve(&[[x - run, y - sag], [x, y + 0.3 * sag], [0.5 * x, 0.6 * y], [0.0, 0.0]])
}

fn foot(hand: &Hand) -> Vec<Stroke> {
    let (length, angle, bow) = (hand.between(0.1, 0.65), hand.between(25.0, 70.0), hand.between(-0.1, 0.15));
    let stem = stem(hand);
    let [x, y] = stem[stem.len() - 1];
    let body = if hand.chance(0.2) {
        stem
    } else {
        let straight = hand.bow(beginning(length, angle), [0.0, 0.0], bow);
        let flag = if hand.chance(0.7) { straight } else { swung_flag(hand) };
        hand.joined([flag, stem])
    };
    let [left, right, tilt] = [hand.between(0.12, 0.6), hand.between(0.12, 0.65), hand.between(-0.15, 0.08)];
    let high = hand.between(-0.06, 0.1);
    let bar = hand.line([x - left, y + high], [x + right, y + high + tilt]);
    if hand.chance(0.75) {
        return vec![body, bar];
    }
    let back = hand.line([x, y], bar[0]);
    vec![hand.joined([body, back, bar])]
}
