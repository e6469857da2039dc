//! A file as it is read: whole, through gzip where its first bytes say so, as bytes or as text. And what it is, where it is
//! not what was expected.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use encoding_rs::{UTF_8, WINDOWS_1252};
use flate2::read::MultiGzDecoder;
use thiserror::Error;

/// Why a file can't be read.
#[derive(Debug, Error)]
pub enum FileError {
    /// The file can't be opened, or not be read to its end.
    #[error("{}: can't be read", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file, or the folder, is not what it should be.
    #[error("{}: {fault}", path.display())]
    Format {
        /// The file, or the folder.
        path: PathBuf,
        /// What was wrong, and what was expected.
        fault: String,
    },
    /// A line is not what it should be.
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

impl FileError {
    /// Of the whole file, or of a folder.
    pub fn format(path: &Path, fault: impl Into<String>) -> Self {
        Self::Format { path: path.into(), fault: fault.into() }
    }

    /// Of a line, counted from 1.
    pub fn line(path: &Path, line: usize, fault: impl Into<String>) -> Self {
        Self::Line { path: path.into(), line, fault: fault.into() }
    }
}

const GZIP: &[u8] = b"\x1f\x8b";

/// All bytes of a file, unzipped.
pub fn read(path: &Path) -> Result<Vec<u8>, FileError> {
    let unzipped = || {
        let bytes = fs::read(path)?;
        if !bytes.starts_with(GZIP) {
            return Ok(bytes);
        }
        let mut unzipped = Vec::new();
        MultiGzDecoder::new(&bytes[..]).read_to_end(&mut unzipped)?;
        Ok(unzipped)
    };
    unzipped().map_err(|error: io::Error| {
        let in_words = match error.kind() {
            io::ErrorKind::NotFound => "No such file",
            io::ErrorKind::IsADirectory => "it is a folder, expected a file",
            io::ErrorKind::UnexpectedEof => "it is gzipped and cut off before its end",
            _ => return FileError::Read { path: path.into(), source: error },
        };
        FileError::Read { path: path.into(), source: io::Error::new(error.kind(), in_words) }
    })
}

/// The text of a file: UTF-8, UTF-16 with a byte order mark, or else Latin-1. Each line ends in `\n`, whatever it ended in.
pub fn text(bytes: &[u8]) -> String {
    let (mut text, _, malformed) = UTF_8.decode(bytes);
    if malformed {
        // Which is Latin-1 with printable characters in place of the control codes from 128.
        text = WINDOWS_1252.decode_without_bom_handling(bytes).0;
    }
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// How files begin that are often found in the place of others.
const KINDS: [(&[u8], &str); 14] = [
    (b"version https://git-lfs", "a Git LFS pointer in place of the file, which `git lfs pull` fetches"),
    (GZIP, "a gzip file within a gzip file"),
    (b"PK\x03\x04", "a zip archive"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x93NUMPY", "a single array of numpy's (.npy)"),
    (b"\x89HDF", "an HDF5 file"),
    (b"\x80\x02", "a Python pickle"),
    (b"\x80\x04", "a Python pickle"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF"),
];

/// What a file is that is not what it should be, where that can be told from its first bytes.
pub fn what_is(bytes: &[u8]) -> Option<&'static str> {
    if bytes.is_empty() {
        return Some("an empty file");
    }
    if let Some((_, what)) = KINDS.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Some(what);
    }
    let start = text(&bytes[..bytes.len().min(1000)]).to_ascii_lowercase();
    let is_html = start.contains("<!doctype html") || start.contains("<html");
    match start.trim_start().starts_with('<') {
        true if is_html => Some("a web page, as a server sends it in place of a file"),
        true => Some("XML"),
        false => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_in_any_encoding() {
        let check = |bytes: &[u8]| assert_eq!(text(bytes), "é 7\n\n8\n", "{bytes:?}");
        check("é 7\n\n8\n".as_bytes());
        check("\u{feff}é 7\r\n\r\n8\r\n".as_bytes());
        check("é 7\r\r8\r".as_bytes());
        check(b"\xe9 7\r\n\r\n8\r\n");
        let units = || "\u{feff}é 7\n\n8\n".encode_utf16();
        check(&units().flat_map(u16::to_le_bytes).collect::<Vec<_>>());
        check(&units().flat_map(u16::to_be_bytes).collect::<Vec<_>>());
    }

    #[test]
    fn what_lies_in_the_place_of_a_file_is_told_apart() {
        let check = |bytes: &[u8], expected: Option<&str>| {
            let found = what_is(bytes);
            assert_eq!(found.map(|found| &found[..expected.map_or(0, str::len)]), expected, "{bytes:?}");
        };
        check(b"", Some("an empty file"));
        check(b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", Some("a Git LFS pointer"));
        check(b"\n  <!DOCTYPE html><title>404</title>", Some("a web page"));
        check("\u{feff}<!-- -->\n<HTML lang=en>".as_bytes(), Some("a web page"));
        check(b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", Some("XML"));
        check(b"PK\x03\x04", Some("a zip archive"));
        check(b"\0\0\x08\x03", None);
        check(b"{\"label\":\"<html>\"}", None);
    }
}
