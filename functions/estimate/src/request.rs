//! A request: what the JSON `{"input":[784 brightnesses],"explain":true}` asks for, read strictly.

use std::borrow::Cow;
use std::fmt;

use network::{Image, ImageError, Normalized, PIXELS};
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor};
use thiserror::Error;

/// The longest body, in bytes. 784 numbers of up to 80 characters fit.
pub const LIMIT: usize = 64 * 1024;

/// What is wrong with a request, and what was expected.
#[derive(Debug, Error)]
pub enum RequestError {
    /// Not a POST.
    #[error("this address answers to POST alone, expected a POST of {{\"input\":[{PIXELS} numbers, 0 to 255]}}")]
    Method,
    /// The body is too long to hold an image.
    #[error("the body is longer than {LIMIT} bytes, expected {{\"input\":[{PIXELS} numbers, 0 to 255]}}")]
    TooLong,
    /// Marked as Base64, and isn't.
    #[error("the body is not Base64, as the event says it is: {0}")]
    Base64(base64::DecodeError),
    /// Not text.
    #[error("the body is not UTF-8 at byte {index}, expected JSON")]
    Utf8 {
        /// The first wrong byte, from 0.
        index: usize,
    },
    /// Not this JSON.
    #[error("expected {{\"input\":[{PIXELS} numbers, 0 to 255]}}: {0}")]
    Json(serde_json::Error),
    /// Not an image.
    #[error("`input`: {0}")]
    Image(#[from] ImageError),
}

impl RequestError {
    /// The HTTP status that says so.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Method => 405,
            Self::TooLong => 413,
            Self::Image(ImageError::NoInk) => 422,
            Self::Base64(_) | Self::Utf8 { .. } | Self::Json(_) | Self::Image(_) => 400,
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// What to read, found in what was sent.
    pub image: Normalized,
    /// Whether to say why.
    pub explain: bool,
}

/// The request in a body.
///
/// # Errors
/// What is wrong with it.
pub fn parse(body: &str) -> Result<Request, RequestError> {
    if body.len() > LIMIT {
        return Err(RequestError::TooLong);
    }
    let mut json = serde_json::Deserializer::from_str(body);
    let (brightness, explain) =
        json.deserialize_any(Body).and_then(|fields| json.end().map(|()| fields)).map_err(RequestError::Json)?;
    Ok(Request { image: Image::from_brightness(&brightness)?.normalize()?, explain })
}

/// Reads the object, its `input` and its `explain`. (A derived `Deserialize` would take a list in its place.)
struct Body;

impl<'de> Visitor<'de> for Body {
    type Value = (Vec<f32>, bool);

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut input, mut explain) = (None, None);
        while let Some(key) = map.next_key::<Cow<str>>()? {
            let twice = match &*key {
                "input" => input.replace(map.next_value_seed(Any(Input))?).is_some(),
                "explain" => explain.replace(map.next_value_seed(Any(Explain))?).is_some(),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    false
                }
            };
            if twice {
                return Err(A::Error::custom(format_args!("`{key}` is there twice")));
            }
        }
        let input = input.ok_or_else(|| A::Error::custom("there is no `input`"))?;
        Ok((input, explain.unwrap_or(false)))
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<Self::Value, E> {
        Err(text(&self))
    }
}

/// Lets a visitor judge whatever stands there.
struct Any<V>(V);

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for Any<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        deserializer.deserialize_any(self.0)
    }
}

/// Reads the list. How many they are is the image's to judge.
struct Input;

impl<'de> Visitor<'de> for Input {
    type Value = Vec<f32>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "a list of {PIXELS} numbers as `input`")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<f32>, A::Error> {
        let mut input = Vec::with_capacity(PIXELS);
        loop {
            match list.next_element_seed(Any(Brightness)) {
                Ok(Some(brightness)) => input.push(brightness),
                Ok(None) => return Ok(input),
                Err(error) => return Err(A::Error::custom(format_args!("input[{}]: {error}", input.len()))),
            }
        }
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<Vec<f32>, E> {
        Err(text(&self))
    }
}

/// Reads one number.
struct Brightness;

impl Visitor<'_> for Brightness {
    type Value = f32;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a number from 0 to 255")
    }

    /// Judged here, before it is rounded to f32: 255.000001 is out of range.
    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<f32, E> {
        if (0.0..=255.0).contains(&number) {
            Ok(number as f32)
        } else {
            Err(E::invalid_value(Unexpected::Float(number), &self))
        }
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<f32, E> {
        self.visit_f64(number as f64)
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<f32, E> {
        self.visit_f64(number as f64)
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<f32, E> {
        Err(text(&self))
    }
}

/// Reads whether to explain.
struct Explain;

impl Visitor<'_> for Explain {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("true or false as `explain`")
    }

    fn visit_bool<E: serde::de::Error>(self, explain: bool) -> Result<bool, E> {
        Ok(explain)
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<bool, E> {
        Err(text(&self))
    }
}

/// A string where something else belongs, without repeating it: it may be long.
fn text<E: serde::de::Error>(expected: &dyn serde::de::Expected) -> E {
    E::invalid_type(Unexpected::Other("a string"), expected)
}
