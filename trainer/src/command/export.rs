//! `trainer export`: a network's weights as an ONNX file.

use std::path::PathBuf;

use anyhow::Result;
use trainer::model::store::{Store, write_aside};
use trainer::onnx::onnx;

#[derive(clap::Args)]
pub struct Arguments {
    /// The weights: an .npz, or a model folder
    #[arg(short, long, value_name = "FILE")]
    nn: PathBuf,
    /// The file to write, as a rule `NAME.onnx`
    file: PathBuf,
}

/// Writes the file.
pub fn run(arguments: &Arguments) -> Result<()> {
    let (committee, card) = Store::new(arguments.nn.clone()).read()?;
    write_aside(&[(arguments.file.clone(), onnx(&committee, card.as_ref()))])
}
