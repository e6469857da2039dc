//! An answer: status, headers and JSON body, as HTTP APIs and Function URLs take it (payload format 2.0).

use network::DIGITS;
use serde::Serialize;

use crate::request::RequestError;

/// What the network makes of an image.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Estimate {
    /// The likeliest digit, 0 to 9, as if it had to be one.
    pub estimated: usize,
    /// Of the digits 0 to 9, as if it had to be one; they sum to 1.
    pub probabilities: [f32; DIGITS],
    /// Whether it is a digit: the confidence reaches the model's threshold.
    pub digit: bool,
    /// The probability that it is a digit, 0 to 1.
    pub confidence: f32,
    /// Where one was asked for.
    #[serde(flatten)]
    pub explanation: Option<Explanation>,
}

/// Why `estimated`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// 784, row by row, in MNIST's frame: how much each pixel speaks for `estimated` against `runner_up`
    /// ([`network::Network::evidence`]).
    pub evidence: Vec<f32>,
    /// The likeliest digit but one, 0 to 9.
    pub runner_up: usize,
}

/// Why there is no estimate, in words.
#[derive(Serialize)]
struct Refusal {
    error: String,
}

/// An HTTP answer.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    status_code: u16,
    headers: Headers,
    body: String,
    /// Always empty; `cargo lambda watch` takes no answer without it.
    cookies: [&'static str; 0],
    /// What the answer tells, for the log.
    #[serde(skip)]
    outcome: Result<Estimate, RequestError>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Headers {
    content_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    allow: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_control_allow_origin: Option<String>,
}

impl Answer {
    pub(crate) fn new(outcome: Result<Estimate, RequestError>, allowed_origin: Option<String>) -> Self {
        let (status_code, body) = match &outcome {
            Ok(estimate) => (200, serde_json::to_string(estimate)),
            Err(error) => (error.status(), serde_json::to_string(&Refusal { error: error.to_string() })),
        };
        let headers = Headers {
            content_type: "application/json",
            allow: (status_code == 405).then_some("POST"),
            access_control_allow_origin: allowed_origin,
        };
        Self { status_code, headers, body: body.expect("numbers and words serialize"), cookies: [], outcome }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status_code
    }

    /// The JSON body.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.body
    }

    /// What the answer tells.
    ///
    /// # Errors
    /// What is wrong with the request.
    pub fn outcome(&self) -> Result<&Estimate, &RequestError> {
        self.outcome.as_ref()
    }
}
