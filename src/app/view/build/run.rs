//! The run tab: the flow's steps from the catalog, filled with what was seen.

use std::time::Duration;

use super::super::super::effect::{ReportAsk, ReportForm};
use super::super::super::state::{Phase, RunRecord, State};
use super::super::{
    Action, Ask, Banner, Fact, LaneView, RunView, StateKind, StateView, StepStanding, StepView,
    Tone,
};
use super::{error, exchange, time, wait};
use crate::model::ids::ProfileId;
use crate::model::problem::{Problem, slug};
use crate::model::run::{Exchange, Lane, RunStanding};
use crate::model::time::UnixTime;
use crate::model::words;
use crate::protocol::catalog::{self, FlowSpec, Sight, Step};
use crate::protocol::io::Prompt;

/// Makes the tab for the chosen run, else the newest; nothing when there was none.
pub(super) fn tab(state: &State, profile_id: &ProfileId, now: UnixTime) -> Option<RunView> {
    let record = shown(state, profile_id)?;
    let steps = steps(state, record);
    let now_lane = steps
        .iter()
        .find(|step| step.standing == StepStanding::Now)
        .map(|step| step.from);
    Some(RunView {
        run_id: record.run.run_id.clone(),
        state: standing(record, now),
        lanes: [Lane::You, Lane::Browser, Lane::ValetKey, Lane::Org]
            .into_iter()
            .map(|lane| LaneView {
                lane,
                label: exchange::lane_words(lane),
                is_now: now_lane == Some(lane),
            })
            .collect(),
        banners: banners(record),
        legend: legend(&steps),
        wait: (record.is_login && record.ended_at.is_none()).then(|| wait::card(record, now)),
        problem: error::of_run(state, record),
        facts: facts(state, record, now),
        exchange: state
            .shown_exchange
            .and_then(|number| exchange::view(state, record, number)),
        actions: actions(record),
        steps,
    })
}

/// The chosen run of a profile, else the one that goes on, else the newest.
pub(super) fn shown<'a>(state: &'a State, profile_id: &ProfileId) -> Option<&'a RunRecord> {
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
    chosen.or(going).or(kept.front())
}

/// The mark of an insecure flow, and the notes of the run.
fn banners(record: &RunRecord) -> Vec<Banner> {
    let banner = |tone, key: &str| Banner {
        tone,
        text: words::text(key),
        action: None,
    };
    let is_insecure = catalog::find(&record.run.flow).is_some_and(FlowSpec::is_insecure);
    let mark = is_insecure.then(|| {
        let own = format!("window-run-insecure-{}", slug(&record.run.flow));
        let key = if words::find(&own).is_some() {
            own.as_str()
        } else {
            "window-run-insecure"
        };
        banner(Tone::Warn, key)
    });
    let notes = record.prompts.iter().filter_map(|prompt| match prompt {
        Prompt::Note(code) => Some(banner(Tone::Info, &format!("flow-note-{}", slug(code)))),
        Prompt::EnterUserCode { .. } => None,
    });
    mark.into_iter().chain(notes).collect()
}

fn legend(steps: &[StepView]) -> String {
    let is_dashed =
        |step: &StepView| matches!(step.standing, StepStanding::Unseen | StepStanding::ToCome);
    if steps.iter().any(is_dashed) {
        words::text("window-run-legend")
    } else {
        String::new()
    }
}

/// The words of what a run did: of its flow, or of the call.
pub(in crate::app) fn kind(flow: &str) -> String {
    words::find(&format!("window-run-kind-{flow}"))
        .unwrap_or_else(|| super::library::flow_name(flow))
}

/// How a run stands, in words: `Finished, 3.2 s`.
pub(in crate::app) fn state_words(record: &RunRecord, now: UnixTime) -> String {
    standing(record, now).text
}

pub(super) fn standing(record: &RunRecord, now: UnixTime) -> StateView {
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
        RunStanding::Unfinished => {
            let word = words::text("window-run-unfinished");
            return StateView {
                kind: StateKind::NeverLoggedIn,
                tone: Tone::Neutral,
                text: word.clone(),
                word,
            };
        }
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
pub(in crate::app) fn steps(state: &State, record: &RunRecord) -> Vec<StepView> {
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
            views.extend(own.into_iter().flat_map(|e| seen(state, record, e)));
            continue;
        }
        let is_passed = last_done.is_some_and(|last| at < last);
        let is_page = is_over && has_trip(record) && step.from == Lane::Browser;
        if step.sight == Sight::Unseen && (is_passed || (is_page && last_done.is_some())) {
            views.push(arrow(step, StepStanding::Unseen));
        } else if is_passed || is_over || step.may_be_left_out {
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
            .flat_map(|exchange| seen(state, record, exchange)),
    );
    // What the trip of the browser came to is said by the arrow of who refused.
    let is_shown = |e: &Exchange| e.error.is_some() && e.to != Lane::Browser;
    if let (Some(problem), false) = (&record.problem, exchanges.iter().any(is_shown)) {
        views.push(failed(record, problem));
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

/// The browser was sent to the org.
fn has_trip(record: &RunRecord) -> bool {
    let mut exchanges = record.run.exchanges.iter();
    exchanges.any(|exchange| exchange.to == Lane::Browser)
}

fn note(label: String) -> StepView {
    StepView {
        from: Lane::ValetKey,
        to: Lane::ValetKey,
        label,
        time: "0.000".to_owned(),
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

/// The arrow of an exchange, and that of its answer.
fn seen(state: &State, record: &RunRecord, exchange: &Exchange) -> Vec<StepView> {
    let since = |at: UnixTime| format!("{:.3}", record.run.began_at.until(at).as_secs_f64());
    let has_answer = exchange.to == Lane::Org && exchange.status.is_some();
    let is_trip = exchange.to == Lane::Browser;
    let failure = exchange.error.as_ref().filter(|_| !has_answer && !is_trip);
    let standing = if failure.is_some() {
        StepStanding::Failed
    } else if is_going(record, exchange) {
        StepStanding::Now
    } else {
        StepStanding::Done
    };
    let request = StepView {
        from: exchange.from,
        to: exchange.to,
        label: failure
            .cloned()
            .unwrap_or_else(|| exchange::title(exchange)),
        time: since(exchange.began_at),
        standing,
        exchange: Some(exchange.number),
        is_selected: state.shown_exchange == Some(exchange.number),
    };
    let answer = exchange.status.filter(|_| has_answer).map(|status| {
        let took = exchange.took.unwrap_or_default();
        let words = match &exchange.error {
            Some(error) => error.clone(),
            None => took_words(took),
        };
        StepView {
            from: exchange.to,
            to: exchange.from,
            label: words::with(
                "window-step-answer",
                &[("status", &status.to_string()), ("words", &words)],
            ),
            time: since(exchange.began_at.after(took)),
            standing: match exchange.error {
                Some(_) => StepStanding::Failed,
                None => StepStanding::Done,
            },
            is_selected: false,
            ..request.clone()
        }
    });
    std::iter::once(request).chain(answer).collect()
}

fn took_words(took: Duration) -> String {
    if took.as_secs() < 1 {
        let ms = took.as_millis().to_string();
        words::with("window-time-ms", &[("ms", &ms)])
    } else {
        seconds(took)
    }
}

/// The failure of a run that no exchange shows: the org's page said it, or it happened here.
fn failed(record: &RunRecord, problem: &Problem) -> StepView {
    let is_page = has_trip(record) && problem.org.is_some();
    let (from, to, time) = if is_page {
        (Lane::Org, Lane::Browser, words::text("window-step-unseen"))
    } else {
        let at = record.ended_at.unwrap_or(record.run.began_at);
        let since = record.run.began_at.until(at).as_secs_f64();
        (Lane::ValetKey, Lane::ValetKey, format!("{since:.3}"))
    };
    StepView {
        from,
        to,
        label: problem.code.clone(),
        time,
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

fn actions(record: &RunRecord) -> Vec<Action> {
    let mut actions = vec![Action::new(
        "window-action-copy-report",
        Ask::Report(ReportAsk::CopyRun {
            run_id: record.run.run_id.clone(),
            form: ReportForm::Markdown,
        }),
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
    actions
}
