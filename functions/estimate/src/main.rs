//! Connects the endpoint to the Lambda runtime.

use std::convert::Infallible;
use std::future::ready;
use std::time::Instant;

use estimate::{Endpoint, Model, harmless, log_panics, log_request};
use lambda_http::http::HeaderValue;
use lambda_http::tower::util::MapRequestLayer;
use lambda_http::{Error, Request, RequestExt, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    log_panics();
    let endpoint = Endpoint {
        model: Model::embedded()?,
        allowed_origin: variable("ALLOWED_ORIGIN")?,
        origin_secret: variable("ORIGIN_SECRET")?,
    };
    let handler = service_fn(move |request: Request| {
        let start = Instant::now();
        let answer = endpoint.answer(&request);
        log_request(&request.lambda_context(), start.elapsed(), &answer);
        ready(Ok::<_, Infallible>(answer))
    });
    lambda_http::runtime(handler).layer(MapRequestLayer::new(harmless)).run().await
}

/// An environment variable that becomes a header, or is to be found in one.
fn variable(name: &str) -> Result<Option<HeaderValue>, Error> {
    let value = std::env::var(name).ok().filter(|value| !value.is_empty());
    Ok(value.map(HeaderValue::try_from).transpose()?)
}
