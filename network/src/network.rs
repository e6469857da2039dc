//! The dense network: two layers, sigmoid hidden units, ten outputs; and its forward pass.

use ndarray::{Array1, Array2, ArrayView2, CowArray, Ix2, ShapeBuilder, s};
use thiserror::Error;

use crate::image::{Image, PIXELS};
use crate::output::{DIGITS, sigmoid};

/// Why some arrays are not a network, or networks no committee.
#[derive(Debug, Clone, PartialEq, Error)]
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
    /// The shape of a convolutional network's layer is wrong.
    #[error("the {layer} layer is {found:?}, expected {expected:?}: a bias and a weight for each input of each output")]
    Convolutional {
        /// The layer's name.
        layer: &'static str,
        /// The shape that was given.
        found: (usize, usize),
        /// The shape of every such network.
        expected: (usize, usize),
    },
    /// A weight is infinite or not a number.
    #[error("the {0} layer holds a weight that is not a finite number")]
    NotFinite(&'static str),
    /// A member's share in a committee is none.
    #[error("the convolutional member's share is {0}, expected 0 to 1")]
    Share(f32),
}

/// A layer's weights, each the four bytes of an f32, little-endian, at any address: so those that are embedded in a program are
/// read in place.
pub(crate) type Weights = CowArray<'static, [u8; 4], Ix2>;

/// A network of two dense layers: 784 intensities, sigmoid hidden units, ten outputs.
///
/// ```
/// use ndarray::Array2;
/// use network::{DIGITS, Image, Network, OutputLayer, PIXELS, likeliest};
///
/// // One hidden unit; its weight for the digit 3 is larger than for the others.
/// let mut output = Array2::zeros((DIGITS, 2));
/// output[[3, 1]] = 5.0;
/// let network = Network::new(Array2::zeros((1, PIXELS + 1)), output)?;
///
/// let logits = network.logits(&Image::from_intensities(&[1.0; PIXELS])?);
/// assert_eq!(likeliest(&OutputLayer::Softmax.probabilities(logits)), 3);
/// assert!(OutputLayer::Softmax.confidence(logits) > 0.9, "a digit");
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// (hidden units, 785), bias in column 0. Column by column in memory (Fortran order): the weights of all
    /// units for one pixel stand together, so that an empty pixel is skipped whole.
    pub(crate) hidden: Weights,
    /// (10, hidden units + 1), bias in column 0, row by row in memory.
    output: Array2<f32>,
}

impl Network {
    /// From `hidden`, (units, 785), and `output`, (10, units + 1), each with its bias in column 0.
    pub fn new(hidden: Array2<f32>, output: Array2<f32>) -> Result<Self, NetworkError> {
        Self::of(hidden.mapv(f32::to_le_bytes).into(), output.mapv(f32::to_le_bytes).into())
    }

    pub(crate) fn of(hidden: Weights, output: Weights) -> Result<Self, NetworkError> {
        if hidden.nrows() == 0 || hidden.ncols() != PIXELS + 1 {
            return Err(NetworkError::Hidden { found: hidden.dim() });
        }
        let expected = (DIGITS, hidden.nrows() + 1);
        if output.dim() != expected {
            return Err(NetworkError::Output { found: output.dim(), expected });
        }
        check_finite("hidden", &hidden)?;
        check_finite("output", &output)?;
        let output = output.as_standard_layout().mapv(f32::from_le_bytes);
        Ok(Self { hidden: column_major(hidden), output })
    }

    /// A copy, (hidden units, 785), bias in column 0.
    pub fn hidden(&self) -> Array2<f32> {
        self.hidden.mapv(f32::from_le_bytes)
    }

    /// (10, hidden units + 1), bias in column 0.
    pub fn output(&self) -> ArrayView2<'_, f32> {
        self.output.view()
    }

    /// The ten logits for an image as it stands; bring it into MNIST's frame first ([`Image::normalize`]).
    pub fn logits(&self, image: &Image) -> [f32; DIGITS] {
        let hidden = self.weighted_inputs(image).mapv_into(sigmoid);
        let logits = self.output.slice(s![.., 1..]).dot(&hidden) + self.output.column(0);
        std::array::from_fn(|digit| logits[digit])
    }

    /// (units,): what each hidden unit's sigmoid is taken of.
    pub(crate) fn weighted_inputs(&self, image: &Image) -> Array1<f32> {
        let mut inputs = self.hidden.column(0).mapv(f32::from_le_bytes);
        for (&intensity, weights) in image.intensities().iter().zip(self.hidden.slice(s![.., 1..]).columns()) {
            if intensity != 0.0 {
                inputs.zip_mut_with(&weights, |input, weight| *input += intensity * f32::from_le_bytes(*weight));
            }
        }
        inputs
    }
}

pub(crate) fn check_finite(layer: &'static str, weights: &Weights) -> Result<(), NetworkError> {
    let finite = weights.fold(true, |finite, weight| finite & f32::from_le_bytes(*weight).is_finite());
    if finite { Ok(()) } else { Err(NetworkError::NotFinite(layer)) }
}

pub(crate) fn column_major(weights: Weights) -> Weights {
    if weights.t().is_standard_layout() {
        return weights;
    }
    let mut turned = Array2::default(weights.dim().f());
    turned.assign(&weights);
    turned.into()
}
