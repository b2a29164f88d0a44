//! The list: filter, search, sort, select, mark.

use super::super::command::{ListFilter, Screen, SortBy};
use super::super::effect::Effect;
use super::super::state::State;
use crate::model::ids::{ProfileId, SessionId};

pub(super) fn filter(state: &mut State, filter: ListFilter) -> Vec<Effect> {
    state.screen = Screen::Library;
    state.list.filter = filter;
    state.list.touch_order();
    Vec::new()
}

pub(super) fn search(state: &mut State, text: String) -> Vec<Effect> {
    state.list.search = text;
    state.list.touch_order();
    Vec::new()
}

pub(super) fn clear(state: &mut State) -> Vec<Effect> {
    state.list.search.clear();
    filter(state, ListFilter::All)
}

pub(super) fn sort(state: &mut State, by: SortBy) -> Vec<Effect> {
    state.list.is_turned = state.list.sort == by && !state.list.is_turned;
    state.list.sort = by;
    state.list.touch_order();
    Vec::new()
}

pub(super) fn select(state: &mut State, profile_id: Option<ProfileId>) -> Vec<Effect> {
    match profile_id {
        Some(profile_id) if state.profiles.contains_key(&profile_id) => {
            if state.selected.as_ref() != Some(&profile_id) {
                state.shown_run = None;
                state.shown_exchange = None;
            }
            super::show_profile(state, &profile_id);
            state.marked.clear();
        }
        Some(_) => {}
        None => state.selected = None,
    }
    Vec::new()
}

pub(super) fn toggle(state: &mut State, profile_id: ProfileId) -> Vec<Effect> {
    if !state.profiles.contains_key(&profile_id) {
        return Vec::new();
    }
    state.list.anchor = Some(profile_id.clone());
    // Marked by a range first and ticked now: the tick counts (R68).
    if state.marked.get(&profile_id) == Some(&true) {
        state.marked.remove(&profile_id);
    } else {
        state.marked.insert(profile_id, true);
    }
    Vec::new()
}

pub(super) fn select_to(state: &mut State, profile_id: &ProfileId) -> Vec<Effect> {
    let anchor = state
        .list
        .anchor
        .as_ref()
        .or(state.selected.as_ref())
        .and_then(|anchor| state.list.row_of(anchor))
        .unwrap_or(0);
    let Some(end) = state.list.row_of(profile_id) else {
        return Vec::new();
    };
    let range = anchor.min(end)..=anchor.max(end);
    for row in state.list.rows.get(range).unwrap_or_default() {
        state.marked.entry(row.clone()).or_insert(false);
    }
    Vec::new()
}

pub(super) fn select_all(state: &mut State) -> Vec<Effect> {
    for row in &state.list.rows {
        state.marked.entry(row.clone()).or_insert(false);
    }
    Vec::new()
}

pub(super) fn select_session(state: &mut State, session_id: SessionId) -> Vec<Effect> {
    if let Some(session) = state.sessions.get(&session_id) {
        let profile_id = session.profile_id.clone();
        super::show_profile(state, &profile_id);
        state.shown_session.insert(profile_id, session_id);
    }
    Vec::new()
}
