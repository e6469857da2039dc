//! A checkpoint: all that an interrupted training needs to go on as if nothing had happened.

use std::fs::File;
use std::io::Cursor;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use ndarray::{Array1, Array2};
use ndarray_npy::{NpzReader, NpzWriter};
use serde::{Deserialize, Serialize};

use crate::backprop::Weights;
use crate::card::Card;
use crate::store::write_aside;
use crate::train::Training;

/// One point of the learning curves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Epochs done.
    pub epoch: u32,
    /// Mean loss over the examples of this epoch, augmented as they were.
    pub loss: f64,
    /// Share of the validation images read right, where there are any.
    pub validation_accuracy: Option<f64>,
}

/// The part that is text: what is being trained, and how it went so far.
#[derive(Debug, Serialize, Deserialize)]
struct Account {
    card: Card,
    steps: u64,
    history: Vec<Progress>,
}

/// Saves a training. `card` says what is being trained.
///
/// # Errors
/// With the file's name, when it can't be written.
pub fn save(path: &Path, card: &Card, training: &Training, history: &[Progress]) -> Result<()> {
    let account = Account { card: card.clone(), steps: training.adam.steps, history: history.to_vec() };
    let mut npz = NpzWriter::new(Cursor::new(Vec::new()));
    npz.add_array("account", &Array1::from(serde_json::to_vec(&account)?))?;
    for (name, weights) in parts(training) {
        npz.add_array(format!("{name}_hidden"), &weights.hidden)?;
        npz.add_array(format!("{name}_output"), &weights.output)?;
    }
    write_aside(&[(path.to_path_buf(), npz.finish()?.into_inner())])
}

/// Puts a training where the checkpoint left it, and returns how it had gone.
///
/// # Errors
/// With the file's name, when it is no checkpoint, or of another training than `card` says.
pub fn resume(path: &Path, card: &Card, training: &mut Training) -> Result<Vec<Progress>> {
    let expected = || format!("{}: expected a checkpoint of this training", path.display());
    let mut npz = NpzReader::new(File::open(path).with_context(expected)?).with_context(expected)?;
    let account: Array1<u8> = npz.by_name("account").with_context(expected)?;
    let account: Account = serde_json::from_slice(&account.to_vec()).with_context(expected)?;
    ensure!(
        account.card == *card,
        "{}: a checkpoint of another training (recipe, seed, epochs, hidden units, data or trainer differ); \
         train without --resume, or as it was started",
        path.display()
    );
    for (name, weights) in parts_mut(training) {
        for (layer, array) in [("hidden", &mut weights.hidden), ("output", &mut weights.output)] {
            let saved: Array2<f32> = npz.by_name(&format!("{name}_{layer}")).with_context(expected)?;
            ensure!(saved.dim() == array.dim(), "{}: {name}_{layer} is {:?}", path.display(), saved.dim());
            array.assign(&saved);
        }
    }
    training.adam.steps = account.steps;
    Ok(account.history)
}

fn parts(training: &Training) -> [(&'static str, &Weights); 4] {
    let adam = &training.adam;
    [("weights", &training.weights), ("first", &adam.first), ("second", &adam.second), ("mean", &adam.mean)]
}

fn parts_mut(training: &mut Training) -> [(&'static str, &mut Weights); 4] {
    let adam = &mut training.adam;
    [
        ("weights", &mut training.weights),
        ("first", &mut adam.first),
        ("second", &mut adam.second),
        ("mean", &mut adam.mean),
    ]
}
