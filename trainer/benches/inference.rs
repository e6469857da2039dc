//! How fast the committed weights read an image, beside ONNX Runtime and numpy with the same weights; each an image at a time,
//! on one thread. They take turns, so that whatever else the machine does falls on all; and it is medians that are told.

use std::collections::BTreeMap;
use std::fs;
use std::hint::black_box;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result};
use network::{Committee, Image};
use trainer::model::store::Store;
use trainer::onnx::onnx;

const ROUNDS: usize = 50;
/// How often the golden images are read in a round.
const REPEATS: usize = 5;

fn main() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("the workspace")?;
    let python = root.join(".tools/onnx/bin/python");
    if !python.exists() {
        println!("Beside ONNX Runtime and numpy: skipped, they are not there. `make bench` fetches them.");
        return Ok(());
    }
    let (committee, _) = Store::new(root.join("functions/estimate/model")).read()?;
    let mut images = Vec::new();
    for line in fs::read_to_string(root.join("tests/golden/images.ndjson"))?.lines() {
        images.push(Image::from_brightness(&serde_json::from_str::<Vec<f32>>(line)?)?);
    }
    let images: Vec<_> = images.iter().cycle().take(images.len() * REPEATS).cloned().collect();
    println!("{:<28}{:>14}{:>24}{:>24}", "µs an image, one thread", "ours", "ONNX Runtime", "numpy");
    let alone = Committee::new(committee.dense().clone(), None, committee.output_layer())?;
    row("dense network", &alone, &images, &python)?;
    if committee.convolutional().is_some() {
        row("with the convolutional one", &committee, &images, &python)?;
    }
    Ok(())
}

fn row(name: &str, committee: &Committee, images: &[Image], python: &Path) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("network.onnx");
    fs::write(&file, onnx(committee, None))?;
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/inference.py");
    let mut command = Command::new(python);
    let mut others = command.arg(program).arg(&file).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut ask = others.stdin.take().context("a pipe")?;
    let mut answers = BufReader::new(others.stdout.take().context("a pipe")?).lines();
    let intensities: Vec<_> = images.iter().map(|image| image.intensities().as_slice()).collect();
    serde_json::to_writer(&mut ask, &intensities)?;
    ask.write_all(b"\n")?;

    let mut ours = Vec::new();
    let mut theirs: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for _ in 0..ROUNDS {
        ask.write_all(b"\n")?;
        for (way, time) in serde_json::from_str::<BTreeMap<_, _>>(&answers.next().context("an answer")??)? {
            theirs.entry(way).or_default().push(time);
        }
        for image in images {
            let start = Instant::now();
            let logits = black_box(committee).logits(image);
            black_box((committee.probabilities(logits), committee.confidence(logits)));
            ours.push(start.elapsed().as_secs_f64() * 1e6);
        }
    }
    drop(ask);
    others.wait()?;

    let ours = median(ours);
    print!("{name:<28}{ours:>14.2}");
    for way in ["ONNX Runtime", "numpy"] {
        let other = theirs.remove(way).map(median);
        let told = other.map_or("-".into(), |other| format!("{other:.2} = {:.2} × ours", other / ours));
        print!("{told:>24}");
    }
    println!();
    Ok(())
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
