//! An answer: what the endpoint makes of a request, as HTTP has it: status, headers and JSON body.

use std::future::{Future, ready};
use std::pin::Pin;

use lambda_http::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW, CONTENT_TYPE};
use lambda_http::http::{HeaderValue, StatusCode};
use lambda_http::{Body, IntoResponse, Response};
use network::DIGITS;
use serde::Serialize;

use crate::request::RequestError;

/// What the committee makes of an image.
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
    /// Whether it was dark ink on a light ground, and read the other way round; told only where it was.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub inverted: bool,
    /// Where one was asked for.
    #[serde(flatten)]
    pub explanation: Option<Explanation>,
}

/// Why `estimated`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// 784 brightnesses, 0 to 255, row by row: what the committee read, in MNIST's frame.
    pub image: Vec<f32>,
    /// 784, row by row, on `image`: how much each pixel speaks for `estimated` against `runner_up`
    /// ([`network::Committee::evidence`]).
    pub evidence: Vec<f32>,
    /// The likeliest digit but one, 0 to 9.
    pub runner_up: usize,
}

/// What a request is answered with, when there is nothing wrong with it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Estimates {
    /// Of the one image.
    One(Estimate),
    /// Of a batch.
    Batch {
        /// One for each image, in the batch's order.
        estimates: Vec<InBatch>,
    },
}

/// What one image of a batch is answered with.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum InBatch {
    /// As it would be alone.
    Estimate(Estimate),
    /// For an image without ink.
    Refusal(Refusal),
}

/// Why there is no estimate, in words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Refusal {
    error: String,
}

impl From<RequestError> for Refusal {
    fn from(error: RequestError) -> Self {
        Self { error: error.to_string() }
    }
}

impl Estimates {
    /// All that there are.
    pub fn iter(&self) -> impl Iterator<Item = &Estimate> {
        let (one, batch) = match self {
            Self::One(estimate) => (Some(estimate), &[][..]),
            Self::Batch { estimates } => (None, &estimates[..]),
        };
        one.into_iter().chain(batch.iter().filter_map(|answer| match answer {
            InBatch::Estimate(estimate) => Some(estimate),
            InBatch::Refusal(_) => None,
        }))
    }
}

/// An HTTP answer.
#[derive(Debug)]
pub struct Answer {
    status: StatusCode,
    body: String,
    allowed_origin: Option<HeaderValue>,
    estimates: Option<Estimates>,
}

impl Answer {
    pub(crate) fn new(outcome: Result<Estimates, RequestError>, allowed_origin: Option<HeaderValue>) -> Self {
        let (status, body, estimates) = match outcome {
            Ok(estimates) => (StatusCode::OK, serde_json::to_string(&estimates), Some(estimates)),
            Err(error) => (error.status(), serde_json::to_string(&Refusal::from(error)), None),
        };
        Self { status, body: body.expect("numbers and words serialize"), allowed_origin, estimates }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The JSON body.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// What the answer tells, when there was nothing wrong with the request.
    pub fn estimates(&self) -> Option<&Estimates> {
        self.estimates.as_ref()
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Pin<Box<dyn Future<Output = Response<Body>> + Send>> {
        let mut response = Response::new(Body::Text(self.body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if self.status == StatusCode::METHOD_NOT_ALLOWED {
            headers.insert(ALLOW, HeaderValue::from_static("POST"));
        }
        if let Some(origin) = self.allowed_origin {
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        }
        Box::pin(ready(response))
    }
}
