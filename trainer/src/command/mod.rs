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
    #[arg(long, value_name = "N", default_value_t = 50)]
    teacher_epochs: u32,
    /// Hidden units of the dense network
    #[arg(long, value_name = "N", default_value_t = 300, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    hidden: u32,
    /// Which networks are to answer; without a teacher the dense one always does alone
    #[arg(long, value_enum, default_value_t = Members::Committee)]
    members: Members,
    /// Share of the digits that are written by rules, in the ways in which people of several countries write them
    #[arg(long, value_name = "SHARE", default_value_t = 0.1, value_parser = share)]
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

/// Images done of a phase, how fast, the loss, and the time left; nothing when no one looks.
fn progress_bar(images: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix} {bar:30} {percent:>3}%  {rate} images/s  {msg}  {eta} left")
        .expect("a template of known keys")
        .with_key("rate", |state: &ProgressState, out: &mut dyn std::fmt::Write| {
            // A formatter that fails has nowhere to say so.
            let _ = write!(out, "{:.0}", state.per_sec());
        });
    ProgressBar::new(images).with_style(style).with_prefix("network")
}

/// Shows on the bar how far the phase of a run of the default recipe is that is under way.
fn show(bar: &ProgressBar, trainings: &Trainings, event: Event) {
    let (name, [done, all]) = match event {
        Event::TeacherEpoch(loss) | Event::Epoch(loss) => return bar.set_message(format!("loss {loss:.4}")),
        Event::SoftTargets(images) => ("soft targets", images),
        Event::Calibration(images) => ("calibration", images),
        Event::Minibatch => match trainings.network.images() {
            [0, _] => ("teacher", trainings.teacher.images()),
            images => ("network", images),
        },
    };
    let begins = bar.prefix() != name || bar.length() != Some(all);
    if begins {
        bar.set_prefix(name);
        bar.set_message("");
        bar.set_length(all);
    }
    bar.set_position(done);
    if begins {
        // What was done before it, of this phase or of another, says nothing of how fast it goes.
        bar.tick();
        bar.reset_eta();
    }
}

/// All drawings of the files; says on the standard error how many are there, of digits and of others, and what these are.
fn read_all(files: &[PathBuf]) -> Result<Vec<Drawing>> {
    let mut all = Vec::new();
    for file in files {
        let drawings = read_drawings(file)?;
        let digits = drawings.iter().filter(|drawing| drawing.digit().is_some()).count();
        let (negatives, alike): (Vec<_>, Vec<_>) =
            drawings.iter().filter(|drawing| drawing.digit().is_none()).partition(|drawing| is_negative(drawing));
        let file = file.display();
        ensure!(digits + negatives.len() > 0, "{file}: no drawing of a digit, or of what is none");
        let (negatives, alike) = (counted(&negatives, "of no digit"), counted(&alike, "of look-alikes skipped"));
        eprintln!("{file}: {digits} drawings of digits, {negatives}, {alike}");
        all.extend(drawings);
    }
    Ok(all)
}

/// How many drawings of no digit there are, what they are, and of each label how many, the commonest first; `?` says no more
/// than that.
fn counted(drawings: &[&Drawing], what: &str) -> String {
    let mut labels = BTreeMap::<_, usize>::new();
    for drawing in drawings.iter().filter(|drawing| drawing.label != "?") {
        *labels.entry(&drawing.label[..]).or_default() += 1;
    }
    let mut labels: Vec<_> = labels.into_iter().collect();
    labels.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let rest: usize = labels.iter().skip(LABELS).map(|(_, count)| count).sum();
    let mut listed: Vec<_> = labels.iter().take(LABELS).map(|(label, count)| format!("{label} {count}")).collect();
    if rest > 0 {
        listed.push(format!("{} others {rest}", labels.len() - LABELS));
    }
    let listed = if listed.is_empty() { String::new() } else { format!(" ({})", listed.join(", ")) };
    format!("{} {what}{listed}", drawings.len())
}

/// Labels of no digit that are listed one by one.
const LABELS: usize = 8;

/// One split of the data set in a folder; says on the standard error which images are left out.
fn read_split(folder: &Path, split: Split) -> Result<Mnist> {
    let (mnist, blank) = Mnist::read(folder, split)?;
    if let [first, ..] = blank[..] {
        let (folder, blank) = (folder.display(), blank.len());
        eprintln!("{folder}: {blank} images without ink left out, the first of them number {first} (from 0)");
    }
    Ok(mnist)
}

/// MNIST's training images, of which there are more than the recipes learn from: the rest is for validation.
fn read_mnist(folder: &Path) -> Result<Mnist> {
    let mnist = read_split(folder, Split::Training)?;
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

#[cfg(test)]
mod tests {
    use std::thread::sleep;
    use std::time::Duration;

    use trainer::examples::negatives::KINDS;
    use trainer::examples::sampling::Examples;

    use super::*;

    /// Half of the teacher's training is done before the first event, as after `--resume`, and half of the network's before
    /// its second part: neither makes what is left look longer or shorter than it is.
    #[test]
    fn the_time_left_comes_from_the_phase_s_own_rate() {
        let mnist = Mnist { images: vec![[255; 784]; 5000], labels: vec![1; 5000] };
        let examples = Examples::new(mnist, [], &KINDS);
        let recipe = Recipe { seed: 1, hidden: 1, epochs: 100, teacher_epochs: 100, committee: true };
        let mut trainings = recipe.start(&examples);
        let bar = progress_bar(0);
        let mut check = |prepare: fn(&mut Trainings), event: fn(u64) -> Event, name: &str| {
            prepare(&mut trainings);
            for step in 0..10 {
                sleep(Duration::from_millis(20));
                trainings.teacher.adam.steps += 1;
                if trainings.network.adam.steps > 0 {
                    trainings.network.adam.steps += 1;
                }
                show(&bar, &trainings, event(step));
            }
            assert_eq!(bar.prefix(), name);
            let left = (bar.length().expect("a length") - bar.position()) as f64;
            let expected = left / (bar.position() - bar.length().expect("a length") / 2) as f64 * 0.2;
            let found = bar.eta().as_secs_f64();
            assert!((expected / 3.0..expected * 3.0).contains(&found), "{name}: {found} s, expected {expected}");
        };
        let minibatch: fn(u64) -> Event = |_| Event::Minibatch;
        check(|trainings| trainings.teacher.adam.steps = trainings.teacher.steps / 2, minibatch, "teacher");
        check(|_| {}, |step| Event::SoftTargets([1000 + step * 10, 2000]), "soft targets");
        check(|trainings| trainings.network.adam.steps = trainings.network.steps / 2, minibatch, "network");
        check(|_| {}, |step| Event::SoftTargets([500 + step * 10, 1000]), "soft targets");
        check(|trainings| trainings.network.adam.steps = trainings.network.steps / 2, minibatch, "network");
    }

    #[test]
    fn drawings_of_no_digit_are_counted_by_their_labels() {
        let check = |labels: &str, expected: &str| {
            let drawing = |label: char| Drawing {
                label: label.into(),
                writer: String::new(),
                canvas: None,
                strokes: vec![vec![[0.0, 0.0]]],
            };
            let drawings: Vec<_> = labels.chars().map(drawing).collect();
            assert_eq!(counted(&drawings.iter().collect::<Vec<_>>(), "of no digit"), expected);
        };
        check("", "0 of no digit");
        check("??", "2 of no digit");
        check("bA?b", "4 of no digit (b 2, A 1)");
        check("ABCDEFGHIJJ", "11 of no digit (J 2, A 1, B 1, C 1, D 1, E 1, F 1, G 1, 2 others 2)");
    }
}
