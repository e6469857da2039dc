//! Drawings: strokes of a pen, with a label, one to a line of newline-delimited JSON.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Number;
use thiserror::Error;

/// x to the right, y downwards, in any unit that is the same for both.
pub type Point = [f64; 2];
/// The points of the pen from touching down to lifting.
pub type Stroke = Vec<Point>;

/// Coordinates beyond this are no drawing; far from where arithmetic on them could overflow.
const FARTHEST: f64 = 1e9;

/// A bounding box.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Its left and upper edge.
    pub min: Point,
    /// Its right and lower edge.
    pub max: Point,
}

/// The box about some strokes; infinite where they hold no point.
pub fn bounding_box(strokes: &[Stroke]) -> Bounds {
    let mut bounds = Bounds { min: [f64::INFINITY; 2], max: [f64::NEG_INFINITY; 2] };
    for point in strokes.iter().flatten() {
        for axis in [0, 1] {
            bounds.min[axis] = bounds.min[axis].min(point[axis]);
            bounds.max[axis] = bounds.max[axis].max(point[axis]);
        }
    }
    bounds
}

/// One line of a drawings file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drawing {
    /// One character: a digit, or what else was drawn.
    pub label: String,
    /// Who drew it, or in which session.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub writer: String,
    /// Width and height of what it was drawn on, where known.
    #[serde(default, rename = "box", skip_serializing_if = "Option::is_none", serialize_with = "box_in_short")]
    pub canvas: Option<[f64; 2]>,
    /// At least one point.
    #[serde(serialize_with = "strokes_in_short")]
    pub strokes: Vec<Stroke>,
}

impl Drawing {
    /// The label as a digit, if it is one.
    pub fn digit(&self) -> Option<u8> {
        match self.label.as_bytes() {
            [digit @ b'0'..=b'9'] => Some(digit - b'0'),
            _ => None,
        }
    }

    /// What is wrong with it, if anything.
    fn fault(&self) -> Option<String> {
        if self.label.chars().count() != 1 {
            return Some(format!("the label is {:?}, expected one character", self.label));
        }
        if self.strokes.iter().all(Vec::is_empty) {
            return Some("no strokes, expected at least one point".into());
        }
        let near = |value: &f64| value.abs() <= FARTHEST;
        for (s, stroke) in self.strokes.iter().enumerate() {
            if let Some(p) = stroke.iter().position(|point| !point.iter().all(near)) {
                let [x, y] = stroke[p];
                return Some(format!("stroke {s}, point {p} is [{x}, {y}], expected numbers within ±{FARTHEST:e}"));
            }
        }
        None
    }
}

/// A coordinate that is written without a fraction where it has none: 7, not 7.0.
fn in_short(coordinate: f64) -> Number {
    let whole = coordinate as i64;
    if whole as f64 == coordinate { whole.into() } else { Number::from_f64(coordinate).unwrap_or_else(|| 0.into()) }
}

fn box_in_short<S: Serializer>(sides: &Option<[f64; 2]>, serializer: S) -> Result<S::Ok, S::Error> {
    sides.map(|sides| sides.map(in_short)).serialize(serializer)
}

fn strokes_in_short<S: Serializer>(strokes: &[Stroke], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(strokes.iter().map(|stroke| stroke.iter().map(|p| p.map(in_short)).collect::<Vec<_>>()))
}

/// Why a drawings file can't be read.
#[derive(Debug, Error)]
pub enum DrawingsError {
    /// The file can't be opened or read.
    #[error("{}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A line is not a drawing.
    #[error("{}, line {line}: {fault}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// Its number, from 1.
        line: usize,
        /// What was wrong, and what was expected.
        fault: String,
    },
}

/// All drawings of a file, plain or gzipped (told by its first bytes); empty lines are passed over.
pub fn read_drawings(path: &Path) -> Result<Vec<Drawing>, DrawingsError> {
    let failed = |source| DrawingsError::Read { path: path.into(), source };
    let mut drawings = Vec::new();
    for (index, line) in lines(path).map_err(failed)?.enumerate() {
        let line = line.map_err(failed)?;
        if line.trim().is_empty() {
            continue;
        }
        let at_line = |fault| DrawingsError::Line { path: path.into(), line: index + 1, fault };
        let drawing: Drawing =
            serde_json::from_str(&line).map_err(|error| at_line(format!("not a drawing: {error}")))?;
        if let Some(fault) = drawing.fault() {
            return Err(at_line(fault));
        }
        drawings.push(drawing);
    }
    Ok(drawings)
}

fn lines(path: &Path) -> std::io::Result<impl Iterator<Item = std::io::Result<String>>> {
    Ok(BufReader::new(open(path)?).lines())
}

/// Opens a file for reading, through gzip where its first bytes say so.
pub fn open(path: &Path) -> std::io::Result<Box<dyn Read>> {
    let mut file = BufReader::new(File::open(path)?);
    let gzipped = file.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    Ok(if gzipped { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) })
}
