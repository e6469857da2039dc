//! An image: 28 × 28 intensities in 0..=1, row by row, ink bright, at least some ink.

use ndarray::ArrayView2;
use thiserror::Error;

/// Pixels along one side of an image.
pub const SIDE: usize = 28;
/// Pixels of an image.
pub const PIXELS: usize = SIDE * SIDE;

/// Brightness of full ink; intensity is brightness / 255.
const FULL: f32 = 255.0;
/// Where MNIST's centre of mass stands, in pixel edges from the corner: the middle of pixel 14.
const CENTRE: f32 = 14.5;
/// MNIST's images were centred by whole pixels, so that their centre of mass is up to half a pixel away,
/// and a little more for rounding: all 70,000 are within this of `CENTRE`.
const CENTRED: f32 = 0.55;
/// The longest side of MNIST's ink, in pixels.
const FITTED: std::ops::RangeInclusive<usize> = 19..=20;
/// Ink up to this many pixels in both directions is a dot: to enlarge it would make a blot.
const DOT: usize = 4;

/// Less ink than this, in pixels full of it, is too little for a digit: the least of all 70,000 images of MNIST is 19.9,
/// and a dot by the page's pen, 2.5 pixels wide, is 5.3.
const NEARLY_BLANK: f32 = 8.0;

/// A weight so small comes from rounding alone; it would widen the ink by a pixel.
const NEGLIGIBLE: f32 = 1e-4;

/// Why 784 numbers are not an image.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ImageError {
    /// Not 784 numbers.
    #[error("an image is {PIXELS} brightnesses, found {found}")]
    Length {
        /// How many there were.
        found: usize,
    },
    /// A brightness outside 0..=255, or not a number.
    #[error("brightness {index} is {value}, expected 0 to 255")]
    Brightness {
        /// Position in the 784, from 0.
        index: usize,
        /// What stood there.
        value: f32,
    },
    /// Every brightness is 0.
    #[error("the image has no ink: all {PIXELS} brightnesses are 0")]
    NoInk,
}

/// 28 × 28 intensities in 0..=1, row by row, ink bright; at least one is not 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Image([f32; PIXELS]);

impl Image {
    /// From 784 brightnesses in 0..=255, row by row.
    ///
    /// # Errors
    /// See [`ImageError`].
    pub fn from_brightness(brightness: &[f32]) -> Result<Self, ImageError> {
        let brightness: &[f32; PIXELS] =
            brightness.try_into().map_err(|_| ImageError::Length { found: brightness.len() })?;
        if let Some(index) = brightness.iter().position(|b| !(0.0..=FULL).contains(b)) {
            return Err(ImageError::Brightness { index, value: brightness[index] });
        }
        let intensities = brightness.map(|b| b / FULL);
        // Judged after the division, which the faintest brightnesses don't outlive.
        if intensities.iter().all(|&intensity| intensity == 0.0) {
            return Err(ImageError::NoInk);
        }
        Ok(Self(intensities))
    }

    /// The 784 intensities, row by row.
    #[must_use]
    pub fn intensities(&self) -> &[f32; PIXELS] {
        &self.0
    }

    /// The intensities as (28, 28), rows first.
    #[must_use]
    pub fn view(&self) -> ArrayView2<'_, f32> {
        ArrayView2::from_shape((SIDE, SIDE), &self.0).expect("784 = 28 × 28")
    }

    /// Whether an image in MNIST's frame has too little ink for a digit.
    #[must_use]
    pub fn is_nearly_blank(&self) -> bool {
        self.0.iter().sum::<f32>() < NEARLY_BLANK
    }

    /// Brings the ink into MNIST's frame: its longest side 19 or 20 pixels, its centre of mass in the middle of
    /// pixel 14, or as near as the frame's edge lets it. An image that is there already is not changed.
    #[must_use]
    pub fn normalize(&self) -> Self {
        crate::ink::find(&self.0).map_or_else(|| self.clone(), |ink| {
            let found = Self(ink.intensities);
            if found == *self {
                return found.fit();
            }
            let longest = found.longest() as f32;
            let scale = 20.0 / longest;
            let knob = crate::ink::knob;
            let width = crate::pen::width(&ink.intensities);
            if width * scale < knob(9, 1.8) {
                let target = knob(10, 2.5) / scale;
                return Self(crate::pen::broaden(&ink.intensities, target)).fit();
            }
            found.fit()
        })
    }

    fn longest(&self) -> usize {
        let ink = self.view();
        let rows: [f32; SIDE] = std::array::from_fn(|row| ink.row(row).sum());
        let columns: [f32; SIDE] = std::array::from_fn(|column| ink.column(column).sum());
        let (down, right) = (Extent::of(&rows), Extent::of(&columns));
        down.side.max(right.side)
    }

    fn fit(&self) -> Self {
        let ink = self.view();
        let rows: [f32; SIDE] = std::array::from_fn(|row| ink.row(row).sum());
        let columns: [f32; SIDE] = std::array::from_fn(|column| ink.column(column).sum());
        let (down, right) = (Extent::of(&rows), Extent::of(&columns));
        let longest = down.side.max(right.side);

        if FITTED.contains(&longest) || longest <= DOT {
            let (dy, dx) = (down.shift(), right.shift());
            if dy.abs() <= CENTRED && dx.abs() <= CENTRED {
                return self.clone();
            }
            return self.resample(&Axis::shifted(dy.round()), &Axis::shifted(dx.round()));
        }
        let scale = fitting_scale(longest);
        self.resample(&Axis::scaled(&down, scale), &Axis::scaled(&right, scale))
    }

    /// Each pixel of the new image is a weighted mean of the pixels under a tent, first across, then down.
    fn resample(&self, down: &Axis, right: &Axis) -> Self {
        let mut across = [0.0; PIXELS]; // (28, 28): new columns, old rows
        for row in 0..SIDE {
            for (column, taps) in right.0.iter().enumerate() {
                across[row * SIDE + column] = taps.mean(|c| self.0[row * SIDE + c]);
            }
        }
        let mut new = [0.0; PIXELS];
        for (row, taps) in down.0.iter().enumerate() {
            for column in 0..SIDE {
                new[row * SIDE + column] = taps.mean(|r| across[r * SIDE + column]).min(1.0);
            }
        }
        Self(new)
    }
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
        let first = ink.iter().position(|&i| i > 0.0).unwrap_or(0);
        let last = ink.iter().rposition(|&i| i > 0.0).unwrap_or(SIDE - 1);
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

/// The old pixels under a tent, and their weights.
struct Taps {
    first: usize,
    weights: Vec<f32>,
}

impl Taps {
    /// The tent stands at `centre` (old pixel edges) and is one old pixel wide to either side, or one new pixel
    /// where those are larger: triangular interpolation, antialiased when it shrinks.
    fn under(centre: f32, scale: f32) -> Self {
        let radius = (1.0 / scale).max(1.0);
        // A tent sums to its radius, but for its sampling; what it covers outside the image is empty.
        let tent = |old: usize| (1.0 - (old as f32 + 0.5 - centre).abs() / radius) / radius;
        let first = (0..SIDE).find(|&old| tent(old) > NEGLIGIBLE).unwrap_or(0);
        let weights = (first..SIDE).map(tent).take_while(|&weight| weight > NEGLIGIBLE).collect();
        Self { first, weights }
    }

    fn mean(&self, old: impl Fn(usize) -> f32) -> f32 {
        self.weights.iter().enumerate().map(|(i, weight)| weight * old(self.first + i)).sum()
    }
}
