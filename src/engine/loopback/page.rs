//! Pages: the listener's answers, each a constant of this program (R17).
//!
//! No byte of a request, and none of the org's answer, is ever in one.

use std::sync::LazyLock;

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::model::words;

const HTML: &str = include_str!("../../../assets/callback.html");

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
            guard_headers(),
            body.len(),
        )
        .into_bytes()
    }
}

/// Makes the answer that takes code and state out of the address bar (R18).
pub(super) fn see_other(path: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 303 See Other\r\nLocation: {path}\r\n{}Content-Length: 0\r\n\r\n",
        guard_headers()
    )
    .into_bytes()
}

/// The headers of every answer: nothing may frame, keep, sniff, script or read it, and nothing names the server.
fn guard_headers() -> String {
    format!(
        "Content-Security-Policy: default-src 'none'; style-src 'sha256-{}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'\r\n\
         X-Content-Type-Options: nosniff\r\n\
         Cache-Control: no-store\r\n\
         Referrer-Policy: no-referrer\r\n\
         Cross-Origin-Opener-Policy: same-origin\r\n\
         Cross-Origin-Resource-Policy: same-origin\r\n\
         Connection: close\r\n",
        style_hash()
    )
}

/// Computes the hash that lets exactly our one style sheet through (CSP level 3, section 2.3.1).
fn style_hash() -> String {
    let style = HTML
        .split_once("<style>")
        .and_then(|(_, rest)| rest.split_once("</style>"))
        .map_or("", |(style, _)| style);
    STANDARD.encode(digest::digest(&digest::SHA256, style.as_bytes()))
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
}
