//! The list: its head, and row models for the rows that are seen.

use std::ops::Range;

use super::super::super::command::ListFilter;
use super::super::super::state::State;
use super::super::{Action, Ask, Empty, List, ListRow, Look, RowMenu};
use super::{bulk, busy, detail, state as states, time};
use crate::model::ids::ProfileId;
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
        bulk: bulk::bulk(state, now),
        menu: state.list.pointed.as_ref().map(|profile_id| RowMenu {
            profile_id: profile_id.clone(),
            actions: detail::menu(state, profile_id, now),
        }),
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
    let summary = state.list.summary(profile_id);
    let expiry = summary.and_then(|summary| summary.next_expiry);
    let last_check = summary.and_then(|summary| summary.last_check);
    let is_guarded = summary.is_none_or(|summary| summary.is_guarded);
    let is_marked = state.marked.is_chosen(profile_id, is_guarded);
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
        is_marked,
        is_left_out: !is_marked && state.marked.contains(profile_id),
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

/// The name of what is listed.
pub(super) fn title(filter: &ListFilter) -> String {
    match filter {
        ListFilter::All => words::text("window-list-all"),
        ListFilter::Attention => words::text("window-list-attention"),
        ListFilter::Recent => words::text("window-list-recent"),
        ListFilter::Environment(environment) => states::name(*environment),
        ListFilter::Tag(tag) => tag.clone(),
    }
}

fn empty(state: &State) -> Empty {
    let is_searched = !state.list.search.trim().is_empty();
    let (title, text) = match &state.list.filter {
        _ if is_searched => ("window-list-no-match", "window-list-no-match-text"),
        ListFilter::Attention => ("window-list-no-attention", "window-list-no-attention-text"),
        ListFilter::Recent => ("window-list-no-recent", "window-list-no-recent-text"),
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
