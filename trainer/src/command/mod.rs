//! Subcommands: for each its arguments, what it reads and writes, and what it prints.

pub mod convert;
pub mod rasterize;
pub mod export;
pub mod train;
pub mod evaluate;
pub mod cross_validate;
pub mod fine_tune;
pub mod evaluate_fine_tuning;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use network::OutputLayer;
use trainer::data::drawing::{Drawing, read_drawings};
use trainer::data::mnist::{Mnist, Split, TRAINING};
use trainer::evaluate::evaluation::TestSet;
use trainer::examples::negatives::is_negative;
use trainer::model::card::Card;
use trainer::train::recipe::{Event, Recipe, Trainings};

/// What every run of a recipe is told.
#[derive(clap::Args)]
struct RecipeArguments {
    /// What all random numbers come from
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Passes over the examples
    #[arg(long, value_name = "N", default_value_t = 300, value_parser = clap::value_parser!(u32).range(1..))]
    epochs: u32,
    /// Passes over the examples of the teacher, a convolutional network that the dense one is distilled from; 0 to learn
    /// from the labels
    #[arg(long, value_name = "N", default_value_t = 40)]
    teacher_epochs: u32,
    /// Hidden units of the dense network
    #[arg(long, value_name = "N", default_value_t = 300, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    hidden: u32,
    /// Which networks are to answer; without a teacher the dense one always does alone
    #[arg(long, value_enum, default_value_t = Members::Committee)]
    members: Members,
    /// Share of the digits that are written by rules, in the ways in which people of several countries write them
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, value_parser = share)]
    allographs: f64,
    /// Threads; 0 for one per core. They don't change the weights.
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
}

#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
enum Members {
    /// The dense network and its teacher together
    Committee,
    /// The dense network alone
    Dense,
}

impl RecipeArguments {
    fn recipe(&self) -> Recipe {
        let Self { seed, epochs, teacher_epochs, hidden, members, .. } = *self;
        let committee = members == Members::Committee;
        Recipe { seed, hidden: hidden as usize, epochs, teacher_epochs, committee }
    }

    /// The card of a network before its training by the recipe of this name.
    fn card(&self, recipe: &str) -> Card {
        Card {
            trainer: env!("CARGO_PKG_VERSION").into(),
            recipe: recipe.into(),
            output_layer: OutputLayer::Softmax,
            hidden: self.hidden as usize,
            seed: self.seed,
            epochs: self.epochs,
            teacher_epochs: self.teacher_epochs,
            allographs: self.allographs,
            threshold: 0.0,
            data_sha256: BTreeMap::new(),
            weights_sha256: BTreeMap::new(),
            validation_accuracy: None,
            members: None,
            folds: None,
            fine_tuning: Vec::new(),
        }
    }
}

/// Sets how many threads all parallel work uses; 0 for one per core.
fn use_threads(threads: usize) -> Result<()> {
    Ok(rayon::ThreadPoolBuilder::new().num_threads(threads).build_global()?)
}

/// A share, 0 to 1.
fn share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "expected a number from 0 to 1".into())
}

/// Images done, how fast, the loss, and the time left; nothing when no one looks.
fn progress_bar(images: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix} {bar:30} {percent:>3}%  {rate} images/s  {msg}  {eta} left")
        .expect("a template of known keys")
        .with_key("rate", |state: &ProgressState, out: &mut dyn std::fmt::Write| {
            // A formatter that fails has nowhere to say so.
            let _ = write!(out, "{:.0}", state.per_sec());
        });
    ProgressBar::new(images).with_style(style).with_prefix("network")
}

/// Shows on the bar how far a run of the default recipe is.
fn show(bar: &ProgressBar, trainings: &Trainings, event: Event) {
    if let Event::TeacherEpoch(loss) | Event::Epoch(loss) = event {
        return bar.set_message(format!("loss {loss:.4}"));
    }
    let (name, [done, all]) = match trainings.network.images() {
        [0, _] => ("teacher", trainings.teacher.images()),
        images => ("network", images),
    };
    if bar.prefix() != name || bar.length() != Some(all) {
        bar.set_prefix(name);
        bar.set_length(all);
        bar.reset();
    }
    bar.set_position(done);
}

/// All drawings of the files; says on the standard error how many are there, of digits and of others.
fn read_all(files: &[PathBuf]) -> Result<Vec<Drawing>> {
    let mut all = Vec::new();
    for file in files {
        let drawings = read_drawings(file)?;
        let digits = drawings.iter().filter(|drawing| drawing.digit().is_some()).count();
        let negatives = drawings.iter().filter(|drawing| is_negative(drawing)).count();
        ensure!(digits + negatives > 0, "{}: no drawing of a digit, or of what is none", file.display());
        let alike = drawings.len() - digits - negatives;
        let file = file.display();
        eprintln!("{file}: {digits} drawings of digits, {negatives} of no digit, {alike} of look-alikes skipped");
        all.extend(drawings);
    }
    Ok(all)
}

/// MNIST's training images, of which there are more than the recipes learn from: the rest is for validation.
fn read_mnist(folder: &Path) -> Result<Mnist> {
    let mnist = Mnist::read(folder, Split::Training)?;
    ensure!(
        mnist.labels.len() > TRAINING,
        "{}: {} training images, expected more than {TRAINING}, the rest being for validation",
        folder.display(),
        mnist.labels.len()
    );
    Ok(mnist)
}

/// The images as a test set.
fn test_set(mnist: &Mnist, folder: &Path) -> Result<TestSet> {
    let digits = mnist.examples().map_err(|error| anyhow::anyhow!("{}: {error}", folder.display()))?;
    Ok(TestSet { digits, negatives: Vec::new() })
}

/// The files that a training reads.
fn data_files(data_set: Option<&Path>, drawings: &[PathBuf]) -> Vec<PathBuf> {
    let mnist = data_set.map(|folder| Split::Training.paths(folder)).into_iter().flatten().flatten();
    mnist.chain(drawings.iter().cloned()).collect()
}
