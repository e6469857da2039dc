//! Folds: which drawings and which kinds of no digit are kept from a network so that it can be judged by them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::drawing::Drawing;

/// The fold of each writer, or of each site, whose drawings all belong together: a stranger's handwriting is not read
/// by a network that has seen more of it. And the fold of each kind of no digit: of a letter's drawings, or made up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folds(BTreeMap<String, usize>);

impl Folds {
    /// Reads a JSON object of writers, sites and kinds and their folds, numbered from 0.
    ///
    /// # Errors
    /// With the file's name, when it can't be read or a fold is empty.
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = fs::read(path).with_context(|| path.display().to_string())?;
        let folds: BTreeMap<String, usize> = serde_json::from_slice(&bytes).with_context(|| {
            format!("{}: expected an object of writers, sites and kinds and their folds", path.display())
        })?;
        let folds = Self(folds);
        ensure!(folds.count() > 1, "{}: expected at least two folds", path.display());
        for fold in 0..folds.count() {
            ensure!(folds.0.values().any(|f| *f == fold), "{}: no one is in fold {fold}", path.display());
        }
        Ok(folds)
    }

    /// How many folds there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.values().max().map_or(0, |last| last + 1)
    }

    /// The fold of a drawing: of its writer or else of the writer's site.
    ///
    /// # Errors
    /// When neither is in a fold.
    pub fn of_writer(&self, drawing: &Drawing) -> Result<usize> {
        let fold = self.0.get(&drawing.writer).or_else(|| self.0.get(site(&drawing.writer)));
        fold.copied().with_context(|| format!("neither writer {:?} nor the site is in a fold", drawing.writer))
    }

    /// The fold of a kind of no digit: a label, or a name.
    ///
    /// # Errors
    /// When it is in none.
    pub fn of_kind(&self, kind: &str) -> Result<usize> {
        self.0.get(kind).copied().with_context(|| format!("{kind:?}, a kind of no digit, is in no fold"))
    }
}

/// The letters before the dash of a writer's name.
#[must_use]
pub fn site(writer: &str) -> &str {
    writer.split('-').next().unwrap_or(writer)
}
