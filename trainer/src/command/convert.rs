//! `trainer convert`: UNIPEN text into drawings.

use std::io::{Read, Write};
use std::path::PathBuf;

use anyhow::{Context, Result};
use trainer::data::drawing::open;
use trainer::data::unipen;

#[derive(clap::Args)]
pub struct Arguments {
    /// UNIPEN text, plain or gzipped
    file: PathBuf,
    /// Width and height of what was drawn on, in the file's units
    #[arg(long = "box", value_names = ["WIDTH", "HEIGHT"], num_args = 2)]
    canvas: Option<Vec<f64>>,
}

/// Prints one drawing a line.
pub fn run(arguments: &Arguments) -> Result<()> {
    let file = arguments.file.display();
    let canvas = arguments.canvas.as_ref().map(|sides| [sides[0], sides[1]]);
    let mut text = String::new();
    open(&arguments.file).and_then(|mut open| open.read_to_string(&mut text)).with_context(|| file.to_string())?;
    let unipen = unipen::parse(&text, canvas).with_context(|| file.to_string())?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for drawing in &unipen.drawings {
        serde_json::to_writer(&mut out, drawing)?;
        writeln!(out)?;
    }
    out.flush()?;
    eprintln!("{file}: {} drawings, {} segments skipped", unipen.drawings.len(), unipen.skipped);
    Ok(())
}
