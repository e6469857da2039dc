//! The endpoint: what `POST /estimate` answers to a request.

use std::borrow::Cow;

use base64::{Engine, prelude::BASE64_STANDARD};
use lambda_http::http::{HeaderValue, Method};
use network::ImageError;

use crate::answer::{Answer, Estimates, InBatch};
use crate::event::{BODY_IS_BASE64, ORIGIN_SECRET};
use crate::hint::hint;
use crate::model::Model;
use crate::request::{BATCH_LIMIT, Input, RequestError, parse};

/// The model, and whom it answers.
#[derive(Debug)]
pub struct Endpoint {
    /// What it answers with.
    pub model: Model,
    /// Pages of this origin may read the answers, beside those of the endpoint's own.
    pub allowed_origin: Option<HeaderValue>,
    /// Where there is one, only requests that bring it are answered: those that came by the service's own address.
    pub origin_secret: Option<HeaderValue>,
}

impl Endpoint {
    /// What a request in a harmless event is answered with. A wrong one is answered by what is wrong and what was
    /// expected.
    pub fn answer(&self, request: &lambda_http::Request) -> Answer {
        Answer::new(self.estimates(request), self.allowed_origin.clone())
    }

    fn estimates(&self, request: &lambda_http::Request) -> Result<Estimates, RequestError> {
        if self.origin_secret.as_ref().is_some_and(|secret| !is_same(secret, request.headers().get(ORIGIN_SECRET))) {
            return Err(RequestError::Origin);
        }
        if request.method() != Method::POST {
            return Err(RequestError::Method);
        }
        let body: &[u8] = request.body();
        let body =
            if request.headers().contains_key(BODY_IS_BASE64) { decode(body)?.into() } else { Cow::Borrowed(body) };
        self.read(std::str::from_utf8(&body).map_err(|error| RequestError::Utf8 { index: error.valid_up_to() })?)
    }

    fn read(&self, body: &str) -> Result<Estimates, RequestError> {
        let request = parse(body)?;
        let estimate = |name: &str, brightness: &[f32]| {
            self.model.estimate(brightness, request.explain).map_err(|error| RequestError::Image {
                name: name.to_owned(),
                hint: if error == ImageError::NoInk { None } else { hint(body) },
                error,
            })
        };
        match &request.input {
            Input::One(image) => Ok(Estimates::One(estimate("input", image)?)),
            Input::Batch(images) => {
                let in_batch = |(index, image): (usize, &Vec<f32>)| match estimate(&format!("inputs[{index}]"), image) {
                    Ok(estimate) => Ok(InBatch::Estimate(estimate)),
                    Err(error @ RequestError::Image { error: ImageError::NoInk, .. }) => {
                        Ok(InBatch::Refusal(error.into()))
                    }
                    Err(error) => Err(error),
                };
                Ok(Estimates::Batch { estimates: images.iter().enumerate().map(in_batch).collect::<Result<_, _>>()? })
            }
        }
    }
}

/// Bytes from Base64. What is too long is not decoded.
fn decode(base64: &[u8]) -> Result<Vec<u8>, RequestError> {
    if base64.len() > BATCH_LIMIT.div_ceil(3) * 4 {
        return Err(RequestError::TooLong);
    }
    BASE64_STANDARD.decode(base64).map_err(RequestError::Base64)
}

/// Compared to the end whatever the difference, so that the time taken tells nothing of the secret.
fn is_same(secret: &HeaderValue, sent: Option<&HeaderValue>) -> bool {
    let (secret, sent) = (secret.as_bytes(), sent.map_or(&[][..], HeaderValue::as_bytes));
    secret.len() == sent.len() && secret.iter().zip(sent).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}
