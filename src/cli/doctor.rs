//! `doctor`: everything that a login needs, looked at; the vault is not touched.

use serde_json::{Value, json};

use super::house::House;
use super::object;
use super::output::Answer;
use super::plain::{clean, table};
use crate::app::command::Command;
use crate::app::event::{CheckResult, Event};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::words;

/// Answers `doctor`; with the answer comes the problem of a check that came out bad.
///
/// # Errors
///
/// `unknown_profile`, `cancelled`.
pub fn doctor(
    house: &mut House,
    target: Option<&str>,
) -> Result<(Answer, Option<Box<Problem>>), Box<Problem>> {
    let profile_id = match target {
        Some(target) => Some(house.library().profile(target)?.profile.profile_id.clone()),
        None => None,
    };
    house.hear_interrupts()?;
    let checks = match house.run(Command::Diagnose(profile_id))? {
        Event::Diagnosed { checks, .. } => checks,
        _ => return Err(Box::new(Problem::new(ProblemKind::Failed, "internal"))),
    };
    let elements: Vec<Value> = checks.iter().map(object::check).collect();
    let head: Vec<String> = ["check", "result", "detail"]
        .iter()
        .map(|column| words::text(&format!("cli-head-{column}")))
        .collect();
    let mut rows = Vec::new();
    for check in &checks {
        let result = object::check_result(check.result).to_owned();
        rows.push(vec![check.check.to_owned(), result, clean(&check.detail)]);
        if let Some(next) = &check.next {
            let next = words::with("cli-error-next", &[("next", next)]);
            rows.push(vec![String::new(), String::new(), clean(&next)]);
        }
    }
    let failed = checks
        .iter()
        .find(|check| check.result == CheckResult::Failed)
        .map(|check| {
            let problem = Problem::new(ProblemKind::Failed, "check_failed")
                .at(check.check)
                .with("detail", check.detail.clone())
                .with("next", check.next.clone().unwrap_or_default());
            Box::new(problem)
        });
    let answer = Answer {
        json: json!({ "checks": elements }),
        text: table(&head, &rows),
    };
    Ok((answer, failed))
}
