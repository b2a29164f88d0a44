//! `inspect`: takes a token apart that comes on stdin; nothing is kept, nothing is sent.

use std::io::Read as _;

use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::output::Answer;
use super::plain::clean;
use crate::app::inspect::{Recognised, meaning, recognise};
use crate::engine::clock;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::words;

/// More than anything that can be recognised, in bytes.
const MOST: u64 = 2 * 1024 * 1024;

/// Answers `inspect -`.
///
/// # Errors
///
/// `inspect_stdin` for anything but a hyphen, `inspect_empty`, `inspect_form`.
pub fn inspect(source: &str) -> Result<Answer, Box<Problem>> {
    if source != "-" {
        return Err(usage("inspect_stdin"));
    }
    let mut bytes = Zeroizing::new(Vec::new());
    let read = std::io::stdin().lock().take(MOST).read_to_end(&mut bytes);
    read.map_err(|_| usage("inspect_form"))?;
    let text = std::str::from_utf8(&bytes).map_err(|_| usage("inspect_form"))?;
    if text.trim().is_empty() {
        return Err(usage("inspect_empty"));
    }
    let found = recognise(text, clock::now());
    Ok(Answer {
        json: object(&found),
        text: lines(&found),
    })
}

fn object(found: &Recognised) -> Value {
    let notes: Vec<String> = found.notes.iter().map(|note| clean(&note.text())).collect();
    json!({
        "kind": found.kind.as_str(),
        "header": found.header,
        "claims": found.claims,
        // Verifying needs keys of the org, and nothing is sent from here.
        "verified": null,
        "notes": notes,
    })
}

fn lines(found: &Recognised) -> String {
    let mut text = format!("{}\n", words::text(&found.kind.key()));
    for (title, part) in [
        ("cli-inspect-header", &found.header),
        ("cli-inspect-claims", &found.claims),
    ] {
        let Some(part) = part else {
            continue;
        };
        text.push_str(&format!("\n{}\n", words::text(title)));
        for (name, value) in part {
            let shown = match value {
                Value::String(shown) => clean(shown),
                other => clean(&other.to_string()),
            };
            match meaning(name) {
                Some(meaning) => {
                    text.push_str(&format!("  {}: {shown}  ({meaning})\n", clean(name)));
                }
                None => text.push_str(&format!("  {}: {shown}\n", clean(name))),
            }
        }
    }
    if !found.notes.is_empty() {
        text.push('\n');
    }
    for note in &found.notes {
        text.push_str(&format!("{}\n", clean(&note.text())));
    }
    text
}

fn usage(code: &str) -> Box<Problem> {
    Box::new(Problem::new(ProblemKind::Usage, code).at("stdin"))
}
