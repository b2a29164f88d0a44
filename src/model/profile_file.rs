//! The profile file: definitions to carry from one machine to another, in RON, without a secret.
//!
//! Shape and rules: `cli-contract.md` 2; limits: R71. A file is taken whole or
//! not at all, and every refusal names file, line, column and field.

mod check;
mod place;
mod raw;
mod write;

use ron::extensions::Extensions;

use self::raw::RawFile;
use super::problem::{Problem, ProblemKind};
use super::profile::{Profile, is_invisible};
use super::words;

pub use write::write;

/// The most bytes a profile file may have (decision 11).
pub const MAX_BYTES: usize = 16 * 1024 * 1024;

/// The most profiles a file may have.
pub const MAX_PROFILES: usize = 10_000;

/// The newest schema that is understood.
pub const SCHEMA: u32 = 1;

/// The most characters of a file's own words in a message.
const MAX_SHOWN: usize = 200;

/// Deeper than any right file is; RON counts each bracket.
const MAX_DEPTH: usize = 32;

/// Reads a profile file.
///
/// `file` is its name for messages; `flow_exists` says which flows the catalog has.
/// Profiles without an id get one made from their name.
///
/// # Errors
///
/// The first thing that is wrong, kind `usage`, with `field` naming the place
/// in the file and `file`, `line` and `column` among the values.
pub fn parse(
    bytes: &[u8],
    file: &str,
    flow_exists: impl Fn(&str) -> bool,
) -> Result<Vec<Profile>, Box<Problem>> {
    let text = readable(bytes).map_err(|code| {
        let problem = Problem::new(ProblemKind::Usage, code);
        Box::new(problem.at(file).with("file", file))
    })?;
    let options = ron::Options::default()
        .with_default_extension(Extensions::IMPLICIT_SOME)
        .with_recursion_limit(MAX_DEPTH);
    let raw: RawFile = options
        .from_str(text)
        .map_err(|error| raw::explain(text, &error).problem(text, file))?;
    check::check(raw, &flow_exists).map_err(|finding| finding.problem(text, file))
}

/// Returns the text, or the code of what came in its place.
fn readable(bytes: &[u8]) -> Result<&str, &'static str> {
    if bytes.len() > MAX_BYTES {
        return Err("file_too_big");
    }
    if bytes.starts_with(b"\xef\xbb\xbf") {
        return Err("file_byte_order_mark");
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\x1f\x8b") {
        return Err("file_archive");
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err("file_empty");
    }
    std::str::from_utf8(bytes).map_err(|_| "file_not_utf8")
}

/// One thing that is wrong, and where: what the two stages of reading have in common.
struct Finding {
    /// The code of the problem.
    code: &'static str,
    /// The field, as a path: `profiles[0].login_url`.
    path: String,
    /// Line and column, where the parser said them; else the field is looked up.
    at: Option<(usize, usize)>,
    /// More about it: the words of the form, or what was expected.
    detail: String,
}

impl Finding {
    /// Makes the problem a person sees.
    fn problem(self, text: &str, file: &str) -> Box<Problem> {
        let (line, column) = self
            .at
            .or_else(|| place::find(text, &self.path))
            .unwrap_or((1, 1));
        let path = short(&self.path);
        let problem = Problem::new(ProblemKind::Usage, self.code)
            .at(path.clone())
            .with("file", file)
            .with("line", line.to_string())
            .with("column", column.to_string())
            .with(
                "path",
                match path.as_str() {
                    "" => words::text("field-whole-file"),
                    path => path.to_owned(),
                },
            )
            .with("detail", short(&self.detail));
        Box::new(problem)
    }
}

/// A file may call a field what it likes, as long as it likes: a message shows what can be read of it.
fn short(text: &str) -> String {
    let mut shown: String = text
        .chars()
        .filter(|c| !is_invisible(*c))
        .take(MAX_SHOWN + 1)
        .collect();
    if shown.chars().count() > MAX_SHOWN {
        shown.pop();
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests;
