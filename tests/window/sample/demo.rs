//! The demo org's screen, with what the real one has.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;
use valet_key::app::command::{DemoCommand, DemoPart};
use valet_key::app::view::*;
use valet_key::model::demo::{DemoOrg, DemoRequest};

use super::{act, fact, profile_id, window};

/// It runs, with its overview open.
pub fn demo_org() -> Window {
    demo_part(DemoPart::Overview)
}

/// It runs, with one part open.
pub fn demo_part(part: DemoPart) -> Window {
    with_log(part, 60)
}

/// Ten thousand requests, as many as are kept.
pub fn demo_many() -> Window {
    with_log(DemoPart::Requests, 10_000)
}

fn with_log(part: DemoPart, count: u64) -> Window {
    window(Place::DemoOrg(DemoOrgView {
        part,
        ..demo_running(count)
    }))
}

/// It rests, or is on its way.
pub fn demo_resting(standing: DemoStanding) -> Window {
    window(Place::DemoOrg(resting(standing)))
}

/// Its port is taken.
pub fn demo_failed() -> Window {
    let problem = ErrorCard {
        code: "demo_port_taken".to_owned(),
        what: "The demo org's port 41234 is taken".to_owned(),
        cause: "Another window runs the same demo org, or another program listens there".to_owned(),
        next: "Stop the other one and try again, or start the demo org on a free port".to_owned(),
        org: Vec::new(),
        field: None,
        actions: vec![
            act(
                "Start on a free port",
                Ask::Demo(DemoCommand::StartOn(0)),
                Look::Primary,
            ),
            act(
                "Try again",
                Ask::StartDemoOrg { then_log_in: false },
                Look::Secondary,
            ),
        ],
        ..ErrorCard::default()
    };
    window(Place::DemoOrg(DemoOrgView {
        problem: Some(problem),
        actions: vec![
            act(
                "Start",
                Ask::StartDemoOrg { then_log_in: false },
                Look::Secondary,
            ),
            act(
                "Start and log in",
                Ask::StartDemoOrg { then_log_in: true },
                Look::Secondary,
            ),
        ],
        ..resting(DemoStanding::Off)
    }))
}

fn resting(standing: DemoStanding) -> DemoOrgView {
    let disabled =
        (standing == DemoStanding::Starting).then(|| "The demo org is starting".to_owned());
    let start = |label: &str, then_log_in, look| Action {
        disabled: disabled.clone(),
        ..act(label, Ask::StartDemoOrg { then_log_in }, look)
    };
    DemoOrgView {
        standing,
        part: DemoPart::Overview,
        text: "A Salesforce authorization server that runs on this computer, for trying, teaching and testing. Its users and passwords are no secrets.".to_owned(),
        actions: vec![
            start("Start and log in", true, Look::Primary),
            start("Start", false, Look::Secondary),
        ],
        problem: None,
        running: None,
    }
}

fn demo_running(count: u64) -> DemoOrgView {
    let base_url = "http://localhost:41234".to_owned();
    DemoOrgView {
        standing: DemoStanding::On,
        actions: vec![
            act(
                "Log in",
                Ask::LogIn {
                    profile_id: profile_id("demo-org"),
                    options: Default::default(),
                },
                Look::Primary,
            ),
            act(
                "Show profile",
                Ask::Select(Some(profile_id("demo-org"))),
                Look::Secondary,
            ),
            act("Stop", Ask::StopDemoOrg, Look::Secondary),
        ],
        running: Some(DemoRunning {
            facts: vec![
                fact("Address", &base_url, true),
                fact("Reachable", "From this computer only", false),
                fact("Org ID", "00D5e0000012ABCEA2", true),
                fact("Says it is", "Valet Key Demo, Production", false),
            ],
            base_url,
            clock: "2 h ahead of this computer".to_owned(),
            org: Arc::new(org()),
            log: log(count),
            profiles: BTreeMap::from([(
                "3MVG9ValetKeyDemo.PublicClientWithPkce".to_owned(),
                profile_id("demo-org"),
            )]),
            no_profile_because: None,
        }),
        ..resting(DemoStanding::On)
    }
}

fn org() -> DemoOrg {
    let policies = json!({
        "require_pkce": true, "require_secret": false, "require_secret_for_refresh": false,
        "rotate_refresh_tokens": false, "refresh_token_policy": "infinite", "access_token_format": "opaque",
        "session_timeout_secs": 7200, "permitted_users": "all", "blocked": false, "installed": true,
        "ip_restricted": false, "propagating": false, "introspect_all": false, "device_flow": true,
    });
    let app = |name: &str, kind: &str, client_id: &str, secret: Option<&str>, blocked: bool| {
        let mut policies = policies.clone();
        policies["blocked"] = json!(blocked);
        json!({
            "name": name, "kind": kind, "client_id": client_id, "client_secret": secret,
            "callback_urls": ["http://localhost:1717/OauthRedirect", "http://localhost:1718/OauthRedirect"],
            "scope": "api id openid refresh_token web", "policies": policies,
        })
    };
    let user = |name: &str, role: &str, first: &str, last: &str| {
        json!({
            "username": format!("{name}@demo.example"), "password": format!("demo-{name}-1"),
            "security_token": "DemoSecurityToken01", "role": role, "active": role != "inactive",
            "first_name": first, "last_name": last,
        })
    };
    let value = json!({
        "org": {
            "org_id": "00D5e0000012ABCEA2", "name": "Valet Key Demo", "is_sandbox": false, "inactive": false,
            "require_pkce": false, "block_user_agent": false, "block_username_password": true, "max_approvals": 5,
            "singleaccess_answers_401": false, "refusals_as_text": false,
        },
        "apps": [
            app("Salesforce CLI", "connected_app", "PlatformCLI", None, false),
            app("Valet Key Demo", "external_client_app", "3MVG9ValetKeyDemo.PublicClientWithPkce", None, false),
            app("Demo web server with secret", "connected_app", "3MVG9DemoConfidential.WebServer", Some("4B1DDE40C0DE0001"), false),
            app("Demo rotating refresh tokens", "external_client_app", "3MVG9DemoRotation.WebServer", Some("4B1DDE40C0DE0002"), false),
            app("Demo blocked app", "connected_app", "3MVG9DemoBlocked.WebServer", None, true),
        ],
        "users": [
            user("admin", "admin", "Ada", "Admin"),
            user("standard", "standard", "Sam", "Standard"),
            user("inactive", "inactive", "Ines", "Inactive"),
            user("mfa", "mfa", "Mila", "Factor"),
            user("community", "community", "Cem", "Community"),
        ],
        "faults": [
            {"n": 1, "fault": "slow", "path": "/services/oauth2/token", "times": null, "ms": 5000, "status": null, "retry_after_secs": null, "seconds": null},
            {"n": 2, "fault": "status", "path": "/services/oauth2/introspect", "times": 3, "ms": null, "status": 503, "retry_after_secs": 30, "seconds": null},
            {"n": 3, "fault": "html", "path": null, "times": 1, "ms": null, "status": null, "retry_after_secs": null, "seconds": null},
        ],
        "logins": [
            {"username": "admin@demo.example", "client_id": "3MVG9ValetKeyDemo.PublicClientWithPkce", "access_tokens": 3, "refresh_tokens": 1},
            {"username": "standard@demo.example", "client_id": "PlatformCLI", "access_tokens": 1, "refresh_tokens": 0},
        ],
        "clock_ahead_secs": 7200,
    });
    serde_json::from_value(value).unwrap()
}

fn log(count: u64) -> DemoLogView {
    let kinds = [
        (
            "POST",
            "/services/oauth2/token",
            vec![
                "grant_type",
                "code",
                "client_id",
                "code_verifier",
                "redirect_uri",
            ],
            Some(200),
        ),
        (
            "GET",
            "/services/oauth2/authorize",
            vec![
                "response_type",
                "client_id",
                "redirect_uri",
                "state",
                "code_challenge",
            ],
            Some(302),
        ),
        ("GET", "/services/oauth2/userinfo", vec![], Some(200)),
        (
            "POST",
            "/services/oauth2/introspect",
            vec!["token", "token_type_hint", "client_id"],
            Some(503),
        ),
        ("POST", "/services/oauth2/revoke", vec!["token"], None),
        (
            "GET",
            "/services/data/v65.0/sobjects/Account/describe/approvalLayouts/with-a-name-as-long-as-they-come",
            vec![],
            Some(401),
        ),
    ];
    let shown: Vec<Arc<DemoRequest>> = (1..=count)
        .rev()
        .map(|n| {
            let (method, path, fields, status) = &kinds[usize::try_from(n % 6).unwrap()];
            let request = json!({
                "n": n, "at": "2026-11-22T10:14:03Z", "method": method, "path": path, "fields": fields,
                "grant_type": (n % 6 == 0).then_some("authorization_code"),
                "client_id": (n % 6 < 2).then_some("3MVG9ValetKeyDemo.PublicClientWithPkce"),
                "status": status, "ms": (n < count).then_some(n % 40),
            });
            Arc::new(serde_json::from_value(request).unwrap())
        })
        .collect();
    DemoLogView {
        total: shown.len(),
        shown: Arc::new(shown),
        text: String::new(),
        only_trouble: false,
        is_paused: false,
        waiting: 0,
        zone: jiff::tz::TimeZone::UTC,
    }
}
