//! Ways to write a 5.

use super::allograph::Allograph;
use super::hand::Hand;
use crate::data::drawing::{Point, Stroke};

pub(super) const WAYS: [Allograph; 4] = [
    // Neck and bowl, then the bar: the pen's lift makes it distinctive (Briem). Where it comes down again it isn't
    // always where it began.
    Allograph { name: "bar last", share: 3.0, write: bar_last },
    Allograph { name: "in one", share: 2.0, write: in_one },
    // As an S: what it is taken for when no bar is lifted for (Briem).
    Allograph { name: "as an S", share: 2.5, write: as_an_s },
    // The bowl closes, or nearly.
    Allograph { name: "closed bowl", share: 1.0, write: closed_bowl },
];

/// The neck's upper end, its lower end, and the bowl's points after it.
fn body(hand: &Hand, width: f64) -> (Point, Point, Vec<Point>) {
    let top = [hand.between(0.05, 0.35) * width, 0.0];
    let neck = [hand.between(0.0, 0.2) * width, hand.between(0.33, 0.52)];
    let rise = hand.between(0.0, 0.14);
    let end = [hand.between(-0.15, 0.25) * width, hand.between(0.85, 0.98)];
    let round = vec![
        [0.55 * width, neck[1] - rise],
        [width, f64::midpoint(neck[1] - rise, 1.0)],
        [hand.between(0.4, 0.65) * width, 1.0],
        end,
    ];
    (top, neck, round)
}

fn width(hand: &Hand) -> f64 {
    hand.between(0.4, 0.9)
}

fn bar_last(hand: &Hand) -> Vec<Stroke> {
    let width = width(hand);
    let (top, neck, round) = body(hand, width);
    let down = hand.line(top, neck);
    let bowl = hand.curve(&[vec![neck], round].concat());
    let body = hand.joined([down, bowl]);
    // Mostly at the neck, sometimes apart from it: to its right, above or below.
    let [right, below] =
        if hand.chance(0.35) { [hand.between(-0.08, 0.28), hand.between(-0.15, 0.12)] } else { [0.0, 0.0] };
    let from = [top[0] + right, top[1] + below];
    let bar = hand.line(from, [from[0] + hand.between(0.25, 0.9) * width, from[1] + hand.between(-0.12, 0.05)]);
    if hand.chance(0.9) { vec![body, bar] } else { vec![bar, body] }
}

fn in_one(hand: &Hand) -> Vec<Stroke> {
    let width = width(hand);
    let (top, neck, round) = body(hand, width);
    let start = [top[0] + hand.between(0.3, 0.9) * width, hand.between(-0.08, 0.06)];
    let (bar, down) = (hand.line(start, top), hand.line(top, neck));
    let bowl = hand.curve(&[vec![neck], round].concat());
    vec![hand.joined([bar, down, bowl])]
}

fn as_an_s(hand: &Hand) -> Vec<Stroke> {
    let width = hand.between(0.4, 0.85);
    let start = [hand.between(0.75, 1.15) * width, hand.between(-0.03, 0.1)];
    let (left, waist) = (hand.between(0.02, 0.2) * width, hand.between(0.38, 0.52));
    let end = [hand.between(-0.15, 0.2) * width, hand.between(0.82, 0.98)];
    vec![hand.curve(&[
        start,
        [0.5 * width, hand.between(0.0, 0.04)],
        [left, 0.5 * waist],
        [0.45 * width, waist],
        [width, f64::midpoint(waist, 1.0)],
        [0.55 * width, 1.0],
        end,
    ])]
}

fn closed_bowl(hand: &Hand) -> Vec<Stroke> {
    let width = width(hand);
    let (top, neck, mut round) = body(hand, width);
    let last = round.len() - 1;
    round[last] = [0.1 * width, 0.9];
    round.push([hand.between(-0.05, 0.15) * width, hand.between(0.65, 0.82)]);
    let (down, bowl) = (hand.line(top, neck), hand.curve(&[vec![neck], round].concat()));
    let far = hand.between(0.3, 0.9) * width;
    let (start, bar) = ([top[0] + far, hand.between(-0.1, 0.05)], hand.chance(0.5));
    if bar {
        let bar = hand.line(top, start);
        return vec![hand.joined([down, bowl]), bar];
    }
    let bar = hand.line(start, top);
    vec![hand.joined([bar, down, bowl])]
}
