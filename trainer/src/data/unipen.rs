//! UNIPEN: the text format of the on-line handwriting sets of the 1990s (Guyon et al. 1994), read into drawings.
//!
//! Understood: `.COORD`, `.PEN_DOWN`, `.PEN_UP`, `.WRITER_ID`, `.INCLUDE` and `.SEGMENT` with whole components (`3`, `3-5`,
//! `3-5,7`), for segments whose label is one character. Segments with other labels, and those that cut
//! components (`3:10-4:5`), are skipped and counted; every other keyword is passed over.

use std::path::{Path, PathBuf};

use super::drawing::{Drawing, Point, Stroke};
use super::file::{self, FileError};
use super::handwriting::Handwriting;

/// A segment as its line gives it, until all components are read.
struct Segment {
    path: PathBuf,
    line: usize,
    label: String,
    writer: String,
    /// First and last component of each range.
    ranges: Vec<(usize, usize)>,
}

/// Reads a file's text, and the files that it includes in their places. UNIPEN's y points upwards; it is turned over, within
/// `canvas` (width and height) where that is given.
pub fn parse(path: &Path, text: &str, canvas: Option<[f64; 2]>) -> Result<Handwriting, FileError> {
    let mut reader = Reader::new(canvas);
    reader.read(path, text)?;
    reader.end()
}

/// What was read so far.
struct Reader {
    canvas: Option<[f64; 2]>,
    components: Vec<Stroke>,
    segments: Vec<Segment>,
    handwriting: Handwriting,
    /// The places of x and y among a point's numbers.
    columns: [usize; 2],
    writer: String,
    down: bool,
    /// The files that are being read, each included by the one before it.
    files: Vec<PathBuf>,
}

impl Reader {
    fn new(canvas: Option<[f64; 2]>) -> Self {
        Self {
            canvas,
            components: Vec::new(),
            segments: Vec::new(),
            handwriting: Handwriting::default(),
            columns: [0, 1],
            writer: String::new(),
            down: false,
            files: Vec::new(),
        }
    }

    fn read(&mut self, path: &Path, text: &str) -> Result<(), FileError> {
        self.files.push(canonical(path));
        for (line, text) in (1..).zip(text.lines()) {
            self.read_line(path, line, text)?;
        }
        self.files.pop();
        Ok(())
    }

    fn read_line(&mut self, path: &Path, line: usize, text: &str) -> Result<(), FileError> {
        let mut words = text.split_whitespace();
        match words.next() {
            None => {}
            Some(".PEN_DOWN") => {
                self.down = true;
                self.components.push(Vec::new());
            }
            Some(".PEN_UP") => self.down = false,
            Some(".COORD") => {
                let columns: Vec<_> = words.collect();
                let column = |name| {
                    let fault = || FileError::line(path, line, format!(".COORD without {name}"));
                    columns.iter().position(|c| *c == name).ok_or_else(fault)
                };
                self.columns = [column("X")?, column("Y")?];
            }
            Some(".INCLUDE") => return self.include(path, &words.collect::<Vec<_>>().join(" ")),
            Some(".WRITER_ID") => self.writer = words.next().unwrap_or_default().into(),
            Some(".COMMENT") => {
                // As pendigits has it: the label, the writer's number, the drawing's number.
                if let (Some(segment), [label, number, _]) = (self.segments.last_mut(), &words.collect::<Vec<_>>()[..])
                    && segment.label == *label
                    && segment.writer.is_empty()
                {
                    segment.writer = format!("pen-{number}");
                }
            }
            Some(".SEGMENT") => match segment(words, text) {
                Some((label, ranges)) => {
                    let (path, writer) = (path.into(), self.writer.clone());
                    self.segments.push(Segment { path, line, label, writer, ranges });
                }
                None => self.handwriting.skipped += 1,
            },
            Some(keyword) if keyword.starts_with('.') => {}
            Some(_) if !self.down => {}
            Some(_) => {
                let numbers: Vec<&str> = text.split_whitespace().collect();
                let number =
                    |column: usize| numbers.get(column)?.parse().ok().filter(|number: &f64| number.is_finite());
                let [Some(x), Some(y)] = self.columns.map(number) else {
                    return Err(FileError::line(path, line, format!("{text:?}, expected the numbers of a point")));
                };
                if let Some(component) = self.components.last_mut() {
                    component.push(turned_over([x, y], self.canvas));
                }
            }
        }
        Ok(())
    }

    /// Reads a file that another one names, from that one's folder or one above, or from a folder `include` there, as in
    /// the UNIPEN set itself. One that is being read already is passed over, and one that is not there is noted: often it
    /// is no more than a description.
    fn include(&mut self, by: &Path, name: &str) -> Result<(), FileError> {
        let name = name.trim_matches('"').replace('\\', "/");
        let by = std::path::absolute(by).unwrap_or_else(|_| by.into());
        let places = by.ancestors().skip(1).flat_map(|folder| [folder.join(&name), folder.join("include").join(&name)]);
        match places.into_iter().find(|place| place.is_file()) {
            Some(place) if self.files.contains(&canonical(&place)) => Ok(()),
            Some(place) => self.read(&place, &file::text(&file::read(&place)?)),
            None => {
                self.handwriting.missing.push(name);
                Ok(())
            }
        }
    }

    /// The drawings of all segments.
    fn end(self) -> Result<Handwriting, FileError> {
        let Self { components, segments, mut handwriting, canvas, .. } = self;
        for Segment { path, line, label, writer, ranges } in segments {
            let mut strokes = Vec::new();
            for (first, last) in ranges {
                let Some(range) = components.get(first..=last).filter(|range| !range.is_empty()) else {
                    let mut fault = format!("components {first} to {last}, of {} in the file", components.len());
                    if let [missing, ..] = &handwriting.missing[..] {
                        fault += &format!("; it includes {missing}, which is neither in its folder nor in one above");
                    }
                    return Err(FileError::line(&path, line, fault));
                };
                strokes.extend_from_slice(range);
            }
            handwriting.add(Drawing { label, writer, canvas, strokes });
        }
        Ok(handwriting)
    }
}

/// The one path of a file, whichever leads to it.
fn canonical(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.into())
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
    use std::fs;

    use super::*;

    #[test]
    fn segments_gather_components() {
        let text = ".COORD T X Y\n.WRITER_ID anna\n.SEGMENT DIGIT 0-1 ? \"4\"\n.PEN_DOWN\n0 1 2\n1 3 4\n.PEN_UP\n9 9 9\n\
                    .PEN_DOWN\n2 5 6\n.PEN_UP\n.SEGMENT WORD 0 ? \"four\"\n.SEGMENT DIGIT 1:0-1:1 ? \"1\"\n";
        let unipen = parse(Path::new("u.txt"), text, Some([10.0, 10.0])).expect("a UNIPEN file");
        let strokes = vec![vec![[1.0, 8.0], [3.0, 6.0]], vec![[5.0, 4.0]]];
        let expected = Drawing { label: "4".into(), writer: "anna".into(), canvas: Some([10.0, 10.0]), strokes };
        assert_eq!(unipen.drawings, [expected]);
        assert_eq!(unipen.skipped, 2);
    }

    #[test]
    fn faults_name_their_line() {
        let fault = |text| {
            let fault = parse(Path::new("u.txt"), text, None).expect_err("a fault").to_string();
            fault.strip_prefix("u.txt, ").expect("the file").to_owned()
        };
        assert_eq!(fault(".PEN_DOWN\n1 2\n3 x\n"), "line 3: \"3 x\", expected the numbers of a point");
        assert_eq!(fault(".PEN_DOWN\n1 2\n.SEGMENT DIGIT 0-1 ? \"1\""), "line 3: components 0 to 1, of 1 in the file");
        assert_eq!(fault(".PEN_DOWN\n1 nan\n"), "line 2: \"1 nan\", expected the numbers of a point");
        assert_eq!(fault(".COORD X T"), "line 1: .COORD without Y");
        assert_eq!(fault(".PEN_DOWN\n1 2\n.SEGMENT DIGIT 1-0 ? \"1\""), "line 3: components 1 to 0, of 1 in the file");
    }

    #[test]
    fn included_files_are_read_in_their_places() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &[u8]| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(&path, text).expect("UNIPEN text");
            path
        };
        // Beside the file, above it, in `include` above it; and around in a circle.
        write("data/a/one.dat", b".PEN_DOWN\r1 -1\r.PEN_UP\r.INCLUDE b/two.dat\r");
        write("b/two.dat", b".PEN_DOWN\r\n2 -2\r\n.PEN_UP\r\n.COMMENT M\xfcller\r\n.INCLUDE c\\three.dat\r\n");
        write("include/c/three.dat", b".PEN_DOWN\n3 -3\n.PEN_UP\n.INCLUDE data/a/main.dat\n");
        let text = ".INCLUDE one.dat\n.INCLUDE none.doc\n.PEN_DOWN\n4 -4\n.PEN_UP\n.SEGMENT DIGIT 0-3 ? \"7\"\n";
        let path = write("data/a/main.dat", text.as_bytes());
        let unipen = parse(&path, text, None).expect("UNIPEN text");
        let strokes = (1..=4).map(f64::from).map(|at| vec![[at, at]]).collect();
        let expected = Drawing { label: "7".into(), writer: String::new(), canvas: None, strokes };
        assert_eq!(unipen.drawings, [expected]);
        assert_eq!(unipen.missing, ["none.doc"]);

        let text = ".INCLUDE site/data/none.dat\n.SEGMENT CHARACTER 0 OK \"7\"\n";
        let path = write("lost.dat", text.as_bytes());
        let fault = parse(&path, text, None).expect_err("a file is missing").to_string();
        let expected =
            "lost.dat, line 2: components 0 to 0, of 0 in the file; it includes site/data/none.dat, which is";
        assert!(fault.contains(expected), "{fault}");
    }
}
