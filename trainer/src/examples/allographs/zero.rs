//! Ways to write a 0.

use super::allograph::Allograph;
use super::hand::Hand;
use crate::data::drawing::Stroke;

pub(super) const WAYS: [Allograph; 6] = [
    Allograph { name: "round", share: 2.0, write: round },
    // Narrower than the letter O (Briem).
    Allograph { name: "narrow", share: 3.0, write: narrow },
    // To tell it from the letter: from the upper right; in Germany upright; from the upper left (regional).
    Allograph { name: "slashed", share: 2.0, write: slashed },
    // A tick, a slash that stays in the upper right (regional), here the pen's way on after closing or before it.
    Allograph { name: "ticked", share: 1.0, write: ticked },
    Allograph { name: "not closed", share: 2.0, write: open },
    // As a script letter O (regional).
    Allograph { name: "looped", share: 1.0, write: looped },
];

/// An oval of a width, begun near the top, left side first or, more rarely, right side first; `sweep` in degrees.
fn oval(hand: &Hand, width: f64, sweep: f64) -> Stroke {
    let from = hand.between(-140.0, -30.0);
    let (from, to) = if hand.chance(0.85) { (from, from - sweep) } else { (-180.0 - from, -180.0 - from + sweep) };
    let growth = hand.between(-0.25, 0.25);
    hand.arc([0.5 * width, 0.5], [0.5 * width, 0.5], [from, to], growth)
}

fn round(hand: &Hand) -> Vec<Stroke> {
    let (width, sweep) = (hand.between(0.65, 1.25), hand.between(345.0, 410.0));
    vec![oval(hand, width, sweep)]
}

fn narrow(hand: &Hand) -> Vec<Stroke> {
    let (width, sweep) = (hand.between(0.2, 0.6), hand.between(345.0, 410.0));
    vec![oval(hand, width, sweep)]
}

fn slashed(hand: &Hand) -> Vec<Stroke> {
    let width = hand.between(0.45, 1.0);
    if hand.chance(0.25) {
        // In one stroke: over the top from the lower left, and from where that ends across to the other side.
        let from = hand.between(130.0, 200.0);
        let body = hand.arc([0.5 * width, 0.5], [0.5 * width, 0.5], [from, from + hand.between(250.0, 330.0)], 0.0);
        let end = body[body.len() - 1];
        let reach = hand.between(1.5, 2.4);
        let slash = hand.line(end, [end[0] + reach * (0.5 * width - end[0]), end[1] + reach * (0.5 - end[1])]);
        return vec![hand.joined([body, slash])];
    }
    let body = oval(hand, width, 365.0);
    // From the middle to either end, of the oval's half width and height.
    let [across, down] = match hand.between(0.0, 1.0) {
        kind if kind < 0.7 => [0.75, -0.75],
        kind if kind < 0.85 => [0.0, -0.95],
        _ => [-0.75, -0.75],
    };
    let (reach, back) = (hand.between(0.7, 1.5), hand.between(0.6, 1.4));
    let at = |reach: f64| [0.5 * width * (1.0 + reach * across), 0.5 + 0.5 * reach * down];
    let slash = hand.line(at(reach), at(-back));
    if hand.chance(0.3) { vec![hand.joined([body, slash])] } else { vec![body, slash] }
}

fn ticked(hand: &Hand) -> Vec<Stroke> {
    let width = hand.between(0.45, 1.0);
    let centre = [0.5 * width, 0.5];
    if hand.chance(0.5) {
        let from = [hand.between(-0.1, 0.6) * width, hand.between(-0.12, 0.2)];
        let growth = hand.between(-0.2, 0.2);
        let body = hand.arc(centre, [0.5 * width, 0.5], [-100.0, -450.0], growth);
        let start = hand.line(from, body[0]);
        return vec![hand.joined([start, body])];
    }
    let sweep = hand.between(350.0, 400.0);
    let body = hand.arc(centre, [0.5 * width, 0.5], [-60.0, -60.0 - sweep], 0.0);
    let end = body[body.len() - 1];
    let to = [end[0] - hand.between(0.05, 0.4) * width, end[1] + hand.between(0.05, 0.3)];
    let tick = hand.line(end, to);
    vec![hand.joined([body, tick])]
}

fn open(hand: &Hand) -> Vec<Stroke> {
    let (width, sweep) = (hand.between(0.5, 1.1), hand.between(285.0, 345.0));
    let growth = hand.between(-0.1, 0.25);
    let way = if hand.chance(0.8) {
        let from = hand.between(-125.0, -75.0);
        [from, from - sweep]
    } else {
        // Open to the left, right side first.
        let from = hand.between(-200.0, -120.0);
        [from, from + sweep]
    };
    vec![hand.arc([0.5 * width, 0.5], [0.5 * width, 0.5], way, growth)]
}

fn looped(hand: &Hand) -> Vec<Stroke> {
    let width = hand.between(0.5, 1.0);
    let body = hand.arc([0.5 * width, 0.5], [0.5 * width, 0.5], [-80.0, -430.0], 0.0);
    let size = hand.between(0.08, 0.2);
    let end = body[body.len() - 1];
    let tail = hand.between(0.0, 0.35);
    let [x, y] = end;
    let curl = hand.curve(&[
        end,
        [x - size, y - 0.2 * size],
        [x - 1.1 * size, y + size],
        [x, y + 1.1 * size],
        [x + size + tail, y + 0.2 * size],
    ]);
    vec![hand.joined([body, curl])]
}
