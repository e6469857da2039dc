//! UJI: the text of the UJI Pen Characters, version 2 (UCI Machine Learning Repository). For each character `WORD <character>
//! <writer>-<session>`, `NUMSTROKES <count>`, and for each stroke `POINTS <count> # x y x y …`, y downwards; lines that begin
//! with `//` are comments.

use std::path::Path;

use super::drawing::{Drawing, Stroke};
use super::file::FileError;
use super::handwriting::Handwriting;

/// Reads a file's text; what was drawn on is `canvas`, width and height.
pub fn parse(path: &Path, text: &str, canvas: Option<[f64; 2]>) -> Result<Handwriting, FileError> {
    let mut handwriting = Handwriting::default();
    let is_told = |(_, text): &(usize, &str)| !text.trim().is_empty() && !text.trim_start().starts_with("//");
    let mut lines = (1..).zip(text.lines()).filter(is_told).peekable();
    let end = text.lines().count();
    while lines.peek().is_some() {
        let mut next = |keyword| {
            let (line, text) = lines.next().unwrap_or((end, ""));
            let words = text.trim().strip_prefix(keyword).map(str::split_whitespace);
            (words, move |expected: &str| FileError::line(path, line, format!("{text:?}, expected {expected}")))
        };
        let (words, fault) = next("WORD ");
        let word = words.and_then(|mut words| Some((words.next()?, words.next()?)));
        let (label, session) = word.ok_or_else(|| fault("WORD, a character and its writer"))?;
        let (words, fault) = next("NUMSTROKES ");
        let count: Option<usize> = words.and_then(|mut words| words.next()?.parse().ok());
        let count = count.ok_or_else(|| fault("NUMSTROKES and a number"))?;
        let mut strokes = Vec::new();
        for _ in 0..count {
            let (words, fault) = next("POINTS ");
            strokes.push(
                words.and_then(stroke).ok_or_else(|| fault("POINTS, their number, # and as many pairs of numbers"))?,
            );
        }
        let writer = session.rsplit_once('-').map_or(session, |(writer, _)| writer);
        handwriting.add(Drawing { label: label.into(), writer: writer.into(), canvas, strokes });
    }
    Ok(handwriting)
}

/// The points that follow `POINTS`.
fn stroke<'a>(mut words: impl Iterator<Item = &'a str>) -> Option<Stroke> {
    let count: usize = words.next()?.parse().ok()?;
    words.next().filter(|word| *word == "#")?;
    let numbers: Vec<f64> = words.map(|word| word.parse().ok()).collect::<Option<_>>()?;
    let (points, rest) = numbers.as_chunks::<2>();
    (points.len() == count && rest.is_empty()).then(|| points.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEVEN: &str = "WORD 7 trn_UJI_W01-01\n  NUMSTROKES 2\n  POINTS 2 # 1 2 3 -4\n  POINTS 1 # 5 6\n";

    #[test]
    fn words_of_one_character_are_read() {
        let text = format!("//\n// ASCII char: 7\n{SEVEN}\nWORD euro tst_UPV_W40-02\nNUMSTROKES 1\nPOINTS 1 # 0 0\n");
        let handwriting = parse(Path::new("uji.txt"), &text, None).expect("UJI's text");
        let strokes = vec![vec![[1.0, 2.0], [3.0, -4.0]], vec![[5.0, 6.0]]];
        let expected = Drawing { label: "7".into(), writer: "trn_UJI_W01".into(), canvas: None, strokes };
        assert_eq!((handwriting.drawings, handwriting.skipped), (vec![expected], 1));
    }

    #[test]
    fn faults_name_their_line() {
        let check = |from: &str, to: &str, expected: &str| {
            let fault = parse(Path::new("uji.txt"), &SEVEN.replace(from, to), None).expect_err(expected);
            assert_eq!(fault.to_string(), format!("uji.txt, {expected}"));
        };
        check("  POINTS 1 # 5 6\n", "", "line 3: \"\", expected POINTS, their number, # and as many pairs of numbers");
        let pairs = "expected POINTS, their number, # and as many pairs of numbers";
        check("5 6", "5 6 7 8", &format!("line 4: \"  POINTS 1 # 5 6 7 8\", {pairs}"));
        check("5 6", "5", &format!("line 4: \"  POINTS 1 # 5\", {pairs}"));
        check("5 6", "5 x", &format!("line 4: \"  POINTS 1 # 5 x\", {pairs}"));
        check("STROKES 2", "STROKES", "line 2: \"  NUMSTROKES\", expected NUMSTROKES and a number");
        check("WORD 7 trn_UJI_W01-01", "WORD", "line 1: \"WORD\", expected WORD, a character and its writer");
        check("STROKES 2", "STROKES 1", "line 4: \"  POINTS 1 # 5 6\", expected WORD, a character and its writer");
    }
}
