//! A hint: what people send in the place of a request, known by its look, and what to send instead.

use network::{PIXELS, SIDE};
use serde_json::Value;

/// More than what any brightness becomes by a mean and a deviation such as MNIST's (2.82) or others in use.
const MOST_NORMALIZED: f64 = 10.0;
const RGB: usize = 3 * PIXELS;
const RGBA: usize = 4 * PIXELS;

/// What to send in the place of `body`, which is none of the endpoint's requests, where that can be told.
pub(crate) fn hint(body: &str) -> Option<&'static str> {
    match serde_json::from_str(body.trim_start_matches('\u{feff}')).ok()? {
        Value::Array(_) => Some("This is a list alone: send {\"input\": the list}"),
        Value::String(text) if text.trim_start().starts_with('{') => {
            Some("This is JSON within a string: send the JSON itself, not a string of it")
        }
        Value::Object(fields) => match (fields.get("input"), fields.get("inputs")) {
            (Some(image), _) => of_image(image),
            (None, Some(images)) => of_images(images),
            (None, None) => fields.keys().find_map(|name| of_name(name)),
        },
        _ => None,
    }
}

/// Names that other services give to the same.
fn of_name(name: &str) -> Option<&'static str> {
    match name {
        "image" => Some("`image` is not read: send the image as `input`"),
        "pixels" => Some("`pixels` is not read: send them as `input`"),
        "data" => Some("`data` is not read: send one image as `input`, several as `inputs`"),
        "images" => Some("`images` is not read: send them as `inputs`"),
        "instances" => Some("`instances` is not read: send the images as `inputs`, each one list of 784 numbers"),
        _ => None,
    }
}

/// The first of a batch that looks like something.
fn of_images(images: &Value) -> Option<&'static str> {
    let images = images.as_array()?;
    if images.len() >= PIXELS && images.iter().all(Value::is_number) {
        return Some("`inputs` is for lists of numbers: send one image as `input`");
    }
    images.iter().find_map(of_image)
}

fn of_image(image: &Value) -> Option<&'static str> {
    let list = match image {
        Value::String(_) => {
            return Some("An image is no string, be it a picture file's or of numbers: send the numbers in a list");
        }
        Value::Array(list) => list,
        _ => return None,
    };
    if !list.is_empty() && list.iter().all(Value::is_string) {
        return Some("The numbers stand in quotes: send them without");
    }
    if let Some(first) = list.first().and_then(Value::as_array) {
        return Some(match (list.len(), first.len()) {
            (SIDE, SIDE) => "These are 28 lists of 28 numbers: send them as one list, row after row",
            (_, PIXELS) => "These are images: send one as `input` without a list around it, several as `inputs`",
            _ => "These are lists within a list: send all 784 numbers in one list, row after row",
        });
    }
    match list.len() {
        PIXELS => of_numbers(&list.iter().filter_map(Value::as_f64).collect::<Vec<_>>()),
        RGB => Some("2352 numbers are 784 pixels in RGB: send one brightness for each, ink bright"),
        RGBA => Some("3136 numbers are 784 pixels in RGBA: send one brightness for each, ink bright"),
        _ => None,
    }
}

/// Of numbers some of which are no brightnesses.
fn of_numbers(numbers: &[f64]) -> Option<&'static str> {
    let least = numbers.iter().copied().fold(f64::INFINITY, f64::min);
    let most = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if (-1.0..0.0).contains(&least) && most <= 1.0 {
        Some("These numbers go from -1 to 1: send (number + 1) * 127.5")
    } else if least < 0.0 && most < MOST_NORMALIZED && numbers.iter().any(|number| number.fract() != 0.0) {
        Some(
            "These numbers seem to be normalized by a mean: send the brightnesses from before; with MNIST's mean and \
             deviation they are (number * 0.3081 + 0.1307) * 255",
        )
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of numbers from `least` to `most`, and halves.
    fn check(least: f64, most: f64, expected: Option<&str>) {
        let mut numbers = [0.5; PIXELS];
        (numbers[3], numbers[700]) = (least, most);
        let found = of_numbers(&numbers);
        let fits = match (found, expected) {
            (Some(found), Some(expected)) => found.contains(expected),
            (found, expected) => found == expected,
        };
        assert!(fits, "{least} to {most}: {found:?}, expected {expected:?}");
    }

    #[test]
    fn numbers_are_known_by_where_they_end() {
        check(-1.0, 1.0, Some("from -1 to 1"));
        check(-0.1, 0.6, Some("from -1 to 1"));
        check(-0.4242, 2.8215, Some("normalized by a mean"));
        check(-1.1, 1.0, Some("normalized by a mean"));
        check(-0.5, 9.9, Some("normalized by a mean"));
        check(-0.5, 10.0, None);
        check(0.0, 2.8, None);
        assert_eq!(of_numbers(&[-3.0, 2.0, 7.0]), None, "whole numbers");
    }
}
