//! How well the committed weights read what became of digits on their way: MNIST's test images in each condition, and
//! drawings made into pictures of each kind, as they are and inverted.
//!
//! `cargo run --release -p tests --example pictures -- MNIST_FOLDER [DRAWINGS…]`, or `original DRAWINGS…` for what the
//! original's page makes of drawings in Chromium, or `write FOLDER DRAWINGS…` to have the pictures written, of one digit and of
//! several lines, for `tests/photos.mjs` to judge how the page reads them.

mod condition;
mod original;
mod page;
mod picture;

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result};
use condition::Condition;
use network::{Committee, Image, PIXELS, likeliest};
use picture::Kind;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use tests::browser::with_browser;
use tests::workspace::root;
use trainer::data::drawing::{Drawing, read_drawings};
use trainer::data::mnist::{Mnist, Split};
use trainer::model::store::Store;

/// Pictures of each kind.
const PICTURES: usize = 1_000;

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let folder = arguments.next().context("expected a folder with MNIST's files")?;
    if folder.as_os_str() == "write" {
        let folder = arguments.next().context("expected a folder for the pictures")?;
        return page::write(&folder, &drawings(arguments)?);
    }
    let model = Model::embedded()?;
    println!("{:<40}{:>9}{:>9}{:>9}{:>9}", "", "right", "accepted", "wrongly", "rejected");
    if folder.as_os_str() == "original" {
        return judge_original(&model, &digits(drawings(arguments)?));
    }
    let (mnist, _) = Mnist::read(&folder, Split::Test)?;
    for condition in Condition::ALL {
        let mut rng = Pcg64Mcg::seed_from_u64(1);
        let mut figures = Figures::default();
        for (image, label) in mnist.images.iter().zip(&mnist.labels) {
            figures.count(&model, &condition.of(image, &mut rng), *label);
        }
        println!("MNIST's test images: {:<19}{figures}", format!("{condition:?}"));
    }
    let drawings = digits(drawings(arguments)?);
    if drawings.is_empty() {
        return Ok(());
    }
    let mut means: BTreeMap<&str, Figures> = BTreeMap::new();
    for kind in Kind::ALL {
        let mut rng = Pcg64Mcg::seed_from_u64(kind as u64);
        let (mut as_is, mut inverted) = (Figures::default(), Figures::default());
        for _ in 0..PICTURES {
            let (drawing, label) = &drawings[rng.random_range(0..drawings.len())];
            let picture = picture::picture(kind, &drawing.strokes, &mut rng).map(f32::from);
            as_is.count(&model, &picture, *label);
            inverted.count(&model, &picture.map(|brightness| 255.0 - brightness), *label);
        }
        for (how, figures) in [("as it is", as_is), ("inverted", inverted)] {
            println!("{:<40}{figures}", format!("{kind:?}, {how}"));
            means.entry(how).or_default().add(&figures);
        }
    }
    for (how, figures) in means {
        println!("{:<40}{figures}", format!("all kinds, {how}"));
    }
    Ok(())
}

/// How what the original's page sends is read.
#[tokio::main(flavor = "current_thread")]
async fn judge_original(model: &Model, drawings: &[(Drawing, u8)]) -> Result<()> {
    if drawings.is_empty() {
        return Ok(());
    }
    with_browser(async |browser| {
        let mut rng = Pcg64Mcg::seed_from_u64(1);
        let mut figures = Figures::default();
        for _ in 0..PICTURES {
            let (drawing, label) = &drawings[rng.random_range(0..drawings.len())];
            figures.count(model, &original::send(browser, drawing, &mut rng).await, *label);
        }
        println!("{:<40}{figures}", "the original's page");
    })
    .await;
    Ok(())
}

/// Those drawings that are digits, and which.
fn digits(drawings: Vec<Drawing>) -> Vec<(Drawing, u8)> {
    drawings.into_iter().filter_map(|drawing| drawing.digit().map(|digit| (drawing, digit))).collect()
}

/// The drawings in the files.
fn drawings(files: impl Iterator<Item = PathBuf>) -> Result<Vec<Drawing>> {
    let read = |file: PathBuf| read_drawings(&file).with_context(|| file.display().to_string());
    Ok(files.map(read).collect::<Result<Vec<_>>>()?.concat())
}

/// The committed weights, and how sure they have to be.
struct Model {
    committee: Committee,
    threshold: f64,
}

impl Model {
    fn embedded() -> Result<Self> {
        let (committee, card) = Store::new(root().join("functions/estimate/model")).read()?;
        Ok(Self { committee, threshold: card.context("a card")?.threshold })
    }
}

/// What became of pictures.
#[derive(Default)]
struct Figures {
    all: usize,
    right: usize,
    accepted: usize,
    /// Accepted, though it is another digit.
    wrongly: usize,
}

impl Figures {
    fn count(&mut self, model: &Model, picture: &[f32; PIXELS], label: u8) {
        self.all += 1;
        let Ok(normalized) = Image::from_brightness(picture).and_then(|image| image.normalize()) else { return };
        let logits = model.committee.logits(&normalized.image);
        let right = likeliest(&logits) == usize::from(label);
        let accepted = f64::from(model.committee.confidence(logits)) >= model.threshold;
        let accepted = accepted && !normalized.image.is_nearly_blank();
        self.right += usize::from(right);
        self.accepted += usize::from(right && accepted);
        self.wrongly += usize::from(!right && accepted);
    }

    fn add(&mut self, other: &Self) {
        self.all += other.all;
        self.right += other.right;
        self.accepted += other.accepted;
        self.wrongly += other.wrongly;
    }
}

impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = |count: usize| 100.0 * count as f64 / self.all as f64;
        let rejected = self.all - self.accepted - self.wrongly;
        for count in [self.right, self.accepted, self.wrongly, rejected] {
            write!(f, "{:>7.2} %", share(count))?;
        }
        Ok(())
    }
}
