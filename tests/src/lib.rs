//! End to end: what the tests of the whole product share.

pub mod browser;
pub mod host;
pub mod page;
