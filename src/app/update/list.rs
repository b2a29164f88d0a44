//! The list: filter, search, sort, select, mark.

use std::collections::BTreeSet;

use super::super::command::{BulkAct, ListFilter, Screen, SortBy};
use super::super::effect::{Effect, WhichToken};
use super::super::state::{State, Want, may_refresh};
use super::{begin, session};
use crate::model::ids::{ProfileId, SessionId};
use crate::model::session::{Session, Standing};
use crate::model::time::UnixTime;

pub(super) fn filter(state: &mut State, filter: ListFilter) -> Vec<Effect> {
    state.screen = Screen::Library;
    let list = &mut state.list;
    match (&filter, list.sort_before) {
        // Those used last stand in the order of their use, whatever the others are sorted by.
        (ListFilter::Recent, None) => {
            list.sort_before = Some((list.sort, list.is_turned));
            (list.sort, list.is_turned) = (SortBy::Used, false);
        }
        (ListFilter::Recent, Some(_)) | (_, None) => {}
        (_, Some(before)) => {
            (list.sort, list.is_turned) = before;
            list.sort_before = None;
        }
    }
    list.filter = filter;
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
    let is_guarded = state
        .list
        .summary(&profile_id)
        .is_none_or(|summary| summary.is_guarded);
    // A guarded one that a range brought is shown without a tick: the first tick is the person's (R68).
    if state.marked.is_chosen(&profile_id, is_guarded) {
        state.marked.remove(&profile_id);
    } else {
        state.marked.tick(profile_id);
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
    let rows = state.list.rows.get(range).unwrap_or_default();
    state.marked.range(rows.iter().cloned());
    Vec::new()
}

pub(super) fn select_all(state: &mut State) -> Vec<Effect> {
    state.marked.range(state.list.rows.iter().cloned());
    Vec::new()
}

/// Does the same with all sessions of the marked profiles that take part.
pub(super) fn bulk(state: &mut State, act: BulkAct, now: UnixTime) -> Vec<Effect> {
    let is_meant = |session: &&Session| match act {
        BulkAct::Refresh => may_refresh(session),
        BulkAct::Check => session.standing != Standing::Revoked,
        BulkAct::Forget | BulkAct::Revoke => true,
    };
    let sessions: Vec<SessionId> = state
        .chosen_profiles()
        .flat_map(|profile_id| state.sessions_of(profile_id))
        .filter(is_meant)
        .map(|session| session.session_id.clone())
        .collect();
    match act {
        BulkAct::Refresh => begin::begin_each(state, sessions, Want::Refresh, now),
        BulkAct::Check => {
            let asked = |state: &State, session_id: &SessionId| state.may_introspect(session_id);
            let able: BTreeSet<SessionId> = sessions
                .iter()
                .filter(|session_id| asked(state, session_id))
                .cloned()
                .collect();
            // Who may not introspect learns from the identity whether a token works (`interactive.md` 10).
            let check = |session_id: SessionId| match able.contains(&session_id) {
                true => Want::Introspect {
                    session_id,
                    which: WhichToken::Access,
                },
                false => Want::FetchIdentity(session_id),
            };
            begin::begin_each(state, sessions, check, now)
        }
        BulkAct::Forget => session::ask_forget(state, sessions, now),
        BulkAct::Revoke => session::ask_revoke(state, sessions, now),
    }
}

pub(super) fn select_session(state: &mut State, session_id: SessionId) -> Vec<Effect> {
    if let Some(session) = state.sessions.get(&session_id) {
        let profile_id = session.profile_id.clone();
        super::show_profile(state, &profile_id);
        state.shown_session.insert(profile_id, session_id);
    }
    Vec::new()
}
