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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_warms_up_and_then_falls_along_a_cosine() {
        let schedule = Schedule { peak: 0.02, warm_up: 20.0, average_over: 4.0 };
        let eighth = (1.0 + 0.5_f64.sqrt()) / 2.0; // (1 + cos 45°) / 2
        for (step, learning_rate, decay) in [
            (0, 0.001, 0.0),
            (1, 0.002 * (1.0 + (PI / 400.0).cos()) / 2.0, 0.5),
            (2, 0.003 * (1.0 + (PI / 200.0).cos()) / 2.0, 2.0 / 3.0),
            (100, 0.02 * eighth, 0.75),
            (200, 0.01, 0.75),
            (400, 0.0, 0.75),
        ] {
            let found = schedule.at(step, 400);
            for (found, expected) in [(found.learning_rate, learning_rate), (found.decay, decay)] {
                assert!((found - expected).abs() < 1e-12, "{found} at step {step}, expected {expected}");
            }
        }
    }
}
