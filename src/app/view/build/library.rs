//! The list: its head, and row models for the rows that are seen.

use std::ops::Range;

use super::super::super::command::ListFilter;
use super::super::super::state::State;
use super::super::super::update::live_sessions;
use super::super::{Action, Ask, Bulk, Empty, List, ListRow, Look};
use super::{busy, state as states, time};
use crate::model::ids::{ProfileId, SessionId};
use crate::model::time::UnixTime;
use crate::model::words;

/// Makes the list's head, and what stands around the rows.
#[must_use]
pub fn list(state: &State, now: UnixTime) -> List {
    let (rows, total) = (state.list.rows.len(), state.profiles.len());
    let is_narrowed = state.list.filter != ListFilter::All || !state.list.search.trim().is_empty();
    List {
        title: title(&state.list.filter),
        rows,
        total,
        count_text: if is_narrowed {
            let (shown, all) = (rows.to_string(), total.to_string());
            words::with("window-list-count", &[("shown", &shown), ("all", &all)])
        } else {
            total.to_string()
        },
        filter: state.list.filter.clone(),
        search: state.list.search.clone(),
        sort: state.list.sort,
        is_turned: state.list.is_turned,
        selected_row: state.selected.as_ref().and_then(|id| state.list.row_of(id)),
        empty: (rows == 0).then(|| empty(state)),
        bulk: (!state.marked.is_empty()).then(|| bulk(state, now)),
    }
}

/// Makes the models of the rows in a range; rows beyond the end are left out.
#[must_use]
pub fn rows(state: &State, range: Range<usize>, now: UnixTime) -> Vec<ListRow> {
    let end = range.end.min(state.list.rows.len());
    let start = range.start.min(end);
    state
        .list
        .rows
        .get(start..end)
        .unwrap_or_default()
        .iter()
        .filter_map(|profile_id| row(state, profile_id, now))
        .collect()
}

fn row(state: &State, profile_id: &ProfileId, now: UnixTime) -> Option<ListRow> {
    let profile = &state.profiles.get(profile_id)?.profile;
    let sessions = state.sessions_of(profile_id).count();
    let busy = busy::of_profile(state, profile_id, now);
    let badge = states::badge(state, profile_id, now);
    let state_view = match &busy {
        Some(busy) => busy::as_state(busy),
        None => states::of_profile(state, profile_id, now),
    };
    let flow = flow_name(profile.flow.as_str());
    let user = match sessions {
        0 => words::text("window-list-no-login"),
        1 => state
            .sessions_of(profile_id)
            .next()
            .and_then(|session| session.username())
            .map_or_else(|| words::text("window-user-unknown"), str::to_owned),
        several => words::count("window-list-logins", several),
    };
    let expiry = state
        .list
        .summary(profile_id)
        .and_then(|summary| summary.next_expiry);
    let last_check = state
        .sessions_of(profile_id)
        .filter_map(|session| session.last_check_at)
        .max();
    let spoken = [&profile.name, &badge.label, &state_view.text, &flow, &user]
        .map(String::as_str)
        .join(", ");
    Some(ListRow {
        profile_id: profile_id.clone(),
        name: profile.name.clone(),
        flow,
        user,
        platform: profile.platform,
        badge,
        state: state_view,
        busy,
        sessions,
        expires: expiry.map_or_else(dash, |at| time::short(state, at, now)),
        last_check: last_check.map_or_else(dash, |at| time::ago(at, now)),
        is_selected: state.selected.as_ref() == Some(profile_id),
        is_marked: state.marked.contains_key(profile_id),
        spoken,
    })
}

fn dash() -> String {
    "–".to_owned()
}

/// The name of a flow, or its wire name where the catalog has none.
pub(super) fn flow_name(flow: &str) -> String {
    crate::protocol::catalog::find(flow)
        .and_then(|spec| words::find(&spec.key()))
        .unwrap_or_else(|| flow.to_owned())
}

fn title(filter: &ListFilter) -> String {
    match filter {
        ListFilter::All => words::text("window-list-all"),
        ListFilter::Attention => words::text("window-list-attention"),
        ListFilter::Environment(environment) => states::name(*environment),
        ListFilter::Tag(tag) => tag.clone(),
    }
}

fn empty(state: &State) -> Empty {
    let is_searched = !state.list.search.trim().is_empty();
    let (title, text) = match &state.list.filter {
        _ if is_searched => ("window-list-no-match", "window-list-no-match-text"),
        ListFilter::Attention => ("window-list-no-attention", "window-list-no-attention-text"),
        ListFilter::All => ("window-list-none", "window-list-none-text"),
        _ => ("window-list-none-here", "window-list-none-here-text"),
    };
    let action = if state.profiles.is_empty() {
        Action::new("window-action-new-profile", Ask::NewProfile)
    } else {
        Action::new("window-action-clear-filter", Ask::ClearFilter)
    };
    Empty {
        title: words::text(title),
        text: words::text(text),
        actions: vec![action.look(Look::Primary)],
    }
}

fn bulk(state: &State, now: UnixTime) -> Bulk {
    let mut refreshable: Vec<SessionId> = Vec::new();
    let mut revocable: Vec<SessionId> = Vec::new();
    let mut logins = 0;
    let mut left_out = 0;
    for (profile_id, is_ticked) in &state.marked {
        for session in state.sessions_of(profile_id) {
            logins += 1;
            if session.has_refresh_token {
                refreshable.push(session.session_id.clone());
            }
        }
        // Production joins a bulk act only where it was ticked by hand (R68).
        if *is_ticked || !state.is_guarded(profile_id, now) {
            revocable.extend(live_sessions(state, profile_id));
        } else {
            left_out += 1;
        }
    }
    let profiles = words::count("window-bulk-profiles", state.marked.len());
    let logins = words::count("window-list-logins", logins);
    let mut summary = words::with(
        "window-bulk-summary",
        &[("profiles", &profiles), ("logins", &logins)],
    );
    if left_out > 0 {
        summary.push_str(", ");
        summary.push_str(&words::count("window-bulk-left-out", left_out));
    }
    let worst = state
        .marked
        .keys()
        .min_by_key(|id| (!state.is_guarded(id, now), state.environment(id, now).0))
        .map(|id| states::badge(state, id, now));
    let nothing_to =
        |sessions: &[SessionId], key: &str| sessions.is_empty().then(|| words::text(key));
    let going = state.tasks.len() + state.backlog.len();
    let mut actions =
        vec![Action::new("window-action-clear-selection", Ask::ClearSelected).look(Look::Ghost)];
    actions.extend((going > 1).then(|| Action::new("window-action-cancel-all", Ask::CancelAll)));
    actions.push(
        Action::new("window-action-refresh", Ask::Refresh(refreshable.clone()))
            .unless(nothing_to(&refreshable, "window-reason-no-refresh-token")),
    );
    actions.push(
        Action::new("window-action-revoke-ask", Ask::Revoke(revocable.clone()))
            .look(Look::Danger)
            .unless(nothing_to(&revocable, "window-reason-nothing-live")),
    );
    Bulk {
        summary,
        worst: worst.unwrap_or_else(states::unknown),
        actions,
    }
}
