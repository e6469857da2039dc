//! Learning further: a network learns a person's drawings and keeps its answers to everything else.
//!
//! After Li and Hoiem 2016, Learning without Forgetting: most examples of a minibatch have as target what the network
//! answered to them before, so that it neither forgets nor needs what it first learnt from.

use std::f64::consts::PI;

use network::{DIGITS, Image, Network, NetworkError, OutputLayer, PIXELS};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use rayon::prelude::*;

use crate::adam::Adam;
use crate::augment::augment_drawing;
use crate::backprop::{Shard, Weights};
use crate::distortion::Strength;
use crate::drawing::{Drawing, Stroke};
use crate::evaluate::Answer;
use crate::examples::{Examples, PENS};
use crate::learner::{Learner, Row};
use crate::mnist::Mnist;
use crate::nondigit::Kind;
use crate::raster::in_frame;

/// A drawing of each digit, and of a few other things.
const DRAWN: &str = include_str!("../../tests/golden/drawings.ndjson");
/// Minibatches that are learnt from.
pub const STEPS: u64 = 600;
/// Images in a minibatch.
pub const MINIBATCH: usize = 256;
/// Images in a shard, which one thread works on at a time.
const SHARD: usize = 32;
const SHARDS: usize = MINIBATCH / SHARD;
/// Share of the examples that are the person's drawings.
const SHARE: f64 = 0.05;
/// The learning rate rises to its peak over so many steps, then falls to 0 along a cosine.
const WARM_UP: f64 = 20.0;
const LEARNING_RATE: f64 = 0.001;
/// The mean of the weights that is kept looks back over about this many steps.
const MEAN_OVER: f64 = 300.0;
/// Half as far as in a training from nothing: the drawings are to be learnt as this person's.
const NEAR: Strength = Strength { rotation: 0.16, scale: 0.09, shear: 0.18, shift: 0.0, elastic: 2.4 };

/// Examples to keep the old answers to: of MNIST's images where they are at hand, of a few drawings, and of no digit.
///
/// # Panics
/// Never: the drawings are in the program, and a test reads them.
#[must_use]
pub fn old_examples(images: Mnist) -> Examples {
    let drawings = DRAWN.lines().map(|line| serde_json::from_str::<Drawing>(line).expect("a drawing"));
    Examples::new(images, &drawings.collect::<Vec<_>>(), &Kind::ALL)
}

/// The network that `before` becomes by learning the drawings; those of no digit it learns to refuse. `after_step` is
/// told the mean loss of each minibatch. The same arguments give the same weights, whatever the number of threads.
///
/// # Errors
/// When a weight is not finite.
pub fn learn(
    before: &Network,
    drawings: &[&Drawing],
    old: &Examples,
    seed: u64,
    mut after_step: impl FnMut(f32),
) -> Result<Network, NetworkError> {
    let drawings: Vec<(Vec<Stroke>, Option<u8>)> =
        drawings.iter().filter_map(|drawing| Some((in_frame(&drawing.strokes)?, drawing.digit()))).collect();
    let mut weights = Weights { hidden: before.hidden().to_owned(), output: before.output().to_owned() };
    let mut adam = Adam::new(&weights);
    let mut shards: Vec<_> = (0..SHARDS).map(|_| Shard::new(SHARD, &weights)).collect();
    for step in 0..STEPS {
        shards.par_iter_mut().enumerate().for_each(|(index, shard)| {
            let stream = step * SHARDS as u64 + index as u64;
            let mut rng = Pcg64Mcg::seed_from_u64(seed.wrapping_add(stream.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
            for Row { intensities, target } in shard.rows() {
                if rng.random_bool(SHARE) {
                    let (strokes, label) = &drawings[rng.random_range(0..drawings.len())];
                    augment_drawing(strokes, NEAR, PENS, &mut rng, intensities);
                    target.fill(0.0);
                    if let Some(digit) = label {
                        target[usize::from(*digit)] = 1.0;
                    }
                } else {
                    old.draw(&mut rng, intensities, target);
                    remember(before, intensities, target);
                }
            }
            shard.backprop(&weights);
        });
        let falling = (1.0 + (PI * step as f64 / STEPS as f64).cos()) / 2.0;
        let rate = LEARNING_RATE * ((step + 1) as f64 / WARM_UP).min(1.0) * falling;
        let decay = 1.0 - (1.0 / MEAN_OVER).max(1.0 / (step + 1) as f64);
        adam.step(&mut weights, &shards, Shard::gradient, MINIBATCH, rate as f32, decay as f32);
        after_step(shards.iter().map(Learner::loss).sum::<f32>() / MINIBATCH as f32);
    }
    adam.mean.network(OutputLayer::Softmax)
}

/// The network's answer as a target.
fn remember(before: &Network, intensities: &[f32], target: &mut [f32]) {
    target.fill(0.0);
    // Without ink it is no digit.
    if let Some(image) = image(intensities) {
        let logits = before.logits(&image);
        let confidence = before.confidence(logits);
        for (target, probability) in target.iter_mut().zip(before.probabilities(logits)) {
            *target = confidence * probability;
        }
    }
}

/// `count` of the old examples, others than those that are learnt from: digits with what `before` reads them as, and
/// what it refuses at the threshold.
#[must_use]
pub fn answered(
    before: &Network,
    threshold: f64,
    old: &Examples,
    seed: u64,
    count: usize,
) -> (Vec<(Image, u8)>, Vec<Image>) {
    let mut rng = Pcg64Mcg::seed_from_u64(!seed);
    let (mut digits, mut nondigits) = (Vec::new(), Vec::new());
    let [mut intensities, mut target] = [vec![0.0; PIXELS], vec![0.0; DIGITS]];
    for _ in 0..count {
        old.draw(&mut rng, &mut intensities, &mut target);
        let Some(image) = image(&intensities) else { continue };
        let answer = Answer::of(before, &image);
        if f64::from(answer.confidence) < threshold {
            nondigits.push(image);
        } else {
            digits.push((image, answer.digit as u8));
        }
    }
    (digits, nondigits)
}

fn image(intensities: &[f32]) -> Option<Image> {
    let brightness: Vec<f32> = intensities.iter().map(|intensity| intensity * 255.0).collect();
    Image::from_brightness(&brightness).ok()
}
