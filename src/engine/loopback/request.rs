//! Reading one request: exact limits, no leniency that a browser does not need (R4, R5, R8, R9).

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt};
use zeroize::Zeroizing;

use super::address::CallbackAddress;
use super::page::Page;
use super::relay::{HandedOver, NONCE_HEADER};

/// The longest request line, without its line end.
pub(super) const LINE_MAX: usize = 8 * 1024;
/// The most headers.
pub(super) const HEADERS_MAX: usize = 64;
/// The most bytes of headers, cookies apart.
pub(super) const HEAD_MAX: usize = 16 * 1024;
/// The most bytes of headers in all, as of an answer (R30).
///
/// R4 has 16 KiB. A browser sends us the cookies of every other server on this
/// host, whatever its port, and nobody can log in who develops for some of
/// them. They are not read, and 32 connections of this size are 2 MiB.
pub(super) const HEAD_WITH_COOKIES_MAX: usize = 64 * 1024;
/// The longest body.
pub(super) const BODY_MAX: u64 = 64 * 1024;
/// How long a client may take to send its headers.
pub(super) const HEAD_TIME: Duration = Duration::from_secs(5);

/// What a well-formed request asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// `GET` of the callback path; the query as it came, without the `?`.
    Callback(String),
    /// `POST` of a fragment, by a page that says it is ours.
    Relayed(HandedOver),
    /// `GET` of the page that ends a login.
    Done,
    /// `GET` of the page that ends a refused login.
    Refused,
}

/// Why a request is not answered as asked.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// With a constant page.
    Answer(Page),
    /// The connection is closed without a word: it ended or stalled before it said anything.
    Close,
}

impl From<Page> for Refusal {
    fn from(page: Page) -> Self {
        Self::Answer(page)
    }
}

/// Reads one request and says what it asks for.
///
/// `heard` is called when the request has arrived whole, its body included.
pub(super) async fn read(
    stream: &mut (impl AsyncRead + Unpin),
    address: &CallbackAddress,
    heard: impl FnOnce(),
) -> Result<Asked, Refusal> {
    let mut bytes = Vec::with_capacity(1024);
    let length = tokio::time::timeout(HEAD_TIME, read_head(stream, &mut bytes))
        .await
        .unwrap_or(Err(Refusal::Close))?;
    let head = bytes.get(..length).unwrap_or_default();
    let (asked, body) = understand(head, address);
    let body = body?;
    let start = bytes.get(length..).unwrap_or_default();
    let Ok(Asked::Relayed(mut came)) = asked else {
        skip_body(stream, body, start.len()).await?;
        heard();
        return asked.map_err(Refusal::from);
    };
    came.fragment = read_body(stream, body, start).await?;
    heard();
    Ok(Asked::Relayed(came))
}

/// Reads the body of a fragment; `start` came with the head.
async fn read_body(
    stream: &mut (impl AsyncRead + Unpin),
    length: u64,
    start: &[u8],
) -> Result<Zeroizing<String>, Refusal> {
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    // No longer than the limit, and of one piece: growing would leave copies behind.
    let mut body = Zeroizing::new(vec![0; length]);
    let have = start.len().min(length);
    let (first, rest) = body.split_at_mut(have);
    first.copy_from_slice(start.get(..have).unwrap_or_default());
    stream.read_exact(rest).await.map_err(|_| Page::Bad)?;
    let text = std::str::from_utf8(&body).map_err(|_| Page::Bad)?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// Reads until the empty line that ends the headers and returns where the head ends.
async fn read_head(
    stream: &mut (impl AsyncRead + Unpin),
    bytes: &mut Vec<u8>,
) -> Result<usize, Refusal> {
    let mut chunk = [0; 2048];
    let mut tally = Tally::default();
    loop {
        let count = stream.read(&mut chunk).await.map_err(|_| Refusal::Close)?;
        if count == 0 {
            return Err(if bytes.is_empty() {
                Refusal::Close
            } else {
                Page::Bad.into()
            });
        }
        let fresh = chunk.get(..count).unwrap_or_default();
        let first = bytes.is_empty();
        let seen = bytes.len();
        bytes.extend_from_slice(fresh);
        let line_end = bytes.iter().position(|b| *b == b'\n');
        match line_end {
            None if bytes.len() > LINE_MAX + 1 => return Err(Page::LineTooLong.into()),
            // The line end is CR and LF; `end` counts the CR.
            Some(end) if end > LINE_MAX + 1 => return Err(Page::LineTooLong.into()),
            _ => {}
        }
        let from = seen.saturating_sub(3);
        let head_end =
            find(bytes.get(from..).unwrap_or_default(), b"\r\n\r\n").map(|at| from + at + 4);
        if let Some(end) = line_end {
            let headers = head_end.unwrap_or(bytes.len()).saturating_sub(end + 1);
            let known = bytes.get(..head_end.unwrap_or(bytes.len()));
            let others = tally.without_cookies(known.unwrap_or_default(), end + 1);
            if others > HEAD_MAX + 2 || headers > HEAD_WITH_COOKIES_MAX + 2 {
                return Err(Page::HeadersTooLarge.into());
            }
        }
        if let Some(end) = head_end {
            return Ok(end);
        }
        // Something that is no HTTP at all is told so at once, instead of waiting for a line end that never comes.
        if (first || fresh.contains(&b'\n')) && is_hopeless(bytes) {
            return Err(Page::Bad.into());
        }
    }
}

/// Counts the bytes of headers that are no cookies; looks at each byte once, however they come.
#[derive(Default)]
struct Tally {
    /// Where the line begins that has not ended yet.
    line: usize,
    /// How far line ends were looked for.
    seen: usize,
    /// Bytes of whole lines.
    others: usize,
}

impl Tally {
    fn without_cookies(&mut self, bytes: &[u8], first: usize) -> usize {
        self.line = self.line.max(first);
        self.seen = self.seen.max(first);
        while let Some(at) = bytes
            .get(self.seen..)
            .and_then(|rest| rest.iter().position(|byte| *byte == b'\n'))
        {
            let next = self.seen + at + 1;
            self.others += counted(bytes.get(self.line..next).unwrap_or_default());
            (self.line, self.seen) = (next, next);
        }
        self.seen = self.seen.max(bytes.len());
        self.others + counted(bytes.get(self.line..).unwrap_or_default())
    }
}

fn counted(line: &[u8]) -> usize {
    const NAME: &[u8] = b"cookie:";
    let is_cookie = line
        .get(..NAME.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(NAME));
    if is_cookie { 0 } else { line.len() }
}

fn is_hopeless(bytes: &[u8]) -> bool {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS_MAX];
    match httparse::Request::new(&mut headers).parse(bytes) {
        Ok(_) => has_bare_line_end(bytes),
        // Too many headers has its own answer, given when the head is whole.
        Err(error) => error != httparse::Error::TooManyHeaders,
    }
}

/// Line ends are CR LF (RFC 9112 section 2.2 lets a server be stricter than its forgiveness).
fn has_bare_line_end(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .enumerate()
        .any(|(at, byte)| *byte == b'\n' && (at == 0 || bytes.get(at - 1) != Some(&b'\r')))
}

/// Says what a whole head asks for, and how long the body is that must be read first.
fn understand(
    head: &[u8],
    address: &CallbackAddress,
) -> (Result<Asked, Page>, Result<u64, Refusal>) {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS_MAX];
    let mut request = httparse::Request::new(&mut headers);
    match request.parse(head) {
        Ok(httparse::Status::Complete(_)) if !has_bare_line_end(head) => {}
        Err(httparse::Error::TooManyHeaders) => {
            return (Err(Page::Bad), Err(Page::HeadersTooLarge.into()));
        }
        _ => return (Err(Page::Bad), Err(Page::Bad.into())),
    }
    let body = body_length(request.headers);
    let method = request.method.unwrap_or_default();
    let target = request.path.unwrap_or_default();
    (asked(method, target, request.headers, address), body)
}

fn asked(
    method: &str,
    target: &str,
    headers: &[httparse::Header<'_>],
    address: &CallbackAddress,
) -> Result<Asked, Page> {
    let (authority, path_and_query) = split_target(method, target)?;
    if authority.is_some_and(|authority| !address.is_authority(authority.as_bytes())) {
        return Err(Page::Bad);
    }
    let mut hosts = headers
        .iter()
        .filter(|header| header.name.eq_ignore_ascii_case("host"));
    match (hosts.next(), hosts.next()) {
        (Some(host), None) if address.is_authority(host.value) => {}
        _ => return Err(Page::Misdirected),
    }
    if method == "OPTIONS" {
        // A preflight gets what every other method gets: no header that lets it through.
        return Err(Page::Method);
    }
    if path_and_query == address.relay_path() {
        return match method {
            "POST" => handed_over(headers, address).map(Asked::Relayed),
            _ => Err(Page::Missing),
        };
    }
    let (path, query) = path_and_query
        .split_once('?')
        .unwrap_or((path_and_query, ""));
    let asked = if path == address.path {
        Asked::Callback(query.to_owned())
    } else if path == address.done_path() {
        Asked::Done
    } else if path == address.refused_path() {
        Asked::Refused
    } else {
        return Err(Page::Missing);
    };
    if method == "GET" {
        Ok(asked)
    } else {
        Err(Page::Method)
    }
}

/// Checks what every browser says of itself when a page of ours posts, and takes the nonce.
fn handed_over(
    headers: &[httparse::Header<'_>],
    address: &CallbackAddress,
) -> Result<HandedOver, Page> {
    let one = |name: &str| {
        let mut found = headers
            .iter()
            .filter(|header| header.name.eq_ignore_ascii_case(name));
        match (found.next(), found.next()) {
            (Some(header), None) => Ok(Some(header.value)),
            (None, _) => Ok(None),
            (Some(_), Some(_)) => Err(Page::Bad),
        }
    };
    let is_ours = one("origin")? == Some(address.origin().as_bytes())
        // Not every browser says it (Fetch Metadata), but none says it wrongly.
        && matches!(one("sec-fetch-site")?, None | Some(b"same-origin"));
    match one(NONCE_HEADER)?.map(std::str::from_utf8) {
        Some(Ok(nonce)) if is_ours => Ok(HandedOver {
            nonce: nonce.to_owned(),
            fragment: Zeroizing::default(),
        }),
        _ => Err(Page::Bad),
    }
}

/// Splits a request target into the authority of its absolute form, if it has one, and the rest (RFC 9112 section 3.2).
fn split_target<'a>(method: &str, target: &'a str) -> Result<(Option<&'a str>, &'a str), Page> {
    if target.starts_with('/') {
        return Ok((None, target));
    }
    if target == "*" && method == "OPTIONS" {
        return Ok((None, "*"));
    }
    let scheme = target.get(..7).unwrap_or_default();
    let Some(rest) = target
        .get(7..)
        .filter(|_| scheme.eq_ignore_ascii_case("http://"))
    else {
        return Err(if method == "CONNECT" {
            Page::Method
        } else {
            Page::Bad
        });
    };
    match rest.find(['/', '?']) {
        Some(at) if rest.as_bytes().get(at) == Some(&b'/') => {
            let (authority, path) = rest.split_at(at);
            Ok((Some(authority), path))
        }
        _ => Err(Page::Bad),
    }
}

/// Reads how long the body is; an unclear or chunked body is refused (RFC 9112 section 6.3).
fn body_length(headers: &[httparse::Header<'_>]) -> Result<u64, Refusal> {
    let mut length = None;
    for header in headers.iter() {
        if header.name.eq_ignore_ascii_case("transfer-encoding") {
            return Err(Page::Bad.into());
        }
        if header.name.eq_ignore_ascii_case("content-length") {
            let digits = std::str::from_utf8(header.value)
                .ok()
                .filter(|text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()));
            let (Some(digits), None) = (digits, length) else {
                return Err(Page::Bad.into());
            };
            // More digits than a number holds is more than the limit.
            length = Some(digits.parse().unwrap_or(u64::MAX));
        }
    }
    match length.unwrap_or(0) {
        length if length > BODY_MAX => Err(Page::BodyTooLarge.into()),
        length => Ok(length),
    }
}

/// Reads a body away; `have` bytes of it came with the head.
async fn skip_body(
    stream: &mut (impl AsyncRead + Unpin),
    length: u64,
    have: usize,
) -> Result<(), Refusal> {
    let mut left = usize::try_from(length)
        .unwrap_or(usize::MAX)
        .saturating_sub(have);
    let mut chunk = [0; 2048];
    while left > 0 {
        match stream.read(&mut chunk).await {
            Ok(0) | Err(_) => return Err(Page::Bad.into()),
            Ok(count) => left = left.saturating_sub(count),
        }
    }
    Ok(())
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|part| part == wanted)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::model::client::LoopbackName;

    fn address() -> CallbackAddress {
        CallbackAddress {
            host: LoopbackName::Localhost,
            port: 1717,
            path: "/callback".into(),
        }
    }

    fn ask(request: &str) -> Result<Asked, Refusal> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        runtime.block_on(read(&mut request.as_bytes(), &address(), || {}))
    }

    #[test]
    fn the_request_of_a_browser_is_understood() {
        let asked =
            ask("GET /callback?code=a%2Fb&state=s HTTP/1.1\r\nHost: LocalHost:1717\r\n\r\n");
        assert_eq!(asked, Ok(Asked::Callback("code=a%2Fb&state=s".into())));
        let asked =
            ask("GET http://localhost:1717/callback?x HTTP/1.1\r\nHost: localhost:1717\r\n\r\n");
        assert_eq!(asked, Ok(Asked::Callback("x".into())));
    }

    #[test]
    fn a_fragment_is_taken_from_our_own_page_only() {
        let post = |headers: &str, body: &str| {
            ask(&format!(
                "POST /valet-key/relay HTTP/1.1\r\nHost: localhost:1717\r\n{headers}Content-Length: {}\r\n\r\n{body}",
                body.len()
            ))
        };
        let ours = "Origin: http://localhost:1717\r\nX-Valet-Key-Nonce: n\r\n";
        let Ok(Asked::Relayed(came)) = post(ours, "access_token=a%21&state=s") else {
            panic!("not understood");
        };
        assert_eq!(
            (came.nonce.as_str(), came.fragment.as_str()),
            ("n", "access_token=a%21&state=s")
        );
        for foreign in [
            "X-Valet-Key-Nonce: n\r\n",
            "Origin: null\r\nX-Valet-Key-Nonce: n\r\n",
            "Origin: http://localhost:1718\r\nX-Valet-Key-Nonce: n\r\n",
            "Origin: https://localhost:1717\r\nX-Valet-Key-Nonce: n\r\n",
            "Origin: http://localhost:1717\r\n",
            "Origin: http://localhost:1717\r\nX-Valet-Key-Nonce: n\r\nX-Valet-Key-Nonce: n\r\n",
            "Origin: http://localhost:1717\r\nSec-Fetch-Site: cross-site\r\nX-Valet-Key-Nonce: n\r\n",
        ] {
            assert_eq!(
                post(foreign, "access_token=a"),
                Err(Page::Bad.into()),
                "{foreign}"
            );
        }
        let most = "a".repeat(usize::try_from(BODY_MAX).unwrap());
        assert!(post(ours, &most).is_ok());
        assert_eq!(
            post(ours, &format!("{most}a")),
            Err(Page::BodyTooLarge.into())
        );
        let short = "POST /valet-key/relay HTTP/1.1\r\nHost: localhost:1717\r\nOrigin: http://localhost:1717\r\nX-Valet-Key-Nonce: n\r\nContent-Length: 9\r\n\r\nabc";
        assert_eq!(ask(short), Err(Page::Bad.into()));
    }

    #[test]
    fn limits_are_exact() {
        let line = |length: usize| {
            let fixed = "GET /callback? HTTP/1.1".len();
            format!(
                "GET /callback?{} HTTP/1.1\r\nHost: localhost:1717\r\n\r\n",
                "a".repeat(length - fixed)
            )
        };
        assert!(ask(&line(LINE_MAX)).is_ok());
        assert_eq!(ask(&line(LINE_MAX + 1)), Err(Page::LineTooLong.into()));

        let many = |count: usize| {
            let headers: String = (0..count - 1).map(|n| format!("X{n}: y\r\n")).collect();
            format!("GET /callback? HTTP/1.1\r\nHost: localhost:1717\r\n{headers}\r\n")
        };
        assert!(ask(&many(64)).is_ok());
        assert_eq!(ask(&many(65)), Err(Page::HeadersTooLarge.into()));

        let wide = |bytes: usize| {
            let host = "Host: localhost:1717\r\nX: \r\n".len();
            format!(
                "GET /callback? HTTP/1.1\r\nHost: localhost:1717\r\nX: {}\r\n\r\n",
                "a".repeat(bytes - host)
            )
        };
        assert!(ask(&wide(HEAD_MAX)).is_ok());
        assert_eq!(ask(&wide(HEAD_MAX + 1)), Err(Page::HeadersTooLarge.into()));

        // Cookies have their own room, and take none of the others'.
        let cookies = |cookies: usize, others: usize| {
            let fixed = "Cookie: \r\n".len();
            wide(others).replacen(
                "X: ",
                &format!("cOOKIE: {}\r\nX: ", "c".repeat(cookies - fixed)),
                1,
            )
        };
        let room = HEAD_WITH_COOKIES_MAX - HEAD_MAX;
        assert!(ask(&cookies(room, HEAD_MAX)).is_ok());
        assert!(ask(&cookies(HEAD_WITH_COOKIES_MAX - 100, 100)).is_ok());
        for (cookies_size, others) in [
            (room + 1, HEAD_MAX),
            (room, HEAD_MAX + 1),
            (HEAD_WITH_COOKIES_MAX, 100),
        ] {
            let refused = ask(&cookies(cookies_size, others));
            assert_eq!(refused, Err(Page::HeadersTooLarge.into()));
        }
    }
}
