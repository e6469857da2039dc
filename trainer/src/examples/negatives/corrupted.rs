//! Corrupted digits: drawings of digits after something that leaves none.

use rand::RngExt;
use rand_pcg::Pcg64Mcg;

use super::digit::Digit;
use super::synthetic::{between, line};
use crate::data::drawing::{Bounds, Point, Stroke, bounding_box};

/// A turn or a mirroring about the origin: the rows of its matrix, whose inverse is its transpose.
pub type Turn = [[f64; 2]; 2];

/// A mirroring after which a digit is none: not of 0, 1 and 8, and not of 2 and 5, which can be taken for each other.
pub fn mirroring(label: u8, rng: &mut Pcg64Mcg) -> Option<Turn> {
    const LEFT_TO_RIGHT: Turn = [[-1.0, 0.0], [0.0, 1.0]];
    const UPSIDE_DOWN: Turn = [[1.0, 0.0], [0.0, -1.0]];
    match label {
        3 => Some(LEFT_TO_RIGHT),
        4 | 6 | 7 | 9 => Some(if rng.random() { LEFT_TO_RIGHT } else { UPSIDE_DOWN }),
        _ => None,
    }
}

/// A quarter of a turn, after which only a 0 is still a digit.
pub fn quarter(label: u8, rng: &mut Pcg64Mcg) -> Option<Turn> {
    let way = if rng.random() { 1.0 } else { -1.0 };
    (label != 0).then_some([[0.0, way], [-way, 0.0]])
}

/// A digit mirrored.
pub fn mirrored(digits: &[Digit], rng: &mut Pcg64Mcg) -> Option<Vec<Stroke>> {
    let (strokes, label) = pick(digits, rng)?;
    Some(turned(strokes, mirroring(*label, rng)?))
}

/// A digit that lies on its side.
pub fn lying(digits: &[Digit], rng: &mut Pcg64Mcg) -> Option<Vec<Stroke>> {
    let (strokes, label) = pick(digits, rng)?;
    Some(turned(strokes, quarter(*label, rng)?))
}

fn pick<'a>(digits: &'a [Digit], rng: &mut Pcg64Mcg) -> Option<&'a Digit> {
    digits.get(rng.random_range(0..digits.len().max(1)))
}

fn turned(strokes: &[Stroke], turn: Turn) -> Vec<Stroke> {
    strokes.iter().map(|stroke| stroke.iter().map(|&point| apply(turn, point)).collect()).collect()
}

/// A point turned about the origin.
pub fn apply(turn: Turn, [x, y]: Point) -> Point {
    turn.map(|[a, b]| a * x + b * y)
}

/// Two or three digits beside each other.
pub fn beside(digits: &[Digit], rng: &mut Pcg64Mcg) -> Option<Vec<Stroke>> {
    let count = rng.random_range(2..=3);
    let picked: Vec<_> = (0..count).map(|_| pick(digits, rng)).collect::<Option<_>>()?;
    let mut all = Vec::new();
    let mut right = 0.0;
    for (strokes, _) in picked {
        let Bounds { min, max } = bounding_box(strokes);
        let (scale, drop) = (between(rng, 0.8, 1.2), between(rng, -2.0, 2.0));
        let place = |&[x, y]: &Point| [right + (x - min[0]) * scale, (y - min[1]) * scale + drop];
        all.extend(strokes.iter().map(|stroke| stroke.iter().map(place).collect::<Stroke>()));
        right += (max[0] - min[0]) * scale + between(rng, 1.5, 7.5);
    }
    Some(all)
}

/// The first points of a digit or the last, less than half of them; `None` where that can be a digit.
pub fn half(digits: &[Digit], rng: &mut Pcg64Mcg) -> Option<Vec<Stroke>> {
    let (strokes, label) = pick(digits, rng)?;
    let first = rng.random();
    if matches!((*label, first), (0 | 1 | 3 | 4 | 7 | 9, _) | (6, true) | (2 | 5, false)) {
        return None;
    }
    let total: usize = strokes.iter().map(Vec::len).sum();
    let kept = (between(rng, 0.3, 0.5) * total as f64) as usize;
    let range = if first { 0..kept } else { total - kept..total };
    let mut index = 0..;
    let mut keep = |_: &&Point| index.next().is_some_and(|index| range.contains(&index));
    let halves = strokes.iter().map(|stroke| stroke.iter().filter(|p| keep(p)).copied().collect::<Stroke>());
    Some(halves.filter(|stroke| !stroke.is_empty()).collect())
}

/// A digit crossed out.
pub fn crossed_out(digits: &[Digit], rng: &mut Pcg64Mcg) -> Option<Vec<Stroke>> {
    let (strokes, _) = pick(digits, rng)?;
    let Bounds { min, max } = bounding_box(strokes);
    let how = rng.random_range(0..3);
    // At shares of the digit's width and height.
    let at = |x: f64, y: f64, rng: &mut _| {
        let along = |axis: usize, share: f64| min[axis] + (max[axis] - min[axis]) * share;
        [along(0, x) + between(rng, -2.0, 2.0), along(1, y) + between(rng, -2.0, 2.0)]
    };
    let mut stroke = |from: (f64, f64), to: (f64, f64)| line(at(from.0, from.1, rng), at(to.0, to.1, rng), rng);
    let crossing = match how {
        0 => vec![stroke((-0.3, 0.0), (1.3, 1.0)), stroke((1.3, 0.0), (-0.3, 1.0))],
        1 => vec![stroke((-0.4, 0.35), (1.4, 0.35)), stroke((-0.4, 0.6), (1.4, 0.6))],
        _ => vec![[0.1, 0.3, 0.5, 0.7].map(|y| stroke((-0.2, y), (1.2, y + 0.1))).concat()],
    };
    Some(strokes.iter().cloned().chain(crossing).collect())
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;
    use crate::examples::range::check_range;

    fn rng() -> Pcg64Mcg {
        Pcg64Mcg::seed_from_u64(1)
    }

    /// Where [1, 2] comes to lie, over some samples, without repetition; in order.
    fn turns(label: u8, turn: fn(u8, &mut Pcg64Mcg) -> Option<Turn>) -> Vec<Point> {
        let mut rng = rng();
        let mut points: Vec<_> =
            (0..20).filter_map(|_| turn(label, &mut rng)).map(|turn| apply(turn, [1.0, 2.0])).collect();
        points.sort_by(|a, b| a.partial_cmp(b).expect("numbers"));
        points.dedup();
        points
    }

    #[test]
    fn turned_digits_are_none() {
        for label in [0, 1, 2, 5, 8] {
            assert_eq!(turns(label, mirroring), [[0.0; 2]; 0], "{label}");
        }
        assert_eq!(turns(3, mirroring), [[-1.0, 2.0]], "upside down it is a 3");
        for label in [4, 6, 7, 9] {
            assert_eq!(turns(label, mirroring), [[-1.0, 2.0], [1.0, -2.0]], "{label}");
        }
        assert_eq!(turns(0, quarter), [[0.0; 2]; 0]);
        for label in 1..10 {
            assert_eq!(turns(label, quarter), [[-2.0, 1.0], [2.0, -1.0]], "{label}");
        }
    }

    #[test]
    fn strokes_are_mirrored_and_laid_on_their_side() {
        let digit = |label| [(vec![vec![[1.0, 2.0], [3.0, 5.0]], vec![[0.0, 7.0]]], label)];
        let mut rng = rng();
        let found = mirrored(&digit(3), &mut rng).expect("none that is a digit");
        assert_eq!(found, [vec![[-1.0, 2.0], [-3.0, 5.0]], vec![[0.0, 7.0]]]);
        let found = lying(&digit(3), &mut rng).expect("none that is a digit");
        let way = found[1][0][0].signum();
        assert_eq!(found, [vec![[2.0 * way, -way], [5.0 * way, -3.0 * way]], vec![[7.0 * way, 0.0]]]);
        assert_eq!((mirrored(&digit(8), &mut rng), lying(&digit(0), &mut rng)), (None, None));
        for make in [mirrored, lying, beside, half, crossed_out] {
            assert_eq!(make(&[], &mut rng), None, "without digits");
        }
    }

    #[test]
    fn digits_stand_beside_each_other() {
        let digits = [(vec![vec![[3.0, 4.0], [7.0, 24.0]]], 1)];
        let mut rng = rng();
        let (mut counts, mut scales, mut drops, mut gaps) = ([0; 4], Vec::new(), Vec::new(), Vec::new());
        for _ in 0..300 {
            let strokes = beside(&digits, &mut rng).expect("digits");
            counts[strokes.len()] += 1;
            assert_eq!(strokes[0][0][0], 0.0);
            for stroke in &strokes {
                let [[left, top], [right, bottom]] = [stroke[0], stroke[1]];
                let scale = (bottom - top) / 20.0;
                assert!(((right - left) / 4.0 - scale).abs() < 1e-9);
                scales.push(scale);
                drops.push(top);
            }
            gaps.extend(strokes.windows(2).map(|two| two[1][0][0] - two[0][1][0]));
        }
        assert!(counts[2] > 100 && counts[3] > 100 && counts[2] + counts[3] == 300, "{counts:?}");
        check_range(scales, [0.8, 1.2]);
        check_range(drops, [-2.0, 2.0]);
        check_range(gaps, [1.5, 7.5]);
    }

    #[test]
    fn less_than_half_of_a_digit_is_left() {
        let strokes =
            vec![(0..60).map(|x| [f64::from(x), 0.0]).collect(), (60..100).map(|x| [f64::from(x), 1.0]).collect()];
        let mut rng = rng();
        for (label, expected) in (0..).zip(["", "", "first", "", "", "first", "last", "", "first or last", ""]) {
            let digits = [(strokes.clone(), label)];
            let mut lens = Vec::new();
            let (mut first, mut last) = (false, false);
            for half in (0..200).filter_map(|_| half(&digits, &mut rng)) {
                assert!(half.iter().all(|stroke| !stroke.is_empty()), "{half:?}");
                let points = half.concat();
                lens.push(points.len() as f64);
                if points[0] == [0.0, 0.0] {
                    first = true;
                } else {
                    last = true;
                    assert_eq!(points[points.len() - 1], [99.0, 1.0]);
                }
                assert!(points.windows(2).all(|two| two[1][0] == two[0][0] + 1.0), "{points:?}");
            }
            assert_eq!([first, last], ["first", "last"].map(|which| expected.contains(which)), "{label}");
            if !expected.is_empty() {
                check_range(lens, [29.5, 49.5]);
            }
        }
    }

    /// Of a digit 10 wide and 20 high, from [5, 30].
    #[test]
    fn digits_are_crossed_out_in_three_ways() {
        let digit = vec![vec![[5.0, 30.0], [15.0, 50.0]]];
        let digits = [(digit.clone(), 4)];
        let mut rng = rng();
        let mut ways = [0; 3];
        let mut away = [Vec::new(), Vec::new()];
        for _ in 0..600 {
            let strokes = crossed_out(&digits, &mut rng).expect("a digit");
            assert_eq!(strokes[..1], digit);
            // The ends of lines of seven points.
            let ends: Vec<[Point; 2]> =
                strokes[1..].iter().flat_map(|stroke| stroke.chunks(7)).map(|line| [line[0], line[6]]).collect();
            let (way, expected): (usize, Vec<[Point; 2]>) = match ends.len() {
                2 if ends[0][0][1] < 33.0 => (0, vec![[[2.0, 30.0], [18.0, 50.0]], [[18.0, 30.0], [2.0, 50.0]]]),
                2 => (1, vec![[[1.0, 37.0], [19.0, 37.0]], [[1.0, 42.0], [19.0, 42.0]]]),
                _ => (2, [32.0, 36.0, 40.0, 44.0].map(|y| [[3.0, y], [17.0, y + 2.0]]).to_vec()),
            };
            ways[way] += 1;
            assert_eq!(ends.len(), expected.len());
            for (found, expected) in ends.iter().flatten().zip(expected.iter().flatten()) {
                (0..2).for_each(|axis| away[axis].push(found[axis] - expected[axis]));
            }
        }
        away.into_iter().for_each(|away| check_range(away, [-2.0, 2.0]));
        assert!(ways.iter().all(|ways| (150..250).contains(ways)), "{ways:?}");
    }
}
