//! The learning-rate schedule: a linear warm-up, then a cosine (Loshchilov and Hutter 2017), and how fast the weights'
//! average forgets.

use std::f64::consts::PI;

/// The schedule of a whole training.
#[derive(Debug, Clone, Copy)]
pub struct Schedule {
    /// The learning rate at its peak.
    pub peak: f64,
    /// Steps over which it rises to its peak, before it falls to 0 along a cosine.
    pub warm_up: f64,
    /// The weights are averaged over about so many steps.
    pub average_over: f64,
}

/// One step of a schedule.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// The learning rate.
    pub learning_rate: f64,
    /// How much of the weights' running average stays.
    pub decay: f64,
}

impl Schedule {
    /// The step `step`, from 0, of `steps`.
    pub fn at(&self, step: u64, steps: u64) -> Step {
        let (done, count) = (step as f64 / steps as f64, (step + 1) as f64);
        Step {
            learning_rate: self.peak * (count / self.warm_up).min(1.0) * (1.0 + (PI * done).cos()) / 2.0,
            decay: 1.0 - (1.0 / self.average_over).max(1.0 / count),
        }
    }
}
