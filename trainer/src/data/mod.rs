//! Data: what is read from files before anything is made of it. Drawings (strokes of a pen), the formats of others that are
//! read into them, MNIST's images, and the folds that say what is held out.

pub mod file;
mod notation;
pub mod drawing;
pub mod handwriting;
pub mod unipen;
mod trace;
pub mod inkml;
pub mod uji;
mod idx;
pub mod mnist;
pub mod folds;
