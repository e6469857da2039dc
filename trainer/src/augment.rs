//! Augmenting: the same digit as another hand, another pen or another page would have made it.

use std::sync::LazyLock;

use multiversion::multiversion;
use network::{Image, PIXELS, SIDE};
use rand::{Rng, RngExt};

use crate::drawing::Stroke;
use crate::raster::{PEN, paint, rasterize_with};

/// The point that distortions leave in place: MNIST's centre of mass.
const CENTRE: f32 = 14.5;
/// Pixels between the control points of a displacement field. A cubic B-spline over them is as smooth as a Gaussian
/// of σ = 7/√3 ≈ 4 px, Simard's.
const SPACING: usize = 7;
/// Control points along one axis: each pixel lies among four.
const CONTROLS: usize = SIDE / SPACING + 3;

/// How far augmentation goes.
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

/// A distortion of the plane: affine, and elastic (Simard, Steinkraus and Platt 2003).
struct Distortion {
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
    fn random(rng: &mut impl Rng, strength: Strength) -> Self {
        let (sin, cos) = within(rng, strength.rotation).sin_cos();
        let (wide, high) = (1.0 + within(rng, strength.scale), 1.0 + within(rng, strength.scale));
        let shear = within(rng, strength.shear);
        Self {
            matrix: [[cos * wide, (cos * shear - sin) * high], [sin * wide, (sin * shear + cos) * high]],
            shift: [within(rng, strength.shift), within(rng, strength.shift)],
            field: std::array::from_fn(|_| {
                std::array::from_fn(|_| std::array::from_fn(|_| within(rng, strength.elastic)))
            }),
        }
    }

    /// Where a point of the plane (pixels of the frame) comes to lie.
    fn at(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let (x, y) = (x as f32, y as f32);
        let ((column, across), (row, down)) = (spline(x), spline(y));
        let displacement = |axis: usize| -> f32 {
            (0..4)
                .map(|i| down[i] * (0..4).map(|j| across[j] * self.field[axis][row + i][column + j]).sum::<f32>())
                .sum()
        };
        let (dx, dy) = (x - CENTRE, y - CENTRE);
        [0, 1].map(|axis| {
            let [a, b] = self.matrix[axis];
            f64::from(CENTRE + a * dx + b * dy + self.shift[axis] + displacement(axis))
        })
    }
}

/// The first of the four control points about `x` (pixel edges) and their weights in the cubic B-spline.
fn spline(x: f32) -> (usize, [f32; 4]) {
    let at = (x / SPACING as f32).clamp(0.0, (CONTROLS - 3) as f32 - 1e-3);
    let t = at.fract();
    let s = 1.0 - t;
    let weights = [s * s * s, 4.0 - 6.0 * t * t + 3.0 * t * t * t, 4.0 - 6.0 * s * s + 3.0 * s * s * s, t * t * t];
    (at as usize, weights.map(|weight| weight / 6.0))
}

/// A distorted image, 784 intensities.
pub fn augment_image(image: &[u8; PIXELS], strength: Strength, rng: &mut impl Rng, intensities: &mut [f32]) {
    let mut points = [[0.0; PIXELS]; 2];
    pixels(&Distortion::random(rng, strength), &BASIS, &mut points);
    sample(image, &points, intensities);
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

/// [`Distortion::at`] for the middles of all pixels: x and y of each.
#[multiversion(targets = "simd")]
fn pixels(distortion: &Distortion, basis: &[[f32; SIDE]; CONTROLS], points: &mut [[f32; PIXELS]; 2]) {
    for (axis, points) in points.iter_mut().enumerate() {
        let [a, b] = distortion.matrix[axis];
        for (row, points) in points.as_chunks_mut::<SIDE>().0.iter_mut().enumerate() {
            let start = CENTRE + distortion.shift[axis] + b * (row as f32 + 0.5 - CENTRE);
            for (column, point) in points.iter_mut().enumerate() {
                *point = start + a * (column as f32 + 0.5 - CENTRE);
            }
            let mut across = [0.0; CONTROLS];
            for (weights, field) in basis.iter().zip(&distortion.field[axis]) {
                for (across, displacement) in across.iter_mut().zip(field) {
                    *across += weights[row] * displacement;
                }
            }
            for (weights, across) in basis.iter().zip(across) {
                for (point, weight) in points.iter_mut().zip(weights) {
                    *point += across * weight;
                }
            }
        }
    }
}

/// Side of an image with a margin of two empty pixels on each side, where sampling beyond the edge ends.
const PADDED: usize = SIDE + 4;

/// The image at the points, in pixel edges, by bilinear interpolation; empty outside.
#[multiversion(targets = "simd")]
fn sample(image: &[u8; PIXELS], [xs, ys]: &[[f32; PIXELS]; 2], intensities: &mut [f32]) {
    let mut padded = [0.0_f32; PADDED * PADDED];
    for row in 0..SIDE {
        for column in 0..SIDE {
            padded[(row + 2) * PADDED + column + 2] = f32::from(image[row * SIDE + column]) / 255.0;
        }
    }
    let mut corners = [0_u32; PIXELS];
    let (mut right, mut down) = ([0.0; PIXELS], [0.0; PIXELS]);
    let last = (PADDED - 2) as f32;
    for pixel in 0..PIXELS {
        let (x, y) = ((xs[pixel] + 1.5).clamp(0.0, last), (ys[pixel] + 1.5).clamp(0.0, last));
        let (column, row) = (x as i32, y as i32);
        right[pixel] = x - column as f32;
        down[pixel] = y - row as f32;
        corners[pixel] = (row * PADDED as i32 + column) as u32;
    }
    for pixel in 0..PIXELS {
        let corner = (corners[pixel] as usize).min(PADDED * PADDED - PADDED - 2);
        let [a, b, c, d] = [0, 1, PADDED, PADDED + 1].map(|offset| padded[corner + offset]);
        let (top, bottom) = (a + right[pixel] * (b - a), c + right[pixel] * (d - c));
        intensities[pixel] = top + down[pixel] * (bottom - top);
    }
}

/// How drawings vary beyond what a distortion does.
#[derive(Debug, Clone, Copy)]
pub struct Pen {
    /// Factor on the width of MNIST's pen, at most, either way.
    pub width: f64,
    /// Share of the drawings that come as a page without any fitting sends them.
    pub unfitted: f64,
    /// Share of the drawings of which points are left out, as a fast mouse does.
    pub sparse: f64,
    /// Jitter of each point, ± pixels, at most.
    pub jitter: f64,
}

/// A distorted drawing, 784 intensities. Its points are in pixels of the frame.
pub fn augment_drawing(strokes: &[Stroke], strength: Strength, pen: Pen, rng: &mut impl Rng, intensities: &mut [f32]) {
    let distortion = Distortion::random(rng, strength);
    let jitter = rng.random::<f64>() * pen.jitter;
    let keep = if rng.random::<f64>() < pen.sparse { 0.2 + 0.6 * rng.random::<f64>() } else { 1.0 };
    let strokes: Vec<Stroke> = strokes
        .iter()
        .map(|stroke| {
            let last = stroke.len().saturating_sub(1);
            let mut points = Vec::with_capacity(stroke.len());
            for (index, &point) in stroke.iter().enumerate() {
                if keep < 1.0 && index > 0 && index < last && rng.random::<f64>() > keep {
                    continue;
                }
                let [x, y] = distortion.at(point);
                let mut moved = |x: f64| if jitter > 0.0 { x + (rng.random::<f64>() * 2.0 - 1.0) * jitter } else { x };
                points.push([moved(x), moved(y)]);
            }
            points
        })
        .collect();
    if rng.random::<f64>() < pen.unfitted {
        unfitted(strokes, rng, intensities);
        return;
    }
    let width = PEN * pen.width.powf(rng.random::<f64>() * 2.0 - 1.0);
    if let Some(brightness) = rasterize_with(&strokes, width) {
        for (intensity, brightness) in intensities.iter_mut().zip(brightness) {
            *intensity = f32::from(brightness) / 255.0;
        }
    }
}

/// As a page sends it that shrinks its canvas to 28 × 28 with a pen of 2 px: small, anywhere; then normalized.
fn unfitted(mut strokes: Vec<Stroke>, rng: &mut impl Rng, intensities: &mut [f32]) {
    let bounds = |axis: usize| {
        let along = strokes.iter().flatten().map(|point| point[axis]);
        let (low, high) = (along.clone().fold(f64::INFINITY, f64::min), along.fold(f64::NEG_INFINITY, f64::max));
        (low, high - low)
    };
    let ((left, width), (top, height)) = (bounds(0), bounds(1));
    let size = 4.0 * (22.0_f64 / 4.0).powf(rng.random()); // pixels, log-uniform
    let scale = size / width.max(height).max(1e-3);
    let place = |rng: &mut _, side: f64| 1.0 + RngExt::random::<f64>(rng) * (SIDE as f64 - 2.0 - side * scale).max(0.0);
    let (x0, y0) = (place(rng, width), place(rng, height));
    for point in strokes.iter_mut().flatten() {
        *point = [x0 + (point[0] - left) * scale, y0 + (point[1] - top) * scale];
    }
    let mut coverage = [0.0; PIXELS];
    strokes.retain(|stroke| !stroke.is_empty());
    paint(&strokes, 2.0, SIDE, &mut coverage);
    let brightness = coverage.map(|coverage| (coverage * 255.0).round());
    match Image::from_brightness(&brightness) {
        Ok(image) => intensities.copy_from_slice(image.normalize().intensities()),
        Err(_) => intensities.fill(0.0), // a dot between the pixels
    }
}
