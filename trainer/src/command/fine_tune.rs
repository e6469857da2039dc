//! `trainer fine-tune`: a committee learns a person's drawings, and a table says what came of it.

use std::io::{self, Write, stdout};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use network::{Committee, OutputLayer};
use trainer::data::drawing::{Drawing, read_drawings};
use trainer::data::mnist::{Mnist, TRAINING};
use trainer::evaluate::evaluation::Evaluation;
use trainer::evaluate::fine_tuning::{Comparison, FINE_TUNINGS, FOLDS, distinct, stand_in};
use trainer::evaluate::predictions::Predictions;
use trainer::model::card::{Card, FineTuning};
use trainer::model::store::{Store, sha256_of_files, write_aside};
use trainer::report::html::html;
use trainer::train::fine_tuning::{images, rehearsal};

use super::{counted, data_files, progress_bar, read_mnist, test_set, use_threads};

/// Generated examples that stand in for MNIST's validation images.
const STAND_IN: usize = 10_000;

#[derive(clap::Args)]
pub struct Arguments {
    /// The weights to go on from: an .npz, or a model folder
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// A person's drawings, newline-delimited JSON, plain or gzipped
    #[arg(long, value_name = "FILE", num_args = 1.., required = true)]
    drawings: Vec<PathBuf>,
    /// Folder with MNIST's four IDX files, plain or gzipped, to keep the answers to its images better
    #[arg(short, long, value_name = "DIR")]
    data_set: Option<PathBuf>,
    /// Where the weights go: an .npz, or a model folder
    #[arg(short, long, value_name = "FILE")]
    nn: PathBuf,
    /// What all random numbers come from
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Threads; 0 for one per core. They don't change the weights.
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
}

/// Fine-tunes, writes weights, card and report, and prints the table. Nothing is learnt or written when what is read is
/// not what it should be.
pub fn run(arguments: &Arguments) -> Result<()> {
    use_threads(arguments.threads)?;
    let (data_set, seed) = (arguments.data_set.as_deref(), arguments.seed);
    let drawings = read(&arguments.drawings)?;
    let (before, card) = read_weights(&arguments.from)?;
    if !card.fine_tuning.is_empty() {
        eprintln!("these weights have been fine-tuned before: figures of drawings that they know already are too good");
    }
    let mut training = data_set.map_or_else(|| Ok(Mnist::default()), read_mnist)?;
    let validation = training.split_off(TRAINING);
    let fine_tuning = FineTuning {
        from_sha256: card.weights_sha256.clone(),
        data_sha256: sha256_of_files(&data_files(data_set, &arguments.drawings))?,
        seed,
    };
    let store = Store::new(arguments.nn.clone());
    store.prepare()?;
    let rehearsal = rehearsal(training);
    let model = (&before, card.threshold);
    let (what, known) = match data_set {
        Some(folder) => ("MNIST's validation images", test_set(&validation, folder)?),
        None => ("generated examples", stand_in(model, &rehearsal, seed, STAND_IN)),
    };
    let bar = progress_bar(FINE_TUNINGS * images(&before));
    let comparison = Comparison::new(model, &drawings, &rehearsal, &known, seed, |images, loss| {
        bar.set_message(format!("loss {loss:.4}"));
        bar.inc(images);
    })?;
    bar.finish_and_clear();

    // Where it was of images that the weights had not learnt from, it still is.
    let is_validated = card.validation_accuracy.is_some() && data_set.is_some();
    let mut card = Card { folds: None, ..card };
    let predictions = Predictions::of(&comparison.after, &known.digits);
    card.describe(&comparison.after, is_validated.then(|| predictions.accuracy()), |member| {
        is_validated.then(|| Predictions::of(member, &known.digits).accuracy())
    });
    card.fine_tuning.push(fine_tuning);
    store.write(&comparison.after, card.clone())?;
    let page = html(&comparison.after, &card, &[], what, &known, &predictions)?;
    let report = store.beside(".report.html");
    write_aside(&[(report.clone(), page.into_bytes())])?;
    let mut out = stdout();
    writeln!(out, "{:44} {:23} after", "", "before")?;
    print(&mut out, "your drawings", &comparison.drawings)?;
    print(&mut out, what, &comparison.known)?;
    writeln!(out, "Your drawings after: each fifth by a network that learnt from the others.")?;
    writeln!(out, "weights in {}, report in {}", arguments.nn.display(), report.display())?;
    Ok(())
}

/// All drawings of the files, each once.
fn read(files: &[PathBuf]) -> Result<Vec<Drawing>> {
    let mut all = Vec::new();
    for file in files {
        all.extend(read_drawings(file)?);
    }
    let count = all.len();
    let drawings = distinct(all);
    let others: Vec<_> = drawings.iter().filter(|drawing| drawing.digit().is_none()).collect();
    let (digits, again) = (drawings.len() - others.len(), count - drawings.len());
    let others = counted(&others, "of no digit");
    eprintln!("{digits} drawings of digits, {others}, {again} that were there already");
    ensure!(drawings.len() >= FOLDS, "{} drawings, expected at least {FOLDS} that differ", drawings.len());
    Ok(drawings)
}

/// A committee that can be fine-tuned, and its card.
fn read_weights(from: &Path) -> Result<(Committee, Card)> {
    let store = Store::new(from.into());
    let (committee, card) = store.read()?;
    let path = store.card_path();
    let card = card.with_context(|| format!("{}: expected the weights' card", path.display()))?;
    ensure!(
        card.output_layer == OutputLayer::Softmax,
        "{}: the outputs are sigmoids, expected softmax, as the augmented recipe has them",
        path.display()
    );
    Ok((committee, card))
}

/// The table's rows about some examples.
fn print(out: &mut impl Write, what: &str, evaluations: &[Evaluation; 2]) -> io::Result<()> {
    let mut row = |said: &str, of: fn(&Evaluation) -> (usize, usize)| {
        let [before, after] = [0, 1].map(|time| {
            let (count, total) = of(&evaluations[time]);
            (total > 0).then(|| format!("{count} / {total} = {:.2}%", 100.0 * count as f64 / total as f64))
        });
        match (before, after) {
            (Some(before), Some(after)) => writeln!(out, "{:44} {before:23} {after}", format!("{what}, {said}")),
            _ => Ok(()),
        }
    };
    row("digits read right", |of| (of.predictions.right(), of.predictions.total()))?;
    row("digits rejected", |of| (of.digits().rejected, of.digits().total))?;
    row("no digits, rejected", |of| (of.negatives.rejected, of.negatives.total))
}
