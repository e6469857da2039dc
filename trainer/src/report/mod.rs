//! The report: what a training came to, for people to look at.

pub mod picture;
pub mod plot;
pub mod html;
