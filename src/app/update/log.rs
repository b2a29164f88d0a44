//! The log: read, added to, shown; the runs that it has are kept runs again.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use super::super::command::{ActivityFilter, Screen, Tab};
use super::super::effect::{Effect, LoginOptions};
use super::super::state::{KEPT_RUNS, Phase, RunRecord, State};
use super::super::view;
use crate::model::activity::{BEGUN, Entry, OK};
use crate::model::ids::{ProfileId, RunId};
use crate::model::run::{Exchange, Run, RunStanding};
use crate::model::time::UnixTime;

pub(super) fn was_read(state: &mut State, entries: Vec<Entry>) -> Vec<Effect> {
    state.log.entries = entries;
    state.log.made_for = None;
    let mut by_run: BTreeMap<&RunId, Vec<&Entry>> = BTreeMap::new();
    for entry in &state.log.entries {
        if let Some(run_id) = &entry.run_id {
            by_run.entry(run_id).or_default().push(entry);
        }
    }
    let records: Vec<RunRecord> = by_run
        .iter()
        .filter_map(|(run_id, entries)| restored(run_id, entries))
        .collect();
    for record in records {
        keep(state, record);
    }
    for kept in state.runs.values_mut() {
        trim(kept);
    }
    Vec::new()
}

pub(super) fn noted(state: &mut State, entries: Vec<Entry>) -> Vec<Effect> {
    let mut runs: Vec<RunId> = entries
        .iter()
        .filter(|entry| entry.result != BEGUN)
        .filter_map(|entry| entry.run_id.clone())
        .collect();
    runs.dedup();
    state.log.entries.extend(entries);
    state.log.made_for = None;
    // What the window did not begin itself: a pending revocation, a refresh before a token was given out.
    for run_id in runs {
        if state.task(&run_id).is_none()
            && let Some(record) = found(state, &run_id)
        {
            let profile_id = record.run.profile_id.clone();
            keep(state, record);
            if let Some(kept) = state.runs.get_mut(&profile_id) {
                trim(kept);
            }
        }
    }
    Vec::new()
}

/// Shows lines of activity.
pub(super) fn show(state: &mut State, filter: ActivityFilter) -> Vec<Effect> {
    state.screen = Screen::Activity;
    state.log.filter = filter;
    state.log.made_for = None;
    Vec::new()
}

/// Shows a run, of the log if it is not kept any more, and one of its exchanges.
pub(super) fn show_run(state: &mut State, run_id: RunId, number: Option<u32>) -> Vec<Effect> {
    if state.run(&run_id).is_none()
        && let Some(record) = found(state, &run_id)
    {
        keep(state, record);
    }
    let Some(record) = state.run(&run_id) else {
        return Vec::new();
    };
    let profile_id = record.run.profile_id.clone();
    if !state.profiles.contains_key(&profile_id) {
        return Vec::new();
    }
    super::show_profile(state, &profile_id);
    state.tab = Tab::Run;
    state.shown_run = Some(run_id);
    state.shown_exchange = number;
    Vec::new()
}

/// Makes the rows of the screen, where it is open and they are stale.
pub(super) fn settle(state: &mut State, now: UnixTime) {
    if state.screen != Screen::Activity {
        return;
    }
    let wanted = Some((view::today(state, now), state.settings.utc));
    if state.log.made_for != wanted {
        state.log.rows = view::activity_rows(state, now).into();
        let is_line = |row: &&view::ActivityRow| matches!(row, view::ActivityRow::Line(_));
        state.log.lines = state.log.rows.iter().filter(is_line).count();
        state.log.profiles = view::activity_profiles(state);
        state.log.made_for = wanted;
    }
}

fn found(state: &State, run_id: &RunId) -> Option<RunRecord> {
    let entries: Vec<&Entry> = state
        .log
        .entries
        .iter()
        .filter(|entry| entry.run_id.as_ref() == Some(run_id))
        .collect();
    restored(run_id, &entries)
}

/// Puts a run of the log among the kept ones; what the window saw itself stays as it is.
fn keep(state: &mut State, record: RunRecord) {
    let kept = state.runs.entry(record.run.profile_id.clone()).or_default();
    let is_it = |known: &&mut RunRecord| known.run.run_id == record.run.run_id;
    match kept.iter_mut().find(is_it) {
        // Another process ended what had only begun when it was read before.
        Some(known) if known.run.standing == RunStanding::Unfinished => *known = record,
        Some(_) => {}
        None => {
            let at = kept
                .iter()
                .position(|known| known.run.began_at <= record.run.began_at)
                .unwrap_or(kept.len());
            kept.insert(at, record);
        }
    }
}

/// A run that goes on is never dropped, however many others there are.
pub(super) fn trim(kept: &mut VecDeque<RunRecord>) {
    while kept.len() > KEPT_RUNS {
        let Some(over) = kept.iter().rposition(|record| record.ended_at.is_some()) else {
            break;
        };
        kept.remove(over);
    }
}

/// Makes a run of its entries again; nothing for what is no run, such as a profile that was saved.
fn restored(run_id: &RunId, entries: &[&Entry]) -> Option<RunRecord> {
    let actions = || {
        let is_action = |entry: &&&Entry| entry.exchange.is_none() && entry.action != "callback";
        entries.iter().filter(is_action)
    };
    let first = actions().next()?;
    if !matches!(
        first.action.as_str(),
        "login" | "refresh" | "revoke" | "introspect" | "identity" | "open" | "logout"
    ) {
        return None;
    }
    let profile_id: ProfileId = first.profile_id.clone()?;
    let is_login = first.action == "login";
    let flow = match &first.flow {
        Some(flow) => flow.clone(),
        None if is_login => "web_server".to_owned(),
        None => first.action.clone(),
    };
    let mut exchanges: Vec<Exchange> = entries
        .iter()
        .filter_map(|entry| entry.exchange.clone())
        .collect();
    for (index, exchange) in exchanges.iter_mut().enumerate() {
        // Calls that share a run each counted from one.
        exchange.number = u32::try_from(index).map_or(u32::MAX, |at| at.saturating_add(1));
    }
    let began_at = entries.iter().map(|entry| entry.at).min()?;
    let end = actions().rfind(|entry| entry.action == first.action && entry.result != BEGUN);
    let last = exchanges
        .iter()
        .map(|exchange| {
            exchange
                .began_at
                .after(exchange.took.unwrap_or(Duration::ZERO))
        })
        .max();
    let standing = match end {
        None => RunStanding::Unfinished,
        Some(end) if end.result == OK => RunStanding::Finished,
        Some(end) => RunStanding::Failed(end.result.clone()),
    };
    Some(RunRecord {
        run: Run {
            run_id: run_id.clone(),
            profile_id,
            flow,
            began_at,
            standing,
            exchanges,
        },
        is_login,
        options: LoginOptions::default(),
        phase: Phase::Ended,
        strays: 0,
        notice: None,
        paste_problem: None,
        prompts: Vec::new(),
        ended_at: end.map(|end| end.at).or(last).or(Some(began_at)),
        problem: end.and_then(|end| end.problem.as_deref().cloned()),
        browser: None,
        listened_on: None,
    })
}
