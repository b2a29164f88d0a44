//! Inspecting: what a pasted text is, who may be asked about it, how it differs from an answer or another text.
//!
//! The window and the command line ask here; nothing is sent or kept.

mod compare;
mod stranger;

use super::effect::{KeysOf, WhichToken};
use super::state::State;
use crate::model::host::{HostKind, LoginHost};
use crate::model::ids::ProfileId;
use crate::model::profile::Profile;
pub use crate::protocol::recognise::{Kind, Note, Recognised, meaning, recognise};

pub use compare::{Row, against_answer, against_text, differences};
pub use stranger::{Stranger, stranger};

/// Returns as which token a text can be asked about and ended; `None`: it is none.
#[must_use]
pub fn which_token(kind: Kind) -> Option<WhichToken> {
    match kind {
        Kind::OpaqueAccessToken | Kind::JwtAccessToken | Kind::Jwt | Kind::Unknown => {
            Some(WhichToken::Access)
        }
        Kind::RefreshToken => Some(WhichToken::Refresh),
        _ => None,
    }
}

/// Says whose keys verify a JWT: its issuer's, if that is Salesforce or a server some profile speaks to (R29).
///
/// # Errors
///
/// The words key of the reason why nobody is asked.
pub(in crate::app) fn keys_of(state: &State, found: &Recognised) -> Result<KeysOf, &'static str> {
    if found.header.is_none() {
        return Err("window-inspect-keys-no-jwt");
    }
    if found.kind == Kind::JwtAssertion {
        return Err("window-inspect-keys-assertion");
    }
    let issuer = claim(found, "iss").ok_or("window-inspect-keys-no-issuer")?;
    let same = |other: &str| other.trim_end_matches('/') == issuer.trim_end_matches('/');
    let is_its = |profile: &&std::sync::Arc<Profile>| profile.issuer.as_deref().is_some_and(same);
    let mut profiles = state.profiles.values().map(|record| &record.profile);
    if let Some(profile) = profiles.find(is_its) {
        return Ok(KeysOf::Profile(profile.profile_id.clone()));
    }
    let is_plain = issuer.starts_with("https://") || issuer.starts_with("http://");
    let host = LoginHost::parse(issuer)
        .ok()
        .filter(|_| is_plain)
        .ok_or("window-inspect-keys-foreign")?;
    let is_known = |profile: &Profile| profile.login_url.origin() == host.origin();
    let is_salesforce = matches!(
        host.kind(),
        HostKind::Login | HostKind::Test | HostKind::MyDomain | HostKind::Site
    );
    let is_pinned = state
        .profiles
        .values()
        .any(|record| is_known(&record.profile));
    if is_salesforce && issuer.starts_with("https://") || is_pinned {
        Ok(KeysOf::Host(host))
    } else {
        Err("window-inspect-keys-foreign")
    }
}

/// Returns a claim that is a text.
#[must_use]
pub fn claim<'f>(found: &'f Recognised, name: &str) -> Option<&'f str> {
    found.claims.as_ref()?.get(name)?.as_str()
}

/// Nothing in the text points to a profile from this rank on.
const NO_SIGN: u8 = 3;

/// Profiles that may ask about the pasted text: the likeliest first.
pub(in crate::app) fn askers(state: &State) -> Vec<ProfileId> {
    ranked(state).into_iter().map(|(_, _, id)| id).collect()
}

fn ranked(state: &State) -> Vec<(u8, String, ProfileId)> {
    let Some(pasted) = &state.inspector.pasted else {
        return Vec::new();
    };
    let found = &pasted.found;
    let client = ["client_id", "azp", "aud"]
        .iter()
        .find_map(|name| claim(found, name));
    let org = claim(found, "organization_id").map(str::to_owned);
    let is_session_of = |profile_id: &ProfileId| {
        state.sessions_of(profile_id).any(|session| {
            let is_access = Some(&session.access_token_fingerprint) == pasted.fingerprint.as_ref();
            let is_refresh = session.refresh_token_fingerprint.is_some()
                && session.refresh_token_fingerprint == pasted.fingerprint;
            is_access || is_refresh
        })
    };
    let is_of_org = |profile_id: &ProfileId| {
        org.is_some()
            && state
                .sessions_of(profile_id)
                .any(|session| session.organization_id().map(|id| id.as_str().to_owned()) == org)
    };
    let mut askers: Vec<(u8, String, ProfileId)> = state
        .profiles
        .values()
        .filter(|record| record.may_introspect())
        .map(|record| {
            let profile = &record.profile;
            let rank = if is_session_of(&profile.profile_id) {
                0
            } else if client == Some(profile.client_id.as_str()) {
                1
            } else if is_of_org(&profile.profile_id) {
                2
            } else {
                NO_SIGN
            };
            (rank, profile.name.clone(), profile.profile_id.clone())
        })
        .collect();
    askers.sort();
    askers
}

/// The likeliest of them.
pub(in crate::app) fn asker(state: &State) -> Option<ProfileId> {
    askers(state).into_iter().next()
}

impl State {
    /// Returns true when what was pasted can be asked about.
    #[must_use]
    pub fn is_token_pasted(&self) -> bool {
        let pasted = self.inspector.pasted.as_ref();
        pasted.is_some_and(|pasted| which_token(pasted.found.kind).is_some())
    }

    /// Returns what the pasted token says itself; `None`: it has no words of its own.
    #[must_use]
    pub fn pasted_claims(&self) -> Option<&serde_json::Map<String, serde_json::Value>> {
        let found = &self.inspector.pasted.as_ref()?.found;
        found.header.as_ref().and(found.claims.as_ref())
    }

    /// Returns true when a profile may ask about tokens.
    #[must_use]
    pub fn may_ask(&self, profile_id: &ProfileId) -> bool {
        let record = self.profiles.get(profile_id);
        record.is_some_and(super::event::ProfileRecord::may_introspect)
    }

    /// Returns the one profile that the pasted token points to, by a session, its app or its org; `None`: none, or several.
    #[must_use]
    pub fn sure_asker(&self) -> Option<ProfileId> {
        let ranked = ranked(self);
        let (best, _, profile_id) = ranked.first()?;
        let is_alone = ranked.get(1).is_none_or(|(rank, _, _)| rank > best);
        (*best < NO_SIGN && is_alone).then(|| profile_id.clone())
    }
}
