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
