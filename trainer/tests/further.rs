//! A network that learns further: it learns the drawings, keeps the rest, and ends in the same bytes.

use std::path::Path;

use network::{Image, Network};
use trainer::drawing::{Drawing, Stroke, read_drawings};
use trainer::further::learn;
use trainer::judged::{Example, Judged};
use trainer::memory::Memory;
use trainer::mnist::Mnist;
use trainer::raster::rasterize;
use trainer::store::Store;

const THRESHOLD: f64 = 0.5;

fn workspace() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn committed() -> Network {
    Store::new(workspace().join("functions/estimate/model")).read().expect("the committed weights").0
}

fn example(drawing: &Drawing) -> Example {
    let brightness = rasterize(&drawing.strokes).expect("points").map(f32::from);
    (Image::from_brightness(&brightness).expect("ink"), drawing.digit())
}

/// What nobody else draws for an 8, for a 4, and for no digit at all; leaning by some degrees.
fn peculiar(leaning: f64) -> Vec<Drawing> {
    let hourglass = vec![vec![[0.0, 0.0], [20.0, 0.0], [0.0, 30.0], [20.0, 30.0], [0.0, 0.0]]];
    let flash = vec![vec![[14.0, 0.0], [0.0, 18.0], [18.0, 14.0], [4.0, 34.0]]];
    let hook = vec![vec![[0.0, 0.0], [20.0, 0.0], [20.0, 30.0], [8.0, 30.0]]];
    let lean = |stroke: &Stroke| stroke.iter().map(|[x, y]| [x - y * leaning.to_radians().tan(), *y]).collect();
    let drawing = |(label, strokes): (&str, Vec<Stroke>)| Drawing {
        label: label.into(),
        writer: "me".into(),
        canvas: None,
        strokes: strokes.iter().map(lean).collect(),
    };
    [("8", hourglass), ("4", flash), ("?", hook)].map(drawing).into()
}

#[test]
fn drawings_are_learnt_and_the_rest_stays() {
    let before = committed();
    let memory = Memory::new(Mnist::default());
    let learnt: Vec<_> = [-8.0, -2.0, 2.0, 8.0].into_iter().flat_map(peculiar).collect();
    let after = learn(&before, &learnt.iter().collect::<Vec<_>>(), &memory, 1, |_| {}).expect("finite weights");

    // As they were not drawn before.
    let judged: Vec<_> = [-5.0, 0.0, 5.0].into_iter().flat_map(peculiar).map(|drawing| example(&drawing)).collect();
    let [old, new] = [&before, &after].map(|network| Judged::of(network, THRESHOLD, &judged));
    assert!(old.right + old.refused < 3, "{old:?}");
    assert_eq!((new.right, new.refused), (6, 3), "{new:?}");
    assert_eq!(new.missed, 0, "{new:?}");

    let golden = read_drawings(&workspace().join("tests/golden/drawings.ndjson")).expect("the golden drawings");
    let digits: Vec<_> = golden.iter().filter(|drawing| drawing.digit().is_some()).map(example).collect();
    let golden = Judged::of(&after, THRESHOLD, &digits);
    assert_eq!((golden.right, golden.missed), (digits.len(), 0), "{golden:?}");
    let made_up = memory.examples(2000, &before, THRESHOLD, 1);
    let kept = Judged::of(&after, THRESHOLD, &made_up);
    assert!(kept.accuracy() > 0.97, "{kept:?}");
}

#[test]
fn threads_do_not_change_a_bit() {
    let before = Store::new("tests/numpy/network.npz".into()).read().expect("a network").0;
    let memory = Memory::new(Mnist::default());
    let drawings = peculiar(0.0);
    let learnt = |threads: usize, seed: u64| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let learn = || learn(&before, &drawings.iter().collect::<Vec<_>>(), &memory, seed, |_| {});
        pool.install(learn).expect("finite weights").to_npy().expect("bytes")
    };
    let one = learnt(1, 1);
    assert_eq!(one, learnt(3, 1));
    assert_ne!(one, learnt(1, 2));
}
