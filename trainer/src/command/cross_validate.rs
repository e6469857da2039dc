//! `trainer cross-validate`: how well the recipe reads strangers, and refuses what is no digit, by networks that have
//! seen neither.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{Write, stdout};
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use network::Image;
use trainer::calibrate::Calibrated;
use trainer::card::{Card, FoldFigures};
use trainer::drawing::Drawing;
use trainer::evaluate::{Read, Refusals, confidences};
use trainer::examples::Examples;
use trainer::folds::{Folds, site};
use trainer::mnist::{Half, Mnist, TRAINING};
use trainer::nondigit::{Kind, is_nondigit};
use trainer::raster::rasterize_unfitted;
use trainer::store::{Store, write_aside};

use super::{Learning, image_of, read_all};

/// Images of each kind that is made up, by which a network is judged.
const MADE: usize = 500;

#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    learning: Learning,
    /// Folder with MNIST's four IDX files, plain or gzipped
    #[arg(short, long, value_name = "DIR")]
    data_set: PathBuf,
    /// Drawings to learn from and to read, newline-delimited JSON, plain or gzipped
    #[arg(long, value_name = "FILE", num_args = 1.., required = true)]
    drawings: Vec<PathBuf>,
    /// JSON object of writers, sites and kinds of no digit, and the folds, from 0, in which they are kept from the network
    #[arg(long, value_name = "FILE")]
    folds: PathBuf,
    /// One fold alone, to try something out; the card is left as it is
    #[arg(long, value_name = "N", conflicts_with = "nn")]
    fold: Option<usize>,
    /// Folder for the folds' networks, DIR/fold-0 and so on
    #[arg(long, value_name = "DIR")]
    models: Option<PathBuf>,
    /// Model folder or .npz to whose card the figures are added
    #[arg(short, long, value_name = "FILE")]
    nn: Option<PathBuf>,
}

/// A drawing, and the folds in which it is kept from the network.
struct Kept {
    drawing: Drawing,
    /// Of its writer.
    fold: usize,
    /// Of its kind, where it is of no digit.
    kind_fold: Option<usize>,
    file: String,
}

/// All that the networks of the folds were judged by.
#[derive(Default)]
struct Judged {
    mnist: Read,
    /// By file.
    drawings: BTreeMap<String, Read>,
    /// By file, as a page without fitting sends them.
    unfitted: BTreeMap<String, Read>,
    /// By file and site.
    sites: BTreeMap<(String, String), Read>,
    /// Of no digit, by label.
    letters: BTreeMap<String, Refusals>,
    /// Of no digit, by kind.
    made: BTreeMap<String, Refusals>,
}

/// Trains a network for each fold and prints what they read of what was kept from them, pooled.
pub fn run(arguments: &Arguments) -> Result<()> {
    let learning = &arguments.learning;
    learning.use_threads()?;
    let folds = Folds::read(&arguments.folds)?;
    let last = folds.count() - 1;
    ensure!(arguments.fold.is_none_or(|fold| fold <= last), "--fold: expected 0 to {last}");
    // Read before the first training: better now than after it.
    let card = arguments.nn.clone().map(|nn| Store::new(nn).card_path());
    let card = card.map(|path| anyhow::Ok((Card::read(&path)?, path))).transpose()?;
    let mut mnist = Mnist::read(&arguments.data_set, Half::Training)?;
    let validation = mnist.split_off(TRAINING);
    let validation_images = validation.examples()?;
    ensure!(!validation.labels.is_empty(), "{}: no images beyond the first {TRAINING}", arguments.data_set.display());
    let mut drawings = Vec::new();
    for file in &arguments.drawings {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let name = name.split('.').next().unwrap_or_default();
        let kept = |drawing: Drawing| {
            let kind_fold = is_nondigit(&drawing).then(|| folds.of_kind(&drawing.label)).transpose()?;
            Ok(Kept { fold: folds.of_writer(&drawing)?, kind_fold, drawing, file: name.to_owned() })
        };
        let learnt = |drawing: &Drawing| drawing.digit().is_some() || is_nondigit(drawing);
        let all = read_all(std::slice::from_ref(file))?.into_iter().filter(learnt).map(kept);
        drawings.extend(all.collect::<Result<Vec<_>>>().with_context(|| file.display().to_string())?);
    }
    let kinds = Kind::ALL.into_iter().map(|kind| Ok((kind, folds.of_kind(&kind.name())?)));
    let kinds: Vec<_> = kinds.collect::<Result<_>>()?;

    let mut judged = Judged::default();
    for fold in (0..folds.count()).filter(|fold| arguments.fold.is_none_or(|only| only == *fold)) {
        let in_fold = |within: bool| -> Vec<Kind> {
            kinds.iter().filter(|(_, of)| (*of == fold) == within).map(|(kind, _)| *kind).collect()
        };
        let seen = drawings.iter().filter(|kept| kept.fold != fold && kept.kind_fold != Some(fold));
        let examples = Examples::new(mnist.clone(), seen.map(|kept| &kept.drawing), &in_fold(false));
        let calibrated = learning.learn(&examples, &mut learning.trainings(&examples), |_, _| Ok(()))?;
        if let Some(models) = &arguments.models {
            let card = Card { threshold: calibrated.threshold, ..learning.card("augmented") };
            Store::new(models.join(format!("fold-{fold}"))).write(&calibrated.network, card)?;
        }

        let Calibrated { network, threshold } = &calibrated;
        let on_mnist = Read::of(network, *threshold, &validation_images);
        writeln!(stdout(), "fold {fold}: MNIST's validation images {on_mnist}")?;
        judged.mnist.add(on_mnist);
        for kept in drawings.iter().filter(|kept| kept.fold == fold && kept.kind_fold.is_none_or(|of| of == fold)) {
            judged.add(&calibrated, kept)?;
        }
        let of_writers = drawings.iter().filter(|kept| kept.fold == fold).map(|kept| &kept.drawing);
        let held_back = Examples::new(validation.clone(), of_writers, &[]);
        for kind in in_fold(true) {
            let made = confidences(network, &held_back.made(kind, MADE));
            judged.made.insert(kind.name(), Refusals::of(&made, *threshold));
        }
    }
    if let Some((card, path)) = card {
        let card = Card { folds: Some(judged.figures()), ..card };
        write_aside(&[(path, card.to_json())])?;
    }
    write!(stdout(), "{judged}")?;
    Ok(())
}

impl Judged {
    /// Judges a network by a drawing.
    fn add(&mut self, Calibrated { network, threshold }: &Calibrated, kept: &Kept) -> Result<()> {
        let Kept { drawing, file, .. } = kept;
        let image = image_of(drawing)?;
        let Some(label) = drawing.digit() else {
            let refusals = Refusals::of(&confidences(network, &[image]), *threshold);
            *self.letters.entry(drawing.label.clone()).or_default() += refusals;
            return Ok(());
        };
        let read = Read::of(network, *threshold, &[(image, label)]);
        let site = (file.clone(), site(&drawing.writer).to_owned());
        self.sites.entry(site).or_default().add(read.clone());
        self.drawings.entry(file.clone()).or_default().add(read);
        if let Some(brightness) = rasterize_unfitted(drawing) {
            let image = Image::from_brightness(&brightness.map(f32::from))?.normalize()?.image;
            self.unfitted.entry(file.clone()).or_default().add(Read::of(network, *threshold, &[(image, label)]));
        }
        Ok(())
    }

    fn figures(&self) -> BTreeMap<String, FoldFigures> {
        let mut figures = BTreeMap::from([("mnist-validation".to_owned(), figures_of(&self.mnist))]);
        for (file, read) in &self.drawings {
            let accuracy_unfitted = self.unfitted.get(file).map(|read| read.tally.accuracy());
            figures.insert(file.clone(), FoldFigures { accuracy_unfitted, ..figures_of(read) });
        }
        for (name, kinds) in [("no-digit-drawn", &self.letters), ("no-digit-made", &self.made)] {
            let refused = kinds.values().copied().sum::<Refusals>().share();
            figures.insert(name.to_owned(), FoldFigures { refused: Some(refused), ..FoldFigures::default() });
        }
        figures
    }
}

impl fmt::Display for Judged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "MNIST's validation images, all folds: {}", self.mnist)?;
        for (file, read) in &self.drawings {
            writeln!(f, "{file}\n{}\n{read}", read.tally)?;
            for ((_, site), read) in self.sites.iter().filter(|((of, _), _)| of == file) {
                writeln!(f, "    {site}  {read}")?;
            }
            if let Some(read) = self.unfitted.get(file) {
                writeln!(f, "    as a page without fitting sends them: {read}")?;
            }
        }
        for (what, kinds) in [("drawings of letters and symbols", &self.letters), ("made-up kinds", &self.made)] {
            writeln!(f, "{what}, refused: {}", kinds.values().copied().sum::<Refusals>())?;
            for (kind, refusals) in kinds {
                write!(f, "    {kind} {refusals}")?;
            }
            writeln!(f)?;
        }
        let all: Refusals = self.letters.values().chain(self.made.values()).copied().sum();
        writeln!(f, "all of no digit, refused: {all}")
    }
}

fn figures_of(read: &Read) -> FoldFigures {
    FoldFigures {
        accuracy: Some(read.tally.accuracy()),
        calibration_error: Some(read.tally.calibration_error()),
        refused: Some(read.refusals.share()),
        accuracy_unfitted: None,
    }
}
