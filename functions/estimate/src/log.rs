//! The log: one JSON line for each request. The drawing is never in it, nor any other of the caller's own words.
//!
//! A line that tells of estimates is also metrics, in CloudWatch's embedded metric format
//! (<https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>):
//! what `_aws` names is found beside it, a number or a list of up to 100.

use std::io::Write;
use std::panic::PanicHookInfo;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use lambda_http::Context;
use serde::Serialize;

use crate::answer::{Answer, Estimate};

#[derive(Serialize)]
struct RequestLine<'a> {
    request_id: &'a str,
    status: u16,
    microseconds: u128,
    #[serde(flatten)]
    estimates: Option<EstimatesLine<'a>>,
}

/// What the metrics are made of; of a batch, each image's in turn.
#[derive(Serialize)]
struct EstimatesLine<'a> {
    function: &'a str,
    /// How many images were answered.
    answers: usize,
    /// How many of them are no digit.
    rejected: usize,
    confidence: Vec<f32>,
    estimated: Vec<usize>,
    probability: Vec<f32>,
    #[serde(rename = "_aws")]
    metadata: Metadata,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Metadata {
    /// Milliseconds since 1970.
    timestamp: u128,
    cloud_watch_metrics: [Metrics; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Metrics {
    namespace: &'static str,
    dimensions: [[&'static str; 1]; 1],
    metrics: [Metric; 4],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Metric {
    name: &'static str,
    unit: &'static str,
}

const METRICS: Metrics = Metrics {
    namespace: "Estimate",
    dimensions: [["function"]],
    metrics: [
        Metric { name: "answers", unit: "Count" },
        Metric { name: "rejected", unit: "Count" },
        Metric { name: "confidence", unit: "None" },
        Metric { name: "microseconds", unit: "Microseconds" },
    ],
};

#[derive(Serialize)]
struct ErrorLine<'a> {
    request_id: &'a str,
    status: u16,
    error: &'a str,
}

#[derive(Serialize)]
struct PanicLine {
    panic: String,
    at: Option<String>,
}

/// Logs a request and how it was answered.
pub fn log_request(context: &Context, took: Duration, answer: &Answer) {
    // A metric can't be a list of nothing, which a batch without any ink would make it.
    let estimates = answer.estimates().filter(|estimates| estimates.iter().next().is_some()).map(|estimates| {
        let each = || estimates.iter();
        EstimatesLine {
            function: &context.env_config.function_name,
            answers: each().count(),
            rejected: each().filter(|estimate| !estimate.digit).count(),
            confidence: each().map(|estimate| estimate.confidence).collect(),
            estimated: each().map(|estimate| estimate.estimated).collect(),
            probability: each().map(|Estimate { probabilities, estimated, .. }| probabilities[*estimated]).collect(),
            metadata: Metadata {
                timestamp: SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis(),
                cloud_watch_metrics: [METRICS],
            },
        }
    });
    print(&RequestLine {
        request_id: &context.request_id,
        status: answer.status().as_u16(),
        microseconds: took.as_micros(),
        estimates,
    });
}

/// Logs a request that can't be answered.
pub(crate) fn log_error(context: &Context, error: &str) {
    print(&ErrorLine { request_id: &context.request_id, status: 500, error });
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
