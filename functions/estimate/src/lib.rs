//! The Lambda function behind `POST /estimate`: 784 brightnesses in; out the digit, how sure that is, and why.
//!
//! Pure: from an event to an answer without I/O, so that all of it is tested without a server. `main.rs` connects
//! it to the Lambda runtime.

mod answer;
mod endpoint;
mod event;
mod log;
mod model;
mod request;

pub use answer::{Answer, Estimate, Explanation};
pub use endpoint::{Endpoint, ServiceError};
pub use event::Event;
pub use log::{log_panics, log_request};
pub use model::{Model, ModelError};
pub use request::{LIMIT, Request, RequestError, parse};
