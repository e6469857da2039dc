//! The Lambda function behind `POST /estimate`: 784 brightnesses in; out the digit, how sure that is, and why.
//!
//! Pure: from an event to an answer without I/O, so that all of it is tested without a server. `main.rs` connects
//! it to the Lambda runtime.

mod answer;
mod endpoint;
mod event;
mod hint;
mod log;
mod model;
mod request;

pub use answer::{Answer, Estimate, Estimates, Explanation, InBatch, Refusal};
pub use endpoint::Endpoint;
pub use event::{harmless, harmless_event};
pub use log::{log_panics, log_request};
pub use model::{Model, ModelError};
pub use request::{BATCH, BATCH_LIMIT, Input, LIMIT, Request, RequestError, parse};
