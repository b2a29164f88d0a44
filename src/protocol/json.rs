//! JSON of a server, read with bounds: what a hostile answer may cost is decided here (R30).

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// How deep an answer may nest.
pub const MAX_DEPTH: usize = 32;

/// How many values an answer may hold.
pub const MAX_VALUES: usize = 10_000;

/// Why a body is not JSON that we read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonProblem {
    /// Not UTF-8.
    NotUtf8,
    /// Not JSON, or cut off.
    Syntax,
    /// Deeper than [`MAX_DEPTH`].
    TooDeep,
    /// More values than [`MAX_VALUES`].
    TooMany,
    /// One name twice, with two different values.
    Duplicate,
}

/// Reads one JSON text. A name that occurs twice must say the same twice.
///
/// # Errors
///
/// Why it cannot be read; nothing of the text is in the error.
pub fn read(body: &[u8]) -> Result<Value, JsonProblem> {
    let text = std::str::from_utf8(body).map_err(|_| JsonProblem::NotUtf8)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let bounds = Bounds {
        values: Cell::new(0),
        problem: Cell::new(JsonProblem::Syntax),
    };
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = Bounded {
        bounds: &bounds,
        depth: 0,
    }
    .deserialize(&mut reader)
    .map_err(|_| bounds.problem.get())?;
    reader.end().map_err(|_| JsonProblem::Syntax)?;
    Ok(value)
}

/// Reads one JSON object, as [`read`] does.
///
/// # Errors
///
/// As [`read`]; any other value than an object is [`JsonProblem::Syntax`].
pub fn read_object(body: &[u8]) -> Result<Map<String, Value>, JsonProblem> {
    match read(body)? {
        Value::Object(object) => Ok(object),
        _ => Err(JsonProblem::Syntax),
    }
}

struct Bounds {
    values: Cell<usize>,
    problem: Cell<JsonProblem>,
}

impl Bounds {
    fn stop<E: serde::de::Error>(&self, problem: JsonProblem) -> E {
        self.problem.set(problem);
        E::custom("out of bounds")
    }
}

#[derive(Clone, Copy)]
struct Bounded<'a> {
    bounds: &'a Bounds,
    depth: usize,
}

impl Bounded<'_> {
    fn inside<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            return Err(self.bounds.stop(JsonProblem::TooDeep));
        }
        Ok(Self {
            depth: self.depth + 1,
            ..self
        })
    }
}

impl<'de> DeserializeSeed<'de> for Bounded<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        let count = self.bounds.values.get() + 1;
        self.bounds.values.set(count);
        if count > MAX_VALUES {
            return Err(self.bounds.stop(JsonProblem::TooMany));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Bounded<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }
    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }
    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inside = self.inside()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inside)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let inside = self.inside()?;
        let mut object = Map::new();
        while let Some(name) = entries.next_key::<String>()? {
            let value = entries.next_value_seed(inside)?;
            if object.get(&name).is_some_and(|before| *before != value) {
                return Err(A::Error::custom(
                    self.bounds.stop::<A::Error>(JsonProblem::Duplicate),
                ));
            }
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn order_and_values_stay() {
        let text = r#"{"z":1,"a":[null,true,-2,1.5,"x"],"m":{}}"#;
        assert_eq!(read(text.as_bytes()).unwrap().to_string(), text);
        assert_eq!(read("\u{feff}{}".as_bytes()).unwrap().to_string(), "{}");
    }

    #[test]
    fn bounds_hold() {
        let deep = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
        assert!(read(deep(MAX_DEPTH).as_bytes()).is_ok());
        assert_eq!(
            read(deep(MAX_DEPTH + 1).as_bytes()),
            Err(JsonProblem::TooDeep)
        );
        assert_eq!(read(deep(100_000).as_bytes()), Err(JsonProblem::TooDeep));
        let wide = format!("[{}0]", "0,".repeat(MAX_VALUES));
        assert_eq!(read(wide.as_bytes()), Err(JsonProblem::TooMany));
    }

    #[test]
    fn a_name_twice_must_agree() {
        assert!(read(br#"{"a":1,"a":1}"#).is_ok());
        assert_eq!(read(br#"{"a":1,"a":2}"#), Err(JsonProblem::Duplicate));
    }

    #[test]
    fn other_encodings_and_rests_are_refused() {
        assert_eq!(read(b"{\"a\":\"\xff\"}"), Err(JsonProblem::NotUtf8));
        assert_eq!(read(b"\xff\xfe{\0}\0"), Err(JsonProblem::NotUtf8));
        assert_eq!(read(b"{} {}"), Err(JsonProblem::Syntax));
        assert_eq!(read(b""), Err(JsonProblem::Syntax));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]
        #[test]
        fn no_bytes_make_it_panic(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&body);
        }
        #[test]
        fn what_serde_json_writes_is_read_back(text in "\\PC*", number in any::<i64>()) {
            let value = serde_json::json!({ "t": text, "n": number, "l": [text] });
            prop_assert_eq!(read(value.to_string().as_bytes()).unwrap(), value);
        }
    }
}
