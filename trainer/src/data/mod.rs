//! Data: what is read from files before anything is made of it. Drawings (strokes of a pen), MNIST's images, UNIPEN's
//! text, and the folds that say what is held out.

pub mod drawing;
pub mod unipen;
pub mod mnist;
pub mod folds;
