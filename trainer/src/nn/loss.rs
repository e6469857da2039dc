//! The loss: the cross-entropy of a softmax.

use ndarray::{Array2, Zip};

/// Softmax and its cross-entropy for each image: of the ten logits beside an eleventh, "no digit", that is always 0.
/// `targets` are the probabilities of the digits; what they lack to 1 is that of no digit. Returns the sum of the
/// cross-entropies; the logits become its derivative by them. Both (images, 10).
pub fn softmax_errors(logits: &mut Array2<f32>, targets: &Array2<f32>) -> f32 {
    Zip::from(logits.rows_mut()).and(targets.rows()).fold(0.0, |loss, logits, targets| {
        let largest = logits.fold(0.0, |largest: f32, &logit| largest.max(logit));
        let sum = logits.fold((-largest).exp(), |sum, logit| sum + (logit - largest).exp());
        let log_sum = largest + sum.ln();
        let mut of_digits = 0.0;
        let loss_of_digits = Zip::from(logits).and(targets).fold(0.0, |loss, logit, &target| {
            let log_probability = *logit - log_sum;
            *logit = log_probability.exp() - target;
            of_digits += target;
            loss - target * log_probability
        });
        loss + loss_of_digits + (1.0 - of_digits) * log_sum
    })
}
