//! The body of an answer as named values, whichever of the three spellings it came in (R31, R41).
//!
//! Salesforce answers in JSON, XML (`<OAuth><access_token>…`) or form encoding,
//! as `format` or `Accept` asked (`interactive.md` 2.4); errors follow the same
//! choice, except those of revoke, which are always form-encoded.

use serde_json::{Map, Value};

use super::form;
use super::json::{self, JsonProblem};

/// Nodes of an XML answer; a token answer has about forty (R41).
const MAX_XML_NODES: u32 = 20_000;

/// One of the three spellings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// `application/json`
    Json,
    /// `application/xml`
    Xml,
    /// `application/x-www-form-urlencoded`
    Form,
}

/// Why a body cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyProblem {
    /// A web page: often a captive portal or a maintenance page.
    Html,
    /// Some other content type than the three.
    OtherType,
    /// Nothing at all.
    Empty,
    /// Not UTF-8.
    NotUtf8,
    /// Not what its content type says.
    Malformed,
    /// Too deep, or too many values.
    OutOfBounds,
    /// One name twice with different values.
    Duplicate,
}

impl From<JsonProblem> for BodyProblem {
    fn from(problem: JsonProblem) -> Self {
        match problem {
            JsonProblem::NotUtf8 => Self::NotUtf8,
            JsonProblem::Syntax => Self::Malformed,
            JsonProblem::TooDeep | JsonProblem::TooMany => Self::OutOfBounds,
            JsonProblem::Duplicate => Self::Duplicate,
        }
    }
}

/// Says which spelling a content type announces; its parameters do not matter.
#[must_use]
pub fn spelling(content_type: &str) -> Option<Spelling> {
    let essence = content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    match essence.as_str() {
        "application/x-www-form-urlencoded" => Some(Spelling::Form),
        "application/json" | "text/json" => Some(Spelling::Json),
        "application/xml" | "text/xml" => Some(Spelling::Xml),
        other if other.ends_with("+json") => Some(Spelling::Json),
        _ => None,
    }
}

/// Reads a body that must be in one of the three spellings (R31).
///
/// # Errors
///
/// What came instead.
pub fn read(content_type: &str, body: &[u8]) -> Result<Map<String, Value>, BodyProblem> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(BodyProblem::Empty);
    }
    match spelling(content_type) {
        Some(Spelling::Json) => Ok(json::read_object(body)?),
        Some(Spelling::Xml) => read_xml(body),
        Some(Spelling::Form) => read_form(body),
        None if is_html(content_type, body) => Err(BodyProblem::Html),
        None => Err(BodyProblem::OtherType),
    }
}

/// Reads the body of a refusal, whose content type is often wrong or missing: what it looks like decides.
#[must_use]
pub fn read_refusal(content_type: &str, body: &[u8]) -> Option<Map<String, Value>> {
    if is_html(content_type, body) {
        return None;
    }
    let announced = read(content_type, body).ok().filter(has_error);
    announced.or_else(|| {
        let text = std::str::from_utf8(body).ok()?.trim_start();
        let guessed = match text.bytes().next()? {
            b'{' => json::read_object(body).ok(),
            b'<' => read_xml(body).ok(),
            _ => read_form(text.trim_end().as_bytes()).ok(),
        };
        guessed.filter(has_error)
    })
}

/// Returns true when a body is a web page, by its type or its looks.
#[must_use]
pub fn is_html(content_type: &str, body: &[u8]) -> bool {
    let essence = content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    if matches!(essence.as_str(), "text/html" | "application/xhtml+xml") {
        // Salesforce has been seen to label a bare `error=…` text as HTML.
        return !body.starts_with(b"error=") && !body.starts_with(b"{");
    }
    let start: Vec<u8> = body
        .iter()
        .skip_while(|b| b.is_ascii_whitespace())
        .take(15)
        .map(u8::to_ascii_lowercase)
        .collect();
    start.starts_with(b"<!doctype html") || start.starts_with(b"<html")
}

fn has_error(fields: &Map<String, Value>) -> bool {
    fields.get("error").is_some_and(Value::is_string)
}

fn read_form(body: &[u8]) -> Result<Map<String, Value>, BodyProblem> {
    let text = std::str::from_utf8(body).map_err(|_| BodyProblem::NotUtf8)?;
    let pairs = form::pairs(text.trim()).map_err(|_| BodyProblem::Malformed)?;
    gather(pairs.into_iter())
}

fn read_xml(body: &[u8]) -> Result<Map<String, Value>, BodyProblem> {
    let text = std::str::from_utf8(body).map_err(|_| BodyProblem::NotUtf8)?;
    // `allow_dtd` stays false: entities are how XML bombs are built.
    let options = roxmltree::ParsingOptions {
        allow_dtd: false,
        nodes_limit: MAX_XML_NODES,
        ..Default::default()
    };
    let document =
        roxmltree::Document::parse_with_options(text, options).map_err(
            |problem| match problem {
                roxmltree::Error::NodesLimitReached => BodyProblem::OutOfBounds,
                _ => BodyProblem::Malformed,
            },
        )?;
    let children = document
        .root_element()
        .children()
        .filter(roxmltree::Node::is_element);
    gather(children.map(|child| {
        (
            child.tag_name().name().to_owned(),
            child.text().unwrap_or_default().to_owned(),
        )
    }))
}

fn gather(
    pairs: impl Iterator<Item = (String, String)>,
) -> Result<Map<String, Value>, BodyProblem> {
    let mut fields = Map::new();
    for (count, (name, value)) in pairs.enumerate() {
        if count >= json::MAX_VALUES {
            return Err(BodyProblem::OutOfBounds);
        }
        let value = Value::String(value);
        if fields.get(&name).is_some_and(|before| *before != value) {
            return Err(BodyProblem::Duplicate);
        }
        fields.insert(name, value);
    }
    Ok(fields)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn three_spellings_say_the_same() {
        let json = read(
            "application/json;charset=UTF-8",
            br#"{"access_token":"00D!x y","scope":"api id"}"#,
        )
        .unwrap();
        let xml = read("application/xml", b"<?xml version=\"1.0\"?>\n<OAuth><access_token>00D!x y</access_token><scope>api id</scope></OAuth>").unwrap();
        let form = read(
            "application/x-www-form-urlencoded",
            b"access_token=00D%21x+y&scope=api%20id",
        )
        .unwrap();
        assert_eq!(json, xml);
        assert_eq!(json, form);
    }

    #[test]
    fn what_came_instead_is_named() {
        assert_eq!(
            read("text/html", b"<p>Sign in to the network</p>"),
            Err(BodyProblem::Html)
        );
        assert_eq!(read("", b"<!DOCTYPE html><html>"), Err(BodyProblem::Html));
        assert_eq!(read("text/plain", b"ok"), Err(BodyProblem::OtherType));
        assert_eq!(read("application/json", b"  "), Err(BodyProblem::Empty));
        assert_eq!(
            read("application/json", b"\xff\xfe{\0"),
            Err(BodyProblem::NotUtf8)
        );
        assert_eq!(
            read("application/json", b"<html>"),
            Err(BodyProblem::Malformed)
        );
        assert_eq!(
            read("application/json", br#"{"a":1,"a":2}"#),
            Err(BodyProblem::Duplicate)
        );
    }

    #[test]
    fn xml_bombs_do_not_go_off() {
        let laughs = b"<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><OAuth><error>&b;</error></OAuth>";
        assert_eq!(read("text/xml", laughs), Err(BodyProblem::Malformed));
        let outside = b"<!DOCTYPE l [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><OAuth><error>&x;</error></OAuth>";
        assert_eq!(read("text/xml", outside), Err(BodyProblem::Malformed));
        let wide = format!("<OAuth>{}</OAuth>", "<a/>".repeat(30_000));
        assert_eq!(
            read("text/xml", wide.as_bytes()),
            Err(BodyProblem::OutOfBounds)
        );
        let deep = format!("{}{}", "<a>".repeat(19_000), "</a>".repeat(19_000));
        let _ = read("text/xml", deep.as_bytes());
    }

    #[test]
    fn a_refusal_is_found_under_a_wrong_label() {
        let form = b"error=unsupported_token_type&error_description=this%20token%20type%20is%20not%20supported";
        for label in [
            "application/json",
            "text/html;charset=UTF-8",
            "",
            "application/x-www-form-urlencoded",
        ] {
            let fields = read_refusal(label, form).unwrap();
            assert_eq!(
                fields.get("error_description").and_then(Value::as_str),
                Some("this token type is not supported"),
                "{label}"
            );
        }
        assert!(read_refusal("text/html", b"<html>error=x</html>").is_none());
        assert!(read_refusal("text/plain", b"Service Unavailable").is_none());
        assert!(read_refusal("application/json", b"[{\"errorCode\":\"X\"}]").is_none());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]
        #[test]
        fn no_body_makes_it_panic(kind in 0..4_usize, body in proptest::collection::vec(any::<u8>(), 0..120)) {
            let label = ["application/json", "application/xml", "application/x-www-form-urlencoded", "text/plain"][kind];
            let _ = read(label, &body);
            let _ = read_refusal(label, &body);
        }
        #[test]
        fn no_markup_makes_it_panic(text in "[<>&;a/!\\[\\]\"= ]{0,80}") {
            let _ = read("application/xml", text.as_bytes());
        }
    }
}
