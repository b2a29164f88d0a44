//! TARGET: which session, or which profile, the person means (`cli-contract.md` 1).

use std::collections::HashMap;

use crate::app::event::ProfileRecord;
use crate::model::ids::ProfileId;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::session::Session;

/// What can be named: everything that is kept.
pub struct Library<'a> {
    /// The profiles.
    pub profiles: Vec<&'a ProfileRecord>,
    sessions: HashMap<&'a ProfileId, Vec<&'a Session>>,
}

/// A profile, or one session of it.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// The profile.
    pub profile: &'a ProfileRecord,
    /// The session, where one was named or there is only one.
    pub session: Option<&'a Session>,
}

/// What a text names, before anybody asks how many sessions there are.
enum Named<'a> {
    Profile(&'a ProfileRecord),
    Sessions(Vec<&'a Session>),
    All(&'a ProfileRecord),
}

impl<'a> Library<'a> {
    /// Takes profiles, and sessions in the order of login.
    pub fn new(
        profiles: Vec<&'a ProfileRecord>,
        sessions: impl IntoIterator<Item = &'a Session>,
    ) -> Self {
        let mut of: HashMap<&ProfileId, Vec<&Session>> = HashMap::new();
        for session in sessions {
            of.entry(&session.profile_id).or_default().push(session);
        }
        Self {
            profiles,
            sessions: of,
        }
    }

    /// Returns the sessions of a profile.
    pub fn sessions_of(&self, profile_id: &ProfileId) -> impl Iterator<Item = &'a Session> {
        let sessions = self.sessions.get(profile_id);
        sessions.into_iter().flatten().copied()
    }

    /// Finds the one session that a target means.
    ///
    /// # Errors
    ///
    /// `unknown_target` and `ambiguous` (usage), `no_session` (needs login).
    pub fn session(&self, target: &str) -> Result<&'a Session, Box<Problem>> {
        let sessions = match self.named(target)? {
            Named::Profile(record) => self.some_of(record, target)?,
            Named::Sessions(sessions) => sessions,
            Named::All(_) => return Err(problem("several_targets", target)),
        };
        match sessions.as_slice() {
            [one] => Ok(*one),
            several => Err(self.ambiguous(target, several)),
        }
    }

    /// Finds the sessions that a target means where several are allowed.
    ///
    /// # Errors
    ///
    /// As [`Library::session`].
    pub fn each(&self, target: &str) -> Result<Vec<&'a Session>, Box<Problem>> {
        match self.named(target)? {
            Named::All(record) => self.some_of(record, target),
            _ => self.session(target).map(|session| vec![session]),
        }
    }

    /// Finds what `show` shows: it alone takes a profile as it is.
    ///
    /// # Errors
    ///
    /// `unknown_target` and `ambiguous`.
    pub fn shown(&self, target: &str) -> Result<Shown<'a>, Box<Problem>> {
        let session = match self.named(target)? {
            Named::Profile(profile) => {
                let sessions: Vec<_> = self.sessions_of(&profile.profile.profile_id).collect();
                let session = match sessions.as_slice() {
                    [one] => Some(*one),
                    _ => None,
                };
                return Ok(Shown { profile, session });
            }
            Named::Sessions(sessions) => match sessions.as_slice() {
                [one] => *one,
                several => return Err(self.ambiguous(target, several)),
            },
            Named::All(_) => return Err(problem("several_targets", target)),
        };
        let owner = |record: &&&ProfileRecord| record.profile.profile_id == session.profile_id;
        let profile = self.profiles.iter().find(owner).copied();
        let profile = profile.ok_or_else(|| problem("unknown_target", target))?;
        Ok(Shown {
            profile,
            session: Some(session),
        })
    }

    /// Finds a profile by id or exact name.
    ///
    /// # Errors
    ///
    /// `unknown_profile` and `ambiguous`.
    pub fn profile(&self, target: &str) -> Result<&'a ProfileRecord, Box<Problem>> {
        match self.profile_named(target)? {
            Some(record) => Ok(record),
            None => Err(problem("unknown_profile", target)),
        }
    }

    fn named(&self, target: &str) -> Result<Named<'a>, Box<Problem>> {
        if let Some(record) = self.profile_named(target)? {
            return Ok(Named::Profile(record));
        }
        let by_id = |session: &&&Session| session.session_id.as_str() == target;
        if let Some(session) = self.sessions.values().flatten().find(by_id) {
            return Ok(Named::Sessions(vec![*session]));
        }
        // A name may have a colon itself, so every one is tried, the last first.
        for (at, _) in target.rmatch_indices(':') {
            let (profile, username) = (&target[..at], &target[at + 1..]);
            let Some(record) = self.profile_named(profile)? else {
                continue;
            };
            if username == "*" {
                return Ok(Named::All(record));
            }
            let sessions: Vec<&Session> = self
                .sessions_of(&record.profile.profile_id)
                .filter(|session| {
                    session
                        .username()
                        .is_some_and(|known| known.eq_ignore_ascii_case(username))
                })
                .collect();
            if !sessions.is_empty() {
                return Ok(Named::Sessions(sessions));
            }
        }
        Err(problem("unknown_target", target))
    }

    fn profile_named(&self, target: &str) -> Result<Option<&'a ProfileRecord>, Box<Problem>> {
        let mut all = self.profiles.iter().copied();
        if let Some(record) = all.find(|record| record.profile.profile_id.as_str() == target) {
            return Ok(Some(record));
        }
        let same_name: Vec<&ProfileRecord> = self
            .profiles
            .iter()
            .copied()
            .filter(|record| record.profile.name == target)
            .collect();
        match same_name.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(one)),
            several => {
                let ids = several
                    .iter()
                    .map(|record| record.profile.profile_id.as_str());
                Err(listed(target, ids))
            }
        }
    }

    fn some_of(
        &self,
        record: &ProfileRecord,
        target: &str,
    ) -> Result<Vec<&'a Session>, Box<Problem>> {
        let sessions: Vec<_> = self.sessions_of(&record.profile.profile_id).collect();
        if sessions.is_empty() {
            let missing = Problem::new(ProblemKind::NeedsLogin, "no_session")
                .at(target)
                .with("profile", record.profile.profile_id.as_str());
            return Err(Box::new(missing));
        }
        Ok(sessions)
    }

    fn ambiguous(&self, target: &str, sessions: &[&Session]) -> Box<Problem> {
        let choices: Vec<String> = sessions
            .iter()
            .map(|session| match session.username() {
                Some(username) => format!("{} ({username})", session.session_id),
                None => session.session_id.to_string(),
            })
            .collect();
        listed(target, choices.iter().map(String::as_str))
    }
}

fn listed<'t>(target: &str, choices: impl Iterator<Item = &'t str>) -> Box<Problem> {
    let choices: Vec<&str> = choices.collect();
    let problem = Problem::new(ProblemKind::Usage, "ambiguous")
        .at(target)
        .with("target", target)
        .with("choices", choices.join(", "));
    Box::new(problem)
}

fn problem(code: &str, target: &str) -> Box<Problem> {
    let problem = Problem::new(ProblemKind::Usage, code)
        .at(target)
        .with("target", target);
    Box::new(problem)
}

#[cfg(test)]
mod tests;
