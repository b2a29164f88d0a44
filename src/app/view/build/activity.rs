//! The activity screen, and the last lines about one profile.

use std::collections::BTreeSet;

use super::super::super::command::{ActivityFilter, ActivityKind};
use super::super::super::effect::{ReportAsk, ReportForm};
use super::super::super::state::{State, action_words};
use super::super::{
    Action, ActivityLine, ActivityRow, ActivityView, Ask, Empty, FilterChip, RecentLine, Tone,
};
use super::{card, time};
use crate::model::activity::{BEGUN, Entry};
use crate::model::ids::ProfileId;
use crate::model::run::Exchange;
use crate::model::time::UnixTime;
use crate::model::words;

/// Makes the screen; the rows were made when something changed.
pub(super) fn view(state: &State) -> ActivityView {
    let filter = &state.log.filter;
    let shown = state.log.lines;
    let is_filtered = *filter != ActivityFilter::default();
    let with = |change: &dyn Fn(&mut ActivityFilter)| {
        let mut filter = filter.clone();
        change(&mut filter);
        filter
    };
    let mut chips = vec![FilterChip {
        label: words::text("window-activity-failures"),
        is_on: filter.failures_only,
        filter: with(&|one| one.failures_only = !one.failures_only),
    }];
    chips.extend(ActivityKind::ALL.into_iter().map(|kind| {
        let is_on = filter.kind == Some(kind);
        FilterChip {
            label: words::text(kind_key(kind)),
            is_on,
            filter: with(&|one| one.kind = (!is_on).then_some(kind)),
        }
    }));
    let mut taken = Vec::new();
    if let Some(profile_id) = &filter.profile_id {
        taken.push(FilterChip {
            label: name(state, profile_id),
            is_on: true,
            filter: with(&|one| one.profile_id = None),
        });
    }
    if let Some(fingerprint) = &filter.fingerprint {
        let token = card::fingerprint(fingerprint);
        taken.push(FilterChip {
            label: words::with("window-activity-token", &[("token", &token)]),
            is_on: true,
            filter: with(&|one| one.fingerprint = None),
        });
    }
    let nothing = (shown == 0).then(|| words::text("window-reason-nothing-shown"));
    let save = |key: &str, form| {
        Action::new(key, Ask::Report(ReportAsk::SaveActivity(form))).unless(nothing.clone())
    };
    ActivityView {
        rows: state.log.rows.clone(),
        count: words::count("window-activity-lines", shown),
        filter: filter.clone(),
        chips,
        taken,
        profiles: profiles(state, filter),
        actions: vec![
            save("window-action-save-csv", ReportForm::Csv),
            save("window-action-save-json-lines", ReportForm::JsonLines),
        ],
        empty: (shown == 0).then(|| empty(is_filtered)),
    }
}

fn empty(is_filtered: bool) -> Empty {
    if !is_filtered {
        return Empty {
            title: words::text("window-activity-none"),
            text: words::text("window-activity-none-text"),
            actions: Vec::new(),
        };
    }
    Empty {
        title: words::text("window-activity-no-match"),
        text: words::text("window-activity-no-match-text"),
        actions: vec![Action::new(
            "window-action-clear-filter",
            Ask::ShowActivity(ActivityFilter::default()),
        )],
    }
}

fn profiles(state: &State, filter: &ActivityFilter) -> Vec<FilterChip> {
    let chip = |profile_id: &ProfileId| FilterChip {
        label: name(state, profile_id),
        is_on: filter.profile_id.as_ref() == Some(profile_id),
        filter: ActivityFilter {
            profile_id: Some(profile_id.clone()),
            ..filter.clone()
        },
    };
    state.log.profiles.iter().map(chip).collect()
}

/// Returns the profiles that any line is about, by their names.
pub(in crate::app) fn profile_ids(state: &State) -> Vec<ProfileId> {
    let all: BTreeSet<&ProfileId> = state
        .log
        .entries
        .iter()
        .filter_map(|entry| entry.profile_id.as_ref())
        .collect();
    let mut ids: Vec<ProfileId> = all.into_iter().cloned().collect();
    ids.sort_by_cached_key(|profile_id| name(state, profile_id).to_lowercase());
    ids
}

/// Makes all rows that are shown; they say nothing that changes before the day does.
pub(in crate::app) fn rows(state: &State, now: UnixTime) -> Vec<ActivityRow> {
    let mut rows = Vec::new();
    let mut day = None;
    for entry in state.shown_entries() {
        if day.is_none_or(|day| !time::is_same_day(state, day, entry.at)) {
            day = Some(entry.at);
            let words = if time::is_same_day(state, entry.at, now) {
                words::text("window-activity-today")
            } else {
                time::day(state, entry.at, now)
            };
            rows.push(ActivityRow::Day(words));
        }
        rows.push(ActivityRow::Line(Box::new(line(state, entry))));
    }
    rows
}

/// Names the day that `now` is in.
pub(in crate::app) fn today(state: &State, now: UnixTime) -> String {
    time::day(state, now, now)
}

fn line(state: &State, entry: &Entry) -> ActivityLine {
    let is_known = entry
        .profile_id
        .as_ref()
        .is_some_and(|profile_id| state.profile(profile_id).is_some());
    let ask = match (&entry.run_id, &entry.exchange) {
        _ if !is_known => None,
        (Some(run_id), Some(exchange)) => Some(Ask::ShowRunAt(run_id.clone(), exchange.number)),
        (Some(run_id), None) if is_run(&entry.action) => Some(Ask::ShowRun(run_id.clone())),
        _ => entry.profile_id.clone().map(|id| Ask::Select(Some(id))),
    };
    let token = entry.fingerprints().first().map(|fingerprint| {
        let filter = ActivityFilter {
            fingerprint: Some((*fingerprint).clone()),
            ..ActivityFilter::default()
        };
        (card::fingerprint(fingerprint), Ask::ShowActivity(filter))
    });
    ActivityLine {
        clock: time::clock(state, entry.at),
        tone: tone(entry),
        text: action_words(entry),
        detail: entry.exchange.as_ref().map(detail).unwrap_or_default(),
        code: match entry.is_failure() && entry.action != "callback" {
            true => entry.result.clone(),
            false => String::new(),
        },
        is_exchange: entry.exchange.is_some(),
        token,
        profile: entry
            .profile_id
            .as_ref()
            .map(|profile_id| name(state, profile_id))
            .unwrap_or_default(),
        ask,
    }
}

fn is_run(action: &str) -> bool {
    matches!(
        action,
        "login" | "callback" | "refresh" | "revoke" | "introspect" | "identity" | "open" | "logout"
    )
}

fn tone(entry: &Entry) -> Tone {
    match entry.result.as_str() {
        _ if entry.action == "callback" => Tone::Warn,
        "cancelled" | BEGUN => Tone::Neutral,
        _ if entry.is_failure() => Tone::Danger,
        _ if entry.exchange.is_some() => Tone::Neutral,
        _ => Tone::Success,
    }
}

fn detail(exchange: &Exchange) -> String {
    let mut parts = Vec::new();
    if !exchange.method.is_empty() {
        let url = exchange
            .url
            .split_once("://")
            .map_or(exchange.url.as_str(), |(_, rest)| rest);
        parts.push(format!("{} {url}", exchange.method));
    }
    parts.extend(exchange.status.map(|status| status.to_string()));
    parts.extend(exchange.took.map(|took| {
        let ms = took.as_millis().to_string();
        words::with("window-time-ms", &[("ms", &ms)])
    }));
    parts.join(" · ")
}

/// The last things that were done with one profile.
pub(super) fn recent(
    state: &State,
    profile_id: &ProfileId,
    most: usize,
    now: UnixTime,
) -> Vec<RecentLine> {
    state
        .log
        .entries
        .iter()
        .rev()
        .filter(|entry| entry.profile_id.as_ref() == Some(profile_id))
        .filter(|entry| entry.exchange.is_none() && entry.result != BEGUN)
        .take(most)
        .map(|entry| RecentLine {
            when: time::short(state, entry.at, now),
            tone: tone(entry),
            text: action_words(entry),
            by: match entry.is_failure() {
                true => entry.result.clone(),
                false => String::new(),
            },
        })
        .collect()
}

/// A profile by its name; one that is gone by its id.
fn name(state: &State, profile_id: &ProfileId) -> String {
    state.profile(profile_id).map_or_else(
        || profile_id.as_str().to_owned(),
        |record| record.profile.name.clone(),
    )
}

fn kind_key(kind: ActivityKind) -> &'static str {
    match kind {
        ActivityKind::Logins => "window-activity-logins",
        ActivityKind::Refreshes => "window-activity-refreshes",
        ActivityKind::Endings => "window-activity-endings",
        ActivityKind::Questions => "window-activity-questions",
        ActivityKind::Copies => "window-activity-copies",
        ActivityKind::Profiles => "window-activity-profiles",
    }
}
