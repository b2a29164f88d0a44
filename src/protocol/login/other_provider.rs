//! Logins at servers that are not Salesforce: what `interop.md` saw a certified OpenID provider answer.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use serde_json::{Value, json};

use super::*;
use crate::model::client::ClientAuth;
use crate::model::ids::UserId;
use crate::model::profile::Endpoints;
use crate::model::scope::Scopes;
use crate::model::secret::{AccessToken, ClientSecret};
use crate::model::time::UnixTime;
use crate::model::token::IdTokenVerdict;
use crate::protocol::jwt::tests::{Signer, signer};
use crate::protocol::message::Response;
use crate::protocol::script::{self, NOW, Script, answer};
use crate::protocol::service::revoke::{Outcome, Proof};
use crate::protocol::service::single_access;

const ISSUER: &str = "https://id.example.com";

fn profile() -> Profile {
    Profile {
        issuer: Some(ISSUER.into()),
        scope: Scopes::parse("openid offline_access"),
        prompt: "consent".into(),
        client_auth: Some(ClientAuth::ClientSecretBasic),
        ..script::profile()
    }
}

fn discovery() -> Response {
    let endpoint = |name: &str| format!("{ISSUER}/{name}");
    script::json(
        &json!({
            "issuer": ISSUER, "authorization_endpoint": endpoint("auth"), "token_endpoint": endpoint("token"),
            "userinfo_endpoint": endpoint("me"), "jwks_uri": endpoint("jwks"), "revocation_endpoint": endpoint("token/revocation"),
            "introspection_endpoint": endpoint("token/introspection"), "authorization_response_iss_parameter_supported": true,
        })
        .to_string(),
    )
}

fn tokens(signer: &Signer) -> Response {
    let claims = json!({"iss": ISSUER, "aud": "3MVG9demo", "sub": "user-1", "nonce": "03".repeat(32),
        "iat": 1_770_000_000, "exp": 1_770_003_600});
    script::json(
        &json!({"access_token": "opaque-1", "expires_in": 3600, "token_type": "Bearer", "scope": "openid offline_access",
            "refresh_token": "refresh-1", "id_token": signer.sign("RS256", &claims)})
        .to_string(),
    )
}

fn log_in(io: &mut Script) -> Result<LoggedIn, FlowError> {
    let profile = profile();
    let kept = Some(ClientSecret::new("s3cret+/=".into())).into();
    script::run(run(io, &profile, &kept, profile.callback_urls.first()))
}

fn with_issuer(issuer: &str) -> String {
    format!("code=abc&state={{state}}{issuer}")
}

#[test]
fn a_login_by_discovery_lives_without_salesforces_fields() {
    let signer = signer();
    let userinfo = script::json(r#"{"sub":"user-1","email":"ada@example.com","name":"Ada"}"#);
    let mut io = Script::of([
        discovery(),
        tokens(&signer),
        script::json(&signer.published()),
        userinfo,
    ]);
    io.callback = with_issuer("&iss=https%3A%2F%2Fid.example.com");
    let got = log_in(&mut io).unwrap();
    assert_eq!(got.identity.user_id, Some(UserId::new("user-1")));
    assert_eq!(
        (got.identity.username.as_deref(), got.source),
        (Some("ada@example.com"), Some(IdentitySource::Userinfo))
    );
    assert_eq!(got.tokens.id_token_verdict, IdTokenVerdict::Valid);
    let expiry = Expiry {
        at: UnixTime::from_secs(NOW.as_secs() + 3600),
        source: ExpirySource::ExpiresIn,
    };
    assert_eq!(got.tokens.expiry, Some(expiry));
    assert_eq!((got.tokens.instance_url.as_deref(), got.org), (None, None));
    let asked: Vec<&str> = io
        .sent
        .iter()
        .map(|line| line.split(['?', ' ']).nth(1).unwrap())
        .collect();
    let paths = [
        "/.well-known/openid-configuration",
        "/auth",
        "/token",
        "/jwks",
        "/me",
    ];
    assert_eq!(asked, paths.map(|path| format!("{ISSUER}{path}")));
    assert!(
        io.sent
            .get(1)
            .unwrap()
            .contains("&code_challenge_method=S256&nonce=")
    );
    assert!(
        io.sent.get(2).unwrap().contains("[authorization: Basic ")
            && !io.sent.get(2).unwrap().contains("client_secret")
    );
}

#[test]
fn a_promised_issuer_must_come_and_be_right() {
    for wrong in [
        "",
        "&iss=https%3A%2F%2Fevil.example",
        "&iss=https%3A%2F%2Fid.example.com%2F",
    ] {
        let mut io = Script::of([discovery()]);
        io.callback = with_issuer(wrong);
        let refused = log_in(&mut io);
        assert!(
            matches!(
                refused,
                Err(FlowError::Unverified {
                    code: "issuer_mismatch",
                    ..
                })
            ),
            "{wrong}: {refused:?}"
        );
    }
}

#[test]
fn a_wrong_client_is_401_and_says_so() {
    let mut reply = answer(
        401,
        "application/json",
        r#"{"error":"invalid_client","error_description":"client authentication failed"}"#,
    );
    reply
        .headers
        .push(("www-authenticate".into(), "Basic realm=\"x\"".into()));
    let mut io = Script::of([discovery(), reply]);
    io.callback = with_issuer("&iss=https%3A%2F%2Fid.example.com");
    assert!(
        matches!(log_in(&mut io), Err(FlowError::Refused(refusal)) if refusal.code() == "invalid_client")
    );
}

#[test]
fn every_refresh_rotates_and_an_old_token_ends_the_family() {
    let kept = Some(ClientSecret::new("s".into())).into();
    let reused = answer(
        400,
        "application/json",
        r#"{"error":"invalid_grant","error_description":"grant request is invalid"}"#,
    );
    let rotated = script::json(
        r#"{"access_token":"opaque-2","expires_in":3600,"token_type":"Bearer","refresh_token":"refresh-2"}"#,
    );
    let mut io = Script::of([discovery(), rotated, discovery(), reused]);
    let old = RefreshToken::new("refresh-1".into());
    let got = script::run(refresh(&mut io, &profile(), &kept, &old)).unwrap();
    assert_eq!(got.refresh_token.unwrap().expose(), "refresh-2");
    let dead = script::run(refresh(&mut io, &profile(), &kept, &old)).unwrap_err();
    assert!(matches!(dead, FlowError::Refused(refusal) if refusal.ends_grant()));
}

#[test]
fn revoking_needs_the_app_and_a_dead_token_is_no_error() {
    let profile = profile();
    let kept = Some(ClientSecret::new("s".into())).into();
    let inactive = || script::json(r#"{"active":false}"#);
    let mut io = Script::of([discovery(), answer(200, "", ""), inactive(), inactive()]);
    let server = script::run(discovery::server_of(&mut io, &profile)).unwrap();
    let client = Client::of(&profile, &kept);
    let (refresh, access) = (
        RefreshToken::new("refresh-1".into()),
        AccessToken::new("opaque-1".into()),
    );
    let doomed = Tokens {
        refresh: Some(&refresh),
        access: Asked {
            token: &access,
            id_url: None,
            instance_url: None,
        },
    };
    let trust = crate::protocol::trust::Trust::of(&profile, &server);
    let revoked = script::run(revoke::run(&mut io, &server, &trust, &client, &doomed));
    assert_eq!(revoked.tokens, [(Hint::RefreshToken, Outcome::Revoked)]);
    assert_eq!(revoked.proof, Some(Proof::Introspection));
    let sent = io.sent.get(1).unwrap();
    assert!(
        sent.contains(
            "/token/revocation token=refresh-1&token_type_hint=refresh_token [authorization: Basic "
        ),
        "{sent}"
    );
}

#[test]
fn what_a_server_lacks_is_named() {
    let endpoints = Endpoints {
        authorize: Some(format!("{ISSUER}/auth")),
        token: Some(format!("{ISSUER}/token")),
        ..Endpoints::default()
    };
    let profile = Profile {
        issuer: None,
        endpoints: Some(endpoints),
        ..profile()
    };
    let mut io = Script::of([script::json(&Value::to_string(
        &json!({"access_token": "opaque-1"}),
    ))]);
    let kept = Some(ClientSecret::new("s".into())).into();
    let got = script::run(run(&mut io, &profile, &kept, profile.callback_urls.first())).unwrap();
    assert_eq!(io.notes, ["identity_unknown"]);
    let trust = crate::protocol::trust::Trust::of(&profile, &got.server);
    let open = script::run(single_access::fetch(
        &mut io,
        &trust,
        None,
        &got.tokens.access_token,
        "",
    ));
    assert!(matches!(
        open,
        Err(FlowError::Lacking {
            code: "instance_url_missing",
            ..
        })
    ));
    let client = Client::of(&profile, &kept);
    let told = script::run(introspect::run(
        &mut io,
        &got.server,
        &client,
        "x",
        Hint::AccessToken,
    ));
    assert!(matches!(
        told,
        Err(FlowError::Lacking {
            code: "endpoint_missing",
            field: "endpoints.introspect"
        })
    ));
}
