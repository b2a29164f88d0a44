//! Strangers: a pasted token that says it is of another org than the one it would be shown to.

use super::super::state::State;
use super::{Kind, claim};
use crate::model::host::{HostKind, LoginHost, origin_of};
use crate::model::ids::{OrgId, ProfileId};
use crate::model::profile::Profile;
use crate::protocol::clean::clean;

/// Where a token says it is from, and where it would be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stranger {
    /// A host or the id of an org, by the token's own words.
    pub from: String,
    /// The host of the profile that would ask.
    pub to: String,
}

/// Says whether the pasted token is of another org than this profile's: whoever is shown it could use it.
///
/// `None` also where the token says nothing of its org: a refresh token has no words of its own.
#[must_use]
pub fn stranger(state: &State, profile_id: &ProfileId) -> Option<Stranger> {
    let from = from_elsewhere(state, profile_id)?;
    let profile = &state.profiles.get(profile_id)?.profile;
    Some(Stranger {
        from: clean(&from, &[]),
        to: profile.login_url.short().to_owned(),
    })
}

fn from_elsewhere(state: &State, profile_id: &ProfileId) -> Option<String> {
    let pasted = state.inspector.pasted.as_ref()?;
    let profile = &state.profiles.get(profile_id)?.profile;
    let is_its = |fingerprint| pasted.fingerprint.as_ref() == Some(fingerprint);
    let owner = state.sessions.values().find(|session| {
        is_its(&session.access_token_fingerprint)
            || session
                .refresh_token_fingerprint
                .as_ref()
                .is_some_and(is_its)
    });
    if let Some(session) = owner {
        let login_url = &state.profiles.get(&session.profile_id)?.profile.login_url;
        let is_same = login_url.origin() == profile.login_url.origin();
        return (!is_same).then(|| login_url.short().to_owned());
    }
    let found = &pasted.found;
    if found.kind == Kind::OpaqueAccessToken {
        let org = OrgId::new(claim(found, "organization_id")?);
        let mut known = state
            .sessions_of(profile_id)
            .filter_map(|session| session.organization_id())
            .peekable();
        let is_elsewhere = known.peek().is_some() && known.all(|id| *id != org);
        return is_elsewhere.then(|| org.to_string());
    }
    let issuer = claim(found, "iss")?;
    let same = |other: &str| other.trim_end_matches('/') == issuer.trim_end_matches('/');
    if profile.issuer.as_deref().is_some_and(same) {
        return None;
    }
    match LoginHost::parse(issuer) {
        Ok(host) if is_of(state, profile, &host) => None,
        Ok(host) => Some(host.short().to_owned()),
        Err(_) => Some(issuer.to_owned()),
    }
}

/// The issuer's host is the profile's, or one that its sessions work on; the common login hosts are every org's.
fn is_of(state: &State, profile: &Profile, issuer: &LoginHost) -> bool {
    let is_common = |host: &LoginHost| matches!(host.kind(), HostKind::Login | HostKind::Test);
    let is_salesforce = |host: &LoginHost| {
        is_common(host) || matches!(host.kind(), HostKind::MyDomain | HostKind::Site)
    };
    let origin = issuer.origin();
    let mut sessions = state.sessions_of(&profile.profile_id);
    origin == profile.login_url.origin()
        || sessions.any(|session| {
            let instance = session.instance_url.as_deref().and_then(origin_of);
            instance.as_deref() == Some(origin.as_str())
        })
        || (is_common(&profile.login_url) && is_salesforce(issuer))
        || (is_common(issuer) && is_salesforce(&profile.login_url))
}
