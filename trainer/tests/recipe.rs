//! The default recipe, whole but small: a teacher, the two parts of the network's training, the committee and its calibration.

use anyhow::bail;
use network::{Image, PIXELS};
use trainer::data::drawing::Drawing;
use trainer::data::mnist::Mnist;
use trainer::evaluate::predictions::Prediction;
use trainer::examples::negatives::KINDS;
use trainer::examples::sampling::Examples;
use trainer::model::card::Card;
use trainer::train::calibration::Calibrated;
use trainer::train::checkpoint;
use trainer::train::recipe::{Event, Recipe};

/// One minibatch to a pass: the teacher takes 5 steps; the network 14 in the first part, then 6.
const RECIPE: Recipe = Recipe { seed: 1, hidden: 20, epochs: 20, teacher_epochs: 5, committee: true };

fn bar(digit: usize) -> [u8; PIXELS] {
    std::array::from_fn(|pixel| {
        if (pixel % 28).abs_diff(digit * 2 + 5) < 2 && (4..24).contains(&(pixel / 28)) { 255 } else { 0 }
    })
}

/// Bars at ten places, and drawings of ten slanted lines.
fn examples() -> Examples {
    let drawing = |label: u8| Drawing {
        label: label.to_string(),
        writer: String::new(),
        canvas: None,
        strokes: vec![vec![[0.0, 0.0], [f64::from(label) * 4.0, 20.0]]],
    };
    let drawings: Vec<_> = (0..10).map(drawing).collect();
    Examples::new(Mnist { images: (0..10).map(bar).collect(), labels: (0..10).collect() }, &drawings, &KINDS)
}

fn card(seed: u64) -> Card {
    let card = serde_json::json!({
        "trainer": "test", "recipe": "augmented", "output_layer": "softmax", "hidden": 20, "seed": seed, "epochs": 20,
        "data_sha256": {}, "weights_sha256": {},
    });
    serde_json::from_value(card).expect("a card")
}

#[test]
fn the_recipe_learns_and_goes_on_from_wherever_it_stopped() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |epochs: usize| folder.path().join(format!("{epochs}.checkpoint"));
    let examples = examples();
    let mut losses = Vec::new();
    let mut told = Vec::new();
    let whole = RECIPE.run(&examples, &mut RECIPE.start(&examples), |trainings, event| {
        if let Event::TeacherEpoch(loss) | Event::Epoch(loss) = event {
            losses.push(loss);
            checkpoint::save(&path(losses.len()), &card(1), trainings, &[])?;
        }
        if let Event::SoftTargets(_) | Event::Calibration(_) = event {
            told.push((losses.len(), event));
        }
        Ok(())
    });
    let whole = whole.expect("a calibrated committee");
    // Of 20 steps of 8 shards of 128 images, before either part; and, at last, of 10,000 negatives and 20 digits.
    let expected = [
        (5, Event::SoftTargets([0, 20_480])),
        (19, Event::SoftTargets([0, 20_480])),
        (25, Event::Calibration([0, 10_020])),
        (25, Event::Calibration([10_000, 10_020])),
    ];
    assert_eq!(told, expected);
    assert_eq!(losses.len(), 25);
    assert!(losses[18] < losses[5] && losses[24] < losses[18], "of the network, in either part: {losses:?}");
    let Calibrated { committee, threshold } = &whole;
    for digit in 0..10 {
        let image = Image::from_brightness(&bar(digit).map(f32::from)).expect("ink");
        let confidence = f64::from(Prediction::of(committee, &image).confidence);
        assert!(confidence > threshold - 1e-5, "{digit} is among the least sure 0.6 %: {confidence}, {threshold}");
    }

    // While the teacher learns, between teacher and network, within the first part, between the parts, within the second.
    for epochs in [2, 5, 6, 19, 20] {
        let mut trainings = RECIPE.start(&examples);
        checkpoint::resume(&path(epochs), &card(1), &mut trainings).expect("resumed");
        let mut rest = 0;
        let resumed = RECIPE.run(&examples, &mut trainings, |_, event| {
            rest += usize::from(matches!(event, Event::TeacherEpoch(_) | Event::Epoch(_)));
            Ok(())
        });
        assert_eq!(resumed.expect("a calibrated committee"), whole, "after {epochs} epochs");
        assert_eq!(epochs + rest, 25);
    }
    let other = checkpoint::resume(&path(2), &card(2), &mut RECIPE.start(&examples));
    assert!(other.expect_err("another seed").to_string().contains("a checkpoint of another training"));
}

/// The teacher joins in where it is to, and where there is one.
#[test]
fn the_dense_network_can_stand_alone() {
    let examples = examples();
    for (teacher_epochs, committee, members) in [(1, true, 2), (1, false, 1), (0, true, 1)] {
        let recipe = Recipe { epochs: 1, teacher_epochs, committee, ..RECIPE };
        let run = recipe.run(&examples, &mut recipe.start(&examples), |_, _| Ok(()));
        let found = run.expect("a calibrated committee").committee;
        assert_eq!(found.convolutional().map_or(1, |_| 2), members, "{recipe:?}");
    }
}

#[test]
fn who_observes_it_can_stop_it() {
    let examples = examples();
    let mut trainings = RECIPE.start(&examples);
    let stopped = RECIPE.run(&examples, &mut trainings, |_, _| bail!("enough"));
    assert_eq!(stopped.expect_err("stopped").to_string(), "enough");
    assert_eq!([trainings.teacher.adam.steps, trainings.network.adam.steps], [1, 0]);
}
