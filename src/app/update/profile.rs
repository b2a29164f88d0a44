//! Profiles: what is loaded, deleting, and taking one back.

use std::sync::Arc;

use super::super::effect::Effect;
use super::super::event::ProfileRecord;
use super::super::state::{ConfirmWhat, State, Want};
use super::super::view::Ask;
use super::toast::{self, Said};
use super::{begin, done, session};
use crate::model::ids::{ProfileId, RunId, SessionId};
use crate::model::secret::Secret;
use crate::model::session::Session;
use crate::model::time::UnixTime;
use crate::model::words;

pub(super) fn take_library(
    state: &mut State,
    profiles: Vec<ProfileRecord>,
    mut sessions: Vec<Arc<Session>>,
) {
    sessions.sort_by(|a, b| a.login_order().cmp(&b.login_order()));
    state.profiles = profiles
        .into_iter()
        .map(|record| (record.profile.profile_id.clone(), record))
        .collect();
    state.sessions.clear();
    state.sessions_of.clear();
    for session in sessions {
        state.put_session(session);
    }
    state.list.touch_all();
    let known = &state.profiles;
    state.marked.retain(|id| known.contains_key(id));
    state.troubles.retain(|id, _| known.contains_key(id));
    state.runs.retain(|id, runs| {
        known.contains_key(id) || runs.iter().any(|record| record.ended_at.is_none())
    });
    let sessions = &state.sessions;
    state.answers.retain(|id, _| sessions.contains_key(id));
    state
        .shown_session
        .retain(|_, id| sessions.contains_key(id));
    if let Some(selected) = &state.selected
        && !state.profiles.contains_key(selected)
    {
        state.selected = None;
    }
}

pub(super) fn set_secret(
    state: &mut State,
    profile_id: ProfileId,
    client_secret: Secret,
    now: UnixTime,
) -> Vec<Effect> {
    if !state.profiles.contains_key(&profile_id) {
        return Vec::new();
    }
    let run_id = state.ids.next();
    let want = Want::SetClientSecret(profile_id.clone());
    begin::note(state, want, Some(profile_id.clone()), run_id.clone(), now);
    vec![Effect::SetClientSecret {
        run_id,
        profile_id,
        client_secret,
    }]
}

/// Asks before a profile is deleted, and offers to revoke first (decision 22, R66).
pub(super) fn ask_delete(state: &mut State, profile_id: ProfileId, now: UnixTime) -> Vec<Effect> {
    let Some(record) = state.profiles.get(&profile_id) else {
        return Vec::new();
    };
    if state.is_read_only {
        return Vec::new();
    }
    let must_type =
        !live_sessions(state, &profile_id).is_empty() && state.is_guarded(&profile_id, now);
    let typed = must_type.then(|| record.profile.name.clone());
    session::ask(state, ConfirmWhat::Delete(profile_id), typed)
}

pub(super) fn revoke_then_delete(
    state: &mut State,
    profile_id: ProfileId,
    now: UnixTime,
) -> Vec<Effect> {
    if !state.profiles.contains_key(&profile_id) || state.is_read_only {
        return Vec::new();
    }
    state.dialogs.clear();
    let sessions = live_sessions(state, &profile_id);
    state.revoke_then_delete.insert(profile_id.clone());
    let mut effects = begin::begin_each(state, sessions, Want::Revoke, now);
    effects.extend(delete_if_revoked(state, &profile_id, now));
    effects
}

/// Deletes a profile whose sessions were to be revoked first, once none of them lives.
pub(super) fn delete_if_revoked(
    state: &mut State,
    profile_id: &ProfileId,
    now: UnixTime,
) -> Vec<Effect> {
    if !state.revoke_then_delete.contains(profile_id)
        || !live_sessions(state, profile_id).is_empty()
    {
        return Vec::new();
    }
    state.revoke_then_delete.remove(profile_id);
    begin::begin(state, Want::DeleteProfile(profile_id.clone()), now)
}

/// The sessions of a profile that may still work on the server.
pub(in crate::app) fn live_sessions(state: &State, profile_id: &ProfileId) -> Vec<SessionId> {
    state
        .sessions_of(profile_id)
        .map(|session| session.session_id.clone())
        .filter(|session_id| session::may_live(state, session_id))
        .collect()
}

pub(super) fn deleted(
    state: &mut State,
    run_id: &RunId,
    profile_id: &ProfileId,
    now: UnixTime,
) -> Vec<Effect> {
    done::end(state, run_id, now);
    let Some(record) = state.profiles.get(profile_id).cloned() else {
        return Vec::new();
    };
    state.drop_profile(profile_id);
    let text = words::with("window-happened-deleted", &[("name", &record.profile.name)]);
    let said = Said::good(text).action(
        words::text("window-action-undo"),
        Ask::UndoDelete(profile_id.clone()),
    );
    toast::say(state, said, now);
    state.deleted.insert(profile_id.clone(), record);
    Vec::new()
}
