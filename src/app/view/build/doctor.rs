//! The doctor's screen.

use super::super::super::event::{Check, CheckResult};
use super::super::super::state::{State, Want};
use super::super::{Action, Ask, CheckLine, DoctorView, Look, Tone};
use crate::model::words;

/// Makes the screen.
pub(super) fn view(state: &State) -> DoctorView {
    let going = state.tasks.doing(&Want::Diagnose);
    let lines: Vec<CheckLine> = state.checks.iter().map(line).collect();
    let profile = state
        .checks_of
        .as_ref()
        .and_then(|profile_id| state.profile(profile_id));
    let under = match profile {
        Some(record) => words::with("window-doctor-of", &[("profile", &record.profile.name)]),
        None => words::text("window-doctor-of-all"),
    };
    let again = Ask::Diagnose(state.checks_of.clone());
    let mut actions = Vec::new();
    if !lines.is_empty() {
        let copy = Ask::CopyText(report(&under, &state.checks));
        actions.push(Action::new("window-doctor-copy", copy));
    }
    actions.push(match going {
        Some(task) => Action::new("window-cancel", Ask::Cancel(task.run_id.clone())),
        None if lines.is_empty() => Action::new("window-doctor-start", again).look(Look::Primary),
        None => Action::new("window-doctor-again", again).look(Look::Primary),
    });
    DoctorView {
        under,
        is_busy: going.is_some(),
        verdict: (going.is_none() && !lines.is_empty()).then(|| verdict(&state.checks)),
        lines,
        actions,
    }
}

/// How it came out, in one sentence.
pub(super) fn verdict(checks: &[Check]) -> (Tone, String) {
    let count = |wanted| checks.iter().filter(|check| check.result == wanted).count();
    match (count(CheckResult::Failed), count(CheckResult::Warning)) {
        (0, 0) => (Tone::Success, words::text("window-doctor-good")),
        (0, warnings) => (Tone::Warn, words::count("window-doctor-warnings", warnings)),
        (failed, _) => (Tone::Danger, words::count("window-doctor-failed", failed)),
    }
}

fn line(check: &Check) -> CheckLine {
    let (tone, key) = result(check.result);
    CheckLine {
        tone,
        name: name(check.check),
        result: words::text(key),
        detail: check.detail.clone(),
        next: check.next.clone().unwrap_or_default(),
    }
}

fn result(result: CheckResult) -> (Tone, &'static str) {
    match result {
        CheckResult::Passed => (Tone::Success, "window-doctor-passed"),
        CheckResult::Warning => (Tone::Warn, "window-doctor-warning"),
        CheckResult::Failed => (Tone::Danger, "window-doctor-bad"),
        CheckResult::Skipped => (Tone::Neutral, "window-doctor-skipped"),
    }
}

/// The name of a check in words.
fn name(check: &str) -> String {
    let key = format!("check-name-{}", check.replace('_', "-"));
    words::find(&key).unwrap_or_else(|| check.to_owned())
}

/// All of it as text, for a message to somebody who helps.
fn report(under: &str, checks: &[Check]) -> String {
    let mut report = format!("{under}\n");
    for check in checks {
        let word = words::text(result(check.result).1);
        report.push_str(&format!(
            "{word}: {}: {}\n",
            name(check.check),
            check.detail
        ));
        if let Some(next) = &check.next {
            report.push_str(&format!("    {next}\n"));
        }
    }
    report
}
