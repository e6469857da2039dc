//! A store: the place of a committee and its card, a model folder or an `.npz` with the card beside it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use ndarray::{Array2, Ix2, OwnedRepr};
use ndarray_npy::{NpzReader, NpzWriter, ReadNpyError, ReadNpzError};
use network::{Committee, ConvNet, LAYERS, Network, OutputLayer};
use sha2::{Digest, Sha256};

use crate::data::file::{read, what_is};
use crate::model::card::Card;

/// A committee's place in the file system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Store {
    /// A folder with `card.json`, `hidden.npy` and `output.npy`, and where there is a convolutional member its layers
    /// ([`LAYERS`]) as well, as the function embeds it.
    Folder(PathBuf),
    /// An `.npz` with the same layers; the card is beside it, in `FILE.json`.
    Npz(PathBuf),
}

impl Store {
    /// An `.npz` by its name; anything else is a folder.
    pub fn new(path: PathBuf) -> Self {
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("npz")) {
            Self::Npz(path)
        } else {
            Self::Folder(path)
        }
    }

    /// The file of the card.
    pub fn card_path(&self) -> PathBuf {
        match self {
            Self::Folder(folder) => folder.join("card.json"),
            Self::Npz(file) => beside(file, ".json"),
        }
    }

    /// A file beside the store, named after it.
    pub fn beside(&self, suffix: &str) -> PathBuf {
        match self {
            Self::Folder(path) | Self::Npz(path) => beside(path, suffix),
        }
    }

    /// Makes the folder that is written to, if it isn't there: better to fail before a training than after it.
    pub fn prepare(&self) -> Result<()> {
        let folder = match self {
            Self::Folder(folder) => folder,
            Self::Npz(file) => file.parent().unwrap_or(file),
        };
        fs::create_dir_all(folder).with_context(|| format!("{}: can't be made", folder.display()))
    }

    /// The committee, and its card where there is one. Without a card the dense network stands alone, and its outputs are
    /// taken for sigmoids, as the original system's are.
    pub fn read(&self) -> Result<(Committee, Option<Card>)> {
        let card = self.card_path();
        let card = if card.is_file() { Some(Card::read(&card)?) } else { None };
        let output_layer = card.as_ref().map_or(OutputLayer::Sigmoid, |card| card.output_layer);
        let share = card.as_ref().and_then(|card| card.members.as_ref()).map(|members| members.convolutional.share);
        let committee = match self {
            Self::Folder(folder) => {
                let found = if folder.exists() { "neither a folder nor an .npz" } else { "No such file or folder" };
                let expected = "expected a model folder (hidden.npy, output.npy, card.json) or an .npz";
                ensure!(folder.is_dir(), "{}: {found}, {expected}", folder.display());
                let layer = |name: &str| read(&folder.join(name).with_extension("npy"));
                let wrong = || format!("{}: not a network", folder.display());
                let dense = Network::from_npy(layer("hidden")?, layer("output")?).with_context(wrong)?;
                let convolutional = share.map(|share| {
                    let [first, second, hidden, output] = LAYERS.map(|(name, _)| layer(name));
                    let network = ConvNet::from_npy([first?, second?, hidden?, output?]).with_context(wrong)?;
                    anyhow::Ok((network, share))
                });
                Committee::new(dense, convolutional.transpose()?, output_layer).with_context(wrong)?
            }
            Self::Npz(path) => {
                let wrong = || path.display().to_string();
                let bytes = read(path)?;
                let expected = || format!("{}: expected an .npz with `hidden` and `output`", path.display());
                let [hidden, output] = read_npz(&bytes, ["hidden", "output"]).with_context(expected)?;
                let dense = Network::new(hidden, output).with_context(wrong)?;
                let convolutional = share.map(|share| {
                    let names = LAYERS.map(|(name, _)| name);
                    let expected =
                        || format!("{}: expected {} as well, as its card says", path.display(), names.join(", "));
                    let layers = read_npz(&bytes, names).with_context(expected)?;
                    anyhow::Ok((ConvNet::new(layers).with_context(wrong)?, share))
                });
                Committee::new(dense, convolutional.transpose()?, output_layer).with_context(wrong)?
            }
        };
        Ok((committee, card))
    }

    /// Writes the committee and the card, into which the weights' SHA-256 goes. What was there before stays whole
    /// until all of the new is written.
    pub fn write(&self, committee: &Committee, mut card: Card) -> Result<()> {
        self.prepare()?;
        let convolutional = committee.convolutional().map(|(network, _)| network);
        let mut files = match self {
            Self::Folder(folder) => {
                let dense = ["hidden", "output"].into_iter().zip(committee.dense().to_npy()?);
                let convolutional = convolutional.map(ConvNet::to_npy).transpose()?.into_iter().flatten();
                let layers = dense.chain(LAYERS.map(|(name, _)| name).into_iter().zip(convolutional));
                layers.map(|(name, bytes)| (folder.join(name).with_extension("npy"), bytes)).collect()
            }
            Self::Npz(path) => {
                let mut npz = NpzWriter::new(Cursor::new(Vec::new()));
                npz.add_array("hidden", &committee.dense().hidden())?;
                npz.add_array("output", &committee.dense().output())?;
                for (layer, (name, _)) in convolutional.map(ConvNet::layers).into_iter().flatten().zip(LAYERS) {
                    npz.add_array(name, &layer)?;
                }
                vec![(path.clone(), npz.finish()?.into_inner())]
            }
        };
        card.weights_sha256 = files.iter().map(|(path, bytes)| (file_name(path), sha256(bytes))).collect();
        files.push((self.card_path(), card.to_json()));
        write_aside(&files)?;
        if let (Self::Folder(folder), None) = (self, convolutional) {
            // Of a committee that was there before.
            for path in LAYERS.map(|(name, _)| folder.join(name).with_extension("npy")) {
                if path.exists() {
                    fs::remove_file(&path).with_context(|| path.display().to_string())?;
                }
            }
        }
        Ok(())
    }
}

/// Writes each file under another name first, and renames when all are on the disk: none is ever half written.
pub fn write_aside(files: &[(PathBuf, Vec<u8>)]) -> Result<()> {
    let aside = |path: &Path| beside(path, ".partial");
    let written = files.iter().try_for_each(|(path, bytes)| {
        let write = || {
            let mut file = File::create(aside(path))?;
            file.write_all(bytes)?;
            file.sync_all()
        };
        write().with_context(|| format!("{}: can't be written", path.display()))
    });
    if written.is_err() {
        for (path, _) in files {
            // It may not be there; that is no fault beside the first one.
            let _ = fs::remove_file(aside(path));
        }
        return written;
    }
    for (path, _) in files {
        fs::rename(aside(path), path).with_context(|| format!("{}: can't be replaced", path.display()))?;
    }
    Ok(())
}

/// The SHA-256 of each file's content, before any gzip, under the file's name.
pub fn sha256_of_files(paths: &[PathBuf]) -> Result<BTreeMap<String, String>> {
    paths.iter().map(|path| Ok((file_name(path).trim_end_matches(".gz").to_owned(), sha256(&read(path)?)))).collect()
}

fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// The layers' matrices in the bytes of an `.npz`.
fn read_npz<const N: usize>(bytes: &[u8], layers: [&str; N]) -> Result<[Array2<f32>; N]> {
    ensure!(bytes.starts_with(b"PK"), "it is {}", what_is(bytes).unwrap_or("something else"));
    let mut npz = NpzReader::new(Cursor::new(bytes)).ok().context("it is cut off, or damaged")?;
    let names = npz.names()?;
    let mut matrices = layers.map(|_| Array2::default((0, 0)));
    for (matrix, name) in matrices.iter_mut().zip(layers) {
        ensure!(names.iter().any(|found| found == name), "it has {}", listed(&names));
        *matrix = read_matrix(&mut npz, name).with_context(|| format!("`{name}` is not a matrix of f32 or f64"))?;
    }
    Ok(matrices)
}

/// The names of arrays, or the first of many.
fn listed(names: &[String]) -> String {
    match names {
        [] => "no arrays".into(),
        [first @ .., _] if first.len() >= LISTED => format!("{}, … ({})", names[..LISTED].join(", "), names.len()),
        _ => names.join(", "),
    }
}

/// Names that a message lists.
const LISTED: usize = 12;

/// A matrix of f32 or f64.
fn read_matrix(npz: &mut NpzReader<Cursor<&[u8]>>, name: &str) -> Result<Array2<f32>, ReadNpzError> {
    match npz.by_name::<OwnedRepr<f32>, Ix2>(name) {
        Err(ReadNpzError::Npy(ReadNpyError::WrongDescriptor(_))) => {
            let matrix: Array2<f64> = npz.by_name(name)?;
            Ok(matrix.mapv(|weight| weight as f32))
        }
        matrix => matrix,
    }
}
