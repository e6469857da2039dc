//! Networks as the bytes of `.npy` files, one for each layer, as numpy reads and writes them.

use std::io::Cursor;

use ndarray::{Array2, ArrayView2};
use ndarray_npy::{ReadNpyError, ReadNpyExt, WriteNpyError, WriteNpyExt};
use thiserror::Error;

use crate::convnet::{ConvNet, LAYERS};
use crate::network::{Network, NetworkError};

/// Why the bytes are not a network's `.npy` files.
#[derive(Debug, Error)]
pub enum NpyError {
    /// One of them is not a matrix of f32 or f64.
    #[error("`{layer}` is not a matrix of f32 or f64 as numpy saves it: {source}")]
    Read {
        /// The layer's name.
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
    pub fn from_npy(hidden: &[u8], output: &[u8]) -> Result<Self, NpyError> {
        Ok(Self::new(read_matrix("hidden", hidden)?, read_matrix("output", output)?)?)
    }

    /// The bytes of `hidden.npy` and `output.npy`: f32, each in the memory order in which the forward pass reads it.
    pub fn to_npy(&self) -> Result<[Vec<u8>; 2], WriteNpyError> {
        Ok([write_matrix(self.hidden())?, write_matrix(self.output())?])
    }
}

impl ConvNet {
    /// From the bytes of the four layers' files, f32 or f64, in either memory order.
    pub fn from_npy(layers: [&[u8]; 4]) -> Result<Self, NpyError> {
        let mut matrices = LAYERS.map(|_| Array2::default((0, 0)));
        for ((matrix, (layer, _)), bytes) in matrices.iter_mut().zip(LAYERS).zip(layers) {
            *matrix = read_matrix(layer, bytes)?;
        }
        Ok(Self::new(matrices)?)
    }

    /// The bytes of the four layers' files: f32, each in the memory order in which the forward pass reads it.
    pub fn to_npy(&self) -> Result<[Vec<u8>; 4], WriteNpyError> {
        let mut files = [const { Vec::new() }; 4];
        for (file, layer) in files.iter_mut().zip(self.layers()) {
            *file = write_matrix(layer)?;
        }
        Ok(files)
    }
}

fn read_matrix(layer: &'static str, bytes: &[u8]) -> Result<Array2<f32>, NpyError> {
    let matrix = match Array2::<f32>::read_npy(Cursor::new(bytes)) {
        Err(ReadNpyError::WrongDescriptor(_)) => {
            Array2::<f64>::read_npy(Cursor::new(bytes)).map(|matrix| matrix.mapv(|weight| weight as f32))
        }
        matrix => matrix,
    };
    matrix.map_err(|source| NpyError::Read { layer, source })
}

fn write_matrix(matrix: ArrayView2<f32>) -> Result<Vec<u8>, WriteNpyError> {
    let mut bytes = Vec::new();
    matrix.write_npy(&mut bytes)?;
    Ok(bytes)
}
