//! Ways to write a 6.

use super::allograph::Allograph;
use super::hand::Hand;
use crate::data::drawing::Stroke;

pub(super) const WAYS: [Allograph; 5] = [
    // From the top right, the left side first, round below and up to the middle of the left side (Briem).
    Allograph { name: "plain", share: 2.0, write: plain },
    Allograph { name: "small bowl", share: 2.0, write: small_bowl },
    Allograph { name: "flat bowl", share: 1.5, write: flat_bowl },
    Allograph { name: "straight stem", share: 1.5, write: straight },
    Allograph { name: "not closed", share: 1.5, write: open },
];

/// A stem into a bowl of a width and a height, from where the stem begins, to where the bowl's end is: degrees.
fn six(hand: &Hand, start: f64, curved: f64, [width, height]: [f64; 2], to: f64) -> Vec<Stroke> {
    let (radii, middle) = ([0.5 * width, 0.5 * height], 1.0 - 0.5 * height);
    let hook = hand.chance(0.15);
    let left = |y: f64| curved * (middle - y) / middle;
    // Slants towards the start, more so near it.
    let at = |y: f64| [start * ((middle - y) / middle).powf(1.0 + curved), y];
    let mut points = vec![at(0.0), at(0.3 * middle), at(0.65 * middle)];
    if hook {
        points.insert(0, [start + hand.between(0.05, 0.15), hand.between(0.03, 0.12)]);
    }
    points.push([0.0, middle - 0.1 * left(0.0) * height]);
    let stem = hand.curve(&points);
    let growth = hand.between(-0.25, 0.05);
    let bowl = hand.arc([radii[0], middle], radii, [180.0, to], growth);
    vec![hand.joined([stem, bowl])]
}

fn plain(hand: &Hand) -> Vec<Stroke> {
    let bowl = [hand.between(0.4, 0.75), hand.between(0.4, 0.65)];
    let (start, curved, to) = (hand.between(0.1, 0.75), hand.between(0.2, 1.2), hand.between(-230.0, -150.0));
    six(hand, start, curved, bowl, to)
}

fn small_bowl(hand: &Hand) -> Vec<Stroke> {
    let bowl = [hand.between(0.18, 0.4), hand.between(0.2, 0.4)];
    let (start, curved, to) = (hand.between(0.05, 0.6), hand.between(0.0, 1.0), hand.between(-240.0, -140.0));
    six(hand, start, curved, bowl, to)
}

fn flat_bowl(hand: &Hand) -> Vec<Stroke> {
    let bowl = [hand.between(0.3, 0.8), hand.between(0.15, 0.32)];
    let (start, curved, to) = (hand.between(0.1, 0.8), hand.between(0.1, 1.0), hand.between(-230.0, -150.0));
    six(hand, start, curved, bowl, to)
}

fn straight(hand: &Hand) -> Vec<Stroke> {
    let bowl = [hand.between(0.3, 0.65), hand.between(0.3, 0.6)];
    let (start, to) = (hand.between(0.08, 0.6), hand.between(-260.0, -160.0));
    six(hand, start, 0.0, bowl, to)
}

fn open(hand: &Hand) -> Vec<Stroke> {
    let bowl = [hand.between(0.35, 0.75), hand.between(0.3, 0.6)];
    let (start, curved, to) = (hand.between(0.1, 0.75), hand.between(0.1, 1.2), hand.between(-145.0, -85.0));
    six(hand, start, curved, bowl, to)
}
