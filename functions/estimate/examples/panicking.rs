//! A function whose handler panics on one path and answers on others, as no handler should.

use estimate::log_panics;
use lambda_http::lambda_runtime::Runtime;
use lambda_http::{Error, LambdaEvent, service_fn};
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    log_panics();
    Runtime::new(service_fn(async |event: LambdaEvent<Value>| {
        assert!(event.payload["panic"] != true, "a \"panic\"\non request");
        Ok::<_, Error>(event.payload)
    }))
    .run()
    .await
}
