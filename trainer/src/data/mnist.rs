//! MNIST: images and labels in its four IDX files, plain or gzipped, under the names by which they are handed on; and
//! EMNIST's digits, which are in the same format (Cohen et al. 2017).

use std::path::{Path, PathBuf};

use network::{DIGITS, Image, ImageError, PIXELS, SIDE};

use super::file::{FileError, read};
use super::idx::items;

/// The training images that are not for validation: the first 50,000.
pub const TRAINING: usize = 50_000;

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

/// Data sets that are read, by what the names of their files begin with.
const DATA_SETS: [&str; 3] = ["", EMNIST_DIGITS, "emnist-mnist-"];
const EMNIST_DIGITS: &str = "emnist-digits-";

impl Split {
    /// The names of the images' and the labels' file in a data set.
    fn names(self, data_set: &str) -> [String; 2] {
        let split = match self {
            Self::Training => "train",
            Self::Test if data_set.is_empty() => "t10k",
            Self::Test => "test",
        };
        ["images-idx3", "labels-idx1"].map(|what| format!("{data_set}{split}-{what}-ubyte"))
    }

    /// The data set in `folder`, the first of which there is a file: its names' beginning, and where the images and the
    /// labels are, if they are.
    fn find(self, folder: &Path) -> (&'static str, [Option<PathBuf>; 2]) {
        let found = DATA_SETS.map(|data_set| (data_set, self.names(data_set).map(|name| find(folder, &name))));
        let any = |(_, paths): &&(_, [Option<PathBuf>; 2])| paths.iter().any(Option::is_some);
        found.iter().find(any).unwrap_or(&found[0]).clone()
    }

    /// Where in `folder` the images and the labels are, if they are.
    pub fn paths(self, folder: &Path) -> [Option<PathBuf>; 2] {
        self.find(folder).1
    }
}

impl Mnist {
    /// Reads one split of the data set in `folder`. Images without ink are left out; their numbers, from 0, are beside it.
    pub fn read(folder: &Path, split: Split) -> Result<(Self, Vec<usize>), FileError> {
        let (data_set, [images_path, labels_path]) = split.find(folder);
        let [images_name, labels_name] = split.names(data_set);
        let missing = |name: String| {
            let expected = format!("expected MNIST's four IDX files, or EMNIST's of digits ({EMNIST_DIGITS}…)");
            FileError::format(folder, format!("no {name} and no {name}.gz there, {expected}"))
        };
        let labels_path = labels_path.ok_or_else(|| missing(labels_name))?;
        let images_path = images_path.ok_or_else(|| missing(images_name))?;
        let labels_file = read(&labels_path)?;
        let labels = items(&labels_file, &[]).map_err(|fault| FileError::format(&labels_path, fault))?;
        let images_file = read(&images_path)?;
        let images = items(&images_file, &[SIDE, SIDE]).map_err(|fault| FileError::format(&images_path, fault))?;
        if let Some(index) = labels.iter().position(|&label| usize::from(label) >= DIGITS) {
            return Err(FileError::format(
                &labels_path,
                format!("label {index} is {}, expected 0 to 9", labels[index]),
            ));
        }
        let (images, _) = images.as_chunks::<PIXELS>();
        if images.len() != labels.len() || labels.is_empty() {
            let expected =
                if labels.is_empty() { "at least one".into() } else { format!("{}, as many as labels", labels.len()) };
            return Err(FileError::format(&images_path, format!("{} images, expected {expected}", images.len())));
        }
        let (mut mnist, mut blank) = (Self::default(), Vec::new());
        mnist.images.reserve_exact(images.len());
        for (index, (image, &label)) in images.iter().zip(labels).enumerate() {
            if image.iter().all(|&brightness| brightness == 0) {
                blank.push(index);
                continue;
            }
            // EMNIST's images lie column by column.
            mnist.images.push(if data_set.is_empty() { *image } else { transposed(image) });
            mnist.labels.push(label);
        }
        Ok((mnist, blank))
    }

    /// Splits the images after the first `count`.
    pub fn split_off(&mut self, count: usize) -> Self {
        let count = count.min(self.labels.len());
        Self { images: self.images.split_off(count), labels: self.labels.split_off(count) }
    }

    /// The images as the function would see them, with their labels.
    pub fn examples(&self) -> Result<Vec<(Image, u8)>, ImageError> {
        let images =
            self.images.iter().map(|image| Ok(Image::from_brightness(&image.map(f32::from))?.normalize()?.image));
        images.zip(&self.labels).map(|(image, &label)| Ok((image?, label))).collect()
    }
}

fn transposed(image: &[u8; PIXELS]) -> [u8; PIXELS] {
    std::array::from_fn(|pixel| image[pixel % SIDE * SIDE + pixel / SIDE])
}

/// The file of this name, plain or else gzipped, whatever the case, and with a dot or a dash before `idx`: as it is itself
/// before any other.
fn find(folder: &Path, name: &str) -> Option<PathBuf> {
    let files = folder.read_dir().ok()?.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_file());
    let named = files.filter_map(|path| {
        let of_file = path.file_name()?.to_str()?.to_owned();
        let lower = of_file.to_ascii_lowercase();
        let plain = lower.strip_suffix(".gz");
        let gzipped = plain.is_some();
        let plain = plain.unwrap_or(&lower);
        let as_written = plain == name && of_file.starts_with(name);
        (plain.replace(['.', '_'], "-") == name).then_some(((gzipped, !as_written, of_file), path))
    });
    named.min_by(|(first, _), (second, _)| first.cmp(second)).map(|(_, path)| path)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const NAMES: [&str; 2] = ["t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    fn write(folder: &Path, names: [&str; 2], images: &[[u8; PIXELS]], labels: &[u8]) {
        let count = |count: usize| (count as u32).to_be_bytes();
        let sizes = [count(images.len()), count(SIDE), count(SIDE)].concat();
        let images = [&[0, 0, 8, 3], &sizes[..], &images.concat()].concat();
        let labels = [&[0, 0, 8, 1], &count(labels.len())[..], labels].concat();
        for (name, bytes) in names.into_iter().zip([images, labels]) {
            fs::write(folder.join(name), bytes).expect("an IDX file");
        }
    }

    /// A line to the right from the upper left corner.
    fn line(length: usize) -> [u8; PIXELS] {
        std::array::from_fn(|pixel| if pixel < length { 255 } else { 0 })
    }

    #[test]
    fn the_files_are_found_under_all_their_names() {
        let check = |names: [&str; 2], images: [[u8; PIXELS]; 2]| {
            let folder = tempfile::tempdir().expect("a folder");
            fs::create_dir(folder.path().join(NAMES[0])).expect("a folder of that name, as one publisher packs it");
            write(folder.path(), names, &images, &[3, 4]);
            let (mnist, blank) = Mnist::read(folder.path(), Split::Test).expect("MNIST");
            assert!(mnist.images == [line(3), line(4)] && mnist.labels == [3, 4] && blank.is_empty(), "{names:?}");
        };
        let images = [line(3), line(4)];
        check(["t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte"], images);
        check(["T10K-IMAGES-IDX3-UBYTE", "T10k-labels.Idx1-ubyte.GZ"], images);
        check(["t10k-images-idx3-ubyte.gz", "t10k_labels_idx1_ubyte"], images);
        let turned = images.map(|image| transposed(&image));
        assert!(turned[0][..3 * SIDE].iter().step_by(SIDE).all(|brightness| *brightness == 255));
        check(["emnist-digits-test-images-idx3-ubyte", "emnist-digits-test-labels-idx1-ubyte.gz"], turned);
        check(["emnist-mnist-test-images.idx3-ubyte", "EMNIST-mnist-test-labels-idx1-ubyte"], turned);
    }

    #[test]
    fn mnist_s_own_names_come_first() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path();
        write(
            folder,
            ["emnist-digits-test-images-idx3-ubyte", "emnist-digits-test-labels-idx1-ubyte"],
            &[line(1)],
            &[1],
        );
        write(folder, ["T10K-images-idx3-ubyte", "T10K-labels-idx1-ubyte"], &[line(2)], &[2]);
        write(folder, ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"], &[line(3)], &[3]);
        assert_eq!(Mnist::read(folder, Split::Test).expect("MNIST").0.labels, [2]);
        write(folder, NAMES, &[line(4)], &[4]);
        assert_eq!(Mnist::read(folder, Split::Test).expect("MNIST").0.labels, [4]);
        assert_eq!(Split::Test.paths(folder), NAMES.map(|name| Some(folder.join(name))));
    }

    #[test]
    fn images_without_ink_are_left_out() {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), NAMES, &[line(1), line(0), line(2), line(0)], &[1, 0, 2, 0]);
        let (mnist, blank) = Mnist::read(folder.path(), Split::Test).expect("MNIST");
        assert_eq!((mnist.labels, blank), (vec![1, 2], vec![1, 3]));
    }

    #[test]
    fn faults_say_where_they_are() {
        let check = |images: &[[u8; PIXELS]], labels: &[u8], expected: &str| {
            let folder = tempfile::tempdir().expect("a folder");
            write(folder.path(), NAMES, images, labels);
            let fault = Mnist::read(folder.path(), Split::Test).expect_err(expected).to_string();
            assert!(fault.ends_with(expected), "{fault:?} should say {expected:?}");
        };
        check(&[line(1)], &[1, 2], "t10k-images-idx3-ubyte: 1 images, expected 2, as many as labels");
        check(&[], &[], "t10k-images-idx3-ubyte: 0 images, expected at least one");
        check(&[line(1), line(2)], &[1, 10], "t10k-labels-idx1-ubyte: label 1 is 10, expected 0 to 9");
    }
}
