//! The log: one JSON line for each request. The drawing is never in it, nor any other of the caller's own words.

use std::io::Write;
use std::panic::PanicHookInfo;
use std::time::Duration;

use serde::Serialize;

use crate::answer::Answer;
use crate::endpoint::ServiceError;

#[derive(Serialize)]
struct RequestLine<'a> {
    request_id: &'a str,
    status: u16,
    microseconds: u128,
    #[serde(skip_serializing_if = "Option::is_none")]
    estimated: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    probability: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    digit: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

#[derive(Serialize)]
struct PanicLine {
    panic: String,
    at: Option<String>,
}

/// Logs a request and how it was answered.
pub fn log_request(request_id: &str, took: Duration, answer: &Result<Answer, ServiceError>) {
    let estimate = answer.as_ref().ok().and_then(|answer| answer.outcome().ok());
    print(&RequestLine {
        request_id,
        status: answer.as_ref().map_or(500, Answer::status),
        microseconds: took.as_micros(),
        estimated: estimate.map(|estimate| estimate.estimated),
        probability: estimate.map(|estimate| estimate.probabilities[estimate.estimated]),
        digit: estimate.map(|estimate| estimate.digit),
        confidence: estimate.map(|estimate| estimate.confidence),
        error: answer.as_ref().err().map(ToString::to_string),
    });
}

/// Has panics logged as JSON too: the usual text would stand there unescaped.
pub fn log_panics() {
    std::panic::set_hook(Box::new(|panic: &PanicHookInfo| {
        let payload = panic.payload();
        let text = payload.downcast_ref::<String>().map(String::as_str).or(payload.downcast_ref::<&str>().copied());
        print(&PanicLine {
            panic: text.unwrap_or("not a text").to_owned(),
            at: panic.location().map(ToString::to_string),
        });
    }));
}

/// One line on the standard output, which Lambda sends to the log. A log that can't be written stops no answer.
fn print(line: &impl Serialize) {
    if let Ok(mut text) = serde_json::to_vec(line) {
        text.push(b'\n');
        let _ = std::io::stdout().write_all(&text);
    }
}
