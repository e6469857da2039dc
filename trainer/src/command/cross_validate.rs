//! `trainer cross-validate`: how well the recipe reads strangers, by networks that have not seen them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use network::{Image, Network};
use trainer::card::{Card, FoldFigures};
use trainer::drawing::Drawing;
use trainer::evaluate::Tally;
use trainer::examples::Examples;
use trainer::folds::{Folds, site};
use trainer::mnist::{Half, Mnist, TRAINING};
use trainer::raster::{rasterize, rasterize_unfitted};
use trainer::store::{Store, write_aside};
use trainer::train::{MINIBATCH, Training};

use super::{Learning, progress_bar, read_all};

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
    /// JSON object of writers or sites and the folds, from 0, in which they are kept from the network
    #[arg(long, value_name = "FILE")]
    folds: PathBuf,
    /// Model folder or .npz to whose card the figures are added
    #[arg(short, long, value_name = "FILE")]
    nn: Option<PathBuf>,
}

/// What one file's drawings were read as, by networks that had not seen their writers.
#[derive(Default)]
struct Judged {
    fitted: Tally,
    unfitted: Tally,
    sites: BTreeMap<String, Tally>,
}

/// Trains a network for each fold and prints what they read of what was kept from them, pooled.
pub fn run(arguments: &Arguments) -> Result<()> {
    let learning = &arguments.learning;
    learning.use_threads()?;
    let folds = Folds::read(&arguments.folds)?;
    let mut mnist = Mnist::read(&arguments.data_set, Half::Training)?;
    let validation = mnist.split_off(TRAINING).examples()?;
    ensure!(!validation.is_empty(), "{}: no images beyond the first {TRAINING}", arguments.data_set.display());
    let mut files = Vec::new();
    for file in &arguments.drawings {
        let drawings = read_all(std::slice::from_ref(file))?.into_iter().filter(|drawing| drawing.digit().is_some());
        let with_fold = drawings.map(|drawing| Ok((folds.of(&drawing)?, drawing))).collect::<Result<Vec<_>>>();
        files.push((file, with_fold.with_context(|| file.display().to_string())?));
    }

    let mut on_mnist = Tally::default();
    let mut judged: Vec<Judged> = files.iter().map(|_| Judged::default()).collect();
    for fold in 0..folds.count() {
        let seen = files.iter().flat_map(|(_, drawings)| drawings).filter(|(f, _)| *f != fold);
        let examples = Examples::new(mnist.clone(), seen.map(|(_, drawing)| drawing));
        let network = train(learning, &examples)?;
        let tally = Tally::of(&network, &validation);
        println!("fold {fold}: MNIST's validation images {}", one_line(&tally));
        on_mnist.add(tally);
        for ((_, drawings), judged) in files.iter().zip(&mut judged) {
            judge(&network, drawings.iter().filter(|(f, _)| *f == fold).map(|(_, drawing)| drawing), judged)?;
        }
    }
    println!("MNIST's validation images, all folds: {}", one_line(&on_mnist));
    let mut figures = BTreeMap::from([("mnist-validation".into(), figure(&on_mnist, None))]);
    for ((file, _), judged) in files.iter().zip(&judged) {
        println!("{}\n{}", file.display(), judged.fitted);
        for (site, tally) in &judged.sites {
            println!("    {site}  {}", one_line(tally));
        }
        let unfitted = (judged.unfitted.total() > 0).then_some(&judged.unfitted);
        if let Some(tally) = unfitted {
            println!("    as a page without fitting sends them: {}", one_line(tally));
        }
        figures.insert(name(file), figure(&judged.fitted, unfitted));
    }
    if let Some(nn) = &arguments.nn {
        let path = Store::new(nn.clone()).card_path();
        let card = Card { folds: Some(figures), ..Card::read(&path)? };
        write_aside(&[(path, card.to_json())])?;
    }
    Ok(())
}

fn train(learning: &Learning, examples: &Examples) -> Result<Network> {
    let steps = examples.len().div_ceil(MINIBATCH) as u64 * u64::from(learning.epochs);
    let mut training = Training::new(learning.seed, learning.hidden as usize, steps);
    let bar = progress_bar(steps * MINIBATCH as u64);
    for step in 1..=steps {
        let loss = training.step(examples);
        bar.set_position(step * MINIBATCH as u64);
        bar.set_message(format!("loss {loss:.4}"));
    }
    bar.finish_and_clear();
    Ok(training.calibrated(examples)?)
}

fn judge<'a>(network: &Network, drawings: impl Iterator<Item = &'a Drawing>, judged: &mut Judged) -> Result<()> {
    let mut by_site: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    let mut unfitted = Vec::new();
    for drawing in drawings {
        let (Some(label), Some(brightness)) = (drawing.digit(), rasterize(&drawing.strokes)) else { continue };
        let image = Image::from_brightness(&brightness.map(f32::from))?;
        by_site.entry(site(&drawing.writer)).or_default().push((image, label));
        if let Some(brightness) = rasterize_unfitted(drawing) {
            unfitted.push((Image::from_brightness(&brightness.map(f32::from))?.normalize(), label));
        }
    }
    judged.unfitted.add(Tally::of(network, &unfitted));
    for (site, examples) in by_site {
        let tally = Tally::of(network, &examples);
        judged.sites.entry(site.into()).or_default().add(tally.clone());
        judged.fitted.add(tally);
    }
    Ok(())
}

fn one_line(tally: &Tally) -> String {
    format!(
        "{:05} / {} = {:.2}%, calibration error {:.2}%",
        tally.right(),
        tally.total(),
        100.0 * tally.accuracy(),
        100.0 * tally.calibration_error()
    )
}

fn figure(fitted: &Tally, unfitted: Option<&Tally>) -> FoldFigures {
    FoldFigures {
        accuracy: fitted.accuracy(),
        calibration_error: fitted.calibration_error(),
        accuracy_unfitted: unfitted.map(Tally::accuracy),
    }
}

/// A file's name without its endings.
fn name(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.split('.').next().unwrap_or_default().to_owned()
}
