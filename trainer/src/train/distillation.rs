//! Sampled examples with their labels, and distillation: with soft targets from a larger network, the teacher (Hinton, Vinyals
//! and Dean 2015).

use anyhow::Result;
use ndarray::ArrayView1;
use network::DIGITS;
use rayon::prelude::*;

use super::training::{Source, random_of};
use crate::examples::sampling::Examples;
use crate::nn::batch::{Batch, Row};
use crate::nn::convnet::{ConvNet, ConvNetBatch};

/// Examples sampled at random, with their labels as targets.
#[derive(Debug, Clone, Copy)]
pub struct Labelled<'a> {
    /// What is sampled from.
    pub examples: &'a Examples,
    /// What the random numbers come from.
    pub seed: u64,
}

impl Source for Labelled<'_> {
    fn fill<'a>(&self, shard: u64, rows: impl Iterator<Item = Row<'a>>) {
        let mut rng = random_of(self.seed, shard);
        for Row { intensities, target } in rows {
            self.examples.sample(&mut rng, intensities, target);
        }
    }
}

/// The teacher's logits are divided by this, so that its soft targets tell more of what else an image could be.
const TEMPERATURE: f32 = 2.0;

/// Shards between two reports of how many have their soft targets: a second's work or so.
const REPORTED: usize = 160;

/// Labelled examples, those of digits with the teacher's soft targets. The targets of negatives stay labels: with soft
/// ones, the network rejects fewer of them.
#[derive(Debug)]
pub struct Distillation<'a> {
    labelled: Labelled<'a>,
    /// Images in a shard.
    shard: usize,
    /// Of each image, shard by shard.
    targets: Vec<[f32; DIGITS]>,
}

impl<'a> Distillation<'a> {
    /// The soft targets of the first `shards` shards of `shard` images each; after them the same examples come again.
    /// `observe` is told how many images have theirs, and stops it by an error.
    pub fn new(
        labelled: Labelled<'a>,
        teacher: &ConvNet,
        shards: usize,
        shard: usize,
        mut observe: impl FnMut(usize) -> Result<()>,
    ) -> Result<Self> {
        let mut targets = vec![[0.0; DIGITS]; shards * shard];
        let batch = || ConvNetBatch::new(shard, teacher);
        for (block, targets) in targets.chunks_mut(REPORTED * shard).enumerate() {
            observe(block * REPORTED * shard)?;
            targets.par_chunks_mut(shard).enumerate().for_each_init(batch, |batch, (index, targets)| {
                labelled.fill((block * REPORTED + index) as u64, batch.rows());
                for (target, row) in targets.iter_mut().zip(batch.rows()) {
                    target.copy_from_slice(row.target);
                }
                for (target, logits) in targets.iter_mut().zip(batch.logits(teacher).rows()) {
                    if target.contains(&1.0) {
                        *target = soft_target(logits);
                    }
                }
            });
        }
        Ok(Self { labelled, shard, targets })
    }
}

impl Source for Distillation<'_> {
    fn fill<'a>(&self, shard: u64, rows: impl Iterator<Item = Row<'a>>) {
        let shard = shard % (self.targets.len() / self.shard) as u64;
        let targets = &self.targets[shard as usize * self.shard..];
        let Labelled { examples, seed } = self.labelled;
        let mut rng = random_of(seed, shard);
        for (Row { intensities, target }, soft_target) in rows.zip(targets) {
            examples.sample(&mut rng, intensities, target);
            target.copy_from_slice(soft_target);
        }
    }
}

/// The softmax of the digits' logits at the temperature, beside an eleventh, "no digit", that is always 0.
fn soft_target(logits: ArrayView1<f32>) -> [f32; DIGITS] {
    let odds: [f32; DIGITS] = std::array::from_fn(|digit| (logits[digit] / TEMPERATURE).exp());
    let sum = 1.0 + odds.iter().sum::<f32>();
    odds.map(|odds| odds / sum)
}

#[cfg(test)]
mod tests {
    use network::PIXELS;

    use super::*;
    use crate::data::mnist::Mnist;
    use crate::examples::negatives::KINDS;

    const SHARD: usize = 5;

    /// The intensities and the targets of a shard.
    fn filled(source: &impl Source, shard: u64) -> (Vec<f32>, Vec<[f32; DIGITS]>) {
        let (mut images, mut targets) = (vec![0.5; SHARD * PIXELS], vec![[0.5; DIGITS]; SHARD]);
        let rows = images.chunks_mut(PIXELS).zip(&mut targets);
        source.fill(shard, rows.map(|(intensities, target)| Row { intensities, target }));
        (images, targets)
    }

    /// At the temperature, which halves the logits, odds of 3, and of 1 ten times.
    #[test]
    fn soft_targets_are_at_the_temperature() {
        let mut logits = [0.0; DIGITS];
        logits[4] = 2.0 * 3.0_f32.ln();
        for (digit, found) in soft_target(ArrayView1::from(&logits)).into_iter().enumerate() {
            let expected = if digit == 4 { 3.0 / 13.0 } else { 1.0 / 13.0 };
            assert!((found - expected).abs() < 1e-6, "{found}, expected {expected}");
        }
    }

    #[test]
    fn digits_have_soft_targets_and_come_again() {
        let bar = std::array::from_fn(|pixel| if pixel % 28 / 3 == 4 { 255 } else { 0 });
        let examples = Examples::new(Mnist { images: vec![bar], labels: vec![7] }, [], &KINDS[..1]);
        let labelled = Labelled { examples: &examples, seed: 1 };
        let teacher = ConvNet::random(1);
        let mut told = Vec::new();
        let observe = |images| {
            told.push(images);
            Ok(())
        };
        let shards = REPORTED + 2;
        let distillation = Distillation::new(labelled, &teacher, shards, SHARD, observe).expect("nothing stops it");
        assert_eq!(told, [0, REPORTED * SHARD]);
        let mut negatives = 0;
        for shard in [0, 1, 2, REPORTED as u64 + 1] {
            let (images, targets) = filled(&distillation, shard);
            assert_eq!(filled(&distillation, shard + shards as u64), (images.clone(), targets.clone()));
            let (expected_images, labels) = filled(&labelled, shard);
            assert_eq!(images, expected_images);
            let mut batch = ConvNetBatch::new(SHARD, &teacher);
            labelled.fill(shard, batch.rows());
            for ((label, target), logits) in labels.iter().zip(targets).zip(batch.logits(&teacher).rows()) {
                let is_digit = label[7] == 1.0;
                negatives += usize::from(!is_digit);
                assert_eq!(target, if is_digit { soft_target(logits) } else { [0.0; DIGITS] });
            }
        }
        assert!((1..10).contains(&negatives), "{negatives} of 20");
    }
}
