//! Every flow of the catalog against the demo org, in process, with virtual time; each transcript is compared whole.

#[path = "flows/exchange.rs"]
mod exchange;
#[path = "flows/hostile.rs"]
mod hostile;
#[path = "flows/keys.rs"]
mod keys;
#[path = "flows/refusals.rs"]
mod refusals;
#[path = "flows/services.rs"]
mod services;
#[path = "flows/spellings.rs"]
mod spellings;
#[path = "flows/transcript.rs"]
mod transcript;
#[path = "flows/world.rs"]
mod world;

use valet_key::model::profile::{FlowName, Profile};
use valet_key::model::secret::ClientSecret;
use valet_key::model::token::TokenSet;
use valet_key::protocol::catalog::FLOWS;
use valet_key::protocol::login::{self, LoggedIn};
use world::{CatalogWorld, profile, run};

use crate::demo_org::person::{CONFIDENTIAL, PUBLIC, SECRET};

const ROTATING: &str = "3MVG9DemoRotation.WebServer";

/// Plays the scenario of one catalog entry to its end.
fn play(scenario: &str) -> CatalogWorld {
    match scenario {
        "web_server" => web_server(),
        "refresh" => refresh(),
        "device" => device(),
        "client_credentials" => client_credentials(),
        "user_agent" => user_agent(),
        "native_sso" => native_sso(),
        "username_password" => username_password(),
        "hybrid_web_server" => hybrid_web_server().0,
        "hybrid_user_agent" => hybrid_user_agent(),
        "hybrid_refresh" => hybrid_refresh(),
        "jwt_bearer" => keys::jwt_bearer(),
        "token_exchange" => exchange::token_exchange(),
        "hybrid_token_exchange" => exchange::hybrid_token_exchange(),
        other => panic!("no scenario is written for {other}"),
    }
}

#[test]
fn every_flow_of_the_catalog_has_its_golden_transcript() {
    for flow in FLOWS {
        let world = play(flow.scenario);
        transcript::compare(flow.name, &world.exchanges);
        let seen: Vec<&str> = world
            .exchanges
            .iter()
            .map(|exchange| exchange.step.as_str())
            .collect();
        for step in flow.steps {
            let is_there = seen.contains(&step.key().as_str());
            let must_be =
                step.sight == valet_key::protocol::catalog::Sight::Seen && !step.may_be_left_out;
            assert!(
                is_there || !must_be,
                "{}: the transcript lacks {}",
                flow.name,
                step.name
            );
        }
        for step in seen {
            assert!(
                flow.steps.iter().any(|known| known.key() == step),
                "{}: {step} is not in the catalog",
                flow.name
            );
        }
    }
}

/// A confidential app that asks for everything: ID token, identity, introspection.
fn web_server() -> CatalogWorld {
    let mut world = CatalogWorld::new();
    let profile = profile(CONFIDENTIAL, "api id openid refresh_token web");
    let logged_in = world.log_in(&profile, Some(SECRET)).expect("logs in");
    assert_eq!(
        logged_in.identity.username.as_deref(),
        Some("admin@demo.example")
    );
    assert_eq!(
        logged_in.tokens.id_token_verdict,
        valet_key::model::token::IdTokenVerdict::Valid
    );
    assert_eq!(
        logged_in.tokens.signature,
        valet_key::model::token::SignatureVerdict::Valid
    );
    assert!(logged_in.tokens.expiry.is_some());
    assert!(world.notes.is_empty(), "{:?}", world.notes);
    world
}

/// The same profile with another flow.
fn by(flow: &str, profile: Profile) -> Profile {
    Profile {
        flow: FlowName(flow.to_owned()),
        ..profile
    }
}

/// A person enters the code on another machine between two polls.
fn device() -> CatalogWorld {
    let mut world = CatalogWorld::new();
    let profile = by("device", profile("PlatformCLI", "api refresh_token"));
    let logged_in = world.log_in(&profile, None).expect("logs in");
    assert_eq!(
        logged_in.identity.username.as_deref(),
        Some("admin@demo.example")
    );
    assert!(logged_in.tokens.refresh_token.is_some());
    world
}

/// The app as itself: the user that its admin set, and never a refresh token.
fn client_credentials() -> CatalogWorld {
    let mut world = CatalogWorld::new();
    let profile = by("client_credentials", profile(CONFIDENTIAL, ""));
    let logged_in = world.log_in(&profile, Some(SECRET)).expect("logs in");
    assert_eq!(
        logged_in.identity.username.as_deref(),
        Some("admin@demo.example")
    );
    assert!(logged_in.tokens.refresh_token.is_none());
    let granted = logged_in
        .tokens
        .scope
        .expect("the org says what it granted");
    for stripped in ["full", "web", "refresh_token"] {
        assert!(!granted.contains(stripped), "{granted}");
    }
    world
}

/// The tokens come in the fragment; a plain callback gets no refresh token, and that is said.
fn user_agent() -> CatalogWorld {
    let mut world = CatalogWorld::new();
    let profile = by(
        "user_agent",
        profile(CONFIDENTIAL, "api id openid refresh_token web"),
    );
    let logged_in = world.log_in(&profile, Some(SECRET)).expect("logs in");
    assert_eq!(
        logged_in.identity.username.as_deref(),
        Some("admin@demo.example")
    );
    assert_eq!(
        logged_in.tokens.id_token_verdict,
        valet_key::model::token::IdTokenVerdict::Valid
    );
    assert_eq!(
        logged_in.tokens.signature,
        valet_key::model::token::SignatureVerdict::Valid
    );
    assert!(logged_in.tokens.refresh_token.is_none());
    assert_eq!(world.notes, ["no_refresh_by_callback"]);
    world
}

/// The org's login page is never seen: the provider knows who comes.
fn native_sso() -> CatalogWorld {
    let mut world = CatalogWorld::new();
    let wanted = Profile {
        sso_provider: "Demo_Provider".to_owned(),
        ..by("native_sso", profile(PUBLIC, "api refresh_token"))
    };
    world.username = "standard@demo.example";
    let logged_in = world.log_in(&wanted, None).expect("logs in");
    let user = logged_in.identity.username.as_deref();
    assert_eq!(user, Some("standard@demo.example"));
    world
}

/// The password is asked for once, and no refresh token comes.
fn username_password() -> CatalogWorld {
    let mut world = CatalogWorld::new();
    let wanted = Profile {
        login_hint: "admin@demo.example".to_owned(),
        allow_password_flow: true,
        ..by("username_password", profile(CONFIDENTIAL, "api"))
    };
    let logged_in = world.log_in(&wanted, Some(SECRET)).expect("logs in");
    let user = logged_in.identity.username.as_deref();
    assert_eq!(user, Some("admin@demo.example"));
    assert!(logged_in.tokens.refresh_token.is_none());
    assert_eq!(world.asked, 1);
    world
}

/// The scopes of an app that shows pages.
const PAGES: &str = "api id refresh_token lightning visualforce content web";

/// Which web sessions came.
fn web_of(tokens: &TokenSet) -> Vec<&'static str> {
    tokens
        .web
        .iter()
        .map(|one| one.session.kind.as_str())
        .collect()
}

/// The code brings a session for every kind of page that the scopes open.
fn hybrid_web_server() -> (CatalogWorld, Profile, LoggedIn) {
    let mut world = CatalogWorld::new();
    let wanted = by("hybrid_web_server", profile(CONFIDENTIAL, PAGES));
    let logged_in = world.log_in(&wanted, Some(SECRET)).expect("logs in");
    let every = ["lightning", "visualforce", "content", "csrf", "client"];
    assert_eq!(web_of(&logged_in.tokens), every);
    let hosts = logged_in
        .tokens
        .web
        .iter()
        .filter_map(|one| one.session.domain.as_deref());
    assert_eq!(hosts.collect::<Vec<_>>(), ["localhost:4100"; 3]);
    (world, wanted, logged_in)
}

/// The same in the fragment; without a scope there is no session of its kind.
fn hybrid_user_agent() -> CatalogWorld {
    let mut world = CatalogWorld::new();
    let wanted = by("hybrid_user_agent", profile(CONFIDENTIAL, "api id content"));
    let logged_in = world.log_in(&wanted, None).expect("logs in");
    assert_eq!(web_of(&logged_in.tokens), ["content", "csrf", "client"]);
    world
}

/// New web sessions come with the new access token, whatever flow the refresh token is from.
fn hybrid_refresh() -> CatalogWorld {
    let (mut world, wanted, before) = hybrid_web_server();
    let refresh_token = before
        .tokens
        .refresh_token
        .clone()
        .expect("a refresh token");
    world.exchanges.clear();
    let secret = ClientSecret::new(SECRET.to_owned());
    let after = run(login::refresh(
        &mut world,
        &wanted,
        &Some(secret).into(),
        &refresh_token,
    ))
    .expect("refreshes");
    assert_eq!(web_of(&after), web_of(&before.tokens));
    let sid = |tokens: &TokenSet| tokens.web[0].secret.expose().to_owned();
    assert_ne!(sid(&after), sid(&before.tokens));
    world
}

/// An app that rotates: the old refresh token is dead at once, and using it again ends the new one too.
fn refresh() -> CatalogWorld {
    let mut world = CatalogWorld::new();
    let profile = profile(ROTATING, "api refresh_token");
    let logged_in = world.log_in(&profile, None).expect("logs in");
    let first = logged_in.tokens.refresh_token.expect("a refresh token");
    world.exchanges.clear();

    let refreshed =
        run(login::refresh(&mut world, &profile, &None.into(), &first)).expect("refreshes");
    let second = refreshed.refresh_token.expect("a new refresh token");
    assert_ne!(first.expose(), second.expose());
    assert_ne!(
        logged_in.tokens.access_token.expose(),
        refreshed.access_token.expose()
    );
    let played = world.exchanges.clone();

    for dead in [&first, &second] {
        let refused =
            run(login::refresh(&mut world, &profile, &None.into(), dead)).expect_err("is refused");
        assert_eq!(
            refused.problem_of_refresh().kind,
            valet_key::model::problem::ProblemKind::NeedsLogin
        );
    }
    world.exchanges = played;
    world
}
