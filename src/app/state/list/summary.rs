//! Summaries: what the list needs to know of a profile to filter, sort, count and mark it.

use super::super::{State, Want};
use crate::model::environment::Environment;
use crate::model::ids::{OrgId, ProfileId, UserId};
use crate::model::session::{EXPIRES_SOON_SECS, Session, SessionState, Standing};
use crate::model::time::UnixTime;

/// One profile, as far as the list cares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) struct Summary {
    /// Name in lower case, for sorting.
    pub name: String,
    pub flow: String,
    /// The first user in lower case; empty where nobody logged in.
    pub user: String,
    /// Name, users, ids, host, key, tags in lower case, for searching.
    pub haystack: String,
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
    pub tags: Vec<String>,
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
        let mut haystack = [
            profile.name.as_str(),
            profile_id.as_str(),
            profile.login_url.short(),
            profile.client_id.as_str(),
            profile.flow.as_str(),
        ]
        .join("\n");
        for tag in &profile.tags {
            haystack.push('\n');
            haystack.push_str(tag);
        }
        let mut summary = Summary {
            name: profile.name.to_lowercase(),
            flow: profile.flow.as_str().to_owned(),
            user: String::new(),
            haystack: String::new(),
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
            tags: profile.tags.clone(),
        };
        for session in self.sessions_of(profile_id) {
            let words = [
                session.username(),
                session.user_id().map(UserId::as_str),
                session.organization_id().map(OrgId::as_str),
            ];
            for word in words.into_iter().flatten() {
                haystack.push('\n');
                haystack.push_str(word);
            }
            summary.add(session, now);
        }
        summary.haystack = haystack.to_lowercase();
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

impl Summary {
    fn add(&mut self, session: &Session, now: UnixTime) {
        let state = session.state(now);
        self.logins += 1;
        self.refreshable += usize::from(may_refresh(session));
        self.living +=
            usize::from(session.pending_revocation || session.standing != Standing::Revoked);
        if self.user.is_empty() {
            self.user = session.username().unwrap_or_default().to_lowercase();
        }
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
