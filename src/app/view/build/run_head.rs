//! The head of the detail while a run is shown: which of them, the others, the forms of a report.

use super::super::super::effect::{ReportAsk, ReportForm};
use super::super::super::state::{RunRecord, State};
use super::super::{Action, Ask, RunChoice, RunHead};
use super::run::{kind, shown, standing};
use super::time;
use crate::model::ids::ProfileId;
use crate::model::run::RunStanding;
use crate::model::time::UnixTime;
use crate::model::words;

/// What the head of the detail has while the tab is open.
pub(super) fn head(state: &State, profile_id: &ProfileId, now: UnixTime) -> Option<RunHead> {
    let record = shown(state, profile_id)?;
    let kept = state.runs.get(profile_id)?;
    let began_at = record.run.began_at;
    let count = kept
        .iter()
        .filter(|other| time::is_same_day(state, other.run.began_at, began_at))
        .filter(|other| other.run.began_at <= began_at)
        .count();
    let day = time::day(state, began_at, now);
    let key = if time::is_same_day(state, began_at, now) {
        "window-run-of-today"
    } else {
        "window-run-of-day"
    };
    let run_id = &record.run.run_id;
    let save = |key: &str, form| {
        let run_id = run_id.clone();
        Action::new(key, Ask::Report(ReportAsk::SaveRun { run_id, form }))
    };
    let copy = |key: &str, form| {
        let run_id = run_id.clone();
        Action::new(key, Ask::Report(ReportAsk::CopyRun { run_id, form }))
    };
    Some(RunHead {
        label: words::with(key, &[("count", &count.to_string()), ("day", &day)]),
        runs: kept
            .iter()
            .map(|other| RunChoice {
                run_id: other.run.run_id.clone(),
                label: choice(state, other, now),
                state: standing(other, now).kind,
                is_on: other.run.run_id == *run_id,
            })
            .collect(),
        report: vec![
            save("window-action-save-markdown", ReportForm::Markdown),
            save("window-action-save-har", ReportForm::Har),
            save("window-action-save-mermaid", ReportForm::Mermaid),
            copy("window-action-copy-markdown", ReportForm::Markdown),
            copy("window-action-copy-har", ReportForm::Har),
            copy("window-action-copy-mermaid", ReportForm::Mermaid),
        ],
    })
}

fn choice(state: &State, record: &RunRecord, now: UnixTime) -> String {
    let when = time::short(state, record.run.began_at, now);
    let end = match &record.run.standing {
        RunStanding::Going => "window-run-going",
        RunStanding::Finished => "window-run-finished",
        RunStanding::Unfinished => "window-run-unfinished",
        RunStanding::Failed(code) if code == "cancelled" => "window-run-cancelled",
        RunStanding::Failed(_) => "window-run-failed",
    };
    let (kind, end) = (kind(&record.run.flow), words::text(end));
    words::with(
        "window-run-choice",
        &[("when", &when), ("kind", &kind), ("end", &end)],
    )
}
