//! Splits Rust text into code, comments and string literals.
//!
//! Not a parser: enough of a lexer that a word in a comment or in a string is
//! never taken for code, and the other way round.

/// One Rust file, taken apart. Line breaks stay where they were in `code`.
pub struct Scan {
    /// The text with comments and the insides of literals turned to spaces.
    pub code: String,
    /// Every string literal: its line, counted from one, and its inside as written.
    pub strings: Vec<(usize, String)>,
}

/// Takes a file apart.
pub fn scan(text: &str) -> Scan {
    let chars: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut strings = Vec::new();
    let mut line = 1;
    let mut at = 0;
    let blank = |code: &mut String, line: &mut usize, c: char| {
        if c == '\n' {
            *line += 1;
            code.push('\n');
        } else {
            code.push(' ');
        }
    };
    while at < chars.len() {
        let c = chars[at];
        let next = chars.get(at + 1).copied().unwrap_or('\0');
        let after_word = at > 0 && is_word(chars[at - 1]);
        if c == '/' && next == '/' {
            while at < chars.len() && chars[at] != '\n' {
                code.push(' ');
                at += 1;
            }
        } else if c == '/' && next == '*' {
            let mut depth = 0;
            while at < chars.len() {
                let two = (chars[at], chars.get(at + 1).copied().unwrap_or('\0'));
                let step = match two {
                    ('/', '*') => {
                        depth += 1;
                        2
                    }
                    ('*', '/') => {
                        depth -= 1;
                        2
                    }
                    _ => 1,
                };
                for offset in 0..step {
                    blank(&mut code, &mut line, chars[at + offset]);
                }
                at += step;
                if depth == 0 {
                    break;
                }
            }
        } else if let Some(hashes) = raw_string(&chars[at..]).filter(|_| !after_word) {
            let began = line;
            while chars[at] != '"' {
                code.push(chars[at]);
                at += 1;
            }
            code.push('"');
            at += 1;
            let mut inside = String::new();
            while at < chars.len() && !closes(&chars[at..], hashes) {
                inside.push(chars[at]);
                blank(&mut code, &mut line, chars[at]);
                at += 1;
            }
            code.push('"');
            at += 1 + hashes;
            strings.push((began, inside));
        } else if c == '"' {
            let began = line;
            code.push('"');
            at += 1;
            let mut inside = String::new();
            while at < chars.len() && chars[at] != '"' {
                if chars[at] == '\\' {
                    inside.push('\\');
                    code.push(' ');
                    at += 1;
                }
                inside.push(chars[at]);
                blank(&mut code, &mut line, chars[at]);
                at += 1;
            }
            code.push('"');
            at += 1;
            strings.push((began, inside));
        } else if c == '\'' && is_char_literal(&chars[at..]) {
            code.push('\'');
            at += 1;
            while chars[at] != '\'' {
                if chars[at] == '\\' {
                    code.push(' ');
                    at += 1;
                }
                code.push(' ');
                at += 1;
            }
            code.push('\'');
            at += 1;
        } else {
            if c == '\n' {
                line += 1;
            }
            code.push(c);
            at += 1;
        }
    }
    Scan { code, strings }
}

/// Says whether a character belongs to an identifier.
pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The number of hashes when a raw (byte) string begins here.
fn raw_string(rest: &[char]) -> Option<usize> {
    let mut at = usize::from(rest[0] == 'b');
    if rest.get(at) != Some(&'r') {
        return None;
    }
    at += 1;
    let hashes = rest[at..].iter().take_while(|c| **c == '#').count();
    (rest.get(at + hashes) == Some(&'"')).then_some(hashes)
}

fn closes(rest: &[char], hashes: usize) -> bool {
    rest[0] == '"' && rest.len() > hashes && rest[1..=hashes].iter().all(|c| *c == '#')
}

/// Tells `'a'` and `'\n'` from the lifetime `'a`.
fn is_char_literal(rest: &[char]) -> bool {
    match rest.get(1) {
        Some('\\') => true,
        Some(_) => rest.get(2) == Some(&'\''),
        None => false,
    }
}

#[test]
fn comments_and_strings_are_not_code() {
    let scan = scan(
        "let a = \"tokio::\"; // tokio::\nlet b = '\"'; /* std::fs /* x */ */ r#\"q\"w\"#; &'a str",
    );
    assert!(!scan.code.contains("tokio"), "{}", scan.code);
    assert!(!scan.code.contains("std::fs"), "{}", scan.code);
    assert!(scan.code.contains("&'a str"), "{}", scan.code);
    assert_eq!(
        scan.strings,
        vec![(1, "tokio::".to_owned()), (2, "q\"w".to_owned())]
    );
}
