//! Rejections: how many of some images are taken for no digit.

use std::fmt;
use std::iter::Sum;
use std::ops::AddAssign;

/// How many of how many are rejected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rejections {
    /// Those rejected.
    pub rejected: usize,
    /// All.
    pub total: usize,
}

impl Rejections {
    /// Of the images with these confidences, at a threshold.
    pub fn of(confidences: &[f32], threshold: f64) -> Self {
        let rejected = confidences.iter().filter(|confidence| f64::from(**confidence) < threshold).count();
        Self { rejected, total: confidences.len() }
    }

    /// The share that is rejected.
    pub fn share(&self) -> f64 {
        self.rejected as f64 / self.total.max(1) as f64
    }
}

impl AddAssign for Rejections {
    fn add_assign(&mut self, more: Self) {
        self.rejected += more.rejected;
        self.total += more.total;
    }
}

impl Sum for Rejections {
    fn sum<I: Iterator<Item = Self>>(rejections: I) -> Self {
        rejections.fold(Self::default(), |mut sum, more| {
            sum += more;
            sum
        })
    }
}

impl fmt::Display for Rejections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}%", 100.0 * self.share())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_below_the_threshold_is_rejected() {
        let some = Rejections::of(&[0.25, 0.5, 0.75, 1.0], 0.5);
        assert_eq!((some, some.share()), (Rejections { rejected: 1, total: 4 }, 0.25));
        let all = [some, Rejections::of(&[0.1, 0.2], 0.5)].into_iter().sum::<Rejections>();
        assert_eq!(all, Rejections { rejected: 3, total: 6 });
        assert_eq!(all.to_string(), "50.00%");
        assert_eq!(Rejections::of(&[], 0.5).share(), 0.0);
    }
}
