//! `explain`: an error code in three parts, offline; without one, everything that can be explained.

use serde_json::{Value, json};

use super::output::Answer;
use super::plain::table;
use crate::model::codes::{self, Known, Speaker};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::words;

/// How many neighbours of a code that is not known are named.
const NEIGHBOURS: usize = 5;

/// Answers `explain CODE`, narrowed by a description where one is given.
///
/// # Errors
///
/// `unknown_code`, with what resembles it.
pub fn explain(code: &str, description: Option<&str>) -> Result<Answer, Box<Problem>> {
    let Some(known) = codes::find(code, description) else {
        return Err(Box::new(unknown(code)));
    };
    let explained = known.explain();
    let mut text = String::new();
    if let Some(head) = &explained.head {
        text = format!("{head}\n");
    }
    text = format!(
        "{text}{}\n{}\n{}\n",
        explained.what,
        words::with("cli-error-cause", &[("cause", &explained.cause)]),
        words::with("cli-error-next", &[("next", &explained.next)]),
    );
    let narrower = narrower(&known);
    if !narrower.is_empty() {
        text.push('\n');
        text.push_str(&words::text("cli-explain-narrower"));
        text.push('\n');
        for description in &narrower {
            text.push_str(&format!(
                "  valet-key explain {} {}\n",
                known.code,
                quoted(description)
            ));
        }
    }
    Ok(Answer {
        json: json!({
            "code": known.code,
            "description": known.description,
            "message": explained.what,
            "cause": explained.cause,
            "next": explained.next,
            "descriptions": narrower,
        }),
        text,
    })
}

/// Answers `explain` without a code: the list.
#[must_use]
pub fn list() -> Answer {
    let elements: Vec<Value> = codes::all()
        .iter()
        .map(|known| {
            json!({
                "code": known.code,
                "description": known.description,
                "speaker": speaker(known.speaker),
                "message": known.explain().what,
            })
        })
        .collect();
    let head: Vec<String> = ["code", "description", "message"]
        .iter()
        .map(|column| words::text(&format!("cli-head-{column}")))
        .collect();
    let rows: Vec<Vec<String>> = codes::all()
        .iter()
        .map(|known| {
            let description = known.description.clone().unwrap_or_default();
            vec![known.code.clone(), description, known.explain().what]
        })
        .collect();
    Answer {
        json: json!({ "codes": elements }),
        text: table(&head, &rows),
    }
}

fn speaker(speaker: Speaker) -> &'static str {
    match speaker {
        Speaker::Org => "org",
        Speaker::ValetKey => "valet_key",
    }
}

/// The descriptions under which a code means something narrower, where none was given.
fn narrower(known: &Known) -> Vec<&'static str> {
    if known.description.is_some() {
        return Vec::new();
    }
    codes::all()
        .iter()
        .filter(|other| other.code == known.code && other.speaker == known.speaker)
        .filter_map(|other| other.description.as_deref())
        .collect()
}

/// Quotes a description for a shell; one has an apostrophe.
fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

fn unknown(code: &str) -> Problem {
    let mut near: Vec<&str> = codes::near(code, NEIGHBOURS)
        .into_iter()
        .map(|known| known.code.as_str())
        .collect();
    near.dedup();
    let next = if near.is_empty() {
        words::text("cli-explain-see-all")
    } else {
        words::with("cli-explain-near", &[("codes", &near.join(", "))])
    };
    Problem::new(ProblemKind::Usage, "unknown_code")
        .at("CODE")
        .with("asked", code)
        .with("next", next)
}
