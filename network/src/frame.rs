//! MNIST's frame: ink of 19 or 20 pixels on its longest side, its centre of mass in the middle of pixel 14.

use ndarray::ArrayView2;

use crate::image::{PIXELS, SIDE};

/// Where MNIST's centre of mass stands, in pixel edges from the corner: the middle of pixel 14.
const CENTRE: f32 = 14.5;
/// MNIST's images were centred by whole pixels, so that their centre of mass is up to half a pixel away,
/// and a little more for rounding: all 70,000 are within this of `CENTRE`.
const CENTRED: f32 = 0.55;
/// The longest side of MNIST's ink, in pixels.
const FITTED: std::ops::RangeInclusive<usize> = 19..=20;
/// Ink up to this many pixels in both directions is a dot: to enlarge it would make a blot.
const DOT: usize = 4;

/// A weight so small comes from rounding alone; it would widen the ink by a pixel.
const NEGLIGIBLE: f32 = 1e-4;

/// Where ink lies, down and across, and so what brings it into the frame.
pub(crate) struct Frame {
    down: Extent,
    right: Extent,
}

impl Frame {
    /// Of ink (784 intensities) of which not all are 0.
    pub(crate) fn of(ink: &[f32; PIXELS]) -> Self {
        let mut columns = [0.0; SIDE];
        for row in ink.as_chunks::<SIDE>().0 {
            columns.iter_mut().zip(row).for_each(|(sum, ink)| *sum += ink);
        }
        let ink = ArrayView2::from_shape((SIDE, SIDE), ink).expect("784 = 28 × 28");
        let rows = std::array::from_fn(|row| ink.row(row).sum());
        Self { down: Extent::of(&rows), right: Extent::of(&columns) }
    }

    fn longest(&self) -> usize {
        self.down.side.max(self.right.side)
    }

    pub(crate) fn is_dot(&self) -> bool {
        self.longest() <= DOT
    }

    /// Whether only whole pixels are to be moved.
    fn is_fitted(&self) -> bool {
        FITTED.contains(&self.longest()) || self.is_dot()
    }

    /// Whether the ink is in the frame, or as near to its middle as the edges let it.
    pub(crate) fn holds(&self) -> bool {
        self.is_fitted() && self.down.shift().abs() <= CENTRED && self.right.shift().abs() <= CENTRED
    }

    /// By how much the ink will be enlarged.
    pub(crate) fn scale(&self) -> f32 {
        if self.is_fitted() { 1.0 } else { fitting_scale(self.longest()) }
    }

    /// The ink in the frame.
    pub(crate) fn fit(&self, ink: &[f32; PIXELS]) -> [f32; PIXELS] {
        if self.holds() {
            return *ink;
        }
        if self.is_fitted() {
            let [down, right] = [&self.down, &self.right].map(|extent| Axis::shifted(extent.shift().round()));
            return resample(ink, &down, &right);
        }
        let [down, right] = [&self.down, &self.right].map(|extent| Axis::scaled(extent, self.scale()));
        resample(ink, &down, &right)
    }
}

/// Each pixel of the new image is a weighted mean of the pixels under a tent, first across, then down.
fn resample(ink: &[f32; PIXELS], down: &Axis, right: &Axis) -> [f32; PIXELS] {
    let mut across = [0.0; PIXELS]; // (28, 28): new columns, old rows
    for row in 0..SIDE {
        for (column, taps) in right.0.iter().enumerate() {
            across[row * SIDE + column] = taps.mean(|c| ink[row * SIDE + c]);
        }
    }
    let mut new = [0.0; PIXELS];
    for (row, taps) in down.0.iter().enumerate() {
        for column in 0..SIDE {
            new[row * SIDE + column] = taps.mean(|r| across[r * SIDE + column]).min(1.0);
        }
    }
    new
}

/// By how much to enlarge ink whose longest side is `longest` pixels, so that 20 pixels hold it.
/// The tent of [`Taps`] reaches `max(1, scale)` new pixels beyond the outermost old pixel's centre.
fn fitting_scale(longest: usize) -> f32 {
    let longest = longest as f32;
    if longest < 19.0 { 20.0 / (longest + 1.0) } else { 18.0 / (longest - 1.0) }
}

/// Where the ink lies along one axis.
struct Extent {
    first: usize,
    side: usize,
    /// Centre of mass, in pixel edges.
    mass: f32,
}

impl Extent {
    /// `ink[i]`: the sum of the intensities at position `i`; not all 0.
    fn of(ink: &[f32; SIDE]) -> Self {
        let first = ink.iter().position(|&i| i > 0.0).unwrap_or_default();
        let last = ink.iter().rposition(|&i| i > 0.0).unwrap_or_default();
        let moment: f32 = ink.iter().enumerate().map(|(i, ink)| (i as f32 + 0.5) * ink).sum();
        Self { first, side: last + 1 - first, mass: moment / ink.iter().sum::<f32>() }
    }

    /// What moves the centre of mass to its place, as far as the frame's edges allow.
    fn shift(&self) -> f32 {
        let room = (self.first as f32, (SIDE - self.first - self.side) as f32);
        (CENTRE - self.mass).clamp(-room.0, room.1)
    }
}

/// Along one axis: for each new pixel, which old ones it is made of.
struct Axis([Taps; SIDE]);

impl Axis {
    /// The ink moved by whole pixels.
    fn shifted(by: f32) -> Self {
        Self(std::array::from_fn(|new| Taps::under(new as f32 + 0.5 - by, 1.0)))
    }

    /// The ink scaled, its centre of mass in its place, or as near as the edges allow.
    fn scaled(extent: &Extent, scale: f32) -> Self {
        let (first, last) = (extent.first as f32 + 0.5, (extent.first + extent.side) as f32 - 0.5);
        let reach = scale.max(1.0);
        let (low, high) = (reach - first * scale, SIDE as f32 - reach - last * scale);
        let offset = (CENTRE - extent.mass * scale).clamp(low, high);
        Self(std::array::from_fn(|new| Taps::under((new as f32 + 0.5 - offset) / scale, scale)))
    }
}

/// The old pixels under a tent, and their weights: a tent of at most three pixels, as nothing shrinks below 18 / 27.
struct Taps {
    first: usize,
    weights: [f32; TAPS],
}

/// Three pixels, and one that is there where rounding puts the first too far to the left.
const TAPS: usize = 4;

impl Taps {
    /// The tent stands at `centre` (old pixel edges) and is one old pixel wide to either side, or one new pixel
    /// where those are larger: triangular interpolation, antialiased when it shrinks.
    fn under(centre: f32, scale: f32) -> Self {
        let radius = (1.0 / scale).max(1.0);
        // A tent sums to its radius, but for its sampling; what it covers outside the image is empty.
        let tent = |old: usize| (1.0 - (old as f32 + 0.5 - centre).abs() / radius) / radius;
        let first = ((centre - radius - 0.5).floor() as usize).min(SIDE - TAPS);
        let weights = std::array::from_fn(|i| tent(first + i)).map(|w| if w > NEGLIGIBLE { w } else { 0.0 });
        Self { first, weights }
    }

    fn mean(&self, old: impl Fn(usize) -> f32) -> f32 {
        self.weights.iter().enumerate().fold(0.0, |sum, (i, weight)| sum + weight * old(self.first + i))
    }
}
