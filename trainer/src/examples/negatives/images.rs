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

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;
    use crate::examples::range::check_range;

    fn rng() -> Pcg64Mcg {
        Pcg64Mcg::seed_from_u64(1)
    }

    /// An image of one pixel.
    fn pixel([column, row]: [usize; 2]) -> Intensities {
        let mut image = [0.0; 784];
        image[row * SIDE + column] = 1.0;
        image
    }

    /// Inked in a box.
    fn full(columns: std::ops::Range<usize>, rows: std::ops::Range<usize>, intensity: f32) -> Intensities {
        let inked = |pixel| columns.contains(&(pixel % SIDE)) && rows.contains(&(pixel / SIDE));
        std::array::from_fn(|pixel| if inked(pixel) { intensity } else { 0.0 })
    }

    /// (column, row) of each pixel with this ink.
    fn places(image: &Intensities, is: impl Fn(f32) -> bool) -> Vec<[usize; 2]> {
        let inked = image.iter().enumerate().filter(|(_, intensity)| is(**intensity));
        inked.map(|(pixel, _)| [pixel % SIDE, pixel / SIDE]).collect()
    }

    fn inked(image: &Intensities) -> Vec<[usize; 2]> {
        places(image, |intensity| intensity > 0.0)
    }

    /// The first column and row, and those after the last.
    fn bounds(places: &[[usize; 2]]) -> [[usize; 2]; 2] {
        let of = |axis: usize| places.iter().map(move |place| place[axis]);
        let [low, high] = [[of(0).min(), of(1).min()], [of(0).max(), of(1).max()]];
        [low.map(|x| x.expect("ink")), high.map(|x| x.expect("ink") + 1)]
    }

    #[test]
    fn images_are_mirrored_and_laid_on_their_side() {
        let mut rng = rng();
        let image = pixel([5, 9]);
        assert_eq!(mirrored(&(image, 3), &mut rng).map(|image| inked(&image)), Some(vec![[22, 9]]));
        assert_eq!((mirrored(&(image, 8), &mut rng), lying(&(image, 0), &mut rng)), (None, None));
        let mut found: Vec<_> =
            (0..20).filter_map(|_| lying(&(image, 3), &mut rng)).map(|image| inked(&image)).collect();
        found.sort_unstable();
        found.dedup();
        assert_eq!(found, [[[9, 22]], [[18, 5]]]);
    }

    #[test]
    fn a_half_is_left_where_that_is_no_digit() {
        let mut rng = rng();
        // Left, right, upper, lower halves.
        for (label, expected) in (0..).zip(["lrud", "", "lrud", "ld", "lu", "lud", "r", "", "lr", "l"]) {
            let mut found: Vec<char> = Vec::new();
            for image in (0..200).filter_map(|_| half(&(full(0..28, 0..28, 0.5), label), &mut rng)) {
                let places = places(&image, |x| x == 0.5);
                assert_eq!(places, inked(&image));
                let [[left, top], [right, bottom]] = bounds(&places);
                assert_eq!(places.len(), (right - left) * (bottom - top));
                let (edge, which) = match [left, top, 28 - right, 28 - bottom] {
                    [0, 0, _, 0] => (right, 'l'),
                    [_, 0, 0, 0] => (left, 'r'),
                    [0, 0, 0, _] => (bottom, 'u'),
                    _ => (top, 'd'),
                };
                assert!((13..=15).contains(&edge), "{edge}");
                found.push(which);
            }
            found.sort_unstable();
            found.dedup();
            let mut expected: Vec<char> = expected.chars().collect();
            expected.sort_unstable();
            assert_eq!(found, expected, "{label}");
        }
    }

    /// Images inked where MNIST's digits are: 20 pixels squeezed to as many as fit beside each other, nearer than they were.
    #[test]
    fn images_are_squeezed_beside_each_other() {
        let pair = [(full(4..24, 4..24, 0.5), 1), (full(4..24, 4..24, 1.0), 2)];
        let mut rng = rng();
        let (mut heights, mut nearer, mut drops) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..400 {
            let image = beside(&pair, &mut rng);
            let [left, right] = [0.5, 1.0].map(|intensity| bounds(&places(&image, |x| x == intensity)));
            let (height, width) = (right[1][1] - right[0][1], right[1][0] - right[0][0]);
            assert!(height.abs_diff(width) <= 1, "{height} × {width}");
            heights.push(height);
            // The left one, below, is as high, and in the middle.
            assert!((left[1][1] - left[0][1]).abs_diff(height) <= 1 && left[0][1].abs_diff(28 - left[1][1]) <= 1);
            assert!(left[0][0].abs_diff(28 - right[1][0]) <= 1, "{left:?}, {right:?}");
            nearer.push(14 - right[0][0]);
            drops.push(right[0][1] as i32 - left[0][1] as i32);
        }
        assert_eq!((heights.iter().min(), heights.iter().max()), (Some(&9), Some(&13)));
        assert_eq!((nearer.iter().min(), nearer.iter().max()), (Some(&0), Some(&1)));
        assert_eq!((drops.iter().min(), drops.iter().max()), (Some(&-2), Some(&2)));
    }

    #[test]
    fn different_images_lie_upon_each_other() {
        let mut rng = rng();
        let dot = pixel([14, 14]);
        let mut overlaid = |a: u8, b: u8| overlaid(&[(dot, a), (dot.map(|x| x / 2.0), b)], &mut rng);
        for (a, b) in [(0, 0), (7, 7), (1, 4), (4, 1)] {
            assert_eq!(overlaid(a, b), None, "{a} on {b}");
        }
        let (mut distances, mut towards) = (Vec::new(), [0; 4]);
        for (a, b) in [(1, 2), (4, 7), (9, 4), (3, 1)] {
            for _ in 0..100 {
                let image = overlaid(a, b).expect("of two digits");
                assert_eq!(places(&image, |x| x == 1.0), [[14, 14]]);
                let [[column, row]] = places(&image, |x| x == 0.5)[..] else { panic!("one pixel is moved") };
                let [x, y] = [column, row].map(|at| at as f64 - 14.0);
                distances.push(x.hypot(y));
                towards[usize::from(x > 0.0) + 2 * usize::from(y > 0.0)] += 1;
            }
        }
        check_range(distances, [4.4, 9.6]);
        assert!(towards.iter().all(|&count| count > 60), "{towards:?}");
    }

    #[test]
    fn noise_is_fine_or_coarse_and_grey_or_not() {
        let mut rng = rng();
        let (mut grains, mut greys, mut shares) = ([0; 4], 0, Vec::new());
        for _ in 0..400 {
            let image = noise(&mut rng);
            // The largest squares of which all pixels are alike.
            let is_of = |grain: &usize| {
                (0..784).all(|pixel| {
                    image[pixel] == image[pixel / SIDE / grain * grain * SIDE + pixel % SIDE / grain * grain]
                })
            };
            let grain = [8, 4, 2, 1].into_iter().find(is_of).expect("1 at least");
            grains[grain.ilog2() as usize] += 1;
            let ink = inked(&image).len();
            if grain == 1 {
                shares.push(ink as f64 / 784.0);
            }
            greys += i32::from(image.iter().any(|x| ![0.0, 1.0].contains(x)));
        }
        assert!(grains.iter().all(|&count| count > 60), "{grains:?}");
        assert!((150..250).contains(&greys), "{greys} of 400");
        check_range(shares, [0.04, 0.9]);
    }

    /// One to three, in the middle, each of an intensity between 0.3 and 1, round or with corners.
    #[test]
    fn patches_are_round_or_have_corners() {
        let mut rng = rng();
        let (mut single, mut levels) = (Vec::new(), Vec::new());
        let (mut round, mut counts) = (0, [0; 4]);
        for _ in 0..600 {
            let image = patches(&mut rng);
            let mut found: Vec<f32> = image.iter().copied().filter(|&x| x > 0.0).collect();
            found.sort_by(f32::total_cmp);
            found.dedup();
            counts[found.len()] += 1;
            levels.extend(found.iter().map(|&x| f64::from(x)));
            if let [only] = found[..] {
                let places = places(&image, |x| x == only);
                single.push((only, bounds(&places), places.len()));
            }
        }
        check_range(levels, [0.3, 1.0]);
        assert_eq!(counts[0], 0);
        assert!(counts[1..].iter().all(|&count| count > 60), "{counts:?}");
        let (mut sides, mut edges) = (Vec::new(), Vec::new());
        for &(_, [low, high], area) in &single {
            let size = [0, 1].map(|axis| high[axis] - low[axis]);
            let share = area as f64 / (size[0] * size[1]) as f64;
            let inside = [0, 1].iter().all(|&axis| low[axis] > 0 && high[axis] < SIDE);
            if inside {
                // The share of an ellipse is π / 4.
                assert!(share == 1.0 || (0.6..0.9).contains(&share), "{share}");
                sides.extend(size);
                edges.extend([0, 1].map(|axis| (low[axis] + high[axis]) as f64 / 2.0));
            }
            round += usize::from(share < 1.0);
        }
        assert!((single.len() / 3..single.len() * 2 / 3).contains(&round), "{round} of {}", single.len());
        assert_eq!(sides.iter().min(), Some(&6));
        assert!(sides.iter().max() >= Some(&22), "{sides:?}");
        assert!(edges.iter().all(|middle| (7.5..=20.5).contains(middle)), "{edges:?}");
    }

    #[test]
    fn a_point_is_read_from_its_pixel() {
        let image = pixel([27, 3]);
        for (point, expected) in [
            ([27.0, 3.0], 1.0),
            ([27.9, 3.9], 1.0),
            ([26.9, 3.5], 0.0),
            ([27.5, 4.0], 0.0),
            ([28.0, 3.5], 0.0),
            ([-1.0, 4.5], 0.0),
            ([27.5, 28.5], 0.0),
        ] {
            assert_eq!(at(&image, point), expected, "{point:?}");
        }
        let squares = paint(|[x, y]| (x * 100.0 + y) as f32);
        assert_eq!([squares[0], squares[27], squares[28]], [50.5, 2750.5, 51.5]);
    }
}
