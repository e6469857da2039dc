//! Runs one program under the mock of the Lambda Runtime API, has it read a 7, and prints its answer.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tests::event::http_api;
use tests::runtime::Runtime;
use tests::watch::SEVEN;

fn main() -> Result<()> {
    let program = std::env::args().nth(1).context("which program? cargo run -p tests --example invoke -- PROGRAM")?;
    let mut function = Runtime::start(Path::new(&program), &[])?;
    println!("asks for its first event after {:?}", function.cold_start()?);
    let answer: Value = serde_json::from_slice(&function.invoke(http_api("POST", SEVEN).to_string())?.0.response()?)?;
    let body = answer["body"].as_str().context("the answer has no body")?;
    println!("{} {body}", answer["statusCode"]);
    ensure!(serde_json::from_str::<Value>(body)?["estimated"] == 7, "it should have read a 7");
    Ok(())
}
