//! Ending sessions: revoke on the server, forget here; each asks where it must (decisions 21, 22; R68).

use super::super::effect::Effect;
use super::super::state::{ConfirmWhat, DialogState, State, Want};
use super::begin;
use crate::model::ids::{ProfileId, SessionId};
use crate::model::session::Standing;
use crate::model::time::UnixTime;
use crate::model::words;

/// Revokes: one session that is not Production at once, everything else after a dialog.
pub(super) fn ask_revoke(
    state: &mut State,
    sessions: Vec<SessionId>,
    now: UnixTime,
) -> Vec<Effect> {
    let sessions: Vec<SessionId> = known(state, sessions)
        .into_iter()
        .filter(|session_id| may_live(state, session_id))
        .collect();
    let is_guarded = is_any_guarded(state, &sessions, now);
    match sessions.len() {
        0 => Vec::new(),
        1 if !is_guarded => begin::begin_each(state, sessions, Want::Revoke, now),
        _ => {
            let typed = Some(name_to_type(state, &sessions, now));
            ask(state, ConfirmWhat::Revoke(sessions), typed)
        }
    }
}

/// Forgets here: at once where nothing lives on the server any more, else after a dialog that says so.
pub(super) fn ask_forget(
    state: &mut State,
    sessions: Vec<SessionId>,
    now: UnixTime,
) -> Vec<Effect> {
    let sessions = known(state, sessions);
    let lives = sessions
        .iter()
        .any(|session_id| may_live(state, session_id));
    match sessions.len() {
        0 => Vec::new(),
        1 if !lives => begin::begin_each(state, sessions, Want::Forget, now),
        several => {
            let typed = (several > 1 && is_any_guarded(state, &sessions, now))
                .then(|| name_to_type(state, &sessions, now));
            ask(state, ConfirmWhat::Forget(sessions), typed)
        }
    }
}

pub(super) fn ask(state: &mut State, what: ConfirmWhat, typed: Option<String>) -> Vec<Effect> {
    state
        .dialogs
        .retain(|open| !matches!(open, DialogState::Confirm { .. }));
    state.dialogs.push(DialogState::Confirm { what, typed });
    Vec::new()
}

/// A token may still work on the server, as far as we know.
pub(in crate::app) fn may_live(state: &State, session_id: &SessionId) -> bool {
    state
        .sessions
        .get(session_id)
        .is_some_and(|session| session.pending_revocation || session.standing != Standing::Revoked)
}

fn known(state: &State, sessions: Vec<SessionId>) -> Vec<SessionId> {
    let mut seen = std::collections::BTreeSet::new();
    sessions
        .into_iter()
        .filter(|session_id| state.sessions.contains_key(session_id))
        .filter(|session_id| seen.insert(session_id.clone()))
        .collect()
}

/// At least one of them is of a guarded profile (R68).
pub(in crate::app) fn is_any_guarded(state: &State, sessions: &[SessionId], now: UnixTime) -> bool {
    profiles_of(state, sessions)
        .iter()
        .any(|profile_id| state.is_guarded(profile_id, now))
}

fn profiles_of(state: &State, sessions: &[SessionId]) -> Vec<ProfileId> {
    let mut found: Vec<ProfileId> = sessions
        .iter()
        .filter_map(|session_id| state.sessions.get(session_id))
        .map(|session| session.profile_id.clone())
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// One profile, or one among several that is guarded: its name. Else a text that says how many logins.
fn name_to_type(state: &State, sessions: &[SessionId], now: UnixTime) -> String {
    let mut profiles = profiles_of(state, sessions);
    if profiles.len() > 1 {
        profiles.retain(|profile_id| state.is_guarded(profile_id, now));
    }
    match profiles.as_slice() {
        [only] => state
            .profiles
            .get(only)
            .map(|record| record.profile.name.clone())
            .unwrap_or_default(),
        _ => words::count("window-confirm-type-many", sessions.len()),
    }
}
