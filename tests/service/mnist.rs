//! What stands only on MNIST itself, which `make data` fetches.

use std::path::PathBuf;

use anyhow::{Context, Result};
use network::Image;
use serde_json::{Value, json};
use tests::watch::Watch;
use tests::workspace::root;
use trainer::data::mnist::{Mnist, Split};
use trainer::evaluate::predictions::Predictions;
use trainer::model::store::Store;

/// What the committed weights read right at least, of the 10,000 test images.
const FLOOR: usize = 9_930;

fn mnist(split: Split) -> Result<Mnist> {
    Ok(Mnist::read(&root().join("data/mnist"), split)?.0)
}

/// The test images, posted as they are through the real `cargo lambda watch`.
#[test]
#[cfg_attr(not(mnist), ignore = "needs data/mnist: run `make data`")]
fn the_committed_weights_read_mnist() -> Result<()> {
    let mnist = mnist(Split::Test)?;
    let watch = Watch::shared()?;
    let mut right = 0;
    for (image, label) in mnist.images.iter().zip(mnist.labels) {
        let (status, body) = watch.request("POST", "/estimate", &json!({ "input": image.as_slice() }).to_string())?;
        assert_eq!(status, 200, "{body}");
        right += usize::from(serde_json::from_str::<Value>(&body)?["estimated"] == label);
    }
    println!("{right} of 10,000");
    assert!(right >= FLOOR, "{right} of 10,000");
    Ok(())
}

#[test]
#[cfg_attr(not(mnist), ignore = "needs data/mnist: run `make data`")]
fn every_image_is_in_mnists_frame() -> Result<()> {
    for split in [Split::Training, Split::Test] {
        for (index, brightness) in mnist(split)?.images.iter().enumerate() {
            let image = Image::from_brightness(&brightness.map(f32::from))?;
            assert_eq!(image.normalize()?.image, image, "image {index} of {split:?}");
            assert!(!image.is_nearly_blank(), "image {index} of {split:?}");
        }
    }
    Ok(())
}

/// The weights of the system before this one, of which the count is known. Where they are, ORIGINAL_WEIGHTS says.
#[test]
#[cfg_attr(not(all(mnist, original_weights)), ignore = "needs data/mnist and $ORIGINAL_WEIGHTS")]
fn the_original_weights_read_what_they_always_did() -> Result<()> {
    let file = PathBuf::from(std::env::var_os("ORIGINAL_WEIGHTS").context("ORIGINAL_WEIGHTS")?);
    let (committee, _) = Store::new(file).read()?;
    assert_eq!(Predictions::of(&committee, &mnist(Split::Test)?.examples()?).right(), 9_297);
    Ok(())
}
