//! `trainer train --from`: a network learns further from a person's drawings, and a table says what came of it.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use network::{Image, Network, OutputLayer};
use trainer::card::{Card, Further};
use trainer::drawing::{Drawing, read_drawings};
use trainer::further::{MINIBATCH, STEPS, learn};
use trainer::judged::{Example, Judged};
use trainer::memory::Memory;
use trainer::mnist::{Half, Mnist, TRAINING};
use trainer::raster::rasterize;
use trainer::report;
use trainer::store::{Store, sha256_of_files, write_aside};

use super::progress_bar;
use super::train::data_files;

/// Each fold of the drawings is judged by a network that learnt from the others.
const FOLDS: usize = 5;
/// Made-up examples that stand in for MNIST's validation images.
const STAND_IN: usize = 10_000;

/// Learns, prints the table, writes weights, card and report. Nothing is learnt or written when what is read is not
/// what it should be.
pub fn run(from: &Path, files: &[PathBuf], data_set: Option<&Path>, nn: &Path, seed: u64) -> Result<()> {
    let drawings = read(files)?;
    let (before, card) = read_weights(from)?;
    if !card.further.is_empty() {
        eprintln!("these weights have learnt further before: drawings that they know already are judged too well");
    }
    let (images, validation) = data_set.map_or_else(|| Ok(Default::default()), read_mnist)?;
    let further = Further {
        from_sha256: card.weights_sha256.clone(),
        data_sha256: sha256_of_files(&data_set.map_or_else(|| files.to_vec(), |folder| data_files(folder, files)))?,
        seed,
    };
    let store = Store::new(nn.into());
    store.prepare()?;
    let memory = Memory::new(images);
    let (what, kept) = if data_set.is_some() {
        ("MNIST's validation images", validation)
    } else {
        ("made-up examples", memory.examples(STAND_IN, &before, card.threshold, seed))
    };

    let bar = progress_bar((FOLDS as u64 + 1) * STEPS * MINIBATCH as u64);
    let learn = |drawings: &[&Drawing]| {
        learn(&before, drawings, &memory, seed, |loss| {
            bar.set_message(format!("loss {loss:.4}"));
            bar.inc(MINIBATCH as u64);
        })
    };
    let judge = |network: &Network, examples: &[Example]| Judged::of(network, card.threshold, examples);
    let mut yours = [Judged::default(); 2];
    for fold in 0..FOLDS {
        let (judged, learnt): (Vec<_>, Vec<_>) = drawings.iter().enumerate().partition(|(i, _)| i % FOLDS == fold);
        let examples = judged.into_iter().map(|(_, drawing)| example(drawing)).collect::<Result<Vec<_>>>()?;
        let network = learn(&learnt.into_iter().map(|(_, drawing)| drawing).collect::<Vec<_>>())?;
        yours[0] += judge(&before, &examples);
        yours[1] += judge(&network, &examples);
    }
    let after = learn(&drawings.iter().collect::<Vec<_>>())?;
    bar.finish_and_clear();

    let base = [judge(&before, &kept), judge(&after, &kept)];
    println!("{:44} {:23} after", "", "before");
    print("your drawings", yours);
    print(what, base);
    println!("Your drawings after: each fifth by a network that learnt from the others.");

    let digits: Vec<_> = kept.into_iter().filter_map(|(image, label)| Some((image, label?))).collect();
    // Where it was of images that the weights had not learnt from, it still is.
    let validation_accuracy = card.validation_accuracy.filter(|_| data_set.is_some()).map(|_| base[1].accuracy());
    let mut card = Card { validation_accuracy, folds: None, ..card };
    card.further.push(further);
    let page = report::html(&after, &card, &[], what, &digits)?;
    store.write(&after, card)?;
    let report = store.beside(".report.html");
    write_aside(&[(report.clone(), page.into_bytes())])?;
    println!("weights in {}, report in {}", nn.display(), report.display());
    Ok(())
}

/// All drawings of the files, each once, those of a label beside each other, so that every fold has some of it.
fn read(files: &[PathBuf]) -> Result<Vec<Drawing>> {
    let mut drawings = Vec::new();
    for file in files {
        drawings.extend(read_drawings(file)?);
    }
    let mut seen = HashSet::new();
    let all = drawings.len();
    drawings.retain(|drawing| seen.insert(format!("{drawing:?}")));
    drawings.sort_by_key(Drawing::digit);
    let digits = drawings.iter().filter(|drawing| drawing.digit().is_some()).count();
    let (others, again) = (drawings.len() - digits, all - drawings.len());
    eprintln!("{digits} drawings of digits, {others} of no digit, {again} that were there already");
    ensure!(drawings.len() >= FOLDS, "{} drawings, expected at least {FOLDS} that differ", drawings.len());
    Ok(drawings)
}

/// A network that can learn further, and its card.
fn read_weights(from: &Path) -> Result<(Network, Card)> {
    let store = Store::new(from.into());
    let (network, card) = store.read()?;
    let path = store.card_path();
    let card = card.with_context(|| format!("{}: expected the weights' card", path.display()))?;
    ensure!(
        card.output_layer == OutputLayer::Softmax,
        "{}: the outputs are sigmoids, expected softmax, as the augmented recipe has them",
        path.display()
    );
    Ok((network, card))
}

/// MNIST's images to keep the answers to, and the validation images.
fn read_mnist(folder: &Path) -> Result<(Mnist, Vec<Example>)> {
    let mut images = Mnist::read(folder, Half::Training)?;
    let validation = images.split_off(TRAINING).examples().with_context(|| folder.display().to_string())?;
    ensure!(!validation.is_empty(), "{}: no images beyond the first {TRAINING}", folder.display());
    Ok((images, validation.into_iter().map(|(image, label)| (image, Some(label))).collect()))
}

/// A drawing as the page sends it.
fn example(drawing: &Drawing) -> Result<Example> {
    let brightness = rasterize(&drawing.strokes).context("a drawing without a point")?;
    Ok((Image::from_brightness(&brightness.map(f32::from))?, drawing.digit()))
}

/// The table's rows about some examples.
fn print(what: &str, [before, after]: [Judged; 2]) {
    let row = |said: &str, counts: [usize; 2], of: usize| {
        if of > 0 {
            let [before, after] =
                counts.map(|count| format!("{count} / {of} = {:.2}%", 100.0 * count as f64 / of as f64));
            println!("{:44} {before:23} {after}", format!("{what}, {said}"));
        }
    };
    row("digits read right", [before.right, after.right], before.digits);
    row("digits refused", [before.missed, after.missed], before.digits);
    row("no digits, refused", [before.refused, after.refused], before.others);
}
