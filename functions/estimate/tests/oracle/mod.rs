//! The oracle: what status a body must get, told in another way than the function reads it.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

/// The status that a POST of `body` must get.
pub fn status(body: &str) -> u16 {
    if body.len() > 64 * 1024 {
        return 413;
    }
    let Ok(Object(fields)) = serde_json::from_str(body) else { return 400 };
    let named = |name| fields.iter().filter(move |field| field.0 == name).map(|field| &field.1).collect::<Vec<_>>();
    let ([Value::Array(input)], [] | [Value::Bool(_)]) = (&named("input")[..], &named("explain")[..]) else {
        return 400;
    };
    let numbers: Vec<f64> = input.iter().filter_map(Value::as_f64).filter(|b| (0.0..=255.0).contains(b)).collect();
    if input.len() != 784 || numbers.len() != 784 {
        400
    } else if numbers.iter().all(|&brightness| brightness as f32 == 0.0) {
        422
    } else {
        200
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
