//! Places in a RON text: which field stands where. Used only when something is wrong.

/// One step from the outside in.
#[derive(Clone, Copy)]
enum Step<'a> {
    /// In a struct: the field, once its name was read.
    Field(Option<&'a str>),
    /// In a list: which element.
    Index(usize),
}

/// Returns line and column, from 1, of the value of a field given as a path.
pub fn find(text: &str, path: &str) -> Option<(usize, usize)> {
    let mut found = None;
    walk(text, |steps, at, token| {
        if token == Token::Value && written(steps) == path {
            found = Some(at);
        }
        found.is_none()
    });
    found.map(|at| line_and_column(text, at))
}

/// Returns the path of the field at a line and column.
pub fn path_at(text: &str, line: usize, column: usize) -> String {
    let end = offset(text, line, column);
    let mut path = String::new();
    walk(text, |steps, at, _| {
        if at > end {
            return false;
        }
        path = written(steps);
        true
    });
    path
}

/// Returns the path of the struct around a place: the path of the field, less the field.
pub fn parent(path: &str) -> &str {
    match path.rfind(['.', ']']) {
        Some(at) if path[at..].starts_with(']') => path,
        Some(at) => &path[..at],
        None => "",
    }
}

fn written(steps: &[Step<'_>]) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Field(Some(name)) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(name);
            }
            Step::Field(None) => {}
            Step::Index(index) => {
                path.push('[');
                path.push_str(&index.to_string());
                path.push(']');
            }
        }
    }
    path
}

fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    (line, column)
}

fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let rest = &text[start..];
    rest.char_indices()
        .nth(column.saturating_sub(1))
        .map_or(text.len(), |(at, _)| start + at)
}

/// What kind of token is visited.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Token {
    /// The name of a field.
    Name,
    /// A value, or a bracket.
    Value,
}

/// Visits every token with the steps that lead to it; the visitor returns false to stop.
fn walk<'a>(text: &'a str, mut visit: impl FnMut(&[Step<'a>], usize, Token) -> bool) {
    let mut steps: Vec<Step<'a>> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let length = token_length(rest);
        let token = &rest[..length];
        let first = token.chars().next().unwrap_or(' ');
        if first.is_whitespace() || token.starts_with("//") || token.starts_with("/*") {
            at += length;
            continue;
        }
        if let Some(Step::Field(name @ None)) = steps.last_mut()
            && is_word(first)
            && follows_colon(&text[at + length..])
        {
            *name = Some(token);
            if !visit(&steps, at, Token::Name) {
                return;
            }
            at += length;
            continue;
        }
        if first != ':' && first != ',' && !visit(&steps, at, Token::Value) {
            return;
        }
        match first {
            '(' | '{' => steps.push(Step::Field(None)),
            '[' => steps.push(Step::Index(0)),
            ')' | '}' | ']' => {
                steps.pop();
            }
            ',' => match steps.last_mut() {
                Some(Step::Field(name)) => *name = None,
                Some(Step::Index(index)) => *index += 1,
                None => {}
            },
            _ => {}
        }
        at += length;
    }
    visit(&steps, at, Token::Value);
}

fn follows_colon(mut rest: &str) -> bool {
    loop {
        let length = token_length(rest);
        let token = &rest[..length];
        if token.is_empty() {
            return false;
        }
        let skipped = token.starts_with(char::is_whitespace)
            || token.starts_with("//")
            || token.starts_with("/*");
        if !skipped {
            return token.starts_with(':');
        }
        rest = &rest[length..];
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Returns how many bytes the first token has: white space, a comment, a string, a word, or one character.
fn token_length(text: &str) -> usize {
    let Some(first) = text.chars().next() else {
        return 0;
    };
    if first.is_whitespace() {
        return run(text, char::is_whitespace);
    }
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if text.starts_with("/*") {
        return block_comment(text);
    }
    if let Some(length) = raw_string(text) {
        return length;
    }
    match first {
        '"' => quoted(text, '"'),
        '\'' => character(text),
        c if is_word(c) => run(text, is_word),
        c => c.len_utf8(),
    }
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

fn block_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if text.as_bytes()[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if bytes[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    text.len()
}

fn raw_string(text: &str) -> Option<usize> {
    let hashes = text.strip_prefix('r')?;
    let count = hashes.len() - hashes.trim_start_matches('#').len();
    let body = hashes[count..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(count));
    let opened = text.len() - body.len();
    Some(
        body.find(&close)
            .map_or(text.len(), |end| opened + end + close.len()),
    )
}

/// A quote that opens no character stands alone; the longest is `'\u{10ffff}'`.
fn character(text: &str) -> usize {
    let near = text
        .char_indices()
        .nth(13)
        .map_or(text, |(end, _)| &text[..end]);
    match quoted(near, '\'') {
        length if length == near.len() && !near[1..].ends_with('\'') => 1,
        length => length,
    }
}

fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "( // a ( comment\n  schema: 1,\n  profiles: [\n    (name: \"A (\\\"x\\\")\", tags: [\"a\", r#\"b\"c\"#]),\n    Profile(name: 'c', login_url /* : */ : Some(\"z\")),\n  ],\n)";

    #[test]
    fn a_field_is_found_by_its_path() {
        assert_eq!(find(TEXT, "schema"), Some((2, 11)));
        assert_eq!(find(TEXT, "profiles[0].name"), Some((4, 12)));
        assert_eq!(find(TEXT, "profiles[0].tags[1]"), Some((4, 37)));
        assert_eq!(find(TEXT, "profiles[1].login_url"), Some((5, 44)));
        assert_eq!(find(TEXT, "profiles[2].name"), None);
    }

    #[test]
    fn a_path_is_found_by_its_place() {
        assert_eq!(path_at(TEXT, 4, 14), "profiles[0].name");
        assert_eq!(path_at(TEXT, 5, 44), "profiles[1].login_url");
        assert_eq!(path_at(TEXT, 99, 1), "");
        assert_eq!(parent("profiles[1].login_url"), "profiles[1]");
        assert_eq!(parent("profiles[1]"), "profiles[1]");
        assert_eq!(parent("schema"), "");
    }

    #[test]
    fn broken_texts_end_the_walk() {
        for broken in [
            "(name: \"",
            "/* /*",
            "r##\"x\"#",
            "('",
            "]]]",
            "(a:b:c,,",
            "'\\",
        ] {
            let _ = path_at(broken, 9, 9);
        }
    }
}
