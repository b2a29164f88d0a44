//! Plain texts: the org's bare words and page codes, PEM files.

use super::{Kind, Recognised};
use crate::protocol::callback;

/// Bare words with which identity, UserInfo and singleaccess refuse (`interactive.md` 8.1, 12.1).
const WORDS: [&str; 14] = [
    "Bad_OAuth_Token",
    "Missing_OAuth_Token",
    "Wrong_Org",
    "HTTPS_Required",
    "Bad_Id",
    "Inactive",
    "No_Access",
    "No_Site_Endpoint",
    "Invalid_Version",
    "Invalid_Callback",
    "Invalid_Scope",
    "Invalid_Param",
    "INVALID_SESSION_ID",
    "URL_NOT_RESET",
];

/// Recognises a plain text.
pub(super) fn read(text: &str) -> Option<Recognised> {
    pem(text).or_else(|| word(text))
}

fn pem(text: &str) -> Option<Recognised> {
    let label = text.strip_prefix("-----BEGIN ")?.split("-----").next()?;
    Some(if label.ends_with("PRIVATE KEY") {
        Recognised::new(Kind::PrivateKey).note("inspect-note-private-key")
    } else if label == "CERTIFICATE" {
        Recognised::new(Kind::Certificate)
    } else {
        Recognised::new(Kind::Unknown).note("inspect-note-unknown")
    })
}

/// A code of an error page may have its sentence behind it.
fn word(text: &str) -> Option<Recognised> {
    let first = text
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .next()?;
    let is_page_code =
        first.starts_with("OAUTH_") && first.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
    let is_bare_word = WORDS.contains(&first) && first == text;
    if !(is_page_code || is_bare_word) {
        return None;
    }
    let rest = text.get(first.len()..).unwrap_or_default();
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ':' || c == '-');
    let words = callback::words(first, Some(rest));
    Some(Recognised::new(Kind::ErrorAnswer).refusal(words))
}
