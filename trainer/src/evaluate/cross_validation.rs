//! Cross-validation: how well a recipe's committees read strangers and reject negatives, each by writers and kinds that were
//! held out from it.

use std::collections::BTreeMap;
use std::fmt;

use anyhow::{Context, Result};
use network::Image;

use super::evaluation::{Evaluation, TestSet};
use super::predictions::confidences;
use super::rejections::Rejections;
use crate::data::drawing::Drawing;
use crate::data::folds::{Folds, collection};
use crate::data::mnist::{Mnist, TRAINING};
use crate::examples::negatives::{KINDS, Kind, is_negative};
use crate::examples::raster::rasterize_unfitted;
use crate::examples::sampling::Examples;
use crate::model::card::FoldFigures;
use crate::train::calibration::Calibrated;

/// Images of each generated kind by which a committee is evaluated.
const GENERATED: usize = 500;

/// What the committees learn from, and are evaluated by.
#[derive(Debug)]
pub struct CrossValidation {
    training: Mnist,
    validation: Mnist,
    drawings: Vec<FoldedDrawing>,
    /// With their folds.
    kinds: Vec<(Kind, usize)>,
}

/// A drawing, and the folds in which it is held out.
#[derive(Debug)]
struct FoldedDrawing {
    drawing: Drawing,
    /// Its writer's.
    fold: usize,
    /// Its kind's, where it is a negative.
    kind_fold: Option<usize>,
    file: String,
}

impl CrossValidation {
    /// With MNIST's training images, the last of them for validation. `folds` is to have all kinds of negatives.
    pub fn new(mut mnist: Mnist, folds: &Folds) -> Result<Self> {
        let validation = mnist.split_off(TRAINING);
        let kinds = KINDS.into_iter().map(|kind| Ok((kind, folds.of_kind(kind.name)?))).collect::<Result<_>>()?;
        Ok(Self { training: mnist, validation, drawings: Vec::new(), kinds })
    }

    /// Adds the drawings of a file that are of digits or negatives.
    pub fn add(&mut self, file: &str, drawings: Vec<Drawing>, folds: &Folds) -> Result<()> {
        for drawing in drawings.into_iter().filter(|drawing| drawing.digit().is_some() || is_negative(drawing)) {
            let kind_fold = is_negative(&drawing).then(|| folds.of_kind(&drawing.label)).transpose()?;
            let fold = folds.of_writer(&drawing)?;
            self.drawings.push(FoldedDrawing { drawing, fold, kind_fold, file: file.to_owned() });
        }
        Ok(())
    }

    /// What the committee of a fold learns from.
    pub fn examples(&self, fold: usize) -> Examples {
        let drawings = self.drawings.iter().filter(|folded| folded.fold != fold && folded.kind_fold != Some(fold));
        let kinds = self.kinds.iter().filter(|(_, of)| *of != fold).map(|(kind, _)| *kind);
        let drawings = drawings.map(|folded| &folded.drawing);
        Examples::new(self.training.clone(), drawings, &kinds.collect::<Vec<_>>())
    }

    /// Adds to `results` what the committee of a fold, or a member of it, makes of what was held out from it; returns what it makes of MNIST's
    /// validation images.
    pub fn evaluate(&self, fold: usize, calibrated: &Calibrated, results: &mut Results) -> Result<Evaluation> {
        let Calibrated { committee, threshold } = calibrated;
        let digits = self.validation.examples()?;
        let mnist = Evaluation::of(committee, *threshold, &TestSet { digits, negatives: Vec::new() });
        results.mnist.add(mnist.clone());
        let of_writers = || self.drawings.iter().filter(|folded| folded.fold == fold);
        for folded in of_writers().filter(|folded| folded.kind_fold.is_none_or(|of| of == fold)) {
            results.add(calibrated, folded)?;
        }
        let drawings = of_writers().map(|folded| &folded.drawing);
        let examples = Examples::new(self.validation.clone(), drawings, &[]);
        for (kind, _) in self.kinds.iter().filter(|(_, of)| *of == fold) {
            let rejections = Rejections::of(&confidences(committee, &examples.generated(*kind, GENERATED)), *threshold);
            results.generated.insert(kind.name.to_owned(), rejections);
        }
        Ok(mnist)
    }
}

/// What the committees made of what was held out from them, pooled.
#[derive(Debug, Default)]
pub struct Results {
    mnist: Evaluation,
    /// By file.
    drawings: BTreeMap<String, Evaluation>,
    /// By file, as a page without fitting sends them.
    unfitted: BTreeMap<String, Evaluation>,
    /// By file and collection.
    collections: BTreeMap<(String, String), Evaluation>,
    /// Drawings of negatives, by label.
    letters: BTreeMap<String, Rejections>,
    /// Generated negatives, by kind.
    generated: BTreeMap<String, Rejections>,
}

impl Results {
    fn add(&mut self, Calibrated { committee, threshold }: &Calibrated, folded: &FoldedDrawing) -> Result<()> {
        let FoldedDrawing { drawing, file, .. } = folded;
        let evaluation = Evaluation::of(committee, *threshold, &TestSet::of_drawings([drawing])?);
        let Some(label) = drawing.digit() else {
            *self.letters.entry(drawing.label.clone()).or_default() += evaluation.negatives;
            return Ok(());
        };
        let collection = (file.clone(), collection(&drawing.writer).to_owned());
        self.collections.entry(collection).or_default().add(evaluation.clone());
        self.drawings.entry(file.clone()).or_default().add(evaluation);
        if let Some(brightness) = rasterize_unfitted(drawing) {
            let image = Image::from_brightness(&brightness.map(f32::from)).and_then(|image| image.normalize());
            let image = image.context("a raster")?.image;
            let set = TestSet { digits: vec![(image, label)], negatives: Vec::new() };
            self.unfitted.entry(file.clone()).or_default().add(Evaluation::of(committee, *threshold, &set));
        }
        Ok(())
    }

    /// The figures for the card, with the accuracies of the members, by their names, whose own results these are.
    pub fn figures_with(&self, members: &BTreeMap<&str, Self>) -> BTreeMap<String, FoldFigures> {
        let mut figures = self.figures();
        for (member, results) in members {
            for (row, of_member) in results.figures() {
                if let (Some(figures), Some(accuracy)) = (figures.get_mut(&row), of_member.accuracy) {
                    figures.members_accuracy.insert((*member).to_owned(), accuracy);
                }
            }
        }
        figures
    }

    fn figures(&self) -> BTreeMap<String, FoldFigures> {
        let mut figures = BTreeMap::from([("mnist-validation".to_owned(), figures_of(&self.mnist))]);
        for (file, evaluation) in &self.drawings {
            let accuracy_unfitted = self.unfitted.get(file).map(|unfitted| unfitted.predictions.accuracy());
            figures.insert(file.clone(), FoldFigures { accuracy_unfitted, ..figures_of(evaluation) });
        }
        for (name, kinds) in [("no-digit-drawn", &self.letters), ("no-digit-made", &self.generated)] {
            let rejected = kinds.values().copied().sum::<Rejections>().share();
            figures.insert(name.to_owned(), FoldFigures { rejected: Some(rejected), ..FoldFigures::default() });
        }
        figures
    }
}

fn figures_of(evaluation: &Evaluation) -> FoldFigures {
    FoldFigures {
        accuracy: Some(evaluation.predictions.accuracy()),
        calibration_error: Some(evaluation.predictions.calibration_error()),
        rejected: Some(evaluation.digits().share()),
        ..FoldFigures::default()
    }
}

/// A line for each set. In the alternate form also confusion matrices, collections and kinds.
impl fmt::Display for Results {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let in_full = f.alternate();
        writeln!(f, "MNIST's validation images, all folds: {}", self.mnist)?;
        for (file, evaluation) in &self.drawings {
            if in_full {
                writeln!(f, "{file}\n{evaluation:#}")?;
            } else {
                writeln!(f, "{file}: {evaluation}")?;
            }
            for ((_, collection), evaluation) in self.collections.iter().filter(|((of, _), _)| in_full && of == file) {
                writeln!(f, "    {collection}  {evaluation}")?;
            }
            if let Some(evaluation) = self.unfitted.get(file) {
                writeln!(f, "    as a page without fitting sends them: {evaluation}")?;
            }
        }
        for (what, kinds) in [("drawings of letters and symbols", &self.letters), ("generated kinds", &self.generated)]
        {
            writeln!(f, "{what}, rejected: {}", kinds.values().copied().sum::<Rejections>())?;
            if in_full {
                for (kind, rejections) in kinds {
                    write!(f, "    {kind} {rejections}")?;
                }
                writeln!(f)?;
            }
        }
        let all: Rejections = self.letters.values().chain(self.generated.values()).copied().sum();
        writeln!(f, "all negatives, rejected: {all}")
    }
}
