//! The sigmoid, vectorized for whatever the processor has.

use multiversion::multiversion;

/// exp(x) to about 2 units in the last place, in arithmetic that compilers vectorize: 2ⁿ · e^r with |r| ≤ ln 2 / 2
/// and a polynomial for e^r (Cephes, expf.c).
#[inline(always)]
fn exp(x: f32) -> f32 {
    const ROUND: f32 = 12_582_912.0; // 1.5 · 2²³: adding and subtracting it rounds to an integer
    const LN_2_HIGH: f32 = 0.693_359_4;
    const LN_2_LOW: f32 = -2.121_944_4e-4;
    let x = x.clamp(-87.0, 88.0);
    let n = (x * std::f32::consts::LOG2_E + ROUND) - ROUND;
    let r = (x - n * LN_2_HIGH) - n * LN_2_LOW;
    let mut polynomial = 1.987_569_1e-4_f32;
    for coefficient in [1.398_2e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5] {
        polynomial = polynomial * r + coefficient;
    }
    (polynomial * r * r + r + 1.0) * f32::from_bits((((n as i32) + 127) << 23) as u32)
}

/// Each x becomes 1 / (1 + exp(−x)).
#[multiversion(targets = "simd")]
pub fn sigmoids(values: &mut [f32]) {
    for x in values {
        *x = 1.0 / (1.0 + exp(-*x));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exponential_is_right_to_the_last_bits() {
        for x in (-8700..=8800).map(|i| i as f32 / 100.0) {
            let exact = f64::from(x).exp();
            let wrong = (f64::from(exp(x)) / exact - 1.0).abs();
            assert!(wrong < 2.5e-7, "exp({x}) is {}, expected {exact}", exp(x));
        }
        assert_eq!([exp(-1e9), exp(1e9)], [exp(-87.0), exp(88.0)]);
    }

    #[test]
    fn sigmoids_are_sigmoids() {
        let xs: Vec<f32> = (-1000..=1000).map(|i| i as f32 / 10.0).collect();
        let mut values = xs.clone();
        sigmoids(&mut values);
        for (x, value) in xs.into_iter().zip(values) {
            let exact = 1.0 / (1.0 + (-f64::from(x)).exp());
            assert!((f64::from(value) - exact).abs() < 1e-6, "sigmoid({x}) = {value}, expected {exact}");
        }
    }
}
