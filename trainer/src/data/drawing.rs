//! Drawings: strokes of a pen, with a label, one to a line of newline-delimited JSON.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::file::{FileError, read, text, what_is};
use super::notation;

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
            if point[axis] < bounds.min[axis] {
                bounds.min[axis] = point[axis];
            }
            if point[axis] > bounds.max[axis] {
                bounds.max[axis] = point[axis];
            }
        }
    }
    bounds
}

/// One line of a drawings file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drawing {
    /// One character: a digit, or what else was drawn.
    #[serde(deserialize_with = "notation::read_label")]
    pub label: String,
    /// Who drew it, or in which session.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub writer: String,
    /// Width and height of what it was drawn on, where known.
    #[serde(default, rename = "box", skip_serializing_if = "Option::is_none", serialize_with = "notation::write_box")]
    pub canvas: Option<[f64; 2]>,
    /// At least one point.
    #[serde(serialize_with = "notation::write_strokes", deserialize_with = "notation::read_strokes")]
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
    pub(super) fn fault(&self) -> Option<String> {
        if self.label.chars().count() != 1 {
            return Some(format!("the label is {:?}, expected one character", self.label));
        }
        if self.digit().is_none() && self.label.chars().all(char::is_numeric) {
            let expected = "expected 0 to 9 for a digit, ? for what is none";
            return Some(format!("the label is {:?}, another kind of numeral, {expected}", self.label));
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

/// All drawings of a file, plain or gzipped, one to a line; empty lines are passed over.
pub fn read_drawings(path: &Path) -> Result<Vec<Drawing>, FileError> {
    let bytes = read(path)?;
    if let Some(what) = what_is(&bytes) {
        return Err(FileError::format(path, format!("{what}, expected drawings, one JSON object a line")));
    }
    let mut drawings = Vec::new();
    for (index, line) in text(&bytes).lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        drawings.push(parse(line).map_err(|fault| FileError::line(path, index + 1, fault))?);
    }
    Ok(drawings)
}

/// The drawing of a line, or what is wrong with it.
fn parse(line: &str) -> Result<Drawing, String> {
    if line.trim_start().starts_with('[') {
        return Err("not a drawing: a list, expected one JSON object, each drawing in a line of its own".into());
    }
    let drawing: Drawing = serde_json::from_str(line).map_err(|error| {
        let (words, column) = (error.to_string(), error.column());
        // The line that it names is always the first.
        let words = words.rsplit_once(" at line ").map_or(&words[..], |(words, _)| words);
        format!("not a drawing: {words}, in column {column}")
    })?;
    drawing.fault().map_or(Ok(drawing), Err)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_points_are_read_as_others_write_them() {
        let check = |label: &str, strokes: &str, expected: &str| {
            let drawing = parse(&format!(r#"{{"label":{label},"strokes":{strokes}}}"#)).expect(expected);
            assert_eq!(serde_json::to_string(&drawing).expect("JSON"), expected);
        };
        let seven = r#"{"label":"7","strokes":[[[10,10],[60.5,10]],[[30,90]]]}"#;
        check(r#""7""#, "[[[10,10],[60.5,10]],[[30,90]]]", seven);
        check("7", "[[[10,10,0],[60.5,10,5]],[[30,90,9,0.5,1,2]]]", seven);
        check("7.0", r#"[[{"x":10,"y":10},{"y":10,"x":60.5,"time":5}],[[30,90]]]"#, seven);
        check(
            r#"" ７ ""#,
            r#"[{"penColor":"black","points":[{"x":10,"y":10,"pressure":0.5},{"x":60.5,"y":10}]},{"points":[[30,90]]}]"#,
            seven,
        );
        for label in ["\u{1d7d5}", "\u{1d7df}", "\u{1d7e9}", "\u{1d7f3}", "\u{1d7fd}", "\u{1fbf7}"] {
            check(&format!("\"{label}\""), "[[[10,10],[60.5,10]],[[30,90]]]", seven);
        }
        check(r#""？""#, "[[[0,0]]]", r#"{"label":"?","strokes":[[[0,0]]]}"#);
        check(r#""Ａ""#, "[[[0,0]]]", r#"{"label":"A","strokes":[[[0,0]]]}"#);
        check(r#""é""#, "[[[0,0]]]", r#"{"label":"é","strokes":[[[0,0]]]}"#);
    }

    #[test]
    fn what_could_be_taken_for_something_else_is_refused() {
        let check = |label: &str, strokes: &str, expected: &str| {
            let fault = parse(&format!(r#"{{"label":{label},"strokes":{strokes}}}"#)).expect_err(expected);
            assert!(fault.contains(expected), "{fault:?} should say {expected:?}");
        };
        let numeral = "another kind of numeral, expected 0 to 9 for a digit, ? for what is none";
        for label in ["٧", "७", "⑦", "²", "½", "Ⅶ"] {
            check(&format!("\"{label}\""), "[[[0,0]]]", numeral);
        }
        for label in ["12", "-1", "0.5", r#""""#, r#"" ""#, r#""seven""#] {
            check(label, "[[[0,0]]]", "expected one character");
        }
        check("null", "[[[0,0]]]", "invalid type: null, expected a label: a character, or a digit as a number");
        check("true", "[[[0,0]]]", "invalid type: boolean `true`, expected a label");
        check("7", "[[10,10],[60,10]]", "invalid type: integer `10`, expected a point");
        check("7", "[[[1,2,3,4,5,6,7]]]", "invalid length 7, expected a point: [x, y] with up to four numbers more");
        check("7", r#"[[{"x":1}]]"#, "missing field `y`");
        check("7", r#"[{"dots":[]}]"#, "missing field `points`");
        check("7", "[[[null,1]]]", "invalid type: null, expected f64");
        let fault = parse(r#"[{"label":"7"}]"#).expect_err("a list");
        assert!(fault.contains("a list, expected one JSON object"), "{fault}");
    }
}
