//! Augmentation: the same digit as another hand, another pen or another page would have made it.

use multiversion::multiversion;
use network::{Image, PIXELS, SIDE};
use rand::{Rng, RngExt};

use super::distortion::{Distortion, Strength};
use super::paint::paint;
use super::raster::{PEN, in_frame, rasterize_fitted};
use crate::data::drawing::{Bounds, Stroke, bounding_box};

/// A distorted image, 784 intensities.
pub fn augment_image(image: &[u8; PIXELS], strength: Strength, rng: &mut impl Rng, intensities: &mut [f32]) {
    resample(image, &Distortion::random(rng, strength).of_pixels(), intensities);
}

/// Side of an image with two empty pixels added on each side, which points beyond the edge are read from.
const PADDED: usize = SIDE + 4;

/// The image at the points, in pixel edges, by bilinear interpolation; empty outside.
#[multiversion(targets = "simd")]
fn resample(image: &[u8; PIXELS], [xs, ys]: &[[f32; PIXELS]; 2], intensities: &mut [f32]) {
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
    /// Share of the drawings that are made as a page without fitting would send them.
    pub unfitted: f64,
    /// Share of the drawings that lose points, as with a fast mouse.
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
    if let Some(fitted) = in_frame(&strokes) {
        for (intensity, brightness) in intensities.iter_mut().zip(rasterize_fitted(&fitted, width)) {
            *intensity = f32::from(brightness) / 255.0;
        }
    }
}

/// How much steeper an edge is where a browser shrinks a canvas by taking few of its pixels for one: Chromium's `drawImage`
/// takes 2 × 2 of 10 × 10, which leaves edges a fifth of a pixel wide.
const STEEP: f32 = 4.0;

/// As from a page that only shrinks its canvas to 28 × 28: small, anywhere, with a pen of 2 px, half of the time with hard
/// edges; then normalized.
fn unfitted(mut strokes: Vec<Stroke>, rng: &mut impl Rng, intensities: &mut [f32]) {
    let Bounds { min: [left, top], max: [right, bottom] } = bounding_box(&strokes);
    let (width, height) = (right - left, bottom - top);
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
    let steep = if rng.random() { STEEP } else { 1.0 };
    let brightness = coverage.map(|coverage| ((0.5 + (coverage - 0.5) * steep).clamp(0.0, 1.0) * 255.0).round());
    match Image::from_brightness(&brightness) {
        Ok(image) => intensities.copy_from_slice(image.framed().intensities()),
        Err(_) => intensities.fill(0.0), // a dot between the pixels
    }
}
