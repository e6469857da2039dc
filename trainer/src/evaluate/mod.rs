//! Evaluation: what a committee makes of examples that it has not learnt from.

pub mod predictions;
pub mod rejections;
pub mod evaluation;
pub mod cross_validation;
pub mod fine_tuning;
