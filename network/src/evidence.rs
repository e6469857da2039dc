//! Evidence: how much each pixel of an image speaks for one digit against another, by integrated gradients
//! ([`Committee::evidence`](crate::Committee::evidence) says what they are).

use ndarray::{Zip, s};

use crate::convnet::{CELLS, CHANNELS, ConvNet, KERNEL, POOLED, UNITS, activations};
use crate::image::{Image, PIXELS, SIDE};
use crate::network::Network;
use crate::output::sigmoid;

/// Points on the path at which a convolutional network's gradient is taken.
const STEPS: usize = 40;

impl Network {
    /// With one hidden layer the integral needs no steps: on the path a unit's weighted input goes evenly from its bias
    /// to what it is at `image`, so that its sigmoid's mean slope is known.
    pub(crate) fn evidence(&self, image: &Image, digit: usize, against: usize) -> [f32; PIXELS] {
        let (hidden, output) = (&self.hidden, self.output());
        // (units,): the mean derivative of the difference by each hidden unit's weighted input.
        let mut gradient = &output.slice(s![digit, 1..]) - &output.slice(s![against, 1..]);
        Zip::from(&mut gradient)
            .and(hidden.column(0))
            .and(&self.weighted_inputs(image))
            .for_each(|gradient, &blank, &input| *gradient *= mean_slope(f32::from_le_bytes(blank), input));
        std::array::from_fn(|pixel| match image.intensities()[pixel] {
            0.0 => 0.0,
            intensity => intensity * hidden.column(pixel + 1).mapv(f32::from_le_bytes).dot(&gradient),
        })
    }
}

/// The sigmoid's mean slope between two points, (σ(b) − σ(a)) / (b − a), or σ'(a) where they are one. No difference
/// of sigmoids is taken, which would leave little of it when they are near: σ(b) − σ(a) = σ(b) σ(−a) (1 − e^(a − b)).
fn mean_slope(a: f32, b: f32) -> f32 {
    let (low, high) = (a.min(b), a.max(b));
    let width = high - low;
    let shrink = if width == 0.0 { 1.0 } else { -(-width).exp_m1() / width };
    sigmoid(high) * sigmoid(-low) * shrink
}

impl ConvNet {
    /// ReLU and pooling make the gradient constant between many kinks on the path, so that it is summed in steps. The first
    /// convolution is spared that: its sums grow evenly, and which of 2 × 2 is the largest never changes. The steps are shorter
    /// near the blank image, where more kinks are: as of the integral of f(t²) · 2t.
    pub(crate) fn evidence(&self, image: &Image, digit: usize, against: usize) -> [f32; PIXELS] {
        let [first, second, output] = [0, 1, 3].map(|layer| self.layer(layer));
        let second = second.as_standard_layout();
        let sums = self.first(image);
        // The derivative of the difference by each unit's activation.
        let pulls: [f32; UNITS] = std::array::from_fn(|unit| output[[digit, unit + 1]] - output[[against, unit + 1]]);
        // The mean derivative of the difference by each of the first convolution's pooled sums.
        let mut gradient = [[0.0; CHANNELS[0]]; CELLS[0]];
        for step in 0..STEPS {
            let t = (step as f32 + 0.5) / STEPS as f32;
            let (share, length) = (t * t, 2.0 * t / STEPS as f32);
            let inputs = activations(&sums.largest.map(|cell| cell.map(|sum| sum * share)), &self.biases(0));
            let mut errors = [[0.0; CHANNELS[0]]; CELLS[0]];
            self.add_input_errors(&inputs, &pulls, second.as_slice().expect("row by row"), &mut errors);
            for (gradient, (error, input)) in
                gradient.as_flattened_mut().iter_mut().zip(errors.as_flattened().iter().zip(inputs.as_flattened()))
            {
                *gradient += if *input > 0.0 { error * length } else { 0.0 };
            }
        }
        let mut evidence = [0.0; PIXELS];
        for (cell, (gradient, which)) in gradient.iter().zip(&sums.which).enumerate() {
            for (channel, (gradient, which)) in gradient.iter().zip(which).enumerate() {
                let [row, column] = place(cell, POOLED[0], *which);
                for (index, weight) in first.row(channel).iter().skip(1).enumerate() {
                    evidence[(row + index / KERNEL) * SIDE + column + index % KERNEL] += gradient * weight;
                }
            }
        }
        std::array::from_fn(|pixel| evidence[pixel] * image.intensities()[pixel])
    }

    /// Adds to `errors` the derivative of the sum of `pulls` · units by the first convolution's activations, where those
    /// are `inputs`. `second`: that layer's weights row by row, (outputs, inputs + 1).
    fn add_input_errors(
        &self,
        inputs: &[[f32; CHANNELS[0]]; CELLS[0]],
        pulls: &[f32; UNITS],
        second: &[f32],
        errors: &mut [[f32; CHANNELS[0]]; CELLS[0]],
    ) {
        const LINE: usize = KERNEL * CHANNELS[0];
        let sums = self.second(inputs);
        let active = activations(&sums.largest, &self.biases(1));
        let hidden = self.hidden(&active);
        let pulls: [f32; UNITS] = std::array::from_fn(|unit| if hidden[unit] > 0.0 { pulls[unit] } else { 0.0 });
        for (index, weights) in self.weights::<UNITS>(2).iter().enumerate() {
            let (cell, channel) = (index / CHANNELS[1], index % CHANNELS[1]);
            if active[cell][channel] == 0.0 {
                continue;
            }
            let error = dot(&pulls, weights);
            let [row, column] = place(cell, POOLED[1], sums.which[cell][channel]);
            let kernel = &second[channel * (KERNEL * LINE + 1)..][1..=KERNEL * LINE];
            for (y, weights) in kernel.chunks_exact(LINE).enumerate() {
                let from = ((row + y) * POOLED[0] + column) * CHANNELS[0];
                for (sum, weight) in errors.as_flattened_mut()[from..from + LINE].iter_mut().zip(weights) {
                    *sum += error * weight;
                }
            }
        }
    }
}

/// Row and column in a convolution of what was the largest of 2 × 2 for a cell of `side` × `side`.
fn place(cell: usize, side: usize, which: u32) -> [usize; 2] {
    let which = which as usize;
    [cell / side * 2 + which / 2, cell % side * 2 + which % 2]
}

/// In 16 partial sums, which vectorize where a single one can't.
fn dot(a: &[f32; UNITS], weights: &[[u8; 4]; UNITS]) -> f32 {
    let mut sums = [0.0; 16];
    for (a, weights) in a.as_chunks::<16>().0.iter().zip(weights.as_chunks::<16>().0) {
        for lane in 0..16 {
            sums[lane] += a[lane] * f32::from_le_bytes(weights[lane]);
        }
    }
    sums.iter().sum()
}
