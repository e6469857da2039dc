//! `trainer train`: learns weights and keeps them, with their card.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result, bail, ensure};
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use network::{Network, OutputLayer};
use trainer::card::Card;
use trainer::checkpoint::{self, Progress};
use trainer::classic;
use trainer::evaluate::Tally;
use trainer::examples::Examples;
use trainer::mnist::{Half, Mnist, TRAINING};
use trainer::store::{Store, sha256_of_files};
use trainer::train::{MINIBATCH, Training};

use super::read_all;

#[derive(clap::Args)]
pub struct Arguments {
    /// Folder with MNIST's four IDX files, plain or gzipped
    #[arg(short, long, value_name = "DIR")]
    data_set: PathBuf,
    /// Where the weights go: an .npz, or a model folder
    #[arg(short, long, value_name = "FILE")]
    nn: PathBuf,
    /// Drawings to learn from besides, newline-delimited JSON, plain or gzipped
    #[arg(long, value_name = "FILE", num_args = 1..)]
    drawings: Vec<PathBuf>,
    /// How to learn
    #[arg(long, value_enum, default_value_t = Recipe::Augmented)]
    recipe: Recipe,
    /// What all random numbers come from
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Passes over the examples
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..))]
    epochs: u32,
    /// Hidden units
    #[arg(long, value_name = "N", default_value_t = 300, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    hidden: u32,
    /// Threads; 0 for one per core. They don't change the weights.
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    /// Learn from the 10,000 validation images as well
    #[arg(long)]
    no_validation: bool,
    /// Go on with a training that was stopped
    #[arg(long)]
    resume: bool,
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
    rayon::ThreadPoolBuilder::new().num_threads(arguments.threads).build_global()?;
    let mut training = Mnist::read(&arguments.data_set, Half::Training)?;
    ensure!(
        training.labels.len() > TRAINING,
        "{}: {} training images, expected more than {TRAINING}, the rest being for validation",
        arguments.data_set.display(),
        training.labels.len()
    );
    let validation = if arguments.no_validation { Mnist::default() } else { training.split_off(TRAINING) };
    let mut card = Card {
        trainer: env!("CARGO_PKG_VERSION").into(),
        recipe: arguments.recipe.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default(),
        output_layer: OutputLayer::Softmax,
        hidden: arguments.hidden as usize,
        seed: arguments.seed,
        epochs: arguments.epochs,
        data_sha256: sha256_of_files(&data_files(arguments))?,
        weights_sha256: std::collections::BTreeMap::default(),
        validation_accuracy: None,
    };
    let store = Store::new(arguments.nn.clone());
    let validation = validation.examples()?;
    let network = match arguments.recipe {
        Recipe::Classic => {
            ensure!(arguments.drawings.is_empty(), "the classic recipe learns from images alone, not from drawings");
            card = Card { output_layer: OutputLayer::Sigmoid, hidden: classic::UNITS, epochs: 1, ..card };
            let bar = progress_bar(TRAINING as u64);
            let weights =
                classic::train(&training.images[..TRAINING], &training.labels, arguments.seed, |done, loss| {
                    if done % 1000 == 0 {
                        bar.set_message(format!("loss {loss:.4}"));
                        bar.set_position(done as u64);
                    }
                });
            bar.finish_and_clear();
            weights.network(OutputLayer::Sigmoid)?
        }
        Recipe::Augmented => augmented(arguments, &store, &card, training, &validation)?,
    };
    if !validation.is_empty() {
        let tally = Tally::of(&network, &validation);
        card.validation_accuracy = Some(tally.accuracy());
        println!("validation {:05} / {} = {:.2}%", tally.right(), tally.total(), 100.0 * tally.accuracy());
    }
    store.write(&network, card)?;
    println!("weights in {}", arguments.nn.display());
    Ok(())
}

/// The default recipe.
fn augmented(
    arguments: &Arguments,
    store: &Store,
    card: &Card,
    images: Mnist,
    validation: &[(network::Image, u8)],
) -> Result<Network> {
    if arguments.drawings.is_empty() {
        eprintln!("no --drawings: learning from MNIST alone, strangers' drawings will be read less well");
    }
    let examples = Examples::new(images, &read_all(&arguments.drawings)?);
    let steps = examples.len().div_ceil(MINIBATCH) as u64;
    let mut training = Training::new(arguments.seed, arguments.hidden as usize, steps * u64::from(arguments.epochs));
    let saved = store.beside(".checkpoint");
    let mut history = if arguments.resume { checkpoint::resume(&saved, card, &mut training)? } else { Vec::new() };

    let stop = Arc::new(AtomicBool::new(false));
    let stopped = Arc::clone(&stop);
    ctrlc::set_handler(move || stopped.store(true, Ordering::Relaxed)).context("Ctrl-C can't be caught")?;

    let bar = progress_bar(steps * u64::from(arguments.epochs) * MINIBATCH as u64);
    for epoch in history.len() as u32 + 1..=arguments.epochs {
        let mut loss = 0.0;
        for _ in 0..steps {
            loss += f64::from(training.step(&examples)) / steps as f64;
            bar.set_position(training.adam.steps * MINIBATCH as u64);
        }
        ensure!(loss.is_finite(), "the loss diverged in epoch {epoch}: it is {loss}");
        bar.set_message(format!("loss {loss:.4}"));
        let looked_at = epoch.is_multiple_of(10) && !validation.is_empty();
        let validation_accuracy =
            looked_at.then(|| anyhow::Ok(Tally::of(&training.network()?, validation).accuracy())).transpose()?;
        history.push(Progress { epoch, loss, validation_accuracy });
        let stopped = stop.load(Ordering::Relaxed);
        if stopped || epoch.is_multiple_of(20) {
            checkpoint::save(&saved, card, &training, &history)?;
        }
        if stopped {
            bar.abandon();
            bail!("stopped after epoch {epoch}; saved in {}, go on with --resume", saved.display());
        }
    }
    bar.finish_and_clear();
    if saved.exists() {
        std::fs::remove_file(&saved).with_context(|| saved.display().to_string())?;
    }
    Ok(training.network()?)
}

/// Images done, how fast, the loss, and the time left; nothing when no one looks.
fn progress_bar(images: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {percent:>3}%  {per_sec}  {msg}  {eta} left")
        .expect("a template of known keys")
        .with_key("per_sec", |state: &indicatif::ProgressState, out: &mut dyn std::fmt::Write| {
            let _ = write!(out, "{:.0} images/s", state.per_sec());
        });
    ProgressBar::new(images).with_style(style)
}

/// The files that a training reads.
fn data_files(arguments: &Arguments) -> Vec<PathBuf> {
    let mnist = Half::Training.paths(&arguments.data_set);
    mnist.into_iter().flatten().chain(arguments.drawings.iter().cloned()).collect()
}
