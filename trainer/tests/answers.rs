//! A drawing is read as the same digit however large, wherever, and however fast it was drawn.

use std::path::Path;

use network::{Committee, Image};
use trainer::data::drawing::{Drawing, Stroke, read_drawings};
use trainer::evaluate::predictions::Prediction;
use trainer::examples::raster::rasterize;
use trainer::model::store::Store;

fn workspace() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn committee() -> Committee {
    Store::new(workspace().join("functions/estimate/model")).read().expect("the committed weights").0
}

fn digits() -> Vec<Drawing> {
    let mut drawings = read_drawings(&workspace().join("tests/golden/drawings.ndjson")).expect("the golden drawings");
    drawings.retain(|drawing| drawing.digit().is_some());
    drawings
}

/// Every golden digit is read as what it is after its strokes were changed.
fn check(change: impl Fn(&Stroke) -> Stroke) {
    let committee = committee();
    for drawing in digits() {
        let strokes: Vec<_> = drawing.strokes.iter().map(&change).collect();
        let brightness = rasterize(&strokes).expect("points").map(f32::from);
        let prediction = Prediction::of(&committee, &Image::from_brightness(&brightness).expect("ink"));
        assert_eq!(Some(prediction.digit as u8), drawing.digit(), "{}: {prediction:?}", drawing.writer);
    }
}

#[test]
fn whatever_the_canvas_and_the_place() {
    for scale in [0.02, 0.3, 1.0, 2.0, 3.0, 100.0] {
        for [x, y] in [[0.0, 0.0], [2000.0, -3000.0]] {
            check(|stroke| stroke.iter().map(|point| [point[0] * scale + x, point[1] * scale + y]).collect());
        }
    }
}

/// A pointer's positions are whole pixels on most screens.
#[test]
fn whatever_the_pixel_ratio() {
    for ratio in [1.0, 2.0, 3.0] {
        check(|stroke| stroke.iter().map(|point| point.map(|x: f64| (x * ratio).round() / ratio)).collect());
    }
}

#[test]
fn whatever_the_speed() {
    for pieces in [2, 10] {
        check(|stroke| {
            let mut slow = vec![stroke[0]];
            for ends in stroke.windows(2) {
                let [a, b] = [ends[0], ends[1]];
                let at = |piece: usize| {
                    let t = piece as f64 / pieces as f64;
                    [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]
                };
                slow.extend((1..=pieces).map(at));
            }
            slow
        });
    }
    for every in [2, 3] {
        check(|stroke| {
            let last = stroke.len() - 1;
            let fast = stroke.iter().enumerate().filter(|(index, _)| index % every == 0 || *index == last);
            if stroke.len() > 12 { fast.map(|(_, point)| *point).collect() } else { stroke.clone() }
        });
    }
}
