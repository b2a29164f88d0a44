//! Facts: what is kept about a session when tokens arrive. No secret is among them.

use crate::engine::clock::Skew;
use crate::engine::vault::SessionSecrets;
use crate::model::ids::SessionId;
use crate::model::profile::Profile;
use crate::model::session::{Session, Standing};
use crate::model::time::UnixTime;
use crate::model::token::{Expiry, ExpirySource, TokenFormat, TokenSet};
use crate::protocol::login::LoggedIn;

/// Makes the facts of a new login.
pub(super) fn of_login(
    session_id: SessionId,
    profile: &Profile,
    got: &LoggedIn,
    now: UnixTime,
    skew: &Skew,
) -> Session {
    let tokens = &got.tokens;
    Session {
        session_id,
        profile_id: profile.profile_id.clone(),
        identity: got.identity.clone(),
        identity_source: got.source,
        instance_url: tokens.instance_url.clone(),
        id_url: tokens.id_url.clone(),
        scope: tokens.scope.clone(),
        scope_requested: profile.scope.clone(),
        token_type: tokens.token_type.clone(),
        token_format: TokenFormat::of(&tokens.access_token),
        has_refresh_token: tokens.refresh_token.is_some(),
        rotates: false,
        standing: Standing::Live,
        logged_in_at: now,
        issued_at: tokens.issued_at.map_or(now, |at| skew.to_ours(at)),
        expiry: expiry(tokens, skew),
        last_refresh_at: None,
        last_check_at: Some(now),
        access_token_fingerprint: tokens.access_token.fingerprint(),
        refresh_token_fingerprint: tokens
            .refresh_token
            .as_ref()
            .map(|token| token.fingerprint()),
        signature: tokens.signature,
        id_token: tokens.id_token_verdict,
        pending_revocation: false,
        replaced: Vec::new(),
        environment_verified: got.environment.map(|environment| (environment, now)),
        possibly_stale: false,
        last_refusal: None,
    }
}

/// Puts what a refresh brought into the facts.
pub(super) fn refreshed(
    session: &mut Session,
    tokens: &TokenSet,
    kept: &SessionSecrets,
    now: UnixTime,
    skew: &Skew,
) {
    let rotated = session.refresh_token_fingerprint
        != kept.refresh_token.as_ref().map(|token| token.fingerprint());
    session.instance_url = tokens.instance_url.clone().or(session.instance_url.take());
    session.id_url = tokens.id_url.clone().or(session.id_url.take());
    session.scope = tokens.scope.clone().or(session.scope.take());
    session.token_type.clone_from(&tokens.token_type);
    session.token_format = TokenFormat::of(&tokens.access_token);
    session.has_refresh_token = kept.refresh_token.is_some();
    session.rotates |= rotated;
    session.standing = Standing::Live;
    session.issued_at = tokens.issued_at.map_or(now, |at| skew.to_ours(at));
    session.expiry = expiry(tokens, skew);
    session.last_refresh_at = Some(now);
    session.last_check_at = Some(now);
    session.access_token_fingerprint = kept.access_token.fingerprint();
    session.refresh_token_fingerprint =
        kept.refresh_token.as_ref().map(|token| token.fingerprint());
    session.signature = tokens.signature;
    session.possibly_stale = false;
    session.last_refusal = None;
}

/// Puts a known end on our clock: only `expires_in` was counted on it already (R35).
pub(super) fn expiry(tokens: &TokenSet, skew: &Skew) -> Option<Expiry> {
    tokens.expiry.map(|expiry| match expiry.source {
        ExpirySource::ExpiresIn => expiry,
        ExpirySource::Introspection | ExpirySource::Jwt => Expiry {
            at: skew.to_ours(expiry.at),
            ..expiry
        },
    })
}
