//! What the command line can do, a file for each command.

pub mod evaluate;
pub mod rasterize;
pub mod train;

use std::path::PathBuf;

use anyhow::{Result, bail};
use trainer::drawing::{Drawing, read_drawings};

/// All drawings of the files; says on the standard error how many are there, and how many are of no digit.
fn read_all(files: &[PathBuf]) -> Result<Vec<Drawing>> {
    let mut all = Vec::new();
    for file in files {
        let drawings = read_drawings(file)?;
        let digits = drawings.iter().filter(|drawing| drawing.digit().is_some()).count();
        if digits == 0 {
            bail!("{}: no drawing with a label from 0 to 9 in {} lines", file.display(), drawings.len());
        }
        eprintln!("{}: {digits} drawings of digits, {} of others skipped", file.display(), drawings.len() - digits);
        all.extend(drawings);
    }
    Ok(all)
}
