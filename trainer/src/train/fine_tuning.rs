//! Fine-tuning: each member of a committee learns a person's drawings and keeps the committee's answers to everything else.
//!
//! After Li and Hoiem 2016, Learning without Forgetting: for most examples of a minibatch the target is what the committee
//! answered before, so that it neither forgets nor needs what it first learnt from.

use network::{Committee, Image, NetworkError, OutputLayer};
use rand::RngExt;

use super::training::{Settings, Source, Training, random_of};
use crate::data::drawing::{Drawing, Stroke};
use crate::data::mnist::Mnist;
use crate::examples::augmentation::augment_drawing;
use crate::examples::distortion::Strength;
use crate::examples::negatives::KINDS;
use crate::examples::raster::in_frame;
use crate::examples::sampling::{Examples, PENS};
use crate::nn::batch::{Batch, Row};
use crate::nn::convnet::{ConvNet, ConvNetBatch};
use crate::nn::perceptron::{Perceptron, PerceptronBatch};
use crate::nn::schedule::Schedule;

/// Sixteen drawings of digits, some of them odd: digits to rehearse where MNIST's images are not at hand.
const REHEARSED: &str = include_str!("rehearsal.ndjson");
/// Minibatches that each member learns from.
const STEPS: u64 = 600;
/// The settings of the dense member's training.
const DENSE: Settings = Settings { shard: 16, schedule: Schedule { peak: 0.001, warm_up: 20.0, average_over: 300.0 } };
/// Those of the convolutional one's: it costs more per image, and learns from fewer.
const CONVOLUTIONAL: Settings =
    Settings { shard: 8, schedule: Schedule { peak: 0.0005, warm_up: 20.0, average_over: 300.0 } };
/// Share of the examples that are the person's drawings.
const SHARE: f64 = 0.05;
/// About half as strong as in a training from the start: the network is to learn how this person draws.
const DISTORTION: Strength = Strength { rotation: 0.16, scale: 0.09, shear: 0.18, shift: 0.0, elastic: 2.4 };

/// Examples to which the committee is to go on answering as before: MNIST's images where they are at hand, the sixteen
/// drawings, and negatives.
pub fn rehearsal(images: Mnist) -> Examples {
    let drawings = REHEARSED.lines().map(|line| serde_json::from_str(line).expect("a drawing"));
    Examples::new(images, &drawings.collect::<Vec<Drawing>>(), &KINDS)
}

/// A person's drawings with their labels, among rehearsed examples whose targets are the committee's answers from before.
struct FineTuning<'a> {
    before: &'a Committee,
    /// Strokes in pixels of the frame; no label where they are no digit.
    drawings: Vec<(Vec<Stroke>, Option<u8>)>,
    rehearsal: &'a Examples,
    seed: u64,
}

impl Source for FineTuning<'_> {
    fn fill<'a>(&self, shard: u64, rows: impl Iterator<Item = Row<'a>>) {
        let mut rng = random_of(self.seed, shard);
        for Row { intensities, target } in rows {
            if rng.random_bool(SHARE) {
                let (strokes, label) = &self.drawings[rng.random_range(0..self.drawings.len())];
                augment_drawing(strokes, DISTORTION, PENS, &mut rng, intensities);
                target.fill(0.0);
                if let Some(digit) = label {
                    target[usize::from(*digit)] = 1.0;
                }
            } else {
                self.rehearsal.sample(&mut rng, intensities, target);
                answer(self.before, intensities, target);
            }
        }
    }
}

/// The committee's answer as a target.
fn answer(committee: &Committee, intensities: &[f32], target: &mut [f32]) {
    target.fill(0.0);
    // Without ink it is no digit.
    if let Ok(image) = Image::from_intensities(intensities) {
        let logits = committee.logits(&image);
        let confidence = committee.confidence(logits);
        for (target, probability) in target.iter_mut().zip(committee.probabilities(logits)) {
            *target = confidence * probability;
        }
    }
}

/// Images that a fine-tuning of `before` learns from.
pub fn images(before: &Committee) -> u64 {
    let minibatches = DENSE.minibatch() + before.convolutional().map_or(0, |_| CONVOLUTIONAL.minibatch());
    STEPS * minibatches as u64
}

/// Fine-tunes `before`, whose outputs have to be softmax, to the drawings, of which at least one has to have a point. It
/// learns to reject those that are of no digit. `after_step` is told the images of each minibatch, and their mean loss. The
/// same arguments give the same weights, whatever the number of threads.
pub fn fine_tune(
    before: &Committee,
    drawings: &[&Drawing],
    rehearsal: &Examples,
    seed: u64,
    mut after_step: impl FnMut(u64, f32),
) -> Result<Committee, NetworkError> {
    let in_frame = |drawing: &&Drawing| Some((in_frame(drawing.strokes.clone())?, drawing.digit()));
    let source = FineTuning { before, drawings: drawings.iter().filter_map(in_frame).collect(), rehearsal, seed };
    let dense =
        learn::<PerceptronBatch>(Perceptron::from(before.dense()), DENSE, &source, &mut after_step).network()?;
    let convolutional = before.convolutional().map(|(network, share)| {
        let learnt = learn::<ConvNetBatch>(ConvNet::from(network), CONVOLUTIONAL, &source, &mut after_step);
        Ok((learnt.network()?, share))
    });
    Committee::new(dense, convolutional.transpose()?, OutputLayer::Softmax)
}

/// What becomes of one member.
fn learn<B: Batch>(
    member: B::Network,
    settings: Settings,
    source: &FineTuning,
    after_step: &mut impl FnMut(u64, f32),
) -> B::Network {
    let mut training = Training::<B>::new(member, settings, STEPS);
    while !training.is_over() {
        let loss = training.step(source);
        after_step(settings.minibatch() as u64, loss);
    }
    training.adam.average
}
