//! What stands only on MNIST itself. `make data` fetches it; without it these tests say that they are skipped.

use std::path::{Path, PathBuf};
use std::process::Command;

use network::Image;
use trainer::mnist::{Half, Mnist};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// MNIST's folder, where it is there.
fn data_set() -> Option<PathBuf> {
    let folder = workspace().join("data/mnist");
    let there = Half::Test.paths(&folder).iter().all(Option::is_some);
    if !there {
        println!("skipped: no MNIST in data/mnist; `make data` puts it there");
    }
    there.then_some(folder)
}

/// The last line of `trainer evaluate`: how many of the test images are read right.
fn evaluate(data_set: &Path, nn: &Path) -> String {
    let mut trainer = Command::new(env!("CARGO_BIN_EXE_trainer"));
    let output = trainer.arg("evaluate").arg("-d").arg(data_set).arg("-n").arg(nn).output().expect("the trainer");
    let words = String::from_utf8(output.stdout).expect("text");
    words.lines().last().unwrap_or_default().to_owned()
}

#[test]
fn every_image_is_in_mnists_frame() {
    let Some(folder) = data_set() else { return };
    for half in [Half::Training, Half::Test] {
        for (index, brightness) in Mnist::read(&folder, half).expect("MNIST").images.iter().enumerate() {
            let image = Image::from_brightness(&brightness.map(f32::from)).expect("ink");
            assert_eq!(image.normalize(), image, "image {index} of {half:?}");
        }
    }
}

#[test]
fn the_committed_weights_read_the_test_images() {
    let Some(folder) = data_set() else { return };
    let line = evaluate(&folder, &workspace().join("functions/estimate/model"));
    let right: u32 = line.split(' ').next().and_then(|right| right.parse().ok()).expect("a count");
    assert!(right >= 9930, "{line}");
}

/// The original system's weights, whose count is known; the file's place is in ORIGINAL_WEIGHTS.
#[test]
fn the_original_weights_read_what_they_always_did() {
    let Some(folder) = data_set() else { return };
    match std::env::var_os("ORIGINAL_WEIGHTS").map(PathBuf::from).filter(|file| file.is_file()) {
        Some(file) => assert_eq!(evaluate(&folder, &file), "09297 / 10000 = 92.97%"),
        None => println!("skipped: no file at $ORIGINAL_WEIGHTS"),
    }
}
