//! The gradients of a small network against finite differences of its loss, and the losses of a short seeded run.

use network::OutputLayer;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use trainer::backprop::{Shard, Weights};

const UNITS: usize = 5;
const IMAGES: usize = 3;

fn random_weights(rng: &mut Pcg64Mcg) -> Weights {
    let mut weights = Weights::zeros(UNITS);
    weights.slices_mut().into_iter().flatten().for_each(|weight| *weight = rng.random::<f32>() - 0.5);
    weights
}

fn check(output_layer: OutputLayer) {
    let mut rng = Pcg64Mcg::seed_from_u64(7);
    let mut weights = random_weights(&mut rng);
    let mut shard = Shard::new(IMAGES, UNITS);
    for (image, (mut intensities, mut target)) in shard.rows().enumerate() {
        intensities.mapv_inplace(|_| rng.random());
        target[image * 3] = 0.9; // soft targets too must be right
        target[image * 3 + 1] = 0.1;
    }
    shard.backprop(&weights, output_layer);
    let gradient = shard.gradient.clone();
    let step = 1e-2;
    for layer in 0..2 {
        let count = weights.slices()[layer].len();
        for index in (0..count).step_by(count / 47) {
            let mut loss_at = |offset: f32| {
                weights.slices_mut()[layer][index] += offset;
                shard.backprop(&weights, output_layer);
                weights.slices_mut()[layer][index] -= offset;
                f64::from(shard.loss)
            };
            let difference = (loss_at(step) - loss_at(-step)) / (2.0 * f64::from(step));
            let found = f64::from(gradient.slices()[layer][index]);
            assert!(
                (found - difference).abs() < 1e-3 + 1e-2 * difference.abs(),
                "{output_layer:?}, layer {layer}, weight {index}: gradient {found}, difference {difference}"
            );
        }
    }
}

#[test]
fn the_gradient_is_the_slope_of_the_loss() {
    check(OutputLayer::Softmax);
    check(OutputLayer::Sigmoid);
}
