//! Requests and responses, as a flow sees them: a field is plain or secret from birth.

use std::fmt;

use url::Url;
use zeroize::Zeroizing;

use crate::model::secret::Secret;
use crate::model::time::UnixTime;

/// The two methods that OAuth uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Fields travel in the query.
    Get,
    /// Fields travel in the body, form-encoded.
    Post,
}

/// A value that may be shown, or one that may not.
#[derive(Clone)]
pub enum Value {
    /// Harmless.
    Plain(String),
    /// Hidden in every record.
    Secret(Secret),
}

impl Value {
    /// Returns the text for the wire.
    #[must_use]
    pub fn wire(&self) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Secret(secret) => secret.expose(),
        }
    }
}

/// One named value of a request.
#[derive(Clone)]
pub struct Field {
    /// Its name on the wire.
    pub name: &'static str,
    /// Its value.
    pub value: Value,
}

/// Which bound applies to the body of the answer (R30).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Expect {
    /// A token answer: 256 KiB.
    Token,
    /// Anything else: 1 MiB.
    #[default]
    Other,
}

/// Whether a request may be sent a second time when nobody knows what became of the first (R32).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Repeat {
    /// Never: a code, an assertion, a rotating refresh token.
    #[default]
    Never,
    /// Yes: reading changes nothing, and revoking twice is revoking.
    Idempotent,
}

/// One request, complete but for the sending.
#[derive(Clone)]
pub struct Request {
    /// Which step of the flow this is: the words key `flow-step-<step>`.
    pub step: &'static str,
    /// Method.
    pub method: Method,
    /// Address without the fields.
    pub url: Url,
    /// Query fields of a `GET`, form fields of a `POST`, in order.
    pub fields: Vec<Field>,
    /// Headers beside those that every request has.
    pub headers: Vec<Field>,
    /// Bound on the answer.
    pub expect: Expect,
    /// May it be repeated?
    pub repeat: Repeat,
}

impl Request {
    /// Begins a `GET`.
    #[must_use]
    pub fn get(step: &'static str, url: &Url) -> Self {
        Self::new(step, Method::Get, url)
    }

    /// Begins a `POST` with a form.
    #[must_use]
    pub fn post(step: &'static str, url: &Url) -> Self {
        Self::new(step, Method::Post, url)
    }

    fn new(step: &'static str, method: Method, url: &Url) -> Self {
        Self {
            step,
            method,
            url: url.clone(),
            fields: Vec::new(),
            headers: Vec::new(),
            expect: Expect::Other,
            repeat: Repeat::Never,
        }
    }

    /// Adds a field that may be shown.
    #[must_use]
    pub fn field(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.fields.push(Field {
            name,
            value: Value::Plain(value.into()),
        });
        self
    }

    /// Adds a field that may be shown, unless it is empty.
    #[must_use]
    pub fn field_unless_empty(self, name: &'static str, value: &str) -> Self {
        if value.is_empty() {
            self
        } else {
            self.field(name, value)
        }
    }

    /// Adds a field that is hidden in every record.
    #[must_use]
    pub fn secret(mut self, name: &'static str, value: &str) -> Self {
        self.fields.push(Field {
            name,
            value: Value::Secret(Secret::new(value.to_owned())),
        });
        self
    }

    /// Adds a header that is hidden in every record.
    #[must_use]
    pub fn secret_header(mut self, name: &'static str, value: String) -> Self {
        self.headers.push(Field {
            name,
            value: Value::Secret(Secret::new(value)),
        });
        self
    }

    /// Adds a header that may be shown.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push(Field {
            name,
            value: Value::Plain(value.into()),
        });
        self
    }

    /// Says that the answer is a token answer.
    #[must_use]
    pub fn expecting_tokens(mut self) -> Self {
        self.expect = Expect::Token;
        self
    }

    /// Says that sending it twice does no harm.
    #[must_use]
    pub fn idempotent(mut self) -> Self {
        self.repeat = Repeat::Idempotent;
        self
    }

    /// Returns the form body of a `POST`.
    #[must_use]
    pub fn form_body(&self) -> Zeroizing<String> {
        Zeroizing::new(self.encoded())
    }

    /// Returns the address with the fields in its query, for a `GET` or for the browser.
    #[must_use]
    pub fn full_url(&self) -> Url {
        let mut url = self.url.clone();
        if !self.fields.is_empty() {
            let encoded = match url.query() {
                Some(query) if !query.is_empty() => format!("{query}&{}", self.encoded()),
                _ => self.encoded(),
            };
            url.set_query(Some(&encoded));
        }
        url
    }

    fn encoded(&self) -> String {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        for field in &self.fields {
            form.append_pair(field.name, field.value.wire());
        }
        form.finish()
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}", self.method, self.step)
    }
}

/// One answer: whatever the status.
#[derive(Clone)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, bounded.
    pub body: Zeroizing<Vec<u8>>,
}

impl Response {
    /// Returns the first header of this (lower-case) name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// Returns the media type without parameters, in lower case; empty when none was sent.
    #[must_use]
    pub fn media_type(&self) -> String {
        self.header("content-type")
            .unwrap_or_default()
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase()
    }

    /// Returns the body as text, or nothing when it is not UTF-8.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.body).ok()
    }

    /// Returns true for 2xx.
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Returns true for 3xx; none is ever followed with a credential (R28).
    #[must_use]
    pub fn is_redirect(&self) -> bool {
        (300..400).contains(&self.status)
    }

    /// Returns the server's clock, from the `Date` header.
    #[must_use]
    pub fn server_time(&self) -> Option<UnixTime> {
        let date = self.header("date")?;
        jiff::fmt::rfc2822::parse(date)
            .ok()
            .map(|moment| UnixTime::from_millis(moment.timestamp().as_millisecond()))
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Response {}, {} bytes", self.status, self.body.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url() -> Url {
        Url::parse("https://login.salesforce.com/services/oauth2/token").expect("is an address")
    }

    #[test]
    fn fields_are_form_encoded_once() {
        let request = Request::post("token", &url())
            .field("scope", "api web")
            .secret("code", "aPrx==");
        assert_eq!(&*request.form_body(), "scope=api+web&code=aPrx%3D%3D");
    }

    #[test]
    fn debug_shows_no_value() {
        let request = Request::post("token", &url())
            .secret("code", "canary")
            .secret_header("authorization", "canary".into());
        assert!(!format!("{request:?}").contains("canary"));
    }

    #[test]
    fn the_servers_clock_is_read() {
        let response = Response {
            status: 200,
            headers: vec![("date".into(), "Mon, 02 Feb 2026 02:40:00 GMT".into())],
            body: Zeroizing::new(Vec::new()),
        };
        assert_eq!(
            response.server_time(),
            Some(UnixTime::from_secs(1_770_000_000))
        );
    }
}
