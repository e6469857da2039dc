//! The model: the trained network, embedded in the function from the folder that the trainer writes.

use network::{Image, Network, NpyError, OutputLayer, likeliest};
use serde::Deserialize;
use thiserror::Error;

use crate::answer::Estimate;

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
}

/// The trained network.
#[derive(Debug)]
pub struct Model {
    network: Network,
}

impl Model {
    /// The one that is embedded.
    ///
    /// # Errors
    /// When the folder that was embedded is no model.
    pub fn embedded() -> Result<Self, ModelError> {
        let card: Card = serde_json::from_str(CARD)?;
        let network = Network::from_static_npy(&HIDDEN.0, &OUTPUT.0, card.output_layer)?;
        Ok(Self { network })
    }

    /// What the network makes of `image`, in whatever frame it comes.
    #[must_use]
    pub fn estimate(&self, image: &Image) -> Estimate {
        let probabilities = self.network.forward(&image.normalize());
        Estimate { estimated: likeliest(&probabilities), probabilities }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_are_read_where_they_lie() {
        let network = Model::embedded().expect("a model").network;
        for (file, weights) in [(&HIDDEN.0, network.hidden()), (&OUTPUT.0, network.output())] {
            assert!(file.as_ptr_range().contains(&weights.as_ptr().cast()));
        }
    }
}
