//! A reply: what a stand-in for the service does with one request, slow, wrong or right.

use std::time::Duration;

use axum::body::Bytes;
use serde_json::{Value, json};

/// What the service does with one request.
#[derive(Clone, Debug)]
pub struct Reply {
    after: Duration,
    source: Source,
}

#[derive(Clone, Debug)]
enum Source {
    Written { status: u16, body: String },
    Forwarded(String),
}

impl Reply {
    /// A right answer at once: a digit, as good as surely; the one has probability 0.91, each other digit 0.01.
    pub fn digit(digit: usize) -> Self {
        Self::judged(digit, 0.99)
    }

    /// The same where it is a digit with this confidence only, and none if that is under a half.
    pub fn judged(digit: usize, confidence: f64) -> Self {
        let answer = json!({
            "estimated": digit,
            "probabilities": probabilities(digit),
            "digit": confidence >= 0.5,
            "confidence": confidence,
        });
        Self::status(200, answer.to_string())
    }

    /// The same as `digit`, with the evidence against a runner-up.
    pub fn explained(digit: usize, runner_up: usize, evidence: &[f64]) -> Self {
        let answer = json!({
            "estimated": digit,
            "probabilities": probabilities(digit),
            "digit": true,
            "confidence": 0.99,
            "evidence": evidence,
            "runner_up": runner_up,
        });
        Self::status(200, answer.to_string())
    }

    /// The same as `digit` from a service of the first version, to which everything is a digit.
    pub fn old(digit: usize) -> Self {
        Self::status(200, json!({"estimated": digit, "probabilities": probabilities(digit)}).to_string())
    }

    /// Any status and body, at once.
    pub fn status(status: u16, body: impl Into<String>) -> Self {
        Self { after: Duration::ZERO, source: Source::Written { status, body: body.into() } }
    }

    /// What the real service at `url` answers.
    pub fn forwarded(url: &str) -> Self {
        Self { after: Duration::ZERO, source: Source::Forwarded(url.to_owned()) }
    }

    /// The same, later.
    pub fn after(self, after: Duration) -> Self {
        Self { after, ..self }
    }

    pub(crate) async fn give(self, request: Bytes) -> (u16, String) {
        tokio::time::sleep(self.after).await;
        match self.source {
            Source::Written { status, body } => {
                (status, if status == 200 { for_each_input(&request, body) } else { body })
            }
            Source::Forwarded(url) => tokio::task::spawn_blocking(move || {
                let mut response = ureq::post(&url).send(&request[..]).expect("the real service should answer");
                let body = response.body_mut().read_to_string().expect("the real service answers with text");
                (response.status().as_u16(), body)
            })
            .await
            .expect("the request should end"),
        }
    }
}

/// The answer to a request of several images: the same to each.
fn for_each_input(request: &[u8], body: String) -> String {
    let request: Value = serde_json::from_slice(request).expect("the page sends JSON");
    match (request["inputs"].as_array(), serde_json::from_str::<Value>(&body)) {
        (Some(inputs), Ok(estimate @ Value::Object(_))) => {
            json!({"estimates": vec![estimate; inputs.len()]}).to_string()
        }
        _ => body,
    }
}

fn probabilities(digit: usize) -> [f64; 10] {
    std::array::from_fn(|other| if other == digit { 0.91 } else { 0.01 })
}
