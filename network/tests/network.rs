//! A network that numpy wrote gives the probabilities that numpy computed.

use network::{DIGITS, Image, Network, NetworkError, NpyError, OutputLayer, likeliest};

const HIDDEN_F64: &[u8] = include_bytes!("numpy/hidden_f64.npy"); // (2, 785)
const HIDDEN_F32_FORTRAN: &[u8] = include_bytes!("numpy/hidden_f32_fortran.npy");
const HIDDEN_I64: &[u8] = include_bytes!("numpy/hidden_i64.npy");
const OUTPUT_F64: &[u8] = include_bytes!("numpy/output_f64.npy"); // (10, 3)
const OUTPUT_F32: &[u8] = include_bytes!("numpy/output_f32.npy");

/// What numpy computes in f64 from these weights for [`image`].
const SOFTMAX: [f32; 10] = [
    0.043_757_58,
    0.008_304_927,
    0.005_701_93,
    0.015_717_284,
    0.437_753_1,
    0.002_621_408,
    0.314_121_54,
    0.161_367_85,
    0.000_958_186_2,
    0.009_696_187,
];
const SIGMOID: [f32; 10] = [
    0.139_863_72,
    0.061_850_43,
    0.047_060_233,
    0.091_585_97,
    0.190_533_08,
    0.024_813_37,
    0.187_562_91,
    0.178_249_4,
    0.009_851_103,
    0.068_629_78,
];

fn image() -> Image {
    let mut brightness = [0.0; 784];
    brightness[301..310].copy_from_slice(&[51.0, 102.0, 153.0, 204.0, 255.0, 204.0, 153.0, 102.0, 51.0]);
    Image::from_brightness(&brightness).expect("an image with ink")
}

/// `confidence` in f64 from the same weights, its formula taken at its word: S / (1 + S), and the largest sigmoid.
fn check(
    hidden: &'static [u8],
    output: &'static [u8],
    output_layer: OutputLayer,
    probabilities: [f32; 10],
    confidence: f32,
) {
    let logits = Network::from_npy(hidden, output).expect("numpy's own files").logits(&image());
    let found = output_layer.probabilities(logits).into_iter().chain([output_layer.confidence(logits)]);
    for (found, expected) in found.zip(probabilities.into_iter().chain([confidence])) {
        assert!((found - expected).abs() < 1e-5, "{found}, expected {expected}");
    }
}

#[test]
fn numpys_network_gives_numpys_probabilities() {
    check(HIDDEN_F64, OUTPUT_F64, OutputLayer::Softmax, SOFTMAX, 0.981_979_4);
    check(HIDDEN_F64, OUTPUT_F64, OutputLayer::Sigmoid, SIGMOID, 0.959_765_16);
    check(HIDDEN_F32_FORTRAN, OUTPUT_F32, OutputLayer::Softmax, SOFTMAX, 0.981_979_4);
}

#[test]
fn any_logits_have_a_confidence() {
    for output_layer in [OutputLayer::Softmax, OutputLayer::Sigmoid] {
        for (logit, expected) in [(-1000.0, 0.0), (-f32::MAX, 0.0), (1000.0, 1.0), (f32::MAX, 1.0)] {
            assert_eq!(output_layer.confidence([logit; 10]), expected, "{output_layer:?} of {logit}");
        }
    }
    // Ten of 1/10 are as much as the eleventh.
    assert!((OutputLayer::Softmax.confidence([0.1_f32.ln(); 10]) - 0.5).abs() < 1e-6);
}

#[test]
fn bytes_written_are_read_again() {
    let network = Network::from_npy(HIDDEN_F64, OUTPUT_F64).expect("a network");
    let [hidden, output] = network.to_npy().expect("bytes");
    let header = HIDDEN_F32_FORTRAN.len() - 4 * 2 * 785;
    assert!(hidden.ends_with(&HIDDEN_F32_FORTRAN[header..]), "numpy's weights in numpy's order");
    assert_eq!(Network::from_npy(hidden, output).expect("a network"), network);
}

#[test]
fn saturated_sigmoids_still_share() {
    let mut weights = [0.0; 30];
    weights.iter_mut().step_by(3).for_each(|bias| *bias = -1000.0);
    let output = ndarray::Array2::from_shape_vec((10, 3), weights.to_vec()).expect("10 × 3");
    let network = Network::new(ndarray::Array2::zeros((2, 785)), output).expect("a network");
    assert_eq!(OutputLayer::Sigmoid.probabilities(network.logits(&image())), [0.1; 10]);
}

#[test]
fn wrong_bytes_say_what_was_expected() {
    let message =
        |hidden: &'static [u8], output| Network::from_npy(hidden, output).expect_err("no network").to_string();
    assert!(message(HIDDEN_I64, OUTPUT_F64).contains("`hidden` is not a matrix of f32 or f64"));
    assert!(message(&HIDDEN_F64[..5000], OUTPUT_F64).contains("`hidden` is not a matrix"));
    assert!(message(b"", OUTPUT_F64).contains("`hidden` is not a matrix"));
    assert_eq!(
        message(OUTPUT_F64, OUTPUT_F64),
        "the hidden layer is (10, 3), expected (units, 785): a bias and 784 weights for each unit"
    );
    let wrong = Network::from_npy(HIDDEN_F64, HIDDEN_F64);
    let expected = NetworkError::Output { found: (2, 785), expected: (10, 3) };
    assert!(matches!(wrong, Err(NpyError::Network(error)) if error == expected));
}

#[test]
fn a_weight_that_is_no_number_is_refused() {
    let mut hidden = ndarray::Array2::zeros((2, 785));
    for place in [[1, 7], [0, 784]] {
        hidden[place] = f32::NAN;
        let refused = Network::new(hidden.clone(), ndarray::Array2::zeros((10, 3)));
        assert_eq!(refused, Err(NetworkError::NotFinite("hidden")));
    }
    let none = Network::new(ndarray::Array2::zeros((0, 785)), ndarray::Array2::zeros((10, 1)));
    assert_eq!(none, Err(NetworkError::Hidden { found: (0, 785) }));
}

#[test]
fn the_likeliest_is_the_largest_and_the_first_of_equals() {
    for digit in 0..DIGITS {
        let mut probabilities = [0.05; DIGITS];
        probabilities[digit] = 0.3;
        assert_eq!(likeliest(&probabilities), digit);
        probabilities[9] = 0.3;
        assert_eq!(likeliest(&probabilities), digit, "{digit} or 9");
    }
}
