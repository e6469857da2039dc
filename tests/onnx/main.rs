//! The ONNX files that the trainer writes, by ONNX's own checker and by ONNX Runtime, beside the network itself.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use ndarray::Array2;
use network::{Committee, ConvNet, DIGITS, Image, LAYERS, Network, OutputLayer, PIXELS};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use serde_json::{Value, json};
use tests::workspace::root;
use trainer::model::card::Card;
use trainer::model::store::Store;
use trainer::onnx::onnx;

/// The farthest that an output may be from the network's own.
const TOLERANCE: f64 = 1e-5;

/// What the program prints, in a folder.
fn python(arguments: &[&str], folder: &Path, input: &[u8]) -> Result<String> {
    let mut python = Command::new(root().join(".tools/onnx/bin/python"));
    python.args(arguments).current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = python.spawn().context("the Python of .tools/onnx")?;
    child.stdin.take().context("a pipe")?.write_all(input)?;
    let output = child.wait_with_output()?;
    ensure!(output.status.success(), "{arguments:?}: {}", output.status);
    Ok(String::from_utf8(output.stdout)?)
}

/// Those of the golden drawings, and one that is noise.
fn images() -> Result<Vec<Image>> {
    let lines = fs::read_to_string(root().join("tests/golden/images.ndjson"))?;
    let mut images = Vec::new();
    for line in lines.lines() {
        images.push(Image::from_brightness(&serde_json::from_str::<Vec<f32>>(line)?)?);
    }
    let mut rng = Pcg64Mcg::seed_from_u64(1);
    images.push(Image::from_intensities(&std::array::from_fn::<_, PIXELS, _>(|_| rng.random()))?);
    Ok(images)
}

/// Runs the committee's file on the images, compares its outputs with the committee's, and returns what the file says of itself.
fn check(committee: &Committee, card: Option<&Card>) -> Result<Value> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("network.onnx"), onnx(committee, card))?;
    let images = images()?;
    let input: Vec<_> = images.iter().map(|image| image.intensities().as_slice()).collect();
    let program = root().join("tests/onnx/run.py");
    let program = program.to_str().context("a path of text")?;
    let told: Value =
        serde_json::from_str(&python(&[program, "network.onnx"], folder.path(), &serde_json::to_vec(&input)?)?)?;

    let near = |found: &Value, expected: f32| {
        let found = found.as_f64().unwrap_or(f64::NAN);
        assert!((found - f64::from(expected)).abs() <= TOLERANCE, "{found}, expected {expected}");
    };
    for (outputs, images) in [(&told["all"], &images[..]), (&told["first"], &images[..1])] {
        for (index, image) in images.iter().enumerate() {
            let logits = committee.logits(image);
            for (digit, probability) in committee.probabilities(logits).into_iter().enumerate() {
                near(&outputs[0][index][digit], probability);
            }
            near(&outputs[1][index][0], committee.confidence(logits));
        }
    }
    assert_eq!(told["opset"], json!([["", 17]]));
    assert_eq!(told["producer"], json!(["trainer", env!("CARGO_PKG_VERSION")]));
    assert_eq!(told["inputs"], json!([["N", PIXELS]]));
    assert_eq!(told["outputs"], json!([["N", DIGITS], ["N", 1]]));
    Ok(told)
}

/// Weights of either sign, so large that logits are some units apart.
fn random(shape: (usize, usize), rng: &mut Pcg64Mcg) -> Array2<f32> {
    let spread = 8.0 / (shape.1 as f32).sqrt();
    Array2::from_shape_fn(shape, |_| spread * (rng.random::<f32>() - 0.5))
}

fn dense(rng: &mut Pcg64Mcg) -> Result<Network> {
    Ok(Network::new(random((30, PIXELS + 1), rng), random((DIGITS, 31), rng))?)
}

#[test]
#[cfg_attr(not(onnx), ignore = "needs ONNX Runtime: run `make .tools/onnx/ready`")]
fn a_dense_network_answers_as_it_does_here() -> Result<()> {
    let mut rng = Pcg64Mcg::seed_from_u64(2);
    for (output_layer, last) in [(OutputLayer::Softmax, "ReduceLogSumExp"), (OutputLayer::Sigmoid, "ReduceMax")] {
        let told = check(&Committee::new(dense(&mut rng)?, None, output_layer)?, None)?;
        let operators = told["operators"].as_array().context("names")?;
        assert_eq!(operators[..3], ["Gemm", "Sigmoid", "Gemm"]);
        assert!(operators.contains(&last.into()), "{operators:?}");
    }
    Ok(())
}

#[test]
#[cfg_attr(not(onnx), ignore = "needs ONNX Runtime: run `make .tools/onnx/ready`")]
fn a_committee_answers_as_it_does_here() -> Result<()> {
    let mut rng = Pcg64Mcg::seed_from_u64(3);
    for (output_layer, share) in [(OutputLayer::Softmax, 0.3), (OutputLayer::Sigmoid, 0.6)] {
        let convolutional = ConvNet::new(LAYERS.map(|(_, shape)| random(shape, &mut rng)))?;
        let told = check(&Committee::new(dense(&mut rng)?, Some((convolutional, share)), output_layer)?, None)?;
        let operators = told["operators"].as_array().context("names")?;
        for (operator, expected) in [("Conv", 2), ("MaxPool", 2), ("Gemm", 4)] {
            assert_eq!(operators.iter().filter(|found| **found == operator).count(), expected, "{operator}");
        }
    }
    Ok(())
}

/// Biases alone make the logits, far from where exp can follow.
#[test]
#[cfg_attr(not(onnx), ignore = "needs ONNX Runtime: run `make .tools/onnx/ready`")]
fn the_surest_answers_are_numbers_all_the_same() -> Result<()> {
    for (bias, step) in [(-500.0, 100.0), (200.0, 0.1), (-200.0, 0.1)] {
        let mut output = Array2::zeros((DIGITS, 2));
        output.column_mut(0).iter_mut().zip(0_u8..).for_each(|(to, digit)| *to = bias + step * f32::from(digit));
        for output_layer in [OutputLayer::Softmax, OutputLayer::Sigmoid] {
            let network = Network::new(Array2::zeros((1, PIXELS + 1)), output.clone())?;
            check(&Committee::new(network, None, output_layer)?, None)?;
        }
    }
    Ok(())
}

/// With what their card says, and by the README's own lines.
#[test]
#[cfg_attr(not(onnx), ignore = "needs ONNX Runtime: run `make .tools/onnx/ready`")]
fn the_committed_weights_answer_as_they_do_here() -> Result<()> {
    let (committee, card) = Store::new(root().join("functions/estimate/model")).read()?;
    let card = card.context("a card")?;
    let told = check(&committee, Some(&card))?;
    let metadata = &told["metadata"];
    assert_eq!(metadata["recipe"], card.recipe);
    assert_eq!(metadata["threshold"], card.threshold.to_string());
    let learnt_from = metadata["learnt_from"].as_str().context("sources")?;
    for licence in
        ["MNIST, Y. LeCun, C. Cortes and C. J. C. Burges, CC BY-SA 3.0", "International Unipen Foundation, CC BY 4.0"]
    {
        assert_eq!(learnt_from.matches(licence).count(), 1, "{learnt_from}");
    }

    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("digit.onnx"), onnx(&committee, Some(&card)))?;
    fs::create_dir_all(folder.path().join("tests/golden"))?;
    fs::copy(root().join("tests/golden/seven.json"), folder.path().join("tests/golden/seven.json"))?;
    let readme = fs::read_to_string(root().join("README.md"))?;
    let lines = readme.split("```python\n").nth(1).and_then(|rest| rest.split("```").next()).context("Python lines")?;
    assert_eq!(python(&["-c", lines], folder.path(), b"")?, "[7] [ True]\n");
    Ok(())
}

#[test]
fn the_same_weights_make_the_same_bytes() -> Result<()> {
    let (committee, card) = Store::new(root().join("functions/estimate/model")).read()?;
    assert!(onnx(&committee, card.as_ref()) == onnx(&committee, card.as_ref()));
    Ok(())
}
