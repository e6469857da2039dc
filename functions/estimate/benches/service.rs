//! The release build of `estimate` beside the least that a function can be, both under the mock of the Runtime API:
//! size, start, memory, warm invocations; then where `estimate`'s own time goes.
//!
//! Both are started and asked in turn, so that whatever else the machine does falls on both.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use estimate::{Endpoint, Input, Model, harmless_event, parse};
use network::Image;
use serde_json::Value;
use tests::event::http_api;
use tests::runtime::Runtime;
use tests::watch::{SEVEN, explain};
use tests::workspace::{root, tool};
use tests::wrong::inputs;

const STARTS: usize = 200;
const INVOCATIONS: usize = 5_000;
/// Images in a batch.
const BATCH: usize = 32;

fn main() -> Result<()> {
    let functions = [build("hello")?, build("estimate")?];
    println!("{:<38}{:>12}{:>12}{:>12}{:>14}", "", "hello", "estimate", "more", "allowed");
    let sizes = [size(&functions[0])?, size(&functions[1])?];
    row("size of the program, MB", sizes, 2.4);
    let [hello, estimate] = starts(&functions)?;
    row(&format!("first asks for an event, ms ({STARTS} starts)"), [hello.0, estimate.0], 1.1);
    row("resident then, MB", [hello.1, estimate.1], 3.5);
    row("resident after its first event, MB", [hello.2, estimate.2], 3.5);
    row(&format!("warm invocation, µs ({INVOCATIONS})"), warm(&functions)?, 90.0);
    println!();
    stages()
}

fn row(what: &str, [hello, estimate]: [f64; 2], allowed: f64) {
    println!("{what:<38}{hello:>12.2}{estimate:>12.2}{:>12.2}{allowed:>14.2}", estimate - hello);
}

/// As it is deployed.
fn build(package: &str) -> Result<PathBuf> {
    let mut build = tool("cargo")?;
    ensure!(build.args(["lambda", "build", "--release", "--package", package]).status()?.success(), "no {package}");
    Ok(root().join("target/lambda").join(package).join("bootstrap"))
}

fn size(program: &Path) -> Result<f64> {
    Ok(program.metadata()?.len() as f64 / 1e6)
}

/// For each: ms until it asks for its first event, MB that it holds then, and after that event; medians.
fn starts(functions: &[PathBuf; 2]) -> Result<[(f64, f64, f64); 2]> {
    let event = http_api("POST", SEVEN).to_string();
    let mut figures = [const { [const { Vec::new() }; 3] }; 2];
    for _ in 0..STARTS {
        for (program, figures) in functions.iter().zip(&mut figures) {
            let mut function = Runtime::start(program, &[])?;
            figures[0].push(function.cold_start()?.as_secs_f64() * 1e3);
            figures[1].push(function.memory()?.0 as f64 / 1e3);
            function.invoke(event.clone())?.0.response()?;
            figures[2].push(function.memory()?.0 as f64 / 1e3);
        }
    }
    Ok(figures.map(|[asked, resident, after]| (median(asked), median(resident), median(after))))
}

/// For each: µs from the event to the answer, median.
fn warm(functions: &[PathBuf; 2]) -> Result<[f64; 2]> {
    let event = http_api("POST", SEVEN).to_string();
    let mut running = [Runtime::start(&functions[0], &[])?, Runtime::start(&functions[1], &[])?];
    let mut took = [const { Vec::new() }; 2];
    for _ in 0..INVOCATIONS {
        for (function, took) in running.iter_mut().zip(&mut took) {
            let (outcome, duration) = function.invoke(event.clone())?;
            outcome.response()?;
            took.push(duration.as_secs_f64() * 1e6);
        }
    }
    Ok(took.map(median))
}

/// Where `estimate`'s own time goes, in this process.
fn stages() -> Result<()> {
    let start = Instant::now();
    let endpoint = Endpoint { model: Model::embedded()?, allowed_origin: None, origin_secret: None };
    println!("{:<38}{:>12.1} µs, once", "at its start: the model", start.elapsed().as_secs_f64() * 1e6);

    let event = http_api("POST", SEVEN).to_string();
    let Input::One(seven) = parse(SEVEN)?.input else { bail!("a batch") };
    let image = Image::from_brightness(&seven)?;
    stage("the event made harmless", 1, || harmless_event(event.as_bytes()));
    stage("the brightnesses from the body", 1, || parse(SEVEN));
    stage("normalize", 1, || image.normalize());
    stage("normalize and forward pass", 1, || endpoint.model.estimate(&seven, false));
    stage("the same and the evidence", 1, || endpoint.model.estimate(&seven, true));
    stage("a batch's image, without JSON", BATCH, || {
        (0..BATCH).map(|_| endpoint.model.estimate(&seven, false)).collect::<Vec<_>>()
    });

    let whole = |event: &str| -> Result<String> {
        let event = harmless_event(event.as_bytes()).context("no HTTP request")?;
        Ok(endpoint.answer(&lambda_http::request::from_str(std::str::from_utf8(&event)?)?).body().to_owned())
    };
    let image = serde_json::from_str::<Value>(SEVEN)?["input"].to_string();
    let batch = inputs(&vec![image; BATCH]);
    for (name, images, body) in [
        ("all, from event to JSON body", 1, SEVEN),
        ("the same, explained", 1, &explain(SEVEN)),
        ("the same, a batch's image", BATCH, &batch),
        ("the same, explained, a batch's image", BATCH, &explain(&batch)),
    ] {
        let event = http_api("POST", body).to_string();
        whole(&event)?;
        stage(name, images, || whole(&event));
    }
    Ok(())
}

/// Prints the µs that `run` takes for each of its images, the median of many.
fn stage<T>(name: &str, images: usize, run: impl Fn() -> T) {
    let once = |_| {
        let start = Instant::now();
        black_box(run());
        start.elapsed().as_secs_f64() * 1e6
    };
    println!("{name:<38}{:>12.1} µs", median((0..INVOCATIONS / images).map(once).collect()) / images as f64);
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
