//! Refusals of the web server flow: what the org says arrives unchanged, over whichever channel.

use valet_key::model::client::{CallbackUrl, ClientId};
use valet_key::model::problem::ProblemKind;
use valet_key::model::profile::{FlowName, Profile};
use valet_key::model::token::IdTokenVerdict;
use valet_key::protocol::error::{Channel, FlowError, Refusal};

use super::world::{CatalogWorld, profile};
use crate::demo_org::person::{CONFIDENTIAL, PUBLIC, SECRET};

fn refused(world: &mut CatalogWorld, profile: &Profile, secret: Option<&str>) -> Refusal {
    match world.log_in(profile, secret) {
        Err(FlowError::Refused(refusal)) => refusal,
        other => panic!("{}: {other:?}", profile.client_id.as_str()),
    }
}

#[test]
fn deny_comes_back_as_access_denied() {
    let mut world = CatalogWorld::new();
    world.click = "Deny";
    let refusal = refused(&mut world, &profile(PUBLIC, "api"), None);
    assert_eq!(
        (refusal.channel, refusal.code().as_str()),
        (Channel::CallbackQuery, "access_denied")
    );
    assert_eq!(
        refusal.org.error_description.as_deref(),
        Some("end-user denied authorization")
    );
}

fn by_user_agent(scope: &str) -> Profile {
    Profile {
        flow: FlowName("user_agent".to_owned()),
        ..profile(CONFIDENTIAL, scope)
    }
}

/// User-agent flow: errors come in the fragment too, and the org may have switched the flow off.
#[test]
fn refusals_of_the_user_agent_flow_come_in_the_fragment() {
    let mut world = CatalogWorld::new();
    world.click = "Deny";
    let denied = refused(&mut world, &by_user_agent("api"), None);
    assert_eq!(
        (denied.channel, denied.code().as_str()),
        (Channel::CallbackFragment, "access_denied")
    );
    let mut world = CatalogWorld::with("(org: (block_user_agent: true))");
    let blocked = refused(&mut world, &by_user_agent("api"), None);
    assert_eq!(
        (blocked.channel, blocked.code().as_str()),
        (Channel::CallbackFragment, "unsupported_response_type")
    );
    // The hybrid app token flow goes with it, the hybrid web server flow does not.
    let hybrid = |flow: &str| Profile {
        flow: FlowName(flow.to_owned()),
        ..profile(CONFIDENTIAL, "api")
    };
    let blocked = refused(&mut world, &hybrid("hybrid_user_agent"), None);
    assert_eq!(blocked.code(), "unsupported_response_type");
    let brought = world.log_in(&hybrid("hybrid_web_server"), Some(SECRET));
    assert!(
        brought.expect("logs in").tokens.web.is_empty(),
        "no scope, no session"
    );
}

/// `interactive.md` 3.2: a custom scheme gets a refresh token; its address is pasted.
#[test]
fn a_custom_scheme_gets_a_refresh_token_in_the_user_agent_flow() {
    let success = "oldapp://oauth/done";
    let mut world = CatalogWorld::with(&format!(
        "(apps: [(name: \"Old\", client_id: \"OldApp\", callback_urls: [\"{success}\"], scope: \"api refresh_token\")])"
    ));
    let wanted = Profile {
        client_id: ClientId("OldApp".to_owned()),
        callback_urls: vec![CallbackUrl::parse(success).expect("a callback")],
        ..by_user_agent("api refresh_token")
    };
    let logged_in = world.log_in(&wanted, None).expect("logs in");
    assert!(logged_in.tokens.refresh_token.is_some());
    assert!(world.notes.is_empty(), "{:?}", world.notes);
}

/// Every failure of the username-password flow reads the same, and is explained as what it can be.
#[test]
fn refusals_of_the_username_password_flow_all_read_the_same() {
    let wanted = Profile {
        flow: FlowName("username_password".to_owned()),
        allow_password_flow: true,
        login_hint: "admin@demo.example".to_owned(),
        ..profile(CONFIDENTIAL, "api")
    };
    let allowed = "()";
    for (config, password, username) in [
        (
            "(org: (block_username_password: true))",
            "demo-admin-1",
            "admin@demo.example",
        ),
        (allowed, "wrong", "admin@demo.example"),
        (allowed, "demo-admin-1", "nobody@demo.example"),
        (allowed, "demo-inactive-1", "inactive@demo.example"),
    ] {
        let mut world = CatalogWorld::with(config);
        world.password = password;
        let wanted = Profile {
            login_hint: username.to_owned(),
            ..wanted.clone()
        };
        let refusal = refused(&mut world, &wanted, Some(SECRET));
        assert_eq!(refusal.code(), "invalid_grant", "{username}");
        assert!(refusal.says("authentication failure"), "{username}");
        let told = FlowError::Refused(refusal).problem().explain();
        assert!(
            told.cause.contains("security token") && told.next.contains("Login History"),
            "{told:?}"
        );
        assert_eq!(world.asked, 1, "never asked again, never sent again");
        assert!(!format!("{:?}", world.exchanges).contains(password));
    }
}

/// A name that the org does not know leads to its own login page.
#[test]
fn an_unknown_provider_leads_to_the_login_page() {
    let wanted = Profile {
        flow: FlowName("native_sso".to_owned()),
        sso_provider: "Nobody_Knows".to_owned(),
        ..profile(PUBLIC, "api")
    };
    assert!(CatalogWorld::new().log_in(&wanted, None).is_ok());
}

#[test]
fn a_blocked_app_and_a_user_who_is_not_approved() {
    let blocked = refused(
        &mut CatalogWorld::new(),
        &profile("3MVG9DemoBlocked.WebServer", "api"),
        None,
    );
    assert_eq!(blocked.org.error, "OAUTH_APP_BLOCKED");
    assert!(blocked.is_blocked());
    let mut world = CatalogWorld::new();
    world.username = "standard@demo.example";
    let refusal = refused(
        &mut world,
        &profile("3MVG9DemoPreauthorized.WebServer", "api"),
        None,
    );
    assert_eq!(refusal.org.error, "OAUTH_APP_ACCESS_DENIED");
    assert!(refusal.is_blocked());
}

#[test]
fn an_unknown_key_never_comes_back_and_is_pasted() {
    let mut world = CatalogWorld::new();
    let refusal = refused(&mut world, &profile("3MVG9Unknown", "api"), None);
    assert_eq!(
        (refusal.channel, refusal.org.error.as_str()),
        (Channel::AuthorizeBody, "invalid_client_id")
    );
    assert_eq!(
        refusal.org.error_description.as_deref(),
        Some("client identifier invalid")
    );
}

#[test]
fn an_app_that_is_not_installed_ends_on_the_orgs_error_page() {
    let mut world = CatalogWorld::new();
    // An admin may use an app that is not installed.
    world.username = "standard@demo.example";
    let refusal = refused(
        &mut world,
        &profile("3MVG9DemoUninstalled.WebServer", "api"),
        None,
    );
    assert_eq!(refusal.channel, Channel::ErrorPage);
    assert!(world.stuck_at.is_some());
}

#[test]
fn pkce_switched_off_where_it_is_required() {
    let profile = Profile {
        pkce: false,
        ..profile(PUBLIC, "api")
    };
    let refusal = refused(&mut CatalogWorld::new(), &profile, None);
    assert_eq!(refusal.code(), "invalid_request");
    assert_eq!(
        refusal.org.error_description.as_deref(),
        Some("missing required code challenge")
    );
}

#[test]
fn a_wrong_secret_is_refused_at_the_token_endpoint() {
    let refusal = refused(
        &mut CatalogWorld::new(),
        &profile(CONFIDENTIAL, "api"),
        Some("wrong-secret"),
    );
    assert_eq!(
        (refusal.channel, refusal.code().as_str()),
        (Channel::Token, "invalid_client")
    );
    assert_eq!(SECRET.len(), 64);
}

#[test]
fn a_scope_the_app_has_not() {
    let refusal = refused(
        &mut CatalogWorld::new(),
        &profile(PUBLIC, "api wave_api"),
        None,
    );
    assert_eq!(refusal.code(), "invalid_scope");
}

#[test]
fn immediate_without_a_session_is_refused_not_failed() {
    let profile = Profile {
        immediate: true,
        ..profile(PUBLIC, "api")
    };
    let error = CatalogWorld::new()
        .log_in(&profile, None)
        .expect_err("is refused");
    assert_eq!(error.problem().kind, ProblemKind::Refused);
    assert_eq!(error.problem().code, "immediate_unsuccessful");
}

#[test]
fn maintenance_is_the_network_and_not_a_refusal() {
    let mut world = CatalogWorld::new();
    world.org.control(
        "set-fault",
        r#"{"fault":"html","path":"/services/oauth2/token","times":1}"#,
    );
    let error = world
        .log_in(&profile(PUBLIC, "api"), None)
        .expect_err("fails");
    assert_eq!(error.problem().kind, ProblemKind::Network);
    world.org.control(
        "set-fault",
        r#"{"fault":"drop","path":"/services/oauth2/token","times":1}"#,
    );
    let error = world
        .log_in(&profile(PUBLIC, "api"), None)
        .expect_err("fails");
    assert_eq!(error.problem().code, "network_broke_off");
}

#[test]
fn a_clock_that_is_a_day_off_is_told_and_fails_nothing() {
    let mut world = CatalogWorld::new();
    world
        .org
        .control("set-fault", r#"{"fault":"clock_skew","seconds":-86400}"#);
    let got = world.log_in(&profile(PUBLIC, "api openid refresh_token"), None);
    assert_eq!(
        got.map(|got| got.tokens.id_token_verdict).ok(),
        Some(IdTokenVerdict::Valid)
    );
    assert_eq!(world.notes, ["clock_differs"]);
}
