//! Evidence is what integrating finite differences finds, and sums to what integrated gradients promise.

use ndarray::{Array2, s};
use network::{Committee, ConvNet, Image, LAYERS, Network, OutputLayer, PIXELS};

const HIDDEN: &[u8] = include_bytes!("numpy/hidden_f64.npy"); // (2, 785)
const OUTPUT: &[u8] = include_bytes!("numpy/output_f64.npy"); // (10, 3)

/// What numpy wrote.
fn numpys() -> Network {
    Network::from_npy(HIDDEN, OUTPUT).expect("a network")
}

/// 300 units of every kind: ordinary ones, and of ten each one without weights, one with the least, and one with so
/// many that its sigmoid is flat at both ends of the path.
fn wide() -> Network {
    let scattered = |row: usize, column: usize| ((row * 7919 + column * 104_729) as f32).sin();
    let hidden = Array2::from_shape_fn((300, PIXELS + 1), |(unit, column)| match (unit % 10, column) {
        (1, 1..) => 0.0,
        (2, 1..) => 1e-9 * scattered(unit, column),
        (3, 0) => -120.0,
        (3, _) => 40.0,
        _ => 0.3 * scattered(unit, column),
    });
    let output = Array2::from_shape_fn((10, 301), |(digit, column)| scattered(1_000 + digit, column));
    Network::new(hidden, output).expect("a network")
}

fn alone(network: Network) -> Committee {
    Committee::new(network, None, OutputLayer::Softmax).expect("a committee")
}

/// Ink of several strengths.
fn image() -> Image {
    let mut brightness = [0.0; PIXELS];
    brightness[301..310].copy_from_slice(&[51.0, 102.0, 153.0, 204.0, 255.0, 204.0, 153.0, 102.0, 51.0]);
    Image::from_brightness(&brightness).expect("ink")
}

/// logit(digit) − logit(against) at these intensities, in f64, from the definition.
fn difference(network: &Network, intensities: &[f64], digit: usize, against: usize) -> f64 {
    let (hidden, output) = (network.hidden(), network.output());
    let pulls = &output.slice(s![digit, ..]).mapv(f64::from) - &output.slice(s![against, ..]).mapv(f64::from);
    let activation = |unit: usize| {
        let weighted = hidden.row(unit).iter().skip(1).zip(intensities).map(|(&w, x)| f64::from(w) * x).sum::<f64>();
        1.0 / (1.0 + (-f64::from(hidden[[unit, 0]]) - weighted).exp())
    };
    pulls[0] + (0..hidden.nrows()).map(|unit| pulls[unit + 1] * activation(unit)).sum::<f64>()
}

#[test]
fn it_is_the_integral_of_the_gradients() {
    const STEPS: usize = 1_000;
    const WIDTH: f64 = 1e-4;
    let (network, image) = (numpys(), image());
    let committee = alone(network.clone());
    let intensities = image.intensities().map(f64::from);
    for (digit, against) in [(4, 6), (6, 4), (8, 0)] {
        let evidence = committee.evidence(&image, digit, against);
        for pixel in (0..PIXELS).filter(|&pixel| intensities[pixel] > 0.0) {
            let gradient = |step: usize| {
                let mut at = intensities.map(|x| x * (step as f64 + 0.5) / STEPS as f64);
                let mut side = |by: f64| {
                    at[pixel] += by;
                    difference(&network, &at, digit, against)
                };
                let low = side(-WIDTH);
                (side(2.0 * WIDTH) - low) / (2.0 * WIDTH)
            };
            let expected = intensities[pixel] * (0..STEPS).map(gradient).sum::<f64>() / STEPS as f64;
            let found = f64::from(evidence[pixel]);
            assert!((found - expected).abs() < 1e-6, "pixel {pixel}: {found}, expected {expected}");
        }
    }
}

/// Completeness (Sundararajan et al., proposition 1), to within f32's rounding of what is summed.
#[test]
fn it_sums_to_how_far_the_difference_moves_from_the_blank_image() {
    let full = Image::from_brightness(&[255.0; PIXELS]).expect("ink");
    let faint = Image::from_brightness(&[1e-3; PIXELS]).expect("ink");
    for (name, network) in [("numpy's", numpys()), ("wide", wide())] {
        for image in [image(), full.clone(), faint.clone()] {
            for (digit, against) in [(0, 1), (9, 3), (4, 4)] {
                let evidence = alone(network.clone()).evidence(&image, digit, against).map(f64::from);
                let (sum, size) = (evidence.iter().sum::<f64>(), evidence.iter().map(|e| e.abs()).sum::<f64>());
                let at = |intensities: &[f64]| difference(&network, intensities, digit, against);
                let expected = at(&image.intensities().map(f64::from)) - at(&[0.0; PIXELS]);
                assert!((sum - expected).abs() <= 1e-5 * size, "{name}: {sum} of {size}, expected {expected}");
            }
        }
    }
}

/// A convolutional network with random weights and biases as large as what they are added to, so that on the path from the
/// blank image units go on and off, and `wide` beside it.
fn pair(share: f32) -> Committee {
    let mut state = 1_u32;
    let layers = LAYERS.map(|(_, (outputs, inputs))| {
        let spread = (6.0 / inputs as f32).sqrt();
        Array2::from_shape_simple_fn((outputs, inputs), || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            spread * ((state >> 8) as f32 / (1 << 23) as f32 - 1.0)
        })
    });
    let convolutional = ConvNet::new(layers).expect("a network");
    Committee::new(wide(), Some((convolutional, share)), OutputLayer::Softmax).expect("a committee")
}

/// A digit's worth of ink, nowhere alike: where neighbours are, the largest of them is not one alone, and has no gradient.
fn seven() -> Image {
    let ink = |row: usize, column: usize| match (row, column) {
        (4..7, 8..20) => 1.0,
        (7..24, _) if (column * 2).abs_diff(45 - row) < 4 => 0.8,
        _ => 0.0,
    };
    Image::from_intensities(&std::array::from_fn::<_, PIXELS, _>(|p| {
        ink(p / 28, p % 28) * (0.7 + 0.2 * (p as f32 * 1.7).sin())
    }))
    .expect("ink")
}

/// Completeness, to within what the steps leave: a hundredth of what is summed.
#[test]
fn that_of_a_committee_sums_to_how_far_its_difference_moves() {
    // Ink that is lost in any sum stands for none.
    let blank = Image::from_intensities(&std::array::from_fn::<_, PIXELS, _>(|p| if p == 0 { 1e-30 } else { 0.0 }));
    let blank = blank.expect("ink");
    for (share, image) in [(1.0, seven()), (0.5, seven()), (0.5, image())] {
        let committee = pair(share);
        for (digit, against) in [(0, 1), (9, 3), (2, 7), (4, 4)] {
            let evidence = committee.evidence(&image, digit, against);
            let (sum, size) = (evidence.iter().sum::<f32>(), evidence.iter().map(|e| e.abs()).sum::<f32>());
            let [at, from] = [&image, &blank].map(|image| {
                let logits = committee.logits(image);
                logits[digit] - logits[against]
            });
            assert!((sum - (at - from)).abs() <= 0.01 * size, "{share}: {sum} of {size}, expected {at} - {from}");
        }
    }
}

/// Each pixel's is the integral of what a change of it alone does, by finite differences on the path.
#[test]
fn that_of_a_convolutional_network_is_the_integral_of_its_gradients() {
    const STEPS: usize = 1_000;
    const WIDTH: f32 = 0.002;
    let (committee, image) = (pair(1.0), seven());
    let evidence = committee.evidence(&image, 3, 8);
    for pixel in [4 * 28 + 8, 5 * 28 + 13, 15 * 28 + 15, 23 * 28 + 11] {
        assert!(image.intensities()[pixel] > 0.0, "{pixel}");
        let slope = |step: usize| {
            let at = |by: f32| {
                let share = (step as f32 + 0.5) / STEPS as f32;
                let mut intensities = image.intensities().map(|x| x * share);
                intensities[pixel] = (intensities[pixel] + by).clamp(0.0, 1.0);
                let logits = committee.logits(&Image::from_intensities(&intensities).expect("ink"));
                f64::from(logits[3] - logits[8])
            };
            (at(WIDTH) - at(-WIDTH)) / f64::from(2.0 * WIDTH)
        };
        let expected = f64::from(image.intensities()[pixel]) * (0..STEPS).map(slope).sum::<f64>() / STEPS as f64;
        let found = f64::from(evidence[pixel]);
        assert!((found - expected).abs() < 0.01, "pixel {pixel}: {found}, expected {expected}");
    }
}

#[test]
fn there_is_none_where_there_is_no_ink() {
    for committee in [alone(wide()), pair(1.0)] {
        let evidence = committee.evidence(&image(), 7, 1);
        for (pixel, &found) in evidence.iter().enumerate() {
            assert_eq!(found != 0.0, (301..310).contains(&pixel), "{found} at pixel {pixel}");
        }
    }
}
