//! The same seed and data give the same weights: whatever the number of threads, and through a checkpoint.

use std::collections::BTreeMap;

use network::{OutputLayer, PIXELS};
use trainer::adam::Parameters;
use trainer::backprop::Weights;
use trainer::card::Card;
use trainer::checkpoint::{self, Trainings};
use trainer::drawing::Drawing;
use trainer::examples::Examples;
use trainer::lessons::Lessons;
use trainer::mnist::Mnist;
use trainer::nondigit::Kind;
use trainer::teacher::Kernels;
use trainer::train::{SHARDS, Training};

const STEPS: u64 = 3;
const UNITS: usize = 20;

/// Ten images of bars, ten drawings of slanted lines, and a letter.
fn examples() -> Examples {
    let images = (0..10_usize)
        .map(|digit| std::array::from_fn::<u8, PIXELS, _>(|pixel| if pixel % 28 / 2 == digit + 2 { 200 } else { 0 }));
    let drawing = |label: char, x: f64| Drawing {
        label: label.to_string(),
        writer: String::new(),
        canvas: None,
        strokes: vec![vec![[0.0, 0.0], [5.0, 3.0], [x, 20.0]]],
    };
    let drawings: Vec<_> = ('0'..='9').chain(['k']).zip((0..).step_by(3)).map(|(l, x)| drawing(l, x.into())).collect();
    Examples::new(Mnist { images: images.collect(), labels: (0..10).collect() }, &drawings, &Kind::ALL)
}

fn trainings(seed: u64) -> Trainings {
    Trainings {
        teacher: Training::new(Kernels::random(seed), STEPS),
        network: Training::new(Weights::random(seed, UNITS), STEPS),
    }
}

/// What was learnt: the losses of the teacher and of the network, and all weights.
type Learnt = (Vec<f32>, Vec<Vec<f32>>);

/// Trains both to the end; `before_step` sees them before each step.
fn train(seed: u64, trainings: &mut Trainings, mut before_step: impl FnMut(&Trainings)) -> Learnt {
    let examples = examples();
    let mut losses = Vec::new();
    let lessons = Lessons::labelled(&examples, !seed);
    while !trainings.teacher.is_over() {
        before_step(trainings);
        losses.push(trainings.teacher.step(&lessons));
    }
    let lessons = Lessons::taught(&examples, seed, &trainings.teacher.adam.mean, 2 * SHARDS);
    while !trainings.network.is_over() {
        before_step(trainings);
        losses.push(trainings.network.step(&lessons));
    }
    let Trainings { teacher, network } = trainings;
    let weights = teacher.adam.mean.layers().chain(network.adam.mean.layers());
    (losses, weights.map(<[f32]>::to_vec).collect())
}

fn train_with(threads: usize) -> Learnt {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    pool.install(|| train(3, &mut trainings(3), |_| {}))
}

#[test]
fn threads_do_not_change_a_bit() {
    let one = train_with(1);
    assert_eq!(one, train_with(2));
    assert_eq!(one, train_with(5));
}

/// The losses of this run, as they were when it was pinned; other processors round a little differently.
#[test]
fn a_short_run_loses_as_it_did() {
    let (losses, _) = train_with(2);
    let expected = [2.441_501, 2.441_35, 2.487_586, 2.497_241, 2.496_808, 2.495_576];
    for (found, expected) in losses.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-4, "losses {losses:?}, expected {expected:?}");
    }
}

fn card(seed: u64) -> Card {
    Card {
        trainer: "test".into(),
        recipe: "augmented".into(),
        output_layer: OutputLayer::Softmax,
        hidden: UNITS,
        seed,
        epochs: 1,
        teacher_epochs: 1,
        threshold: 0.0,
        data_sha256: BTreeMap::new(),
        weights_sha256: BTreeMap::new(),
        validation_accuracy: None,
        folds: None,
        further: Vec::new(),
    }
}

#[test]
fn a_resumed_training_ends_in_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |steps: u64| folder.path().join(format!("{steps}.checkpoint"));
    let whole = train(3, &mut trainings(3), |trainings| {
        let steps = trainings.teacher.adam.steps + trainings.network.adam.steps;
        checkpoint::save(&path(steps), &card(3), trainings, &[]).expect("saved");
    });
    // While the teacher learnt, between the two, and while the network did.
    for steps in [2, STEPS, STEPS + 1] {
        let mut resumed = trainings(3);
        checkpoint::resume(&path(steps), &card(3), &mut resumed).expect("resumed");
        assert_eq!(resumed.teacher.adam.steps + resumed.network.adam.steps, steps);
        assert_eq!(train(3, &mut resumed, |_| {}).1, whole.1);
    }
    let other = checkpoint::resume(&path(2), &card(4), &mut trainings(4));
    assert!(other.expect_err("another seed").to_string().contains("a checkpoint of another training"));
}
