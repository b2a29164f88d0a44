//! A request made ready for the endpoints: path cleaned, fields decoded, own address known.

use super::message::Request;

/// Decoded fields in order; the first of a name wins.
#[derive(Clone, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    pub(crate) fn parse(encoded: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// Returns the value unless it is absent or empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| key.as_str())
    }

    fn extend(&mut self, other: &Fields) {
        self.0.extend(other.0.iter().cloned());
    }
}

/// How the body of a POST was encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyKind {
    /// Form-encoded or multipart: fields can be read.
    Form,
    /// Anything else: Salesforce then sees no parameters.
    Other,
}

/// The path prefix of the demo org's one Experience Cloud site.
pub(crate) const SITE_PREFIX: &str = "/customers";

/// One request as an endpoint sees it.
pub(crate) struct Call<'a> {
    pub(crate) request: &'a Request,
    /// Without doubled slashes, trailing slash and site prefix; real clients send the first two.
    pub(crate) path: String,
    /// Scheme, host and port the request came to.
    pub(crate) origin: String,
    /// Whether it came to the site.
    pub(crate) is_site: bool,
    /// The org's time in milliseconds since 1970.
    pub(crate) now_ms: u64,
    pub(crate) query: Fields,
    pub(crate) body_kind: BodyKind,
    /// Fields of the body, then those of the query.
    pub(crate) fields: Fields,
}

impl<'a> Call<'a> {
    pub(crate) fn new(request: &'a Request, now_ms: u64) -> Self {
        let (raw_path, raw_query) = match request.target.split_once('?') {
            Some((path, query)) => (path, query),
            None => (request.target.as_str(), ""),
        };
        let cleaned = clean(raw_path);
        let (path, is_site) = match cleaned.strip_prefix(SITE_PREFIX) {
            Some(rest) if rest.starts_with('/') => (rest.to_owned(), true),
            _ => (cleaned, false),
        };
        let host = request.header("Host").unwrap_or("localhost");
        let origin = format!("{}://{host}", request.scheme.as_str());
        let query = Fields::parse(raw_query.as_bytes());
        let content_type = request.header("Content-Type").unwrap_or_default();
        let media = content_type
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        let (body_kind, mut fields) = match media.as_str() {
            "application/x-www-form-urlencoded" => (BodyKind::Form, Fields::parse(&request.body)),
            "multipart/form-data" => (BodyKind::Form, Fields(request.parts.clone())),
            _ => (BodyKind::Other, Fields::default()),
        };
        fields.extend(&query);
        Self {
            request,
            path,
            origin,
            is_site,
            now_ms,
            query,
            body_kind,
            fields,
        }
    }

    pub(crate) fn method(&self) -> &str {
        &self.request.method
    }

    /// Returns the address that OAuth answers are built on: the origin, and the site prefix at the site.
    pub(crate) fn base(&self) -> String {
        if self.is_site {
            format!("{}{SITE_PREFIX}", self.origin)
        } else {
            self.origin.clone()
        }
    }

    pub(crate) fn now_secs(&self) -> u64 {
        self.now_ms / 1000
    }

    /// Returns the token of an `Authorization` header; the scheme is `Bearer`, or Salesforce's older `OAuth`.
    pub(crate) fn header_token(&self) -> Option<&str> {
        let (scheme, token) = self.request.header("Authorization")?.split_once(' ')?;
        let known = scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("oauth");
        Some(token.trim()).filter(|token| known && !token.is_empty())
    }

    /// Returns the cookie of that name.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.request
            .header("Cookie")?
            .split(';')
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }
}

fn clean(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for part in path.split('/').filter(|part| !part.is_empty()) {
        out.push('/');
        out.push_str(part);
    }
    if out.is_empty() {
        out.push('/');
    }
    out
}
