//! How fast training is, side by side with what the matrix products alone would allow; on all cores.
//! The images are the golden drawings, augmented: as empty as MNIST's.

use std::path::Path;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use ndarray::{Array2, ShapeBuilder};
use network::{Committee, Image, OutputLayer, PIXELS};
use rand::SeedableRng;
use rand_pcg::Pcg64Mcg;
use rayon::prelude::*;
use trainer::data::drawing::{Drawing, read_drawings};
use trainer::data::mnist::Mnist;
use trainer::examples::augmentation::picture;
use trainer::examples::negatives::KINDS;
use trainer::examples::raster::rasterize;
use trainer::examples::sampling::Examples;
use trainer::nn::adam::Adam;
use trainer::nn::batch::Batch;
use trainer::nn::convnet::{ConvNet, ConvNetBatch};
use trainer::nn::matmul::matmul;
use trainer::nn::perceptron::{Perceptron, PerceptronBatch};
use trainer::nn::schedule::Step;
use trainer::train::classic;
use trainer::train::distillation::Labelled;
use trainer::train::recipe::{NETWORK, TEACHER};
use trainer::train::training::{SHARDS, Training};

const UNITS: usize = 300;
const MINIBATCH: usize = NETWORK.minibatch();
/// Images that the classic recipe learns from.
const CLASSIC: usize = 50_000;

fn main() {
    divan::main();
}

fn drawings() -> Vec<Drawing> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden/drawings.ndjson");
    read_drawings(&path).expect("the golden drawings")
}

/// Images made of the drawings, and the drawings: half of the examples are of each.
fn examples() -> Examples {
    let drawings = drawings();
    let (images, labels) = drawings.iter().filter_map(|d| Some((rasterize(&d.strokes)?, d.digit()?))).unzip();
    Examples::new(Mnist { images, labels }, &drawings, &KINDS)
}

fn perceptron() -> Perceptron {
    Perceptron::random(1, UNITS)
}

fn shards() -> Vec<PerceptronBatch> {
    let examples = examples();
    let mut rng = Pcg64Mcg::seed_from_u64(1);
    let mut shards: Vec<_> = (0..SHARDS).map(|_| PerceptronBatch::new(NETWORK.shard, &perceptron())).collect();
    for row in shards.iter_mut().flat_map(PerceptronBatch::rows) {
        examples.sample(&mut rng, row.intensities, row.target);
    }
    shards
}

/// The two large products of the forward and the backward pass, nothing else: the peak.
#[divan::bench]
fn minibatch_1_matrix_products(bencher: Bencher) {
    let part = || {
        (
            Array2::from_elem((NETWORK.shard, PIXELS + 1), 0.5),
            Array2::from_elem((UNITS, PIXELS + 1).f(), 0.1),
            Array2::from_elem((NETWORK.shard, UNITS), 0.1),
        )
    };
    let mut parts: Vec<_> = (0..SHARDS).map(|_| part()).collect();
    bencher.counter(ItemsCount::new(MINIBATCH)).bench_local(|| {
        parts.par_iter_mut().for_each(|(inputs, weights, sums)| {
            matmul(inputs.view(), weights.t(), sums.view_mut());
            matmul(sums.t(), inputs.view(), weights.view_mut());
        });
    });
}

/// Forward, backward and the optimizer's step.
#[divan::bench]
fn minibatch_2_without_augmentation(bencher: Bencher) {
    let (mut shards, mut perceptron) = (shards(), perceptron());
    let mut adam = Adam::new(&perceptron);
    let step = Step { learning_rate: 1e-6, decay: 0.999 };
    bencher.counter(ItemsCount::new(MINIBATCH)).bench_local(|| {
        shards.par_iter_mut().for_each(|shard| shard.backprop(&perceptron));
        let gradients: Vec<_> = shards.iter().map(PerceptronBatch::gradient).collect();
        adam.step(&mut perceptron, &gradients, MINIBATCH, step);
    });
}

/// All that a step of the default recipe does.
#[divan::bench]
fn minibatch_3_with_augmentation(bencher: Bencher) {
    let examples = examples();
    let labelled = Labelled { examples: &examples, seed: 1 };
    let mut training = Training::<PerceptronBatch>::new(perceptron(), NETWORK, 1_000_000);
    bencher.counter(ItemsCount::new(MINIBATCH)).bench_local(|| training.step(&labelled));
}

/// A step of its teacher.
#[divan::bench(sample_count = 20)]
fn minibatch_4_of_the_teacher(bencher: Bencher) {
    let examples = examples();
    let labelled = Labelled { examples: &examples, seed: 1 };
    let mut training = Training::<ConvNetBatch>::new(ConvNet::random(1), TEACHER, 1_000_000);
    bencher.counter(ItemsCount::new(TEACHER.minibatch())).bench_local(|| training.step(&labelled));
}

/// The whole classic recipe: 50,000 images, one by one, on one core.
#[divan::bench(sample_count = 10)]
fn recipe_classic(bencher: Bencher) {
    let mut shards = shards();
    let rows = shards.iter_mut().flat_map(PerceptronBatch::rows);
    let images: Vec<[u8; PIXELS]> =
        rows.map(|row| std::array::from_fn(|pixel| (row.intensities[pixel] * 255.0) as u8)).collect();
    let images: Vec<_> = images.iter().copied().cycle().take(CLASSIC).collect();
    let labels: Vec<u8> = (0..10).cycle().take(CLASSIC).collect();
    bencher.counter(ItemsCount::new(CLASSIC)).bench_local(|| classic::train(&images, &labels, 1, |_, _| {}));
}

fn image() -> Image {
    let brightness = rasterize(&drawings()[3].strokes).expect("points").map(f32::from);
    Image::from_brightness(&brightness).expect("ink")
}

/// What the function computes for a drawing that the page fitted: the committee's dense member.
#[divan::bench]
fn forward_pass_1_dense(bencher: Bencher) {
    let network = perceptron().network().expect("finite weights");
    let image = image();
    bencher.bench_local(|| network.logits(black_box(&image)));
}

/// The same: its convolutional member, with random weights, of whose units more are active than of a trained one's.
#[divan::bench]
fn forward_pass_2_convolutional(bencher: Bencher) {
    let network = ConvNet::random(1).network().expect("finite weights");
    let image = image();
    bencher.bench_local(|| network.logits(black_box(&image)));
}

/// What it computes besides where it is asked why: the evidence of both.
#[divan::bench]
fn evidence(bencher: Bencher) {
    let convolutional = (ConvNet::random(1).network().expect("finite weights"), 0.5);
    let dense = perceptron().network().expect("finite weights");
    let committee = Committee::new(dense, Some(convolutional), OutputLayer::Softmax).expect("a committee");
    let image = image();
    bencher.bench_local(|| committee.evidence(black_box(&image), 7, 1));
}

/// An image that is in MNIST's frame already.
#[divan::bench]
fn normalize_nothing_to_do(bencher: Bencher) {
    let image = image();
    bencher.bench_local(|| black_box(&image).normalize());
}

/// An image that is too small and off the middle.
#[divan::bench]
fn normalize_small_ink(bencher: Bencher) {
    let whole = image();
    let mut brightness = [0.0; PIXELS];
    for (pixel, ink) in brightness.iter_mut().enumerate() {
        let (row, column) = (pixel / 28, pixel % 28);
        if row < 14 && column < 14 {
            *ink = whole.intensities()[row * 56 + column * 2] * 255.0;
        }
    }
    let image = Image::from_brightness(&brightness).expect("ink");
    bencher.bench_local(|| black_box(&image).normalize());
}

/// Faint ink on a ground with a slope and grain, as in a photo.
#[divan::bench]
fn normalize_a_picture(bencher: Bencher) {
    let mut intensities = *image().intensities();
    picture(&mut intensities, &mut Pcg64Mcg::seed_from_u64(1));
    let image = Image::from_intensities(&intensities).expect("ink");
    bencher.bench_local(|| black_box(&image).normalize());
}

/// A drawing into the image that the page sends.
#[divan::bench]
fn rasterize_a_drawing(bencher: Bencher) {
    let drawing = &drawings()[3];
    bencher.bench_local(|| rasterize(black_box(&drawing.strokes)));
}
