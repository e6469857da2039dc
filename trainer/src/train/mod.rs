//! Training: one loop over minibatches, whatever the network and wherever its examples' targets come from; and the
//! recipes that run it.

pub mod training;
pub mod distillation;
pub mod fine_tuning;
pub mod calibration;
pub mod recipe;
pub mod checkpoint;
pub mod classic;
