//! The convolutional network's two forward passes, in batches while it learns and for one image, agree.

use network::{Image, PIXELS};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use trainer::nn::batch::Batch;
use trainer::nn::convnet::{ConvNet, ConvNetBatch};
use trainer::nn::parameters::Parameters;

const IMAGES: usize = 8;

/// With random biases too, and images from full to nearly empty.
#[test]
fn a_batch_and_an_image_give_the_same_logits() {
    let mut rng = Pcg64Mcg::seed_from_u64(5);
    let mut weights = ConvNet::random(5);
    for layer in weights.layers_mut() {
        layer.iter_mut().for_each(|weight| *weight += (rng.random::<f32>() - 0.5) * 0.1);
    }
    let mut batch = ConvNetBatch::new(IMAGES, &weights);
    let mut images = Vec::new();
    for (index, row) in batch.rows().enumerate() {
        let inked = 0.6_f64.powi(index as i32);
        row.intensities.fill_with(|| if rng.random_bool(inked) { rng.random() } else { 0.0 });
        let intensities: &[f32; PIXELS] = (&*row.intensities).try_into().expect("784");
        images.push(Image::from_intensities(intensities).expect("ink"));
    }
    let expected = batch.logits(&weights).clone();
    let network = weights.clone().network().expect("finite weights");
    assert_eq!(ConvNet::from(&network), weights);
    for (image, expected) in images.iter().zip(expected.rows()) {
        for (found, expected) in network.logits(image).iter().zip(expected) {
            assert!((found - expected).abs() < 1e-4, "{found}, expected {expected}");
        }
    }
}
