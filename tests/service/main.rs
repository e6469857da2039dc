//! The service, as `cargo lambda watch` runs it on one's own machine.

mod endpoint;
mod mnist;
