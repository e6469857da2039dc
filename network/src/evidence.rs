//! Evidence: how much each pixel of an image speaks for one digit against another.

use ndarray::{Zip, s};

use crate::image::{Image, PIXELS};
use crate::network::{Network, sigmoid};

impl Network {
    /// How much each of the 784 pixels, row by row, speaks for `digit` against `against`: in logits, negative where it
    /// speaks for `against`, 0 where the image is empty. For an image in MNIST's frame.
    ///
    /// Integrated gradients (Sundararajan, Taly and Yan 2017, Axiomatic Attribution for Deep Networks, equation 1) of
    /// logit(digit) − logit(against) along the straight path from the blank image. They sum to that difference at
    /// `image` less that at the blank image. With one hidden layer the integral needs no steps: on the path a unit's
    /// weighted input goes evenly from its bias to what it is at `image`, so that its sigmoid's mean slope is known.
    ///
    /// # Panics
    /// When `digit` or `against` is over 9.
    pub fn evidence(&self, image: &Image, digit: usize, against: usize) -> [f32; PIXELS] {
        let (hidden, output) = (self.hidden(), self.output());
        // (units,): the mean derivative of the difference by each hidden unit's weighted input.
        let mut gradient = &output.slice(s![digit, 1..]) - &output.slice(s![against, 1..]);
        Zip::from(&mut gradient)
            .and(hidden.column(0))
            .and(&self.weighted_inputs(image))
            .for_each(|gradient, &blank, &input| *gradient *= mean_slope(blank, input));
        std::array::from_fn(|pixel| match image.intensities()[pixel] {
            0.0 => 0.0,
            intensity => intensity * hidden.column(pixel + 1).dot(&gradient),
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
