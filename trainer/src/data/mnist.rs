//! MNIST: images and labels in its four IDX files, plain or gzipped.

use std::io::Read;
use std::path::{Path, PathBuf};

use network::{DIGITS, Image, ImageError, PIXELS, SIDE};
use thiserror::Error;

use crate::data::drawing::open;

/// The training images that are not for validation: the first 50,000.
pub const TRAINING: usize = 50_000;

/// Why MNIST's files can't be read.
#[derive(Debug, Error)]
pub enum MnistError {
    /// Neither the plain nor the gzipped file is there.
    #[error("{}: no {name} and no {name}.gz there, expected MNIST's four IDX files", folder.display())]
    Missing {
        /// The data set's folder.
        folder: PathBuf,
        /// The file's name without `.gz`.
        name: String,
    },
    /// The file can't be read to its end.
    #[error("{}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is not what it should be.
    #[error("{}: {fault}", path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// What was wrong, and what was expected.
        fault: String,
    },
}

/// Images with their labels.
#[derive(Debug, Clone, Default)]
pub struct Mnist {
    /// 784 brightnesses for each image, one after the other.
    pub images: Vec<[u8; PIXELS]>,
    /// A digit 0..=9 for each image.
    pub labels: Vec<u8>,
}

/// The two splits of the data set that files exist of; validation images are the last of the training images.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// 60,000 images to learn from.
    Training,
    /// 10,000 images that only an evaluation reads.
    Test,
}

impl Split {
    /// The names of the images' and the labels' file.
    pub fn names(self) -> [String; 2] {
        let split = match self {
            Self::Training => "train",
            Self::Test => "t10k",
        };
        [format!("{split}-images-idx3-ubyte"), format!("{split}-labels-idx1-ubyte")]
    }

    /// Where in `folder` the two files are, if they are.
    pub fn paths(self, folder: &Path) -> [Option<PathBuf>; 2] {
        self.names().map(|name| find(folder, &name))
    }
}

impl Mnist {
    /// Reads one split of the data set in `folder`.
    pub fn read(folder: &Path, split: Split) -> Result<Self, MnistError> {
        let [images, labels] = split.names();
        let (labels_path, labels) = read_idx(folder, &labels, &[])?;
        let (images_path, images) = read_idx(folder, &images, &[SIDE, SIDE])?;
        if let Some(index) = labels.iter().position(|&label| usize::from(label) >= DIGITS) {
            let fault = format!("label {index} is {}, expected 0 to 9", labels[index]);
            return Err(MnistError::Format { path: labels_path, fault });
        }
        let (images, _) = images.as_chunks::<PIXELS>();
        if images.len() != labels.len() {
            let fault = format!("{} images, expected {}, as many as labels", images.len(), labels.len());
            return Err(MnistError::Format { path: images_path, fault });
        }
        Ok(Self { images: images.to_vec(), labels })
    }

    /// Splits the images after the first `count`.
    pub fn split_off(&mut self, count: usize) -> Self {
        let count = count.min(self.labels.len());
        Self { images: self.images.split_off(count), labels: self.labels.split_off(count) }
    }

    /// The images as the function would see them, with their labels.
    pub fn examples(&self) -> Result<Vec<(Image, u8)>, ImageError> {
        let images = self.images.iter().map(|image| Ok(Image::from_brightness(&image.map(f32::from))?.framed()));
        images.zip(&self.labels).map(|(image, &label)| Ok((image?, label))).collect()
    }
}

/// Reads an IDX file of unsigned bytes (<http://yann.lecun.com/exdb/mnist/>): a magic number, the size of each
/// dimension, the bytes. The first dimension is free, the others are given.
fn read_idx(folder: &Path, name: &str, dimensions: &[usize]) -> Result<(PathBuf, Vec<u8>), MnistError> {
    let path = find(folder, name).ok_or_else(|| MnistError::Missing { folder: folder.into(), name: name.into() })?;
    let mut bytes = Vec::new();
    open(&path)
        .and_then(|mut file| file.read_to_end(&mut bytes))
        .map_err(|source| MnistError::Read { path: path.clone(), source })?;
    match idx_items(&bytes, dimensions) {
        Ok(items) => {
            let header = bytes.len() - items;
            Ok((path, bytes.split_off(header)))
        }
        Err(fault) => Err(MnistError::Format { path, fault }),
    }
}

/// The file, plain or else gzipped.
fn find(folder: &Path, name: &str) -> Option<PathBuf> {
    [name.to_owned(), format!("{name}.gz")].map(|name| folder.join(name)).into_iter().find(|path| path.is_file())
}

/// How many bytes of items an IDX file holds, when it is whole.
fn idx_items(bytes: &[u8], dimensions: &[usize]) -> Result<usize, String> {
    let rank = dimensions.len() + 1;
    let word = |index: usize| bytes.get(4 * index..4 * index + 4).map(|w| u32::from_be_bytes([w[0], w[1], w[2], w[3]]));
    let expected = 0x0800 + rank as u32; // 0x08: unsigned bytes
    match word(0) {
        Some(magic) if magic == expected => {}
        Some(magic) => return Err(format!("magic number {magic:#010x}, expected {expected:#010x} of an IDX file")),
        None => return Err(format!("{} bytes, expected an IDX file", bytes.len())),
    }
    let mut items = 1_usize;
    for dimension in 0..rank {
        let size = word(dimension + 1).ok_or("cut off in its header")? as usize;
        if dimension > 0 && size != dimensions[dimension - 1] {
            return Err(format!("dimension {dimension} is {size}, expected {}", dimensions[dimension - 1]));
        }
        items = items.saturating_mul(size);
    }
    let found = bytes.len() - 4 * (rank + 1);
    if found != items {
        return Err(format!("{found} bytes after the header, expected {items}"));
    }
    Ok(items)
}
