//! The library in memory: profiles and sessions by id. Cheap to clone.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::ids::{ProfileId, SessionId};
use crate::model::profile::Profile;
use crate::model::session::Session;

/// Profiles and sessions by id; a clone shares what neither side changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Library {
    profiles: BTreeMap<ProfileId, Arc<Profile>>,
    sessions: BTreeMap<SessionId, Arc<Session>>,
}

impl Library {
    /// Returns all profiles in the order of their ids.
    pub fn profiles(&self) -> impl Iterator<Item = &Arc<Profile>> {
        self.profiles.values()
    }

    /// Returns all sessions in the order of their ids.
    pub fn sessions(&self) -> impl Iterator<Item = &Arc<Session>> {
        self.sessions.values()
    }

    /// Returns one profile.
    #[must_use]
    pub fn profile(&self, id: &ProfileId) -> Option<&Arc<Profile>> {
        self.profiles.get(id)
    }

    /// Returns one session.
    #[must_use]
    pub fn session(&self, id: &SessionId) -> Option<&Arc<Session>> {
        self.sessions.get(id)
    }

    /// Returns the sessions of a profile in the order of their ids. Walks through all sessions.
    pub fn sessions_of(&self, id: &ProfileId) -> impl Iterator<Item = &Arc<Session>> {
        self.sessions
            .values()
            .filter(move |session| session.profile_id == *id)
    }

    /// Adds a profile, or puts it in the place of the one with its id.
    pub fn upsert_profile(&mut self, profile: Profile) {
        self.profiles
            .insert(profile.profile_id.clone(), Arc::new(profile));
    }

    /// Removes a profile with its sessions, and returns the sessions.
    pub fn remove_profile(&mut self, id: &ProfileId) -> Vec<Arc<Session>> {
        self.profiles.remove(id);
        let theirs: Vec<SessionId> = self
            .sessions_of(id)
            .map(|session| session.session_id.clone())
            .collect();
        theirs
            .iter()
            .filter_map(|id| self.sessions.remove(id))
            .collect()
    }

    /// Adds a session, or puts it in the place of the one with its id.
    pub fn upsert_session(&mut self, session: Session) {
        self.sessions
            .insert(session.session_id.clone(), Arc::new(session));
    }

    /// Changes a session in place; returns false when there is none of that id.
    pub fn edit_session(&mut self, id: &SessionId, edit: impl FnOnce(&mut Session)) -> bool {
        let Some(session) = self.sessions.get_mut(id) else {
            return false;
        };
        edit(Arc::make_mut(session));
        true
    }

    /// Removes a session and returns it.
    pub fn remove_session(&mut self, id: &SessionId) -> Option<Arc<Session>> {
        self.sessions.remove(id)
    }

    pub(super) fn set_profiles(&mut self, profiles: Vec<Arc<Profile>>) {
        self.profiles = profiles
            .into_iter()
            .map(|profile| (profile.profile_id.clone(), profile))
            .collect();
    }

    pub(super) fn set_sessions(&mut self, sessions: Vec<Arc<Session>>) {
        self.sessions = sessions
            .into_iter()
            .map(|session| (session.session_id.clone(), session))
            .collect();
    }

    pub(super) fn has_same_profiles(&self, other: &Self) -> bool {
        is_same(&self.profiles, &other.profiles)
    }

    pub(super) fn has_same_sessions(&self, other: &Self) -> bool {
        is_same(&self.sessions, &other.sessions)
    }
}

fn is_same<K: PartialEq, V: PartialEq>(a: &BTreeMap<K, Arc<V>>, b: &BTreeMap<K, Arc<V>>) -> bool {
    a.len() == b.len()
        && a.keys().eq(b.keys())
        && a.values()
            .zip(b.values())
            .all(|(a, b)| Arc::ptr_eq(a, b) || a == b)
}
