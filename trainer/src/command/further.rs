//! `trainer train --from`: a network learns further from a person's drawings, and a table says what came of it.

use std::collections::HashSet;
use std::io::{self, Write, stdout};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use network::{Image, Network, OutputLayer};
use trainer::card::{Card, Further};
use trainer::drawing::{Drawing, read_drawings};
use trainer::evaluate::{Read, Refusals, confidences};
use trainer::further::{MINIBATCH, STEPS, answered, learn, old_examples};
use trainer::mnist::{Half, Mnist, TRAINING};
use trainer::report;
use trainer::store::{Store, sha256_of_files, write_aside};

use super::train::data_files;
use super::{image_of, progress_bar};

/// Digits with their labels, and what is no digit.
type Judges = (Vec<(Image, u8)>, Vec<Image>);

/// What a network makes of them.
type Judged = (Read, Refusals);

/// Each fold of the drawings is judged by a network that learnt from the others.
const FOLDS: usize = 5;
/// Made-up examples that stand in for MNIST's validation images.
const STAND_IN: usize = 10_000;

/// Learns, writes weights, card and report, and prints the table. Nothing is learnt or written when what is read is not
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
    let old = old_examples(images);
    let (what, kept) = if data_set.is_some() {
        ("MNIST's validation images", (validation, Vec::new()))
    } else {
        ("made-up examples", answered(&before, card.threshold, &old, seed, STAND_IN))
    };

    let bar = progress_bar("network", (FOLDS as u64 + 1) * STEPS * MINIBATCH as u64);
    let learn = |drawings: &[&Drawing]| {
        learn(&before, drawings, &old, seed, |loss| {
            bar.set_message(format!("loss {loss:.4}"));
            bar.inc(MINIBATCH as u64);
        })
    };
    let judge = |network: &Network, (digits, nondigits): &Judges| -> Judged {
        let refusals = Refusals::of(&confidences(network, nondigits), card.threshold);
        (Read::of(network, card.threshold, digits), refusals)
    };
    let mut yours = [Judged::default(), Judged::default()];
    for fold in 0..FOLDS {
        let (judges, learnt): (Vec<_>, Vec<_>) = drawings.iter().enumerate().partition(|(i, _)| i % FOLDS == fold);
        let judges = judges_of(judges.into_iter().map(|(_, drawing)| drawing))?;
        let network = learn(&learnt.into_iter().map(|(_, drawing)| drawing).collect::<Vec<_>>())?;
        for ((read, refusals), network) in yours.iter_mut().zip([&before, &network]) {
            let (more_read, more_refusals) = judge(network, &judges);
            read.add(more_read);
            *refusals += more_refusals;
        }
    }
    let after = learn(&drawings.iter().collect::<Vec<_>>())?;
    bar.finish_and_clear();

    let base = [judge(&before, &kept), judge(&after, &kept)];
    // Where it was of images that the weights had not learnt from, it still is.
    let validation_accuracy =
        card.validation_accuracy.filter(|_| data_set.is_some()).map(|_| base[1].0.tally.accuracy());
    let mut card = Card { validation_accuracy, folds: None, ..card };
    card.further.push(further);
    let page = report::html(&after, &card, &[], what, &kept.0, &kept.1)?;
    store.write(&after, card)?;
    let report = store.beside(".report.html");
    write_aside(&[(report.clone(), page.into_bytes())])?;
    let mut out = stdout();
    writeln!(out, "{:44} {:23} after", "", "before")?;
    print(&mut out, "your drawings", &yours)?;
    print(&mut out, what, &base)?;
    writeln!(out, "Your drawings after: each fifth by a network that learnt from the others.")?;
    writeln!(out, "weights in {}, report in {}", nn.display(), report.display())?;
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
fn read_mnist(folder: &Path) -> Result<(Mnist, Vec<(Image, u8)>)> {
    let mut images = Mnist::read(folder, Half::Training)?;
    let validation = images.split_off(TRAINING).examples().with_context(|| folder.display().to_string())?;
    ensure!(!validation.is_empty(), "{}: no images beyond the first {TRAINING}", folder.display());
    Ok((images, validation))
}

/// Drawings as the page sends them.
fn judges_of<'a>(drawings: impl Iterator<Item = &'a Drawing>) -> Result<Judges> {
    let (mut digits, mut nondigits) = (Vec::new(), Vec::new());
    for drawing in drawings {
        let image = image_of(drawing)?;
        match drawing.digit() {
            Some(label) => digits.push((image, label)),
            None => nondigits.push(image),
        }
    }
    Ok((digits, nondigits))
}

/// The table's rows about some examples.
fn print(out: &mut impl Write, what: &str, judged: &[Judged; 2]) -> io::Result<()> {
    let mut row = |said: &str, of: fn(&Judged) -> (usize, usize)| {
        let [before, after] = [0, 1].map(|time| {
            let (count, total) = of(&judged[time]);
            (total > 0).then(|| format!("{count} / {total} = {:.2}%", 100.0 * count as f64 / total as f64))
        });
        match (before, after) {
            (Some(before), Some(after)) => writeln!(out, "{:44} {before:23} {after}", format!("{what}, {said}")),
            _ => Ok(()),
        }
    };
    row("digits read right", |(read, _)| (read.tally.right(), read.tally.total()))?;
    row("digits refused", |(read, _)| (read.refusals.refused, read.refusals.total))?;
    row("no digits, refused", |(_, refusals)| (refusals.refused, refusals.total))
}
