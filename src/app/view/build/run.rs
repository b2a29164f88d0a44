//! The run tab: the flow's steps from the catalog, filled with what was seen.

use std::time::Duration;

use super::super::super::command::Tab;
use super::super::super::state::{Phase, RunRecord, State};
use super::super::{
    Action, Ask, Fact, LaneView, RunChoice, RunView, StateKind, StateView, StepStanding, StepView,
    Tone,
};
use super::{error, exchange, time, wait};
use crate::model::ids::ProfileId;
use crate::model::run::{Exchange, Lane, RunStanding};
use crate::model::time::UnixTime;
use crate::model::words;
use crate::protocol::catalog::{self, Sight, Step};

/// Makes the tab for the chosen run, else the newest; nothing when there was none.
pub(super) fn tab(state: &State, profile_id: &ProfileId, now: UnixTime) -> Option<RunView> {
    let kept = state.runs.get(profile_id)?;
    let chosen = state
        .shown_run
        .as_ref()
        .and_then(|shown| kept.iter().find(|record| record.run.run_id == *shown));
    // What goes on is shown first, a login before anything else.
    let going = kept
        .iter()
        .filter(|record| record.ended_at.is_none())
        .max_by_key(|record| record.is_login);
    let record = chosen.or(going).or(kept.front())?;
    let steps = steps(state, record);
    let now_lane = steps
        .iter()
        .find(|step| step.standing == StepStanding::Now)
        .map(|step| step.from);
    Some(RunView {
        run_id: record.run.run_id.clone(),
        runs: kept
            .iter()
            .map(|other| RunChoice {
                run_id: other.run.run_id.clone(),
                label: choice(state, other, now),
                is_on: other.run.run_id == record.run.run_id,
            })
            .collect(),
        state: standing(record, now),
        lanes: [
            (Lane::You, "window-lane-you"),
            (Lane::Browser, "window-lane-browser"),
            (Lane::ValetKey, "window-lane-valet-key"),
            (Lane::Org, "window-lane-org"),
        ]
        .into_iter()
        .map(|(lane, key)| LaneView {
            lane,
            label: words::text(key),
            is_now: now_lane == Some(lane),
        })
        .collect(),
        legend: words::text("window-run-legend"),
        wait: (record.is_login && record.ended_at.is_none()).then(|| wait::card(record, now)),
        problem: error::of_run(state, record),
        facts: facts(state, record, now),
        exchange: state
            .shown_exchange
            .and_then(|number| exchange::view(state, record, number)),
        actions: actions(state, record, &steps, now),
        steps,
    })
}

fn flow_key(flow: &str) -> String {
    words::find(&format!("window-run-kind-{flow}"))
        .unwrap_or_else(|| super::library::flow_name(flow))
}

fn choice(state: &State, record: &RunRecord, now: UnixTime) -> String {
    let when = time::short(state, record.run.began_at, now);
    let end = match &record.run.standing {
        RunStanding::Going => "window-run-going",
        RunStanding::Finished => "window-run-finished",
        RunStanding::Failed(code) if code == "cancelled" => "window-run-cancelled",
        RunStanding::Failed(_) => "window-run-failed",
    };
    let (kind, end) = (flow_key(&record.run.flow), words::text(end));
    words::with(
        "window-run-choice",
        &[("when", &when), ("kind", &kind), ("end", &end)],
    )
}

fn standing(record: &RunRecord, now: UnixTime) -> StateView {
    let span = record.run.began_at.until(record.ended_at.unwrap_or(now));
    let (kind, tone, key, span) = match &record.run.standing {
        RunStanding::Going => (
            StateKind::Busy,
            Tone::Busy,
            "window-run-going",
            time::stopwatch(span),
        ),
        RunStanding::Finished => (
            StateKind::Active,
            Tone::Success,
            "window-run-finished",
            seconds(span),
        ),
        RunStanding::Failed(code) if code == "cancelled" => (
            StateKind::Revoked,
            Tone::Neutral,
            "window-run-cancelled",
            seconds(span),
        ),
        RunStanding::Failed(_) => (
            StateKind::Failed,
            Tone::Danger,
            "window-run-failed",
            seconds(span),
        ),
    };
    let word = words::text(key);
    StateView {
        kind,
        tone,
        text: words::with("window-run-after", &[("word", &word), ("span", &span)]),
        word,
    }
}

/// `0.4 s`, or whole units from ten seconds on.
fn seconds(span: Duration) -> String {
    if span.as_secs() < 10 {
        let secs = format!("{:.1}", span.as_secs_f32());
        words::with("window-time-secs", &[("secs", &secs)])
    } else {
        time::length(span)
    }
}

/// The arrows: what was seen, what lies between others, what is still to come.
pub(super) fn steps(state: &State, record: &RunRecord) -> Vec<StepView> {
    let spec = catalog::find(&record.run.flow).map_or(&[] as &[Step], |spec| spec.steps);
    let exchanges = &record.run.exchanges;
    let is_over = record.ended_at.is_some();
    let is_of = |step: &Step, exchange: &&Exchange| step.key() == exchange.step;
    let last_done = spec
        .iter()
        .rposition(|step| exchanges.iter().any(|exchange| is_of(step, &exchange)));
    let mut views = Vec::new();
    if let Some(address) = &record.listened_on {
        views.push(note(words::with(
            "window-wait-listens",
            &[("address", address)],
        )));
    }
    let mut has_now = exchanges.iter().any(|exchange| is_going(record, exchange));
    for (at, step) in spec.iter().enumerate() {
        let own: Vec<&Exchange> = exchanges.iter().filter(|e| is_of(step, e)).collect();
        if !own.is_empty() {
            views.extend(own.into_iter().map(|e| seen(state, record, e)));
            continue;
        }
        let is_passed = last_done.is_some_and(|last| at < last);
        if step.sight == Sight::Unseen && is_passed {
            views.push(arrow(step, StepStanding::Unseen));
        } else if is_passed || is_over || (step.may_be_left_out && at != 0) {
            // It was left out, or may be, or will not come any more.
        } else if !has_now && is_next(record, step) {
            has_now = true;
            views.push(arrow(step, StepStanding::Now));
        } else if step.sight == Sight::Unseen && !has_now {
            views.push(arrow(step, StepStanding::Unseen));
        } else {
            views.push(arrow(step, StepStanding::ToCome));
        }
    }
    // What no step of the catalog names: repeated calls, or the calls of a flow without a diagram.
    let known = |exchange: &&Exchange| spec.iter().any(|step| is_of(step, exchange));
    views.extend(
        exchanges
            .iter()
            .filter(|exchange| !known(exchange))
            .map(|exchange| seen(state, record, exchange)),
    );
    if let (Some(problem), true) = (&record.problem, exchanges.iter().all(|e| e.error.is_none())) {
        views.push(failed(record, &problem.code));
    }
    views
}

fn is_going(record: &RunRecord, exchange: &Exchange) -> bool {
    record.ended_at.is_none()
        && exchange.took.is_none()
        && exchange.error.is_none()
        && exchange.to == Lane::Org
}

/// The step that has to happen next: the person's, while the browser is waited for; else the first one.
fn is_next(record: &RunRecord, step: &Step) -> bool {
    match record.phase {
        Phase::Waiting(_) => step.from == Lane::You,
        _ => true,
    }
}

fn note(label: String) -> StepView {
    StepView {
        from: Lane::ValetKey,
        to: Lane::ValetKey,
        label,
        time: String::new(),
        standing: StepStanding::Note,
        exchange: None,
        is_selected: false,
    }
}

fn arrow(step: &Step, standing: StepStanding) -> StepView {
    let time = match standing {
        StepStanding::Unseen => words::text("window-step-unseen"),
        StepStanding::Now => words::text("window-step-now"),
        _ => String::new(),
    };
    StepView {
        from: step.from,
        to: step.to,
        label: words::text(&step.key()),
        time,
        standing,
        exchange: None,
        is_selected: false,
    }
}

fn seen(state: &State, record: &RunRecord, exchange: &Exchange) -> StepView {
    let since = record.run.began_at.until(exchange.began_at);
    let standing = if exchange.error.is_some() {
        StepStanding::Failed
    } else if is_going(record, exchange) {
        StepStanding::Now
    } else {
        StepStanding::Done
    };
    StepView {
        from: exchange.from,
        to: exchange.to,
        label: exchange
            .error
            .clone()
            .unwrap_or_else(|| exchange::title(exchange)),
        time: format!("{:.3}", since.as_secs_f64()),
        standing,
        exchange: Some(exchange.number),
        is_selected: state.shown_exchange == Some(exchange.number),
    }
}

/// The failure of a run that no exchange shows.
fn failed(record: &RunRecord, code: &str) -> StepView {
    let is_login_page = record.is_login && record.browser.is_some();
    let (from, to) = if is_login_page {
        (Lane::Org, Lane::Browser)
    } else {
        (Lane::ValetKey, Lane::ValetKey)
    };
    StepView {
        from,
        to,
        label: code.to_owned(),
        time: String::new(),
        standing: StepStanding::Failed,
        exchange: None,
        is_selected: false,
    }
}

fn facts(state: &State, record: &RunRecord, now: UnixTime) -> Vec<Fact> {
    let mut facts = vec![
        Fact::words(
            "window-fact-started",
            time::exact(state, record.run.began_at, now),
        ),
        Fact::code("window-fact-run-id", record.run.run_id.as_str()),
    ];
    if let Some(browser) = record.browser.as_ref().filter(|name| !name.is_empty()) {
        facts.push(Fact::words("window-fact-browser", browser.clone()));
    }
    if let Some(address) = &record.listened_on {
        facts.push(Fact::code("window-fact-listened", address.clone()));
    }
    facts
}

fn actions(state: &State, record: &RunRecord, steps: &[StepView], now: UnixTime) -> Vec<Action> {
    let report = report(record, steps, now);
    let mut actions = vec![Action::new(
        "window-action-copy-report",
        Ask::CopyText(report),
    )];
    if record.ended_at.is_some() && record.is_login {
        actions.push(Action::new(
            "window-action-log-in-again",
            Ask::LogIn {
                profile_id: record.run.profile_id.clone(),
                options: record.options.clone(),
            },
        ));
    }
    if state.tab != Tab::Run {
        actions.push(Action::new(
            "window-action-details",
            Ask::ShowRun(record.run.run_id.clone()),
        ));
    }
    actions
}

/// The run as text: steps, times, statuses; nothing that was hidden.
fn report(record: &RunRecord, steps: &[StepView], now: UnixTime) -> String {
    let mut report = format!(
        "{} {}\n{}\n",
        flow_key(&record.run.flow),
        record.run.run_id,
        record.run.began_at.to_rfc3339()
    );
    for step in steps {
        report.push_str(&format!(
            "{:>8}  {:?} -> {:?}  {}\n",
            step.time, step.from, step.to, step.label
        ));
    }
    for exchange in &record.run.exchanges {
        report.push('\n');
        report.push_str(&exchange::raw(exchange));
    }
    if let Some(problem) = &record.problem {
        let explained = problem.explain();
        report.push_str(&format!(
            "\n{}\n{}\n{}\n{}\n",
            problem.code, explained.what, explained.cause, explained.next
        ));
    }
    report.push_str(&standing(record, now).text);
    report.push('\n');
    report
}
