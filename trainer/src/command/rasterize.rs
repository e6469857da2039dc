//! `trainer rasterize`: drawings into the images that the page sends.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use trainer::data::drawing::read_drawings;
use trainer::examples::raster::rasterize;

#[derive(clap::Args)]
pub struct Arguments {
    /// Drawings, newline-delimited JSON, plain or gzipped
    file: PathBuf,
}

/// Prints one image a line.
pub fn run(arguments: &Arguments) -> Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for drawing in read_drawings(&arguments.file)? {
        let brightness = rasterize(&drawing.strokes).context("a drawing without a point")?;
        serde_json::to_writer(&mut out, brightness.as_slice())?;
        writeln!(out)?;
    }
    Ok(out.flush()?)
}
