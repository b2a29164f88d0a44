//! Authorize and the pages of a browser (interactive.md 2.1 to 2.3).

use super::person::{
    CALLBACK, CHALLENGE, CONFIDENTIAL, PUBLIC, World, fields, parameter, password,
};

fn without(name: &str) -> Vec<(&'static str, &'static str)> {
    let mut all = fields(PUBLIC);
    all.retain(|(key, _)| *key != name);
    all
}

fn with(name: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    let mut all = without(name);
    all.push((name, value));
    all
}

#[test]
fn a_login_and_an_approval_lead_to_the_callback() {
    let mut world = World::new();
    let page = world.authorize(&fields(PUBLIC));
    assert_eq!(page.status, 200);
    let html = page.text();
    assert!(html.contains("DEMO") && html.contains("Valet Key Demo") && !html.contains("<script"));
    let page = world.log_in(&page, "standard@demo.example");
    let html = page.text();
    assert!(
        html.contains("Allow access?")
            && html.contains("standard@demo.example")
            && html.contains("DEMO")
    );
    let back = world.submit(&page, &[("save", "Allow")]);
    assert_eq!(back.status, 302);
    assert!(
        back.header("Location")
            .unwrap()
            .starts_with("http://localhost:1717/OauthRedirect?code=aPrx")
    );
    assert!(back.header("Location").unwrap().contains("%3D%3D&state="));
    assert_eq!(parameter(&back, "state").unwrap(), "st+a/te=");
    // Approved before: the next login needs no page at all.
    let back = world.authorize(&fields(PUBLIC));
    assert!(parameter(&back, "code").is_some());
    // Unless the request wants one.
    assert!(
        world
            .authorize(&with("prompt", "login"))
            .text()
            .contains("id=\"login_form\"")
    );
    assert!(
        world
            .authorize(&with("prompt", "consent"))
            .text()
            .contains("Allow access?")
    );
}

#[test]
fn deny_returns_access_denied() {
    let mut world = World::new();
    let page = world.authorize(&fields(PUBLIC));
    let page = world.log_in(&page, "admin@demo.example");
    let back = world.submit(&page, &[("save", "Deny")]);
    assert_eq!(parameter(&back, "error").unwrap(), "access_denied");
    assert_eq!(
        parameter(&back, "error_description").unwrap(),
        "end-user denied authorization"
    );
    assert_eq!(parameter(&back, "state").unwrap(), "st+a/te=");
}

#[test]
fn wrong_passwords_inactive_users_and_the_second_step_have_pages() {
    let mut world = World::new();
    let page = world.authorize(&with("login_hint", "mfa@demo.example"));
    assert!(page.text().contains("value=\"mfa@demo.example\""));
    let page = world.submit(
        &page,
        &[("username", "mfa@demo.example"), ("pw", "nonsense")],
    );
    assert!(
        page.text()
            .contains("Please check your username and password")
    );
    let page = world.log_in(&page, "inactive@demo.example");
    assert!(page.text().contains("inactive"));
    let page = world.log_in(&page, "mfa@demo.example");
    assert!(page.text().contains("Verify your identity"));
    let page = world.submit(&page, &[("code", "no")]);
    assert!(page.text().contains("not right"));
    let (_, rest) = page
        .text()
        .split_once("id=\"demo_code\">")
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .unwrap();
    let page = world.submit(&page, &[("code", &rest[..6])]);
    assert!(page.text().contains("Allow access?"));
    let _ = password("mfa@demo.example");
}

#[test]
fn untrusted_requests_show_text_and_never_return() {
    let mut world = World::new();
    for (name, value, code) in [
        ("client_id", "nobody", "invalid_client_id"),
        (
            "redirect_uri",
            "http://localhost:1717/OauthRedirect/",
            "redirect_uri_mismatch",
        ),
        (
            "redirect_uri",
            "http://127.0.0.1:1717/OauthRedirect",
            "redirect_uri_mismatch",
        ),
        (
            "redirect_uri",
            "http://localhost:1719/OauthRedirect",
            "redirect_uri_mismatch",
        ),
        ("redirect_uri", "", "redirect_uri_missing"),
    ] {
        let answer = world.authorize(&with(name, value));
        assert_eq!((answer.status, answer.header("Location")), (400, None));
        assert!(
            answer
                .text()
                .starts_with(&format!("error={code}&error_description=")),
            "{}",
            answer.text()
        );
    }
}

#[test]
fn trusted_requests_that_are_wrong_return_to_the_callback() {
    let mut world = World::new();
    for (request, code, text) in [
        (
            without("code_challenge"),
            "invalid_request",
            "missing required code challenge",
        ),
        (
            with("code_challenge_method", "plain"),
            "invalid_request",
            "code challenge method not supported",
        ),
        (
            with("code_challenge", "short"),
            "invalid_request",
            "invalid code challenge",
        ),
        (
            with("scope", "api full"),
            "invalid_scope",
            "the requested scope is not allowed",
        ),
        (
            with("scope", "nonsense"),
            "invalid_scope",
            "the requested scope is invalid, unknown, or malformed",
        ),
        (
            with("response_type", "nonsense"),
            "unsupported_response_type",
            "response type is not supported",
        ),
        (
            with("immediate", "true"),
            "immediate_unsuccessful",
            "immediate unsuccessful",
        ),
    ] {
        let back = world.authorize(&request);
        assert_eq!(parameter(&back, "error").as_deref(), Some(code));
        assert_eq!(parameter(&back, "error_description").as_deref(), Some(text));
        assert_eq!(parameter(&back, "state").as_deref(), Some("st+a/te="));
    }
}

#[test]
fn immediate_works_for_who_is_logged_in_and_has_approved() {
    let mut world = World::new();
    world.tokens("standard@demo.example");
    let back = world.authorize(&with("immediate", "true"));
    assert!(parameter(&back, "code").is_some());
}

#[test]
fn admin_policies_refuse_in_their_own_ways() {
    let mut world = World::new();
    let mut outcome = |client_id: &str, username: &str| {
        world.cookie = None;
        let page = world.authorize(&fields(client_id));
        world.log_in(&page, username)
    };
    let back = outcome("3MVG9DemoBlocked.WebServer", "admin@demo.example");
    assert_eq!(parameter(&back, "error").unwrap(), "OAUTH_APP_BLOCKED");
    let back = outcome("3MVG9DemoPreauthorized.WebServer", "standard@demo.example");
    assert_eq!(
        parameter(&back, "error").unwrap(),
        "OAUTH_APP_ACCESS_DENIED"
    );
    // Assigned users are not asked.
    let back = outcome("3MVG9DemoPreauthorized.WebServer", "admin@demo.example");
    assert!(parameter(&back, "code").is_some());
    // An app that is not installed strands ordinary users on the error page.
    let page = outcome("3MVG9DemoUninstalled.WebServer", "standard@demo.example");
    assert_eq!((page.status, page.header("Location")), (200, None));
    assert!(page.text().contains("OAUTH_APPROVAL_ERROR_GENERIC") && page.text().contains("DEMO"));
    let page = outcome("3MVG9DemoUninstalled.WebServer", "admin@demo.example");
    assert!(page.text().contains("Allow access?"));
}

#[test]
fn the_orgs_own_demand_for_pkce_comes_after_the_login() {
    let mut world = World::new();
    world.control("set-org", r#"{"require_pkce": true}"#);
    let mut request = fields(CONFIDENTIAL);
    request.retain(|(name, _)| *name != "code_challenge");
    let page = world.authorize(&request);
    let page = world.log_in(&page, "admin@demo.example");
    assert!(page.text().contains("OAUTH_APPROVAL_ERROR_GENERIC"));
    request.push(("code_challenge", CHALLENGE));
    let page = world.authorize(&request);
    assert!(page.text().contains("Allow access?"));
    assert_eq!(CALLBACK, "http://localhost:1717/OauthRedirect");
}
