//! What the end-to-end tests stand on.

pub mod browser;
pub mod cloud;
pub mod event;
pub mod host;
pub mod openapi;
pub mod page;
pub mod reply;
pub mod runtime;
pub mod watch;
pub mod workspace;
pub mod wrong;
