//! Folds: which drawings and which kinds of negatives are held out from a network so that it can be evaluated by them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::data::drawing::Drawing;

/// The fold of each writer, or of a whole collection of writers: no network reads the handwriting of someone of whom it has
/// learnt. And the fold of each kind of negative: a letter or symbol by its label, a generated kind by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folds(BTreeMap<String, usize>);

impl Folds {
    /// Reads a JSON object of writers, collections and kinds and their folds, numbered from 0.
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = fs::read(path).with_context(|| path.display().to_string())?;
        let folds: BTreeMap<String, usize> = serde_json::from_slice(&bytes).with_context(|| {
            format!("{}: expected an object of writers, collections and kinds and their folds", path.display())
        })?;
        let folds = Self(folds);
        ensure!(folds.count() > 1, "{}: expected at least two folds", path.display());
        for fold in 0..folds.count() {
            ensure!(folds.0.values().any(|f| *f == fold), "{}: no one is in fold {fold}", path.display());
        }
        Ok(folds)
    }

    /// How many folds there are.
    pub fn count(&self) -> usize {
        self.0.values().max().map_or(0, |last| last + 1)
    }

    /// The fold of a drawing: of its writer or else of the writer's collection.
    pub fn of_writer(&self, drawing: &Drawing) -> Result<usize> {
        let fold = self.0.get(&drawing.writer).or_else(|| self.0.get(collection(&drawing.writer)));
        fold.copied().with_context(|| format!("neither writer {:?} nor the collection is in a fold", drawing.writer))
    }

    /// The fold of a kind of negative: a label, or a name.
    pub fn of_kind(&self, kind: &str) -> Result<usize> {
        self.0.get(kind).copied().with_context(|| format!("{kind:?}, a kind of negative, is in no fold"))
    }
}

/// The collection of a writer: what stands before the dash of the name.
pub fn collection(writer: &str) -> &str {
    writer.split('-').next().unwrap_or(writer)
}
