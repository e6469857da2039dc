//! The local page function: answers every path but `/estimate` with a file of `site/`.

use std::path::Path;

use lambda_http::{Error, Request, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    // `cargo lambda watch` starts its functions in the workspace's root.
    let site = Path::new("site");
    run(service_fn(async |request: Request| {
        Ok::<_, Error>(page::respond(site, request.method(), request.uri().path()))
    }))
    .await
}
