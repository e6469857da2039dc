//! Learning further: a network learns a person's drawings and keeps its answers to everything else.
//!
//! After Li and Hoiem 2016, Learning without Forgetting: most examples of a minibatch have as target what the network
//! answered to them before, so that it neither forgets nor needs what it first learnt from.

use network::{DIGITS, Image, Network, NetworkError, OutputLayer, PIXELS};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use rayon::prelude::*;

use crate::adam::{Adam, Schedule};
use crate::augment::augment_drawing;
use crate::backprop::{Shard, Weights};
use crate::distortion::Strength;
use crate::drawing::{Drawing, Stroke};
use crate::evaluate::Answer;
use crate::examples::{Examples, PENS, image_of};
use crate::learner::{Learner, Row};
use crate::lessons::random_of;
use crate::mnist::Mnist;
use crate::nondigit::Kind;
use crate::raster::in_frame;

/// Drawings of digits, some of them odd.
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
const SCHEDULE: Schedule = Schedule { peak: 0.001, warm_up: 20.0, mean_over: 300.0 };
/// Half as far as in a training from nothing: the drawings are to be learnt as this person's.
const NEAR: Strength = Strength { rotation: 0.16, scale: 0.09, shear: 0.18, shift: 0.0, elastic: 2.4 };

/// Examples to keep the old answers to: MNIST's images where they are at hand, sixteen drawings of digits, and made-up
/// kinds of no digit.
///
/// # Panics
/// Never: the drawings are in the program, and a test reads them.
#[must_use]
pub fn old_examples(images: Mnist) -> Examples {
    let drawings = DRAWN.lines().map(|line| serde_json::from_str::<Drawing>(line).expect("a drawing"));
    let digits = drawings.filter(|drawing| drawing.digit().is_some());
    Examples::new(images, &digits.collect::<Vec<_>>(), &Kind::ALL)
}

/// The network that `before` becomes by learning the drawings; those of no digit it learns to refuse. `after_step` is
/// told the mean loss of each minibatch. The same arguments give the same weights, whatever the number of threads.
/// `before`'s outputs are softmax.
///
/// # Panics
/// When there is no drawing with a point.
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
            let mut rng = random_of(seed, stream);
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
        adam.step(&mut weights, &shards, MINIBATCH, SCHEDULE.at(step, STEPS));
        after_step(shards.iter().map(Learner::loss).sum::<f32>() / MINIBATCH as f32);
    }
    adam.mean.network(OutputLayer::Softmax)
}

/// The network's answer as a target.
fn remember(before: &Network, intensities: &[f32], target: &mut [f32]) {
    target.fill(0.0);
    // Without ink it is no digit.
    if let Some(image) = image_of(intensities) {
        let logits = before.logits(&image);
        let confidence = before.confidence(logits);
        for (target, probability) in target.iter_mut().zip(before.probabilities(logits)) {
            *target = confidence * probability;
        }
    }
}

/// Old examples, up to `count`, distorted otherwise than those that are learnt from: those taken for a digit, with what
/// `before` reads them as, and those that it refuses at the threshold.
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
        let Some(image) = image_of(&intensities) else { continue };
        let answer = Answer::of(before, &image);
        if f64::from(answer.confidence) < threshold {
            nondigits.push(image);
        } else {
            digits.push((image, answer.digit as u8));
        }
    }
    (digits, nondigits)
}
