//! Token exchange and its hybrid form: the tokens of the demo provider, and every reason for which the org turns one down.

use valet_key::model::profile::Profile;
use valet_key::model::subject_token::SubjectType;
use valet_key::model::token::IdTokenVerdict;
use valet_key::protocol::error::FlowError;
use valet_key::protocol::login::LoggedIn;

use super::world::{CatalogWorld, profile};
use super::{by, web_of};
use crate::demo_org::person::{BASE, CALLBACK, SECRET};

/// An app that only admins may use, without being asked.
const APP: &str = "3MVG9DemoExchange";
const SCOPE: &str = "api id openid refresh_token lightning content web";
const ADMIN: &str = r#"{"username":"admin@demo.example"}"#;

fn world(policies: &str, org: &str) -> CatalogWorld {
    CatalogWorld::with(&format!(
        "(org: ({org}), apps: [(client_id: \"{APP}\", client_secret: \"{SECRET}\", callback_urls: [\"{CALLBACK}\"], \
         scope: \"{SCOPE}\", policies: ({policies}))])"
    ))
}

/// Fetches a token of the demo provider.
fn issued(world: &mut CatalogWorld, wish: &str) -> String {
    let answer = world.org.control("subject-token", wish);
    answer["subject_token"]
        .as_str()
        .expect("a token")
        .to_owned()
}

fn exchange(scope: &str) -> Profile {
    by("token_exchange", profile(APP, scope))
}

/// The user is found by the handler, and everything that the scopes ask for comes.
pub fn token_exchange() -> CatalogWorld {
    let mut world = world("permitted_users: admin_approved", "");
    world.subject = issued(&mut world, ADMIN);
    let wanted = exchange("api id openid refresh_token");
    let got = world.log_in(&wanted, Some(SECRET)).expect("logs in");
    assert_eq!(got.identity.username.as_deref(), Some("admin@demo.example"));
    assert!(got.tokens.refresh_token.is_some());
    assert_eq!(got.tokens.id_token_verdict, IdTokenVerdict::Valid);
    // The documented answer writes a slash at the end.
    assert_eq!(got.tokens.instance_url.as_deref(), Some(BASE));
    assert_eq!((world.asked, world.notes.len()), (1, 0));
    let record = format!("{:?}", world.exchanges);
    assert!(
        !record.contains(&world.subject),
        "the token is in the record"
    );
    world
}

/// The same with a session for every kind of page.
pub fn hybrid_token_exchange() -> CatalogWorld {
    let mut world = world("permitted_users: admin_approved", "");
    world.subject = issued(&mut world, ADMIN);
    let wanted = by(
        "hybrid_token_exchange",
        profile(APP, "api id lightning content"),
    );
    let got = world.log_in(&wanted, Some(SECRET)).expect("logs in");
    let came = ["lightning", "content", "csrf", "client"];
    assert_eq!(web_of(&got.tokens), came);
    world
}

/// Code, description, and what a person is told to do.
fn refused(got: Result<LoggedIn, FlowError>) -> (String, String, String) {
    let problem = got.expect_err("is refused").problem();
    let said = problem.org.clone().and_then(|org| org.error_description);
    let code = problem.code.clone();
    (code, said.unwrap_or_default(), problem.explain().next)
}

/// Each refusal of the page comes as the page has it, with a next step of its own.
#[test]
fn every_refusal_keeps_its_words_and_says_what_to_do() {
    type Change = fn(&mut Profile, &mut CatalogWorld);
    let assigned = "permitted_users: admin_approved";
    let off = "permitted_users: admin_approved, token_exchange: false";
    let cases: [(&str, &str, &str, Change, &str, &str); 11] = [
        (
            "the flow is off",
            off,
            "",
            |_, _| (),
            "unsupported_grant_type",
            "grant type not supported",
        ),
        (
            "the handler is off",
            assigned,
            "exchange_handler: false",
            |_, _| (),
            "invalid_request",
            "token handler not found",
        ),
        (
            "no default",
            assigned,
            "exchange_default: \"\"",
            |_, _| (),
            "invalid_request",
            "token handler not found",
        ),
        (
            "another name",
            assigned,
            "",
            |profile, _| "Nobody".clone_into(&mut profile.token_handler),
            "invalid_request",
            "token handler not found",
        ),
        (
            "the handler says no",
            assigned,
            "",
            |profile, _| "RejectAll".clone_into(&mut profile.token_handler),
            "invalid_request",
            "token handler validation failed",
        ),
        (
            "over",
            assigned,
            "",
            |_, world| {
                world.subject = issued(
                    world,
                    r#"{"username":"admin@demo.example","lifetime_secs":-600}"#,
                )
            },
            "invalid_request",
            "token handler validation failed",
        ),
        (
            "another issuer",
            assigned,
            "",
            |_, world| {
                world.subject = issued(
                    world,
                    r#"{"username":"admin@demo.example","issuer":"https://id.example"}"#,
                );
            },
            "invalid_request",
            "token handler validation failed",
        ),
        (
            "nobody's",
            assigned,
            "",
            |_, world| world.subject = issued(world, r#"{"username":"nobody@demo.example"}"#),
            "invalid_request",
            "token handler validation failed",
        ),
        (
            "a kind that is not taken",
            assigned,
            "exchange_types: [\"id_token\"]",
            |_, _| (),
            "invalid_request",
            "subject token type not supported",
        ),
        (
            "never approved",
            "",
            "",
            |_, _| (),
            "invalid_grant",
            "user hasn't approved this consumer",
        ),
        (
            "a scope too many",
            assigned,
            "",
            |profile, _| profile.scope = valet_key::model::scope::Scopes::parse("api wave_api"),
            "invalid_scope",
            "the requested scope is not allowed",
        ),
    ];
    for (name, policies, org, change, code, said) in cases {
        let mut world = world(policies, org);
        world.subject = issued(&mut world, ADMIN);
        let mut wanted = exchange("api");
        change(&mut wanted, &mut world);
        let (got_code, got_said, next) = refused(world.log_in(&wanted, Some(SECRET)));
        assert_eq!(
            (got_code.as_str(), got_said.as_str()),
            (code, said),
            "{name}"
        );
        assert!(!next.is_empty(), "{name}");
        assert_eq!(world.asked, 1, "{name}");
        let is_over = name == "over";
        assert_eq!(world.notes == ["subject_over"], is_over, "{name}");
    }
}

/// The app decides whether it must prove itself.
#[test]
fn the_secret_is_wanted_unless_the_app_waives_it() {
    for (waived, wanted) in [("true", "invalid_client"), ("false", "")] {
        let policies =
            format!("permitted_users: admin_approved, require_secret_for_token_exchange: {waived}");
        let mut world = world(&policies, "");
        world.subject = issued(&mut world, ADMIN);
        let got = world.log_in(&exchange("api"), None);
        match wanted {
            "" => assert!(got.is_ok(), "{:?}", got.err()),
            code => assert_eq!(refused(got).0, code),
        }
    }
}

/// A user who approved the app in the browser needs no admin; one whom the org does not know may be made.
#[test]
fn users_are_found_by_their_approval_or_made() {
    let mut world = world("", "exchange_creates_users: true");
    let by_browser = profile(APP, "api id openid refresh_token");
    let before = world.log_in(&by_browser, Some(SECRET)).expect("logs in");
    for (kind, token) in [
        (None, before.tokens.id_token.as_ref().map(|it| it.expose())),
        (None, Some(before.tokens.access_token.expose())),
        (
            Some(SubjectType::RefreshToken),
            before.tokens.refresh_token.as_ref().map(|it| it.expose()),
        ),
    ] {
        world.subject = token.expect("a token").to_owned();
        let wanted = Profile {
            subject_token_type: kind,
            ..exchange("")
        };
        let got = world.log_in(&wanted, Some(SECRET)).expect("logs in");
        let user = got.identity.username.as_deref();
        assert_eq!(user, Some("admin@demo.example"), "{kind:?}");
    }

    world.subject = issued(&mut world, r#"{"username":"new@partner.example"}"#);
    for _ in 0..2 {
        let got = world
            .log_in(&exchange("api id"), Some(SECRET))
            .expect("logs in");
        let user = got.identity.username.as_deref();
        assert_eq!(user, Some("new@partner.example"));
    }
    let users = world.org.control("state", "");
    let made = users["users"].as_array().expect("users");
    let same = made
        .iter()
        .filter(|it| it["username"] == "new@partner.example");
    assert_eq!(same.count(), 1, "made once, found the second time");
    let inactive = r#"{"username":"new@partner.example","active":false}"#;
    world.org.control("set-user", inactive);
    let got = refused(world.log_in(&exchange("api id"), Some(SECRET)));
    assert_eq!(
        (got.0.as_str(), got.1.as_str()),
        ("invalid_grant", "inactive user")
    );
}

/// A dead token of the org itself proves nothing.
#[test]
fn a_revoked_token_is_not_exchanged() {
    let mut world = world("", "");
    let by_browser = profile(APP, "api id openid refresh_token");
    let before = world.log_in(&by_browser, Some(SECRET)).expect("logs in");
    world.subject = before.tokens.access_token.expose().to_owned();
    world.org.control("revoke-tokens", "{}");
    let got = refused(world.log_in(&exchange("api"), Some(SECRET)));
    assert_eq!(got.1, "token handler validation failed");
}
