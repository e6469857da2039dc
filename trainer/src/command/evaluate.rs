//! `trainer evaluate`: how well a committee reads MNIST's test images, and drawings.

use std::io::{Write, stdout};
use std::path::PathBuf;

use anyhow::Result;
use trainer::data::mnist::Split;
use trainer::evaluate::evaluation::{Evaluation, TestSet};
use trainer::examples::negatives::is_negative;
use trainer::model::store::Store;

use super::{read_all, read_split, test_set};

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

/// Prints a table for the test images, and one for each file of drawings; before it a line for each member.
pub fn run(arguments: &Arguments) -> Result<()> {
    let (committee, card) = Store::new(arguments.nn.clone()).read()?;
    let threshold = card.map_or(0.0, |card| card.threshold);
    let members: Vec<_> = committee.members().into_iter().flatten().collect();
    let print = |set: &TestSet| {
        let evaluation = Evaluation::of(&committee, threshold, set);
        let negatives = evaluation.negatives;
        if negatives.total > 0 {
            writeln!(stdout(), "of {} drawings of no digit, rejected {negatives}", negatives.total)?;
        }
        if evaluation.digits().total > 0 {
            for (name, member) in &members {
                writeln!(stdout(), "{name} by itself: {}", Evaluation::of(member, threshold, set))?;
            }
            writeln!(stdout(), "{evaluation:#}")?;
        }
        anyhow::Ok(())
    };
    for file in &arguments.drawings {
        let mut drawings = read_all(std::slice::from_ref(file))?;
        drawings.retain(|drawing| drawing.digit().is_some() || is_negative(drawing));
        writeln!(stdout(), "{}", file.display())?;
        print(&TestSet::of_drawings(&drawings)?)?;
    }
    if let Some(folder) = &arguments.data_set {
        print(&test_set(&read_split(folder, Split::Test)?, folder)?)?;
    }
    Ok(())
}
