//! The model: the trained network, embedded in the function from the folder that the trainer writes.

use network::{Network, NpyError, OutputLayer, likeliest};
use serde::Deserialize;
use thiserror::Error;

use crate::answer::{Estimate, Explanation};
use crate::request::Request;

/// Bytes at an address for f32, so that the weights are read where they lie: to copy them would double the function's
/// start. (`include_dir` puts them anywhere.)
#[repr(C, align(64))]
struct Aligned<Bytes: ?Sized>(Bytes);

static HIDDEN: &Aligned<[u8]> = &Aligned(*include_bytes!("../model/hidden.npy"));
static OUTPUT: &Aligned<[u8]> = &Aligned(*include_bytes!("../model/output.npy"));
static CARD: &str = include_str!("../model/card.json");

/// Why the embedded folder is not a model.
#[derive(Debug, Error)]
pub enum ModelError {
    /// The card is not one.
    #[error("model/card.json: {0}")]
    Card(#[from] serde_json::Error),
    /// The weights are none.
    #[error("model/*.npy: {0}")]
    Weights(#[from] NpyError),
}

/// What the function reads of the model's card.
#[derive(Deserialize)]
struct Card {
    output_layer: OutputLayer,
    /// The least confidence, 0 to 1, that makes an image a digit.
    threshold: f64,
}

/// The trained network, and how sure it has to be.
#[derive(Debug)]
pub struct Model {
    network: Network,
    /// The card's.
    threshold: f64,
}

impl Model {
    /// The one that is embedded.
    ///
    /// # Errors
    /// When the folder that was embedded is no model.
    pub fn embedded() -> Result<Self, ModelError> {
        let card: Card = serde_json::from_str(CARD)?;
        let network = Network::from_static_npy(&HIDDEN.0, &OUTPUT.0, card.output_layer)?;
        Ok(Self { network, threshold: card.threshold })
    }

    /// What the network makes of the request's image. One that is nearly blank is no digit, whatever the network says.
    #[must_use]
    pub fn estimate(&self, request: &Request) -> Estimate {
        let image = &request.image.image;
        let logits = self.network.logits(image);
        let probabilities = self.network.probabilities(logits);
        let estimated = likeliest(&probabilities);
        let blank = image.is_nearly_blank();
        let confidence = if blank { 0.0 } else { self.network.confidence(logits) };
        let explanation = request.explain.then(|| {
            let mut others = logits;
            others[estimated] = f32::NEG_INFINITY;
            let runner_up = likeliest(&others);
            Explanation { evidence: self.network.evidence(image, estimated, runner_up).to_vec(), runner_up }
        });
        Estimate {
            estimated,
            probabilities,
            digit: !blank && f64::from(confidence) >= self.threshold,
            confidence,
            explanation,
        }
    }
}

#[cfg(test)]
mod tests {
    use ::tests::watch::SEVEN;
    use network::{Image, PIXELS};

    use super::*;
    use crate::request::parse;

    #[test]
    fn the_weights_are_read_where_they_lie() {
        let network = Model::embedded().expect("a model").network;
        for (file, weights) in [(&HIDDEN.0, network.hidden()), (&OUTPUT.0, network.output())] {
            assert!(file.as_ptr_range().contains(&weights.as_ptr().cast()));
        }
    }

    #[test]
    fn a_digit_is_what_reaches_the_threshold() {
        let mut model = Model::embedded().expect("a model");
        let request = parse(SEVEN).expect("a request");
        let confidence = f64::from(model.estimate(&request).confidence);
        for (threshold, digit) in [(0.0, true), (confidence, true), (confidence.next_up(), false)] {
            model.threshold = threshold;
            assert_eq!(model.estimate(&request).digit, digit, "{confidence} against {threshold}");
        }
    }

    #[test]
    fn the_evidence_sums_to_how_far_the_logits_move_from_the_blank_image() {
        let model = Model::embedded().expect("a model");
        let request = Request { explain: true, ..parse(SEVEN).expect("a request") };
        let estimate = model.estimate(&request);
        let Explanation { evidence, runner_up } = estimate.explanation.expect("it was asked for");
        // Ink that is lost in any sum stands for none.
        let mut faint = [0.0; PIXELS];
        faint[0] = 1e-30;
        let blank = Image::from_brightness(&faint).expect("ink");
        let [at, from] = [request.image.image, blank].map(|image| {
            let logits = model.network.logits(&image);
            logits[estimate.estimated] - logits[runner_up]
        });
        let sum: f32 = evidence.iter().sum();
        assert!((sum - (at - from)).abs() < 1e-3, "{sum}, expected {at} - {from}");
    }
}
