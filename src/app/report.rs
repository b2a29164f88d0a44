//! Reports of a run and of activity, made from the redacted record only: nothing that was hidden can be in them.

pub(in crate::app) mod curl;
mod har;
mod lines;
mod markdown;
mod mermaid;

use super::effect::ReportForm;
use super::state::State;
use super::view;
use crate::model::ids::RunId;
use crate::model::run::{Shown, ShownField};
use crate::model::time::UnixTime;

pub(in crate::app) use lines::{csv, json_lines};

/// Writes a run down; nothing when it is not kept any more, or the form is not one of runs.
pub(in crate::app) fn run(
    state: &State,
    run_id: &RunId,
    form: ReportForm,
    now: UnixTime,
) -> Option<String> {
    let record = state.run(run_id)?;
    let steps = view::run_steps(state, record);
    match form {
        ReportForm::Har => Some(har::write(&record.run)),
        ReportForm::Mermaid => Some(mermaid::write(record, &steps)),
        ReportForm::Markdown => Some(markdown::write(record, &steps, now)),
        ReportForm::Csv | ReportForm::JsonLines | ReportForm::Certificate => None,
    }
}

/// What stands for a value: the value, or that it is hidden, with the fingerprint where there is one.
fn shown(field: &ShownField) -> String {
    match &field.value {
        Shown::Plain(value) => value.clone(),
        Shown::Hidden(None) => "[hidden]".to_owned(),
        Shown::Hidden(Some(fingerprint)) => format!("[hidden {fingerprint}]"),
    }
}

#[cfg(test)]
#[path = "report/tests.rs"]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests;
