//! Augmentation: the same digit as another hand, another pen or another page would have made it.

use std::array;

use multiversion::multiversion;
use network::{Image, PIXELS, SIDE};
use rand::{Rng, RngExt};

use super::distortion::{Distortion, Strength};
use super::paint::paint;
use super::raster::{PEN, WHOLE, brightness, in_frame, rasterize_fitted};
use crate::data::drawing::{Bounds, Stroke, bounding_box};

/// A distorted image, 784 intensities.
pub fn augment_image(image: &[u8; PIXELS], strength: Strength, rng: &mut impl Rng, intensities: &mut [f32]) {
    resample(image, &Distortion::random(rng, strength).of_pixels(), intensities);
}

/// Side of an image with two empty pixels added on each side, which points beyond the edge are read from.
const PADDED: usize = SIDE + 4;
/// Of the four pixels about a point, from the upper left one.
const OFFSETS: [usize; 4] = [0, 1, PADDED, PADDED + 1];

/// The image at the points, in pixel edges, by bilinear interpolation; empty outside.
#[multiversion(targets = "simd")]
fn resample(image: &[u8; PIXELS], [xs, ys]: &[[f32; PIXELS]; 2], intensities: &mut [f32]) {
    let mut brightness = [0_u8; PADDED * PADDED];
    for (padded, row) in brightness.as_chunks_mut::<PADDED>().0[2..].iter_mut().zip(image.as_chunks::<SIDE>().0) {
        padded[2..SIDE + 2].copy_from_slice(row);
    }
    let mut padded = [0.0_f32; PADDED * PADDED];
    for (intensity, brightness) in padded.iter_mut().zip(brightness) {
        *intensity = f32::from(brightness) / 255.0;
    }
    // Of each corner, whether it or another of the four pixels that are read with it has ink.
    let mut inked = [false; PADDED * PADDED];
    for (corner, inked) in inked[..PADDED * (PADDED - 1) - 1].iter_mut().enumerate() {
        *inked = OFFSETS.map(|offset| brightness[corner + offset]).into_iter().fold(0, |any, ink| any | ink) != 0;
    }
    let mut corners = [0_u16; PIXELS];
    let (mut right, mut down) = ([0.0; PIXELS], [0.0; PIXELS]);
    let last = (PADDED - 2) as f32;
    for pixel in 0..PIXELS {
        let (x, y) = ((xs[pixel] + 1.5).max(0.0).min(last), (ys[pixel] + 1.5).max(0.0).min(last));
        let (column, row) = (floor(x), floor(y));
        right[pixel] = x - column;
        down[pixel] = y - row;
        corners[pixel] = (row * PADDED as f32 + column + WHOLE).to_bits() as u16;
    }
    // Most pixels are empty.
    let mut pixels = [0_u16; PIXELS];
    let mut count = 0;
    for (pixel, &corner) in corners.iter().enumerate() {
        // Without a branch: an empty one is written over.
        pixels[count] = pixel as u16;
        count += usize::from(inked[usize::from(corner) % (PADDED * PADDED)]);
    }
    intensities.fill(0.0);
    for pixel in pixels[..count].iter().map(|&pixel| usize::from(pixel)) {
        let corner = usize::from(corners[pixel]);
        let [a, b, c, d] = OFFSETS.map(|offset| padded[(corner + offset) % (PADDED * PADDED)]);
        let (top, bottom) = (a + right[pixel] * (b - a), c + right[pixel] * (d - c));
        intensities[pixel] = top + down[pixel] * (bottom - top);
    }
}

/// The whole number up to `x`, 0 or more: vectorized whatever the processor.
#[inline(always)]
fn floor(x: f32) -> f32 {
    let near = x + WHOLE - WHOLE;
    if near > x { near - 1.0 } else { near }
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
    if let Some(fitted) = in_frame(strokes) {
        for (intensity, brightness) in intensities.iter_mut().zip(rasterize_fitted(&fitted, width)) {
            *intensity = f32::from(brightness) / 255.0;
        }
    }
}

/// How much steeper an edge is where a browser shrinks a canvas by taking few of its pixels for one: Chromium's `drawImage`
/// takes 2 × 2 of 10 × 10, which leaves edges a fifth of a pixel wide.
const STEEP: f32 = 4.0;

/// As from a page that only shrinks its canvas to 28 × 28: small, anywhere, half of the time with hard edges; and either
/// with a pen of 2 px, or as a picture, with any pen. Then as the function normalizes it.
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
    let is_picture = rng.random();
    let pen = if is_picture { (PEN * size / 20.0 * 2.3_f64.powf(rng.random_range(-1.0..1.0))).max(1.0) } else { 2.0 };
    strokes.retain(|stroke| !stroke.is_empty());
    paint(&strokes, pen, SIDE, intensities);
    let steep = if rng.random() { STEEP } else { 1.0 };
    for intensity in intensities.iter_mut() {
        *intensity = f32::from(brightness((0.5 + (*intensity - 0.5) * steep).clamp(0.0, 1.0))) / 255.0;
    }
    if is_picture {
        picture(intensities, rng);
    }
    normalize(intensities);
}

/// Puts the ink of an image, 784 intensities, on a ground, as in a photo or a scan of paper: of any contrast, brighter
/// towards one side, with grain; in 256 levels.
pub fn picture(intensities: &mut [f32], rng: &mut impl Rng) {
    let contrast = 0.125_f32.powf(rng.random());
    let slope = [0, 1].map(|_| rng.random_range(-0.25..0.25) * contrast);
    let grain = 0.15 * contrast * rng.random::<f32>().powi(2);
    // In each column, and in each row: at least 0, at most 0.5 together at a contrast of 1.
    let [across, down] = slope.map(|slope: f32| {
        array::from_fn::<_, SIDE, _>(|at| slope.abs() / 2.0 + slope * (at as f32 / (SIDE - 1) as f32 - 0.5))
    });
    let grains: [[f32; SIDE]; SIDE] = array::from_fn(|_| array::from_fn(|_| rng.random()));
    for (row, intensities) in intensities.as_chunks_mut::<SIDE>().0.iter_mut().enumerate() {
        for (column, intensity) in intensities.iter_mut().enumerate() {
            let ground = across[column] + down[row];
            let level = ground + 0.6 * contrast * *intensity + grain * grains[row][column];
            *intensity = f32::from(brightness(level.min(1.0))) / 255.0;
        }
    }
}

/// The image, 784 intensities, as the function normalizes it; empty, and `None`, where that finds no ink, such as of a dot
/// between the pixels.
pub fn normalize(intensities: &mut [f32]) -> Option<()> {
    let image = Image::from_intensities(intensities).and_then(|image| image.normalize());
    intensities.fill(0.0);
    intensities.copy_from_slice(image.ok()?.image.intensities());
    Some(())
}
