//! `trainer evaluate`: how well a network reads MNIST's test images, and drawings.

use std::path::PathBuf;

use anyhow::{Context, Result};
use network::Image;
use trainer::evaluate::Tally;
use trainer::mnist::{Half, Mnist};
use trainer::raster::rasterize;
use trainer::store::Store;

use super::read_all;

#[derive(clap::Args)]
pub struct Arguments {
    /// Folder with MNIST's four IDX files, plain or gzipped
    #[arg(short, long, value_name = "DIR", required_unless_present = "drawings")]
    data_set: Option<PathBuf>,
    /// Drawings to read, newline-delimited JSON, plain or gzipped
    #[arg(long, value_name = "FILE", num_args = 1..)]
    drawings: Vec<PathBuf>,
    /// The weights: an .npz, or a model folder
    #[arg(short, long, value_name = "FILE")]
    nn: PathBuf,
}

/// Prints a table for the test images, and one for each file of drawings.
pub fn run(arguments: &Arguments) -> Result<()> {
    let (network, _) = Store::new(arguments.nn.clone()).read()?;
    for file in &arguments.drawings {
        let drawings = read_all(std::slice::from_ref(file))?;
        let examples = drawings
            .iter()
            .filter_map(|drawing| Some((rasterize(&drawing.strokes)?, drawing.digit()?)))
            .map(|(brightness, label)| Ok((Image::from_brightness(&brightness.map(f32::from))?, label)))
            .collect::<Result<Vec<_>>>()?;
        println!("{}\n{}", file.display(), Tally::of(&network, &examples));
    }
    if let Some(folder) = &arguments.data_set {
        let mnist = Mnist::read(folder, Half::Test)?;
        println!("{}", Tally::of(&network, &mnist.examples().context(folder.display().to_string())?));
    }
    Ok(())
}
