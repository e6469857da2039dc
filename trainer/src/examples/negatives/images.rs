//! Images that are no digit: of corrupted digits, as MNIST has them, or synthetic.

use std::f64::consts::TAU;

use network::SIDE;
use rand::RngExt;
use rand_pcg::Pcg64Mcg;

use super::corrupted::{Turn, apply, mirroring, quarter};
use super::digit::{Intensities, Pair};
use super::synthetic::between;
use crate::data::drawing::Point;

type Labelled = (Intensities, u8);

/// A digit mirrored.
pub fn mirrored((image, label): &Labelled, rng: &mut Pcg64Mcg) -> Option<Intensities> {
    Some(turned(image, mirroring(*label, rng)?))
}

/// A digit that lies on its side.
pub fn lying((image, label): &Labelled, rng: &mut Pcg64Mcg) -> Option<Intensities> {
    Some(turned(image, quarter(*label, rng)?))
}

fn turned(image: &Intensities, turn: Turn) -> Intensities {
    paint(|point| {
        let [[a, b], [c, d]] = turn;
        let [x, y] = apply([[a, c], [b, d]], point.map(|x| x - MIDDLE));
        at(image, [x + MIDDLE, y + MIDDLE])
    })
}

/// The upper, lower, left or right half of an image; `None` where that can be a digit.
pub fn half((image, label): &Labelled, rng: &mut Pcg64Mcg) -> Option<Intensities> {
    let (axis, first) = (rng.random_range(0..2), rng.random());
    let none_left = match (axis, first) {
        (0, true) => !matches!(label, 1 | 6 | 7),
        (0, false) => !matches!(label, 1 | 3 | 4 | 5 | 7 | 9),
        (_, true) => matches!(label, 0 | 2 | 4 | 5),
        (_, false) => matches!(label, 0 | 2 | 3 | 5),
    };
    let edge = between(rng, 13.0, 15.5).floor();
    none_left.then(|| paint(|point| if (point[axis] < edge) == first { at(image, point) } else { 0.0 }))
}

/// Two images squeezed beside each other.
pub fn beside([(left, _), (right, _)]: &Pair, rng: &mut Pcg64Mcg) -> Intensities {
    let (squeeze, nearer, down) = (between(rng, 1.6, 2.2), between(rng, 0.0, 1.5), between(rng, -3.0, 3.0));
    paint(|[x, y]| {
        let y = (y - MIDDLE) * squeeze + MIDDLE;
        let left = at(left, [(x - MIDDLE - nearer) * squeeze + 24.0, y]);
        left.max(at(right, [(x - MIDDLE + nearer) * squeeze + 4.0, y + down]))
    })
}

/// Two images of different digits upon each other, a few pixels apart; `None` where that can be a digit.
pub fn overlaid([(image, label), (other, other_label)]: &Pair, rng: &mut Pcg64Mcg) -> Option<Intensities> {
    if label == other_label || matches!((label, other_label), (1, 4) | (4, 1)) {
        return None;
    }
    let (away, angle) = (between(rng, 5.0, 9.0), between(rng, 0.0, TAU));
    let shift = [away * angle.cos(), away * angle.sin()];
    Some(paint(|[x, y]| at(image, [x, y]).max(at(other, [x + shift[0], y + shift[1]]))))
}

/// Noise, fine or coarse, black and white or grey.
pub fn noise(rng: &mut Pcg64Mcg) -> Intensities {
    let (grain, share, grey) = (f64::from(1 << rng.random_range(0..4)), between(rng, 0.05, 0.9), rng.random());
    let mut cell = |_| {
        if !rng.random_bool(share) {
            0.0
        } else if grey {
            rng.random()
        } else {
            1.0
        }
    };
    let cells: Intensities = std::array::from_fn(&mut cell);
    paint(|point| at(&cells, point.map(|x| x / grain)))
}

/// Blots and boxes.
pub fn patches(rng: &mut Pcg64Mcg) -> Intensities {
    let round: bool = rng.random();
    let mut patch =
        |_| ([0; 2].map(|_| between(rng, 8.0, 20.0)), [0; 2].map(|_| between(rng, 3.0, 12.0)), rng.random());
    let patches: [(Point, Point, f32); 3] = std::array::from_fn(&mut patch);
    let count = 1 + (patches[0].2 * 3.0) as usize;
    paint(|point| {
        let covers = |(middle, reach, _): &&(Point, Point, f32)| {
            let [x, y] = [0, 1].map(|axis| (point[axis] - middle[axis]).abs() / reach[axis]);
            if round { x.hypot(y) < 1.0 } else { x.max(y) < 1.0 }
        };
        patches[..count].iter().filter(covers).map(|(_, _, intensity)| 0.3 + 0.7 * intensity).fold(0.0, f32::max)
    })
}

const MIDDLE: f64 = SIDE as f64 / 2.0;

/// An image from the intensity at each pixel's middle.
fn paint(intensity: impl Fn(Point) -> f32) -> Intensities {
    std::array::from_fn(|pixel| intensity([pixel % SIDE, pixel / SIDE].map(|at| at as f64 + 0.5)))
}

/// The intensity of the pixel at a point; 0 outside.
fn at(image: &Intensities, point: Point) -> f32 {
    let inside = point.iter().all(|x| (0.0..SIDE as f64).contains(x));
    if inside { image[point[1] as usize * SIDE + point[0] as usize] } else { 0.0 }
}
