//! Ways to write a 7. Its top is level or nearly so, or a bar crosses the stem, or a serif hangs from its beginning; what
//! has none of these and rises steeply is a 1.

use super::allograph::Allograph;
use super::hand::Hand;
use crate::data::drawing::{Point, Stroke};

pub(super) const WAYS: [Allograph; 6] = [
    Allograph { name: "plain", share: 1.5, write: plain },
    // A bar through the middle, where a 1 has a long upstroke (regional).
    Allograph { name: "crossed", share: 3.0, write: crossed },
    // The same with a top that falls or rises as no plain 7's does.
    Allograph { name: "crossed, steep top", share: 1.5, write: crossed_steep },
    // A serif at the upper left, no bar (regional: Korea, China, Japan).
    Allograph { name: "serif", share: 2.0, write: serif },
    // The top a wave, with or without serif: copperplate (regional).
    Allograph { name: "curly", share: 2.0, write: curly },
    Allograph { name: "curly, crossed", share: 1.0, write: curly_crossed },
];

/// The stem from the upper right, down to the left, or upright.
fn stem(hand: &Hand, corner: Point) -> Stroke {
    let foot = [corner[0] - hand.between(-0.05, 0.6), 1.0];
    let bow = hand.between(-0.05, 0.15);
    if hand.chance(0.15) {
        let hook = hand.between(-0.15, 0.2);
        let middle = [f64::midpoint(corner[0], foot[0]) - 0.06, 0.55];
        return hand.curve(&[corner, middle, [foot[0], 0.93], [foot[0] + hook, 1.0]]);
    }
    hand.bow(corner, foot, bow)
}

/// A bar through the stem.
fn bar(hand: &Hand, stem: &[Point]) -> Stroke {
    let height = hand.between(0.35, 0.72);
    let at = stem.iter().copied().min_by(|a, b| (a[1] - height).abs().total_cmp(&(b[1] - height).abs()));
    let [x, y] = at.unwrap_or([0.0, height]);
    let (left, right, tilt) = (hand.between(0.12, 0.45), hand.between(0.1, 0.55), hand.between(-0.1, 0.15));
    hand.line([x - left, y + 0.5 * tilt], [x + right, y - 0.5 * tilt])
}

fn plain(hand: &Hand) -> Vec<Stroke> {
    let width = hand.between(0.35, 0.95);
    let corner = [width, hand.between(-0.12, 0.06) * width];
    let (top, stem) = (hand.line([0.0, 0.0], corner), stem(hand, corner));
    vec![hand.joined([top, stem])]
}

fn crossed(hand: &Hand) -> Vec<Stroke> {
    let width = hand.between(0.3, 0.9);
    let corner = [width, hand.between(-0.2, 0.08) * width];
    // Level, or an arch without a corner.
    let arch = if hand.chance(0.3) { hand.between(-0.3, -0.1) } else { hand.between(-0.08, 0.1) };
    let (mut top, stem) = (hand.bow([0.0, 0.0], corner, arch), stem(hand, corner));
    if hand.chance(0.4) {
        let tick = [hand.between(-0.06, 0.04), hand.between(0.05, 0.2)];
        top = [hand.line(tick, top[0]), top].concat();
    }
    let bar = bar(hand, &stem);
    vec![hand.joined([top, stem]), bar]
}

fn crossed_steep(hand: &Hand) -> Vec<Stroke> {
    let width = hand.between(0.25, 0.75);
    let corner = [width, -hand.between(0.3, 0.9) * width];
    let bow = hand.between(-0.08, 0.25);
    let (top, stem) = (hand.bow([0.0, 0.0], corner, bow), stem(hand, corner));
    let bar = bar(hand, &stem);
    vec![hand.joined([top, stem]), bar]
}

fn serif(hand: &Hand) -> Vec<Stroke> {
    let width = hand.between(0.2, 0.75);
    let corner = [width, hand.between(-0.25, 0.06) * width];
    let long = hand.between(0.12, 0.55);
    let start = [hand.between(-0.12, 0.1), long];
    let bow = hand.between(-0.05, 0.12);
    let (top, stem) = (hand.bow([0.0, 0.0], corner, -bow), stem(hand, corner));
    // Mostly downwards in a stroke of its own, sometimes upwards into the top.
    if hand.chance(0.4) {
        let gap = hand.between(-0.04, 0.08);
        let serif = hand.line([0.0, -gap], start);
        return vec![serif, hand.joined([top, stem])];
    }
    let up = hand.line(start, [0.0, 0.0]);
    if hand.chance(0.5) {
        let down = hand.line([0.0, 0.0], start);
        return vec![hand.joined([down, up, top, stem])];
    }
    vec![hand.joined([up, top, stem])]
}

/// A wavy top and a bowed stem.
fn wavy(hand: &Hand) -> [Stroke; 2] {
    let width = hand.between(0.4, 0.9);
    let wave = hand.between(0.04, 0.18);
    let tick = hand.between(0.02, 0.3);
    let corner = [width, hand.between(-0.1, 0.05)];
    let top = hand.curve(&[
        [hand.between(-0.08, 0.03), tick],
        [0.04, -0.3 * wave],
        [0.3 * width, -wave],
        [0.65 * width, wave],
        corner,
    ]);
    let foot = [hand.between(0.0, 0.6) * width, 1.0];
    let stem = hand.curve(&[corner, [0.72 * width, 0.4], foot]);
    [top, stem]
}

fn curly(hand: &Hand) -> Vec<Stroke> {
    let parts = wavy(hand);
    vec![hand.joined(parts)]
}

fn curly_crossed(hand: &Hand) -> Vec<Stroke> {
    let [top, stem] = wavy(hand);
    let bar = bar(hand, &stem);
    vec![hand.joined([top, stem]), bar]
}
