//! The model card: how a network was made, and what it was measured to do.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use network::{Committee, OutputLayer};
use serde::{Deserialize, Serialize};

/// Written beside the weights. No time stands in it: the same run writes the same bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// The trainer's version.
    pub trainer: String,
    /// The recipe's name.
    pub recipe: String,
    /// What the ten outputs mean; the function reads this.
    pub output_layer: OutputLayer,
    /// Hidden units.
    pub hidden: usize,
    /// What all random numbers came from.
    pub seed: u64,
    /// Passes over the training examples.
    pub epochs: u32,
    /// Passes of the teacher before; 0 where there was none.
    #[serde(default)]
    pub teacher_epochs: u32,
    /// Share of the training digits that were written by rules.
    #[serde(default, skip_serializing_if = "is_none")]
    pub allographs: f64,
    /// The least confidence of what passes for a digit; the function reads this. 0 lets everything pass.
    #[serde(default)]
    pub threshold: f64,
    /// SHA-256 of each data file, before any gzip.
    pub data_sha256: BTreeMap<String, String>,
    /// SHA-256 of each file of weights.
    pub weights_sha256: BTreeMap<String, String>,
    /// Share of the validation images (MNIST's last 10,000 training images) read right, when they were not trained on.
    pub validation_accuracy: Option<f64>,
    /// The committee's two members; none where the dense network stands alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<Members>,
    /// What other networks of the same recipe made of what was held out from them: drawings by strangers, for each file;
    /// MNIST's validation images; and kinds of negatives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folds: Option<BTreeMap<String, FoldFigures>>,
    /// How the weights were fine-tuned after that, in the order in which they were.
    #[serde(default, alias = "further", skip_serializing_if = "Vec::is_empty")]
    pub fine_tuning: Vec<FineTuning>,
}

/// A share of nothing.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's own signature")]
fn is_none(share: &f64) -> bool {
    *share == 0.0
}

/// The members of a committee.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Members {
    /// The network of two dense layers.
    pub dense: Member,
    /// The convolutional one.
    pub convolutional: Member,
}

/// A member of a committee.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// Its share in the logits, 0 to 1; the function reads the convolutional one's.
    pub share: f32,
    /// (outputs, inputs + 1) of each layer.
    pub layers: Vec<(usize, usize)>,
    /// As the committee's, by itself.
    pub validation_accuracy: Option<f64>,
}

/// What a network was fine-tuned to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FineTuning {
    /// SHA-256 of each file of the weights that it went on from.
    pub from_sha256: BTreeMap<String, String>,
    /// SHA-256 of each data file, before any gzip.
    pub data_sha256: BTreeMap<String, String>,
    /// What all random numbers came from.
    pub seed: u64,
}

/// What cross-validation found.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FoldFigures {
    /// Share of the digits read right, all folds pooled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accuracy: Option<f64>,
    /// Expected calibration error in 15 bins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calibration_error: Option<f64>,
    /// Share rejected as no digit.
    #[serde(alias = "refused", skip_serializing_if = "Option::is_none")]
    pub rejected: Option<f64>,
    /// Share read right as a page without fitting sends them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accuracy_unfitted: Option<f64>,
    /// Share read right by each member of the committees by itself.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub members_accuracy: BTreeMap<String, f64>,
}

impl Card {
    /// Says of the committee what share of the validation images it reads right, who its members are, and what share they
    /// read right.
    pub fn describe(
        &mut self,
        committee: &Committee,
        validation_accuracy: Option<f64>,
        of_member: impl Fn(&Committee) -> Option<f64>,
    ) {
        self.validation_accuracy = validation_accuracy;
        self.members = committee.convolutional().map(|(convolutional, share)| {
            let dense = [committee.dense().hidden().dim(), committee.dense().output().dim()];
            let [of_dense, of_convolutional] = committee.members().expect("two").map(|(_, member)| of_member(&member));
            let member = |share, layers, validation_accuracy| Member { share, layers, validation_accuracy };
            Members {
                dense: member(1.0 - share, dense.to_vec(), of_dense),
                convolutional: member(
                    share,
                    convolutional.layers().map(|layer| layer.dim()).to_vec(),
                    of_convolutional,
                ),
            }
        });
    }

    /// Reads the card in the file.
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = fs::read(path).with_context(|| path.display().to_string())?;
        serde_json::from_slice(&bytes).with_context(|| format!("{}: not a model card", path.display()))
    }

    /// As it stands in the file.
    pub fn to_json(&self) -> Vec<u8> {
        let mut json = serde_json::to_vec_pretty(self).expect("names and numbers");
        json.push(b'\n');
        json
    }
}
