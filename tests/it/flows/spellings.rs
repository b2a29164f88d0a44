//! The same login in every spelling of the answer, with every way to prove the app, and with JWT access tokens.

use valet_key::model::client::ClientAuth;
use valet_key::model::profile::{Profile, ResponseFormat};
use valet_key::model::token::{ExpirySource, SignatureVerdict, TokenFormat};

use super::world::{CatalogWorld, profile};
use crate::demo_org::person::{CONFIDENTIAL, PUBLIC, SECRET};

const JWT: &str = "3MVG9DemoJwtTokens.WebServer";

#[test]
fn three_spellings_of_the_answer_say_the_same() {
    for format in [
        ResponseFormat::Json,
        ResponseFormat::Xml,
        ResponseFormat::Urlencoded,
    ] {
        let mut world = CatalogWorld::new();
        let profile = Profile {
            response_format: format,
            ..profile(CONFIDENTIAL, "api refresh_token id")
        };
        let got = world
            .log_in(&profile, Some(SECRET))
            .unwrap_or_else(|error| panic!("{format:?}: {error:?}"));
        assert_eq!(got.tokens.signature, SignatureVerdict::Valid, "{format:?}");
        assert!(
            got.tokens.refresh_token.is_some() && got.tokens.issued_at.is_some(),
            "{format:?}"
        );
        assert_eq!(got.identity.username.as_deref(), Some("admin@demo.example"));
    }
}

#[test]
fn basic_post_and_no_authentication() {
    for (client_id, auth, secret) in [
        (CONFIDENTIAL, ClientAuth::ClientSecretBasic, Some(SECRET)),
        (CONFIDENTIAL, ClientAuth::ClientSecretPost, Some(SECRET)),
        (PUBLIC, ClientAuth::None, None),
    ] {
        let mut world = CatalogWorld::new();
        let profile = Profile {
            client_auth: Some(auth),
            ..profile(client_id, "api refresh_token id")
        };
        let got = world
            .log_in(&profile, secret)
            .unwrap_or_else(|error| panic!("{auth:?}: {error:?}"));
        assert_eq!(got.tokens.expiry.is_some(), secret.is_some(), "{auth:?}");
        let expected = if secret.is_some() {
            SignatureVerdict::Valid
        } else {
            SignatureVerdict::NotCheckable
        };
        assert_eq!(got.tokens.signature, expected, "{auth:?}");
    }
}

#[test]
fn a_jwt_access_token_is_verified_and_says_its_own_end() {
    let mut world = CatalogWorld::new();
    let got = world
        .log_in(&profile(JWT, "api id refresh_token"), None)
        .expect("logs in");
    assert_eq!(TokenFormat::of(&got.tokens.access_token), TokenFormat::Jwt);
    assert_eq!(
        got.tokens.expiry.map(|expiry| expiry.source),
        Some(ExpirySource::Jwt)
    );
    assert!(world.notes.is_empty(), "{:?}", world.notes);
}

#[test]
fn no_scope_asked_grants_all_the_app_has() {
    let mut world = CatalogWorld::new();
    let got = world.log_in(&profile(PUBLIC, ""), None).expect("logs in");
    assert!(
        got.tokens
            .scope
            .is_some_and(|scope| scope.contains("web") && scope.contains("refresh_token"))
    );
}
