//! `trainer train`: learns weights and keeps them, with their card.

use std::fs;
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result, ensure};
use clap::ValueEnum;
use network::{Image, OutputLayer};
use trainer::calibrate::Calibrated;
use trainer::card::Card;
use trainer::checkpoint::{self, Progress};
use trainer::classic;
use trainer::evaluate::Tally;
use trainer::examples::Examples;
use trainer::mnist::{Half, Mnist, TRAINING};
use trainer::nondigit::Kind;
use trainer::report;
use trainer::store::{Store, sha256_of_files, write_aside};

use super::{Learning, NONDIGITS, further, progress_bar, read_all};

#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    learning: Learning,
    /// Folder with MNIST's four IDX files, plain or gzipped
    #[arg(short, long, value_name = "DIR", required_unless_present = "from")]
    data_set: Option<PathBuf>,
    /// Where the weights go: an .npz, or a model folder
    #[arg(short, long, value_name = "FILE")]
    nn: PathBuf,
    /// Drawings to learn from besides, newline-delimited JSON, plain or gzipped
    #[arg(long, value_name = "FILE", num_args = 1..)]
    drawings: Vec<PathBuf>,
    /// How to learn
    #[arg(long, value_enum, default_value_t = Recipe::Augmented)]
    recipe: Recipe,
    /// Learn from the 10,000 validation images as well
    #[arg(long)]
    no_validation: bool,
    /// Go on with a training that was stopped
    #[arg(long)]
    resume: bool,
    /// Weights to go on from: learn a person's drawings in a minute, and keep the old answers to everything else
    #[arg(long, value_name = "FILE", requires = "drawings",
        conflicts_with_all = ["epochs", "teacher_epochs", "hidden", "recipe", "no_validation", "resume"])]
    from: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Recipe {
    /// Distorted images and drawings, in minibatches
    Augmented,
    /// The original system's: one pass over 50,000 images, online
    Classic,
}

/// Trains, and writes the weights and the card.
pub fn run(arguments: &Arguments) -> Result<()> {
    arguments.learning.use_threads()?;
    let data_set = arguments.data_set.as_deref();
    if let Some(from) = &arguments.from {
        return further::run(from, &arguments.drawings, data_set, &arguments.nn, arguments.learning.seed);
    }
    let data_set = data_set.context("--data-set is missing")?;
    let store = Store::new(arguments.nn.clone());
    store.prepare()?;
    let mut training = Mnist::read(data_set, Half::Training)?;
    ensure!(
        training.labels.len() > TRAINING,
        "{}: {} training images, expected more than {TRAINING}, the rest being for validation",
        data_set.display(),
        training.labels.len()
    );
    let (what, judged) = if arguments.no_validation {
        ("training images", training.clone().split_off(TRAINING))
    } else {
        ("validation images", training.split_off(TRAINING))
    };
    let judged = judged.examples().context("MNIST's training images")?;
    let recipe = arguments.recipe.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
    let mut card = Card {
        data_sha256: sha256_of_files(&data_files(data_set, &arguments.drawings))?,
        ..arguments.learning.card(&recipe)
    };
    let mut history = Vec::new();
    let (network, nondigits) = match arguments.recipe {
        Recipe::Classic => {
            ensure!(arguments.drawings.is_empty(), "the classic recipe learns from images alone, not from drawings");
            card = Card {
                output_layer: OutputLayer::Sigmoid,
                hidden: classic::UNITS,
                epochs: 1,
                teacher_epochs: 0,
                ..card
            };
            let bar = progress_bar("network", TRAINING as u64);
            let weights = classic::train(
                &training.images[..TRAINING],
                &training.labels,
                arguments.learning.seed,
                |done, loss| {
                    if done % 1000 == 0 {
                        bar.set_message(format!("loss {loss:.4}"));
                        bar.set_position(done as u64);
                    }
                },
            );
            bar.finish_and_clear();
            (weights.network(OutputLayer::Sigmoid)?, Vec::new())
        }
        Recipe::Augmented => {
            if arguments.drawings.is_empty() {
                eprintln!("no --drawings: learning from MNIST alone, strangers' drawings will be read less well");
            }
            let examples = Examples::new(training, &read_all(&arguments.drawings)?, &Kind::ALL);
            let calibrated = augmented(arguments, &store, &card, &examples, &judged, &mut history)?;
            card.threshold = calibrated.threshold;
            (calibrated.network, examples.nondigits(NONDIGITS))
        }
    };
    let tally = Tally::of(&network, &judged);
    card.validation_accuracy = (!arguments.no_validation).then_some(tally.accuracy());
    let page = report::html(&network, &card, &history, what, &judged, &nondigits)?;
    store.write(&network, card)?;
    let report = store.beside(".report.html");
    write_aside(&[(report.clone(), page.into_bytes())])?;
    let checkpoint = store.beside(".checkpoint");
    if checkpoint.exists() {
        fs::remove_file(&checkpoint).with_context(|| checkpoint.display().to_string())?;
    }
    let mut out = stdout();
    writeln!(out, "weights in {}, report in {}", arguments.nn.display(), report.display())?;
    writeln!(out, "{what}: {:05} / {} = {:.2}%", tally.right(), tally.total(), 100.0 * tally.accuracy())?;
    Ok(())
}

/// The default recipe, with checkpoints.
fn augmented(
    arguments: &Arguments,
    store: &Store,
    card: &Card,
    examples: &Examples,
    validation: &[(Image, u8)],
    history: &mut Vec<Progress>,
) -> Result<Calibrated> {
    let learning = &arguments.learning;
    let mut trainings = learning.trainings(examples);
    let saved = store.beside(".checkpoint");
    if arguments.resume {
        *history = checkpoint::resume(&saved, card, &mut trainings)?;
    }

    let stop = Arc::new(AtomicBool::new(false));
    let stopped = Arc::clone(&stop);
    ctrlc::set_handler(move || stopped.store(true, Ordering::Relaxed)).context("Ctrl-C can't be caught")?;

    let mut done = 0_u32;
    learning.learn(examples, &mut trainings, |trainings, loss| {
        done += 1;
        let epoch = history.len() as u32 + 1;
        let looked_at = epoch.is_multiple_of(10) && !arguments.no_validation;
        if let Some(loss) = loss {
            let validation_accuracy = looked_at
                .then(|| {
                    anyhow::Ok(
                        Tally::of(&trainings.network.adam.mean.clone().network(OutputLayer::Softmax)?, validation)
                            .accuracy(),
                    )
                })
                .transpose()?;
            history.push(Progress { epoch, loss, validation_accuracy });
        }
        let stopped = stop.load(Ordering::Relaxed);
        if stopped || done.is_multiple_of(20) {
            checkpoint::save(&saved, card, trainings, history)?;
        }
        ensure!(!stopped, "stopped; saved in {}, go on with --resume", saved.display());
        Ok(())
    })
}

/// The files that a training reads.
pub(super) fn data_files(data_set: &Path, drawings: &[PathBuf]) -> Vec<PathBuf> {
    let mnist = Half::Training.paths(data_set);
    mnist.into_iter().flatten().chain(drawings.iter().cloned()).collect()
}
