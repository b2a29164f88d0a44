//! Where answers and problems go: stdout has the answer and nothing else.

use std::io::{ErrorKind, Write as _};

use serde_json::{Value, json};

use super::object;
use super::plain::clean;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::words;

/// How answers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// What a command answers.
pub struct Answer {
    /// The object, for programs.
    pub json: Value,
    /// The same for people, complete with its last newline.
    pub text: String,
}

/// Writes an answer.
///
/// # Errors
///
/// `output` when stdout cannot be written; a reader that went away is no error.
pub fn answer(style: Style, answer: &Answer) -> Result<(), Box<Problem>> {
    match style {
        Style::Json => bytes(format!("{}\n", answer.json).as_bytes()),
        Style::Text => bytes(answer.text.as_bytes()),
    }
}

/// Writes bytes to stdout.
///
/// # Errors
///
/// As [`answer`].
pub fn bytes(bytes: &[u8]) -> Result<(), Box<Problem>> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            let why = error.to_string();
            let problem = Problem::new(ProblemKind::Failed, "output").with("why", why);
            Err(Box::new(problem))
        }
        _ => Ok(()),
    }
}

/// Writes a line of progress to stderr.
pub fn note(text: &str) {
    // Nobody is left to be told when stderr is gone.
    let _ = writeln!(std::io::stderr().lock(), "{}", clean(text));
}

/// Writes a problem to stderr: one JSON line last, or the three parts and the org's words.
pub fn problem(style: Style, problem: &Problem) {
    match style {
        Style::Json => {
            let line = json!({ "error": object::error(problem) });
            let _ = writeln!(std::io::stderr().lock(), "{line}");
        }
        Style::Text => {
            let explained = problem.explain();
            note(&words::with("cli-error", &[("what", &explained.what)]));
            if let Some(org) = &problem.org {
                let status = org.status.map(|status| status.to_string());
                let parts = [
                    status.as_deref(),
                    Some(org.error.as_str()),
                    org.error_description.as_deref(),
                ];
                let said: Vec<&str> = parts.into_iter().flatten().collect();
                note(&words::with(
                    "cli-error-org",
                    &[("said", &said.join(" · "))],
                ));
            }
            note(&words::with(
                "cli-error-cause",
                &[("cause", &explained.cause)],
            ));
            note(&words::with("cli-error-next", &[("next", &explained.next)]));
        }
    }
}
