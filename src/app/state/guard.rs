//! What kind of org is behind a profile, by whom that is known, and what must ask because of it (R68, decision 24).

use super::State;
use crate::model::environment::Environment;
use crate::model::ids::ProfileId;
use crate::model::profile::Profile;
use crate::model::time::UnixTime;

impl State {
    /// Returns the environment of a profile, and whether the org itself said so in the last 30 days.
    #[must_use]
    pub fn environment(&self, profile_id: &ProfileId, now: UnixTime) -> (Environment, bool) {
        let Some(record) = self.profiles.get(profile_id) else {
            return (Environment::Unknown, false);
        };
        if record.profile.login_url.is_loopback() {
            return (Environment::Demo, true);
        }
        let told = self.told_environment(profile_id);
        match told {
            Some((environment, at)) => (environment, Environment::is_fresh(at, now)),
            None => (record.profile.environment(), false),
        }
    }

    /// Returns what the orgs of a profile said of themselves: the one with most at stake, and of it the latest word.
    pub(in crate::app) fn told_environment(
        &self,
        profile_id: &ProfileId,
    ) -> Option<(Environment, UnixTime)> {
        self.sessions_of(profile_id)
            .filter_map(|session| session.environment_verified)
            .min_by_key(|(environment, at)| (*environment, std::cmp::Reverse(*at)))
    }

    /// Returns a profile that says what its org said.
    pub(in crate::app) fn with_told_environment(&self, profile_id: &ProfileId) -> Option<Profile> {
        let (told, _) = self.told_environment(profile_id)?;
        let mut profile = Profile::clone(&self.profiles.get(profile_id)?.profile);
        profile.environment = Some(told);
        Some(profile)
    }

    /// Returns true when destructive acts on a profile must ask (R68).
    ///
    /// What the org said counts for ever; a word of the person never makes a production or unknown host harmless.
    #[must_use]
    pub fn is_guarded(&self, profile_id: &ProfileId, now: UnixTime) -> bool {
        let Some(record) = self.profiles.get(profile_id) else {
            return true;
        };
        let is_told = self
            .sessions_of(profile_id)
            .any(|session| session.environment_verified.is_some());
        let (environment, _) = self.environment(profile_id, now);
        environment.is_guarded()
            || (!is_told && record.profile.login_url.guess_environment().is_guarded())
    }
}
