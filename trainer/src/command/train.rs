//! `trainer train`: learns weights and keeps them, with their card.

use std::fs;
use std::io::{Write, stdout};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result, ensure};
use clap::ValueEnum;
use network::{Committee, OutputLayer};
use trainer::data::mnist::{Mnist, TRAINING};
use trainer::evaluate::evaluation::TestSet;
use trainer::evaluate::predictions::Predictions;
use trainer::examples::negatives::KINDS;
use trainer::examples::sampling::Examples;
use trainer::model::card::Card;
use trainer::model::store::{Store, sha256_of_files, write_aside};
use trainer::report::html::html;
use trainer::train::calibration::Calibrated;
use trainer::train::checkpoint;
use trainer::train::classic;
use trainer::train::recipe::{Event, NEGATIVES, Progress};

use super::{RecipeArguments, data_files, progress_bar, read_all, read_mnist, show, test_set, use_threads};

#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    recipe_arguments: RecipeArguments,
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
    #[arg(long, value_enum, default_value_t = RecipeName::Augmented)]
    recipe: RecipeName,
    /// Learn from the 10,000 validation images as well
    #[arg(long)]
    no_validation: bool,
    /// Go on with a training that was stopped
    #[arg(long)]
    resume: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum RecipeName {
    /// Distorted images and drawings, in minibatches
    Augmented,
    /// The original system's: one pass over 50,000 images, online
    Classic,
}

/// Trains, and writes the weights and the card.
pub fn run(arguments: &Arguments) -> Result<()> {
    let Arguments { recipe_arguments, data_set, nn, drawings, recipe, no_validation, .. } = arguments;
    use_threads(recipe_arguments.threads)?;
    let store = Store::new(nn.clone());
    store.prepare()?;
    let mut training = read_mnist(data_set)?;
    let (what, images) = if *no_validation {
        ("training images", training.clone().split_off(TRAINING))
    } else {
        ("validation images", training.split_off(TRAINING))
    };
    let name = recipe.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
    let mut card = recipe_arguments.card(&name);
    let mut history = Vec::new();
    let prepare = || {
        let data_sha256 = sha256_of_files(&data_files(Some(data_set), drawings))?;
        anyhow::Ok((test_set(&images, data_set)?, data_sha256))
    };
    let mut set;
    let committee = match recipe {
        RecipeName::Classic => {
            ensure!(drawings.is_empty(), "the classic recipe learns from images alone, not from drawings");
            let (hidden, output_layer) = (classic::UNITS, OutputLayer::Sigmoid);
            card = Card { output_layer, hidden, epochs: 1, teacher_epochs: 0, allographs: 0.0, ..card };
            // It learns image by image, on one core: another has the rest done by then.
            let (committee, prepared) = rayon::join(|| classic(&training, card.seed), prepare);
            (set, card.data_sha256) = prepared?;
            committee?
        }
        RecipeName::Augmented => {
            (set, card.data_sha256) = prepare()?;
            let stop = catch_ctrl_c()?;
            if drawings.is_empty() {
                eprintln!("no --drawings: learning from MNIST alone, strangers' drawings will be read less well");
            }
            let examples = Examples::new(training, &read_all(drawings)?, &KINDS).with_allographs(card.allographs);
            let calibrated = augmented(arguments, &store, &card, &examples, &set, &mut history, &stop)?;
            set.negatives = examples.negatives(NEGATIVES);
            card.threshold = calibrated.threshold;
            calibrated.committee
        }
    };
    let predictions = Predictions::of(&committee, &set.digits);
    card.describe(&committee, (!no_validation).then(|| predictions.accuracy()), |member| {
        (!no_validation).then(|| Predictions::of(member, &set.digits).accuracy())
    });
    store.write(&committee, card.clone())?;
    let page = html(&committee, &card, &history, what, &set, &predictions)?;
    let report = store.beside(".report.html");
    write_aside(&[(report.clone(), page.into_bytes())])?;
    let checkpoint = store.beside(".checkpoint");
    if checkpoint.exists() {
        fs::remove_file(&checkpoint).with_context(|| checkpoint.display().to_string())?;
    }
    let mut out = stdout();
    writeln!(out, "weights in {}, report in {}", nn.display(), report.display())?;
    let (right, total) = (predictions.right(), predictions.total());
    writeln!(out, "{what}: {right:05} / {total} = {:.2}%", 100.0 * predictions.accuracy())?;
    Ok(())
}

/// The classic recipe.
fn classic(training: &Mnist, seed: u64) -> Result<Committee> {
    let bar = progress_bar(TRAINING as u64);
    let perceptron = classic::train(&training.images[..TRAINING], &training.labels, seed, |done, loss| {
        if done % 1000 == 0 {
            bar.set_message(format!("loss {loss:.4}"));
            bar.set_position(done as u64);
        }
    });
    bar.finish_and_clear();
    Ok(Committee::new(perceptron.network()?, None, OutputLayer::Sigmoid)?)
}

/// Becomes true when the training is to stop.
fn catch_ctrl_c() -> Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let stopped = Arc::clone(&stop);
    ctrlc::set_handler(move || stopped.store(true, Ordering::Relaxed)).context("Ctrl-C can't be caught")?;
    Ok(stop)
}

/// The default recipe, with checkpoints.
fn augmented(
    arguments: &Arguments,
    store: &Store,
    card: &Card,
    examples: &Examples,
    validation: &TestSet,
    history: &mut Vec<Progress>,
    stop: &AtomicBool,
) -> Result<Calibrated> {
    let recipe = arguments.recipe_arguments.recipe();
    let mut trainings = recipe.start(examples);
    let saved = store.beside(".checkpoint");
    if arguments.resume {
        *history = checkpoint::resume(&saved, card, &mut trainings)?;
    }

    let bar = progress_bar(0);
    let mut done = 0_u32;
    let calibrated = recipe.run(examples, &mut trainings, |trainings, event| {
        show(&bar, trainings, event);
        match event {
            Event::Minibatch | Event::Calibration(_) => return Ok(()),
            Event::SoftTargets(_) if !stop.load(Ordering::Relaxed) => return Ok(()),
            _ => {}
        }
        if let Event::Epoch(loss) = event {
            let epoch = history.len() as u32 + 1;
            let evaluated = epoch.is_multiple_of(10) && !arguments.no_validation;
            let accuracy = || {
                let dense = trainings.network.adam.average.clone().network()?;
                let alone = Committee::new(dense, None, OutputLayer::Softmax)?;
                anyhow::Ok(Predictions::of(&alone, &validation.digits).accuracy())
            };
            history.push(Progress { epoch, loss, validation_accuracy: evaluated.then(accuracy).transpose()? });
        }
        done += 1;
        let stopped = stop.load(Ordering::Relaxed);
        if stopped || done.is_multiple_of(20) {
            checkpoint::save(&saved, card, trainings, history)?;
        }
        ensure!(!stopped, "stopped; saved in {}, go on with --resume", saved.display());
        Ok(())
    })?;
    bar.finish_and_clear();
    Ok(calibrated)
}
