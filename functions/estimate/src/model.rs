//! The model: the trained committee, embedded in the function from the folder that the trainer writes.

use include_dir::{Dir, File, include_dir};
use network::{
    Committee, ConvNet, Image, ImageError, LAYERS, Network, NetworkError, Normalized, NpyError, OutputLayer, likeliest,
};
use serde::Deserialize;
use thiserror::Error;

use crate::answer::{Estimate, Explanation};

/// The folder as the trainer wrote it.
static FOLDER: Dir = include_dir!("$CARGO_MANIFEST_DIR/model");

/// Why the embedded folder is not a model.
#[derive(Debug, Error)]
pub enum ModelError {
    /// A file of it is not there.
    #[error("model/{0} is missing")]
    Missing(String),
    /// The card is not one.
    #[error("model/card.json: {0}")]
    Card(#[from] serde_json::Error),
    /// The weights are none.
    #[error("model/*.npy: {0}")]
    Weights(#[from] NpyError),
    /// The networks don't make a committee.
    #[error("model: {0}")]
    Committee(#[from] NetworkError),
}

/// What the function reads of the model's card.
#[derive(Deserialize)]
struct Card {
    output_layer: OutputLayer,
    /// The least confidence, 0 to 1, that makes an image a digit.
    threshold: f64,
    /// Where the dense network doesn't stand alone.
    members: Option<Members>,
}

#[derive(Deserialize)]
struct Members {
    convolutional: Member,
}

#[derive(Deserialize)]
struct Member {
    /// In the committee's logits, 0 to 1.
    share: f32,
}

/// The trained committee, and how sure it has to be.
#[derive(Debug)]
pub struct Model {
    committee: Committee,
    /// The card's.
    threshold: f64,
}

impl Model {
    /// The one that is embedded.
    pub fn embedded() -> Result<Self, ModelError> {
        let card: Card = serde_json::from_slice(file("card.json")?)?;
        let dense = Network::from_npy(layer("hidden")?, layer("output")?)?;
        let convolutional = card.members.map(|members| {
            let [first, second, hidden, output] = LAYERS.map(|(name, _)| layer(name));
            let network = ConvNet::from_npy([first?, second?, hidden?, output?])?;
            Ok::<_, ModelError>((network, members.convolutional.share))
        });
        let committee = Committee::new(dense, convolutional.transpose()?, card.output_layer)?;
        Ok(Self { committee, threshold: card.threshold })
    }

    /// What the committee makes of an image of 784 brightnesses, 0 to 255, row by row. One that is nearly blank is no
    /// digit, whatever the committee says.
    pub fn estimate(&self, brightness: &[f32], explain: bool) -> Result<Estimate, ImageError> {
        let Normalized { image, inverted } = Image::from_brightness(brightness)?.normalize()?;
        let logits = self.committee.logits(&image);
        let probabilities = self.committee.probabilities(logits);
        let estimated = likeliest(&probabilities);
        let blank = image.is_nearly_blank();
        let confidence = if blank { 0.0 } else { self.committee.confidence(logits) };
        let explanation = explain.then(|| {
            let mut others = logits;
            others[estimated] = f32::NEG_INFINITY;
            let runner_up = likeliest(&others);
            Explanation {
                image: image.intensities().iter().map(|intensity| intensity * 255.0).collect(),
                evidence: self.committee.evidence(&image, estimated, runner_up).to_vec(),
                runner_up,
            }
        });
        Ok(Estimate {
            estimated,
            probabilities,
            digit: !blank && f64::from(confidence) >= self.threshold,
            confidence,
            inverted,
            explanation,
        })
    }
}

/// What a layer's file holds.
fn layer(name: &str) -> Result<&'static [u8], ModelError> {
    file(&format!("{name}.npy"))
}

/// What a file of the folder holds.
fn file(name: &str) -> Result<&'static [u8], ModelError> {
    FOLDER.get_file(name).map(File::contents).ok_or_else(|| ModelError::Missing(name.to_owned()))
}

#[cfg(test)]
mod tests {
    use ::tests::watch::SEVEN;
    use network::PIXELS;

    use super::*;
    use crate::request::{Input, parse};

    fn seven() -> Vec<f32> {
        match parse(SEVEN).expect("a request").input {
            Input::One(brightness) => brightness,
            Input::Batch(_) => panic!("a batch"),
        }
    }

    /// A file that nothing reads would only make the function larger.
    #[test]
    fn the_folder_holds_what_is_read_and_nothing_else() {
        let mut names: Vec<_> = FOLDER.entries().iter().map(|entry| entry.path()).collect();
        names.sort();
        let model = Model::embedded().expect("a model");
        let convolutional = model.committee.convolutional().map(|_| LAYERS.map(|(name, _)| format!("{name}.npy")));
        let mut read: Vec<_> = ["card.json", "hidden.npy", "output.npy"].map(str::to_owned).into();
        read.extend(convolutional.into_iter().flatten());
        read.sort();
        assert_eq!(names, read.iter().map(std::path::Path::new).collect::<Vec<_>>());
    }

    #[test]
    fn a_missing_file_is_named() {
        assert_eq!(file("bias.npy").expect_err("no file").to_string(), "model/bias.npy is missing");
    }

    #[test]
    fn a_digit_is_what_reaches_the_threshold() {
        let mut model = Model::embedded().expect("a model");
        let confidence = f64::from(model.estimate(&seven(), false).expect("an estimate").confidence);
        for (threshold, digit) in [(0.0, true), (confidence, true), (confidence.next_up(), false)] {
            model.threshold = threshold;
            let estimate = model.estimate(&seven(), false).expect("an estimate");
            assert_eq!(estimate.digit, digit, "{confidence} against {threshold}");
        }
    }

    #[test]
    fn the_evidence_sums_to_how_far_the_logits_move_from_the_blank_image() {
        let model = Model::embedded().expect("a model");
        let estimate = model.estimate(&seven(), true).expect("an estimate");
        let Explanation { image, evidence, runner_up } = estimate.explanation.expect("it was asked for");
        // Ink that is lost in any sum stands for none.
        let mut faint = [0.0; PIXELS];
        faint[0] = 1e-30;
        let blank = Image::from_brightness(&faint).expect("ink");
        let read = Image::from_brightness(&image).expect("the image that was read");
        let [at, from] = [read, blank].map(|image| {
            let logits = model.committee.logits(&image);
            logits[estimate.estimated] - logits[runner_up]
        });
        let (sum, size) = (evidence.iter().sum::<f32>(), evidence.iter().map(|e| e.abs()).sum::<f32>());
        // That of a convolutional member is summed in steps.
        let bound = if model.committee.convolutional().is_some() { 0.01 * size } else { 1e-3 };
        assert!((sum - (at - from)).abs() < bound, "{sum} of {size}, expected {at} - {from}");
    }
}
