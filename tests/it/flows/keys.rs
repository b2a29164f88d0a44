//! Keys: the JWT bearer flow, its refusals, and `private_key_jwt` in the place of a secret.

use valet_key::model::client::ClientAuth;
use valet_key::model::key_file;
use valet_key::model::profile::Profile;
use valet_key::model::run::Exchange;
use valet_key::model::token::ExpirySource;
use valet_key::protocol::client_auth::AppSecrets;
use valet_key::protocol::login;

use super::by;
use super::world::{CatalogWorld, profile, run};
use crate::demo_org::person::{CALLBACK, CONFIDENTIAL};

/// The app whose certificate is in `tests/keys`.
const SIGNER: &str = "3MVG9DemoSigner";

/// The key of `tests/keys`, as an app keeps it.
fn app_key() -> AppSecrets {
    let pem = include_bytes!("../../keys/plain.pem");
    AppSecrets {
        client_secret: None,
        private_key: Some(key_file::read(pem, None).expect("a key").private_key),
    }
}

/// An org in which an app has the certificate of that key; only users whom an admin assigned may log in by it.
fn world_with_certificate(policies: &str) -> CatalogWorld {
    let certificate = include_str!("../../keys/plain.crt").replace('\n', "\\n");
    CatalogWorld::with(&format!(
        "(apps: [(client_id: \"{SIGNER}\", certificate: \"{certificate}\", callback_urls: [\"{CALLBACK}\"], \
         run_as: \"admin@demo.example\", scope: \"api id openid refresh_token\", policies: ({policies}))])"
    ))
}

/// A key in the place of a person: the user whom an admin assigned, and never a refresh token.
pub fn jwt_bearer() -> CatalogWorld {
    let mut world = world_with_certificate("permitted_users: admin_approved");
    let profile = Profile {
        login_hint: "admin@demo.example".to_owned(),
        ..by("jwt_bearer", profile(SIGNER, ""))
    };
    let logged_in = world.log_in_with(&profile, &app_key()).expect("logs in");
    assert_eq!(
        logged_in.identity.username.as_deref(),
        Some("admin@demo.example")
    );
    assert!(logged_in.tokens.refresh_token.is_none());
    world
}

/// Each reason for which the org turns an assertion down is told apart, and none of them loses its words.
#[test]
fn refusals_of_assertions_are_told_apart() {
    let refused = |policies: &str, change: &dyn Fn(&mut Profile, &mut CatalogWorld)| {
        let mut world = world_with_certificate(policies);
        let mut profile = Profile {
            login_hint: "standard@demo.example".to_owned(),
            ..by("jwt_bearer", profile(SIGNER, ""))
        };
        change(&mut profile, &mut world);
        let error = world
            .log_in_with(&profile, &app_key())
            .expect_err("is refused");
        let problem = error.problem();
        let said = problem.org.clone().and_then(|org| org.error_description);
        (
            problem.code.clone(),
            said.unwrap_or_default(),
            problem.explain().what,
        )
    };
    let nothing = |_: &mut Profile, _: &mut CatalogWorld| {};
    let mut told = vec![
        refused("", &nothing),
        refused("permitted_users: admin_approved", &nothing),
        refused("", &|profile, _| {
            profile.login_hint = "nobody@demo.example".to_owned()
        }),
        refused("", &|profile, _| {
            profile.audience = "https://acme.my.salesforce.com".to_owned()
        }),
        refused("", &|profile, _| {
            profile.client_id.0 = "3MVG9nobody".to_owned()
        }),
        refused("", &|profile, _| {
            profile.client_id.0 = CONFIDENTIAL.to_owned()
        }),
        refused("blocked: true", &nothing),
    ];
    let codes: Vec<(&str, &str)> = told
        .iter()
        .map(|(code, said, _)| (code.as_str(), said.as_str()))
        .collect();
    assert_eq!(
        codes,
        [
            ("invalid_grant", "user hasn't approved this consumer"),
            (
                "invalid_app_access",
                "user is not admin approved to access this app"
            ),
            ("invalid_grant", "invalid assertion"),
            ("invalid_grant", "audience is invalid"),
            ("invalid_client_id", "client identifier invalid"),
            ("invalid_client", "invalid client credentials"),
            ("app_blocked", "this app is blocked by admin"),
        ]
    );
    told.sort_by(|a, b| a.2.cmp(&b.2));
    told.dedup_by(|a, b| a.2 == b.2);
    assert_eq!(told.len(), 7, "each has words of its own: {told:?}");
}

/// The key proves the app wherever a secret would: code, refresh, client credentials, introspection.
#[test]
fn a_private_key_stands_in_for_the_secret_in_every_flow() {
    let mut world =
        world_with_certificate("require_secret: true, require_secret_for_refresh: true");
    let signing = Profile {
        client_auth: Some(ClientAuth::PrivateKeyJwt),
        ..profile(SIGNER, "api id openid refresh_token")
    };
    let logged_in = world.log_in_with(&signing, &app_key()).expect("logs in");
    let expiry = logged_in.tokens.expiry.expect("introspection told it");
    assert_eq!(expiry.source, ExpirySource::Introspection);
    let refresh = logged_in.tokens.refresh_token.expect("a refresh token");
    run(login::refresh(&mut world, &signing, &app_key(), &refresh)).expect("refreshes");
    let itself = by("client_credentials", signing.clone());
    world
        .log_in_with(&itself, &app_key())
        .expect("logs in as itself");
    let signed = |exchange: &&Exchange| {
        let names = |name: &str| {
            exchange
                .request_fields
                .iter()
                .any(|field| field.name == name)
        };
        names("client_assertion") && !names("client_secret")
    };
    // Code, introspection, refresh, introspection, client credentials, introspection.
    assert_eq!(world.exchanges.iter().filter(signed).count(), 6);
    let keyless = world.log_in_with(&itself, &AppSecrets::default());
    assert_eq!(
        keyless.expect_err("has no key").problem().code,
        "private_key_missing"
    );
}
