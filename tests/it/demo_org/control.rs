//! The control API, faults and the config file (cli-contract.md 6).

use serde_json::{Value, json};
use valet_key::demo_org::config::Config;
use valet_key::demo_org::{Org, Reply, Request};

use super::person::{BASE, PUBLIC, World, json, key};

fn live(world: &mut World) -> usize {
    let all = world.control("tokens", "");
    all["tokens"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|token| token["live"] == true)
        .count()
}

#[test]
fn control_wants_its_token_and_refuses_bad_input_without_a_change() {
    let mut world = World::new();
    let address = format!("{BASE}/demo/control/state");
    assert_eq!(world.send(Request::get(&address)).status, 401);
    assert_eq!(
        world
            .send(Request::get(&address).with("Demo-Control", "wrong"))
            .status,
        401
    );
    let before = world.control("state", "");
    let token = world.org.control_token().to_owned();
    for (path, body) in [
        ("set-app", "{}"),
        ("set-app", r#"{"client_id":"nobody","policies":{}}"#),
        (
            "set-app",
            r#"{"client_id":"PlatformCLI","policies":{"unknown":1}}"#,
        ),
        (
            "set-app",
            r#"{"client_id":"PlatformCLI","policies":{"blocked":true,"refresh_token_policy":"never"}}"#,
        ),
        ("set-user", r#"{"username":"nobody","active":true}"#),
        ("set-org", r#"{"max_approvals":0}"#),
        ("set-org", "not json"),
        ("set-fault", r#"{"fault":"nonsense"}"#),
        ("set-fault", r#"{"fault":"status","status":99}"#),
        ("move-clock", "{}"),
        ("expire-access-tokens", r#"{"user":"x"}"#),
    ] {
        let mut request = Request::new("POST", &format!("{BASE}/demo/control/{path}"))
            .with("Demo-Control", &token);
        request.body = body.as_bytes().to_vec();
        let answer = world.send(request);
        assert_eq!(answer.status, 400, "{path} {body}");
        assert!(json(&answer)["error"].is_string());
        assert!(answer.header("Access-Control-Allow-Origin").is_none());
    }
    let after = world.control("state", "");
    for part in ["org", "apps", "users", "faults"] {
        assert_eq!(before[part], after[part]);
    }
}

#[test]
fn tokens_are_listed_expired_and_revoked_by_filter() {
    let mut world = World::new();
    world.tokens("admin@demo.example");
    let tokens = world.tokens("standard@demo.example");
    assert_eq!(live(&mut world), 4);
    let listed = world.control("tokens", "");
    let last = &listed["tokens"][3];
    assert_eq!(
        (&last["username"], &last["client_id"]),
        (&json!("standard@demo.example"), &json!(PUBLIC))
    );
    assert!(last["issued_at"].as_str().unwrap().ends_with('Z'));
    let digest = aws_lc_rs::digest::digest(
        &aws_lc_rs::digest::SHA256,
        tokens["access_token"].as_str().unwrap().as_bytes(),
    );
    let hex: String = digest.as_ref()[..6]
        .iter()
        .map(|it| format!("{it:02x}"))
        .collect();
    assert!(
        listed["tokens"]
            .as_array()
            .unwrap()
            .iter()
            .any(|it| it["fingerprint"] == hex.as_str())
    );
    let expired = world.control(
        "expire-access-tokens",
        r#"{"username":"admin@demo.example"}"#,
    );
    assert_eq!(expired, json!({"expired": 1}));
    assert_eq!(live(&mut world), 3);
    let revoked = world.control(
        "revoke-tokens",
        r#"{"username":"standard@demo.example","client_id":"other"}"#,
    );
    assert_eq!(revoked, json!({"revoked": 0}));
    assert_eq!(world.control("revoke-tokens", "{}"), json!({"revoked": 3}));
    assert_eq!(live(&mut world), 0);
}

#[test]
fn the_request_log_names_fields_and_no_values() {
    let mut world = World::new();
    world.tokens("admin@demo.example");
    let log = world.control("requests", "");
    let all = log["requests"].as_array().unwrap();
    let token = all.last().unwrap();
    assert_eq!(
        (&token["method"], &token["path"]),
        (&json!("POST"), &json!("/services/oauth2/token"))
    );
    assert_eq!(
        (&token["grant_type"], &token["client_id"]),
        (&json!("authorization_code"), &json!(PUBLIC))
    );
    assert_eq!(
        (&token["status"], token["fields"].as_array().unwrap().len()),
        (&json!(200), 5)
    );
    assert!(!log.to_string().contains("demo-admin-1") && !log.to_string().contains("dBjft"));
    let n = token["n"].as_u64().unwrap();
    assert_eq!(
        world.control(&format!("requests?after={}", n - 1), "")["requests"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        world.control(&format!("requests?after={n}"), ""),
        json!({"requests": []})
    );
}

#[test]
fn the_clock_moves_for_everything() {
    let mut world = World::new();
    let access = world.tokens("admin@demo.example")["access_token"]
        .as_str()
        .unwrap()
        .to_owned();
    let before = world.control("state", "")["now_at"].clone();
    let after = world.control("move-clock", r#"{"seconds":7300}"#)["now_at"].clone();
    assert_eq!(
        (before, after),
        (json!("2026-01-01T00:00:00Z"), json!("2026-01-01T02:01:40Z"))
    );
    assert_eq!(world.get("/services/oauth2/userinfo", &access).status, 403);
}

fn fault(world: &mut World, body: &str) -> Value {
    world.control("set-fault", body)
}

#[test]
fn faults_strike_their_path_as_often_as_told() {
    let mut world = World::new();
    let state = world.tokens("admin@demo.example");
    let access = state["access_token"].as_str().unwrap().to_owned();
    let userinfo = || Request::get(&format!("{BASE}/services/oauth2/userinfo"));
    let path = r#""path":"/services/oauth2/userinfo""#;
    let set = fault(
        &mut world,
        &format!(r#"{{"fault":"status",{path},"status":429,"retry_after_secs":7,"times":1}}"#),
    );
    assert_eq!(set["faults"].as_array().unwrap().len(), 1);
    assert_eq!(world.get("/services/data/v65.0", &access).status, 200);
    let answer = world.get("/services/oauth2/userinfo", &access);
    assert_eq!(
        (answer.status, answer.header("Retry-After")),
        (429, Some("7"))
    );
    assert_eq!(world.get("/services/oauth2/userinfo", &access).status, 200);

    fault(
        &mut world,
        &format!(r#"{{"fault":"html",{path},"times":1}}"#),
    );
    let answer = world.get("/services/oauth2/userinfo", &access);
    assert!(
        answer.status == 503
            && answer
                .header("Content-Type")
                .unwrap()
                .starts_with("text/html")
    );
    assert!(answer.text().contains("DEMO"));

    fault(
        &mut world,
        &format!(r#"{{"fault":"slow",{path},"ms":250,"times":1}}"#),
    );
    assert!(matches!(
        world.reply(userinfo()),
        Reply::Later { pause_ms: 250, .. }
    ));

    fault(&mut world, &format!(r#"{{"fault":"refuse",{path}}}"#));
    for _ in 0..3 {
        assert!(matches!(world.reply(userinfo()), Reply::Dropped));
    }
    assert_eq!(world.control("clear-faults", "{}"), json!({"faults": []}));
    assert!(matches!(world.reply(userinfo()), Reply::Now(_)));

    fault(
        &mut world,
        &format!(r#"{{"fault":"clock_skew",{path},"seconds":86400,"times":1}}"#),
    );
    let answer = world.send(userinfo());
    assert_eq!(answer.header("Date"), Some("Fri, 02 Jan 2026 00:00:00 GMT"));
}

#[test]
fn a_drop_does_the_work_first() {
    let mut world = World::new();
    let app = "3MVG9DemoRotation.WebServer";
    let first = world.tokens_of(app, &[], "admin@demo.example");
    let token = first["refresh_token"].as_str().unwrap();
    let fields = [
        ("grant_type", "refresh_token"),
        ("client_id", app),
        ("refresh_token", token),
    ];
    fault(
        &mut world,
        r#"{"fault":"drop","path":"/services/oauth2/token","times":1}"#,
    );
    let request = Request::post(&format!("{BASE}/services/oauth2/token"), &fields);
    assert!(matches!(world.reply(request), Reply::Dropped));
    // It rotated: the old one is now a replay.
    assert_eq!(world.token(&fields).status, 400);
    let log = world.control("requests", "");
    let statuses: Vec<Value> = log["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["status"].clone())
        .collect();
    assert!(statuses.contains(&Value::Null));
}

#[test]
fn a_config_adds_and_replaces_and_brings_live_tokens() {
    let mut world = World::with(
        r#"(
            users: [
                (username: "admin@demo.example", password: "changed", role: admin),
                (username: "new@demo.example", password: "secret", security_token: "x"),
            ],
            apps: [
                (client_id: "PlatformCLI", callback_urls: ["http://localhost:9/cb"], policies: (session_timeout_secs: 60)),
                (client_id: "mine", client_secret: "s", kind: external_client_app, scope: "api", run_as: "new@demo.example"),
            ],
            org: (max_approvals: 3, name: "Testland", is_sandbox: true),
            faults: [(fault: status, path: "/never", status: 500)],
            tokens: [
                (username: "new@demo.example", client_id: "PlatformCLI", access_token: "00D5e0000012ABC!fixed",
                 refresh_token: "fixedRefresh", scope: "api refresh_token"),
            ],
        )"#,
    );
    let state = world.control("state", "");
    assert_eq!(
        (&state["org"]["name"], &state["org"]["max_approvals"]),
        (&json!("Testland"), &json!(3))
    );
    let app = |id: &str| {
        state["apps"]
            .as_array()
            .unwrap()
            .iter()
            .find(|it| it["client_id"] == id)
            .unwrap()
            .clone()
    };
    assert_eq!(app("mine")["policies"]["require_pkce"], true);
    assert_eq!(app("mine")["policies"]["require_secret"], true);
    assert_eq!(app("PlatformCLI")["policies"]["require_secret"], false);
    assert_eq!(
        app("PlatformCLI")["callback_urls"],
        json!(["http://localhost:9/cb"])
    );
    assert_eq!(state["users"].as_array().unwrap().len(), 6);
    assert_eq!(state["faults"].as_array().unwrap().len(), 1);
    let who = json(&world.get("/services/oauth2/userinfo", "00D5e0000012ABC!fixed"));
    assert_eq!(who["preferred_username"], "new@demo.example");
    let fields = [
        ("grant_type", "refresh_token"),
        ("client_id", "PlatformCLI"),
        ("refresh_token", "fixedRefresh"),
    ];
    assert_eq!(json(&world.token(&fields))["scope"], "api refresh_token");
    world.wait_secs(61);
    assert_eq!(
        world
            .get("/services/oauth2/userinfo", "00D5e0000012ABC!fixed")
            .status,
        403
    );
}

#[test]
fn a_config_that_makes_no_sense_is_refused_with_its_place() {
    let error = Config::parse("(\n  users: [],\n  unknown: 1,\n)")
        .unwrap_err()
        .to_string();
    assert!(error.contains('3') && error.contains("unknown"), "{error}");
    for text in [
        r#"(apps: [(client_id: "a", scope: "nonsense")])"#,
        r#"(apps: [(client_id: "a", callback_urls: ["no address"])])"#,
        r#"(apps: [(client_id: "a", run_as: "nobody@demo.example")])"#,
        r#"(apps: [(client_id: "a", certificate: "x.crt")])"#,
        r#"(users: [(username: "", password: "x")])"#,
        r#"(tokens: [(username: "admin@demo.example", client_id: "PlatformCLI")])"#,
        r#"(tokens: [(username: "admin@demo.example", client_id: "PlatformCLI", access_token: "00Dxx!y")])"#,
        r#"(faults: [(fault: slow)])"#,
        r#"(org: (max_approvals: 0))"#,
    ] {
        let config = Config::parse(text).unwrap();
        assert!(Org::new(config, key(), [0; 32]).is_err(), "{text}");
    }
}

#[test]
fn auto_approve_needs_no_page_whatever_prompt_says() {
    let mut world = World::new();
    world.org.auto_approve("standard@demo.example").unwrap();
    let mut request = super::person::fields(PUBLIC);
    request.push(("prompt", "login consent"));
    let back = world.authorize(&request);
    assert!(super::person::parameter(&back, "code").is_some());
    assert!(world.org.auto_approve("inactive@demo.example").is_err());
    assert!(world.org.auto_approve("nobody@demo.example").is_err());
}

#[test]
fn a_snapshot_keeps_logins_and_no_token() {
    let mut world = World::new();
    let tokens = world.tokens("admin@demo.example");
    world.control(
        "set-app",
        &format!(r#"{{"client_id":"{PUBLIC}","policies":{{"session_timeout_secs":600}}}}"#),
    );
    world.control("move-clock", r#"{"seconds":60}"#);
    let now = valet_key::model::time::UnixTime::from_millis(world.now_ms);
    let text = world.org.snapshot(now).unwrap();
    for name in ["access_token", "refresh_token"] {
        assert!(!text.contains(tokens[name].as_str().unwrap()));
    }
    world.org = Org::restore(&text, key(), [9; 32]).unwrap();
    let access = tokens["access_token"].as_str().unwrap();
    assert_eq!(world.get("/services/oauth2/userinfo", access).status, 200);
    let fields = [
        ("grant_type", "refresh_token"),
        ("client_id", PUBLIC),
        ("refresh_token", tokens["refresh_token"].as_str().unwrap()),
    ];
    assert_eq!(world.token(&fields).status, 200);
    assert_eq!(
        world.control("state", "")["users"]
            .as_array()
            .unwrap()
            .len(),
        5
    );
    assert!(Org::restore("()", key(), [9; 32]).is_err());
}
