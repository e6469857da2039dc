//! A convolutional network gives the logits that numpy computes from the same weights.

use ndarray::Array2;
use network::{ConvNet, Image, LAYERS, NetworkError, NpyError, PIXELS};

/// Weights by a formula that is exact in f32.
fn layers() -> [Array2<f32>; 4] {
    let mut layer = 0;
    LAYERS.map(|(_, shape)| {
        let (seed, divisor) = (layer * 1_299_709, [4_096.0, 16_384.0, 16_384.0, 8_192.0][layer]);
        layer += 1;
        Array2::from_shape_fn(shape, |(i, j)| ((i * 7_919 + j * 104_729 + seed) % 2_003) as f32 - 1_001.0) / divisor
    })
}

fn network() -> ConvNet {
    ConvNet::new(layers()).expect("a network")
}

/// A fifth of the pixels have ink, up to the edges.
fn image() -> Image {
    let brightness =
        std::array::from_fn::<_, PIXELS, _>(|p| if p * 37 % 101 < 20 { (p * 7 % 256) as f32 } else { 0.0 });
    Image::from_brightness(&brightness).expect("ink")
}

/// By numpy in f64, with `w` the four layers and `x` the image, (28, 28, 1):
///
/// ```python
/// for c in w[:2]:
///     p = numpy.lib.stride_tricks.sliding_window_view(x, (5, 5), axis=(0, 1)).transpose(0, 1, 3, 4, 2)
///     s = p.reshape(*p.shape[:2], -1) @ c[:, 1:].T + c[:, 0]
///     n = len(s) // 2
///     x = numpy.maximum(s.reshape(n, 2, n, 2, -1).max(axis=(1, 3)), 0)
/// h = numpy.maximum(w[2][:, 0] + w[2][:, 1:] @ x.ravel(), 0)
/// w[3][:, 0] + w[3][:, 1:] @ h
/// ```
const LOGITS: [f32; 10] = [
    0.064_408_33,
    0.014_260_218,
    0.018_083_667,
    0.037_050_8,
    -0.013_097_31,
    -0.022_978_71,
    -0.003_820_714_5,
    -0.053_968_825,
    -0.086_373_46,
    -0.030_937_152,
];

#[test]
fn it_gives_numpys_logits() {
    for (found, expected) in network().logits(&image()).into_iter().zip(LOGITS) {
        assert!((found - expected).abs() < 1e-6, "{found}, expected {expected}");
    }
}

#[test]
fn bytes_written_are_read_again() {
    let files = network().to_npy().expect("bytes");
    assert_eq!(ConvNet::from_npy(files.clone()).expect("a network"), network());
    // In the order in which the forward pass reads them, so that they are read in place.
    assert!(files.iter().all(|file| file[..128].windows(21).any(|words| words == b"'fortran_order': True")));
}

#[test]
fn wrong_layers_say_what_was_expected() {
    let mut files = network().to_npy().expect("bytes");
    files[2].truncate(5000);
    let cut = ConvNet::from_npy(files.clone());
    assert!(matches!(cut, Err(NpyError::Read { layer: "conv_hidden", .. })), "{cut:?}");
    let mut files = network().to_npy().expect("bytes");
    files[1] = files[0].clone();
    let wrong = ConvNet::from_npy(files).expect_err("no network");
    let expected =
        "the conv_2 layer is (16, 26), expected (32, 401): a bias and a weight for each input of each output";
    assert_eq!(wrong.to_string(), expected);
    let mut weights = layers();
    weights[3][[7, 9]] = f32::INFINITY;
    assert_eq!(ConvNet::new(weights), Err(NetworkError::NotFinite("conv_output")));
}
