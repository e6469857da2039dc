//! The original's page, as far as its pixels go: a canvas of 280 pixels, drawn on by a pen as wide as MNIST's would be there,
//! and brought to 28 × 28 by `drawImage` alone, wherever on the canvas the digit stands and however small it is.

use network::{PIXELS, SIDE};
use rand::{Rng, RngExt};
use serde_json::json;
use tests::browser::Browser;
use trainer::data::drawing::{Drawing, bounding_box};

/// Of the canvas, in pixels.
const CANVAS: f64 = 280.0;

/// Of the pen, in pixels of the canvas: MNIST's 2.5 of 28.
const WIDTH: f64 = 25.0;

/// The longest side of a digit, in pixels of the canvas: from as small as people write to nearly all of it.
const SIZES: std::ops::Range<f64> = 80.0..250.0;

/// The 784 brightnesses that the page would send of a drawing, of a size and at a place taken at random.
pub async fn send(browser: &Browser, drawing: &Drawing, rng: &mut impl Rng) -> [f32; PIXELS] {
    let bounds = bounding_box(&drawing.strokes);
    let extent = [0, 1].map(|axis| bounds.max[axis] - bounds.min[axis]);
    let size = rng.random_range(SIZES);
    let scale = size / extent[0].max(extent[1]).max(f64::MIN_POSITIVE);
    let corner = extent.map(|extent| rng.random_range(0.0..=CANVAS - WIDTH - extent * scale) + WIDTH / 2.0);
    let strokes: Vec<Vec<[f64; 2]>> = drawing
        .strokes
        .iter()
        .map(|stroke| {
            let placed = |point: &[f64; 2]| [0, 1].map(|axis| corner[axis] + (point[axis] - bounds.min[axis]) * scale);
            stroke.iter().map(placed).collect()
        })
        .collect();
    let script = format!(
        "const canvas = Object.assign(document.createElement('canvas'), {{ width: {CANVAS}, height: {CANVAS} }});
         const ink = Object.assign(canvas.getContext('2d'), {{ lineWidth: {WIDTH}, lineCap: 'round', lineJoin: 'round', strokeStyle: 'white' }});
         for (const [first, ...others] of {}) {{
             ink.beginPath();
             ink.moveTo(...first);
             for (const point of others.length ? others : [first]) ink.lineTo(...point);
             ink.stroke();
         }}
         const small = Object.assign(document.createElement('canvas'), {{ width: {SIDE}, height: {SIDE} }}).getContext('2d');
         small.fillRect(0, 0, {SIDE}, {SIDE});
         small.drawImage(canvas, 0, 0, {SIDE}, {SIDE});
         return [...small.getImageData(0, 0, {SIDE}, {SIDE}).data].filter((_, index) => index % 4 === 0);",
        json!(strokes)
    );
    let brightnesses: Vec<f32> = serde_json::from_value(browser.run(&script).await).expect("a canvas has brightnesses");
    brightnesses.try_into().expect("28 × 28 of them")
}
