//! Facts: what is kept about a session when tokens arrive. No secret is among them.

use crate::engine::clock::Skew;
use crate::engine::vault::SessionSecrets;
use crate::model::environment::Environment;
use crate::model::ids::SessionId;
use crate::model::profile::Profile;
use crate::model::secret::Secret;
use crate::model::session::{Session, Standing};
use crate::model::time::UnixTime;
use crate::model::token::{Expiry, ExpirySource, TokenFormat, TokenSet};
use crate::model::web_session::{WebSecret, WebSecretKind, WebSession};
use crate::protocol::flow::Start;
use crate::protocol::io::FlowIo;
use crate::protocol::login::LoggedIn;
use crate::protocol::service::organization::{self, OrgSays};

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
        environment_verified: got.org.as_ref().map(|says| (says.environment, now)),
        org: got.org.as_ref().and_then(|says| says.org.clone()),
        possibly_stale: false,
        last_refusal: None,
        web_sessions: web_sessions(tokens),
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
    // They live and die with the access token: what the answer leaves out is over (`interactive.md` 5).
    session.web_sessions = web_sessions(tokens);
}

/// What of the web sessions belongs into the vault.
pub(super) fn web_secrets(tokens: &TokenSet) -> Vec<(WebSecretKind, Secret)> {
    let secret = |one: &WebSecret| (one.session.kind, one.secret.clone());
    tokens.web.iter().map(secret).collect()
}

fn web_sessions(tokens: &TokenSet) -> Vec<WebSession> {
    tokens.web.iter().map(|one| one.session.clone()).collect()
}

/// Asks the org what it is, when it never said, or so long ago that the badge doubts it (decision 24).
pub(super) async fn told_again(
    io: &mut impl FlowIo,
    start: &Start<'_>,
    tokens: &TokenSet,
    session: &Session,
    now: UnixTime,
) -> Option<(OrgSays, UnixTime)> {
    let told = session.environment_verified;
    if told.is_some_and(|(_, at)| Environment::is_fresh(at, now)) {
        return None;
    }
    let (token, scope) = (&tokens.access_token, session.scope.as_ref());
    let instance = session.instance_url.as_deref();
    organization::ask(io, start, token, instance, scope)
        .await
        .map(|says| (says, now))
}

/// Puts what the org said of itself into the facts; what it left out stays as it was known.
pub(super) fn told(session: &mut Session, says: OrgSays, now: UnixTime) {
    session.environment_verified = Some((says.environment, now));
    session.org = says.org.or(session.org.take());
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

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::model::identity::Identity;
    use crate::model::secret::AccessToken;
    use crate::model::token::{IdTokenVerdict, SignatureVerdict};
    use crate::protocol::client_auth::{AppSecrets, Client};
    use crate::protocol::endpoint::Server;
    use crate::protocol::script::{NOW, Script, json, profile, run};

    fn tokens() -> TokenSet {
        TokenSet {
            access_token: AccessToken::new("00D!a".to_owned()),
            refresh_token: None,
            id_token: None,
            token_type: "Bearer".to_owned(),
            instance_url: Some("https://acme.my.salesforce.com".to_owned()),
            id_url: None,
            scope: None,
            issued_at: None,
            answered_at: None,
            expiry: None,
            signature: SignatureVerdict::NotCheckable,
            id_token_verdict: IdTokenVerdict::None,
            community_url: None,
            web: Vec::new(),
        }
    }

    #[test]
    fn an_org_is_asked_again_only_when_its_word_is_thirty_days_old() {
        let profile = profile();
        let server = Server::of_host(&profile.login_url);
        let nothing = AppSecrets::default();
        let start = Start {
            profile: &profile,
            server: &server,
            client: Client::of(&profile, &nothing),
            callback: None,
        };
        let got = LoggedIn {
            tokens: tokens(),
            identity: Identity::default(),
            source: None,
            answer: None,
            org: None,
            server: server.clone(),
        };
        let id = SessionId::known("s");
        let mut session = of_login(id, &profile, &got, NOW, &Skew::default());
        for (days, asks) in [
            (None, true),
            (Some(1), false),
            (Some(29), false),
            (Some(31), true),
        ] {
            session.environment_verified = days.map(|days| {
                let at = NOW.as_secs() - days * 24 * 3600;
                (Environment::Production, UnixTime::from_secs(at))
            });
            let mut io = Script::of([json(r#"{"records":[{"IsSandbox":true}]}"#)]);
            let told = run(told_again(&mut io, &start, &tokens(), &session, NOW));
            assert_eq!(told.is_some(), asks, "{days:?}");
            assert_eq!(io.is_used_up(), asks, "{days:?}");
            if asks {
                assert_eq!(told.unwrap().0.environment, Environment::Sandbox);
            }
        }
    }
}
