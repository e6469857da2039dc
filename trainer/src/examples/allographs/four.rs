//! Ways to write a 4.

use super::allograph::Allograph;
use super::hand::Hand;
use crate::data::drawing::{Point, Stroke};

pub(super) const WAYS: [Allograph; 7] = [
    // Open at the top, lines upright and level alone (regional).
    Allograph { name: "open", share: 2.0, write: open },
    // Closed, a triangle on a stem; first the one, then the other, or the stem first (Briem).
    Allograph { name: "closed", share: 1.5, write: closed },
    // In one go from the bar's right end.
    Allograph { name: "closed in one", share: 1.0, write: closed_in_one },
    // A bolt of lightning (European: Germany).
    Allograph { name: "open in one", share: 3.0, write: open_in_one },
    // The same, going up once more before the stem: a loop.
    Allograph { name: "looped", share: 1.5, write: looped },
    // Round below as a u, or a cup on a stem.
    Allograph { name: "cup", share: 1.5, write: cup },
    // A Greek cross without a closed loop (European: the east).
    Allograph { name: "cross", share: 0.7, write: cross },
];

/// What the two lines of a 4 have in common.
struct Frame {
    /// Where it begins.
    top: Point,
    /// Where diagonal and bar meet.
    corner: Point,
    /// The bar's right end.
    right: Point,
    /// Where the stem is, at the bar.
    stem: f64,
}

impl Frame {
    fn new(hand: &Hand) -> Self {
        // On a short stem, low.
        let bar = if hand.chance(0.2) { hand.between(0.72, 0.9) } else { hand.between(0.45, 0.72) };
        let stem = hand.between(0.3, 0.65);
        let beyond = if hand.chance(0.25) { hand.between(-0.02, 0.05) } else { hand.between(0.05, 0.3) };
        Self {
            top: [hand.between(-0.02, 0.6) * stem, hand.between(0.0, 0.08)],
            corner: [0.0, bar],
            right: [stem + beyond, bar + hand.between(-0.1, 0.06)],
            stem,
        }
    }
}

/// The stem from a height down.
fn stem(hand: &Hand, x: f64, from: f64) -> Stroke {
    let (lean, upper, bow) = (hand.between(-0.15, 0.08), hand.between(0.0, 0.12), hand.between(-0.05, 0.05));
    hand.bow([x + upper, from], [x + lean, 1.0], bow)
}

fn open(hand: &Hand) -> Vec<Stroke> {
    let Frame { top, corner, right, stem: x } = Frame::new(hand);
    let bow = hand.between(-0.1, 0.15);
    let (down, bar) = (hand.bow(top, corner, -bow), hand.line(corner, right));
    let from = hand.between(-0.05, 0.45).min(corner[1] - 0.08);
    let stem = stem(hand, x, from);
    let angle = hand.joined([down, bar]);
    if hand.chance(0.85) { vec![angle, stem] } else { vec![stem, angle] }
}

fn closed(hand: &Hand) -> Vec<Stroke> {
    let Frame { corner, right, stem: x, .. } = Frame::new(hand);
    let top = [x + hand.between(-0.05, 0.06), 0.0];
    let (down, bar, from) = (hand.line(top, corner), hand.line(corner, right), hand.between(-0.04, 0.1));
    let stem = stem(hand, x, from);
    let angle = hand.joined([down, bar]);
    if hand.chance(0.8) { vec![angle, stem] } else { vec![stem, angle] }
}

fn closed_in_one(hand: &Hand) -> Vec<Stroke> {
    let Frame { corner, right, stem: x, .. } = Frame::new(hand);
    let top = [x, 0.0];
    let (bar, up) = (hand.line(right, corner), hand.line(corner, top));
    let stem = stem(hand, x, 0.0);
    vec![hand.joined([bar, up, stem])]
}

fn open_in_one(hand: &Hand) -> Vec<Stroke> {
    let Frame { top, corner, stem: x, .. } = Frame::new(hand);
    let rise = if hand.chance(0.6) { hand.between(0.0, 0.3) } else { 0.0 };
    let turn = [x + hand.between(0.0, 0.08), corner[1] + hand.between(-0.12, 0.03)];
    let bow = hand.between(-0.12, 0.2);
    let (down, bar) = (hand.bow(top, corner, -bow), hand.line(corner, turn));
    let peak = [turn[0] + hand.between(-0.02, 0.1), turn[1] - rise];
    let (up, foot) = (hand.line(turn, peak), [x + hand.between(-0.15, 0.05), 1.0]);
    let stem = hand.line(peak, foot);
    vec![hand.joined([down, bar, up, stem])]
}

fn looped(hand: &Hand) -> Vec<Stroke> {
    let Frame { top, corner, right: [right, bar], stem: x } = Frame::new(hand);
    let peak = hand.between(0.0, 0.35).min(bar - 0.2);
    let out = right.max(x + 0.12);
    let down = hand.line(top, corner);
    let rest = hand.curve(&[
        corner,
        [f64::midpoint(corner[0], x), bar + 0.02],
        [out, bar - 0.06],
        [out, 0.6 * peak + 0.4 * bar],
        [x + 0.05, peak],
        [x, bar],
        [x + hand.between(-0.15, 0.05), 1.0],
    ]);
    vec![hand.joined([down, rest])]
}

fn cup(hand: &Hand) -> Vec<Stroke> {
    let Frame { stem: x, .. } = Frame::new(hand);
    let deep = hand.between(0.38, 0.6);
    let (left, lip) = (hand.between(0.0, 0.12), hand.between(0.0, 0.15));
    let cup = [[left, lip], [0.01, 0.65 * deep], [0.4 * x, deep], [x, hand.between(0.6, 0.9) * deep]];
    if hand.chance(0.5) {
        let (cup, from) = (hand.curve(&cup), hand.between(-0.03, 0.2));
        return vec![cup, stem(hand, x, from)];
    }
    let top = [x + hand.between(0.0, 0.1), hand.between(-0.02, 0.2)];
    let rising = [cup[0], cup[1], cup[2], top];
    let (rising, stem) = (hand.curve(&rising), hand.line(top, [x + hand.between(-0.15, 0.05), 1.0]));
    vec![hand.joined([rising, stem])]
}

fn cross(hand: &Hand) -> Vec<Stroke> {
    let bar = hand.between(0.45, 0.65);
    let x = hand.between(0.35, 0.6);
    let (top, corner) = (hand.between(0.05, 0.3), [0.0, bar]);
    let down = hand.line([hand.between(-0.03, 0.08), top], corner);
    let across = hand.line(corner, [x + hand.between(0.15, 0.4), bar + hand.between(-0.06, 0.06)]);
    let from = hand.between(0.0, 0.15);
    let stem = stem(hand, x, from);
    vec![hand.joined([down, across]), stem]
}
