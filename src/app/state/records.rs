//! Sessions and profiles that come and go, with everything that is kept beside them.

use std::sync::Arc;

use super::State;
use crate::model::ids::{ProfileId, SessionId};
use crate::model::session::Session;

/// Profiles used last that are kept.
const KEPT_RECENT: usize = 12;

impl State {
    pub(in crate::app) fn put_session(&mut self, session: impl Into<Arc<Session>>) {
        let session = session.into();
        let ids = self
            .sessions_of
            .entry(session.profile_id.clone())
            .or_default();
        if !ids.contains(&session.session_id) {
            let known = &self.sessions;
            let is_older = |id: &SessionId| {
                known
                    .get(id)
                    .is_some_and(|other| other.login_order() <= session.login_order())
            };
            // The newest is nearly always the last.
            let at = ids.iter().rposition(is_older).map_or(0, |last| last + 1);
            ids.insert(at, session.session_id.clone());
        }
        self.list.touch(&session.profile_id);
        self.sessions.insert(session.session_id.clone(), session);
    }

    pub(in crate::app) fn drop_session(&mut self, session_id: &SessionId) {
        if let Some(session) = self.sessions.remove(session_id) {
            if let Some(ids) = self.sessions_of.get_mut(&session.profile_id) {
                ids.retain(|known| known != session_id);
            }
            self.list.touch(&session.profile_id);
        }
        self.answers.remove(session_id);
        self.shown_session.retain(|_, shown| shown != session_id);
    }

    pub(in crate::app) fn drop_profile(&mut self, profile_id: &ProfileId) {
        for session_id in self.sessions_of.remove(profile_id).unwrap_or_default() {
            self.sessions.remove(&session_id);
            self.answers.remove(&session_id);
        }
        self.profiles.remove(profile_id);
        self.runs.remove(profile_id);
        self.troubles.remove(profile_id);
        self.shown_session.remove(profile_id);
        self.marked.remove(profile_id);
        self.recent.retain(|known| known != profile_id);
        if self.selected.as_ref() == Some(profile_id) {
            self.selected = None;
        }
        self.list.touch(profile_id);
    }

    /// Notes that a person used a profile.
    pub(in crate::app) fn used(&mut self, profile_id: &ProfileId) {
        if !self.profiles.contains_key(profile_id) || self.recent.first() == Some(profile_id) {
            return;
        }
        self.recent.retain(|known| known != profile_id);
        self.recent.insert(0, profile_id.clone());
        self.recent.truncate(KEPT_RECENT);
        self.list.touch_recent();
    }
}
