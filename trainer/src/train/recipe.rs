//! The default recipe: a convolutional teacher learns from the labels, the network is distilled from it, at last with less
//! distorted images, and the committee of both is calibrated.

use std::borrow::Cow;

use anyhow::{Result, ensure};
use network::{Committee, OutputLayer};
use serde::{Deserialize, Serialize};

use super::calibration::{Calibrated, calibrate};
use super::distillation::{Distillation, Labelled};
use super::training::{SHARDS, Settings, Source, Training};
use crate::examples::sampling::Examples;
use crate::nn::batch::Batch;
use crate::nn::convnet::{ConvNet, ConvNetBatch};
use crate::nn::perceptron::{Perceptron, PerceptronBatch};
use crate::nn::schedule::Schedule;

/// The settings of the teacher's training.
pub const TEACHER: Settings =
    Settings { shard: 64, schedule: Schedule { peak: 0.003, warm_up: 200.0, average_over: 1000.0 } };
/// The settings of the network's training.
pub const NETWORK: Settings =
    Settings { shard: 128, schedule: Schedule { peak: 0.01, warm_up: 200.0, average_over: 1000.0 } };
/// Shards with soft targets in the first part of the network's training, at most: two million examples. In the second part
/// they are half as many.
const DISTILLED: usize = 16_000;
/// Share of the network's training, rounded up to whole epochs, after which MNIST's images are distorted less, so that
/// the network learns at last from images like those that it is for (He et al. 2019, Data Augmentation Revisited).
const FIRST_PART: f64 = 0.7;
/// Share of the teacher's training in which MNIST's images are distorted farther.
const TEACHER_FIRST_PART: f64 = 0.75;
/// How many times as far they are distorted then: unlike the network, the teacher is large enough to learn from it.
const FARTHER: f32 = 1.7;
/// The teacher's share in the committee's logits.
const SHARE: f32 = 0.6;
/// Negatives by which a network is calibrated, and which its report counts.
pub const NEGATIVES: usize = 10_000;

/// What a run of the recipe is told.
#[derive(Debug, Clone, Copy)]
pub struct Recipe {
    /// What all random numbers come from.
    pub seed: u64,
    /// Hidden units.
    pub hidden: usize,
    /// Passes over the examples.
    pub epochs: u32,
    /// The teacher's passes; with 0 the network learns from the labels.
    pub teacher_epochs: u32,
    /// Whether the teacher, where there is one, becomes the committee's convolutional member.
    pub committee: bool,
}

/// The recipe's two trainings.
#[derive(Debug)]
pub struct Trainings {
    /// The teacher's, which comes first.
    pub teacher: Training<ConvNetBatch>,
    /// The network's.
    pub network: Training<PerceptronBatch>,
}

/// What just ended in the run that is under way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Event {
    /// A minibatch.
    Minibatch,
    /// The soft targets of so many images, of so many; the first time of none.
    SoftTargets([u64; 2]),
    /// The making of so many of the calibration's images, of so many at most; the first time of none.
    Calibration([u64; 2]),
    /// A pass of the teacher over the examples, with its mean loss.
    TeacherEpoch(f64),
    /// A pass of the network, with its mean loss.
    Epoch(f64),
}

/// One point of the learning curves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Epochs done.
    pub epoch: u32,
    /// Mean loss over the examples of this epoch, augmented as they were.
    pub loss: f64,
    /// Share of the validation images read right, where there are any.
    pub validation_accuracy: Option<f64>,
}

impl Recipe {
    /// The trainings before their first step.
    pub fn start(&self, examples: &Examples) -> Trainings {
        let steps = |settings, epochs| minibatches(examples, settings) * u64::from(epochs);
        Trainings {
            teacher: Training::new(ConvNet::random(self.seed), TEACHER, steps(TEACHER, self.teacher_epochs)),
            network: Training::new(Perceptron::random(self.seed, self.hidden), NETWORK, steps(NETWORK, self.epochs)),
        }
    }

    /// Runs the trainings on from where they are. `observe` is told what happens, and stops them by an error.
    pub fn run(
        &self,
        examples: &Examples,
        trainings: &mut Trainings,
        mut observe: impl FnMut(&Trainings, Event) -> Result<()>,
    ) -> Result<Calibrated> {
        // With another seed than in the distillation: the teacher's outputs for examples that it learnt from are too sure.
        let all = trainings.teacher.steps;
        for (distorted, until) in [(FARTHER, (all as f64 * TEACHER_FIRST_PART) as u64), (1.0, all)] {
            let examples = examples.distorted(distorted);
            let labelled = Labelled { examples: &examples, seed: !self.seed };
            let steps = minibatches(&examples, TEACHER);
            while trainings.teacher.adam.steps < until {
                let loss = epoch(trainings, |trainings| &mut trainings.teacher, &labelled, steps, &mut observe)?;
                observe(trainings, Event::TeacherEpoch(loss))?;
            }
        }
        let all = trainings.network.steps;
        let first = (all as f64 * FIRST_PART) as u64;
        for (weaker, distilled, until) in [(false, DISTILLED, first), (true, DISTILLED / 2, all)] {
            if trainings.network.adam.steps >= until {
                continue; // a resumed training is past this part
            }
            let examples = if weaker { Cow::Owned(examples.distorted(0.5)) } else { Cow::Borrowed(examples) };
            let labelled = Labelled { examples: &examples, seed: self.seed.wrapping_add(weaker.into()) };
            let steps = minibatches(&examples, NETWORK);
            let distillation = (self.teacher_epochs > 0).then(|| {
                let shards = distilled.min(all as usize * SHARDS);
                let images = (shards * NETWORK.shard) as u64;
                let told = |done| observe(trainings, Event::SoftTargets([done as u64, images]));
                Distillation::new(labelled, &trainings.teacher.adam.average, shards, NETWORK.shard, told)
            });
            let distillation = distillation.transpose()?;
            while trainings.network.adam.steps < until {
                let network: fn(&mut Trainings) -> &mut _ = |trainings| &mut trainings.network;
                let loss = match &distillation {
                    Some(distillation) => epoch(trainings, network, distillation, steps, &mut observe)?,
                    None => epoch(trainings, network, &labelled, steps, &mut observe)?,
                };
                observe(trainings, Event::Epoch(loss))?;
            }
        }
        let dense = trainings.network.adam.average.clone().network()?;
        let teacher = (self.committee && self.teacher_epochs > 0).then(|| trainings.teacher.adam.average.clone());
        let convolutional = teacher.map(|teacher| anyhow::Ok((teacher.network()?, SHARE))).transpose()?;
        let committee = Committee::new(dense, convolutional, OutputLayer::Softmax)?;
        let images = [NEGATIVES as u64, (NEGATIVES + examples.digits()) as u64];
        observe(trainings, Event::Calibration([0, images[1]]))?;
        let negatives = examples.negatives(NEGATIVES);
        observe(trainings, Event::Calibration(images))?;
        Ok(calibrate(&committee, &examples.clean(), &negatives)?)
    }
}

/// Minibatches of a pass over the examples: as many images as there are digits.
fn minibatches(examples: &Examples, settings: Settings) -> u64 {
    examples.digits().div_ceil(settings.minibatch()) as u64
}

/// A pass of `steps` minibatches; returns its mean loss.
fn epoch<B: Batch>(
    trainings: &mut Trainings,
    of: fn(&mut Trainings) -> &mut Training<B>,
    source: &impl Source,
    steps: u64,
    observe: &mut impl FnMut(&Trainings, Event) -> Result<()>,
) -> Result<f64> {
    let mut loss = 0.0;
    for _ in 0..steps {
        loss += f64::from(of(trainings).step(source)) / steps as f64;
        observe(trainings, Event::Minibatch)?;
    }
    ensure!(loss.is_finite(), "the loss diverged in epoch {}: it is {loss}", of(trainings).adam.steps / steps);
    Ok(loss)
}
