//! Pages: the listener's answers, each a constant of this program (R17).
//!
//! No byte of a request, and none of the org's answer, is ever in one.

use std::sync::LazyLock;

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::model::words;

const HTML: &str = include_str!("../../../assets/callback.html");
/// The one page with a script: it hands a fragment over.
const RELAY: &str = include_str!("../../../assets/relay.html");

/// An answer of the listener.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    /// 200: the browser's part is over.
    Done,
    /// 200: the org said no, and the program shows why.
    Refused,
    /// 400: not readable, or not of this login.
    Bad,
    /// 404: not the callback path.
    Missing,
    /// 405: not `GET`.
    Method,
    /// 410: the callback was used already.
    Gone,
    /// 413: a body over the limit.
    BodyTooLarge,
    /// 414: a request line over the limit.
    LineTooLong,
    /// 421: another host's name, as in DNS rebinding.
    Misdirected,
    /// 431: headers over the limit.
    HeadersTooLarge,
}

impl Page {
    /// Every page, in the order of [`Page::index`].
    pub(super) const ALL: [Self; 10] = [
        Self::Done,
        Self::Refused,
        Self::Bad,
        Self::Missing,
        Self::Method,
        Self::Gone,
        Self::BodyTooLarge,
        Self::LineTooLong,
        Self::Misdirected,
        Self::HeadersTooLarge,
    ];

    fn status(self) -> &'static str {
        match self {
            Self::Done | Self::Refused => "200 OK",
            Self::Bad => "400 Bad Request",
            Self::Missing => "404 Not Found",
            Self::Method => "405 Method Not Allowed",
            Self::Gone => "410 Gone",
            Self::BodyTooLarge => "413 Content Too Large",
            Self::LineTooLong => "414 URI Too Long",
            Self::Misdirected => "421 Misdirected Request",
            Self::HeadersTooLarge => "431 Request Header Fields Too Large",
        }
    }

    /// The catalogue key; `-text` is appended for the sentence.
    fn key(self) -> &'static str {
        match self {
            Self::Done => "callback-done",
            Self::Refused => "callback-refused",
            Self::Gone => "callback-gone",
            Self::Missing => "callback-missing",
            _ => "callback-bad",
        }
    }

    /// Returns the whole answer, headers included.
    pub(super) fn answer(self) -> &'static [u8] {
        static ANSWERS: LazyLock<Vec<(Page, Vec<u8>)>> =
            LazyLock::new(|| Page::ALL.map(|page| (page, page.render())).into());
        ANSWERS
            .iter()
            .find(|(page, _)| *page == self)
            .map_or(&[], |(_, answer)| answer)
    }

    fn render(self) -> Vec<u8> {
        let body = HTML
            .replace("{{title}}", &escaped(&words::text(self.key())))
            .replace(
                "{{text}}",
                &escaped(&words::text(&format!("{}-text", self.key()))),
            )
            .replace("{{app}}", &escaped(&words::text("app-name")));
        let allow = if self == Self::Method {
            "Allow: GET\r\n"
        } else {
            ""
        };
        format!(
            "HTTP/1.1 {}\r\n{}{allow}Content-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n{body}",
            self.status(),
            guard_headers(&policy(HTML)),
            body.len(),
        )
        .into_bytes()
    }
}

/// Makes the page that hands a fragment over; beside the nonce of its login it is a constant (R17).
pub(super) fn relay(path: &str, nonce: &str) -> Vec<u8> {
    let mut body = RELAY
        .replace("{{path}}", path)
        .replace("{{nonce}}", nonce)
        .replace("{{app}}", &escaped(&words::text("app-name")));
    for key in ["working", "script", "bare", "lost", "copy", "copied"] {
        let text = escaped(&words::text(&format!("callback-relay-{key}")));
        body = body.replace(&format!("{{{{{key}}}}}"), &text);
    }
    let script = hash_of(RELAY, "script");
    let policy = format!(
        "{}; script-src 'sha256-{script}'; connect-src 'self'",
        policy(RELAY)
    );
    format!(
        "HTTP/1.1 200 OK\r\n{}Content-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n{body}",
        guard_headers(&policy),
        body.len(),
    )
    .into_bytes()
}

/// Makes the answer to our own page: where the browser goes on.
pub(super) fn go_on(path: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 200 OK\r\n{}Content-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n\r\n{path}",
        guard_headers(&policy(HTML)),
        path.len(),
    )
    .into_bytes()
}

/// Makes the answer that takes code and state out of the address bar (R18).
pub(super) fn see_other(path: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 303 See Other\r\nLocation: {path}\r\n{}Content-Length: 0\r\n\r\n",
        guard_headers(&policy(HTML))
    )
    .into_bytes()
}

/// The headers of every answer: nothing may frame, keep, sniff, script or read it, and nothing names the server.
fn guard_headers(policy: &str) -> String {
    format!(
        "Content-Security-Policy: {policy}\r\n\
         X-Content-Type-Options: nosniff\r\n\
         Cache-Control: no-store\r\n\
         Referrer-Policy: no-referrer\r\n\
         Cross-Origin-Opener-Policy: same-origin\r\n\
         Cross-Origin-Resource-Policy: same-origin\r\n\
         Connection: close\r\n"
    )
}

/// The policy of a page: its own style sheet, and nothing else from anywhere.
fn policy(html: &str) -> String {
    format!(
        "default-src 'none'; style-src 'sha256-{}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        hash_of(html, "style")
    )
}

/// Computes the hash that lets exactly our one style sheet or script through (CSP level 3, section 2.3.1).
fn hash_of(html: &str, element: &str) -> String {
    let inside = html
        .split_once(&format!("<{element}>"))
        .and_then(|(_, rest)| rest.split_once(&format!("</{element}>")))
        .map_or("", |(inside, _)| inside);
    STANDARD.encode(digest::digest(&digest::SHA256, inside.as_bytes()))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_its_words_and_its_guards() {
        for page in Page::ALL {
            let answer = String::from_utf8_lossy(page.answer());
            assert!(!answer.contains("{{"), "{page:?} has an open placeholder");
            assert!(!answer.contains(page.key()), "{page:?} lacks its words");
            assert!(answer.contains("default-src 'none'; style-src 'sha256-"));
            assert!(!answer.to_ascii_lowercase().contains("access-control"));
            assert!(!answer.to_ascii_lowercase().contains("\r\nserver:"));
        }
    }

    #[test]
    fn the_relay_page_has_one_nonce_and_a_script_that_only_its_hash_lets_through() {
        let made =
            |nonce: &str| String::from_utf8_lossy(&relay("/valet-key/relay", nonce)).into_owned();
        let answer = made("n0nce");
        assert!(!answer.contains("{{"), "{answer}");
        assert_eq!(answer.matches("n0nce").count(), 1);
        assert_eq!(answer.replace("n0nce", "0ther"), made("0ther"));
        assert!(answer.contains("script-src 'sha256-") && answer.contains("connect-src 'self'"));
        assert!(!answer.contains("unsafe-inline") && !answer.contains("access-control"));
        // The words are put outside of the script, or its hash would not fit.
        let script = |html: &str| hash_of(html, "script");
        assert_eq!(script(&answer), script(RELAY));
        assert!(
            Page::ALL
                .iter()
                .all(|page| { !String::from_utf8_lossy(page.answer()).contains("script-src") })
        );
    }
}
