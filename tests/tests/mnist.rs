//! MNIST's 10,000 test images, posted as they are, through the real `cargo lambda watch` to the committed weights.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use tests::watch::Watch;
use tests::workspace::root;

/// What the committed weights read right at least, of 10,000.
const FLOOR: usize = 9_880;

#[test]
#[cfg_attr(not(mnist), ignore = "needs data/mnist: run `make data`")]
fn the_committed_weights_read_mnist() -> Result<()> {
    let file = |name: &str, header: usize| -> Result<Vec<u8>> {
        Ok(std::fs::read(root().join("data/mnist").join(name)).context("run `make data`")?.split_off(header))
    };
    let images = file("t10k-images-idx3-ubyte", 16)?; // 10,000 × 784
    let labels = file("t10k-labels-idx1-ubyte", 8)?;
    assert_eq!(labels.len(), 10_000);

    let watch = Watch::start()?;
    let mut right = 0;
    for (image, label) in images.chunks(784).zip(labels) {
        let (status, body) = watch.request("POST", "/estimate", &json!({ "input": image }).to_string())?;
        assert_eq!(status, 200, "{body}");
        right += usize::from(serde_json::from_str::<Value>(&body)?["estimated"] == label);
    }
    println!("{right} of 10,000");
    assert!(right >= FLOOR, "{right} of 10,000");
    Ok(())
}
