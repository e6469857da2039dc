//! A checkpoint: all that an interrupted training needs to go on as if nothing had happened.

use std::fs::File;
use std::io::{Cursor, Read, Seek, Write};
use std::path::Path;

use anyhow::{Context, Result, ensure};
use ndarray::{Array1, ArrayView1, ArrayViewMut1};
use ndarray_npy::{NpzReader, NpzWriter};
use serde::{Deserialize, Serialize};

use super::recipe::{Progress, Trainings};
use super::training::Training;
use crate::model::card::Card;
use crate::model::store::write_aside;
use crate::nn::batch::Batch;
use crate::nn::parameters::Parameters;

/// The part that is text: what is being trained, and how it went so far.
#[derive(Debug, Serialize, Deserialize)]
struct Account {
    card: Card,
    /// Taken by the teacher and by the network.
    steps: [u64; 2],
    history: Vec<Progress>,
}

/// Saves the trainings. `card` says what is being trained.
pub fn save(path: &Path, card: &Card, trainings: &Trainings, history: &[Progress]) -> Result<()> {
    let Trainings { teacher, network } = trainings;
    let steps = [teacher.adam.steps, network.adam.steps];
    let account = Account { card: card.clone(), steps, history: history.to_vec() };
    let mut npz = NpzWriter::new(Cursor::new(Vec::new()));
    npz.add_array("account", &Array1::from(serde_json::to_vec(&account)?))?;
    add(&mut npz, "teacher", teacher)?;
    add(&mut npz, "network", network)?;
    write_aside(&[(path.to_path_buf(), npz.finish()?.into_inner())])
}

/// Puts the trainings where the checkpoint left them, and returns how they had gone. Fails on a checkpoint of another
/// training than `card` says.
pub fn resume(path: &Path, card: &Card, trainings: &mut Trainings) -> Result<Vec<Progress>> {
    let expected = || format!("{}: expected a checkpoint of this training", path.display());
    let mut npz = NpzReader::new(File::open(path).with_context(expected)?).with_context(expected)?;
    let account: Array1<u8> = npz.by_name("account").with_context(expected)?;
    let account: Account = serde_json::from_slice(&account.to_vec()).with_context(expected)?;
    ensure!(
        account.card == *card,
        "{}: a checkpoint of another training (recipe, seed, epochs of either, hidden units, data or trainer differ); \
         train without --resume, or as it was started",
        path.display()
    );
    take(&mut npz, "teacher", &mut trainings.teacher).with_context(expected)?;
    take(&mut npz, "network", &mut trainings.network).with_context(expected)?;
    [trainings.teacher.adam.steps, trainings.network.adam.steps] = account.steps;
    Ok(account.history)
}

fn add<L: Batch, W: Write + Seek>(npz: &mut NpzWriter<W>, whose: &str, training: &Training<L>) -> Result<()> {
    let adam = &training.adam;
    for (what, weights) in
        PARTS.into_iter().zip([&training.network, &adam.first_moment, &adam.second_moment, &adam.average])
    {
        for (index, layer) in weights.layers().enumerate() {
            npz.add_array(format!("{whose}_{what}_{index}"), &ArrayView1::from(layer))?;
        }
    }
    Ok(())
}

fn take<L: Batch, R: Read + Seek>(npz: &mut NpzReader<R>, whose: &str, training: &mut Training<L>) -> Result<()> {
    let adam = &mut training.adam;
    let parts = [&mut training.network, &mut adam.first_moment, &mut adam.second_moment, &mut adam.average];
    for (what, weights) in PARTS.into_iter().zip(parts) {
        for (index, layer) in weights.layers_mut().enumerate() {
            let name = format!("{whose}_{what}_{index}");
            let saved: Array1<f32> = npz.by_name(&name)?;
            ensure!(saved.len() == layer.len(), "{name} has {} weights, expected {}", saved.len(), layer.len());
            ArrayViewMut1::from(layer).assign(&saved);
        }
    }
    Ok(())
}

/// What is kept of a training, by the names that checkpoints have for it.
const PARTS: [&str; 4] = ["weights", "first", "second", "mean"];
