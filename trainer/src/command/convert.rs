//! `trainer convert`: the handwriting of others into drawings.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Result, bail, ensure};
use trainer::data::file::{read, text, what_is};
use trainer::data::handwriting::Format;
use trainer::data::{inkml, uji, unipen};

#[derive(clap::Args)]
pub struct Arguments {
    /// UNIPEN text, InkML, or the text of the UJI Pen Characters, plain or gzipped; which of them is told by the content
    file: PathBuf,
    /// Width and height of what was drawn on, in the file's units
    #[arg(long = "box", value_names = ["WIDTH", "HEIGHT"], num_args = 2)]
    canvas: Option<Vec<f64>>,
}

/// Prints one drawing a line.
pub fn run(arguments: &Arguments) -> Result<()> {
    let (path, file) = (&arguments.file, arguments.file.display());
    let canvas = arguments.canvas.as_ref().map(|sides| [sides[0], sides[1]]);
    let bytes = read(path)?;
    let text = text(&bytes);
    let parse = match Format::of(&text) {
        Some(Format::Unipen) => unipen::parse,
        Some(Format::InkMl) => inkml::parse,
        Some(Format::Uji) => uji::parse,
        None => {
            let other = match text.trim_start().starts_with('{') {
                true => "JSON, as drawings are that need not be converted",
                false => "none of the formats that are read",
            };
            let found = what_is(&bytes).unwrap_or(other);
            bail!("{file}: {found}; expected UNIPEN text, InkML, or the text of the UJI Pen Characters");
        }
    };
    let handwriting = parse(path, &text, canvas)?;
    for missing in &handwriting.missing {
        eprintln!("{file}: {missing}, which it includes, is neither in its folder nor in one above: passed over");
    }
    let (drawings, skipped) = (handwriting.drawings.len(), handwriting.skipped);
    ensure!(drawings > 0, "{file}: no drawing of one character, {skipped} of something else skipped");
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for drawing in &handwriting.drawings {
        serde_json::to_writer(&mut out, drawing)?;
        writeln!(out)?;
    }
    out.flush()?;
    eprintln!("{file}: {drawings} drawings, {skipped} of something else than one character skipped");
    Ok(())
}
