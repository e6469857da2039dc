//! The network: two layers, sigmoid hidden units, ten outputs; and its forward pass.

use ndarray::{Array1, Array2, ArrayView2, ShapeBuilder, s};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::image::{Image, PIXELS};

/// The digits 0 to 9, one output each.
pub const DIGITS: usize = 10;

/// What becomes of the ten logits. The largest stays the largest either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OutputLayer {
    /// Each is a sigmoid, one digit against the rest; the probabilities are their shares of the sum, and the
    /// confidence is the largest of them.
    Sigmoid,
    /// Softmax over the ten and an eleventh, "no digit", whose logit is always 0: the confidence is what the ten have of
    /// it together, and the probabilities are their shares of that.
    Softmax,
}

/// Why two arrays are not a network.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NetworkError {
    /// The hidden layer's shape is wrong.
    #[error("the hidden layer is {found:?}, expected (units, {}): a bias and {PIXELS} weights for each unit", PIXELS + 1)]
    Hidden {
        /// The shape that was given.
        found: (usize, usize),
    },
    /// The output layer's shape is wrong.
    #[error("the output layer is {found:?}, expected {expected:?}: a bias and a weight for each hidden unit")]
    Output {
        /// The shape that was given.
        found: (usize, usize),
        /// The shape that goes with the hidden layer.
        expected: (usize, usize),
    },
    /// A weight is infinite or not a number.
    #[error("the {0} layer holds a weight that is not a finite number")]
    NotFinite(&'static str),
}

/// A network of two layers: 784 intensities, sigmoid hidden units, ten outputs.
///
/// ```
/// use ndarray::Array2;
/// use network::{DIGITS, Image, Network, OutputLayer, PIXELS, likeliest};
///
/// // One hidden unit; its weight for the digit 3 is larger than for the others.
/// let mut output = Array2::zeros((DIGITS, 2));
/// output[[3, 1]] = 5.0;
/// let network = Network::new(Array2::zeros((1, PIXELS + 1)), output, OutputLayer::Softmax)?;
///
/// let logits = network.logits(&Image::from_intensities(&[1.0; PIXELS])?);
/// assert_eq!(likeliest(&network.probabilities(logits)), 3);
/// assert!(network.confidence(logits) > 0.9, "a digit");
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// (hidden units, 785), bias in column 0. Column by column in memory (Fortran order): the weights of all
    /// units for one pixel stand together, so that an empty pixel is skipped whole.
    hidden: Array2<f32>,
    /// (10, hidden units + 1), bias in column 0, row by row in memory.
    output: Array2<f32>,
    output_layer: OutputLayer,
}

impl Network {
    /// From `hidden`, (units, 785), and `output`, (10, units + 1), each with its bias in column 0.
    pub fn new(hidden: Array2<f32>, output: Array2<f32>, output_layer: OutputLayer) -> Result<Self, NetworkError> {
        if hidden.nrows() == 0 || hidden.ncols() != PIXELS + 1 {
            return Err(NetworkError::Hidden { found: hidden.dim() });
        }
        let expected = (DIGITS, hidden.nrows() + 1);
        if output.dim() != expected {
            return Err(NetworkError::Output { found: output.dim(), expected });
        }
        for (layer, weights) in [("hidden", &hidden), ("output", &output)] {
            if !weights.fold(true, |finite, weight| finite & weight.is_finite()) {
                return Err(NetworkError::NotFinite(layer));
            }
        }
        Ok(Self { hidden: column_major(hidden), output: row_major(output), output_layer })
    }

    /// (hidden units, 785), bias in column 0.
    pub fn hidden(&self) -> ArrayView2<'_, f32> {
        self.hidden.view()
    }

    /// (10, hidden units + 1), bias in column 0.
    pub fn output(&self) -> ArrayView2<'_, f32> {
        self.output.view()
    }

    /// What the outputs mean.
    pub fn output_layer(&self) -> OutputLayer {
        self.output_layer
    }

    /// The ten logits for an image as it stands; bring it into MNIST's frame first ([`Image::normalize`]).
    pub fn logits(&self, image: &Image) -> [f32; DIGITS] {
        let hidden = self.weighted_inputs(image).mapv_into(sigmoid);
        let logits = self.output.slice(s![.., 1..]).dot(&hidden) + self.output.column(0);
        std::array::from_fn(|digit| logits[digit])
    }

    /// (units,): what each hidden unit's sigmoid is taken of.
    pub(crate) fn weighted_inputs(&self, image: &Image) -> Array1<f32> {
        let mut inputs = self.hidden.column(0).to_owned();
        for (&intensity, weights) in image.intensities().iter().zip(self.hidden.slice(s![.., 1..]).columns()) {
            if intensity != 0.0 {
                inputs.scaled_add(intensity, &weights);
            }
        }
        inputs
    }

    /// The probabilities of the digits 0 to 9, which sum to 1, for an image in MNIST's frame.
    pub fn forward(&self, image: &Image) -> [f32; DIGITS] {
        self.probabilities(self.logits(image))
    }

    /// What the logits say of which digit it is, if it is one: the probabilities of 0 to 9, which sum to 1.
    pub fn probabilities(&self, logits: [f32; DIGITS]) -> [f32; DIGITS] {
        match self.output_layer {
            OutputLayer::Softmax => softmax(logits),
            // The sigmoids' shares, by their logarithms, so that tiny ones can't sum to 0.
            OutputLayer::Sigmoid => softmax(logits.map(|logit| logit.min(0.0) - (-logit.abs()).exp().ln_1p())),
        }
    }

    /// What the logits say of whether it is a digit at all: the probability, 0 to 1.
    pub fn confidence(&self, logits: [f32; DIGITS]) -> f32 {
        let largest = largest(&logits);
        match self.output_layer {
            // S / (1 + S), where S is the sum of exp(logit), by its logarithm: S itself can overflow.
            OutputLayer::Softmax => {
                sigmoid(largest + logits.iter().map(|logit| (logit - largest).exp()).sum::<f32>().ln())
            }
            OutputLayer::Sigmoid => sigmoid(largest),
        }
    }
}

/// The digit with the largest probability; the smallest of equals.
///
/// ```
/// let mut probabilities = [0.1; 10];
/// assert_eq!(network::likeliest(&probabilities), 0);
/// probabilities[9] = 0.2;
/// assert_eq!(network::likeliest(&probabilities), 9);
/// ```
pub fn likeliest(probabilities: &[f32; DIGITS]) -> usize {
    (1..DIGITS).fold(0, |best, digit| if probabilities[digit] > probabilities[best] { digit } else { best })
}

/// exp(logit) as a share of their sum.
///
/// ```
/// let mut logits = [0.0; 10];
/// logits[7] = f32::ln(91.0);
/// assert!((network::softmax(logits)[7] - 0.91).abs() < 1e-6);
/// ```
pub fn softmax(logits: [f32; DIGITS]) -> [f32; DIGITS] {
    let largest = largest(&logits);
    let exponentials = logits.map(|logit| (logit - largest).exp());
    let sum: f32 = exponentials.iter().sum();
    exponentials.map(|exponential| exponential / sum)
}

fn largest(logits: &[f32; DIGITS]) -> f32 {
    logits.iter().copied().fold(f32::NEG_INFINITY, f32::max)
}

pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

fn column_major(array: Array2<f32>) -> Array2<f32> {
    if array.t().is_standard_layout() {
        return array;
    }
    let mut turned = Array2::zeros(array.dim().f());
    turned.assign(&array);
    turned
}

fn row_major(array: Array2<f32>) -> Array2<f32> {
    if array.is_standard_layout() { array } else { array.as_standard_layout().into_owned() }
}
