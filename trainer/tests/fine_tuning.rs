//! Fine-tuning: a committee learns the drawings, keeps the rest, and ends in the same bytes.

use std::path::Path;

use network::{Committee, Image, OutputLayer};
use trainer::data::drawing::{Drawing, Stroke, read_drawings};
use trainer::data::mnist::Mnist;
use trainer::evaluate::evaluation::Evaluation;
use trainer::evaluate::fine_tuning::stand_in;
use trainer::evaluate::predictions::Prediction;
use trainer::examples::raster::rasterize;
use trainer::model::store::Store;
use trainer::nn::convnet::ConvNet;
use trainer::nn::perceptron::Perceptron;
use trainer::train::fine_tuning::{fine_tune, rehearsal};

const THRESHOLD: f64 = 0.5;

fn workspace() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn committed() -> Committee {
    Store::new(workspace().join("functions/estimate/model")).read().expect("the committed weights").0
}

fn image(drawing: &Drawing) -> Image {
    let brightness = rasterize(&drawing.strokes).expect("points").map(f32::from);
    Image::from_brightness(&brightness).expect("ink")
}

/// The digit, or `None` where it is rejected.
fn answer(committee: &Committee, drawing: &Drawing) -> Option<u8> {
    let prediction = Prediction::of(committee, &image(drawing));
    (f64::from(prediction.confidence) >= THRESHOLD).then_some(prediction.digit as u8)
}

/// What hardly anybody else draws for a 5 and for a 3, and a mark that looks like an 8; leaning by some degrees.
fn peculiar(leaning: f64) -> Vec<Drawing> {
    let wedge = vec![vec![[0.0, 0.0], [10.0, 30.0], [20.0, 0.0]]];
    let triangle = vec![vec![[10.0, 0.0], [20.0, 30.0], [0.0, 30.0], [10.0, 0.0]]];
    let hourglass = vec![vec![[0.0, 0.0], [20.0, 0.0], [0.0, 30.0], [20.0, 30.0], [0.0, 0.0]]];
    let lean = |stroke: &Stroke| stroke.iter().map(|[x, y]| [x - y * leaning.to_radians().tan(), *y]).collect();
    let drawing = |(label, strokes): (&str, Vec<Stroke>)| Drawing {
        label: label.into(),
        writer: "me".into(),
        canvas: None,
        strokes: strokes.iter().map(lean).collect(),
    };
    [("5", wedge), ("3", triangle), ("?", hourglass)].map(drawing).into()
}

#[test]
fn drawings_are_learnt_and_the_rest_stays() {
    let before = committed();
    let rehearsal = rehearsal(Mnist::default());
    let learnt: Vec<_> = [-8.0, -2.0, 2.0, 8.0].into_iter().flat_map(peculiar).collect();
    let after =
        fine_tune(&before, &learnt.iter().collect::<Vec<_>>(), &rehearsal, 1, |_, _| {}).expect("finite weights");

    // As they were not drawn before.
    let drawings: Vec<_> = [-5.0, 0.0, 5.0].into_iter().flat_map(peculiar).collect();
    let right = |committee| drawings.iter().filter(|drawing| answer(committee, drawing) == drawing.digit()).count();
    assert!(right(&before) < 4, "{} of {}", right(&before), drawings.len());
    assert_eq!(right(&after), drawings.len());

    let golden = read_drawings(&workspace().join("tests/golden/drawings.ndjson")).expect("the golden drawings");
    for drawing in golden.iter().filter(|drawing| drawing.digit().is_some()) {
        assert_eq!(answer(&after, drawing), drawing.digit(), "{}", drawing.writer);
    }
    let kept = Evaluation::of(&after, THRESHOLD, &stand_in((&before, THRESHOLD), &rehearsal, 1, 2000));
    assert!(kept.predictions.accuracy() > 0.97, "{kept}");
}

#[test]
fn threads_do_not_change_a_bit() {
    let dense = Perceptron::random(1, 20).network().expect("finite weights");
    let convolutional = ConvNet::random(1).network().expect("finite weights");
    let before = Committee::new(dense, Some((convolutional, 0.5)), OutputLayer::Softmax).expect("a committee");
    let rehearsal = rehearsal(Mnist::default());
    let drawings = peculiar(0.0);
    let learnt = |threads: usize, seed: u64| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let learn = || fine_tune(&before, &drawings.iter().collect::<Vec<_>>(), &rehearsal, seed, |_, _| {});
        let learnt = pool.install(learn).expect("finite weights");
        let (convolutional, share) = learnt.convolutional().expect("it stays a member");
        assert_eq!(share, 0.5);
        (learnt.dense().to_npy().expect("bytes"), convolutional.to_npy().expect("bytes"))
    };
    let one = learnt(1, 1);
    assert_eq!(one, learnt(3, 1));
    let other = learnt(1, 2);
    assert!(one.0 != other.0 && one.1 != other.1, "both learn");
}
