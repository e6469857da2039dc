//! The oracle: what status a body must get, told in another way than the function reads it.

use std::fmt;

use network::Image;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

/// The status that a POST of `body` must get.
pub fn status(body: &str) -> u16 {
    let long = body.len() > 64 * 1024;
    if body.len() > 512 * 1024 || long && !body.contains("\"inputs\"") {
        return 413;
    }
    let Ok(Object(fields)) = serde_json::from_str(body.strip_prefix('\u{feff}').unwrap_or(body)) else { return 400 };
    let named = |name| fields.iter().filter(move |field| field.0 == name).map(|field| &field.1).collect::<Vec<_>>();
    let ([] | [Value::Bool(_)]) = &named("explain")[..] else { return 400 };
    match (&named("input")[..], &named("inputs")[..]) {
        ([input], []) => match image(input) {
            None => 400,
            Some(_) if long => 413,
            Some(status) => status,
        },
        ([], [Value::Array(inputs)]) if (1..=64).contains(&inputs.len()) => {
            let right = inputs.iter().all(|input| matches!(image(input), Some(200 | 422)));
            if right { 200 } else { 400 }
        }
        _ => 400,
    }
}

/// The status for an image; `None` when it is no list of brightnesses.
fn image(input: &Value) -> Option<u16> {
    let input = input.as_array()?;
    let numbers: Vec<f64> = input.iter().filter_map(Value::as_f64).filter(|b| (0.0..=255.0).contains(b)).collect();
    if numbers.len() != input.len() {
        None
    } else if numbers.len() != 784 {
        Some(400)
    } else {
        // Whether there is ink is the network's to say, and its own tests'.
        let brightness: Vec<f32> = numbers.iter().map(|&brightness| brightness as f32).collect();
        let normalized = Image::from_brightness(&brightness).and_then(|image| image.normalize());
        Some(if normalized.is_ok() { 200 } else { 422 })
    }
}

/// An object with every field that it has, repeated ones too.
struct Object(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;

        impl<'de> Visitor<'de> for Fields {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Object(fields))
            }
        }

        deserializer.deserialize_map(Fields)
    }
}
