//! The range of random numbers, as tests expect it.

/// Checks that the numbers, a few hundred at least, are between two, and come near either.
pub fn check_range(numbers: impl IntoIterator<Item = f64>, [low, high]: [f64; 2]) {
    let wider = |[least, most]: [f64; 2], x: f64| [least.min(x), most.max(x)];
    let [least, most] = numbers.into_iter().fold([f64::INFINITY, f64::NEG_INFINITY], wider);
    let margin = 0.03 * (high - low);
    let is_reached = (low..low + margin).contains(&least) && (high - margin..=high).contains(&most);
    assert!(is_reached, "from {least} to {most}, expected {low} to {high}");
}
