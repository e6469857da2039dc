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
    let strokes = redrawn(strokes, &Distortion::random(rng, strength), pen, rng);
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

/// The strokes distorted, some of the drawings with fewer points, and each point with jitter.
fn redrawn(strokes: &[Stroke], distortion: &Distortion, pen: Pen, rng: &mut impl Rng) -> Vec<Stroke> {
    let jitter = rng.random::<f64>() * pen.jitter;
    let keep = if rng.random::<f64>() < pen.sparse { 0.2 + 0.6 * rng.random::<f64>() } else { 1.0 };
    let redraw = |stroke: &Stroke| {
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
    };
    strokes.iter().map(redraw).collect()
}

/// How much steeper an edge is where a browser shrinks a canvas by taking few of its pixels for one: Chromium's `drawImage`
/// takes 2 × 2 of 10 × 10, which leaves edges a fifth of a pixel wide.
const STEEP: f32 = 4.0;

/// As from a page that only shrinks its canvas to 28 × 28: small, anywhere, half of the time with hard edges; and either
/// with a pen of 2 px, or as a picture, with any pen. Then as the function normalizes it.
fn unfitted(strokes: Vec<Stroke>, rng: &mut impl Rng, intensities: &mut [f32]) {
    let (mut strokes, size) = placed(strokes, rng);
    let is_picture = rng.random();
    let pen = if is_picture { picture_pen(size, rng) } else { 2.0 };
    strokes.retain(|stroke| !stroke.is_empty());
    paint(&strokes, pen, SIDE, intensities);
    let steep = if rng.random() { STEEP } else { 1.0 };
    intensities.iter_mut().for_each(|intensity| *intensity = shrunk(*intensity, steep));
    if is_picture {
        picture(intensities, rng);
    }
    normalize(intensities);
}

/// The strokes at any size, anywhere, a pixel or more from the edges; and the longest side of their box, 4 to 22 pixels.
fn placed(mut strokes: Vec<Stroke>, rng: &mut impl Rng) -> (Vec<Stroke>, f64) {
    let Bounds { min: [left, top], max: [right, bottom] } = bounding_box(&strokes);
    let (width, height) = (right - left, bottom - top);
    let size = 4.0 * (22.0_f64 / 4.0).powf(rng.random()); // log-uniform
    let scale = size / width.max(height).max(1e-3);
    let place = |rng: &mut _, side: f64| 1.0 + RngExt::random::<f64>(rng) * (SIDE as f64 - 2.0 - side * scale).max(0.0);
    let (x0, y0) = (place(rng, width), place(rng, height));
    for point in strokes.iter_mut().flatten() {
        *point = [x0 + (point[0] - left) * scale, y0 + (point[1] - top) * scale];
    }
    (strokes, size)
}

/// The width of a pen in a picture in which the drawing is `size` pixels long: as wide for it as MNIST's, or up to 2.3 times as
/// wide or as thin; but a pixel at least.
fn picture_pen(size: f64, rng: &mut impl Rng) -> f64 {
    (PEN * size / 20.0 * 2.3_f64.powf(rng.random_range(-1.0..1.0))).max(1.0)
}

/// An intensity where edges are so many times as steep, in 256 levels.
fn shrunk(intensity: f32, steep: f32) -> f32 {
    f32::from(brightness((0.5 + (intensity - 0.5) * steep).clamp(0.0, 1.0))) / 255.0
}

/// Puts the ink of an image, 784 intensities, on a ground, as in a photo or a scan of paper: of any contrast, brighter
/// towards one side, with grain; in 256 levels.
pub fn picture(intensities: &mut [f32], rng: &mut impl Rng) {
    let contrast = 0.125_f32.powf(rng.random());
    let slope = [0, 1].map(|_| rng.random_range(-0.25..0.25) * contrast);
    let grain = 0.15 * contrast * rng.random::<f32>().powi(2);
    // In each column, and in each row: at most 0.5 together at a contrast of 1.
    let [across, down] = slope.map(ground);
    let grains: [[f32; SIDE]; SIDE] = array::from_fn(|_| array::from_fn(|_| rng.random()));
    for (row, intensities) in intensities.as_chunks_mut::<SIDE>().0.iter_mut().enumerate() {
        for (column, intensity) in intensities.iter_mut().enumerate() {
            let ground = across[column] + down[row];
            let level = ground + 0.6 * contrast * *intensity + grain * grains[row][column];
            *intensity = f32::from(brightness(level.min(1.0))) / 255.0;
        }
    }
}

/// From 0 at one edge to `slope`, or from −`slope` to 0.
fn ground(slope: f32) -> [f32; SIDE] {
    array::from_fn(|at| slope.abs() / 2.0 + slope * (at as f32 / (SIDE - 1) as f32 - 0.5))
}

/// The image, 784 intensities, as the function normalizes it; empty, and `None`, where that finds no ink, such as of a dot
/// between the pixels.
pub fn normalize(intensities: &mut [f32]) -> Option<()> {
    let image = Image::from_intensities(intensities).and_then(|image| image.normalize());
    intensities.fill(0.0);
    intensities.copy_from_slice(image.ok()?.image.intensities());
    Some(())
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_pcg::Pcg64Mcg;

    use super::*;
    use crate::data::drawing::Point;
    use crate::examples::range::check_range;

    const STILL: Strength = Strength { rotation: 0.0, scale: 0.0, shear: 0.0, shift: 0.0, elastic: 0.0 };
    const STEADY: Pen = Pen { width: 1.0, unfitted: 0.0, sparse: 0.0, jitter: 0.0 };

    /// The least and the largest of some numbers.
    fn range(numbers: impl IntoIterator<Item = f64>) -> [f64; 2] {
        let wider = |[low, high]: [f64; 2], x: f64| [low.min(x), high.max(x)];
        numbers.into_iter().fold([f64::INFINITY, f64::NEG_INFINITY], wider)
    }

    /// Bilinear interpolation between the pixels' middles, in the schoolbook's way.
    fn interpolated(image: &[u8; PIXELS], x: f64, y: f64) -> f64 {
        let at = |column: f64, row: f64| {
            let inside = [column, row].iter().all(|at| (0.0..SIDE as f64).contains(at));
            if inside { f64::from(image[row as usize * SIDE + column as usize]) / 255.0 } else { 0.0 }
        };
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let across = |row| at(left, row) * (left + 1.0 - x) + at(left + 1.0, row) * (x - left);
        across(top) * (top + 1.0 - y) + across(top + 1.0) * (y - top)
    }

    #[test]
    fn an_image_is_interpolated_at_the_distorted_points() {
        let mut rng = Pcg64Mcg::seed_from_u64(1);
        let strength = Strength { rotation: 0.6, scale: 0.5, shear: 0.3, shift: 9.0, elastic: 4.0 };
        for inked in [1.0, 0.5, 0.05, 0.002] {
            for _ in 0..5 {
                let image = array::from_fn(|_| if rng.random_bool(inked) { rng.random() } else { 0 });
                let mut found = [0.5; PIXELS];
                let points = Distortion::random(&mut rng.clone(), strength).of_pixels();
                augment_image(&image, strength, &mut rng, &mut found);
                for (pixel, found) in found.into_iter().enumerate() {
                    let [x, y] = points.map(|points| f64::from(points[pixel]));
                    let expected = interpolated(&image, x, y);
                    assert!((f64::from(found) - expected).abs() < 1e-4, "{found} at {x}, {y}, expected {expected}");
                }
            }
        }
    }

    #[test]
    fn a_floor_is_the_whole_number_below() {
        for x in (0..4000).map(|step| step as f32 / 64.0) {
            assert_eq!(floor(x), x.floor());
        }
    }

    /// A stroke with many points, none like another, and two that are too short to lose any.
    fn strokes() -> Vec<Stroke> {
        let long: Stroke = (0..400).map(|i| [4.0 + f64::from(i) / 20.0, 10.0 + f64::from(i % 7)]).collect();
        vec![long, vec![[5.0, 20.0], [9.0, 24.0]], vec![[14.0, 25.0]]]
    }

    /// Some strokes redrawn, again and again.
    fn redrawings(pen: Pen) -> Vec<Vec<Stroke>> {
        let mut rng = Pcg64Mcg::seed_from_u64(2);
        let mut redraw = |_| redrawn(&strokes(), &Distortion::random(&mut rng, STILL), pen, &mut rng);
        (0..200).map(&mut redraw).collect()
    }

    #[test]
    fn a_steady_hand_draws_the_same_again() {
        let near = |a: &Point, b: &Point| (0..2).all(|axis| (a[axis] - b[axis]).abs() < 1e-5);
        for redrawn in redrawings(STEADY) {
            for (found, expected) in redrawn.iter().zip(strokes()) {
                assert!(found.len() == expected.len() && found.iter().zip(&expected).all(|(a, b)| near(a, b)));
            }
        }
    }

    #[test]
    fn points_are_lost_but_not_the_ends() {
        let redrawn = redrawings(Pen { sparse: 1.0, ..STEADY });
        let ends = |strokes: &[Stroke]| -> Vec<_> {
            let ends = strokes.iter().map(|stroke| [stroke[0], stroke[stroke.len() - 1]]);
            ends.map(|ends| ends.map(|point| point.map(f64::round))).collect()
        };
        assert!(redrawn.iter().all(|drawn| ends(drawn) == ends(&strokes())));
        check_range(redrawn.iter().map(|drawn| drawn[0].len() as f64 / 400.0), [0.19, 0.81]);
        let mean: f64 = redrawn.iter().map(|drawn| drawn[0].len() as f64 / 400.0 / 200.0).sum();
        assert!((0.47..0.53).contains(&mean), "{mean}");
        let sparse = redrawings(Pen { sparse: 0.3, ..STEADY }).iter().filter(|drawn| drawn[0].len() < 400).count();
        assert!((40..80).contains(&sparse), "{sparse} of 200");
    }

    #[test]
    fn each_point_is_moved_by_the_drawings_jitter() {
        let mut farthest = Vec::new();
        for redrawn in redrawings(Pen { jitter: 0.3, ..STEADY }) {
            let moved: Vec<_> = redrawn[0].iter().zip(&strokes()[0]).map(|(a, b)| [a[0] - b[0], a[1] - b[1]]).collect();
            let most = range(moved.iter().flatten().map(|by| by.abs()))[1];
            for axis in [0, 1] {
                check_range(moved.iter().map(|by| by[axis] / most), [-1.0, 1.0]);
            }
            farthest.push(most);
        }
        check_range(farthest, [0.0, 0.3]);
    }

    /// Drawn with a pen between these, the widest and the thinnest nearly.
    #[test]
    fn a_fitted_drawing_is_drawn_with_any_pen() {
        let strokes = in_frame(strokes()).expect("points");
        let ink = |image: &[f32]| image.iter().map(|&x| f64::from(x)).sum::<f64>();
        let drawn = |width: f64| rasterize_fitted(&strokes, width).map(|x| f32::from(x) / 255.0);
        let mut rng = Pcg64Mcg::seed_from_u64(3);
        let mut augment = |pen| {
            let mut image = [0.5; PIXELS];
            augment_drawing(&strokes, STILL, pen, &mut rng, &mut image);
            image
        };
        let distance = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        let found = distance(&augment(STEADY), &drawn(PEN));
        assert!(found < 0.02, "{found}");
        let inks = (0..200).map(|_| ink(&augment(Pen { width: 1.3, ..STEADY })));
        check_range(inks, [ink(&drawn(PEN / 1.31)), ink(&drawn(PEN * 1.31))]);
    }

    #[test]
    fn an_unfitted_drawing_is_normalized() {
        let strokes = in_frame(strokes()).expect("points");
        let mut rng = Pcg64Mcg::seed_from_u64(4);
        let mut others = 0;
        for _ in 0..200 {
            let mut image = [0.5; PIXELS];
            augment_drawing(&strokes, STILL, Pen { unfitted: 0.5, ..STEADY }, &mut rng, &mut image);
            let fitted = rasterize_fitted(&strokes, PEN).map(|x| f32::from(x) / 255.0);
            let away: f32 = image.iter().zip(fitted).map(|(a, b)| (a - b).abs()).sum();
            others += i32::from(away > 2.0);
            let mut again = image;
            normalize(&mut again).expect("ink");
            assert_eq!(again, image);
        }
        assert!((70..130).contains(&others), "{others} of 200");
    }

    #[test]
    fn unfitted_drawings_are_of_any_size_anywhere() {
        let mut rng = Pcg64Mcg::seed_from_u64(5);
        let (mut sizes, mut edges, mut small) = (Vec::new(), Vec::new(), 0);
        for _ in 0..1000 {
            let (strokes, size) = placed(vec![vec![[30.0, -7.0], [35.0, 13.0]], vec![[32.5, 3.0]]], &mut rng);
            let [[[left, top], [right, bottom]], middle] = [[strokes[0][0], strokes[0][1]], [strokes[1][0]; 2]];
            let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
            assert!(near(bottom - top, size) && near(right - left, size / 4.0));
            assert!(near(middle[0][0], (left + right) / 2.0) && near(middle[0][1], (top + bottom) / 2.0));
            sizes.push(size);
            small += usize::from(size < 88.0_f64.sqrt());
            edges.push([[left, right], [top, bottom]]);
        }
        check_range(sizes, [4.0, 22.0]);
        assert!((450..550).contains(&small), "{small} of 1000");
        for axis in [0, 1] {
            check_range(edges.iter().flat_map(|edges| edges[axis]), [1.0, 27.0]);
        }
        let (dot, _) = placed(vec![vec![[3.0, 3.0]]], &mut rng);
        assert!(dot[0][0].iter().all(|x| (1.0..=27.0).contains(x)));
    }

    #[test]
    fn a_pictures_pen_is_as_wide_as_it_is_large() {
        let mut rng = Pcg64Mcg::seed_from_u64(6);
        let mut pens = |size| (0..500).map(|_| picture_pen(size, &mut rng)).collect::<Vec<_>>();
        check_range(pens(20.0), [PEN / 2.3, PEN * 2.3]);
        check_range(pens(12.0), [1.0, 0.6 * PEN * 2.3]);
        let thin = pens(20.0).iter().filter(|&&pen| pen < PEN).count();
        assert!((200..300).contains(&thin), "{thin} of 500");
    }

    #[test]
    fn edges_become_steep() {
        for (intensity, steep, expected) in [
            (0.5, 4.0, 128.0),
            (0.6, 4.0, 230.0),
            (0.42, 4.0, 46.0),
            (0.7, 4.0, 255.0),
            (0.3, 4.0, 0.0),
            (0.2, 1.0, 51.0),
            (0.2005, 1.0, 51.0),
        ] {
            assert_eq!(shrunk(intensity, steep) * 255.0, expected, "{intensity}");
        }
    }

    #[test]
    fn the_ground_is_brighter_towards_one_side() {
        for (slope, first, last) in [(0.25, 0.0, 0.25), (-0.25, 0.25, 0.0)] {
            let ground = ground(slope);
            assert_eq!([ground[0], ground[27]], [first, last]);
            assert!(ground.windows(2).all(|two| (two[1] - two[0] - slope / 27.0).abs() < 1e-6));
        }
    }

    /// What is told from an empty and from a half-inked image on the same ground: the contrast, the two slopes, the grain.
    #[test]
    fn pictures_vary_in_contrast_slope_and_grain() {
        let mut rng = Pcg64Mcg::seed_from_u64(7);
        let (mut contrasts, mut slopes, mut grains) = (Vec::new(), [Vec::new(), Vec::new()], Vec::new());
        for _ in 0..400 {
            let (mut ground, mut ink) = ([0.0; PIXELS], [0.5; PIXELS]);
            picture(&mut ground, &mut rng.clone());
            picture(&mut ink, &mut rng);
            let [ground, ink] = [ground, ink].map(|image| image.map(f64::from));
            let contrast = ground.iter().zip(&ink).map(|(ground, ink)| ink - ground).sum::<f64>() / PIXELS as f64 / 0.3;
            let level = |pixel: usize| ground[pixel] / contrast;
            let mean = |pixel: &dyn Fn(usize) -> usize| (0..SIDE).map(pixel).map(level).sum::<f64>() / SIDE as f64;
            let columns: [f64; SIDE] = array::from_fn(|column| mean(&|row| row * SIDE + column));
            let rows: [f64; SIDE] = array::from_fn(|row| mean(&|column| row * SIDE + column));
            let middle = mean(&|row| row * SIDE + row);
            let [across, down] = [columns, rows].map(|means| means[27] - means[0]);
            let grain =
                range((0..PIXELS).map(|pixel| level(pixel) + middle - columns[pixel % SIDE] - rows[pixel / SIDE]));
            let grain = grain[1] - grain[0];
            // Of the corner where it is darkest nothing is left but grain.
            let darkest = range([0, 27, 27 * SIDE, PIXELS - 1].map(level))[0];
            assert!(darkest < grain + 0.08, "{darkest}");
            for (slopes, slope) in slopes.iter_mut().zip([across, down]) {
                slopes.push(slope);
            }
            contrasts.push(contrast);
            // In a faint one, the levels are coarser than the grain.
            if contrast > 0.5 {
                grains.push(grain);
            }
        }
        check_range(contrasts.iter().map(|contrast| contrast.ln()), [(0.124_f64).ln(), 0.01]);
        let low = contrasts.iter().filter(|&&contrast| contrast < 0.125_f64.sqrt()).count();
        assert!((170..230).contains(&low), "{low} of 400");
        slopes.into_iter().for_each(|slopes| check_range(slopes, [-0.26, 0.26]));
        let [finest, coarsest] = range(grains.iter().copied());
        assert!(finest < 0.012 && (0.135..0.2).contains(&coarsest), "{finest} to {coarsest}");
        // Half are below a quarter of the most.
        let fine = grains.iter().filter(|&&grain| grain < 0.0375 + 0.008).count() as f64 / grains.len() as f64;
        assert!((0.4..0.6).contains(&fine), "{fine}");
    }

    #[test]
    fn what_has_no_ink_becomes_empty() {
        let mut image = [0.0; PIXELS];
        image[300] = 1.0;
        normalize(&mut image).expect("ink");
        assert!(image.iter().any(|&x| x > 0.5));
        let mut image = [0.25; PIXELS];
        assert_eq!(normalize(&mut image), None);
        assert_eq!(image, [0.0; PIXELS]);
    }
}
