//! The token endpoint: code, refresh, and the grants for other people's clients.

use serde_json::{Value, json};
use valet_key::demo_org::Request;

use super::person::{
    BASE, CALLBACK, CHALLENGE, CONFIDENTIAL, PUBLIC, SECRET, VERIFIER, World, fields, json,
    parameter,
};

/// Refuses with this code and text, status 400.
fn assert_refused(answer: &valet_key::demo_org::Response, code: &str, text: &str) {
    let body = json(answer);
    assert_eq!(
        (answer.status, &body["error"], &body["error_description"]),
        (400, &json!(code), &json!(text))
    );
}

fn code(world: &mut World, client_id: &str, extra: &[(&'static str, &'static str)]) -> String {
    world.cookie = None;
    let mut request = fields(client_id);
    request.retain(|(name, _)| !extra.iter().any(|(other, _)| other == name));
    request.extend(extra.iter().filter(|(_, value)| !value.is_empty()));
    let page = world.authorize(&request);
    let mut page = world.log_in(&page, "admin@demo.example");
    if page.header("Location").is_none() {
        page = world.submit(&page, &[("save", "Allow")]);
    }
    parameter(&page, "code").unwrap()
}

fn redeem<'a>(client_id: &'a str, code: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("grant_type", "authorization_code"),
        ("client_id", client_id),
        ("redirect_uri", CALLBACK),
        ("code", code),
        ("code_verifier", VERIFIER),
    ]
}

#[test]
fn the_answer_has_salesforces_fields_and_no_expires_in() {
    let mut world = World::new();
    let answer = world.tokens("admin@demo.example");
    let access = answer["access_token"].as_str().unwrap();
    assert!(access.starts_with("00D5e0000012ABC!") && access.len() > 100);
    assert!(
        access[16..]
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || it == b'.' || it == b'_')
    );
    assert!(
        answer["refresh_token"]
            .as_str()
            .unwrap()
            .starts_with("5Aep861")
    );
    assert_eq!(answer["instance_url"], BASE);
    assert_eq!(
        answer["id"],
        format!("{BASE}/id/00D5e0000012ABCEA2/0055e0000000001AAA")
    );
    assert_eq!(answer["token_type"], "Bearer");
    assert!(
        answer["issued_at"]
            .as_str()
            .unwrap()
            .parse::<u64>()
            .unwrap()
            > 1_767_225_600_000
    );
    assert_eq!(answer["scope"], "api id openid refresh_token web");
    assert!(answer.get("expires_in").is_none());
}

#[test]
fn the_signature_is_the_hmac_of_id_and_time() {
    use aws_lc_rs::hmac;
    use base64::Engine as _;
    let mut world = World::new();
    let answer = world.tokens_of(
        CONFIDENTIAL,
        &[("client_secret", SECRET)],
        "admin@demo.example",
    );
    let message = format!(
        "{}{}",
        answer["id"].as_str().unwrap(),
        answer["issued_at"].as_str().unwrap()
    );
    let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
    let expected =
        base64::engine::general_purpose::STANDARD.encode(hmac::sign(&key, message.as_bytes()));
    assert_eq!(answer["signature"], expected);
}

#[test]
fn answers_and_refusals_come_in_three_formats() {
    let mut world = World::new();
    let refuse = |world: &mut World, format: &str, accept: &str| {
        let fields = [
            ("grant_type", "refresh_token"),
            ("client_id", PUBLIC),
            ("format", format),
        ];
        let request =
            Request::post(&format!("{BASE}/services/oauth2/token"), &fields).with("Accept", accept);
        world.send(request).text()
    };
    let xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><OAuth><error>invalid_grant</error>\
               <error_description>expired access/refresh token</error_description></OAuth>";
    let plain = "error=invalid_grant&error_description=expired%20access%2Frefresh%20token";
    assert_eq!(refuse(&mut world, "xml", "application/json"), xml);
    assert_eq!(
        refuse(&mut world, "", "text/html,application/xml;q=0.9,*/*;q=0.8"),
        xml
    );
    assert_eq!(refuse(&mut world, "urlencoded", ""), plain);
    assert_eq!(
        refuse(&mut world, "", "application/x-www-form-urlencoded"),
        plain
    );
    assert!(refuse(&mut world, "", "*/*").starts_with("{\"error\":\"invalid_grant\""));
}

#[test]
fn a_code_works_once_for_its_client_callback_and_verifier() {
    let mut world = World::new();
    let first = code(&mut world, PUBLIC, &[]);
    assert_refused(
        &world.token(&redeem(CONFIDENTIAL, &first)),
        "invalid_client",
        "invalid client credentials",
    );
    let mut other = redeem(PUBLIC, &first);
    other[2].1 = "http://localhost:1718/OauthRedirect";
    assert_refused(
        &world.token(&other),
        "redirect_uri_mismatch",
        "redirect_uri must match configuration",
    );
    other.remove(2);
    assert_refused(
        &world.token(&other),
        "redirect_uri_missing",
        "redirect_uri not provided",
    );
    assert_eq!(world.token(&redeem(PUBLIC, &first)).status, 200);
    assert_refused(
        &world.token(&redeem(PUBLIC, &first)),
        "invalid_grant",
        "expired authorization code",
    );
    assert_refused(
        &world.token(&redeem(PUBLIC, "aPrxNonsense")),
        "invalid_grant",
        "invalid authorization code",
    );
    let old = code(&mut world, PUBLIC, &[]);
    world.wait_secs(15 * 60);
    assert_refused(
        &world.token(&redeem(PUBLIC, &old)),
        "invalid_grant",
        "expired authorization code",
    );
}

#[test]
fn verifiers_are_checked_as_salesforce_does() {
    let mut world = World::new();
    for wrong in [
        "",
        "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjX~",
        "dBjftJeZ4CVP",
    ] {
        let code = code(&mut world, PUBLIC, &[]);
        let mut fields = redeem(PUBLIC, &code);
        fields[4].1 = wrong;
        assert_refused(
            &world.token(&fields),
            "invalid_grant",
            "invalid code verifier",
        );
    }
    // jsforce: 171 characters, and a challenge without a method.
    let long = "A".repeat(171);
    let challenge: &'static str = "AdHTyaikqKp3C8VXJ5s5XWRa9dmfTahv1ONe7sP_uKg";
    use base64::Engine as _;
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, long.as_bytes());
    let computed = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(digest);
    let leaked: &'static str = if computed == challenge {
        challenge
    } else {
        Box::leak(computed.into_boxed_str())
    };
    let code_171 = code(&mut world, PUBLIC, &[("code_challenge", leaked)]);
    let mut fields = redeem(PUBLIC, &code_171);
    fields[4].1 = &long;
    assert_eq!(world.token(&fields).status, 200);
    // A verifier without a challenge is refused too.
    let bare = code(
        &mut world,
        "PlatformCLI",
        &[("code_challenge", ""), ("scope", "api refresh_token")],
    );
    assert_refused(
        &world.token(&redeem("PlatformCLI", &bare)),
        "invalid_grant",
        "unexpected code verifier",
    );
}

#[test]
fn clients_prove_themselves_in_the_body_or_by_basic() {
    let mut world = World::new();
    let basic = |id: &str, secret: &str| {
        use base64::Engine as _;
        let pair = base64::engine::general_purpose::STANDARD.encode(format!("{id}:{secret}"));
        format!("Basic {pair}")
    };
    let send = |world: &mut World, header: &str, extra: &[(&str, &str)]| {
        let mut fields = vec![("grant_type", "client_credentials")];
        fields.extend(extra);
        let request = Request::post(&format!("{BASE}/services/oauth2/token"), &fields);
        world.send(request.with("Authorization", header))
    };
    assert_eq!(
        send(&mut world, &basic(CONFIDENTIAL, SECRET), &[]).status,
        200
    );
    assert_refused(
        &send(&mut world, &basic(CONFIDENTIAL, "wrong"), &[]),
        "invalid_client",
        "invalid client credentials",
    );
    assert_refused(
        &send(&mut world, "Basic ???", &[]),
        "invalid_basic_auth_header",
        "invalid basic auth header",
    );
    // The body wins over the header.
    let pair = [("client_id", CONFIDENTIAL), ("client_secret", SECRET)];
    assert_eq!(
        send(&mut world, &basic(CONFIDENTIAL, "wrong"), &pair).status,
        200
    );
    assert_refused(
        &send(&mut world, "", &[]),
        "invalid_client_id",
        "client identifier invalid",
    );
}

#[test]
fn unread_bodies_unknown_grants_and_get_are_refused() {
    let mut world = World::new();
    let address = format!("{BASE}/services/oauth2/token");
    let mut request = Request::new("POST", &address).with("Content-Type", "application/json");
    request.body = br#"{"grant_type":"refresh_token"}"#.to_vec();
    assert_refused(
        &world.send(request),
        "unsupported_grant_type",
        "grant type not supported",
    );
    assert_refused(
        &world.token(&[("grant_type", "magic")]),
        "unsupported_grant_type",
        "grant type not supported",
    );
    assert_refused(
        &world.token(&[]),
        "unsupported_grant_type",
        "grant type not supported",
    );
    assert_refused(
        &world.send(Request::get(&address)),
        "invalid_request",
        "must use HTTP POST",
    );
}

fn refresh(world: &mut World, client_id: &str, token: &Value) -> valet_key::demo_org::Response {
    let token = token.as_str().unwrap();
    world.token(&[
        ("grant_type", "refresh_token"),
        ("client_id", client_id),
        ("refresh_token", token),
    ])
}

#[test]
fn refresh_keeps_the_refresh_token_and_both_access_tokens_live() {
    let mut world = World::new();
    let first = world.tokens("standard@demo.example");
    let answer = refresh(&mut world, PUBLIC, &first["refresh_token"]);
    assert_eq!(answer.status, 200);
    let second = json(&answer);
    assert!(
        second.get("refresh_token").is_none() && second["access_token"] != first["access_token"]
    );
    for token in [&first, &second] {
        let answer = world.get(
            "/services/oauth2/userinfo",
            token["access_token"].as_str().unwrap(),
        );
        assert_eq!(answer.status, 200);
    }
    // Another app's refresh token is as good as none; a callback that is not registered is noticed.
    let stolen = refresh(&mut world, "PlatformCLI", &first["refresh_token"]);
    assert_refused(&stolen, "invalid_grant", "expired access/refresh token");
    let token = first["refresh_token"].as_str().unwrap();
    let fields = [
        ("grant_type", "refresh_token"),
        ("client_id", PUBLIC),
        ("refresh_token", token),
        ("redirect_uri", "x:y"),
    ];
    assert_refused(
        &world.token(&fields),
        "redirect_uri_mismatch",
        "redirect_uri must match configuration",
    );
}

#[test]
fn rotation_replaces_the_token_and_reuse_ends_everything() {
    let mut world = World::new();
    let app = "3MVG9DemoRotation.WebServer";
    let first = world.tokens_of(app, &[], "standard@demo.example");
    let second = json(&refresh(&mut world, app, &first["refresh_token"]));
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    let third = json(&refresh(&mut world, app, &second["refresh_token"]));
    let reuse = refresh(&mut world, app, &first["refresh_token"]);
    assert_refused(&reuse, "invalid_grant", "expired access/refresh token");
    let dead = refresh(&mut world, app, &third["refresh_token"]);
    assert_refused(&dead, "invalid_grant", "expired access/refresh token");
    let answer = world.get(
        "/services/oauth2/userinfo",
        third["access_token"].as_str().unwrap(),
    );
    assert_eq!(
        (answer.status, answer.text().as_str()),
        (403, "Bad_OAuth_Token")
    );
}

#[test]
fn refresh_token_policies_end_tokens_at_their_time() {
    let hour = 3600;
    let mut world = World::new();
    let policy = |world: &mut World, text: &str| {
        world.control(
            "set-app",
            &format!(
                r#"{{"client_id":"{PUBLIC}","policies":{{"refresh_token_policy":"{text}"}}}}"#
            ),
        );
    };
    let token = world.tokens("standard@demo.example")["refresh_token"].clone();
    policy(&mut world, "specific_inactivity:2:HOURS");
    for _ in 0..3 {
        world.wait_secs(hour);
        assert_eq!(refresh(&mut world, PUBLIC, &token).status, 200);
    }
    policy(&mut world, "specific_lifetime:1:DAYS");
    world.wait_secs(20 * hour);
    assert_eq!(refresh(&mut world, PUBLIC, &token).status, 200);
    world.wait_secs(hour);
    assert_eq!(refresh(&mut world, PUBLIC, &token).status, 400);
    policy(&mut world, "zero");
    assert!(
        world
            .tokens("standard@demo.example")
            .get("refresh_token")
            .is_none()
    );
}

#[test]
fn a_sixth_login_ends_the_one_unused_longest() {
    let mut world = World::new();
    let tokens: Vec<Value> = (0..5)
        .map(|_| world.tokens("standard@demo.example")["refresh_token"].clone())
        .collect();
    world.wait_secs(10);
    assert_eq!(refresh(&mut world, PUBLIC, &tokens[0]).status, 200);
    world.tokens("standard@demo.example");
    assert_eq!(refresh(&mut world, PUBLIC, &tokens[0]).status, 200);
    assert_eq!(refresh(&mut world, PUBLIC, &tokens[1]).status, 400);
    // Other users and apps have their own five.
    world.tokens("admin@demo.example");
    assert_eq!(refresh(&mut world, PUBLIC, &tokens[2]).status, 200);
}

#[test]
fn passwords_work_with_and_without_the_security_token_and_fail_alike() {
    let mut world = World::new();
    let log_in = |world: &mut World, username: &str, password: &str| {
        world.token(&[
            ("grant_type", "password"),
            ("client_id", CONFIDENTIAL),
            ("client_secret", SECRET),
            ("username", username),
            ("password", password),
        ])
    };
    for password in ["demo-admin-1", "demo-admin-1DemoAdminSecurityToken01"] {
        let answer = log_in(&mut world, "admin@demo.example", password);
        let body = json(&answer);
        assert!(
            answer.status == 200
                && body.get("refresh_token").is_none()
                && body.get("scope").is_none()
        );
    }
    for (username, password) in [
        ("admin@demo.example", "wrong"),
        ("nobody@demo.example", "wrong"),
        ("inactive@demo.example", "demo-inactive-1"),
    ] {
        assert_refused(
            &log_in(&mut world, username, password),
            "invalid_grant",
            "authentication failure",
        );
    }
    world.control("set-org", r#"{"block_username_password": true}"#);
    let blocked = log_in(&mut world, "admin@demo.example", "demo-admin-1");
    assert_refused(&blocked, "invalid_grant", "authentication failure");
}

#[test]
fn client_credentials_belong_to_the_run_as_user() {
    let mut world = World::new();
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", CONFIDENTIAL),
        ("client_secret", SECRET),
    ];
    let answer = json(&world.token(&fields));
    assert_eq!(answer["scope"], "api id openid profile");
    let who = json(&world.get(
        "/services/oauth2/userinfo",
        answer["access_token"].as_str().unwrap(),
    ));
    assert_eq!(who["preferred_username"], "admin@demo.example");
    world.control(
        "set-user",
        r#"{"username":"admin@demo.example","active":false}"#,
    );
    assert_refused(
        &world.token(&fields),
        "invalid_grant",
        "no client credentials user enabled",
    );
    let _ = CHALLENGE;
}
