//! The local page function: answers every path but `/estimate` with a file of `site/`.

use std::path::Path;

use estimate::harmless;
use lambda_http::tower::util::MapRequestLayer;
use lambda_http::{Error, Request, runtime, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    // `cargo lambda watch` starts its functions in the workspace's root.
    let site = Path::new("site");
    let handler = service_fn(async move |request: Request| {
        Ok::<_, Error>(page::respond(site, request.method(), request.uri().path()))
    });
    runtime(handler).layer(MapRequestLayer::new(harmless)).run().await
}
