//! Answers of the OAuth endpoints: JSON, XML or form-encoded, and refusals in the same three.

use serde_json::{Map, Value, json};

use super::call::Call;
use super::encode::{escape, percent};
use super::message::Response;
use crate::model::time::UnixTime;

/// An OAuth refusal: code and description as Salesforce words them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) code: &'static str,
    pub(crate) text: String,
}

impl Refusal {
    /// Makes a refusal with status 400, which the token endpoint uses for almost everything.
    pub(crate) fn new(code: &'static str, text: &str) -> Self {
        Self {
            status: 400,
            code,
            text: text.to_owned(),
        }
    }

    pub(crate) fn unknown_client() -> Self {
        Self::new("invalid_client_id", "client identifier invalid")
    }

    pub(crate) fn bad_client() -> Self {
        Self::new("invalid_client", "invalid client credentials")
    }

    pub(crate) fn dead_grant() -> Self {
        Self::new("invalid_grant", "expired access/refresh token")
    }

    /// Returns the refusal as a query, as redirects and revocation answers carry it.
    pub(crate) fn query(&self) -> String {
        format!(
            "error={}&error_description={}",
            percent(self.code),
            percent(&self.text)
        )
    }
}

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    Xml,
    UrlEncoded,
}

impl Format {
    /// Chooses: the `format` parameter, else the first understood entry of `Accept`, else JSON.
    pub(crate) fn of(call: &Call) -> Self {
        match call.fields.get("format") {
            Some("xml") => return Self::Xml,
            Some("urlencoded") => return Self::UrlEncoded,
            Some("json") => return Self::Json,
            _ => {}
        }
        let accept = call.request.header("Accept").unwrap_or_default();
        accept
            .split(',')
            .filter_map(
                |entry| match entry.split(';').next().unwrap_or_default().trim() {
                    "application/json" | "*/*" => Some(Self::Json),
                    "application/xml" | "text/xml" => Some(Self::Xml),
                    "application/x-www-form-urlencoded" => Some(Self::UrlEncoded),
                    _ => None,
                },
            )
            .next()
            .unwrap_or(Self::Json)
    }
}

/// The fields of an answer in order.
pub(crate) type Answer = Map<String, Value>;

/// Writes an answer of the token endpoint; tokens must not be cached.
pub(crate) fn write(format: Format, status: u16, answer: &Answer) -> Response {
    let response = match format {
        Format::Json => Response::new(
            status,
            "application/json;charset=UTF-8",
            Value::Object(answer.clone()).to_string(),
        ),
        Format::Xml => Response::new(
            status,
            "application/xml;charset=UTF-8",
            xml("OAuth", answer),
        ),
        Format::UrlEncoded => Response::new(
            status,
            "application/x-www-form-urlencoded;charset=UTF-8",
            url_encoded(answer),
        ),
    };
    uncached(response)
}

/// Adds the headers Salesforce sends with every answer of the token endpoint.
pub(crate) fn uncached(response: Response) -> Response {
    response
        .with(
            "Cache-Control",
            "no-cache,must-revalidate,max-age=0,no-store,private",
        )
        .with("Expires", "Thu, 01 Jan 1970 00:00:00 GMT")
        .with("Pragma", "no-cache")
}

/// Writes a refusal in the asked format.
pub(crate) fn refuse(format: Format, refusal: &Refusal) -> Response {
    let mut answer = Answer::new();
    answer.insert("error".to_owned(), json!(refusal.code));
    answer.insert("error_description".to_owned(), json!(refusal.text));
    write(format, refusal.status, &answer)
}

/// Writes JSON that is not a token answer.
pub(crate) fn json_answer(status: u16, value: &Value) -> Response {
    Response::new(status, "application/json;charset=UTF-8", value.to_string())
}

/// Writes the fields as `name=value` pairs; objects and arrays go in as JSON text.
pub(crate) fn url_encoded(answer: &Answer) -> String {
    let pairs: Vec<String> = answer
        .iter()
        .map(|(name, value)| format!("{}={}", percent(name), percent(&plain(value))))
        .collect();
    pairs.join("&")
}

/// Writes the fields as XML elements under one root, objects nested.
pub(crate) fn xml(root: &str, answer: &Answer) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><{root}>{}</{root}>",
        children(answer)
    )
}

fn children(answer: &Answer) -> String {
    answer
        .iter()
        .map(|(name, value)| {
            let inner = match value {
                Value::Object(object) => children(object),
                other => escape(&plain(other)),
            };
            format!("<{name}>{inner}</{name}>")
        })
        .collect()
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Formats milliseconds since 1970 as `2026-11-22T10:53:20Z`.
pub(crate) fn rfc3339(ms: u64) -> String {
    time(ms).to_rfc3339()
}

/// Turns the org's milliseconds into the shared type.
pub(crate) fn time(ms: u64) -> UnixTime {
    UnixTime::from_millis(i64::try_from(ms).unwrap_or(i64::MAX))
}
