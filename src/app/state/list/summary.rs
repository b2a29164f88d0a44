//! Summaries: what the list needs to know of a profile to filter, sort, count and mark it.

use std::ops::Range;
use std::sync::Arc;

use super::super::{State, Want};
use crate::model::environment::Environment;
use crate::model::ids::{OrgId, ProfileId, UserId};
use crate::model::profile::Profile;
use crate::model::session::{EXPIRES_SOON_SECS, Session, SessionState, Standing};
use crate::model::time::UnixTime;

/// One profile, as far as the list cares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) struct Summary {
    pub profile: Arc<Profile>,
    /// Name, users, ids, host, key, tags in lower case, for searching.
    pub haystack: Box<str>,
    /// Where name and first user stand in it: there is one text for searching and sorting.
    name: Range<u32>,
    user: Range<u32>,
    pub environment: Environment,
    /// Destructive acts ask, and acts on many leave it out (R68).
    pub is_guarded: bool,
    /// The worst state of its sessions.
    pub worst: Option<SessionState>,
    pub logins: usize,
    pub refreshable: usize,
    /// Sessions that may live on the server.
    pub living: usize,
    pub next_expiry: Option<UnixTime>,
    pub last_check: Option<UnixTime>,
    /// When time alone will change its state.
    pub next_change: Option<UnixTime>,
    pub needs_person: bool,
}

/// How bad a state is, for the one that a row shows (decision 24).
pub(in crate::app) fn severity(state: SessionState) -> u8 {
    match state {
        SessionState::Revoked => 0,
        SessionState::Active => 1,
        SessionState::ExpiresSoon => 2,
        SessionState::Expired => 3,
        SessionState::Unreachable => 4,
        SessionState::NeedsLogin => 5,
        SessionState::Blocked => 6,
        SessionState::Failed => 7,
    }
}

/// Returns true when a refresh of many may take this one along; one that is possibly stale is never refreshed unasked (decision 28).
pub(in crate::app) fn may_refresh(session: &Session) -> bool {
    session.has_refresh_token
        && !session.possibly_stale
        && !matches!(session.standing, Standing::Revoked | Standing::NeedsLogin)
}

/// The first moment at which a token with this end *expires soon*.
fn becomes_soon(end: UnixTime) -> UnixTime {
    let soon = i64::try_from(EXPIRES_SOON_SECS * 1000).unwrap_or(0);
    UnixTime::from_millis(end.as_millis().saturating_sub(soon).saturating_add(1))
}

impl State {
    pub(super) fn summarise(&self, profile_id: &ProfileId, now: UnixTime) -> Option<Summary> {
        let profile = &self.profiles.get(profile_id)?.profile;
        let mut haystack = Haystack::default();
        let name = haystack.add(&profile.name);
        for word in [
            profile_id.as_str(),
            profile.login_url.short(),
            profile.client_id.as_str(),
            profile.flow.as_str(),
        ] {
            haystack.add(word);
        }
        for tag in &profile.tags {
            haystack.add(tag);
        }
        let mut summary = Summary {
            profile: Arc::clone(profile),
            haystack: Box::default(),
            name,
            user: 0..0,
            environment: self.environment(profile_id, now).0,
            is_guarded: self.is_guarded(profile_id, now),
            worst: None,
            logins: 0,
            refreshable: 0,
            living: 0,
            next_expiry: None,
            last_check: None,
            next_change: None,
            needs_person: self.has_failed_login(profile_id),
        };
        for session in self.sessions_of(profile_id) {
            if let Some(username) = session.username() {
                let user = haystack.add(username);
                if summary.user.is_empty() {
                    summary.user = user;
                }
            }
            let ids = [
                session.user_id().map(UserId::as_str),
                session.organization_id().map(OrgId::as_str),
            ];
            for id in ids.into_iter().flatten() {
                haystack.add(id);
            }
            summary.add(session, now);
        }
        summary.haystack = haystack.0.into_boxed_str();
        Some(summary)
    }

    /// A profile without a session, whose login failed.
    fn has_failed_login(&self, profile_id: &ProfileId) -> bool {
        let is_login = |want: &Want| matches!(want, Want::LogIn { .. });
        self.sessions_of(profile_id).next().is_none()
            && self
                .troubles
                .get(profile_id)
                .is_some_and(|trouble| is_login(&trouble.want))
    }
}

/// Words in lower case, a line each.
#[derive(Default)]
struct Haystack(String);

impl Haystack {
    /// Adds a word, and says where it stands.
    fn add(&mut self, word: &str) -> Range<u32> {
        let at = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        let start = at(self.0.len());
        self.0.push_str(&word.to_lowercase());
        start..at(self.0.len())
    }
}

impl Summary {
    /// Name in lower case, for sorting.
    pub fn name(&self) -> &str {
        self.part(&self.name)
    }

    /// The first user in lower case; empty where nobody logged in.
    pub fn user(&self) -> &str {
        self.part(&self.user)
    }

    fn part(&self, place: &Range<u32>) -> &str {
        let at = |place: u32| usize::try_from(place).unwrap_or(usize::MAX);
        let part = self.haystack.get(at(place.start)..at(place.end));
        part.unwrap_or_default()
    }

    fn add(&mut self, session: &Session, now: UnixTime) {
        let state = session.state(now);
        self.logins += 1;
        self.refreshable += usize::from(may_refresh(session));
        self.living +=
            usize::from(session.pending_revocation || session.standing != Standing::Revoked);
        if self
            .worst
            .is_none_or(|known| severity(known) < severity(state))
        {
            self.worst = Some(state);
        }
        self.needs_person |=
            severity(state) > 1 || session.pending_revocation || session.possibly_stale;
        self.last_check = self.last_check.max(session.last_check_at);
        let Some(expiry) = session
            .expiry
            .filter(|_| session.standing == Standing::Live)
        else {
            return;
        };
        let earlier = |known: UnixTime| known.min(expiry.at);
        self.next_expiry = Some(self.next_expiry.map_or(expiry.at, earlier));
        self.next_change = [becomes_soon(expiry.at), expiry.at]
            .into_iter()
            .filter(|at| *at > now)
            .chain(self.next_change)
            .min();
    }
}
