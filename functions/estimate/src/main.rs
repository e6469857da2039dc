//! Connects the endpoint to the Lambda runtime.

use std::time::Instant;

use estimate::{Endpoint, Event, Model, log_panics, log_request};
use lambda_runtime::{Error, LambdaEvent, Runtime, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    log_panics();
    let allowed_origin = std::env::var("ALLOWED_ORIGIN").ok().filter(|origin| !origin.is_empty());
    let endpoint = &Endpoint::new(Model::embedded()?, allowed_origin);

    let service = service_fn(|event: LambdaEvent<Event>| async move {
        let start = Instant::now();
        let answer = endpoint.answer(event.payload);
        log_request(&event.context.request_id, start.elapsed(), &answer);
        answer.map_err(Error::from)
    });
    Runtime::new(service).run().await
}
