//! A distortion of the plane: affine, and elastic (Simard, Steinkraus and Platt 2003).

use std::array;
use std::sync::LazyLock;

use multiversion::multiversion;
use network::{PIXELS, SIDE};
use rand::{Rng, RngExt};

use crate::data::drawing::Point;

/// The point that distortions leave in place: MNIST's centre of mass.
const CENTRE: f32 = 14.5;
/// Pixels between the control points of a displacement field. A cubic B-spline over them is as smooth as a Gaussian
/// of σ = 7/√3 ≈ 4 px, Simard's.
const SPACING: usize = 7;
/// Control points along one axis: each pixel lies among four.
const CONTROLS: usize = SIDE / SPACING + 3;

/// How far distortions go.
#[derive(Debug, Clone, Copy)]
pub struct Strength {
    /// Rotation, ± radians.
    pub rotation: f32,
    /// Scale of each axis, ± as a share.
    pub scale: f32,
    /// Shear, ± (the tangent of the slant).
    pub shear: f32,
    /// Shift of an image, ± pixels.
    pub shift: f32,
    /// Displacement of a field's control points, ± pixels. The displacement itself has a standard deviation of 0.28
    /// of it: 5 px is Simard's α = 34 at σ = 4.
    pub elastic: f32,
}

impl Strength {
    /// A share of each.
    pub fn times(self, share: f32) -> Self {
        let Self { rotation, scale, shear, shift, elastic } = self;
        Self {
            rotation: rotation * share,
            scale: scale * share,
            shear: shear * share,
            shift: shift * share,
            elastic: elastic * share,
        }
    }
}

/// Where each point of the plane comes to lie.
#[derive(Debug, Clone)]
pub struct Distortion {
    /// Rows of the matrix about the centre.
    matrix: [[f32; 2]; 2],
    shift: [f32; 2],
    /// Displacements in x and y at the control points, row by row.
    field: [[[f32; CONTROLS]; CONTROLS]; 2],
}

fn within(rng: &mut impl Rng, most: f32) -> f32 {
    (rng.random::<f32>() * 2.0 - 1.0) * most
}

impl Distortion {
    /// As far as `strength` goes at most, each way by chance.
    pub fn random(rng: &mut impl Rng, strength: Strength) -> Self {
        let (sin, cos) = within(rng, strength.rotation).sin_cos();
        let (wide, high) = (1.0 + within(rng, strength.scale), 1.0 + within(rng, strength.scale));
        let shear = within(rng, strength.shear);
        Self {
            matrix: [[cos * wide, (cos * shear - sin) * high], [sin * wide, (sin * shear + cos) * high]],
            shift: [within(rng, strength.shift), within(rng, strength.shift)],
            field: array::from_fn(|_| array::from_fn(|_| array::from_fn(|_| within(rng, strength.elastic)))),
        }
    }

    /// Where a point of the plane (pixels of the frame) comes to lie.
    pub fn at(&self, [x, y]: Point) -> Point {
        let (x, y) = (x as f32, y as f32);
        let ((column, across), (row, down)) = (spline(x), spline(y));
        let displacement = |axis: usize| -> f32 {
            let along = |field: &[f32]| -> f32 { across.iter().zip(field).map(|(weight, by)| weight * by).sum() };
            down.iter().zip(&self.field[axis][row..]).map(|(weight, field)| weight * along(&field[column..])).sum()
        };
        let (dx, dy) = (x - CENTRE, y - CENTRE);
        [0, 1].map(|axis| {
            let [a, b] = self.matrix[axis];
            f64::from(CENTRE + a * dx + b * dy + self.shift[axis] + displacement(axis))
        })
    }

    /// [`Self::at`] for the middles of all pixels, row by row: the xs and the ys.
    pub fn of_pixels(&self) -> [[f32; PIXELS]; 2] {
        let mut points = [[0.0; PIXELS]; 2];
        fill_pixels(self, &BASIS, &mut points);
        points
    }
}

/// The first of the four control points about `x` (pixel edges) and their weights in the cubic B-spline.
fn spline(x: f32) -> (usize, [f32; 4]) {
    let at = (x / SPACING as f32).clamp(0.0, (CONTROLS - 3) as f32 - 1e-3);
    let t = at - (at as usize) as f32;
    let s = 1.0 - t;
    let weights = [s * s * s, 4.0 - 6.0 * t * t + 3.0 * t * t * t, 4.0 - 6.0 * s * s + 3.0 * s * s * s, t * t * t];
    (at as usize, weights.map(|weight| weight / 6.0))
}

/// The weight of each control point at the middle of each pixel, along one axis.
static BASIS: LazyLock<[[f32; SIDE]; CONTROLS]> = LazyLock::new(|| {
    let mut basis = [[0.0; SIDE]; CONTROLS];
    for (pixel, (first, weights)) in (0..SIDE).map(|pixel| (pixel, spline(pixel as f32 + 0.5))) {
        for (control, weight) in basis[first..].iter_mut().zip(weights) {
            control[pixel] = weight;
        }
    }
    basis
});

#[multiversion(targets = "simd")]
fn fill_pixels(distortion: &Distortion, basis: &[[f32; SIDE]; CONTROLS], points: &mut [[f32; PIXELS]; 2]) {
    for (axis, points) in points.iter_mut().enumerate() {
        let [a, b] = distortion.matrix[axis];
        let field = &distortion.field[axis];
        // The displacements at each column of control points, in the middle of each row.
        let mut across = [[0.0; SIDE]; CONTROLS];
        for (control, across) in across.iter_mut().enumerate() {
            for (weights, field) in basis.iter().zip(field) {
                *across = array::from_fn(|row| across[row] + weights[row] * field[control]);
            }
        }
        for (row, points) in points.as_chunks_mut::<SIDE>().0.iter_mut().enumerate() {
            let start = CENTRE + distortion.shift[axis] + b * (row as f32 + 0.5 - CENTRE);
            *points = array::from_fn(|column| start + a * (column as f32 + 0.5 - CENTRE));
            for (weights, across) in basis.iter().zip(&across) {
                *points = array::from_fn(|column| points[column] + across[row] * weights[column]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_pcg::Pcg64Mcg;

    use super::*;

    const NONE: Strength = Strength { rotation: 0.0, scale: 0.0, shear: 0.0, shift: 0.0, elastic: 0.0 };

    fn distortions(strength: Strength) -> impl Iterator<Item = Distortion> {
        let mut rng = Pcg64Mcg::seed_from_u64(1);
        (0..300).map(move |_| Distortion::random(&mut rng, strength))
    }

    #[test]
    fn a_share_is_of_every_strength() {
        let Strength { rotation, scale, shear, shift, elastic } =
            Strength { rotation: 3.0, scale: 4.0, shear: 5.0, shift: 6.0, elastic: 7.0 }.times(0.25);
        assert_eq!([rotation, scale, shear, shift, elastic], [0.75, 1.0, 1.25, 1.5, 1.75]);
    }

    #[test]
    fn without_strength_every_point_stays() {
        for distortion in distortions(NONE).take(2) {
            for point in [[0.0, 0.0], [14.5, 14.5], [3.25, 27.0], [-5.0, 40.0]] {
                assert_eq!(distortion.at(point), point);
            }
        }
    }

    /// A rotation after a shear after a scaling of each axis, each as far as its strength goes, and no farther, both ways.
    #[test]
    fn the_matrix_goes_as_far_as_its_strength() {
        let strength = Strength { rotation: 0.4, scale: 0.2, shear: 0.3, ..NONE };
        let mut most = [[0.0_f32; 2]; 4];
        for distortion in distortions(strength) {
            let [[a, b], [c, d]] = distortion.matrix;
            let wide = a.hypot(c);
            let high = (a * d - b * c) / wide;
            let shear = (a * b + c * d) / (wide * high);
            let shares = [c.atan2(a) / 0.4, (wide - 1.0) / 0.2, (high - 1.0) / 0.2, shear / 0.3];
            for (most, share) in most.iter_mut().zip(shares) {
                *most = [most[0].min(share), most[1].max(share)];
            }
        }
        for [low, high] in most {
            assert!((-1.001..-0.97).contains(&low) && (0.97..1.001).contains(&high), "{most:?}");
        }
    }

    #[test]
    fn the_matrix_turns_about_the_centre() {
        let mut distortion = distortions(NONE).next().expect("one");
        distortion.matrix = [[2.0, 3.0], [-1.0, 0.5]];
        distortion.shift = [0.25, -0.75];
        assert_eq!(distortion.at([14.5, 14.5]), [14.75, 13.75]);
        assert_eq!(distortion.at([15.5, 14.5]), [16.75, 12.75]);
        assert_eq!(distortion.at([14.5, 16.5]), [20.75, 14.75]);
    }

    #[test]
    fn shifts_and_displacements_go_as_far_as_their_strength() {
        let distortions: Vec<_> = distortions(Strength { shift: 0.8, elastic: 2.5, ..NONE }).collect();
        let check = |found: Vec<f32>, most: f32| {
            let (low, high) = found.iter().fold((0.0_f32, 0.0_f32), |(low, high), x| (low.min(*x), high.max(*x)));
            assert!(
                -most <= low && low < -0.97 * most && 0.97 * most < high && high <= most,
                "{low} to {high}, {most}"
            );
        };
        for axis in [0, 1] {
            check(distortions.iter().map(|distortion| distortion.shift[axis]).collect(), 0.8);
            check(
                distortions.iter().flat_map(|distortion| distortion.field[axis].as_flattened().to_vec()).collect(),
                2.5,
            );
        }
    }

    /// The four weights follow from the moments of the cubic B-spline about the point: 1, 0, 1/3 and 0.
    #[test]
    fn weights_are_those_of_the_cubic_spline() {
        for x in (0..280).map(|step| step as f32 / 10.0) {
            let (first, weights) = spline(x);
            let moment = |power: i32| -> f32 {
                let from = |control: usize| control as f32 - 1.0 - x / SPACING as f32;
                (first..).zip(weights).map(|(control, weight)| weight * from(control).powi(power)).sum()
            };
            for (power, expected) in (0..).zip([1.0, 0.0, 1.0 / 3.0, 0.0]) {
                let found = moment(power);
                assert!((found - expected).abs() < 1e-5, "moment {power} at {x}: {found}, expected {expected}");
            }
        }
    }

    #[test]
    fn beyond_the_edge_it_is_as_at_the_edge() {
        assert_eq!(spline(-1.0), spline(0.0));
        assert_eq!(spline(30.0), spline(28.0));
        let (first, weights) = spline(28.0);
        assert_eq!(first + weights.len(), CONTROLS);
        assert!(weights[3] > 0.16, "{weights:?}");
    }

    /// A field that grows evenly, by 0.07 and 0.14 from one control point to the next across and down, does so in between.
    #[test]
    fn an_even_field_displaces_evenly() {
        let mut distortion = distortions(NONE).next().expect("one");
        for (row, controls) in distortion.field[1].iter_mut().enumerate() {
            *controls = array::from_fn(|column| 0.07 * column as f32 + 0.14 * row as f32);
        }
        for [x, y] in [[0.0, 0.0], [7.0, 14.0], [3.5, 20.0], [27.0, 1.0]] {
            let [found_x, found_y] = distortion.at([x, y]);
            let expected = y + 0.21 + 0.01 * x + 0.02 * y;
            assert!(found_x == x && (found_y - expected).abs() < 1e-5, "{found_y}, expected {expected}");
        }
    }

    #[test]
    fn pixels_are_distorted_as_their_middles_are() {
        let strength = Strength { rotation: 0.4, scale: 0.2, shear: 0.3, shift: 2.0, elastic: 4.0 };
        for distortion in distortions(strength).take(10) {
            let [xs, ys] = distortion.of_pixels();
            for pixel in 0..PIXELS {
                let expected = distortion.at([pixel % SIDE, pixel / SIDE].map(|at| at as f64 + 0.5));
                for (found, expected) in [xs[pixel], ys[pixel]].into_iter().zip(expected) {
                    assert!((f64::from(found) - expected).abs() < 1e-4, "{found} at {pixel}, expected {expected}");
                }
            }
        }
    }
}
