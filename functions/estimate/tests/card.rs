//! The model's card and the weights beside it.

use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest, Sha256};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("model")
}

fn card() -> Value {
    serde_json::from_slice(&std::fs::read(folder().join("card.json")).expect("a card")).expect("JSON")
}

#[test]
fn the_threshold_is_a_confidence() {
    let threshold = card()["threshold"].as_f64().expect("a number");
    assert!((0.0..=1.0).contains(&threshold), "{threshold}");
}

#[test]
fn the_card_names_these_weights() {
    let card = card();
    let files = std::fs::read_dir(folder()).expect("the folder").map(|file| file.expect("a file").path());
    let weights: Vec<_> = files.filter(|path| path.extension().is_some_and(|extension| extension == "npy")).collect();
    assert_eq!(card["weights_sha256"].as_object().expect("names").len(), weights.len());
    for path in weights {
        let name = path.file_name().expect("a name").to_str().expect("text");
        let weights = std::fs::read(&path).expect("weights");
        let sha256: String = Sha256::digest(weights).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(card["weights_sha256"][name], sha256, "{name}");
    }
}
