//! UNIPEN: the text format of the on-line handwriting sets of the 1990s (Guyon et al. 1994), read into drawings.
//!
//! Understood: `.COORD`, `.PEN_DOWN`, `.PEN_UP`, `.WRITER_ID` and `.SEGMENT` with whole components (`3`, `3-5`,
//! `3-5,7`), for segments whose label is one character. Segments with other labels, and those that cut
//! components (`3:10-4:5`), are skipped and counted; every other keyword is passed over, `.INCLUDE` too.

use thiserror::Error;

use crate::data::drawing::{Drawing, Point, Stroke};

/// What is wrong with a file, and in which line.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}: {fault}")]
pub struct UnipenError {
    /// From 1.
    pub line: usize,
    /// What was wrong, and what was expected.
    pub fault: String,
}

/// What a file holds.
#[derive(Debug, Default)]
pub struct Unipen {
    /// In the order of their segments.
    pub drawings: Vec<Drawing>,
    /// Segments that are no drawing of one character, or that cut components.
    pub skipped: usize,
}

/// A segment as its line gives it, until all components are read.
struct Segment {
    line: usize,
    label: String,
    writer: String,
    /// First and last component of each range.
    ranges: Vec<(usize, usize)>,
}

/// Reads a file's text. UNIPEN's y points upwards; it is turned over, within `canvas` (width and height) where that is
/// given.
pub fn parse(text: &str, canvas: Option<[f64; 2]>) -> Result<Unipen, UnipenError> {
    let mut components: Vec<Stroke> = Vec::new();
    let mut segments: Vec<Segment> = Vec::new();
    let mut unipen = Unipen::default();
    let (mut x_column, mut y_column) = (0, 1);
    let mut writer = String::new();
    let mut down = false;
    for (index, text) in text.lines().enumerate() {
        let line = index + 1;
        let mut words = text.split_whitespace();
        match words.next() {
            None => {}
            Some(".PEN_DOWN") => {
                down = true;
                components.push(Vec::new());
            }
            Some(".PEN_UP") => down = false,
            Some(".COORD") => {
                let columns: Vec<_> = words.collect();
                let column = |name| {
                    let fault = || format!(".COORD without {name}");
                    columns.iter().position(|c| *c == name).ok_or_else(|| UnipenError { line, fault: fault() })
                };
                (x_column, y_column) = (column("X")?, column("Y")?);
            }
            Some(".WRITER_ID") => writer = words.next().unwrap_or_default().into(),
            Some(".COMMENT") => {
                // As pendigits has it: the label, the writer's number, the drawing's number.
                if let (Some(segment), [label, number, _]) = (segments.last_mut(), &words.collect::<Vec<_>>()[..])
                    && segment.label == *label
                    && segment.writer.is_empty()
                {
                    segment.writer = format!("pen-{number}");
                }
            }
            Some(".SEGMENT") => match segment(words, text) {
                Some((label, ranges)) => segments.push(Segment { line, label, writer: writer.clone(), ranges }),
                None => unipen.skipped += 1,
            },
            Some(keyword) if keyword.starts_with('.') => {}
            Some(_) if !down => {}
            Some(_) => {
                let numbers: Vec<&str> = text.split_whitespace().collect();
                let number = |column: usize| numbers.get(column).and_then(|word| word.parse::<f64>().ok());
                let (Some(x), Some(y)) = (number(x_column), number(y_column)) else {
                    return Err(UnipenError { line, fault: format!("{text:?}, expected the numbers of a point") });
                };
                if let Some(component) = components.last_mut() {
                    component.push(turned_over([x, y], canvas));
                }
            }
        }
    }
    for Segment { line, label, writer, ranges } in segments {
        let mut strokes = Vec::new();
        for (first, last) in ranges {
            let Some(range) = components.get(first..=last).filter(|range| !range.is_empty()) else {
                let fault = format!("components {first} to {last}, of {} in the file", components.len());
                return Err(UnipenError { line, fault });
            };
            strokes.extend_from_slice(range);
        }
        unipen.drawings.push(Drawing { label, writer, canvas, strokes });
    }
    Ok(unipen)
}

fn turned_over([x, y]: Point, canvas: Option<[f64; 2]>) -> Point {
    [x, canvas.map_or(0.0, |[_, height]| height) - y]
}

/// The label and the components of `.SEGMENT <hierarchy> <components> <quality> "<label>"`; `None` when it is not of
/// one character, or not of whole components.
fn segment<'a>(mut words: impl Iterator<Item = &'a str>, text: &str) -> Option<(String, Vec<(usize, usize)>)> {
    let components = words.nth(1)?;
    let label = text.split('"').nth(1)?;
    if label.chars().count() != 1 {
        return None;
    }
    let range = |range: &str| {
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        Some((first.parse().ok()?, last.parse().ok()?))
    };
    Some((label.into(), components.split(',').map(range).collect::<Option<_>>()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_gather_components() {
        let text = ".COORD T X Y\n.WRITER_ID anna\n.SEGMENT DIGIT 0-1 ? \"4\"\n.PEN_DOWN\n0 1 2\n1 3 4\n.PEN_UP\n9 9 9\n\
                    .PEN_DOWN\n2 5 6\n.PEN_UP\n.SEGMENT WORD 0 ? \"four\"\n.SEGMENT DIGIT 1:0-1:1 ? \"1\"\n";
        let unipen = parse(text, Some([10.0, 10.0])).expect("a UNIPEN file");
        let strokes = vec![vec![[1.0, 8.0], [3.0, 6.0]], vec![[5.0, 4.0]]];
        let expected = Drawing { label: "4".into(), writer: "anna".into(), canvas: Some([10.0, 10.0]), strokes };
        assert_eq!(unipen.drawings, [expected]);
        assert_eq!(unipen.skipped, 2);
    }

    #[test]
    fn faults_name_their_line() {
        let fault = |text| parse(text, None).expect_err("a fault").to_string();
        assert_eq!(fault(".PEN_DOWN\n1 2\n3 x\n"), "line 3: \"3 x\", expected the numbers of a point");
        assert_eq!(fault(".PEN_DOWN\n1 2\n.SEGMENT DIGIT 0-1 ? \"1\""), "line 3: components 0 to 1, of 1 in the file");
        assert_eq!(fault(".COORD X T"), "line 1: .COORD without Y");
        assert_eq!(fault(".PEN_DOWN\n1 2\n.SEGMENT DIGIT 1-0 ? \"1\""), "line 3: components 1 to 0, of 1 in the file");
    }
}
