//! The program as a person runs it: what it writes, and what it says of files that are not what they should be.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use flate2::Compression;
use flate2::write::GzEncoder;
use ndarray::ArrayView1;
use ndarray_npy::NpzWriter;
use trainer::examples::negatives::KINDS;

/// More than the 50,000 that the recipes learn from; the rest is for validation.
const TRAINING: usize = 50_100;
const TEST: usize = 100;

/// A data set like MNIST in format and size: each digit is a pattern of its own in MNIST's frame.
fn data_set(folder: &Path) {
    for (half, count) in [("train", TRAINING), ("t10k", TEST)] {
        let mut images = vec![0, 0, 8, 3];
        images.extend((count as u32).to_be_bytes());
        images.extend([0, 0, 0, 28, 0, 0, 0, 28]);
        let mut labels = vec![0, 0, 8, 1];
        labels.extend((count as u32).to_be_bytes());
        for index in 0..count {
            let digit = index * 7 % 10;
            let ink = 200 + (index % 50) as u8;
            images.extend((0..784).map(|pixel| {
                let (row, column) = (pixel / 28, pixel % 28);
                let in_frame = (5..24).contains(&row) && (5..24).contains(&column);
                if in_frame && (row + column * (digit + 1)) % 11 < 3 { ink } else { 0 }
            }));
            labels.push(digit as u8);
        }
        fs::write(folder.join(format!("{half}-images-idx3-ubyte")), images).expect("images");
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(&labels).expect("labels");
        let labels = gzip.finish().expect("labels");
        fs::write(folder.join(format!("{half}-labels-idx1-ubyte.gz")), labels).expect("labels");
    }
}

fn trainer(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trainer")).args(arguments).current_dir(folder).output().expect("the trainer")
}

/// Runs the trainer, expects it to fail, and returns what it says.
fn fault(arguments: &[&str], folder: &Path) -> String {
    let output = trainer(arguments, folder);
    assert!(matches!(output.status.code(), Some(1 | 2)), "{arguments:?}: {output:?}");
    let words = String::from_utf8(output.stderr).expect("text");
    assert!(!words.contains("panicked"), "{words}");
    words
}

fn numpy(name: &str) -> String {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/numpy").join(name).display().to_string()
}

fn succeed(arguments: &[&str], folder: &Path) -> String {
    let output = trainer(arguments, folder);
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn weights_are_learnt_kept_and_evaluated() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    data_set(folder);
    succeed(&["train", "-d", ".", "-n", "a.npz", "--recipe", "classic"], folder);
    succeed(&["train", "-d", ".", "-n", "model", "--recipe", "classic"], folder);
    for nn in ["a.npz", "model"] {
        let words = succeed(&["evaluate", "--data-set", ".", "--nn", nn], folder);
        assert!(words.ends_with("00100 / 100 = 100.00%\n"), "{words}");
    }
    let card = fs::read(folder.join("model/card.json")).expect("a card");
    let card: serde_json::Value = serde_json::from_slice(&card).expect("JSON");
    assert_eq!((&card["recipe"], &card["output_layer"]), (&"classic".into(), &"sigmoid".into()));
    assert_eq!(card["validation_accuracy"], 1.0);
    let report = fs::read_to_string(folder.join("a.npz.report.html")).expect("a report");
    assert!(report.contains("<h1>100.00% of 100 validation images"));

    let first = fs::read(folder.join("a.npz")).expect("weights");
    succeed(&["train", "-d", ".", "-n", "a.npz", "--recipe", "classic"], folder);
    assert_eq!(fs::read(folder.join("a.npz")).expect("weights"), first, "the same run gives the same bytes");
    let mut names: Vec<_> = fs::read_dir(folder).expect("files").map(|f| f.expect("a file").file_name()).collect();
    names.retain(|name| name.to_string_lossy().contains("partial"));
    assert!(names.is_empty(), "{names:?} left behind");
}

/// As by `head`.
#[test]
fn a_closed_output_is_no_fault() {
    let folder = tempfile::tempdir().expect("a folder");
    data_set(folder.path());
    succeed(&["train", "-d", ".", "-n", "a.npz", "--recipe", "classic"], folder.path());
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let mut evaluate = Command::new(env!("CARGO_BIN_EXE_trainer"));
    evaluate.args(["evaluate", "-d", ".", "-n", "a.npz"]).current_dir(folder.path()).stdout(writer);
    let output = evaluate.output().expect("the trainer");
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}

#[test]
fn a_full_disk_leaves_the_old_weights_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    data_set(folder);
    fs::write(folder.join("good.npz"), b"good weights").expect("weights");
    std::os::unix::fs::symlink("/dev/full", folder.join("good.npz.partial")).expect("a full disk");
    let words = fault(&["train", "-d", ".", "-n", "good.npz", "--recipe", "classic"], folder);
    assert!(words.contains("good.npz: can't be written: No space left on device"), "{words}");
    assert_eq!(fs::read(folder.join("good.npz")).expect("weights"), b"good weights");
}

#[test]
fn wrong_files_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    data_set(folder);
    let check = |arguments: &[&str], expected: &str| {
        let words = fault(arguments, folder);
        assert!(words.contains(expected), "{words:?} should say {expected:?}");
    };
    let evaluate = |nn: &str, expected: &str| check(&["evaluate", "-d", ".", "-n", nn], expected);
    evaluate("nothing.npz", "error: nothing.npz: can't be read: No such file\n");
    evaluate(
        "nothing",
        "error: nothing: No such file or folder, expected a model folder (hidden.npy, output.npy, card.json)",
    );
    evaluate("t10k-images-idx3-ubyte", "t10k-images-idx3-ubyte: neither a folder nor an .npz, expected a model folder");
    fs::create_dir(folder.join("half")).expect("a folder");
    evaluate("half", "error: half/hidden.npy: can't be read: No such file\n");
    evaluate(&numpy("wrong_shape.npz"), "wrong_shape.npz: the hidden layer is (2, 784), expected (units, 785)");
    evaluate(&numpy("no_output.npz"), "no_output.npz: expected an .npz with `hidden` and `output`: it has hidden\n");
    let npz = |arrays: &[(&str, &[i64])]| {
        let mut npz = NpzWriter::new(File::create(folder.join("other.npz")).expect("a file"));
        for (name, values) in arrays {
            npz.add_array(*name, &ArrayView1::from(*values)).expect("an array");
        }
        npz.finish().expect("an archive");
    };
    let expected = "other.npz: expected an .npz with `hidden` and `output`: ";
    npz(&[("w1", &[1]), ("b1", &[1])]);
    evaluate("other.npz", &format!("{expected}it has w1, b1\n"));
    npz(&[]);
    evaluate("other.npz", &format!("{expected}it has no arrays\n"));
    npz(&[("hidden", &[1]), ("output", &[1])]);
    evaluate("other.npz", &format!("{expected}`hidden` is not a matrix of f32 or f64: "));
    let names: Vec<_> = (0..20).map(|index| format!("w{index}")).collect();
    npz(&names.iter().map(|name| (&name[..], &[1_i64][..])).collect::<Vec<_>>());
    evaluate("other.npz", "it has w0, w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11, … (20)\n");
    fs::write(folder.join("other.npz"), LFS_POINTER).expect("a pointer");
    evaluate("other.npz", &format!("{expected}it is a Git LFS pointer"));
    let whole = fs::read(numpy("network.npz")).expect("weights");
    fs::write(folder.join("cut.npz"), &whole[..9000]).expect("weights");
    evaluate("cut.npz", "cut.npz: expected an .npz with `hidden` and `output`: it is cut off, or damaged\n");
    check(&["train", "-d", "none", "-n", "x.npz"], "none: no train-labels-idx1-ubyte and no train-labels");
    check(&["train", "-d", ".", "-n", "cut.npz/model"], "cut.npz/model: can't be made: Not a directory");

    let images = folder.join("t10k-images-idx3-ubyte");
    let bytes = fs::read(&images).expect("images");
    let with = |bytes: &[u8], expected: &str| {
        fs::write(&images, bytes).expect("images");
        evaluate(&numpy("network.npz"), expected);
    };
    with(&bytes[..1000], "t10k-images-idx3-ubyte: 984 bytes after the header, expected 78400");
    with(&bytes[..10], "t10k-images-idx3-ubyte: cut off in its header");
    with(b"", "t10k-images-idx3-ubyte: 0 bytes, expected an IDX file");
    with(
        b"GIF89a, no images",
        "t10k-images-idx3-ubyte: a GIF picture, expected an IDX file of unsigned bytes in 3 dim",
    );
    with(
        LFS_POINTER,
        "t10k-images-idx3-ubyte: a Git LFS pointer in place of the file, which `git lfs pull` fetches, exp",
    );
    with(b"<!DOCTYPE html><title>404</title>", "t10k-images-idx3-ubyte: a web page, as a server sends it in place of");
    with(&[0, 0, 13, 3, 0, 0, 0, 0], "t10k-images-idx3-ubyte: an IDX file of 32-bit floats in 3 dimensions, expected");
    with(&[1, 2, 3, 4], "t10k-images-idx3-ubyte: magic number 0x01020304, expected an IDX file of unsigned bytes");
    let gz = folder.join("t10k-labels-idx1-ubyte.gz");
    let half = fs::read(&gz).expect("labels").len() / 2;
    fs::write(&gz, &fs::read(&gz).expect("labels")[..half]).expect("labels");
    evaluate(
        &numpy("network.npz"),
        "t10k-labels-idx1-ubyte.gz: can't be read: it is gzipped and cut off before its end\n",
    );
}

const LFS_POINTER: &[u8] = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1648877\n";

#[test]
fn images_without_ink_stop_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    data_set(folder);
    let images = folder.join("t10k-images-idx3-ubyte");
    let mut bytes = fs::read(&images).expect("images");
    for blank in [7, 50] {
        bytes[16 + 784 * blank..][..784].fill(0);
    }
    fs::write(&images, bytes).expect("images");
    let output = trainer(&["evaluate", "-d", ".", "-n", &numpy("network.npz")], folder);
    let [words, said] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).expect("text"));
    assert!(output.status.success() && words.contains(" / 98 = "), "{words}");
    assert_eq!(said, ".: 2 images without ink left out, the first of them number 7 (from 0)\n");
}

/// What the file computes, `tests/onnx` asks ONNX Runtime.
#[test]
fn weights_are_exported_as_an_onnx_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    weights(folder);
    let export = |file: &str| {
        succeed(&["export", "-n", "old.npz", file], folder);
        fs::read(folder.join(file)).expect("a file")
    };
    let bytes = export("a.onnx");
    assert!(bytes == export("b.onnx"), "the same weights give the same bytes");
    for text in ["trainer", "image", "probabilities", "threshold", "0.25", "learnt_from"] {
        assert!(bytes.windows(text.len()).any(|window| window == text.as_bytes()), "{text}");
    }
    let words = fault(&["export", "-n", "none.npz", "c.onnx"], folder);
    assert!(words.contains("none.npz: can't be read: No such file"), "{words}");
    assert!(!folder.join("c.onnx").exists());
}

#[test]
fn numpys_archives_are_read() {
    let folder = tempfile::tempdir().expect("a folder");
    data_set(folder.path());
    for nn in ["network.npz", "network_f32_compressed.npz"] {
        let words = succeed(&["evaluate", "-d", ".", "-n", &numpy(nn)], folder.path());
        assert!(words.contains(" / 100 = "), "{words}");
    }
}

#[test]
fn wrong_drawings_are_named_with_their_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let good = r#"{"label":"1","writer":"me","strokes":[[[0,0],[0,9]]]}"#;
    for (line, expected) in [
        (r#"{"label":"1","strokes":[[[0,0],[0"#, "line 2: not a drawing: EOF while parsing"),
        (r#"{"label":"1","strokes":[]}"#, "line 2: no strokes, expected at least one point"),
        (r#"{"label":"1","strokes":[[]]}"#, "line 2: no strokes, expected at least one point"),
        (r#"{"strokes":[[[0,0]]]}"#, "line 2: not a drawing: missing field `label`"),
        (r#"{"label":"12","strokes":[[[0,0]]]}"#, "line 2: the label is \"12\", expected one character"),
        (r#"{"label":"1","strokes":[[["a",0]]]}"#, "line 2: not a drawing: invalid type: string \"a\", expected f64"),
        (r#"{"label":"1","strokes":[[[0,0],[0]]]}"#, "line 2: not a drawing: invalid length 1"),
        (r#"{"label":"1","strokes":[[[0,1e999]]]}"#, "line 2: not a drawing: number out of range"),
        (r#"{"label":"1","strokes":[[[0,0],[0,1e300]]]}"#, "line 2: stroke 0, point 1 is [0, 1"),
    ] {
        fs::write(folder.join("d.ndjson"), format!("{good}\n{line}\n")).expect("drawings");
        let words = fault(&["evaluate", "--drawings", "d.ndjson", "-n", &numpy("network.npz")], folder);
        assert!(words.contains("d.ndjson") && words.contains(expected), "{words:?} should say {expected:?}");
    }
    let check = |file: &str, expected: &str| {
        let words = fault(&["evaluate", "--drawings", file, "-n", &numpy("network.npz")], folder);
        assert_eq!(words, format!("error: {file}: {expected}\n"));
    };
    check("none.ndjson", "can't be read: No such file");
    fs::write(folder.join("d.ndjson.gz"), LFS_POINTER).expect("a pointer");
    let expected = "expected drawings, one JSON object a line";
    check("d.ndjson.gz", &format!("a Git LFS pointer in place of the file, which `git lfs pull` fetches, {expected}"));
    fs::write(folder.join("empty.ndjson"), "").expect("nothing");
    check("empty.ndjson", &format!("an empty file, {expected}"));
}

#[test]
fn drawings_of_other_pages_are_read_and_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let line = |label: &str, strokes: &str| format!(r#"{{"label":{label},"strokes":{strokes}}}"#) + "\r\n";
    let drawings = "\u{feff}".to_owned()
        + &line(r#""７""#, "[[[10,10,0],[60,10,5],[30,90,9]]]")
        + &line("7", r#"[{"points":[{"x":10,"y":10},{"x":60,"y":10},{"x":30,"y":90}]}]"#)
        + &line(r#""?""#, "[[[0,0],[9,9]]]")
        + &line(r#""A""#, "[[[0,0],[9,9]]]").repeat(2)
        + &line(r#""l""#, "[[[0,0],[9,9]]]");
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(drawings.as_bytes()).expect("drawings");
    let units: Vec<u8> = drawings.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [drawings.into_bytes(), gzip.finish().expect("drawings"), units] {
        fs::write(folder.join("d.ndjson"), bytes).expect("drawings");
        let output = trainer(&["evaluate", "--drawings", "d.ndjson", "-n", &numpy("network.npz")], folder);
        let said = String::from_utf8(output.stderr).expect("text");
        let expected = "d.ndjson: 2 drawings of digits, 3 of no digit (A 2), 1 of look-alikes skipped (l 1)\n";
        assert!(output.status.success(), "{said}");
        assert_eq!(said, expected);
    }
}

/// A network that can be gone on from, and its card.
fn weights(folder: &Path) {
    fs::copy(numpy("network.npz"), folder.join("old.npz")).expect("weights");
    let card = r#"{"trainer":"0","recipe":"augmented","output_layer":"softmax","hidden":2,"seed":1,"epochs":1,
        "threshold":0.25,"data_sha256":{"a":"b"},"weights_sha256":{"old.npz":"c"},"validation_accuracy":0.5,
        "folds":{"a":{"accuracy":1.0,"calibration_error":0.0,"rejected":0.0}}}"#;
    fs::write(folder.join("old.npz.json"), card).expect("a card");
}

#[test]
fn weights_are_fine_tuned_to_drawings() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    data_set(folder);
    weights(folder);
    let drawing = |label: char, x: usize| format!(r#"{{"label":"{label}","strokes":[[[0,0],[{x},9]]]}}"#) + "\n";
    let drawings: String = (0..5).flat_map(|x| [drawing('1', x), drawing('?', 30 + x), drawing('1', x)]).collect();
    fs::write(folder.join("d.ndjson"), drawings).expect("drawings");

    let words = succeed(&["fine-tune", "--from", "old.npz", "--drawings", "d.ndjson", "-n", "new", "-d", "."], folder);
    for row in [
        "your drawings, digits read right",
        "your drawings, digits rejected",
        "your drawings, no digits, rejected",
        "MNIST's validation images, digits read right",
        "MNIST's validation images, digits rejected",
    ] {
        let of = if row.starts_with("your") { " / 5 = " } else { " / 100 = " };
        let line = words.lines().find(|line| line.starts_with(row)).unwrap_or_else(|| panic!("{row}: {words}"));
        assert_eq!(line.matches(of).count(), 2, "{line}");
    }
    let card: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.join("new/card.json")).expect("a card")).expect("JSON");
    assert_eq!((&card["threshold"], &card["data_sha256"]["a"]), (&0.25.into(), &"b".into()));
    assert_eq!(card["folds"], serde_json::Value::Null, "figures of another recipe");
    let fine_tuning = &card["fine_tuning"][0];
    assert_eq!(fine_tuning["from_sha256"]["old.npz"], "c");
    assert!(fine_tuning["data_sha256"]["d.ndjson"].is_string(), "{card}");
    assert!(folder.join("new.report.html").is_file());

    // Without MNIST, and in the place of what it goes on from.
    let words = succeed(&["fine-tune", "--from", "new", "--drawings", "d.ndjson", "-n", "new"], folder);
    assert!(words.contains("generated examples, digits read right") && !words.contains("MNIST"), "{words}");
    let card = fs::read_to_string(folder.join("new/card.json")).expect("a card");
    assert_eq!(card.matches("from_sha256").count(), 2, "{card}");
}

#[test]
fn nothing_is_learnt_from_what_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    weights(folder);
    let good = "{\"label\":\"1\",\"strokes\":[[[0,0],[0,9]]]}\n";
    fs::write(folder.join("d.ndjson"), good.repeat(9) + "{\"label\":\"12\",\"strokes\":[[[0,0]]]}\n")
        .expect("drawings");
    fs::write(folder.join("few.ndjson"), good.repeat(9)).expect("drawings");
    fs::copy(numpy("network.npz"), folder.join("bare.npz")).expect("weights");
    fs::copy(numpy("network.npz"), folder.join("classic.npz")).expect("weights");
    let card = fs::read_to_string(folder.join("old.npz.json")).expect("a card").replace("softmax", "sigmoid");
    fs::write(folder.join("classic.npz.json"), card).expect("a card");
    let five = ["1", "2", "3", "4", "5"].map(|label| good.replace('1', label));
    fs::write(folder.join("five.ndjson"), five.concat()).expect("drawings");
    let files = || {
        let files = fs::read_dir(folder).expect("files").map(|file| file.expect("a file").path());
        files.map(|path| (fs::read(&path).expect("a file"), path)).collect::<std::collections::BTreeSet<_>>()
    };
    let there = files();
    let check = |arguments: &[&str], expected: &str| {
        let words = fault(&[&["fine-tune", "-n", "old.npz"], arguments].concat(), folder);
        assert!(words.contains(expected), "{words:?} should say {expected:?}");
        assert_eq!(files(), there, "{arguments:?}");
    };
    check(
        &["--from", "old.npz", "--drawings", "d.ndjson"],
        "d.ndjson, line 10: the label is \"12\", expected one char",
    );
    check(&["--from", "old.npz", "--drawings", "few.ndjson"], "1 drawings, expected at least 5 that differ");
    check(&["--from", "bare.npz", "--drawings", "five.ndjson"], "bare.npz.json: expected the weights' card");
    check(&["--from", "classic.npz", "--drawings", "five.ndjson"], "classic.npz.json: the outputs are sigmoids");
    check(&["--from", "old.npz", "--drawings", "five.ndjson", "-d", "none"], "none: no train-labels-idx1-ubyte");
    check(&["--from", "old.npz"], "--drawings <FILE>...");
    check(&["--drawings", "few.ndjson"], "--from <FILE>");
}

const DEFAULT_RECIPE: [&str; 12] =
    ["train", "-d", ".", "--epochs", "1", "--teacher-epochs", "1", "--hidden", "5", "--allographs", "0.1", "-n"];

/// Ctrl-C comes while the teacher learns; what is left of it and the whole of the network's training come after.
#[test]
fn a_training_that_was_stopped_goes_on_to_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    data_set(folder);
    let words = succeed(&[&DEFAULT_RECIPE[..], &["whole"]].concat(), folder);
    let found = words.lines().last().and_then(|line| line.strip_prefix("validation images: "));
    assert!(found.is_some_and(|found| found.contains(" / 100 = ")), "{words}");
    let report = fs::read_to_string(folder.join("whole.report.html")).expect("a report");
    assert!(report.contains("alt='4, open in one'"));

    let arguments = [&DEFAULT_RECIPE[..], &["stopped"]].concat();
    let mut stopped = Command::new(env!("CARGO_BIN_EXE_trainer"));
    let mut stopped = stopped.args(&arguments).current_dir(folder).stderr(Stdio::piped()).spawn().expect("the trainer");
    let mut lines = BufReader::new(stopped.stderr.take().expect("a pipe")).lines();
    let first = lines.next().expect("a line").expect("text");
    assert!(first.starts_with("no --drawings"), "{first}");
    let kill = Command::new("kill").args(["-INT", &stopped.id().to_string()]).status().expect("kill");
    assert!(kill.success());
    let last = lines.last().expect("a line").expect("text");
    assert_eq!(last, "error: stopped; saved in stopped.checkpoint, go on with --resume");
    assert_eq!(stopped.wait().expect("an end").code(), Some(1));
    assert!(!folder.join("stopped").join("card.json").exists(), "nothing is written yet");

    succeed(&[&arguments[..], &["--resume"]].concat(), folder);
    for file in ["card.json", "hidden.npy", "output.npy"].into_iter().chain(CONVOLUTIONAL) {
        let [whole, stopped] = ["whole", "stopped"].map(|nn| fs::read(folder.join(nn).join(file)).expect("a file"));
        assert!(whole == stopped, "{file}");
    }
    assert!(!folder.join("stopped.checkpoint").exists());
}

const CONVOLUTIONAL: [&str; 4] = ["conv_1.npy", "conv_2.npy", "conv_hidden.npy", "conv_output.npy"];

#[test]
fn a_committee_is_kept_evaluated_and_left_by_its_member() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    data_set(folder);
    let card = |path: &str| -> serde_json::Value {
        serde_json::from_slice(&fs::read(folder.join(path)).expect("a card")).expect("JSON")
    };
    let there = |file: &str| folder.join("model").join(file).is_file();
    succeed(&[&DEFAULT_RECIPE[..], &["model"]].concat(), folder);
    succeed(&[&DEFAULT_RECIPE[..], &["a.npz"]].concat(), folder);
    let [of_model, of_npz] = ["model", "a.npz"].map(|nn| succeed(&["evaluate", "-d", ".", "-n", nn], folder));
    assert_eq!(of_model, of_npz);
    for expected in ["dense by itself: ", "convolutional by itself: "] {
        assert!(of_model.contains(expected), "{of_model}");
    }
    let members = &card("model/card.json")["members"];
    assert_eq!(members, &card("a.npz.json")["members"]);
    assert_eq!(members["dense"]["layers"], serde_json::json!([[5, 785], [10, 6]]));
    assert_eq!(members["convolutional"]["layers"], serde_json::json!([[16, 26], [32, 401], [128, 513], [10, 129]]));
    assert_eq!(members["convolutional"]["share"], 0.6);
    assert!(members["dense"]["validation_accuracy"].is_number(), "{members}");
    let report = fs::read_to_string(folder.join("model.report.html")).expect("a report");
    assert!(report.contains("The convolutional member by itself: "));

    fs::remove_file(folder.join("model/conv_2.npy")).expect("a file");
    let words = fault(&["evaluate", "-d", ".", "-n", "model"], folder);
    assert!(words.contains("model/conv_2.npy: can't be read: No such file"), "{words}");
    fs::copy(folder.join("a.npz.json"), folder.join("bare.npz.json")).expect("a card");
    fs::copy(numpy("network.npz"), folder.join("bare.npz")).expect("weights");
    let words = fault(&["evaluate", "-d", ".", "-n", "bare.npz"], folder);
    assert!(
        words.contains("bare.npz: expected conv_1, conv_2, conv_hidden, conv_output as well, as its card says"),
        "{words}"
    );

    succeed(&[&DEFAULT_RECIPE[..], &["model", "--members", "dense"]].concat(), folder);
    assert!(there("hidden.npy") && !CONVOLUTIONAL.iter().any(|file| there(file)));
    assert_eq!(card("model/card.json").get("members"), None);
    let words = succeed(&["evaluate", "-d", ".", "-n", "model"], folder);
    assert!(!words.contains("by itself"), "{words}");
}

#[test]
fn networks_are_cross_validated_by_what_was_held_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    data_set(folder);
    weights(folder);
    let drawing = |label: char, writer: &str, x: usize| {
        format!(r#"{{"label":"{label}","writer":"{writer}","box":[40,40],"strokes":[[[{x},0],[{x},9],[30,30]]]}}"#)
            + "\n"
    };
    let drawings = ["a-1", "b-1"].map(|writer| ['1', '7', 'k'].map(|label| drawing(label, writer, 3)).concat());
    fs::write(folder.join("pen.ndjson"), drawings.concat()).expect("drawings");
    // Writers' collections, a letter, and the generated kinds, every other in either fold.
    let kinds = KINDS.iter().map(|kind| (kind.name, kind.seed % 2));
    let folds: BTreeMap<_, _> = [("a", 0), ("b", 1), ("k", 1)].into_iter().chain(kinds).collect();
    fs::write(folder.join("folds.json"), serde_json::to_vec(&folds).expect("JSON")).expect("folds");

    let files = ["cross-validate", "-d", ".", "--drawings", "pen.ndjson", "--folds", "folds.json"];
    let recipe = ["--epochs", "1", "--teacher-epochs", "1", "--hidden", "5"];
    let words = succeed(&[&files[..], &recipe, &["-n", "old.npz", "--models", "models"]].concat(), folder);
    for expected in
        ["MNIST's validation images, all folds: ", "    a  ", "    b  ", "    as a page without fitting", "    k "]
    {
        assert!(words.contains(expected), "{expected}: {words}");
    }
    let totals = [" / 200 = ", " / 4 = ", " / 2 = "].map(|total| words.matches(total).count());
    // Of the committee by digit and collection; of its two members in a line for each set.
    assert_eq!(totals, [3, 6, 2], "{words}");
    assert!(KINDS.iter().all(|kind| words.contains(&format!("    {} ", kind.name))), "{words}");
    let card = fs::read_to_string(folder.join("old.npz.json")).expect("a card");
    let card: serde_json::Value = serde_json::from_str(&card).expect("JSON");
    let folds: Vec<_> = card["folds"].as_object().expect("figures").keys().collect();
    assert_eq!(folds, ["mnist-validation", "no-digit-drawn", "no-digit-made", "pen"]);
    let members: Vec<_> = card["folds"]["pen"]["members_accuracy"].as_object().expect("figures").keys().collect();
    assert_eq!(members, ["convolutional", "dense"]);

    // A fold's network is the one that the pooled figures are of.
    let one = succeed(&[&files[..], &recipe, &["--fold", "1", "--models", "again"]].concat(), folder);
    assert_eq!(one.lines().next(), words.lines().nth(1));
    let [first, second] =
        ["models", "again"].map(|nn| fs::read(folder.join(nn).join("fold-1/hidden.npy")).expect("weights"));
    assert!(first == second);
    assert!(!folder.join("again/fold-0").exists());
}

#[test]
fn unipen_becomes_drawings() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = ".SEGMENT DIGIT 0 ? \"7\"\n.COMMENT 7 3 1\n.PEN_DOWN\n 10 90\n 20 90.5\n.PEN_UP\n";
    fs::write(folder.path().join("u.txt"), text).expect("UNIPEN text");
    let words = succeed(&["convert", "u.txt", "--box", "100", "100"], folder.path());
    let expected = r#"{"label":"7","writer":"pen-3","box":[100,100],"strokes":[[[10,10],[20,9.5]]]}"#;
    assert_eq!(words, format!("{expected}\n"));
}

/// Each by its content, whatever its name: lines that end in CR, a Latin-1 byte, an included file, InkML, UJI's text.
#[test]
fn handwriting_in_other_formats_becomes_drawings() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    fs::create_dir_all(folder.join("site/data")).expect("a folder");
    fs::write(folder.join("site/data/one.dat"), ".PEN_DOWN\r1 -2\r3 -4\r.PEN_UP\r").expect("UNIPEN text");
    let seven = r#""strokes":[[[1,2],[3,4]]]}"#;
    let check = |bytes: &[u8], writer: &str| {
        fs::write(folder.join("drawn.xyz"), bytes).expect("handwriting");
        let words = succeed(&["convert", "drawn.xyz"], folder);
        assert_eq!(words, format!("{{\"label\":\"7\",{writer}{seven}\n"), "{}", bytes.escape_ascii());
    };
    check(b".VERSION 1.0\r\n.COMMENT M\xfcller\r\n.INCLUDE site/data/one.dat\r\n.SEGMENT CHARACTER 0 OK \"7\"\r\n", "");
    check(b".PEN_DOWN\r1 -2\r3 -4\r.PEN_UP\r.SEGMENT CHARACTER 0 OK \"7\"\r", "");
    let ink = b"<ink xmlns=\"http://www.w3.org/2003/InkML\"><annotation type=\"truth\">7</annotation><trace>1 2,'2'2</trace></ink>";
    check(ink, "");
    check(b"WORD 7 trn_UJI_W01-01\n  NUMSTROKES 1\n  POINTS 2 # 1 2 3 4\n", "\"writer\":\"trn_UJI_W01\",");

    let check = |bytes: &[u8], expected: &str| {
        fs::write(folder.join("drawn.xyz"), bytes).expect("no handwriting");
        let output = trainer(&["convert", "drawn.xyz"], folder);
        let words = String::from_utf8(output.stderr).expect("text");
        assert_eq!((output.status.code(), &output.stdout[..]), (Some(1), &b""[..]), "{words}");
        assert!(words.starts_with(&format!("error: drawn.xyz{expected}")), "{words:?} should say {expected:?}");
    };
    let formats = "expected UNIPEN text, InkML, or the text of the UJI Pen Characters\n";
    check(b"47,100, 27, 81, 57,8\n", &format!(": none of the formats that are read; {formats}"));
    check(b"\0\x01\x02", &format!(": none of the formats that are read; {formats}"));
    check(b"", &format!(": an empty file; {formats}"));
    check(LFS_POINTER, &format!(": a Git LFS pointer in place of the file, which `git lfs pull` fetches; {formats}"));
    check(
        b"<html><body>404</body></html>",
        &format!(": a web page, as a server sends it in place of a file; {formats}"),
    );
    check(b"{\"label\":\"7\"}", &format!(": JSON, as drawings are that need not be converted; {formats}"));
    check(
        b".PEN_DOWN\n1 2\n.PEN_UP\n.SEGMENT WORD 0 ? \"one\"\n",
        ": no drawing of one character, 1 of something else",
    );
    check(b"<ink><trace>1 2</trace></ink>", ": no drawing of one character, 1 of something else skipped\n");
    check(
        b".INCLUDE x.dat\n.SEGMENT DIGIT 0 ? \"7\"\n",
        ", line 2: components 0 to 0, of 0 in the file; it includes x.dat",
    );
}
