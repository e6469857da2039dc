//! What the end-to-end tests stand on.

pub mod event;
pub mod runtime;
pub mod watch;
pub mod workspace;
pub mod wrong;
