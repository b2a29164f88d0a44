//! One HTTP request and its reply, as the org reads and writes them: raw method, target, headers and body.

use std::fmt;

/// How the request travelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Plain HTTP, loopback only.
    Http,
    /// HTTP over TLS.
    Https,
}

impl Scheme {
    /// Returns the scheme as it stands in an address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }
}

/// One request.
///
/// The body of a multipart request has been split by whoever received it (`parts`); every other body is raw.
#[derive(Clone)]
pub struct Request {
    /// Upper-case method.
    pub method: String,
    /// How it travelled; together with `Host` this makes every address in the answer.
    pub scheme: Scheme,
    /// Path and query as sent.
    pub target: String,
    /// Headers in order, names in any case.
    pub headers: Vec<(String, String)>,
    /// The raw body.
    pub body: Vec<u8>,
    /// Fields of a multipart body, already split.
    pub parts: Vec<(String, String)>,
}

impl Request {
    /// Makes a GET request for an absolute address.
    pub fn get(address: &str) -> Self {
        Self::new("GET", address)
    }

    /// Makes a form-encoded POST request to an absolute address.
    pub fn post(address: &str, fields: &[(&str, &str)]) -> Self {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let mut request =
            Self::new("POST", address).with("Content-Type", "application/x-www-form-urlencoded");
        request.body = body.into_bytes();
        request
    }

    /// Makes a request without body for an absolute address.
    pub fn new(method: &str, address: &str) -> Self {
        let (scheme, rest) = match address.split_once("://") {
            Some(("https", rest)) => (Scheme::Https, rest),
            Some((_, rest)) => (Scheme::Http, rest),
            None => (Scheme::Http, address),
        };
        let cut = rest.find(['/', '?']).unwrap_or(rest.len());
        let (host, target) = rest.split_at(cut);
        let target = if target.starts_with('/') {
            target.to_owned()
        } else {
            format!("/{target}")
        };
        Self {
            method: method.to_owned(),
            scheme,
            target,
            headers: vec![("Host".to_owned(), host.to_owned())],
            body: Vec::new(),
            parts: Vec::new(),
        }
    }

    /// Adds a header.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Returns the first header of that name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }
}

impl fmt::Debug for Request {
    /// Names method and path only: the rest may hold secrets.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.target.split('?').next().unwrap_or_default();
        write!(out, "Request({} {path})", self.method)
    }
}

/// One answer.
#[derive(Clone)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Headers in order.
    pub headers: Vec<(String, String)>,
    /// The raw body.
    pub body: Vec<u8>,
}

impl Response {
    /// Makes an answer with a body of that content type; an empty content type sends no such header.
    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let mut response = Self {
            status,
            headers: Vec::new(),
            body: body.into(),
        };
        if !content_type.is_empty() {
            response = response.with("Content-Type", content_type);
        }
        response
    }

    /// Makes an answer that sends the browser elsewhere; what no header may hold is percent-encoded.
    pub fn redirect(location: &str) -> Self {
        let location: String = location
            .bytes()
            .map(|byte| match byte {
                b'!'..=b'~' => char::from(byte).to_string(),
                other => format!("%{other:02X}"),
            })
            .collect();
        Self::new(302, "", "")
            .with("Location", &location)
            .with("Cache-Control", "no-store")
    }

    /// Adds a header.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Returns the first header of that name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }

    /// Returns the body as text, with replacement characters where it is none.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl fmt::Debug for Response {
    /// Names the status only: the rest may hold secrets.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Response({})", self.status)
    }
}

/// What happens to a request.
#[derive(Debug, Clone)]
pub enum Reply {
    /// Answered at once.
    Now(Response),
    /// Answered after a pause.
    Later {
        /// The pause in milliseconds.
        pause_ms: u64,
        /// The answer.
        response: Response,
    },
    /// The connection closes without an answer.
    Dropped,
}

impl Reply {
    /// Returns the answer, if there is one.
    pub fn response(self) -> Option<Response> {
        match self {
            Self::Now(response) | Self::Later { response, .. } => Some(response),
            Self::Dropped => None,
        }
    }
}

fn find<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}
