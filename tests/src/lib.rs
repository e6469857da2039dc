//! What the end-to-end tests stand on.

pub mod event;
pub mod watch;
pub mod workspace;
pub mod wrong;
