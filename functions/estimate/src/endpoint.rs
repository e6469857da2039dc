//! The endpoint: what `POST /estimate` answers to an event.

use base64::{Engine, prelude::BASE64_STANDARD};
use thiserror::Error;

use crate::answer::{Answer, Estimate};
use crate::event::Event;
use crate::model::Model;
use crate::request::{LIMIT, RequestError, parse};

/// Why an event gets no answer: no caller of the endpoint can bring it about.
#[derive(Debug, Error)]
pub enum ServiceError {
    /// The function is connected to something that it can't serve.
    #[error("the event is no HTTP request in payload format 2.0, which HTTP APIs and Function URLs send")]
    EventKind,
}

/// The model, and to whom it answers.
#[derive(Debug)]
pub struct Endpoint {
    model: Model,
    /// Pages of this origin may read the answers, beside those of the endpoint's own.
    allowed_origin: Option<String>,
}

impl Endpoint {
    /// An endpoint that answers with `model`, readable by pages of `allowed_origin` if there is one.
    #[must_use]
    pub fn new(model: Model, allowed_origin: Option<String>) -> Self {
        Self { model, allowed_origin }
    }

    /// A wrong request is answered too, by what is wrong and what was expected.
    ///
    /// # Errors
    /// When the event is no HTTP request.
    pub fn answer(&self, event: Event) -> Result<Answer, ServiceError> {
        let method = event.method().ok_or(ServiceError::EventKind)?;
        let outcome = if method == "POST" { self.estimate(&event) } else { Err(RequestError::Method) };
        Ok(Answer::new(outcome, self.allowed_origin.clone()))
    }

    fn estimate(&self, event: &Event) -> Result<Estimate, RequestError> {
        let request = match event.body() {
            (text, false) => parse(text)?,
            (text, true) => parse(&decode(text)?)?,
        };
        Ok(self.model.estimate(&request))
    }
}

/// Text from Base64. What is too long is not decoded.
fn decode(base64: &str) -> Result<String, RequestError> {
    if base64.len() > LIMIT.div_ceil(3) * 4 {
        return Err(RequestError::TooLong);
    }
    let bytes = BASE64_STANDARD.decode(base64).map_err(RequestError::Base64)?;
    String::from_utf8(bytes).map_err(|error| RequestError::Utf8 { index: error.utf8_error().valid_up_to() })
}
