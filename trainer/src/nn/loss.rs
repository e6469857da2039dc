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

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    /// Beside the 1 of no digit odds of 3/2 and 1/2 are probabilities of 1/2 and 1/6.
    #[test]
    fn the_loss_and_its_derivative_are_the_cross_entropys() {
        let mut logits = Array2::from_elem((3, 10), -50.0);
        logits[[0, 0]] = 1.5_f32.ln();
        logits[[0, 1]] = 0.5_f32.ln();
        // Of logits so large that their exponentials are infinite; and of a sure negative.
        logits[[1, 7]] = 200.0;
        logits[[1, 8]] = 198.0;
        let mut targets = Array2::zeros((3, 10));
        targets[[0, 0]] = 0.5;
        targets[[0, 1]] = 0.25;
        targets[[1, 8]] = 1.0;
        let loss = softmax_errors(&mut logits, &targets);
        let expected =
            0.5 * 2.0_f32.ln() + 0.25 * 6.0_f32.ln() + 0.25 * 3.0_f32.ln() + 2.0 + (1.0 + (-2.0_f32).exp()).ln();
        assert!((loss - expected).abs() < 1e-4, "{loss}, expected {expected}");
        let near = |found: f32, expected: f32| assert!((found - expected).abs() < 1e-4, "{found}, expected {expected}");
        let rows = [
            array![0.0, 1.0 / 6.0 - 0.25, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            array![0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.8808, 0.1192 - 1.0, 0.0],
            Array2::zeros((1, 10)).row(0).to_owned(),
        ];
        for (found, expected) in logits.rows().into_iter().zip(rows) {
            Zip::from(found).and(&expected).for_each(|&found, &expected| near(found, expected));
        }
    }
}
