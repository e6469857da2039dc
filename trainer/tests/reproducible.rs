//! The same seed and data give the same weights, whatever the number of threads.

use network::PIXELS;
use trainer::data::drawing::Drawing;
use trainer::data::mnist::Mnist;
use trainer::examples::negatives::KINDS;
use trainer::examples::sampling::Examples;
use trainer::nn::convnet::{ConvNet, ConvNetBatch};
use trainer::nn::parameters::Parameters;
use trainer::nn::perceptron::{Perceptron, PerceptronBatch};
use trainer::train::distillation::{Distillation, Labelled};
use trainer::train::recipe::{NETWORK, TEACHER};
use trainer::train::training::{SHARDS, Training};

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
    Examples::new(Mnist { images: images.collect(), labels: (0..10).collect() }, &drawings, &KINDS)
}

/// What was learnt: the losses of the teacher and of the network, and all weights.
type Learnt = (Vec<f32>, Vec<Vec<f32>>);

/// Trains both to the end.
fn train(seed: u64) -> Learnt {
    let examples = examples();
    let mut teacher = Training::<ConvNetBatch>::new(ConvNet::random(seed), TEACHER, STEPS);
    let mut network = Training::<PerceptronBatch>::new(Perceptron::random(seed, UNITS), NETWORK, STEPS);
    let mut losses = Vec::new();
    let labelled = Labelled { examples: &examples, seed: !seed };
    while !teacher.is_over() {
        losses.push(teacher.step(&labelled));
    }
    let labelled = Labelled { examples: &examples, seed };
    let distillation = Distillation::new(labelled, &teacher.adam.average, 2 * SHARDS, NETWORK.shard, |_| Ok(()));
    let distillation = distillation.expect("nothing stops it");
    while !network.is_over() {
        losses.push(network.step(&distillation));
    }
    let weights = teacher.adam.average.layers().chain(network.adam.average.layers());
    (losses, weights.map(<[f32]>::to_vec).collect())
}

fn train_with(threads: usize) -> Learnt {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    pool.install(|| train(3))
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
    let expected = [2.435_620_3, 2.450_430_9, 2.434_838_5, 2.498_152, 2.495_644_8, 2.496_451_9];
    for (found, expected) in losses.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-4, "losses {losses:?}, expected {expected:?}");
    }
}
