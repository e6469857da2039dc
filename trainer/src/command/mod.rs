//! What the command line can do, a file for each command.

pub mod convert;
pub mod cross_validate;
pub mod evaluate;
mod further;
pub mod rasterize;
pub mod train;

use std::path::PathBuf;

use anyhow::{Result, bail};
use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use trainer::drawing::{Drawing, read_drawings};

/// What every training is told.
#[derive(clap::Args)]
struct Learning {
    /// What all random numbers come from
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Passes over the examples
    #[arg(long, value_name = "N", default_value_t = 300, value_parser = clap::value_parser!(u32).range(1..))]
    epochs: u32,
    /// Hidden units
    #[arg(long, value_name = "N", default_value_t = 300, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    hidden: u32,
    /// Threads; 0 for one per core. They don't change the weights.
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
}

impl Learning {
    /// Sets how many threads all parallel work uses.
    fn use_threads(&self) -> Result<()> {
        Ok(rayon::ThreadPoolBuilder::new().num_threads(self.threads).build_global()?)
    }
}

/// Images done, how fast, the loss, and the time left; nothing when no one looks.
fn progress_bar(images: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {percent:>3}%  {rate} images/s  {msg}  {eta} left")
        .expect("a template of known keys")
        .with_key("rate", |state: &ProgressState, out: &mut dyn std::fmt::Write| {
            // A formatter that fails has nowhere to say so.
            let _ = write!(out, "{:.0}", state.per_sec());
        });
    ProgressBar::new(images).with_style(style)
}

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
