//! Notation: how labels, strokes and points are written in JSON. Read as the page exports them, and as others do; written as
//! short as can be.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Number;

/// Numbers that may follow x and y in a point, and are passed over: time, pressure, tilt.
const MORE: usize = 4;

/// A label without the space about it. Full-width forms (７, as Japanese keyboards type it) and the digits of other typefaces
/// (𝟳) become what they are forms of.
pub fn label(label: &str) -> String {
    let plain = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xff01 + '!' as u32),
        '\u{1d7ce}'..='\u{1d7ff}' => char::from_digit((c as u32 - 0x1d7ce) % 10, 10),
        '\u{1fbf0}'..='\u{1fbf9}' => char::from_digit(c as u32 - 0x1fbf0, 10),
        _ => None,
    };
    label.trim().chars().map(|c| plain(c).unwrap_or(c)).collect()
}

/// Reads a label that is a string, or a number.
pub fn read_label<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    struct Label;
    impl Visitor<'_> for Label {
        type Value = String;

        fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
            write!(f, "a label: a character, or a digit as a number")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
            Ok(label(text))
        }

        fn visit_u64<E: Error>(self, number: u64) -> Result<String, E> {
            Ok(number.to_string())
        }

        fn visit_i64<E: Error>(self, number: i64) -> Result<String, E> {
            Ok(number.to_string())
        }

        fn visit_f64<E: Error>(self, number: f64) -> Result<String, E> {
            Ok(number.to_string())
        }
    }
    deserializer.deserialize_any(Label)
}

/// Reads strokes: each a list of points, or an object that has them as `points`, as signature_pad writes it.
pub fn read_strokes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Vec<[f64; 2]>>, D::Error> {
    let strokes = Vec::<Stroke>::deserialize(deserializer)?.into_iter();
    Ok(strokes.map(|Stroke(points)| points.into_iter().map(|Point(point)| point).collect()).collect())
}

struct Stroke(Vec<Point>);

impl<'de> Deserialize<'de> for Stroke {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfPoints;
        impl<'de> Visitor<'de> for OfPoints {
            type Value = Stroke;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                write!(f, "a stroke: a list of points, or an object with `points`")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Stroke, A::Error> {
                let mut points = Vec::new();
                while let Some(point) = list.next_element()? {
                    points.push(point);
                }
                Ok(Stroke(points))
            }

            fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Stroke, A::Error> {
                #[derive(Deserialize)]
                struct Group {
                    points: Vec<Point>,
                }
                Ok(Stroke(Group::deserialize(MapAccessDeserializer::new(object))?.points))
            }
        }
        deserializer.deserialize_any(OfPoints)
    }
}

struct Point([f64; 2]);

impl<'de> Deserialize<'de> for Point {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfNumbers;
        impl<'de> Visitor<'de> for OfNumbers {
            type Value = Point;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                write!(f, "a point: [x, y] with up to four numbers more, or an object with `x` and `y`")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Point, A::Error> {
                let mut point = [0.0; 2];
                for (axis, coordinate) in point.iter_mut().enumerate() {
                    *coordinate = list.next_element()?.ok_or_else(|| A::Error::invalid_length(axis, &self))?;
                }
                let mut count = point.len();
                while list.next_element::<IgnoredAny>()?.is_some() {
                    count += 1;
                }
                // More are no point, but the x of all points of a stroke, as Quick, Draw! has them.
                if count > point.len() + MORE {
                    return Err(A::Error::invalid_length(count, &self));
                }
                Ok(Point(point))
            }

            fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Point, A::Error> {
                #[derive(Deserialize)]
                struct Named {
                    x: f64,
                    y: f64,
                }
                let Named { x, y } = Named::deserialize(MapAccessDeserializer::new(object))?;
                Ok(Point([x, y]))
            }
        }
        deserializer.deserialize_any(OfNumbers)
    }
}

/// A coordinate that is written without a fraction where it has none: 7, not 7.0.
fn in_short(coordinate: f64) -> Number {
    let whole = coordinate as i64;
    if whole as f64 == coordinate { whole.into() } else { Number::from_f64(coordinate).unwrap_or_else(|| 0.into()) }
}

/// Writes the sides of a box.
pub fn write_box<S: Serializer>(sides: &Option<[f64; 2]>, serializer: S) -> Result<S::Ok, S::Error> {
    sides.map(|sides| sides.map(in_short)).serialize(serializer)
}

/// Writes strokes.
pub fn write_strokes<S: Serializer>(strokes: &[Vec<[f64; 2]>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(strokes.iter().map(|stroke| stroke.iter().map(|p| p.map(in_short)).collect::<Vec<_>>()))
}
