//! Wrong requests, and the very answers that they get.

use std::iter::repeat_n;

use crate::watch::explain;

/// A wrong request with what it is answered.
#[derive(Debug)]
pub struct Wrong {
    /// The HTTP method.
    pub method: &'static str,
    /// The body.
    pub body: String,
    /// The status that it gets.
    pub status: u16,
    /// The words that it gets, as `error`.
    pub error: String,
}

/// One of every kind.
#[must_use]
pub fn requests() -> Vec<Wrong> {
    let post = |body: &str, status, error: &str| Wrong {
        method: "POST",
        body: body.to_owned(),
        status,
        error: error.to_owned(),
    };
    let not_this =
        |body: &str, error: &str| post(body, 400, &format!("expected {{\"input\":[784 numbers, 0 to 255]}}: {error}"));
    let other = |method| Wrong {
        method,
        body: String::new(),
        status: 405,
        error: "this address answers to POST alone, expected a POST of {\"input\":[784 numbers, 0 to 255]}".to_owned(),
    };
    let long = "the body is longer than 65536 bytes, expected {\"input\":[784 numbers, 0 to 255]}, or up to 524288 bytes \
                of {\"inputs\":[1 to 64 such lists]}";
    vec![
        other("GET"),
        other("PUT"),
        other("DELETE"),
        other("PATCH"),
        other("OPTIONS"),
        not_this("", "EOF while parsing a value at line 1 column 0"),
        not_this("digit", "expected value at line 1 column 1"),
        not_this("\u{feff}{}", "there is no `input` at line 1 column 2"),
        not_this("\u{feff}\u{feff}{}", "expected value at line 1 column 1"),
        not_this("{\"input\":[0,0", "input[2]: EOF while parsing a list at line 1 column 13"),
        not_this("{\"input\":[0,,0]}", "input[1]: expected value at line 1 column 13"),
        not_this("{\"input\":[0,0]} [", "trailing characters at line 1 column 17"),
        not_this("null", "invalid type: null, expected an object at line 1 column 4"),
        not_this("\"seven\"", "invalid type: a string, expected an object at line 1 column 7"),
        not_this(
            &image(784, "9"),
            "invalid type: sequence, expected an object at line 1 column 1. This is a list alone: send {\"input\": the \
             list}",
        ),
        not_this(
            "\"{\\\"input\\\":[]}\"",
            "invalid type: a string, expected an object at line 1 column 16. This is JSON within a string: send the JSON \
             itself, not a string of it",
        ),
        not_this("{}", "there is no `input` at line 1 column 2"),
        not_this("{\"Input\":[]}", "there is no `input` at line 1 column 12"),
        not_this(
            "{\"input\":7}",
            "invalid type: integer `7`, expected a list of 784 numbers as `input` at line 1 column 10",
        ),
        not_this(
            "{\"input\":\"7\"}",
            "invalid type: a string, expected a list of 784 numbers as `input` at line 1 column 12. An image is no string, \
             be it a picture file's or of numbers: send the numbers in a list",
        ),
        not_this("{\"input\":[],\"input\":[]}", "`input` is there twice at line 1 column 23"),
        not_this("{\"explain\":true}", "there is no `input` at line 1 column 16"),
        not_this(
            "{\"explain\":1}",
            "invalid type: integer `1`, expected true or false as `explain` at line 1 column 12",
        ),
        not_this(
            "{\"explain\":\"true\"}",
            "invalid type: a string, expected true or false as `explain` at line 1 column 17",
        ),
        not_this("{\"explain\":null}", "invalid type: null, expected true or false as `explain` at line 1 column 15"),
        not_this(
            &input(784, "9").replace(']', "],\"explain\":[]"),
            "invalid type: sequence, expected true or false as `explain` at line 1 column 1591",
        ),
        not_this("{\"explain\":true,\"explain\":false}", "`explain` is there twice at line 1 column 32"),
        not_this(
            "{\"input\":[0,\"12\"]}",
            "input[1]: invalid type: a string, expected a number from 0 to 255 at line 1 column 16",
        ),
        not_this(
            "{\"input\":[0,null]}",
            "input[1]: invalid type: null, expected a number from 0 to 255 at line 1 column 16",
        ),
        not_this(
            "{\"input\":[0,true]}",
            "input[1]: invalid type: boolean `true`, expected a number from 0 to 255 at line 1 column 16",
        ),
        not_this(
            "{\"input\":[[0]]}",
            "input[0]: invalid type: sequence, expected a number from 0 to 255 at line 1 column 11. These are lists \
             within a list: send all 784 numbers in one list, row after row",
        ),
        not_this(
            "{\"input\":[{}]}",
            "input[0]: invalid type: map, expected a number from 0 to 255 at line 1 column 12",
        ),
        not_this(
            "{\"input\":[0,-1]}",
            "input[1]: invalid value: floating point `-1.0`, expected a number from 0 to 255 at line 1 column 14",
        ),
        not_this(
            "{\"input\":[256]}",
            "input[0]: invalid value: floating point `256.0`, expected a number from 0 to 255 at line 1 column 13",
        ),
        not_this(
            "{\"input\":[255.5]}",
            "input[0]: invalid value: floating point `255.5`, expected a number from 0 to 255 at line 1 column 15",
        ),
        not_this("{\"input\":[1e999]}", "input[0]: number out of range at line 1 column 15"),
        not_this("{\"input\":[NaN]}", "input[0]: expected value at line 1 column 11"),
        not_this(
            &repeat_n('[', 60_000).collect::<String>(),
            "invalid type: sequence, expected an object at line 1 column 1",
        ),
        not_this(&format!("{{\"a\":{}", "[".repeat(60_000)), "EOF while parsing a list at line 1 column 60005"),
        post(&input(783, "9"), 400, "`input`: an image is 784 brightnesses, found 783"),
        post(&input(785, "9"), 400, "`input`: an image is 784 brightnesses, found 785"),
        post("{\"input\":[]}", 400, "`input`: an image is 784 brightnesses, found 0"),
        post(&input(784, "0"), 422, "`input`: the image has no ink: all 784 brightnesses are alike, or grain alone"),
        post(
            &explain(&input(784, "0")),
            422,
            "`input`: the image has no ink: all 784 brightnesses are alike, or grain alone",
        ),
        post(&input(784, "-0.0"), 422, "`input`: the image has no ink: all 784 brightnesses are alike, or grain alone"),
        post(
            &input(2352, "9"),
            400,
            "`input`: an image is 784 brightnesses, found 2352. 2352 numbers are 784 pixels in RGB: send one brightness \
             for each, ink bright",
        ),
        post(
            &input(3136, "9"),
            400,
            "`input`: an image is 784 brightnesses, found 3136. 3136 numbers are 784 pixels in RGBA: send one brightness \
             for each, ink bright",
        ),
        not_this(
            &input(784, "-0.5"),
            "input[0]: invalid value: floating point `-0.5`, expected a number from 0 to 255 at line 1 column 14. These \
             numbers go from -1 to 1: send (number + 1) * 127.5",
        ),
        not_this(
            &input(784, "-0.4242").replacen("-0.4242", "2.8215", 1),
            "input[1]: invalid value: floating point `-0.4242`, expected a number from 0 to 255 at line 1 column 24. \
             These numbers seem to be normalized by a mean: send the brightnesses from before; with MNIST's mean and \
             deviation they are (number * 0.3081 + 0.1307) * 255",
        ),
        not_this(
            &format!("\u{feff}{}", input(784, "0").replacen("0,0", "-0.5,255", 1)),
            "input[0]: invalid value: floating point `-0.5`, expected a number from 0 to 255 at line 1 column 14",
        ),
        post(
            &format!("\u{feff}{}", input(3136, "9")),
            400,
            "`input`: an image is 784 brightnesses, found 3136. 3136 numbers are 784 pixels in RGBA: send one brightness \
             for each, ink bright",
        ),
        not_this(
            &input(784, "0").replacen('0', "-7", 1),
            "input[0]: invalid value: floating point `-7.0`, expected a number from 0 to 255 at line 1 column 12",
        ),
        not_this(
            &input(784, "\"9\""),
            "input[0]: invalid type: a string, expected a number from 0 to 255 at line 1 column 13. The numbers stand in \
             quotes: send them without",
        ),
        not_this(
            &input(28, &image(28, "9")),
            "input[0]: invalid type: sequence, expected a number from 0 to 255 at line 1 column 11. These are 28 lists of \
             28 numbers: send them as one list, row after row",
        ),
        not_this(
            &input(1, &image(784, "9")),
            "input[0]: invalid type: sequence, expected a number from 0 to 255 at line 1 column 11. These are images: \
             send one as `input` without a list around it, several as `inputs`",
        ),
        not_this(
            "{\"image\":[]}",
            "there is no `input` at line 1 column 12. `image` is not read: send the image as `input`",
        ),
        not_this(
            "{\"pixels\":[]}",
            "there is no `input` at line 1 column 13. `pixels` is not read: send them as `input`",
        ),
        not_this(
            "{\"data\":[]}",
            "there is no `input` at line 1 column 11. `data` is not read: send one image as `input`, several as `inputs`",
        ),
        not_this(
            "{\"images\":[]}",
            "there is no `input` at line 1 column 13. `images` is not read: send them as `inputs`",
        ),
        not_this(
            "{\"instances\":[]}",
            "there is no `input` at line 1 column 16. `instances` is not read: send the images as `inputs`, each one \
             list of 784 numbers",
        ),
        not_this(
            "{\"inputs\":[]}",
            "invalid length 0, expected a list of 1 to 64 images as `inputs` at line 1 column 12",
        ),
        not_this(
            "{\"inputs\":7}",
            "invalid type: integer `7`, expected a list of 1 to 64 images as `inputs` at line 1 column 11",
        ),
        not_this(&inputs(&vec!["[]"; 65]), "there are more than 64 images in `inputs` at line 1 column 206"),
        not_this(
            &inputs(&["[0]", "7"]),
            "invalid type: integer `7`, expected a list of 784 numbers as `inputs[1]` at line 1 column 16",
        ),
        not_this(
            &inputs(&["[0]", "[0,256]"]),
            "inputs[1][1]: invalid value: floating point `256.0`, expected a number from 0 to 255 at line 1 column 21",
        ),
        not_this(
            &inputs(&["9"; 784]),
            "invalid type: integer `9`, expected a list of 784 numbers as `inputs[0]` at line 1 column 12. `inputs` is \
             for lists of numbers: send one image as `input`",
        ),
        not_this(
            &inputs(&[&image(784, "9"), &image(784, "-0.5")]),
            "inputs[1][0]: invalid value: floating point `-0.5`, expected a number from 0 to 255 at line 1 column 1586. \
             These numbers go from -1 to 1: send (number + 1) * 127.5",
        ),
        not_this("{\"inputs\":[[]],\"inputs\":[[]]}", "`inputs` is there twice at line 1 column 29"),
        not_this("{\"inputs\":[[]],\"input\":[]}", "there are both `input` and `inputs` at line 1 column 26"),
        post(
            &inputs(&[&image(784, "9"), &image(783, "9")]),
            400,
            "`inputs[1]`: an image is 784 brightnesses, found 783",
        ),
        post(&" ".repeat(64 * 1024 + 1), 413, long),
        post(&format!("{{\"field\":\"inputs\",{}{}", &input(784, "9")[1..], " ".repeat(64 * 1024)), 413, long),
        post(&format!("{}{}", inputs(&[&image(784, "9")]), " ".repeat(512 * 1024)), 413, long),
        post(&" ".repeat(10 * 1024 * 1024), 413, long),
    ]
}

/// A body with `count` times `number`.
#[must_use]
pub fn input(count: usize, number: &str) -> String {
    format!("{{\"input\":{}}}", image(count, number))
}

/// A body with a batch.
#[must_use]
pub fn inputs(images: &[impl AsRef<str>]) -> String {
    let images: Vec<&str> = images.iter().map(AsRef::as_ref).collect();
    format!("{{\"inputs\":[{}]}}", images.join(","))
}

/// A list of `count` times `number`.
#[must_use]
pub fn image(count: usize, number: &str) -> String {
    format!("[{}]", vec![number; count].join(","))
}
