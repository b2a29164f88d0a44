//! `explain`: an error code in three parts, offline.

use serde_json::json;

use super::output::Answer;
use crate::model::problem::{Problem, ProblemKind, slug};
use crate::model::words;

/// Answers `explain`.
///
/// # Errors
///
/// `unknown_code`.
pub fn explain(code: &str) -> Result<Answer, Box<Problem>> {
    let slug = slug(code);
    let keys = [format!("error-{slug}"), format!("org-{slug}")];
    let known = keys.iter().any(|key| words::find(key).is_some());
    if !known || slug.starts_with("kind-") {
        let problem = Problem::new(ProblemKind::Usage, "unknown_code").at("CODE");
        return Err(Box::new(problem));
    }
    let explained = Problem::new(ProblemKind::Refused, code).explain();
    let text = format!(
        "{}\n{}\n{}\n",
        explained.what,
        words::with("cli-error-cause", &[("cause", &explained.cause)]),
        words::with("cli-error-next", &[("next", &explained.next)]),
    );
    Ok(Answer {
        json: json!({
            "code": code,
            "message": explained.what,
            "cause": explained.cause,
            "next": explained.next,
        }),
        text,
    })
}
