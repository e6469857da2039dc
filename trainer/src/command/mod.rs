//! What the command line can do, a file for each command.

pub mod convert;
pub mod cross_validate;
pub mod evaluate;
mod further;
pub mod rasterize;
pub mod train;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use network::{Image, OutputLayer};
use trainer::backprop::{Shard, Weights};
use trainer::calibrate::{Calibrated, calibrate};
use trainer::card::Card;
use trainer::checkpoint::Trainings;
use trainer::drawing::{Drawing, read_drawings};
use trainer::examples::Examples;
use trainer::learner::Learner;
use trainer::lessons::{Lessons, TAUGHT};
use trainer::nondigit::is_nondigit;
use trainer::raster::rasterize;
use trainer::teacher::{Class, Kernels};
use trainer::train::Training;

/// What every training is told.
#[derive(clap::Args)]
struct Learning {
    /// What all random numbers come from
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Passes over the examples
    #[arg(long, value_name = "N", default_value_t = 300, value_parser = clap::value_parser!(u32).range(1..))]
    epochs: u32,
    /// Passes over the examples of the teacher, a larger network by whose answers this one learns; 0 to learn from the
    /// labels
    #[arg(long, value_name = "N", default_value_t = 40)]
    teacher_epochs: u32,
    /// Hidden units
    #[arg(long, value_name = "N", default_value_t = 300, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    hidden: u32,
    /// Threads; 0 for one per core. They don't change the weights.
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
}

impl Learning {
    /// Sets how many threads all parallel work uses.
    fn use_threads(&self) -> Result<()> {
        Ok(rayon::ThreadPoolBuilder::new().num_threads(self.threads).build_global()?)
    }

    /// The card of a network that is to be trained so.
    fn card(&self, recipe: &str) -> Card {
        Card {
            trainer: env!("CARGO_PKG_VERSION").into(),
            recipe: recipe.into(),
            output_layer: OutputLayer::Softmax,
            hidden: self.hidden as usize,
            seed: self.seed,
            epochs: self.epochs,
            teacher_epochs: self.teacher_epochs,
            threshold: 0.0,
            data_sha256: BTreeMap::new(),
            weights_sha256: BTreeMap::new(),
            validation_accuracy: None,
            folds: None,
            further: Vec::new(),
        }
    }

    /// The trainings of the default recipe, before their first step.
    fn trainings(&self, examples: &Examples) -> Trainings {
        let teacher_steps = steps::<Class>(examples) * u64::from(self.teacher_epochs);
        let weights = Weights::random(self.seed, self.hidden as usize);
        Trainings {
            teacher: Training::new(Kernels::random(self.seed), teacher_steps),
            network: Training::new(weights, steps::<Shard>(examples) * u64::from(self.epochs)),
        }
    }

    /// The default recipe: a teacher learns from the labels, the network from the teacher's answers, at last to images
    /// distorted less, and is calibrated. `after_epoch` is told the trainings, and the loss once it is the network's.
    fn learn(
        &self,
        examples: &Examples,
        trainings: &mut Trainings,
        mut after_epoch: impl FnMut(&Trainings, Option<f64>) -> Result<()>,
    ) -> Result<Calibrated> {
        // Other examples than those that it is asked about: it would know their labels by heart.
        let lessons = Lessons::labelled(examples, !self.seed);
        let bar = progress_bar("teacher", images::<Class>(trainings.teacher.steps));
        while !trainings.teacher.is_over() {
            epoch(&mut trainings.teacher, &lessons, steps::<Class>(examples), &bar)?;
            after_epoch(trainings, None)?;
        }
        bar.finish_and_clear();
        let bar = progress_bar("network", images::<Shard>(trainings.network.steps));
        let all = trainings.network.steps;
        for (mild, shards, until) in [(false, TAUGHT, (all as f64 * WILD) as u64), (true, TAUGHT / 2, all)] {
            if trainings.network.adam.steps >= until {
                continue; // a resumed training is past this part
            }
            let examples = if mild { Cow::Owned(examples.milder()) } else { Cow::Borrowed(examples) };
            let seed = self.seed.wrapping_add(mild.into());
            let lessons = match self.teacher_epochs {
                0 => Lessons::labelled(&examples, seed),
                _ => Lessons::taught(&examples, seed, &trainings.teacher.adam.mean, shards),
            };
            while trainings.network.adam.steps < until {
                let loss = epoch(&mut trainings.network, &lessons, steps::<Shard>(&examples), &bar)?;
                after_epoch(trainings, Some(loss))?;
            }
        }
        bar.finish_and_clear();
        let weights = trainings.network.adam.mean.clone();
        Ok(calibrate(weights, &examples.clean(), &examples.nondigits(NONDIGITS))?)
    }
}

/// Share of the network's training, in whole epochs rounded up, before the images are distorted less (He et al. 2019,
/// Data Augmentation Revisited: last, a network learns from images like those that it is for).
const WILD: f64 = 0.7;
/// Examples of no digit that a network is calibrated and shown by.
const NONDIGITS: usize = 10_000;

/// Minibatches of a pass over the examples: as many images as there are digits.
fn steps<L: Learner>(examples: &Examples) -> u64 {
    examples.len().div_ceil(Training::<L>::MINIBATCH) as u64
}

/// Images of so many minibatches.
fn images<L: Learner>(steps: u64) -> u64 {
    steps * Training::<L>::MINIBATCH as u64
}

/// One pass of `steps` minibatches; returns its mean loss.
fn epoch<L: Learner>(training: &mut Training<L>, lessons: &Lessons, steps: u64, bar: &ProgressBar) -> Result<f64> {
    let mut loss = 0.0;
    for _ in 0..steps {
        loss += f64::from(training.step(lessons)) / steps as f64;
        bar.set_position(images::<L>(training.adam.steps));
    }
    ensure!(loss.is_finite(), "the loss diverged in epoch {}: it is {loss}", training.adam.steps / steps);
    bar.set_message(format!("loss {loss:.4}"));
    Ok(loss)
}

/// Images done, how fast, the loss, and the time left; nothing when no one looks.
fn progress_bar(what: &'static str, images: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix} {bar:30} {percent:>3}%  {rate} images/s  {msg}  {eta} left")
        .expect("a template of known keys")
        .with_key("rate", |state: &ProgressState, out: &mut dyn std::fmt::Write| {
            // A formatter that fails has nowhere to say so.
            let _ = write!(out, "{:.0}", state.per_sec());
        });
    ProgressBar::new(images).with_style(style).with_prefix(what)
}

/// A drawing as the page sends it.
fn image_of(drawing: &Drawing) -> Result<Image> {
    let brightness = rasterize(&drawing.strokes).context("a drawing without a point")?;
    Ok(Image::from_brightness(&brightness.map(f32::from))?)
}

/// All drawings of the files; says on the standard error how many are there, of digits and of others.
fn read_all(files: &[PathBuf]) -> Result<Vec<Drawing>> {
    let mut all = Vec::new();
    for file in files {
        let drawings = read_drawings(file)?;
        let digits = drawings.iter().filter(|drawing| drawing.digit().is_some()).count();
        let nondigits = drawings.iter().filter(|drawing| is_nondigit(drawing)).count();
        ensure!(digits + nondigits > 0, "{}: no drawing of a digit, or of what is none", file.display());
        let alike = drawings.len() - digits - nondigits;
        let file = file.display();
        eprintln!("{file}: {digits} drawings of digits, {nondigits} of no digit, {alike} of look-alikes skipped");
        all.extend(drawings);
    }
    Ok(all)
}
