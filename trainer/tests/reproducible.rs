//! The same seed and data give the same weights: whatever the number of threads, and through a checkpoint.

use std::collections::BTreeMap;

use network::{OutputLayer, PIXELS};
use trainer::card::Card;
use trainer::checkpoint;
use trainer::drawing::Drawing;
use trainer::examples::Examples;
use trainer::mnist::Mnist;
use trainer::train::Training;

const STEPS: u64 = 6;
const UNITS: usize = 20;

/// Ten images of bars and ten drawings of slanted lines.
fn examples() -> Examples {
    let images = (0..10_usize)
        .map(|digit| std::array::from_fn::<u8, PIXELS, _>(|pixel| if pixel % 28 / 2 == digit + 2 { 200 } else { 0 }));
    let drawings: Vec<_> = (0..10_u8)
        .map(|digit| Drawing {
            label: digit.to_string(),
            writer: String::new(),
            canvas: None,
            strokes: vec![vec![[0.0, 0.0], [5.0, 3.0], [f64::from(digit) * 3.0, 20.0]]],
        })
        .collect();
    Examples::new(Mnist { images: images.collect(), labels: (0..10).collect() }, &drawings)
}

fn card(seed: u64) -> Card {
    Card {
        trainer: "test".into(),
        recipe: "augmented".into(),
        output_layer: OutputLayer::Softmax,
        hidden: UNITS,
        seed,
        epochs: 1,
        threshold: 0.0,
        data_sha256: BTreeMap::new(),
        weights_sha256: BTreeMap::new(),
        validation_accuracy: None,
        folds: None,
        further: Vec::new(),
    }
}

fn bytes(training: &Training) -> [Vec<u8>; 2] {
    training.network().expect("finite weights").to_npy().expect("bytes")
}

fn train_with(threads: usize) -> (Vec<f32>, [Vec<u8>; 2]) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    pool.install(|| {
        let examples = examples();
        let mut training = Training::new(3, UNITS, STEPS);
        let losses = (0..STEPS).map(|_| training.step(&examples)).collect();
        (losses, bytes(&training))
    })
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
    let expected = [2.452_354, 2.453_018, 2.432_831, 2.402_105, 2.448_202, 2.417_958];
    for (found, expected) in losses.iter().zip(expected) {
        assert!((found - expected).abs() < 2e-3, "losses {losses:?}, expected {expected:?}");
    }
}

#[test]
fn a_resumed_training_ends_in_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("run.checkpoint");
    let examples = examples();
    let mut whole = Training::new(3, UNITS, STEPS);
    for step in 0..STEPS {
        if step == 2 {
            checkpoint::save(&path, &card(3), &whole, &[]).expect("saved");
        }
        whole.step(&examples);
    }
    let mut resumed = Training::new(3, UNITS, STEPS);
    checkpoint::resume(&path, &card(3), &mut resumed).expect("resumed");
    assert_eq!(resumed.adam.steps, 2);
    for _ in 2..STEPS {
        resumed.step(&examples);
    }
    assert_eq!(bytes(&resumed), bytes(&whole));

    let other = checkpoint::resume(&path, &card(4), &mut Training::new(4, UNITS, STEPS));
    assert!(other.expect_err("another seed").to_string().contains("a checkpoint of another training"));
}
