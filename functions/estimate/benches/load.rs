//! The function under load: a million requests to one instance, then fifty clients at once for a minute through
//! `cargo lambda watch`. Counts what fails, and prints how long answers take and what memory does.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use tests::event::http_api;
use tests::runtime::Runtime;
use tests::watch::{SEVEN, Watch};
use tests::workspace::{root, tool};

const REQUESTS: usize = 1_000_000;
const CLIENTS: usize = 50;
const MINUTE: Duration = Duration::from_secs(60);

fn main() -> Result<()> {
    ensure!(tool("cargo")?.args(["lambda", "build", "--release", "--package", "estimate"]).status()?.success());
    million(&root().join("target/lambda/estimate/bootstrap"))?;
    crowd()
}

fn million(program: &Path) -> Result<()> {
    let event = http_api("POST", SEVEN).to_string();
    let mut function = Runtime::start(program, &[])?;
    let expected = function.invoke(event.clone())?.0.response()?;
    let mut took = Vec::with_capacity(REQUESTS);
    let mut memory = Vec::new();
    for request in 0..REQUESTS {
        let (outcome, duration) = function.invoke(event.clone())?;
        ensure!(outcome.response()? == expected, "request {request} is answered otherwise");
        took.push(duration);
        if request % (REQUESTS / 10) == 0 {
            memory.push(function.memory()?.0);
        }
    }
    println!("{REQUESTS} requests to one instance: none failed, all answers the same");
    percentiles(took);
    println!("resident, KiB, each {} requests: {memory:?}", REQUESTS / 10);
    ensure!(memory[memory.len() - 1] < memory[1] + 512, "it has grown");
    Ok(())
}

/// Every client sends its next request when it has its answer.
fn crowd() -> Result<()> {
    let watch = Watch::start()?;
    let until = Instant::now() + MINUTE;
    let client = || {
        let (mut took, mut failed) = (Vec::new(), Vec::new());
        while Instant::now() < until {
            let sent = Instant::now();
            match watch.exchange("POST", "/estimate", SEVEN) {
                Ok((200, _)) => took.push(sent.elapsed()),
                other => failed.push(format!("{other:?}")),
            }
        }
        (took, failed)
    };
    let (mut took, mut failed) = (Vec::new(), Vec::new());
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(client)).collect();
        for client in clients {
            let (theirs, failures) = client.join().expect("no client panics");
            took.extend(theirs);
            failed.extend(failures);
        }
    });
    println!(
        "\n{CLIENTS} clients for {MINUTE:?} through cargo lambda watch: {} answers, {} failures",
        took.len(),
        failed.len()
    );
    percentiles(took);
    ensure!(failed.is_empty(), "{}", failed[0]);
    Ok(())
}

fn percentiles(mut took: Vec<Duration>) {
    took.sort();
    let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize];
    println!("p50 {:?}, p99 {:?}, p99.9 {:?}, most {:?}", at(0.5), at(0.99), at(0.999), at(1.0));
}
