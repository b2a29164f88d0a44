//! Named choices in a config file, written as RON has them (`role: admin`) or as JSON has them (`role: "admin"`).
//!
//! The ready line is JSON and the config file has its fields, so people copy
//! from one to the other. Columns in messages stay right: a quote becomes a space.

use std::borrow::Cow;

/// Fields whose value is one of a few names.
const CHOICES: [&str; 5] = [
    "role",
    "kind",
    "access_token_format",
    "permitted_users",
    "fault",
];
/// The one field that has names as well as texts with numbers in them, so it is read as text.
const TEXT: &str = "refresh_token_policy";

/// Returns the text with each choice in the form in which it is read.
pub(super) fn in_read_form(text: &str) -> Cow<'_, str> {
    let mut out = String::with_capacity(text.len());
    let mut field = "";
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => string_length(rest),
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            'a'..='z' | 'A'..='Z' | '_' => rest
                .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
                .unwrap_or(rest.len()),
            other => other.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        rest = after;
        if first == '"' && CHOICES.contains(&field) && is_name(token.trim_matches('"')) {
            out.push_str(&token.replace('"', " "));
        } else if is_name(token) && field == TEXT {
            out.push_str(&format!("\"{token}\""));
        } else {
            out.push_str(token);
        }
        // A value belongs to the name before the last colon; white space and comments stand between.
        match first {
            ':' => {}
            c if c.is_whitespace() || token.starts_with('/') => {}
            _ if is_name(token) => field = token,
            _ => field = "",
        }
    }
    if out == text {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(out)
    }
}

fn is_name(token: &str) -> bool {
    let mut letters = token.chars();
    letters
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && letters.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => return at + 1,
            _ => escaped = false,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::in_read_form;

    #[test]
    fn both_forms_are_read() {
        let quoted = r#"(users: [(username: "role", password: "admin", role: "admin")], apps: [(policies: (access_token_format :"jwt", refresh_token_policy: zero))])"#;
        assert_eq!(
            in_read_form(quoted),
            r#"(users: [(username: "role", password: "admin", role:  admin )], apps: [(policies: (access_token_format : jwt , refresh_token_policy: "zero"))])"#
        );
    }

    #[test]
    fn everything_else_stays_as_it_is() {
        for text in [
            r#"(role: admin, name: "role: \"admin\"", refresh_token_policy: "specific_lifetime:1:HOURS")"#,
            "// role: \"admin\"\n/* kind: \"x\" */ (kind: connected_app)",
            "(\"unfinished",
            "(fault: \"not a name\")",
        ] {
            assert_eq!(in_read_form(text), text);
        }
    }
}
