//! A picture: a drawing put on paper or a canvas, taken by a camera, a scanner or a paint program, and shrunk to
//! 28 × 28 grey pixels, as people send their own digits. Everything is random within what its kind allows.

use std::io::Cursor;

use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::{DynamicImage, ExtendedColorType};
use network::{PIXELS, SIDE};
use rand::{Rng, RngExt};

/// Points of one stroke, x and y, in any unit.
pub type Stroke = Vec<[f64; 2]>;

/// What kind of picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A photo of paper: slope, vignette, shadow, grain.
    Photo,
    /// A scan: white paper, specks of dust.
    Scan,
    /// A photo of a pencil's faint, uneven line.
    Pencil,
    /// A paint program with a pen of few pixels.
    Thin,
    /// A paint program with a broad brush, or a marker.
    Broad,
    /// A photo of lined or squared paper.
    Ruled,
    /// A photo with something else at the edge: the sheet's end, a frame, a cut-off line.
    Edged,
    /// Chalk on a board: light on dark.
    Board,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 8] =
        [Self::Photo, Self::Scan, Self::Pencil, Self::Thin, Self::Broad, Self::Ruled, Self::Edged, Self::Board];

    /// Whether it comes out of a paint program.
    fn is_painted(self) -> bool {
        matches!(self, Self::Thin | Self::Broad)
    }

    /// The width of its pen, for digits of this height.
    pub fn pen(self, height: f64, rng: &mut impl Rng) -> f64 {
        height
            * match self {
                Self::Thin => between(rng, 0.015, 0.05),
                Self::Pencil => between(rng, 0.025, 0.06),
                Self::Broad => between(rng, 0.12, 0.26),
                // Pens more often than markers.
                _ => 0.03 * 7.0_f64.powf(rng.random()),
            }
    }
}

/// A square grey picture, brightness 0 to 255, row by row.
pub struct Sheet {
    /// In pixels.
    pub side: usize,
    pixels: Vec<f64>,
}

/// A number between the two, each as likely.
pub fn between(rng: &mut impl Rng, low: f64, high: f64) -> f64 {
    low + (high - low) * rng.random::<f64>()
}

/// A picture of the drawing, 784 brightnesses, dark on light or light on dark as its kind is.
pub fn picture(kind: Kind, strokes: &[Stroke], rng: &mut impl Rng) -> [u8; PIXELS] {
    let side = between(rng, 120.0, 400.0) as usize;
    // Of the picture's side.
    let height = between(rng, 0.32, 0.92);
    let pen = kind.pen(height, rng).max(1.0 / side as f64);
    let strokes = placed(strokes, height, pen, rng);
    let sheet = taken(kind, &strokes, pen, (side, 1.0), rng);
    // Neighbouring pixels only where they leave a line whole.
    let whole = pen * SIDE as f64 > 1.0;
    let mut small = match rng.random_range(0..10) {
        0 if whole => sheet.nearest(),
        0..=4 => sheet.shrunk(SIDE, box_filter),
        5..=7 => sheet.shrunk(SIDE, tent),
        _ => sheet.shrunk(SIDE, cubic),
    };
    if !kind.is_painted() && rng.random_bool(0.15) {
        small.jpeg(between(rng, 75.0, 96.0) as u8);
    }
    std::array::from_fn(|pixel| small.pixels[pixel].round().clamp(0.0, 255.0) as u8)
}

/// A sheet of these strokes, of which each side is 1, drawn with a pen of this width: `side` pixels wide, its rules and
/// specks `scale` times as large as on the sheet of one digit.
pub fn taken(kind: Kind, strokes: &[Stroke], pen: f64, (side, scale): (usize, f64), rng: &mut impl Rng) -> Sheet {
    let painted = kind.is_painted();
    let mut sheet = Sheet::new(side);
    let side = side as f64;
    let ground = match kind {
        Kind::Scan => between(rng, 235.0, 255.0),
        Kind::Thin | Kind::Broad => 255.0,
        Kind::Board => between(rng, 10.0, 70.0),
        _ => between(rng, 120.0, 235.0),
    };
    // By how much the ink is darker.
    let depth = match kind {
        Kind::Pencil => between(rng, 0.2, 0.5) * ground,
        Kind::Board => -between(rng, 80.0, 255.0 - ground),
        Kind::Thin | Kind::Broad | Kind::Scan => between(rng, 0.7, 1.0) * ground,
        _ => between(rng, 0.5, 0.9) * ground,
    };
    let ink = sheet.ink(strokes, pen * side);
    let uneven = if kind == Kind::Pencil || kind == Kind::Board { 0.5 } else { 0.1 };
    let texture = smooth_noise(sheet.side, 2.0, rng);
    for (pixel, ink) in ink.iter().enumerate() {
        let pressure = (1.0 + uneven * texture[pixel]).clamp(0.2, 1.0);
        sheet.pixels[pixel] = ground - depth * ink * if painted { 1.0 } else { pressure };
    }
    match kind {
        Kind::Ruled => sheet.rule(depth, scale, rng),
        Kind::Edged => sheet.edge(rng),
        Kind::Scan => sheet.specks(depth, scale, rng),
        Kind::Photo if rng.random_bool(0.3) => sheet.specks(depth, scale, rng),
        _ => {}
    }
    match kind {
        Kind::Thin | Kind::Broad => {}
        Kind::Scan => sheet.grain(between(rng, 0.5, 3.0), rng),
        _ => {
            sheet.light(rng);
            if rng.random_bool(0.6) {
                sheet.blur();
            }
            let grain = between(rng, 1.0, 8.0);
            sheet.grain(grain, rng);
        }
    }
    sheet.round();
    if rng.random_bool(if painted { 0.2 } else { 0.8 }) {
        sheet.jpeg(between(rng, 55.0, 96.0) as u8);
    }
    sheet
}

/// The strokes somewhere on the sheet, of which each side is 1, their longest side `height`.
pub fn placed(strokes: &[Stroke], height: f64, pen: f64, rng: &mut impl Rng) -> Vec<Stroke> {
    let bound = |axis: usize| {
        let along = strokes.iter().flatten().map(|point| point[axis]);
        (along.clone().fold(f64::INFINITY, f64::min), along.fold(f64::NEG_INFINITY, f64::max))
    };
    let (x, y) = (bound(0), bound(1));
    let scale = height / (x.1 - x.0).max(y.1 - y.0).max(1e-9);
    // A picture that was not square is squeezed.
    let squeeze = between(rng, 0.8, 1.25);
    let scales = [scale * squeeze.min(1.0), scale / squeeze.max(1.0)];
    let mut place = |(low, high): (f64, f64), scale: f64| {
        let room = (1.0 - (high - low) * scale - pen).max(0.0);
        // Nearer to the middle than to the edges.
        let at = (rng.random::<f64>() + rng.random::<f64>()) / 2.0;
        pen / 2.0 + room * at - low * scale
    };
    let moves = [place(x, scales[0]), place(y, scales[1])];
    let moved = |&[x, y]: &[f64; 2]| [x * scales[0] + moves[0], y * scales[1] + moves[1]];
    strokes.iter().map(|stroke| stroke.iter().map(moved).collect()).collect()
}

impl Sheet {
    fn new(side: usize) -> Self {
        Self { side, pixels: vec![0.0; side * side] }
    }

    /// How much of each pixel the ink covers, 0 to 1; `pen` in pixels.
    fn ink(&self, strokes: &[Stroke], pen: f64) -> Vec<f64> {
        let mut ink = vec![0.0_f64; self.side * self.side];
        let side = self.side as f64;
        let reach = pen / 2.0 + 1.0;
        for stroke in strokes {
            let points: Vec<_> = stroke.iter().map(|[x, y]| [x * side, y * side]).collect();
            let ends = points.windows(2).map(|pair| (pair[0], pair[1])).chain(points.last().map(|&p| (p, p)));
            for (a, b) in ends {
                let range = |axis: usize| {
                    let low = (a[axis].min(b[axis]) - reach).max(0.0) as usize;
                    low..((a[axis].max(b[axis]) + reach).max(0.0) as usize + 1).min(self.side)
                };
                for row in range(1) {
                    for column in range(0) {
                        let distance = distance([column as f64 + 0.5, row as f64 + 0.5], a, b);
                        let covered = (pen / 2.0 - distance + 0.5).clamp(0.0, pen.min(1.0));
                        let pixel = &mut ink[row * self.side + column];
                        *pixel = pixel.max(covered);
                    }
                }
            }
        }
        ink
    }

    /// Darkens by a line of `width` pixels, at most by `depth`, from side to side.
    fn line(&mut self, at: f64, slant: f64, upright: bool, width: f64, depth: f64) {
        for across in 0..self.side {
            for along in 0..self.side {
                let distance = (across as f64 + 0.5 - at - slant * (along as f64 - self.side as f64 / 2.0)).abs();
                let covered = (width / 2.0 - distance + 0.5).clamp(0.0, width.min(1.0));
                let pixel = if upright { along * self.side + across } else { across * self.side + along };
                self.pixels[pixel] -= depth * covered;
            }
        }
    }

    /// Lines or squares, fainter than the ink.
    fn rule(&mut self, depth: f64, scale: f64, rng: &mut impl Rng) {
        let side = self.side as f64;
        let gap = side * scale * between(rng, 0.15, 0.6);
        let width = side * scale * between(rng, 0.004, 0.015);
        let depth = depth * between(rng, 0.15, 0.6);
        let slant = between(rng, -0.05, 0.05);
        let squared = rng.random_bool(0.4);
        let mut at = [gap * rng.random::<f64>(), gap * rng.random::<f64>()];
        while at[0] < side {
            self.line(at[0], slant, false, width, depth);
            if squared {
                self.line(at[1], -slant, true, width, depth);
            }
            at = at.map(|at| at + gap);
        }
    }

    /// Something dark along one side, or a frame around all.
    fn edge(&mut self, rng: &mut impl Rng) {
        let side = self.side as f64;
        let depth = between(rng, 30.0, 160.0);
        let slant = between(rng, -0.04, 0.04);
        match rng.random_range(0..3) {
            0 => {
                let width = side * between(rng, 0.004, 0.03);
                for upright in [false, true] {
                    for at in [width / 2.0, side - width / 2.0] {
                        self.line(at, 0.0, upright, width, depth);
                    }
                }
            }
            1 => {
                let width = side * between(rng, 0.02, 0.12);
                let at = if rng.random_bool(0.5) { 0.0 } else { side };
                self.line(at, slant, rng.random_bool(0.5), width, depth);
            }
            _ => {
                let width = side * between(rng, 0.005, 0.02);
                let at = side * between(rng, 0.01, 0.08);
                let at = if rng.random_bool(0.5) { at } else { side - at };
                self.line(at, slant, rng.random_bool(0.5), width, depth);
            }
        }
    }

    /// A few dots of dirt, each far smaller than a digit.
    fn specks(&mut self, depth: f64, scale: f64, rng: &mut impl Rng) {
        let side = self.side as f64;
        for _ in 0..rng.random_range(1..5) {
            let at = [side * rng.random::<f64>(), side * rng.random::<f64>()];
            let radius = side * scale * between(rng, 0.002, 0.014);
            let depth = depth * between(rng, 0.2, 1.0);
            for row in 0..self.side {
                for column in 0..self.side {
                    let distance = (column as f64 + 0.5 - at[0]).hypot(row as f64 + 0.5 - at[1]);
                    self.pixels[row * self.side + column] -= depth * (radius - distance + 0.5).clamp(0.0, 1.0);
                }
            }
        }
    }

    /// A slope, a vignette and sometimes the edge of a shadow, hard or soft.
    fn light(&mut self, rng: &mut impl Rng) {
        let slope = [between(rng, -0.3, 0.3), between(rng, -0.3, 0.3)];
        let vignette = between(rng, 0.0, 0.35);
        let shadow = if rng.random_bool(0.3) { between(rng, 0.1, 0.5) } else { 0.0 };
        let (angle, at, soft) = (between(rng, 0.0, 6.3), between(rng, -0.4, 0.4), between(rng, 0.02, 0.5));
        for row in 0..self.side {
            for column in 0..self.side {
                let [x, y] = [column, row].map(|at| (at as f64 + 0.5) / self.side as f64 - 0.5);
                let across = ((x * angle.cos() + y * angle.sin() - at) / soft).clamp(-0.5, 0.5) + 0.5;
                let light = 1.0 + slope[0] * x + slope[1] * y - vignette * 2.0 * (x * x + y * y) - shadow * across;
                self.pixels[row * self.side + column] *= light;
            }
        }
    }

    /// Grain of this deviation, half of it in single pixels, half of it coarser.
    fn grain(&mut self, deviation: f64, rng: &mut impl Rng) {
        let coarse = smooth_noise(self.side, between(rng, 1.0, 4.0), rng);
        for (pixel, coarse) in self.pixels.iter_mut().zip(coarse) {
            *pixel += deviation * (normal(rng) + 0.5 * coarse);
        }
    }

    /// Each pixel a mean of its neighbours, as out of focus.
    fn blur(&mut self) {
        let side = self.side;
        for (step, stride) in [(1, side), (side, 1)] {
            let old = self.pixels.clone();
            for line in 0..side {
                for at in 1..side - 1 {
                    let pixel = line * stride + at * step;
                    self.pixels[pixel] = (old[pixel - step] + 2.0 * old[pixel] + old[pixel + step]) / 4.0;
                }
            }
        }
    }

    /// Smaller, each pixel a mean.
    pub fn reduced(&self, to: usize) -> Self {
        self.shrunk(to, tent)
    }

    /// Its brightnesses, row by row.
    pub fn bytes(&self) -> Vec<u8> {
        self.pixels.iter().map(|pixel| pixel.round().clamp(0.0, 255.0) as u8).collect()
    }

    fn round(&mut self) {
        for pixel in &mut self.pixels {
            *pixel = pixel.round().clamp(0.0, 255.0);
        }
    }

    /// Through a JPEG and back.
    fn jpeg(&mut self, quality: u8) {
        self.pixels = jpeg(&self.bytes(), self.side, quality).into_iter().map(f64::from).collect();
    }

    /// The pixel in the middle of each new one.
    fn nearest(&self) -> Self {
        let at = |new: usize| (new * 2 + 1) * self.side / (2 * SIDE);
        let pixels = (0..PIXELS).map(|pixel| self.pixels[at(pixel / SIDE) * self.side + at(pixel % SIDE)]);
        Self { side: SIDE, pixels: pixels.collect() }
    }

    /// Each new pixel a weighted mean; `filter` has the weight by the distance in new pixels.
    fn shrunk(&self, to: usize, filter: fn(f64) -> f64) -> Self {
        let step = self.side as f64 / to as f64;
        let taps = |new: usize| -> Vec<f64> {
            let weight = |old: usize| filter(((old as f64 + 0.5) / step - new as f64 - 0.5).abs());
            let weights: Vec<f64> = (0..self.side).map(weight).collect();
            let sum: f64 = weights.iter().sum();
            weights.iter().map(|weight| weight / sum).collect()
        };
        let taps: Vec<_> = (0..to).map(taps).collect();
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        // (to, side): new rows, old columns
        let mut down = vec![0.0; to * self.side];
        for (row, taps) in taps.iter().enumerate() {
            for (old, weight) in taps.iter().enumerate().filter(|(_, weight)| **weight != 0.0) {
                for column in 0..self.side {
                    down[row * self.side + column] += weight * self.pixels[old * self.side + column];
                }
            }
        }
        let pixels = (0..to * to).map(|p| dot(&taps[p % to], &down[p / to * self.side..(p / to + 1) * self.side]));
        Self { side: to, pixels: pixels.collect() }
    }
}

fn box_filter(distance: f64) -> f64 {
    f64::from(u8::from(distance <= 0.5))
}

fn tent(distance: f64) -> f64 {
    (1.0 - distance).max(0.0)
}

/// Keys 1981, Cubic Convolution Interpolation for Digital Image Processing, with a = −0.5.
fn cubic(distance: f64) -> f64 {
    match distance {
        x if x < 1.0 => 1.5 * x.powi(3) - 2.5 * x.powi(2) + 1.0,
        x if x < 2.0 => -0.5 * x.powi(3) + 2.5 * x.powi(2) - 4.0 * x + 2.0,
        _ => 0.0,
    }
}

/// The grey bytes of a square through a JPEG and back.
pub fn jpeg(bytes: &[u8], side: usize, quality: u8) -> Vec<u8> {
    let mut file = Vec::new();
    let length = u32::try_from(side).expect("a small picture");
    JpegEncoder::new_with_quality(&mut file, quality)
        .encode(bytes, length, length, ExtendedColorType::L8)
        .expect("a grey picture");
    let decoder = JpegDecoder::new(Cursor::new(file)).expect("what was encoded");
    DynamicImage::from_decoder(decoder).expect("what was encoded").into_luma8().into_raw()
}

/// Distance of a point from the segment between two others.
fn distance([x, y]: [f64; 2], a: [f64; 2], b: [f64; 2]) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 { (((x - a[0]) * dx + (y - a[1]) * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    (x - a[0] - along * dx).hypot(y - a[1] - along * dy)
}

/// About normal, mean 0, deviation 1: the sum of three uniform numbers.
fn normal(rng: &mut impl Rng) -> f64 {
    2.0 * (rng.random::<f64>() + rng.random::<f64>() + rng.random::<f64>() - 1.5)
}

/// Noise of deviation near 1 that changes over `size` pixels.
fn smooth_noise(side: usize, size: f64, rng: &mut impl Rng) -> Vec<f64> {
    let nodes = (side as f64 / size) as usize + 3;
    let grid: Vec<f64> = (0..nodes * nodes).map(|_| 1.5 * normal(rng)).collect();
    let at = |row: usize, column: usize| grid[row * nodes + column];
    let mut noise = Vec::with_capacity(side * side);
    for row in 0..side {
        for column in 0..side {
            let [y, x] = [row, column].map(|at| at as f64 / size);
            let (i, j) = (y as usize, x as usize);
            let (down, right) = (y.fract(), x.fract());
            let top = at(i, j) * (1.0 - right) + at(i, j + 1) * right;
            let bottom = at(i + 1, j) * (1.0 - right) + at(i + 1, j + 1) * right;
            noise.push(top * (1.0 - down) + bottom * down);
        }
    }
    noise
}
