//! A trace: the text of one stroke in InkML. Points with a comma between them, of values that are given as they are or by their
//! differences.

use super::drawing::Stroke;

/// Values that may follow the channels that are told of; files often don't tell of all.
const UNTOLD: usize = 4;

/// What the values of a point are.
pub struct Channels {
    /// How many the format tells of.
    pub count: usize,
    /// The place of x.
    pub x: usize,
    /// The place of y.
    pub y: usize,
    /// Whether y grows upwards.
    pub upwards: bool,
}

/// How a channel's values are meant, from a prefix on.
#[derive(Clone, Copy)]
enum Order {
    /// `!`: as they are.
    Explicit,
    /// `'`: as what is added to the last one.
    First,
    /// `"`: as what is added to what was added last.
    Second,
}

/// A channel while its values are read.
#[derive(Clone, Copy)]
struct Channel {
    order: Order,
    /// The last value, what was added to it, and what was added to that.
    last: [f64; 3],
}

impl Channel {
    /// Takes the next value; without one, as for `*`, what was last given.
    fn take(&mut self, number: Option<f64>) -> f64 {
        let [value, velocity, acceleration] = self.last;
        self.last = match self.order {
            Order::Explicit => {
                let next = number.unwrap_or(value);
                [next, next - value, 0.0]
            }
            Order::First => {
                let next = number.unwrap_or(velocity);
                [value + next, next, 0.0]
            }
            Order::Second => {
                let next = number.unwrap_or(acceleration);
                [value + velocity + next, velocity + next, next]
            }
        };
        self.last[0]
    }
}

/// The points of a trace's text (Recommendation, 3.3.1). A point of which x or y is not known (`?`) is left out.
pub fn points(text: &str, channels: &Channels) -> Result<Stroke, String> {
    let mut state = vec![Channel { order: Order::Explicit, last: [0.0; 3] }; channels.count + UNTOLD];
    let mut points = Vec::new();
    for point in text.split(',').map(str::trim).filter(|point| !point.is_empty()) {
        let mut values = Vec::new();
        let mut rest = point;
        while !rest.is_empty() {
            let Some(channel) = state.get_mut(values.len()) else {
                return Err(format!("a point of more than {} values, expected {}", values.len(), channels.count));
            };
            let prefixes = [('!', Order::Explicit), ('\'', Order::First), ('"', Order::Second)];
            if let Some((prefix, order)) = prefixes.into_iter().find(|(prefix, _)| rest.starts_with(*prefix)) {
                channel.order = order;
                rest = rest[prefix.len_utf8()..].trim_start();
            }
            let (value, after) = value(rest).ok_or_else(|| format!("{rest:?} in a point, expected a number"))?;
            values.push(match value {
                Value::Number(number) => Some(channel.take(Some(number))),
                Value::Same => Some(channel.take(None)),
                Value::Unknown => None,
            });
            rest = after.trim_start();
        }
        let place = |place: usize| values.get(place).copied();
        match [place(channels.x), place(channels.y)] {
            [Some(Some(x)), Some(Some(y))] => points.push([x, y]),
            [Some(_), Some(_)] => {}
            _ => return Err(format!("{point:?}, a point of {} values, expected {}", values.len(), channels.count)),
        }
    }
    Ok(points)
}

enum Value {
    Number(f64),
    /// `*`
    Same,
    /// `?`, and what is no number: `T` and `F`.
    Unknown,
}

/// The value at the start of a text, and what is behind it; values need no space between them where it is clear.
fn value(text: &str) -> Option<(Value, &str)> {
    let (first, after) = (text.chars().next()?, text.get(1..));
    match first {
        '*' => return Some((Value::Same, after?)),
        '?' | 'T' | 'F' => return Some((Value::Unknown, after?)),
        _ => {}
    }
    let unsigned = text.trim_start_matches(['-', '+']);
    if let Some(hexadecimal) = unsigned.strip_prefix('#') {
        let length = hexadecimal.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(hexadecimal.len());
        let number = i64::from_str_radix(&hexadecimal[..length], 16).ok()? as f64;
        return Some((Value::Number(if first == '-' { -number } else { number }), &hexadecimal[length..]));
    }
    let mut before = None;
    let length = text.find(|c: char| {
        let sign_of_exponent = matches!((c, before), ('-' | '+', Some('e' | 'E')));
        let starts = before.is_none() && matches!(c, '-' | '+');
        before = Some(c);
        !(starts || sign_of_exponent || c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E'))
    });
    let (number, after) = text.split_at(length.unwrap_or(text.len()));
    let number = number.parse().ok().filter(|number: &f64| number.is_finite())?;
    Some((Value::Number(number), after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::drawing::Point;

    #[test]
    fn values_are_read_as_the_grammar_has_them() {
        let check = |text: &str, expected: &[Point]| {
            let channels = Channels { count: 2, x: 0, y: 1, upwards: false };
            assert_eq!(points(text, &channels), Ok(expected.to_vec()), "{text}");
        };
        check(" 1 2 , 3\t4,\n", &[[1., 2.], [3., 4.]]);
        check("1-2,-3-4", &[[1., -2.], [-3., -4.]]);
        check("1.5 -.5,1e2 2E-1,+1+2", &[[1.5, -0.5], [100., 0.2], [1., 2.]]);
        check("#1F -#a,#0#10", &[[31., -10.], [0., 16.]]);
        check("1 2,* 3,4 *", &[[1., 2.], [1., 3.], [4., 3.]]);
        check("1 2,'3 '4,* *,!0 !0", &[[1., 2.], [4., 6.], [7., 10.], [0., 0.]]);
        check("1 2,' 3 \" 4", &[[1., 2.], [4., 8.]]);
        check("1 2,? 3,4 5", &[[1., 2.], [4., 5.]]);
        check("1 2 300 0.5 9 9", &[[1., 2.]]);
        check("", &[]);
    }
}
