//! The convolutional network: two convolutions of 5 × 5, each with ReLU and pooling of 2 × 2, and two dense layers, the first
//! with ReLU (after LeNet-5, LeCun et al. 1998); and its forward pass.
//!
//! Everything has its channels last, and their number is known to the compiler: so the innermost loops become vector
//! instructions, whatever the processor.

use std::array;

use ndarray::Array2;

use crate::image::{Image, SIDE};
use crate::network::{NetworkError, Weights, check_finite, column_major};
use crate::output::DIGITS;

/// Side of a kernel, in pixels.
pub const KERNEL: usize = 5;
/// Channels that the two convolutions make.
pub const CHANNELS: [usize; 2] = [16, 32];
/// Units of the first dense layer.
pub const UNITS: usize = 128;

/// Side of what the first convolution makes of an image; there is no padding.
const CONVOLVED: usize = SIDE + 1 - KERNEL;
/// Sides of what each convolution with its pooling makes.
pub(crate) const POOLED: [usize; 2] = [CONVOLVED / 2, (CONVOLVED / 2 + 1 - KERNEL) / 2];
/// Pixels that the two poolings leave.
pub(crate) const CELLS: [usize; 2] = [POOLED[0] * POOLED[0], POOLED[1] * POOLED[1]];

/// The layers' names and shapes: (outputs, inputs + 1).
pub const LAYERS: [(&str, (usize, usize)); 4] = [
    ("conv_1", (CHANNELS[0], KERNEL * KERNEL + 1)),
    ("conv_2", (CHANNELS[1], KERNEL * KERNEL * CHANNELS[0] + 1)),
    ("conv_hidden", (UNITS, CELLS[1] * CHANNELS[1] + 1)),
    ("conv_output", (DIGITS, UNITS + 1)),
];

/// What a convolution makes of the image, pooled, before biases and ReLU; for each pixel and channel the largest of 2 × 2,
/// and which of the four it was, row by row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pooled<const CELLS: usize, const CHANNELS: usize> {
    pub largest: [[f32; CHANNELS]; CELLS],
    pub which: [[u32; CHANNELS]; CELLS],
}

/// A convolutional network: 784 intensities, ten outputs.
#[derive(Debug, Clone, PartialEq)]
pub struct ConvNet {
    /// Of the shapes in [`LAYERS`], bias in column 0. The inputs of a convolution are those under its kernel, (row, column,
    /// channel); those of the first dense layer (row, column, channel). Column by column in memory (Fortran order): the
    /// weights of an input stand together, so that one that is 0 is skipped whole.
    layers: [Weights; 4],
}

impl ConvNet {
    /// From layers of the shapes in [`LAYERS`], each with its bias in column 0.
    pub fn new(layers: [Array2<f32>; 4]) -> Result<Self, NetworkError> {
        Self::of(layers.map(|layer| layer.mapv(f32::to_le_bytes).into()))
    }

    pub(crate) fn of(layers: [Weights; 4]) -> Result<Self, NetworkError> {
        for ((layer, expected), weights) in LAYERS.into_iter().zip(&layers) {
            if weights.dim() != expected {
                return Err(NetworkError::Convolutional { layer, found: weights.dim(), expected });
            }
            check_finite(layer, weights)?;
        }
        Ok(Self { layers: layers.map(column_major) })
    }

    /// A copy, of the shapes in [`LAYERS`], bias in column 0.
    pub fn layers(&self) -> [Array2<f32>; 4] {
        array::from_fn(|layer| self.layer(layer))
    }

    /// A copy of one of them.
    pub(crate) fn layer(&self, layer: usize) -> Array2<f32> {
        self.layers[layer].mapv(f32::from_le_bytes)
    }

    /// The ten logits for an image as it stands; bring it into MNIST's frame first ([`Image::normalize`]).
    pub fn logits(&self, image: &Image) -> [f32; DIGITS] {
        let first = activations(&self.first(image).largest, &self.biases(0));
        let second = activations(&self.second(&first).largest, &self.biases(1));
        self.output(&self.hidden(&second).map(|sum| sum.max(0.0)))
    }

    /// Of a layer with so many outputs.
    pub(crate) fn biases<const OUTPUTS: usize>(&self, layer: usize) -> [f32; OUTPUTS] {
        self.columns(layer)[0].map(f32::from_le_bytes)
    }

    /// Of a layer with so many outputs, its weights for each input.
    pub(crate) fn weights<const OUTPUTS: usize>(&self, layer: usize) -> &[[[u8; 4]; OUTPUTS]] {
        &self.columns(layer)[1..]
    }

    fn columns<const OUTPUTS: usize>(&self, layer: usize) -> &[[[u8; 4]; OUTPUTS]] {
        self.layers[layer].as_slice_memory_order().expect("contiguous").as_chunks().0
    }

    /// The first convolution, pooled. Each pixel with ink is added to all places whose kernel it is under.
    pub(crate) fn first(&self, image: &Image) -> Pooled<{ CELLS[0] }, { CHANNELS[0] }> {
        let weights = self.weights::<{ CHANNELS[0] }>(0);
        let mut sums = [[[0.0; CHANNELS[0]]; CONVOLVED]; CONVOLVED];
        for (pixel, &intensity) in image.intensities().iter().enumerate() {
            if intensity == 0.0 {
                continue;
            }
            let (row, column) = (pixel / SIDE, pixel % SIDE);
            for y in row.saturating_sub(CONVOLVED - 1)..KERNEL.min(row + 1) {
                for x in column.saturating_sub(CONVOLVED - 1)..KERNEL.min(column + 1) {
                    add(&mut sums[row - y][column - x], intensity, &weights[y * KERNEL + x].map(f32::from_le_bytes));
                }
            }
        }
        pooled::<_, { CHANNELS[0] }>(POOLED[0], |row, column| sums[row][column])
    }

    /// The second convolution, pooled, of the first's activations.
    pub(crate) fn second(&self, inputs: &[[f32; CHANNELS[0]]; CELLS[0]]) -> Pooled<{ CELLS[1] }, { CHANNELS[1] }> {
        const ROW: usize = POOLED[0] * CHANNELS[0];
        const LINE: usize = KERNEL * CHANNELS[0];
        const PLACES: usize = 2 * POOLED[1]; // along a side
        // Of each row the inputs that are not 0, and where in the row they stand.
        let mut active = [[(0_u32, 0.0); ROW]; POOLED[0]];
        // How many of a row's are left of each of its pixels.
        let mut before = [[0; POOLED[0] + 1]; POOLED[0]];
        for (row, (active, before)) in active.iter_mut().zip(&mut before).enumerate() {
            let mut count = 0;
            for column in 0..POOLED[0] {
                for (channel, &input) in inputs[row * POOLED[0] + column].iter().enumerate() {
                    active[count] = ((column * CHANNELS[0] + channel) as u32, input);
                    count += usize::from(input != 0.0);
                }
                before[column + 1] = count;
            }
        }
        // A line of the kernel for all places, then the next: so its weights stay in the nearest cache. Each is loaded so often
        // that a copy pays at an address where no load crosses a cache line.
        let mut sums = [[[0.0; CHANNELS[1]]; PLACES]; PLACES];
        for (y, line) in self.weights(1).as_chunks::<LINE>().0.iter().enumerate() {
            let line = Aligned(line.map(|weights| weights.map(f32::from_le_bytes)));
            for ((sums, active), before) in sums.iter_mut().zip(&active[y..]).zip(&before[y..]) {
                for (column, sums) in sums.iter_mut().enumerate() {
                    let mut of_place = *sums; // stays in the processor's registers
                    for &(index, input) in &active[before[column]..before[column + KERNEL]] {
                        add(&mut of_place, input, &line.0[index as usize - column * CHANNELS[0]]);
                    }
                    *sums = of_place;
                }
            }
        }
        pooled::<_, { CHANNELS[1] }>(POOLED[1], |row, column| sums[row][column])
    }

    /// The sums of the first dense layer, of the second convolution's activations.
    pub(crate) fn hidden(&self, inputs: &[[f32; CHANNELS[1]]; CELLS[1]]) -> [f32; UNITS] {
        let mut sums = self.biases(2);
        for (&input, weights) in inputs.as_flattened().iter().zip(self.weights(2)) {
            if input != 0.0 {
                add(&mut sums, input, &weights.map(f32::from_le_bytes));
            }
        }
        sums
    }

    fn output(&self, inputs: &[f32; UNITS]) -> [f32; DIGITS] {
        let mut logits = self.biases(3);
        for (&input, weights) in inputs.iter().zip(self.weights(3)) {
            add(&mut logits, input, &weights.map(f32::from_le_bytes));
        }
        logits
    }
}

/// At the beginning of a cache line.
#[repr(align(64))]
struct Aligned<T>(T);

/// Adds an input, as far as each output weighs it.
#[inline(always)]
fn add<const OUTPUTS: usize>(sums: &mut [f32; OUTPUTS], input: f32, weights: &[f32; OUTPUTS]) {
    // All are read before one is written: else the compiler can't tell that the weights stay as they are.
    *sums = array::from_fn(|output| sums[output] + input * weights[output]);
}

/// Pools what `sums` are at each row and column into `side` × `side` pixels.
#[inline(always)]
fn pooled<const CELLS: usize, const CHANNELS: usize>(
    side: usize,
    sums: impl Fn(usize, usize) -> [f32; CHANNELS],
) -> Pooled<CELLS, CHANNELS> {
    let mut pooled = Pooled { largest: [[0.0; CHANNELS]; CELLS], which: [[0; CHANNELS]; CELLS] };
    for cell in 0..CELLS {
        let (row, column) = (cell / side * 2, cell % side * 2);
        let (mut largest, mut which) = (sums(row, column), [0; CHANNELS]);
        for index in 1..4_u32 {
            let others = sums(row + index as usize / 2, column + index as usize % 2);
            which = array::from_fn(|channel| if others[channel] > largest[channel] { index } else { which[channel] });
            largest =
                array::from_fn(
                    |channel| if others[channel] > largest[channel] { others[channel] } else { largest[channel] },
                );
        }
        (pooled.largest[cell], pooled.which[cell]) = (largest, which);
    }
    pooled
}

/// ReLU of the sums with their channels' biases.
#[inline(always)]
pub(crate) fn activations<const CELLS: usize, const CHANNELS: usize>(
    sums: &[[f32; CHANNELS]; CELLS],
    biases: &[f32; CHANNELS],
) -> [[f32; CHANNELS]; CELLS] {
    let mut activations = *sums;
    for (sum, bias) in activations.iter_mut().flat_map(|sums| sums.iter_mut().zip(biases)) {
        *sum = (*sum + bias).max(0.0);
    }
    activations
}
