//! The release build of `estimate` beside the least that a function can be, both under the mock of the Runtime API:
//! size, start, memory, warm invocations; then where `estimate`'s own time goes.
//!
//! Both are started and asked in turn, so that whatever else the machine does falls on both.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Result, ensure};
use estimate::{Endpoint, Event, Model, Request, parse};
use tests::event::http_api;
use tests::runtime::Runtime;
use tests::watch::{SEVEN, explain};
use tests::workspace::{root, tool};

const STARTS: usize = 200;
const INVOCATIONS: usize = 5_000;

fn main() -> Result<()> {
    let functions = [build("hello")?, build("estimate")?];
    println!("{:<38}{:>12}{:>12}{:>12}{:>14}", "", "hello", "estimate", "more", "allowed");
    let sizes = [size(&functions[0])?, size(&functions[1])?];
    row("size of the program, MB", sizes, 1.3);
    let [hello, estimate] = starts(&functions)?;
    row(&format!("first asks for an event, ms ({STARTS} starts)"), [hello.0, estimate.0], 1.0);
    row("resident then, MB", [hello.1, estimate.1], 3.0);
    row("resident after its first event, MB", [hello.2, estimate.2], 3.0);
    row(&format!("warm invocation, µs ({INVOCATIONS})"), warm(&functions)?, 40.0);
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
    let model = Model::embedded()?;
    println!("{:<38}{:>12.1} µs, once", "at its start: the model", start.elapsed().as_secs_f64() * 1e6);

    let event = http_api("POST", SEVEN).to_string();
    let request = parse(SEVEN)?;
    stage("the event from JSON", || serde_json::from_str::<Event>(&event));
    stage("the image from the body", || parse(SEVEN));
    stage("the forward pass", || model.estimate(&request));
    let why = Request { explain: true, ..request };
    stage("the same and the evidence", || model.estimate(&why));

    let endpoint = Endpoint::new(Model::embedded()?, None);
    let whole = |event: &str| -> Result<String> {
        Ok(serde_json::to_string(&endpoint.answer(serde_json::from_str::<Event>(event)?)?)?)
    };
    let explained = http_api("POST", &explain(SEVEN)).to_string();
    for (name, event) in [("all, from event to answer, as JSON", &event), ("the same, explained", &explained)] {
        whole(event)?;
        stage(name, || whole(event));
    }
    Ok(())
}

/// Prints the µs that `run` takes, the median of many.
fn stage<T>(name: &str, run: impl Fn() -> T) {
    let once = |_| {
        let start = Instant::now();
        black_box(run());
        start.elapsed().as_secs_f64() * 1e6
    };
    println!("{name:<38}{:>12.1} µs", median((0..INVOCATIONS).map(once).collect()));
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
