//! The shapes of the contract, letter for letter.

use super::*;
use crate::model::problem::{OrgWords, ProblemKind};
use crate::model::profile_file;

fn ron<T: serde::de::DeserializeOwned>(text: &str) -> T {
    ron::Options::default()
        .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
        .from_str(text)
        .expect("is right")
}

fn now() -> UnixTime {
    UnixTime::from_rfc3339("2026-11-22T11:00:00Z").expect("is a time")
}

fn bare() -> Session {
    ron(
        r#"(session_id: "00112233445566aa", profile_id: "acme-uat", token_type: "Bearer", token_format: opaque,
            has_refresh_token: false, issued_at: "2026-11-22T10:53:20.123Z", access_token_fingerprint: "0123456789ab")"#,
    )
}

#[test]
fn a_session_about_which_little_is_known_has_every_field() {
    let expected = r#"{"session_id":"00112233445566aa","profile_id":"acme-uat","username":null,"user_id":null,"organization_id":null,"instance_url":null,"id_url":null,"scope":null,"scope_requested":null,"token_type":"Bearer","token_format":"opaque","has_refresh_token":false,"state":"active","issued_at":"2026-11-22T10:53:20Z","expires_at":null,"expires_source":null,"last_refresh_at":null,"last_check_at":null,"access_token_fingerprint":"0123456789ab","refresh_token_fingerprint":null,"signature":"not_checkable","id_token":"none","pending_revocation":false,"web_sessions":[]}"#;
    assert_eq!(session(&bare(), now()).to_string(), expected);
}

#[test]
fn a_session_about_which_all_is_known() {
    let full: Session = ron(
        r#"(session_id: "00112233445566aa", profile_id: "acme-uat", identity: (username: "a@x.example", user_id: "0055e000003XYZqAAO", organization_id: "00D5e0000012ABCEA2"),
            instance_url: "https://acme.my.salesforce.com", id_url: "https://login.salesforce.com/id/00D5e0000012ABCEA2/0055e000003XYZqAAO",
            scope: "api openid", scope_requested: "api openid refresh_token", token_type: "Bearer", token_format: jwt, has_refresh_token: true,
            issued_at: "2026-11-22T10:53:20Z", expiry: (at: "2026-11-22T11:02:00Z", source: introspection), last_refresh_at: "2026-11-22T10:53:20Z",
            last_check_at: "2026-11-22T10:53:21Z", access_token_fingerprint: "0123456789ab", refresh_token_fingerprint: "ba9876543210",
            signature: valid, id_token: valid, pending_revocation: true)"#,
    );
    let expected = r#"{"session_id":"00112233445566aa","profile_id":"acme-uat","username":"a@x.example","user_id":"0055e000003XYZqAAO","organization_id":"00D5e0000012ABCEA2","instance_url":"https://acme.my.salesforce.com","id_url":"https://login.salesforce.com/id/00D5e0000012ABCEA2/0055e000003XYZqAAO","scope":"api openid","scope_requested":"api openid refresh_token","token_type":"Bearer","token_format":"jwt","has_refresh_token":true,"state":"expires_soon","issued_at":"2026-11-22T10:53:20Z","expires_at":"2026-11-22T11:02:00Z","expires_source":"introspection","last_refresh_at":"2026-11-22T10:53:20Z","last_check_at":"2026-11-22T10:53:21Z","access_token_fingerprint":"0123456789ab","refresh_token_fingerprint":"ba9876543210","signature":"valid","id_token":"valid","pending_revocation":true,"web_sessions":[]}"#;
    assert_eq!(session(&full, now()).to_string(), expected);
}

#[test]
fn a_profile_has_every_field() {
    let text = r#"(schema: 1, profiles: [(name: "Acme UAT", login_url: "https://acme--uat.sandbox.my.salesforce.com", client_id: "3MVG9",
        callback_urls: ["http://localhost:1717/OauthRedirect"], tags: ["uat"])])"#;
    let profiles = profile_file::parse(text.as_bytes(), "test.ron", |_| true).expect("is right");
    let record = ProfileRecord {
        profile: profiles[0].clone().into(),
        has_client_secret: true,
        has_private_key: false,
    };
    let expected = r#"{"profile_id":"acme-uat","name":"Acme UAT","login_url":"https://acme--uat.sandbox.my.salesforce.com","client_id":"3MVG9","callback_urls":["http://localhost:1717/OauthRedirect"],"flow":"web_server","scope":null,"kind":"connected_app","client_auth":"client_secret_post","environment":"sandbox","environment_verified":false,"platform":"desktop","tags":["uat"],"has_client_secret":true,"has_private_key":false,"certificate":null,"sessions":[]}"#;
    let shown = profile(&record, (Environment::Sandbox, false), &[], now());
    assert_eq!(shown.to_string(), expected);
    let with = profile(&record, (Environment::Sandbox, true), &[&bare()], now());
    assert_eq!(with["sessions"][0]["session_id"], "00112233445566aa");
}

#[test]
fn an_error_has_the_orgs_words_unchanged() {
    let problem = Problem::new(ProblemKind::Refused, "invalid_grant").said(OrgWords {
        status: Some(400),
        error: "invalid_grant".into(),
        error_description: Some("expired access/refresh token".into()),
    });
    let shown = error(&problem);
    let keys: Vec<&str> = shown
        .as_object()
        .expect("is one")
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys,
        ["kind", "code", "message", "cause", "next", "field", "org"]
    );
    assert_eq!(shown["kind"], "refused");
    assert_eq!(shown["field"], Value::Null);
    assert_eq!(
        shown["org"].to_string(),
        r#"{"status":400,"error":"invalid_grant","error_description":"expired access/refresh token"}"#
    );
    let plain = error(&Problem::new(ProblemKind::NeedsLogin, "no_session").at("acme"));
    assert_eq!(plain["kind"], "needs_login");
    assert_eq!(plain["org"], Value::Null);
    assert_eq!(plain["field"], "acme");
}
