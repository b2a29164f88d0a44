//! A request as a curl command: every secret is a variable of the shell, for the reader to set.

use crate::model::run::{Exchange, Shown};

/// Writes the request of an exchange as a command for a POSIX shell.
#[must_use]
pub fn curl(exchange: &Exchange) -> String {
    let mut parts = vec!["curl".to_owned()];
    if exchange.url.contains(['[', ']', '{', '}']) {
        // They are part of the address, and no patterns.
        parts.push("--globoff".to_owned());
    }
    match (exchange.method.as_str(), exchange.request_fields.is_empty()) {
        ("GET", false) => parts.push("--get".to_owned()),
        ("GET", true) | ("POST", false) => {}
        (method, _) => parts.push(format!("--request {}", safe(method))),
    }
    for header in &exchange.request_headers {
        let quoted = match &header.value {
            Shown::Plain(value) => quote(&format!("{}: {value}", header.name)),
            // Only a token that is sent as the bearer has a fingerprint in a header.
            Shown::Hidden(Some(_)) => {
                format!("\"{}: Bearer $SF_ACCESS_TOKEN\"", safe(&header.name))
            }
            Shown::Hidden(None) => {
                format!("\"{}: {}\"", safe(&header.name), variable(&header.name))
            }
        };
        parts.push(format!("--header {quoted}"));
    }
    for field in &exchange.request_fields {
        let quoted = match &field.value {
            Shown::Plain(value) => quote(&format!("{}={value}", field.name)),
            Shown::Hidden(_) => format!("\"{}={}\"", safe(&field.name), variable(&field.name)),
        };
        parts.push(format!("--data-urlencode {quoted}"));
    }
    parts.push(quote(&exchange.url));
    parts.join(" \\\n  ")
}

/// Returns the variable that stands for a secret: `$SF_CLIENT_SECRET` for `client_secret`.
pub(in crate::app) fn variable(name: &str) -> String {
    let upper: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_uppercase()
            } else {
                '_'
            }
        })
        .collect();
    format!("$SF_{upper}")
}

/// A name that stands between double quotes: letters, digits, `_`, `-` and `.` only.
fn safe(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        .collect()
}

fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
