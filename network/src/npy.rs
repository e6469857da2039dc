//! Networks as the bytes of `.npy` files, one for each layer, as numpy reads and writes them.

use std::borrow::Cow;
use std::io::Cursor;

use ndarray::{Array2, ArrayView2, ShapeBuilder};
use ndarray_npy::npy::header::Header;
use ndarray_npy::{ReadNpyError, ReadNpyExt, WriteNpyError, WriteNpyExt};
use thiserror::Error;

use crate::convnet::{ConvNet, LAYERS};
use crate::network::{Network, NetworkError, Weights};

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
    /// From the bytes of `hidden.npy` and `output.npy`, f32 or f64, in either memory order. Where `hidden` is borrowed, and
    /// as [`Self::to_npy`] writes it, it is read in place.
    pub fn from_npy(
        hidden: impl Into<Cow<'static, [u8]>>,
        output: impl Into<Cow<'static, [u8]>>,
    ) -> Result<Self, NpyError> {
        Ok(Self::of(read_matrix("hidden", hidden.into())?, read_matrix("output", output.into())?)?)
    }

    /// The bytes of `hidden.npy` and `output.npy`: f32, each in the memory order in which the forward pass reads it.
    pub fn to_npy(&self) -> Result<[Vec<u8>; 2], WriteNpyError> {
        Ok([write_matrix(self.hidden().view())?, write_matrix(self.output())?])
    }
}

impl ConvNet {
    /// From the bytes of the four layers' files, f32 or f64, in either memory order. Those that are borrowed, and as
    /// [`Self::to_npy`] writes them, are read in place.
    pub fn from_npy(layers: [impl Into<Cow<'static, [u8]>>; 4]) -> Result<Self, NpyError> {
        let mut matrices = LAYERS.map(|_| Weights::from(Array2::default((0, 0))));
        for ((matrix, (layer, _)), bytes) in matrices.iter_mut().zip(LAYERS).zip(layers) {
            *matrix = read_matrix(layer, bytes.into())?;
        }
        Ok(Self::of(matrices)?)
    }

    /// The bytes of the four layers' files: f32, each in the memory order in which the forward pass reads it.
    pub fn to_npy(&self) -> Result<[Vec<u8>; 4], WriteNpyError> {
        let mut files = [const { Vec::new() }; 4];
        for (file, layer) in files.iter_mut().zip(self.layers()) {
            *file = write_matrix(layer.view())?;
        }
        Ok(files)
    }
}

fn read_matrix(layer: &'static str, bytes: Cow<'static, [u8]>) -> Result<Weights, NpyError> {
    if let Cow::Borrowed(bytes) = bytes
        && let Some(weights) = in_place(bytes)
    {
        return Ok(weights.into());
    }
    let matrix = match Array2::<f32>::read_npy(Cursor::new(&bytes)) {
        Err(ReadNpyError::WrongDescriptor(_)) => {
            Array2::<f64>::read_npy(Cursor::new(&bytes)).map(|matrix| matrix.mapv(|weight| weight as f32))
        }
        matrix => matrix,
    };
    matrix.map(|matrix| matrix.mapv(f32::to_le_bytes).into()).map_err(|source| NpyError::Read { layer, source })
}

/// The weights where they lie, if they are f32, little-endian, and just as many as the header says.
fn in_place(mut bytes: &[u8]) -> Option<ArrayView2<'_, [u8; 4]>> {
    let header = Header::from_reader(&mut bytes).ok()?; // leaves what comes after it
    let (&[rows, columns], (weights, [])) = (&header.shape[..], bytes.as_chunks()) else { return None };
    if header.type_descriptor.as_string()? != "<f4" || rows.checked_mul(columns)? != weights.len() {
        return None;
    }
    ArrayView2::from_shape((rows, columns).set_f(header.layout.is_fortran()), weights).ok()
}

fn write_matrix(matrix: ArrayView2<f32>) -> Result<Vec<u8>, WriteNpyError> {
    let mut bytes = Vec::new();
    matrix.write_npy(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of a 2 × 3 matrix, row by row or column by column.
    fn files() -> [Vec<u8>; 2] {
        let matrix = Array2::from_shape_fn((2, 3), |(row, column)| (10 * row + column) as f32);
        let mut turned = Array2::zeros((2, 3).f());
        turned.assign(&matrix);
        [matrix, turned].map(|matrix| write_matrix(matrix.view()).expect("bytes"))
    }

    #[test]
    fn what_is_embedded_is_not_copied() {
        static HIDDEN: &[u8] = include_bytes!("../tests/numpy/hidden_f32_fortran.npy");
        let output = include_bytes!("../tests/numpy/output_f32.npy");
        let network = Network::from_npy(HIDDEN, output.as_slice()).expect("a network");
        assert!(HIDDEN.as_ptr_range().contains(&network.hidden.as_ptr().cast()));
    }

    #[test]
    fn any_address_and_either_order_will_do() {
        for offset in 0..4 {
            for file in files() {
                let bytes = [&b"....."[..offset], &file].concat();
                let found = in_place(&bytes[offset..]).expect("as it is written");
                assert!(bytes.as_ptr_range().contains(&found.as_ptr().cast()));
                assert_eq!(found.mapv(f32::from_le_bytes), ndarray::array![[0.0, 1.0, 2.0], [10.0, 11.0, 12.0]]);
            }
        }
    }

    #[test]
    fn what_is_something_else_is_not_read_so() {
        for file in files() {
            assert!(in_place(&[&file[..], b"...."].concat()).is_none(), "more");
            assert!(in_place(&[&file[..], b"."].concat()).is_none(), "a part more");
            assert!(in_place(&file[..file.len() - 4]).is_none(), "less");
            assert!(in_place(&file[..20]).is_none(), "no whole header");
            let header = String::from_utf8_lossy(&file[10..]);
            let place = 10 + header.find("<f4").expect("a type");
            for other in [b"<i4", b">f4"] {
                let mut file = file.clone();
                file[place..place + 3].copy_from_slice(other);
                assert!(in_place(&file).is_none(), "another type");
            }
        }
    }
}
