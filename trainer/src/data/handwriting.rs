//! Handwriting: what is read from the formats in which others keep strokes of a pen, and which of these a text is in.

use super::drawing::Drawing;
use super::notation;

/// The characters that a file holds.
#[derive(Debug, Default)]
pub struct Handwriting {
    /// In the order of the file.
    pub drawings: Vec<Drawing>,
    /// How many of its parts (segments, groups, words) are no drawing of one character.
    pub skipped: usize,
    /// Files that it includes, and that are not there.
    pub missing: Vec<String>,
}

impl Handwriting {
    /// Adds a drawing, or skips it where it is not of one character.
    pub fn add(&mut self, drawing: Drawing) {
        let drawing = Drawing { label: notation::label(&drawing.label), ..drawing };
        match drawing.fault() {
            None => self.drawings.push(drawing),
            Some(_) => self.skipped += 1,
        }
    }
}

/// A format of handwriting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The text of the 1990s' sets.
    Unipen,
    /// W3C's XML.
    InkMl,
    /// The text of UJI Pen Characters.
    Uji,
}

impl Format {
    /// The format of a text, by its content.
    pub fn of(text: &str) -> Option<Self> {
        if text.trim_start().starts_with('<') {
            return text.contains("ink>").then_some(Self::InkMl);
        }
        text.lines().find_map(|line| match line.split_whitespace().next()? {
            ".SEGMENT" | ".PEN_DOWN" | ".INCLUDE" => Some(Self::Unipen),
            "NUMSTROKES" => Some(Self::Uji),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_told_by_its_content() {
        let check = |text: &str, expected| assert_eq!(Format::of(text), expected, "{text}");
        check(".VERSION 1.0\n.COORD X Y\n.PEN_DOWN\n", Some(Format::Unipen));
        check("\n.INCLUDE x.dat\n", Some(Format::Unipen));
        check("// UJI\nWORD 7 trn_UJI_W01-01\n  NUMSTROKES 1\n", Some(Format::Uji));
        check("\n<?xml version='1.0'?>\n<ink xmlns='http://www.w3.org/2003/InkML'></ink>", Some(Format::InkMl));
        check("<inkml:ink xmlns:inkml='http://www.w3.org/2003/InkML'></inkml:ink>", Some(Format::InkMl));
        check("<html></html>", None);
        check("47,100, 27, 81,8", None);
        check("{\"label\":\"7\"}", None);
        check("", None);
    }
}
