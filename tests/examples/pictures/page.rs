//! Pages: pictures as people bring them to the page, of one digit, of several lines of numbers, or of no digit at all,
//! written as files in the PGM format (grey bytes after a short header), with an index that says what is on each.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};
use rand::{Rng, RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use serde_json::json;
use trainer::data::drawing::{Drawing, bounding_box};

use crate::picture::{Kind, Sheet, Stroke, between, placed, taken};

/// Pictures of each kind: of one digit, of lines, and of what is no digit.
const PICTURES: [usize; 3] = [40, 12, 12];
/// Radians that a page is turned at most: 10 degrees.
const TILT: f64 = 0.175;

/// Writes pictures of the drawings into the folder, `index.ndjson` besides.
pub fn write(folder: &Path, drawings: &[Drawing]) -> Result<()> {
    fs::create_dir_all(folder)?;
    let (numbers, others): (Vec<_>, Vec<_>) =
        drawings.iter().partition(|drawing| drawing.label.bytes().all(|letter| letter.is_ascii_digit()));
    ensure!(!numbers.is_empty(), "none of the drawings is a number");
    let mut writers: BTreeMap<&str, Vec<&Drawing>> = BTreeMap::new();
    for drawing in &numbers {
        writers.entry(&drawing.writer).or_default().push(drawing);
    }
    let writers: Vec<_> = writers.into_values().filter(|drawings| drawings.len() >= 5).collect();
    let singles: Vec<_> = numbers.iter().copied().filter(|drawing| drawing.label.len() == 1).collect();
    let mut index = String::new();
    for kind in Kind::ALL {
        let mut rng = Pcg64Mcg::seed_from_u64(100 + kind as u64);
        let mut save = |what: &str, number: usize, label: &str, sheet: &Sheet| -> Result<()> {
            let file = format!("{what}-{kind:?}-{number}.pgm");
            let header = format!("P5 {0} {0} 255\n", sheet.side);
            fs::write(folder.join(&file), [header.as_bytes(), &sheet.bytes()].concat())?;
            writeln!(index, "{}", json!({"file": file, "what": what, "kind": format!("{kind:?}"), "label": label}))?;
            Ok(())
        };
        for number in 0..PICTURES[0] * usize::from(!singles.is_empty()) {
            let drawing = singles[rng.random_range(0..singles.len())];
            save("digit", number, &drawing.label, &one(kind, &drawing.strokes, &mut rng))?;
        }
        for number in 0..PICTURES[1] * usize::from(!writers.is_empty()) {
            let (label, sheet) = lines(kind, &writers[rng.random_range(0..writers.len())], true, &mut rng);
            save("lines", number, &label, &sheet)?;
        }
        for number in 0..PICTURES[2] * usize::from(!others.is_empty()) {
            let (_, sheet) = lines(kind, &others, false, &mut rng);
            save("none", number, "", &sheet)?;
        }
    }
    fs::write(folder.join("index.ndjson"), index)?;
    Ok(())
}

/// A sheet with one digit, often small.
fn one(kind: Kind, strokes: &[Stroke], rng: &mut impl Rng) -> Sheet {
    let side = between(rng, 150.0, 500.0) as usize;
    let height = between(rng, 0.32, 0.92);
    let pen = kind.pen(height, rng).max(1.0 / side as f64);
    let strokes = placed(strokes, height, pen, rng);
    let sheet = taken(kind, &strokes, pen, (side, 1.0), rng);
    if rng.random_bool(0.5) {
        return sheet;
    }
    // No smaller than leaves the pen to be seen.
    let least = (0.7 / pen).clamp(28.0, 150.0);
    sheet.reduced(between(rng, least, 1.2 * least).min(side as f64) as usize)
}

/// A sheet with one to seven lines, each of a number or two, as one person writes; and what they are, spaced.
fn lines(kind: Kind, from: &[&Drawing], numbers: bool, rng: &mut impl Rng) -> (String, Sheet) {
    let rows = rng.random_range(1..8);
    let side = between(rng, 700.0, 1400.0);
    // Of the sheet's side: a digit's height, and the line's.
    let height = between(rng, 0.05, 0.13).min(0.55 / rows as f64);
    let leading = between(rng, 1.45 * height, (0.9 / rows as f64).clamp(1.5 * height, 2.6 * height));
    let mut top = between(rng, 0.05, (0.97 - leading * rows as f64).max(0.051));
    let (mut strokes, mut labels): (Vec<Stroke>, Vec<String>) = (vec![], vec![]);
    let margin = between(rng, 0.08, 0.25);
    for _ in 0..rows {
        let mut left = margin + between(rng, 0.0, 0.05);
        for _ in 0..rng.random_range(1..3) {
            let (label, width, number) = number(from, height, numbers, rng);
            if left + width > 0.92 {
                break;
            }
            let place = [left, top + leading / 2.0];
            strokes.extend(number.iter().map(|stroke| moved(stroke, place)));
            labels.push(label);
            left += width + between(rng, 1.6, 3.0) * height;
        }
        top += leading;
    }
    let tilt = if rng.random_bool(0.7) { between(rng, -TILT, TILT) } else { 0.0 };
    let strokes: Vec<Stroke> = strokes.iter().map(|stroke| turned(stroke, tilt)).collect();
    let pen = kind.pen(height, rng).min(0.16 * height).max(1.2 / side);
    (labels.join(" "), taken(kind, &strokes, pen, (side as usize, 1.7 * height), rng))
}

/// A number's digits side by side, about the middle of its line: its label, its width and its strokes.
fn number(from: &[&Drawing], height: f64, numbers: bool, rng: &mut impl Rng) -> (String, f64, Vec<Stroke>) {
    let (mut label, mut left, mut strokes) = (String::new(), 0.0, vec![]);
    let gap = between(rng, 0.12, 0.4);
    let length = rng.random_range(1..6);
    while label.chars().count() < length {
        let drawing = from[rng.random_range(0..from.len())];
        let bounds = bounding_box(&drawing.strokes);
        let [width, tall] = [0, 1].map(|axis| bounds.max[axis] - bounds.min[axis]);
        if numbers && tall < width {
            continue; // a digit that fell over
        }
        let scale = height * between(rng, 0.85, 1.0) / width.max(tall).max(1e-9);
        let down = -tall * scale / 2.0 + between(rng, -0.06, 0.06) * height;
        for stroke in &drawing.strokes {
            let place = |&[x, y]: &[f64; 2]| [left + (x - bounds.min[0]) * scale, down + (y - bounds.min[1]) * scale];
            strokes.push(stroke.iter().map(place).collect());
        }
        left += width * scale + gap * height;
        label.push_str(&drawing.label);
        if drawing.label.len() > 1 {
            break; // a number as it was written
        }
    }
    (label, left - gap * height, strokes)
}

fn moved(stroke: &Stroke, by: [f64; 2]) -> Stroke {
    stroke.iter().map(|[x, y]| [x + by[0], y + by[1]]).collect()
}

/// About the sheet's middle.
fn turned(stroke: &Stroke, angle: f64) -> Stroke {
    let (sin, cos) = angle.sin_cos();
    let turn = |&[x, y]: &[f64; 2]| {
        let [x, y] = [x - 0.5, y - 0.5];
        [0.5 + x * cos - y * sin, 0.5 + x * sin + y * cos]
    };
    stroke.iter().map(turn).collect()
}
