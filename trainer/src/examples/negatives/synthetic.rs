//! Synthetic negatives: strokes made by chance that are no digit, in a square of about 20 × 20.

use std::f64::consts::{PI, TAU};

use rand::{Rng, RngExt};

use crate::data::drawing::{Point, Stroke};

/// Side of the square.
const SIDE: f64 = 20.0;

/// A pen that wanders, up to three times.
pub fn scribble(rng: &mut impl Rng) -> Vec<Stroke> {
    let wander = |rng: &mut _| {
        let mut at = anywhere(rng);
        let (mut heading, mut turn) = (between(rng, 0.0, TAU), 0.0);
        let points = RngExt::random_range(rng, 25..90);
        let step = |_| {
            turn = 0.8 * turn + between(rng, -0.35, 0.35);
            heading += turn;
            at = polar(at, between(rng, 0.8, 2.0), heading).map(|x| x.clamp(-2.0, SIDE + 2.0));
            at
        };
        (0..points).map(step).collect()
    };
    (0..rng.random_range(1..=3)).map(|_| wander(rng)).collect()
}

/// To and fro, as one blackens a patch.
pub fn hatching(rng: &mut impl Rng) -> Vec<Stroke> {
    let (lines, wide, angle) = (rng.random_range(5..16), between(rng, 4.0, 22.0), between(rng, 0.0, TAU));
    let end = |line| {
        let across = if line % 2 == 0 { 0.0 } else { wide };
        turned([f64::from(line) / f64::from(lines) * SIDE, across + between(rng, -2.0, 2.0)], angle)
    };
    vec![(0..lines).map(end).collect()]
}

/// Straight strokes anywhere.
pub fn sticks(rng: &mut impl Rng) -> Vec<Stroke> {
    (0..rng.random_range(2..7)).map(|_| line(anywhere(rng), anywhere(rng), rng)).collect()
}

/// A polygon of three to five corners, or a star of five to seven (of six, drawn in one go: a triangle twice).
pub fn shape(rng: &mut impl Rng) -> Vec<Stroke> {
    let (turn, narrow) = (between(rng, 0.0, TAU), between(rng, 0.6, 1.0));
    let corners = rng.random_range(3..8);
    let radius = SIDE / 2.0;
    // (corners, corners passed from one to the next, the least radius, the radius of every other corner)
    let (corners, stride, inner) = match rng.random_range(0..3) {
        0 if corners >= 5 => (corners, 2, radius), // drawn in one go
        1 if corners >= 5 => (2 * corners, 1, between(rng, 3.0, 6.0)),
        _ => (corners.min(5), 1, radius),
    };
    let corner = |index: u32| {
        let radius = if index.is_multiple_of(2) { radius } else { inner } + between(rng, -1.0, 1.0);
        polar([0.0; 2], radius, turn + TAU * f64::from(index * stride) / f64::from(corners))
    };
    let points: Vec<Point> = (0..=corners).map(corner).collect();
    let outline = points.windows(2).flat_map(|ends| line(ends[0], ends[1], rng));
    vec![outline.map(|[x, y]| [x * narrow, y]).collect()]
}

/// A spiral of more than a turn and a half.
pub fn spiral(rng: &mut impl Rng) -> Vec<Stroke> {
    let (start, narrow) = (between(rng, 0.0, TAU), between(rng, 0.6, 1.4));
    let turns = between(rng, 1.7, 4.5) * if rng.random() { 1.0 } else { -1.0 };
    vec![curve(100, |t| {
        let [x, y] = polar([0.0; 2], SIDE / 2.0 * t, start + turns * TAU * t);
        [x * narrow, y]
    })]
}

/// A wave or a zigzag that lies, more or less.
pub fn wave(rng: &mut impl Rng) -> Vec<Stroke> {
    let (waves, high, slope) = (between(rng, 1.5, 5.0), between(rng, 1.0, 4.5), between(rng, -12.0, 12.0));
    let sharp = rng.random_bool(0.4);
    let up = |phase: f64| if sharp { 4.0 * ((phase + 0.25).fract() - 0.5).abs() - 1.0 } else { (phase * TAU).sin() };
    vec![curve(80, |t| [t * 24.0, high * up(t * waves) + slope * t])]
}

/// Dots and dashes, apart.
pub fn dots(rng: &mut impl Rng) -> Vec<Stroke> {
    let count = rng.random_range(2..6);
    let dot = |_| {
        let at = anywhere(rng);
        if rng.random() { vec![at] } else { line(at, polar(at, between(rng, 0.5, 2.0), between(rng, 0.0, TAU)), rng) }
    };
    (0..count).map(dot).collect()
}

/// One line or two, too flat for a 1: MNIST's lean to the right by up to 50 degrees, hardly to the left.
pub fn flat_line(rng: &mut impl Rng) -> Vec<Stroke> {
    let first = line([0.0; 2], polar([0.0; 2], SIDE, between(rng, -20.0, 40.0).to_radians()), rng);
    if rng.random_bool(0.7) {
        return vec![first];
    }
    let gap = between(rng, 3.0, 12.0);
    let second = first.iter().map(|[x, y]| [x + between(rng, -2.0, 2.0), y + gap]).collect();
    vec![first, second]
}

/// What one draws besides: crosses, arrows, bars, a grid, a house, a heart, a face, a tick, rings, flowers.
pub fn sign(rng: &mut impl Rng) -> Vec<Stroke> {
    let turn = if rng.random() { between(rng, 0.0, TAU) } else { 0.0 };
    match rng.random_range(0..12) {
        0 => path("0,10 20,10;10,0 10,20", turn, rng),
        1 => path("0,10 20,10;14,4 20,10 14,16", 2.0 * turn, rng),
        2 => path("6,0 6,20;14,0 14,20;0,6 20,6;0,14 20,14", 0.0, rng),
        3 => path("0,0 0,18;6,0 6,18;12,0 12,18", turn, rng),
        4 => path("0,9 0,20 18,20 18,9 0,9;-2,9 9,0 20,9;7,20 7,14 11,14 11,20", 0.0, rng),
        5 => path("0,12 6,20 20,0", 0.0, rng),
        6 => {
            let heart = |t: f64| {
                let (sin, cos) = (TAU * t).sin_cos();
                let up = 13.0 * cos - 5.0 * (2.0 * TAU * t).cos() - 2.0 * (3.0 * TAU * t).cos() - (4.0 * TAU * t).cos();
                [16.0 * sin.powi(3), -up]
            };
            vec![curve(60, heart)]
        }
        7 => {
            let eye = between(rng, 1.0, 2.0);
            let mouth = arc([0.0, 1.0], 5.0, 0.2 * PI, 0.8 * PI);
            vec![ring(10.0), arc([-4.0, -3.0], eye, 0.0, TAU), arc([4.0, -3.0], eye, 0.0, TAU), mouth]
        }
        8 => vec![curve(60, |t| [12.0 * (TAU * t).cos(), 6.0 * (2.0 * TAU * t).sin()])],
        9 => vec![ring(10.0), ring(4.0)],
        10 => [vec![ring(10.0)], path("-10,0 10,0;0,-10 0,10", turn, rng)].concat(),
        _ => {
            let petals = f64::from(rng.random_range(4..8));
            let radius = |t: f64| 10.0 * (0.35 + 0.65 * (petals * PI * t).sin().abs());
            vec![curve(120, |t| polar([0.0; 2], radius(t), TAU * t))]
        }
    }
}

/// A line as a hand draws it: of several points, and not quite straight.
pub fn line(from: Point, to: Point, rng: &mut impl Rng) -> Stroke {
    let bow = between(rng, -0.25, 0.25);
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    curve(6, |t| {
        let aside = bow * t * (1.0 - t);
        [from[0] + dx * t - dy * aside, from[1] + dy * t + dx * aside]
    })
}

/// A number from `low` to `high`.
pub fn between(rng: &mut impl Rng, low: f64, high: f64) -> f64 {
    low + (high - low) * rng.random::<f64>()
}

/// Lines through points as SVG writes them, `x,y x,y`, strokes parted by `;`, turned by an angle.
fn path(points: &str, angle: f64, rng: &mut impl Rng) -> Vec<Stroke> {
    let point = |text: &str| {
        let (x, y) = text.split_once(',').expect("x,y");
        turned([x, y].map(|x| x.parse().expect("a number")), angle)
    };
    let stroke = |text: &str| {
        let points: Vec<Point> = text.split(' ').map(point).collect();
        points.windows(2).flat_map(|ends| line(ends[0], ends[1], rng)).collect()
    };
    points.split(';').map(stroke).collect()
}

fn curve(pieces: u32, at: impl Fn(f64) -> Point) -> Stroke {
    (0..=pieces).map(|piece| at(f64::from(piece) / f64::from(pieces))).collect()
}

fn ring(radius: f64) -> Stroke {
    arc([0.0; 2], radius, 0.0, TAU)
}

fn arc(centre: Point, radius: f64, from: f64, to: f64) -> Stroke {
    curve(24, |t| polar(centre, radius, from + (to - from) * t))
}

fn polar(centre: Point, radius: f64, angle: f64) -> Point {
    [centre[0] + radius * angle.cos(), centre[1] + radius * angle.sin()]
}

fn turned([x, y]: Point, angle: f64) -> Point {
    let (sin, cos) = angle.sin_cos();
    [x * cos - y * sin, x * sin + y * cos]
}

fn anywhere(rng: &mut impl Rng) -> Point {
    [between(rng, 0.0, SIDE), between(rng, 0.0, SIDE)]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use rand::SeedableRng;
    use rand_pcg::Pcg64Mcg;

    use super::*;
    use crate::examples::range::check_range;

    /// What is made, so many times.
    fn made(times: usize, make: fn(&mut Pcg64Mcg) -> Vec<Stroke>) -> Vec<Vec<Stroke>> {
        let mut rng = Pcg64Mcg::seed_from_u64(1);
        (0..times).map(|_| make(&mut rng)).collect()
    }

    /// How often each of some things comes, as a share.
    fn shares<T: Ord>(things: impl ExactSizeIterator<Item = T>) -> BTreeMap<T, f64> {
        let share = 1.0 / things.len() as f64;
        let mut shares = BTreeMap::new();
        things.for_each(|thing| *shares.entry(thing).or_default() += share);
        shares
    }

    fn near(a: Point, b: Point) -> bool {
        distance(a, b) < 1e-9
    }

    fn distance(a: Point, b: Point) -> f64 {
        (a[0] - b[0]).hypot(a[1] - b[1])
    }

    /// From −½ to ½ of a turn.
    fn wrapped(angle: f64) -> f64 {
        (angle + PI).rem_euclid(TAU) - PI
    }

    /// How far the points go about the origin, in radians.
    fn winding(points: &[Point]) -> f64 {
        points.windows(2).map(|two| wrapped(two[1][1].atan2(two[1][0]) - two[0][1].atan2(two[0][0]))).sum()
    }

    #[test]
    fn lines_and_arcs_are_where_they_should_be() {
        let mut rng = Pcg64Mcg::seed_from_u64(1);
        check_range((0..500).map(|_| between(&mut rng, -3.0, 5.0)), [-3.0, 5.0]);
        for axis in [0, 1] {
            check_range((0..500).map(|_| anywhere(&mut rng)[axis]), [0.0, 20.0]);
        }
        assert!(near(turned([1.0, 2.0], PI / 2.0), [-2.0, 1.0]) && near(turned([3.0, 1.0], PI), [-3.0, -1.0]));
        assert!(near(polar([1.0, 2.0], 3.0, PI / 2.0), [1.0, 5.0]) && near(polar([1.0, 2.0], 3.0, 0.0), [4.0, 2.0]));
        let quarter = arc([1.0, 2.0], 3.0, PI, 1.5 * PI);
        assert!(near(quarter[0], [-2.0, 2.0]) && near(quarter[24], [1.0, -1.0]) && quarter.len() == 25);
        let ring = ring(2.0);
        assert!(near(ring[0], [2.0, 0.0]) && near(ring[6], [0.0, 2.0]) && near(ring[24], ring[0]));
        let path = path("0,0 10,0 10,5;1,1 2,2", PI / 2.0, &mut rng);
        assert_eq!([path[0].len(), path[1].len()], [14, 7]);
        for (found, expected) in [
            (path[0][0], [0.0, 0.0]),
            (path[0][6], [0.0, 10.0]),
            (path[0][7], [0.0, 10.0]),
            (path[0][13], [-5.0, 10.0]),
            (path[1][0], [-1.0, 1.0]),
            (path[1][6], [-2.0, 2.0]),
        ] {
            assert!(near(found, expected), "{found:?}, expected {expected:?}");
        }
    }

    /// A parabola over its chord: aside by a sixteenth of the length at most, in the middle.
    #[test]
    fn a_line_is_bowed_a_little() {
        let mut rng = Pcg64Mcg::seed_from_u64(1);
        let mut middles = Vec::new();
        for _ in 0..500 {
            let line = line([1.0, 2.0], [7.0, 10.0], &mut rng);
            assert_eq!(line.len(), 7);
            // Along the chord, 10 long, and to its right.
            let seen = |[x, y]: Point| [(x - 1.0) * 0.6 + (y - 2.0) * 0.8, (y - 2.0) * 0.6 - (x - 1.0) * 0.8];
            let middle = seen(line[3])[1];
            for (step, &point) in line.iter().enumerate() {
                let t = step as f64 / 6.0;
                assert!(near(seen(point), [10.0 * t, middle * 4.0 * t * (1.0 - t)]), "{line:?}");
            }
            middles.push(middle);
        }
        check_range(middles, [-0.625, 0.625]);
    }

    #[test]
    fn a_scribbling_pen_wanders() {
        let scribbles = made(300, scribble);
        assert_eq!(shares(scribbles.iter().map(Vec::len)).into_keys().collect::<Vec<_>>(), [1, 2, 3]);
        let (mut steps, mut turns) = (Vec::new(), Vec::new());
        for stroke in scribbles.iter().flatten() {
            assert!((25..90).contains(&stroke.len()));
            assert!(stroke.iter().flatten().all(|x| (-2.0..=22.0).contains(x)), "{stroke:?}");
            let inside = |[x, y]: &Point| [x, y].iter().all(|x| (-1.99..21.99).contains(*x));
            let heading = |two: &[Point]| (two[1][1] - two[0][1]).atan2(two[1][0] - two[0][0]);
            for four in stroke.windows(4).filter(|four| four.iter().all(inside)) {
                steps.push(distance(four[0], four[1]));
                let [a, b, c] = [0, 1, 2].map(|at| heading(&four[at..at + 2]));
                turns.push(wrapped(c - b) - 0.8 * wrapped(b - a));
            }
        }
        check_range(steps, [0.8, 2.0]);
        // What is new of each turn.
        check_range(turns, [-0.35, 0.35]);
        let starts = scribbles.iter().flatten().map(|stroke| stroke[0][0]);
        let starts: Vec<f64> = starts.collect();
        assert!(starts.iter().any(|&x| x < 0.0) && starts.iter().any(|&x| x > 20.0));
        // It goes no farther than the edge.
        for edge in [-2.0, 22.0] {
            assert!(scribbles.iter().flatten().flatten().any(|point| point.contains(&edge)));
        }
    }

    /// In a frame along the hatching each line is as far as the next, and the ends differ by 2 either way: at any angle, told
    /// from the distances between the points.
    #[test]
    fn hatching_goes_to_and_fro() {
        let (mut widths, mut jitters) = (Vec::new(), [0.0_f64; 2]);
        let hatchings = made(400, hatching);
        for strokes in &hatchings {
            let points = &strokes[0];
            let aside = |a: usize, b: usize| {
                let along = (b - a) as f64 * 20.0 / points.len() as f64;
                (distance(points[a], points[b]).powi(2) - along * along).max(0.0).sqrt()
            };
            for (a, b) in (0..points.len()).flat_map(|b| (0..b).map(move |a| (a, b))) {
                if (b - a) % 2 == 0 {
                    assert!(aside(a, b) <= 4.0 + 1e-6, "{points:?}");
                    jitters[a % 2] = jitters[a % 2].max(aside(a, b));
                }
            }
            let mean =
                points.windows(2).enumerate().map(|(a, _)| aside(a, a + 1)).sum::<f64>() / (points.len() - 1) as f64;
            widths.push(mean);
        }
        assert!(jitters.iter().all(|jitter| (3.5..=4.0).contains(jitter)), "{jitters:?}");
        let (low, high) = widths.iter().fold((f64::MAX, f64::MIN), |(low, high), &x| (low.min(x), high.max(x)));
        assert!((2.0..5.0).contains(&low) && (20.0..24.0).contains(&high), "{low} to {high} wide");
        let lines = shares(hatchings.iter().map(|strokes| strokes[0].len()));
        assert_eq!(lines.into_keys().collect::<Vec<_>>(), (5..16).collect::<Vec<_>>());
    }

    #[test]
    fn sticks_and_dots_are_anywhere() {
        let sticks = made(300, sticks);
        assert_eq!(shares(sticks.iter().map(Vec::len)).into_keys().collect::<Vec<_>>(), [2, 3, 4, 5, 6]);
        for end in [0, 6] {
            check_range(sticks.iter().flatten().map(|stroke| stroke[end][0]), [0.0, 20.0]);
        }
        let dots = made(300, dots);
        assert_eq!(shares(dots.iter().map(Vec::len)).into_keys().collect::<Vec<_>>(), [2, 3, 4, 5]);
        check_range(dots.iter().flatten().map(|stroke| stroke[0][1]), [0.0, 20.0]);
        let dashes: Vec<_> = dots.iter().flatten().filter(|stroke| stroke.len() == 7).collect();
        check_range(dashes.iter().map(|dash| distance(dash[0], dash[6])), [0.5, 2.0]);
        let single = dots.iter().flatten().filter(|stroke| stroke.len() == 1).count();
        assert!(single.abs_diff(dashes.len()) < 150, "{single}");
    }

    /// (corners passed, turns about the middle) tell a polygon, a star drawn in one go and the outline of a star apart.
    #[test]
    fn shapes_are_polygons_and_stars() {
        let shapes = made(2000, shape);
        let (mut outer, mut inner) = (Vec::new(), Vec::new());
        let mut kind = |strokes: &Vec<Stroke>| {
            // The lines' beginnings, and the last one's end.
            let mut corners: Vec<Point> = strokes[0].iter().step_by(7).copied().collect();
            corners.extend(strokes[0].last());
            let turns = winding(&corners) / TAU;
            assert!((turns - turns.round()).abs() < 1e-6, "it ends where it begins: {corners:?}");
            let edges = corners.len() - 1;
            for (index, corner) in corners.iter().enumerate() {
                let is_inner = edges >= 10 && index % 2 == 1;
                if is_inner { &mut inner } else { &mut outer }.push(corner[0].hypot(corner[1]));
            }
            (edges, turns.round() as i32)
        };
        let kinds = shares(shapes.iter().map(&mut kind).collect::<Vec<_>>().into_iter());
        let few: BTreeMap<_, _> = [(3, 1), (4, 1), (5, 1), (5, 2), (6, 2), (7, 2), (10, 1), (12, 1), (14, 1)]
            .into_iter()
            .zip([0.2, 0.2, 0.2, 1.0 / 15.0, 1.0 / 15.0, 1.0 / 15.0, 1.0 / 15.0, 1.0 / 15.0, 1.0 / 15.0])
            .collect();
        assert_eq!(kinds.keys().collect::<Vec<_>>(), few.keys().collect::<Vec<_>>());
        assert!(kinds.iter().all(|(kind, share)| (share - few[kind]).abs() < 0.03), "{kinds:?}");
        // Narrowed to 0.6 at most.
        check_range(outer, [0.6 * 9.0, 11.0]);
        check_range(inner, [1.4, 7.0]);
    }

    #[test]
    fn spirals_turn_either_way() {
        let spirals = made(500, spiral);
        let turns: Vec<f64> = spirals.iter().map(|strokes| winding(&strokes[0][1..]) / TAU).collect();
        let (left, right): (Vec<f64>, Vec<f64>) = turns.iter().partition(|&&turns| turns < 0.0);
        assert!((200..300).contains(&left.len()), "{}", left.len());
        // A little less than from 1.7: the first point is in the middle, at no angle.
        check_range(left.into_iter().map(f64::abs), [1.62, 4.5]);
        check_range(right, [1.62, 4.5]);
        check_range(spirals.iter().map(|strokes| distance(strokes[0][100], [0.0; 2])), [6.0, 13.7]);
    }

    #[test]
    fn waves_swing_about_a_line() {
        let waves = made(500, wave);
        let (mut bends, mut slopes, mut heights, mut sharp) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for strokes in &waves {
            let line = &strokes[0];
            assert!(line.len() == 81 && line[0] == [0.0, 0.0] && near([line[80][0], 0.0], [24.0, 0.0]));
            let ys: Vec<f64> = line.iter().map(|point| point[1]).collect();
            let bend: Vec<f64> = ys.windows(3).map(|three| three[0] - 2.0 * three[1] + three[2]).collect();
            let straight = bend.iter().filter(|bend| bend.abs() < 1e-9).count();
            sharp += usize::from(straight > 40);
            let up: Vec<bool> = bend.iter().filter(|bend| bend.abs() > 1e-9).map(|&bend| bend > 0.0).collect();
            bends.push(1 + up.windows(2).filter(|two| two[0] != two[1]).count());
            slopes.push(ys[80]);
            heights.push(ys.iter().fold(0.0_f64, |most, y| most.max(y.abs())));
        }
        assert!((150..250).contains(&sharp), "{sharp} of 500 are zigzags");
        // Two to a wave.
        assert!(bends.iter().all(|bends| (2..=11).contains(bends)), "{bends:?}");
        assert!(bends.iter().max() >= Some(&9) && bends.iter().min() <= Some(&4), "{bends:?}");
        let (down, up) = slopes.iter().fold((0.0_f64, 0.0_f64), |(down, up), &y| (down.min(y), up.max(y)));
        assert!((-16.5..-12.0).contains(&down) && (12.0..=16.5).contains(&up), "{down} to {up}");
        assert!(heights.iter().all(|height| (0.7..=16.5).contains(height)), "{heights:?}");
    }

    #[test]
    fn flat_lines_lie() {
        let lines = made(600, flat_line);
        let angle = |stroke: &Stroke| (stroke[6][1] - stroke[0][1]).atan2(stroke[6][0] - stroke[0][0]).to_degrees();
        check_range(lines.iter().map(|strokes| angle(&strokes[0])), [-20.0, 40.0]);
        assert!(lines.iter().all(|strokes| (distance(strokes[0][0], strokes[0][6]) - 20.0).abs() < 1e-9));
        let pairs: Vec<_> = lines.iter().filter(|strokes| strokes.len() == 2).collect();
        assert!((140..220).contains(&pairs.len()), "{} of 600 are two lines", pairs.len());
        check_range(pairs.iter().map(|strokes| strokes[1][0][1] - strokes[0][0][1]), [3.0, 12.0]);
        check_range(
            pairs.iter().flat_map(|strokes| (0..7).map(|at| strokes[1][at][0] - strokes[0][at][0])),
            [-2.0, 2.0],
        );
        assert!(pairs.iter().all(|strokes| {
            let gap = |at: usize| strokes[1][at][1] - strokes[0][at][1];
            (0..7).all(|at| (gap(at) - gap(0)).abs() < 1e-9)
        }));
    }

    /// The points of the strokes tell nearly all signs apart; a heart and a lying eight have as many.
    #[test]
    fn signs_are_sampled_alike() {
        let signs = made(3000, sign);
        let lens = |strokes: &Vec<Stroke>| strokes.iter().map(Vec::len).collect::<Vec<_>>();
        let kinds = shares(signs.iter().map(lens));
        let expected: BTreeMap<Vec<usize>, f64> = [
            (vec![7, 7], 1.0),
            (vec![7, 14], 1.0),
            (vec![7; 4], 1.0),
            (vec![7; 3], 1.0),
            (vec![28, 14, 21], 1.0),
            (vec![14], 1.0),
            (vec![61], 2.0),
            (vec![25; 4], 1.0),
            (vec![25; 2], 1.0),
            (vec![25, 7, 7], 1.0),
            (vec![121], 1.0),
        ]
        .into();
        assert_eq!(kinds.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
        assert!(kinds.iter().all(|(kind, share)| (share - expected[kind] / 12.0).abs() < 0.02), "{kinds:?}");
        // Half of the arrows point to the right.
        let arrows = signs.iter().filter(|sign| lens(sign) == [7, 14]);
        let (right, others): (Vec<_>, Vec<_>) = arrows.partition(|arrow| near(arrow[1][6], [20.0, 10.0]));
        assert!(right.len().abs_diff(others.len()) < 50 && others.iter().all(|arrow| arrow[1][6][0].is_finite()));
    }

    #[test]
    fn curved_signs_go_where_they_should() {
        let signs = made(400, sign);
        let is = |sign: &&Vec<Stroke>, lens: &[usize]| sign.iter().map(Vec::len).eq(lens.iter().copied());
        let (hearts, eights): (Vec<_>, Vec<_>) =
            signs.iter().filter(|sign| is(sign, &[61])).partition(|sign| near(sign[0][0], [0.0, -5.0]));
        assert!(!hearts.is_empty() && !eights.is_empty());
        let sixty = 3.0_f64.sqrt() / 2.0; // sin 60°
        for heart in hearts {
            for (at, expected) in [
                (5, [2.0, 2.0 - 13.0 * sixty]),
                (10, [16.0 * sixty.powi(3), -11.5]),
                (15, [16.0, -4.0]),
                (30, [0.0, 17.0]),
                (50, [-16.0 * sixty.powi(3), -11.5]),
            ] {
                assert!(near(heart[0][at], expected), "{:?}, expected {expected:?}", heart[0][at]);
            }
        }
        for face in signs.iter().filter(|sign| is(sign, &[25; 4])) {
            let mouth = [0.2, 0.8].map(|turn: f64| polar([0.0, 1.0], 5.0, turn * PI));
            assert!(near(face[3][0], mouth[0]) && near(face[3][24], mouth[1]));
        }
        let flowers: Vec<_> = signs.iter().filter(|sign| is(sign, &[121])).collect();
        assert!(!flowers.is_empty());
        for flower in &flowers {
            let radii: Vec<f64> = flower[0].iter().map(|&point| distance(point, [0.0; 2])).collect();
            assert!((radii[0] - 3.5).abs() < 1e-9 && (radii[120] - 3.5).abs() < 1e-9);
            assert!(radii.iter().all(|radius| (3.49..10.01).contains(radius)));
            assert!(radii.iter().any(|&radius| radius > 9.9));
        }
        let petals = |flower: &Vec<Stroke>| {
            let radii = flower[0].iter().map(|&point| distance(point, [0.0; 2])).collect::<Vec<_>>();
            radii.windows(3).filter(|three| three[0] <= three[1] && three[1] > three[2]).count()
        };
        let petals = shares(flowers.iter().map(|flower| petals(flower)).collect::<Vec<_>>().into_iter());
        assert_eq!(petals.into_keys().collect::<Vec<_>>(), [4, 5, 6, 7]);
    }
}
