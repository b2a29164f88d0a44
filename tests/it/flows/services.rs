//! Calls beside the flows, against the demo org: identity, introspection, single access, revocation with proof.

use valet_key::model::identity::IdentitySource;
use valet_key::model::secret::ClientSecret;
use valet_key::protocol::client_auth::Client;
use valet_key::protocol::error::FlowError;
use valet_key::protocol::login::{self, LoggedIn};
use valet_key::protocol::service::introspect::{self, Hint};
use valet_key::protocol::service::revoke::{self, Outcome, Proof, Revoked, Tokens};
use valet_key::protocol::service::{identity, single_access};
use valet_key::protocol::trust::Trust;

use super::world::{CatalogWorld, profile, run};
use crate::demo_org::person::{CONFIDENTIAL, PUBLIC, SECRET};

fn logged_in(client_id: &str, secret: Option<&str>) -> (CatalogWorld, LoggedIn) {
    let mut world = CatalogWorld::new();
    let got = world
        .log_in(&profile(client_id, "api id refresh_token web"), secret)
        .expect("logs in");
    world.exchanges.clear();
    (world, got)
}

fn revoke(world: &mut CatalogWorld, got: &LoggedIn, secret: Option<&str>) -> Revoked {
    let client_id = if secret.is_some() {
        CONFIDENTIAL
    } else {
        PUBLIC
    };
    let profile = profile(client_id, "");
    let secret = secret.map(|text| ClientSecret::new(text.to_owned()));
    let kept = secret.into();
    let client = Client::of(&profile, &kept);
    let tokens = Tokens {
        refresh: got.tokens.refresh_token.as_ref(),
        access: login::asked(&got.tokens),
    };
    run(revoke::run(
        world,
        &got.server,
        &Trust::of(&profile, &got.server),
        &client,
        &tokens,
    ))
}

#[test]
fn revoking_is_proved_by_introspection_where_we_may_ask() {
    let (mut world, got) = logged_in(CONFIDENTIAL, Some(SECRET));
    let revoked = revoke(&mut world, &got, Some(SECRET));
    assert_eq!(revoked.tokens, [(Hint::RefreshToken, Outcome::Revoked)]);
    assert_eq!(revoked.proof, Some(Proof::Introspection));
    super::transcript::compare("revoke", &world.exchanges);
}

#[test]
fn revoking_is_proved_by_userinfo_otherwise_and_twice_is_done() {
    let (mut world, got) = logged_in(PUBLIC, None);
    let revoked = revoke(&mut world, &got, None);
    assert_eq!(
        (revoked.is_over(), revoked.proof),
        (true, Some(Proof::Userinfo))
    );
    let again = revoke(&mut world, &got, None);
    assert_eq!(
        again.tokens,
        [(Hint::RefreshToken, Outcome::AlreadyInvalid)]
    );
    assert!(again.is_over());
}

#[test]
fn a_lost_answer_leaves_the_revocation_pending() {
    let (mut world, got) = logged_in(PUBLIC, None);
    world.org.control(
        "set-fault",
        r#"{"fault":"refuse","path":"/services/oauth2/revoke","times":1}"#,
    );
    let revoked = revoke(&mut world, &got, None);
    assert!(matches!(
        revoked.tokens.as_slice(),
        [(
            Hint::RefreshToken,
            Outcome::Pending(FlowError::Transport { .. })
        )]
    ));
}

#[test]
fn introspection_follows_the_life_of_a_token() {
    let (mut world, got) = logged_in(CONFIDENTIAL, Some(SECRET));
    let kept = Some(ClientSecret::new(SECRET.to_owned())).into();
    let profile = profile(CONFIDENTIAL, "");
    let client = Client::of(&profile, &kept);
    let token = got.tokens.access_token.expose().to_owned();
    let told = run(introspect::run(
        &mut world,
        &got.server,
        &client,
        &token,
        Hint::AccessToken,
    ))
    .expect("answers");
    assert!(told.active && told.username.as_deref() == Some("admin@demo.example"));
    assert_eq!(
        told.answer
            .get("token_type")
            .and_then(|value| value.as_str()),
        Some("access_token")
    );
    world.org.wait_secs(8_000);
    let told = run(introspect::run(
        &mut world,
        &got.server,
        &client,
        &token,
        Hint::AccessToken,
    ))
    .expect("answers");
    assert!(!told.active);
}

#[test]
fn identity_of_a_live_and_of_an_expired_token() {
    let (mut world, got) = logged_in(PUBLIC, None);
    let trust = Trust::of(&profile(PUBLIC, ""), &got.server);
    let told = run(identity::fetch(
        &mut world,
        &got.server,
        &trust,
        &login::asked(&got.tokens),
    ))
    .expect("answers");
    assert_eq!(told.source, IdentitySource::IdUrl);
    assert!(told.answer.get("urls").is_some());
    world.org.control("expire-access-tokens", "{}");
    let error = run(identity::fetch(
        &mut world,
        &got.server,
        &trust,
        &login::asked(&got.tokens),
    ))
    .expect_err("is dead");
    assert_eq!(error.problem().code, "Bad_OAuth_Token");
}

#[test]
fn single_access_gives_a_link_on_the_orgs_own_host() {
    let (mut world, got) = logged_in(PUBLIC, None);
    let trust = Trust::of(&profile(PUBLIC, ""), &got.server);
    let instance = got.tokens.instance_url.as_deref();
    let link = single_access::fetch(
        &mut world,
        &trust,
        instance,
        &got.tokens.access_token,
        "/lightning/setup/SetupOneHome/home",
    );
    let link = run(link).expect("answers");
    assert!(
        link.expose()
            .starts_with("http://localhost:4100/secur/frontdoor.jsp?")
    );
    assert!(!link.expose().contains(got.tokens.access_token.expose()));
}
