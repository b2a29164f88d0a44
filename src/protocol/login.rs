//! A login, whole: a flow, and what is learnt right after it.
//!
//! ```text
//! 1. run the flow                                             tokens
//! 2. verify the ID token, and a JWT access token              or end the grant again
//! 3. ask whose they are        identity URL, else UserInfo    user and org
//! 4. ask until when            introspection, if we may       expiry
//! 5. ask what kind of org      Organization, if we may        production or not
//! ```
//!
//! Steps 3 to 5 never lose what step 1 brought: where nobody answers, less is known.

#[cfg(test)]
mod other_provider;
mod verify;

use std::fmt;

use serde_json::{Map, Value};

use super::client_auth::{AppSecrets, Client};
use super::endpoint::Server;
use super::error::FlowError;
use super::flow::{self, Granted, Start};
use super::io::{FlowIo, Prompt};
use super::service::discovery;
use super::service::identity::{self, Asked};
use super::service::introspect::{self, Hint};
use super::service::organization::{self, OrgSays};
use super::service::revoke::{self, Tokens};
use verify::verify;

use crate::model::client::CallbackUrl;
use crate::model::identity::{Identity, IdentitySource};
use crate::model::profile::Profile;
use crate::model::secret::RefreshToken;
use crate::model::token::{Expiry, ExpirySource, TokenSet};

/// What a login brought.
pub struct LoggedIn {
    /// The tokens, verified.
    pub tokens: TokenSet,
    /// Whose they are, as far as anybody told.
    pub identity: Identity,
    /// Who told it; `None` when only the identity URL's own text did.
    pub source: Option<IdentitySource>,
    /// The identity service's answer, unchanged.
    pub answer: Option<Map<String, Value>>,
    /// What the org says it is.
    pub org: Option<OrgSays>,
    /// The endpoints that were spoken to.
    pub server: Server,
}

impl fmt::Debug for LoggedIn {
    /// Shows the tokens' outside only: an identity is private.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LoggedIn({:?})", self.tokens)
    }
}

/// Logs in with the profile's flow.
///
/// # Errors
///
/// The flow failed, or what it brought failed verification and was revoked again.
pub async fn run(
    io: &mut impl FlowIo,
    profile: &Profile,
    kept: &AppSecrets,
    callback: Option<&CallbackUrl>,
) -> Result<LoggedIn, FlowError> {
    let server = discovery::server_of(io, profile).await?;
    let start = Start {
        profile,
        server: &server,
        client: Client::of(profile, kept),
        callback,
    };

    // 1. Run the flow.
    let Granted { mut tokens, nonce } = flow::run(io, &start).await?;

    // 2. Verify what can be verified; before that, no host of the answer is spoken to.
    if let Err(error) = start.drop_foreign(&mut tokens) {
        abandon(io, &start, &tokens).await;
        return Err(error);
    }
    if let Err(error) = verify(io, &start, &mut tokens, nonce.as_ref()).await {
        abandon(io, &start, &tokens).await;
        return Err(error);
    }

    // 3. Ask whose they are.
    let told = identity::fetch(io, &server, &start.trust(), &asked(&tokens))
        .await
        .ok();
    let (identity, source, answer) = match told {
        Some(told) => (told.identity, Some(told.source), Some(told.answer)),
        None => {
            io.show(Prompt::Note("identity_unknown"));
            (known_from_address(&tokens), None, None)
        }
    };

    // 4. Ask until when.
    learn_expiry(io, &start, &mut tokens).await;

    // 5. Ask what kind of org it is.
    let org = organization::ask(
        io,
        &start,
        &tokens.access_token,
        tokens.instance_url.as_deref(),
        tokens.scope.as_ref(),
    )
    .await;
    Ok(LoggedIn {
        tokens,
        identity,
        source,
        answer,
        org,
        server,
    })
}

/// Refreshes, verifies, and asks until when (decision 19).
///
/// # Errors
///
/// The refresh failed. An ID token that fails verification is a note only.
pub async fn refresh(
    io: &mut impl FlowIo,
    profile: &Profile,
    kept: &AppSecrets,
    refresh_token: &RefreshToken,
) -> Result<TokenSet, FlowError> {
    let server = discovery::server_of(io, profile).await?;
    let start = Start {
        profile,
        server: &server,
        client: Client::of(profile, kept),
        callback: None,
    };
    let mut tokens = flow::refreshed(io, &start, refresh_token).await?;
    after_refresh(io, &start, &mut tokens).await;
    Ok(tokens)
}

/// Verifies what a refresh brought, and asks until when. The tokens must be kept before: nothing here fails the refresh.
pub async fn after_refresh(io: &mut impl FlowIo, start: &Start<'_>, tokens: &mut TokenSet) {
    if verify(io, start, tokens, None).await.is_err() {
        io.show(Prompt::Note("refresh_unverified"));
    }
    learn_expiry(io, start, tokens).await;
}

/// Ends tokens that nobody will keep; that this fails changes nothing for the person.
pub async fn abandon(io: &mut impl FlowIo, start: &Start<'_>, tokens: &TokenSet) {
    let doomed = Tokens {
        refresh: tokens.refresh_token.as_ref(),
        access: asked(tokens),
    };
    revoke::run(io, start.server, &start.trust(), &start.client, &doomed).await;
}

/// Returns where to ask about a token set.
#[must_use]
pub fn asked(tokens: &TokenSet) -> Asked<'_> {
    Asked {
        token: &tokens.access_token,
        id_url: tokens.id_url.as_deref(),
        instance_url: tokens.instance_url.as_deref(),
    }
}

/// The two ids that the identity URL itself names.
fn known_from_address(tokens: &TokenSet) -> Identity {
    match tokens.id_url.as_deref().and_then(identity::ids_in) {
        Some((organization_id, user_id)) => Identity {
            organization_id: Some(organization_id),
            user_id: Some(user_id),
            ..Identity::default()
        },
        None => Identity::default(),
    }
}

/// Salesforce sends no `expires_in`: the org is asked once, where the app may ask (decision 19, R35).
async fn learn_expiry(io: &mut impl FlowIo, start: &Start<'_>, tokens: &mut TokenSet) {
    if tokens.expiry.is_some()
        || !start.client.can_authenticate()
        || start.server.introspect.is_none()
    {
        return;
    }
    let token = tokens.access_token.expose();
    if let Ok(told) =
        introspect::run(io, start.server, &start.client, token, Hint::AccessToken).await
    {
        tokens.expiry = told.expires_at.map(|at| Expiry {
            at,
            source: ExpirySource::Introspection,
        });
        if tokens.scope.is_none() {
            tokens.scope = told.scope;
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use crate::model::environment::Environment;
    use crate::model::scope::Scopes;
    use crate::model::secret::ClientSecret;
    use crate::model::time::UnixTime;
    use crate::model::token::IdTokenVerdict;
    use crate::protocol::jwt::tests::{Signer, signer};
    use crate::protocol::message::Response;
    use crate::protocol::script::{Script, answer, json, profile, run as finish};
    use serde_json::json as value;

    const ID: &str = "https://login.salesforce.com/id/00D5e0000012ABCEA2/0055e000003XYZqAAO";

    fn log_in(
        io: &mut Script,
        profile: &Profile,
        secret: Option<&str>,
    ) -> Result<LoggedIn, FlowError> {
        let secret = secret.map(|text| ClientSecret::new(text.to_owned()));
        finish(run(
            io,
            profile,
            &secret.into(),
            profile.callback_urls.first(),
        ))
    }

    fn tokens(more: Value) -> Response {
        let mut fields = value!({"access_token": "00D!a", "refresh_token": "5Aep861r", "id": ID, "instance_url": "https://acme.my.salesforce.com"});
        for (name, value) in more.as_object().unwrap() {
            fields[name] = value.clone();
        }
        json(&fields.to_string())
    }

    fn id_token(signer: &Signer, nonce: &str) -> String {
        signer.sign("RS256", &value!({"iss": "https://acme.my.salesforce.com", "aud": "3MVG9demo", "sub": ID, "nonce": nonce,
            "iat": 1_770_000_000, "exp": 1_770_000_120}))
    }

    fn openid() -> Profile {
        Profile {
            scope: Scopes::parse("openid api refresh_token"),
            ..profile()
        }
    }

    fn paths(io: &Script) -> Vec<String> {
        let path = |line: &String| {
            line.split([' ', '?'])
                .nth(1)
                .unwrap_or_default()
                .replace("https://", "")
        };
        io.sent.iter().map(path).collect()
    }

    #[test]
    fn whose_and_until_when_are_asked_once_each() {
        let mut io = Script::of([
            tokens(value!({})),
            json(
                r#"{"username":"ada@acme.example","user_id":"0055e000003XYZqAAO","organization_id":"00D5e0000012ABCEA2"}"#,
            ),
            json(r#"{"active":true,"exp":1770007200}"#),
            json(r#"{"records":[{"IsSandbox":true}]}"#),
        ]);
        let got = log_in(&mut io, &profile(), Some("s")).unwrap();
        assert_eq!(got.identity.username.as_deref(), Some("ada@acme.example"));
        assert_eq!(
            got.tokens.expiry,
            Some(Expiry {
                at: UnixTime::from_secs(1_770_007_200),
                source: ExpirySource::Introspection
            })
        );
        assert_eq!(
            got.org.map(|says| says.environment),
            Some(Environment::Sandbox)
        );
        assert!(io.is_used_up());
    }

    #[test]
    fn silence_after_the_tokens_loses_nothing() {
        let mut io = Script::of([
            tokens(value!({})),
            answer(503, "text/html", "<html>"),
            answer(500, "", ""),
            answer(500, "", ""),
        ]);
        let got = log_in(&mut io, &profile(), Some("s")).unwrap();
        assert_eq!(got.identity.user_id.unwrap().as_str(), "0055e000003XYZqAAO");
        assert_eq!((got.source, got.tokens.expiry), (None, None));
        assert_eq!(io.notes, ["identity_unknown"]);
    }

    /// R29: a host that is not the org's is never spoken to, and the tokens that came with it are ended.
    #[test]
    fn tokens_with_a_foreign_host_are_ended_again() {
        for (field, bad) in [
            (
                "instance_url",
                "https://acme.my.salesforce.com.evil.example",
            ),
            ("id", "http://10.0.0.1/id/x/y"),
            ("sfdc_community_url", "https://evil.example"),
        ] {
            let mut io = Script::of([
                tokens(value!({field: bad})),
                answer(200, "", ""),
                answer(403, "text/plain", "Bad_OAuth_Token"),
            ]);
            let refused = log_in(&mut io, &profile(), None);
            assert!(
                matches!(refused, Err(FlowError::Unverified { code: "host_foreign", field: named, .. }) if named == field),
                "{refused:?}"
            );
            assert!(
                io.sent[2].contains("/revoke token=5Aep861r"),
                "{:?}",
                io.sent
            );
            let is_spoken_to = io
                .sent
                .iter()
                .any(|line| line.contains("evil.example") || line.contains("10.0.0.1"));
            assert!(!is_spoken_to, "{:?}", io.sent);
        }
    }

    /// R63: after a rotation the new refresh token is the only live one, whatever else the answer says.
    #[test]
    fn a_refresh_with_a_foreign_host_keeps_the_tokens_and_not_the_host() {
        let mut io = Script::of([
            tokens(value!({"refresh_token": "5Aep861new", "instance_url": "https://evil.example"})),
            answer(500, "", ""),
        ]);
        let kept = Some(ClientSecret::new("s".into())).into();
        let old = RefreshToken::new("5Aep861old".into());
        let got = finish(refresh(&mut io, &profile(), &kept, &old)).unwrap();
        assert_eq!(got.refresh_token.unwrap().expose(), "5Aep861new");
        assert_eq!(got.instance_url, None);
        assert!(io.notes.contains(&"refresh_host_foreign"));
    }

    #[test]
    fn an_id_token_is_verified_with_the_keys_of_its_issuer() {
        let signer = signer();
        // The script's third random value is the nonce.
        let token = id_token(&signer, &"03".repeat(32));
        let keys = json(&signer.published());
        let mut io = Script::of([
            tokens(value!({"id_token": token})),
            keys,
            json("{}"),
            json("{}"),
        ]);
        let got = log_in(&mut io, &openid(), None).unwrap();
        assert_eq!(got.tokens.id_token_verdict, IdTokenVerdict::Valid);
        assert_eq!(paths(&io).get(2).unwrap(), "acme.my.salesforce.com/id/keys");
    }

    #[test]
    fn tokens_with_a_forged_id_token_are_ended_again() {
        let signer = signer();
        let token = id_token(&signer, "not-ours");
        let mut io = Script::of([
            tokens(value!({"id_token": token})),
            json(&signer.published()),
            answer(200, "", ""),
            answer(403, "text/plain", "Bad_OAuth_Token"),
        ]);
        let refused = log_in(&mut io, &openid(), None);
        assert!(
            matches!(
                refused,
                Err(FlowError::Unverified {
                    code: "jwt_nonce",
                    field: "id_token",
                    ..
                })
            ),
            "{refused:?}"
        );
        assert!(
            io.sent
                .iter()
                .any(|line| line.contains("/revoke token=5Aep861r"))
        );
        assert!(io.is_used_up());
    }

    #[test]
    fn a_refresh_is_kept_whatever_comes_after_it() {
        let mut io = Script::of([
            tokens(value!({"id_token": "broken", "refresh_token": "5Aep861new"})),
            answer(500, "", ""),
        ]);
        let kept = Some(ClientSecret::new("s".into())).into();
        let old = RefreshToken::new("5Aep861old".into());
        let got = finish(refresh(&mut io, &profile(), &kept, &old)).unwrap();
        assert_eq!(got.refresh_token.unwrap().expose(), "5Aep861new");
        assert_eq!(got.id_token_verdict, IdTokenVerdict::Invalid);
        assert!(io.notes.contains(&"refresh_unverified"));
    }
}
