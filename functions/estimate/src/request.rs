//! A request: what the JSON `{"input":[784 brightnesses],"explain":true}`, or a batch,
//! `{"inputs":[[784 brightnesses],…],"explain":true}`, asks for, read strictly.

use std::borrow::Cow;
use std::fmt;

use lambda_http::http::StatusCode;
use network::{ImageError, PIXELS};
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor};
use thiserror::Error;

use crate::hint::hint;

/// The longest body with one image, in bytes. 784 numbers of up to 80 characters fit.
pub const LIMIT: usize = 64 * 1024;
/// The longest body with a batch, in bytes. 64 images of 784 numbers of up to 9 characters fit.
pub const BATCH_LIMIT: usize = 512 * 1024;
/// The most images in a batch.
pub const BATCH: usize = 64;

/// What is wrong with a request, and what was expected.
#[derive(Debug, Error)]
pub enum RequestError {
    /// Not by way of the service's own address.
    #[error("this address answers to the service's own alone, expected a request to that one")]
    Origin,
    /// Not a POST.
    #[error("this address answers to POST alone, expected a POST of {{\"input\":[{PIXELS} numbers, 0 to 255]}}")]
    Method,
    /// The body is too long for what it should hold.
    #[error(
        "the body is longer than {LIMIT} bytes, expected {{\"input\":[{PIXELS} numbers, 0 to 255]}}, or up to \
         {BATCH_LIMIT} bytes of {{\"inputs\":[1 to {BATCH} such lists]}}"
    )]
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
    #[error("expected {{\"input\":[{PIXELS} numbers, 0 to 255]}}: {error}{}", Hint(.hint))]
    Json {
        /// What is wrong, and where.
        error: serde_json::Error,
        /// What to send instead.
        hint: Option<&'static str>,
    },
    /// Not an image.
    #[error("`{name}`: {error}{}", Hint(.hint))]
    Image {
        /// `input`, or one of `inputs`.
        name: String,
        /// What is wrong with it.
        error: ImageError,
        /// What to send instead.
        hint: Option<&'static str>,
    },
}

/// As it is added to a message.
struct Hint<'a>(&'a Option<&'static str>);

impl fmt::Display for Hint<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.0.map_or(Ok(()), |hint| write!(f, ". {hint}"))
    }
}

impl RequestError {
    /// The HTTP status that says so.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Origin => StatusCode::FORBIDDEN,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Image { error: ImageError::NoInk, .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Base64(_) | Self::Utf8 { .. } | Self::Json { .. } | Self::Image { .. } => StatusCode::BAD_REQUEST,
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// What to read.
    pub input: Input,
    /// Whether to say why.
    pub explain: bool,
}

/// What to read, in whatever frame: brightnesses, row by row. How many they are is the image's to judge.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// One image.
    One(Vec<f32>),
    /// 1 to 64 images.
    Batch(Vec<Vec<f32>>),
}

/// The request in a body.
pub fn parse(body: &str) -> Result<Request, RequestError> {
    // A body so long is a batch, or nothing that is read.
    if body.len() > BATCH_LIMIT || body.len() > LIMIT && !body.contains("\"inputs\"") {
        return Err(RequestError::TooLong);
    }
    // Editors on Windows put a byte order mark before the text.
    let text = body.strip_prefix('\u{feff}').unwrap_or(body);
    let mut json = serde_json::Deserializer::from_str(text);
    let request = json
        .deserialize_any(Body)
        .and_then(|request| json.end().map(|()| request))
        .map_err(|error| RequestError::Json { error, hint: hint(text) })?;
    match request.input {
        Input::One(_) if body.len() > LIMIT => Err(RequestError::TooLong),
        _ => Ok(request),
    }
}

/// Reads the object and its fields. (A derived `Deserialize` would take a list in its place.)
struct Body;

impl<'de> Visitor<'de> for Body {
    type Value = Request;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Request, A::Error> {
        let (mut input, mut inputs, mut explain) = (None, None, None);
        while let Some(key) = map.next_key::<Cow<str>>()? {
            let twice = match &*key {
                "input" => input.replace(map.next_value_seed(Any(Brightnesses("input")))?).is_some(),
                "inputs" => inputs.replace(map.next_value_seed(Any(Images))?).is_some(),
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
        let input = match (input, inputs) {
            (Some(image), None) => Input::One(image),
            (None, Some(images)) => Input::Batch(images),
            (None, None) => return Err(A::Error::custom("there is no `input`")),
            (Some(_), Some(_)) => return Err(A::Error::custom("there are both `input` and `inputs`")),
        };
        Ok(Request { input, explain: explain.unwrap_or(false) })
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<Request, E> {
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

/// Reads the list of images.
struct Images;

impl<'de> Visitor<'de> for Images {
    type Value = Vec<Vec<f32>>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "a list of 1 to {BATCH} images as `inputs`")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut images = Vec::new();
        while let Some(image) = list.next_element_seed(Any(Brightnesses(&format!("inputs[{}]", images.len()))))? {
            images.push(image);
            if images.len() > BATCH {
                return Err(A::Error::custom(format_args!("there are more than {BATCH} images in `inputs`")));
            }
        }
        if images.is_empty() { Err(A::Error::invalid_length(0, &self)) } else { Ok(images) }
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<Self::Value, E> {
        Err(text(&self))
    }
}

/// Reads the list that has this name.
struct Brightnesses<'a>(&'a str);

impl<'de> Visitor<'de> for Brightnesses<'_> {
    type Value = Vec<f32>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "a list of {PIXELS} numbers as `{}`", self.0)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<f32>, A::Error> {
        let mut input = Vec::with_capacity(PIXELS);
        loop {
            match list.next_element_seed(Any(Brightness)) {
                Ok(Some(brightness)) => input.push(brightness),
                Ok(None) => return Ok(input),
                Err(error) => return Err(A::Error::custom(format_args!("{}[{}]: {error}", self.0, input.len()))),
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
