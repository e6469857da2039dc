//! `trainer evaluate`: how well a network reads MNIST's test images, and drawings.

use std::io::{Write, stdout};
use std::path::PathBuf;

use anyhow::{Context, Result};
use network::Image;
use trainer::evaluate::{Read, Refusals, confidences};
use trainer::mnist::{Half, Mnist};
use trainer::nondigit::is_nondigit;
use trainer::store::Store;

use super::{image_of, read_all};

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
    let (network, card) = Store::new(arguments.nn.clone()).read()?;
    let threshold = card.map_or(0.0, |card| card.threshold);
    let print = |examples: &[(Image, u8)]| {
        let Read { tally, refusals } = Read::of(&network, threshold, examples);
        writeln!(stdout(), "refused as no digit {refusals}\n{tally}")
    };
    for file in &arguments.drawings {
        let (mut digits, mut others) = (Vec::new(), Vec::new());
        for drawing in read_all(std::slice::from_ref(file))? {
            let image = image_of(&drawing)?;
            match drawing.digit() {
                Some(label) => digits.push((image, label)),
                None if is_nondigit(&drawing) => others.push(image),
                None => {}
            }
        }
        writeln!(stdout(), "{}", file.display())?;
        if !others.is_empty() {
            let refusals = Refusals::of(&confidences(&network, &others), threshold);
            writeln!(stdout(), "of {} drawings of no digit, refused {refusals}", others.len())?;
        }
        if !digits.is_empty() {
            print(&digits)?;
        }
    }
    if let Some(folder) = &arguments.data_set {
        print(&Mnist::read(folder, Half::Test)?.examples().context(folder.display().to_string())?)?;
    }
    Ok(())
}
