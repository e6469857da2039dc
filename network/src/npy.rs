//! A network as the bytes of two `.npy` files, `hidden` and `output`, as numpy reads and writes them.

use std::io::Cursor;

use ndarray::{Array2, ArrayView2};
use ndarray_npy::{ReadNpyError, ReadNpyExt, WriteNpyError, WriteNpyExt};
use thiserror::Error;

use crate::network::{Network, NetworkError, OutputLayer};

/// Why the bytes are not a network's `.npy` files.
#[derive(Debug, Error)]
pub enum NpyError {
    /// One of the two is not a matrix of f32 or f64.
    #[error("`{layer}` is not a matrix of f32 or f64 as numpy saves it: {source}")]
    Read {
        /// `hidden` or `output`.
        layer: &'static str,
        /// What the reader found.
        source: ReadNpyError,
    },
    /// The matrices don't make a network.
    #[error(transparent)]
    Network(#[from] NetworkError),
}

impl Network {
    /// From the bytes of `hidden.npy` and `output.npy`, f32 or f64, in either memory order.
    pub fn from_npy(hidden: &[u8], output: &[u8], output_layer: OutputLayer) -> Result<Self, NpyError> {
        let matrix = |layer, bytes| read_matrix(bytes).map_err(|source| NpyError::Read { layer, source });
        Ok(Self::new(matrix("hidden", hidden)?, matrix("output", output)?, output_layer)?)
    }

    /// The bytes of `hidden.npy` and `output.npy`: f32, each in the memory order in which the forward pass reads it.
    pub fn to_npy(&self) -> Result<[Vec<u8>; 2], WriteNpyError> {
        Ok([write_matrix(self.hidden())?, write_matrix(self.output())?])
    }
}

fn read_matrix(bytes: &[u8]) -> Result<Array2<f32>, ReadNpyError> {
    match Array2::<f32>::read_npy(Cursor::new(bytes)) {
        Err(ReadNpyError::WrongDescriptor(_)) => {
            Array2::<f64>::read_npy(Cursor::new(bytes)).map(|matrix| matrix.mapv(|weight| weight as f32))
        }
        matrix => matrix,
    }
}

fn write_matrix(matrix: ArrayView2<f32>) -> Result<Vec<u8>, WriteNpyError> {
    let mut bytes = Vec::new();
    matrix.write_npy(&mut bytes)?;
    Ok(bytes)
}
