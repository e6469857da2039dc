//! The model: the trained network, embedded in the function from the folder that the trainer writes.

use include_dir::{Dir, include_dir};
use network::{Image, Network, NpyError, OutputLayer, likeliest};
use serde::Deserialize;
use thiserror::Error;

use crate::answer::Estimate;

static FOLDER: Dir = include_dir!("$CARGO_MANIFEST_DIR/model");

/// Why the embedded folder is not a model.
#[derive(Debug, Error)]
pub enum ModelError {
    /// A file is not there.
    #[error("model/{0} is missing")]
    Missing(&'static str),
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
        let file = |name| FOLDER.get_file(name).ok_or(ModelError::Missing(name)).map(include_dir::File::contents);
        let card: Card = serde_json::from_slice(file("card.json")?)?;
        let network = Network::from_npy(file("hidden.npy")?, file("output.npy")?, card.output_layer)?;
        Ok(Self { network })
    }

    /// What the network makes of `image`, in whatever frame it comes.
    #[must_use]
    pub fn estimate(&self, image: &Image) -> Estimate {
        let probabilities = self.network.forward(&image.normalize());
        Estimate { estimated: likeliest(&probabilities), probabilities }
    }
}
