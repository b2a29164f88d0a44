//! Hostile answers: the content and semantics cases H34 to H72 of the threat model, as far as flows of today meet them (R29, R30, R31, R36).
//!
//! The answers of the demo org are changed on their way. Each case ends with the
//! code in the table, nothing goes to another host, and the next login works.
//! H66, H69 and H71 belong to flows that are not there yet.

use std::sync::Mutex;

use serde_json::{Value, json};
use valet_key::model::token::{ExpirySource, IdTokenVerdict, SignatureVerdict};
use valet_key::protocol::error::FlowError;
use valet_key::protocol::login::{self, LoggedIn};
use valet_key::protocol::message::Response;
use valet_key::protocol::service::revoke::{self, Outcome, Tokens};
use valet_key::protocol::{client_auth::Client, trust::Trust};

use super::world::{CatalogWorld, Tamper, profile, run};
use crate::demo_org::person::{BASE, CONFIDENTIAL, PUBLIC, SECRET};

const TOKEN: &str = "/services/oauth2/token";

/// Replaces the whole answer of a path.
fn replace(
    at: &'static str,
    status: u16,
    content_type: &'static str,
    body: impl Into<Vec<u8>>,
) -> Tamper {
    let body = body.into();
    Box::new(move |path, response: &mut Response| {
        if path == at {
            response.status = status;
            response.headers.retain(|(name, _)| name != "content-type");
            response
                .headers
                .push(("content-type".to_owned(), content_type.to_owned()));
            response.body = body.clone().into();
        }
    })
}

/// Replaces one field of a JSON answer of a path; `null` takes it out.
fn set(at: &'static str, name: &'static str, value: Value) -> Tamper {
    Box::new(move |path, response: &mut Response| {
        if path != at {
            return;
        }
        let mut fields: Value = serde_json::from_slice(&response.body).expect("JSON");
        fields[name] = value.clone();
        response.body = fields.to_string().into_bytes().into();
    })
}

fn log_in(world: &mut CatalogWorld) -> Result<LoggedIn, FlowError> {
    let profile = profile(CONFIDENTIAL, "api id openid refresh_token");
    world.log_in(&profile, Some(SECRET))
}

/// Logs in through the tampering, checks that nothing went elsewhere and that the next login works.
fn outcome(tamper: Tamper) -> (CatalogWorld, Result<LoggedIn, FlowError>) {
    let mut world = CatalogWorld::new();
    world.tamper = Some(tamper);
    let outcome = log_in(&mut world);
    assert_eq!(world.origins.iter().collect::<Vec<_>>(), [BASE]);
    world.tamper = None;
    log_in(&mut world).expect("the next login works");
    (world, outcome)
}

fn code(tamper: Tamper) -> String {
    match outcome(tamper).1 {
        Ok(_) => "ok".to_owned(),
        Err(error) => error.problem().code,
    }
}

#[test]
fn content_that_is_no_answer() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let utf16: Vec<u8> = "\u{feff}{\"access_token\":\"x\"}"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let bomb = "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><OAuth><access_token>&b;</access_token></OAuth>";
    for (case, tamper, expected) in [
        (
            "H34",
            replace(TOKEN, 401, "text/html", "<html>sign in</html>"),
            "answer_html",
        ),
        (
            "H38",
            replace(
                TOKEN,
                500,
                "application/json",
                r#"{"error":"server_error"}"#,
            ),
            "server_error",
        ),
        (
            "H39",
            replace(TOKEN, 200, "text/html", "<html>portal</html>"),
            "answer_html",
        ),
        (
            "H40",
            replace(TOKEN, 200, "text/plain", r#"{"access_token":"x"}"#),
            "answer_type",
        ),
        (
            "H41",
            replace(
                TOKEN,
                200,
                "application/json",
                &b"{\"access_token\":\"\xff\"}"[..],
            ),
            "answer_malformed",
        ),
        (
            "H42",
            replace(TOKEN, 200, "application/json", utf16),
            "answer_malformed",
        ),
        (
            "H43",
            replace(TOKEN, 200, "application/json", deep),
            "answer_too_big",
        ),
        (
            "H44",
            replace(
                TOKEN,
                200,
                "application/json",
                r#"{"access_token":"a","access_token":"b"}"#,
            ),
            "answer_malformed",
        ),
        (
            "H70",
            replace(TOKEN, 200, "application/xml", bomb),
            "answer_malformed",
        ),
    ] {
        assert_eq!(code(tamper), expected, "{case}");
    }
}

#[test]
fn tokens_that_are_none() {
    for (case, value, expected) in [
        ("H45", json!(7), "token_malformed"),
        ("H45", json!(["x"]), "token_malformed"),
        ("H45", Value::Null, "access_token_missing"),
        ("H46", json!("x".repeat(1_000_000)), "token_malformed"),
        ("H47", json!("a\r\nSet-Cookie: b"), "token_malformed"),
        ("H48", json!("a\u{0}b"), "token_malformed"),
        ("H48", json!("tökén"), "token_malformed"),
    ] {
        assert_eq!(code(set(TOKEN, "access_token", value)), expected, "{case}");
    }
    assert_eq!(
        code(set(TOKEN, "token_type", json!("mac"))),
        "token_type_unknown",
        "H49"
    );
}

#[test]
fn hosts_that_are_not_the_orgs() {
    for (case, field, value) in [
        ("H52", "instance_url", "https://evil.example"),
        ("H53", "instance_url", "http://acme.my.salesforce.com"),
        ("H54", "instance_url", "http://localhost:4100@evil.example"),
        (
            "H54",
            "instance_url",
            "https://login.salesforce.com@evil.example",
        ),
        (
            "H55",
            "id",
            "https://evil.example/id/00D5e0000012ABCEA2/0055e0000000001AAA",
        ),
        (
            "H56",
            "id",
            "http://169.254.169.254/id/00D5e0000012ABCEA2/0055e0000000001AAA",
        ),
        (
            "H56",
            "id",
            "http://localhost:22/id/00D5e0000012ABCEA2/0055e0000000001AAA",
        ),
    ] {
        assert_eq!(
            code(set(TOKEN, field, json!(value))),
            "host_foreign",
            "{case} {value}"
        );
    }
}

#[test]
fn odd_numbers_and_scopes_are_lived_with() {
    for odd in [json!(-1), json!(1e308), json!("abc"), json!([])] {
        let got = outcome(set(TOKEN, "expires_in", odd.clone()))
            .1
            .expect("logs in");
        assert_eq!(
            got.tokens.expiry.map(|expiry| expiry.source),
            Some(ExpirySource::Introspection),
            "H50 {odd}"
        );
    }
    for odd in [json!("1"), json!("99999999999999999999"), json!("soon")] {
        let got = outcome(set(TOKEN, "issued_at", odd.clone()))
            .1
            .expect("logs in");
        assert_eq!(got.tokens.issued_at, None, "H51 {odd}");
        assert_eq!(
            got.tokens.signature,
            SignatureVerdict::Invalid,
            "the signature covers issued_at"
        );
    }
    let got = outcome(set(TOKEN, "scope", json!("id")))
        .1
        .expect("logs in");
    assert_eq!(
        got.tokens.scope.map(|scope| scope.to_string()).as_deref(),
        Some("id"),
        "H57"
    );
    let got = outcome(set(TOKEN, "signature", json!("AAAA")))
        .1
        .expect("logs in");
    assert_eq!(got.tokens.signature, SignatureVerdict::Invalid, "H62");
}

#[test]
fn words_of_a_hostile_server_are_short_plain_and_without_our_secrets() {
    let long = format!(
        "\u{1b}[31m\u{202e}<script>alert(1)</script>{}",
        "x".repeat(1_000_000)
    );
    let body = json!({"error": "invalid_grant", "error_description": long}).to_string();
    let error = outcome(replace(TOKEN, 400, "application/json", body))
        .1
        .expect_err("is refused");
    let said = error
        .problem()
        .org
        .and_then(|org| org.error_description)
        .expect("words");
    assert!(
        said.chars().count() <= 501 && !said.contains(['\u{1b}', '\u{202e}']),
        "H60"
    );

    let body = json!({"error": "invalid_client", "error_description": format!("bad secret {SECRET}, really")}).to_string();
    let error = outcome(replace(TOKEN, 400, "application/json", body))
        .1
        .expect_err("is refused");
    let said = error.problem().org.and_then(|org| org.error_description);
    assert!(
        said.is_some_and(|said| !said.contains("4B1DDE40C0DE") && said.ends_with(", really")),
        "H61"
    );
}

#[test]
fn id_tokens_that_were_changed() {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
    let change = |change: fn(&mut Value, &mut Value)| -> Tamper {
        Box::new(move |path, response: &mut Response| {
            if path != TOKEN {
                return;
            }
            let mut fields: Value = serde_json::from_slice(&response.body).expect("JSON");
            let Some(token) = fields["id_token"].as_str().map(str::to_owned) else {
                return;
            };
            let parts: Vec<&str> = token.split('.').collect();
            let part = |at: usize| -> Value {
                serde_json::from_slice(&B64.decode(parts[at]).expect("base64")).expect("JSON")
            };
            let (mut header, mut claims) = (part(0), part(1));
            change(&mut header, &mut claims);
            let encoded = |value: &Value| B64.encode(value.to_string());
            fields["id_token"] = json!(format!(
                "{}.{}.{}",
                encoded(&header),
                encoded(&claims),
                parts[2]
            ));
            response.body = fields.to_string().into_bytes().into();
        })
    };
    type Spoil = fn(&mut Value, &mut Value);
    let cases: [(&str, Spoil, &str); 6] = [
        (
            "alg",
            |header, _| header["alg"] = json!("none"),
            "jwt_algorithm",
        ),
        (
            "alg",
            |header, _| header["alg"] = json!("HS256"),
            "jwt_algorithm",
        ),
        (
            "kid",
            |header, _| header["kid"] = json!("other"),
            "jwt_unknown_key",
        ),
        (
            "iss",
            |_, claims| claims["iss"] = json!("https://evil.example"),
            "jwt_issuer",
        ),
        (
            "aud",
            |_, claims| claims["aud"] = json!("other"),
            "jwt_audience",
        ),
        (
            "nonce",
            |_, claims| claims["nonce"] = json!("other"),
            "jwt_signature",
        ),
    ];
    for (claim, tamper, expected) in cases {
        let (mut world, outcome) = outcome(change(tamper));
        assert_eq!(
            outcome.err().map(|error| error.problem().code).as_deref(),
            Some(expected),
            "H63 {claim}"
        );
        let tokens = world.org.control("tokens", "");
        let live = tokens["tokens"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|token| token["live"] == true)
            .count();
        assert!(
            live <= 2,
            "H63 {claim}: only the tokens of the next login live"
        );
    }
}

#[test]
fn a_giant_key_set_is_survived() {
    let tamper: Tamper = Box::new(|path, response| {
        if path == "/id/keys" {
            let mut set: Value = serde_json::from_slice(&response.body).expect("JSON");
            let keys = set["keys"].as_array_mut().expect("a list");
            let filler = json!({"kty": "RSA", "kid": "filler", "n": "AQAB", "e": "AQAB"});
            keys.extend(std::iter::repeat_n(filler, 1_500));
            response.body = set.to_string().into_bytes().into();
        }
    });
    let got = outcome(tamper).1.expect("logs in");
    assert_eq!(got.tokens.id_token_verdict, IdTokenVerdict::Valid, "H64");
}

#[test]
fn a_refresh_without_or_with_the_same_refresh_token() {
    let same = Mutex::new(None);
    for (case, take_out) in [("H58", true), ("H59", false)] {
        let mut world = CatalogWorld::new();
        let profile = profile(PUBLIC, "api refresh_token");
        let got = world.log_in(&profile, None).expect("logs in");
        let refresh = got.tokens.refresh_token.expect("a refresh token");
        *same.lock().expect("a lock") = Some(refresh.expose().to_owned());
        let value = if take_out {
            Value::Null
        } else {
            json!(refresh.expose())
        };
        world.tamper = Some(set(TOKEN, "refresh_token", value));
        let tokens =
            run(login::refresh(&mut world, &profile, &None.into(), &refresh)).expect("refreshes");
        let new = tokens.refresh_token.map(|token| token.expose().to_owned());
        assert_eq!(
            new,
            if take_out {
                None
            } else {
                same.lock().expect("a lock").clone()
            },
            "{case}"
        );
    }
}

#[test]
fn a_revocation_that_only_pretends_is_found_out() {
    for (case, path, body) in [
        ("H67", "/services/oauth2/introspect", r#"{"active":true}"#),
        ("H68", "/services/oauth2/revoke", ""),
    ] {
        let mut world = CatalogWorld::new();
        let got = log_in(&mut world).expect("logs in");
        let profile = profile(CONFIDENTIAL, "");
        let kept = Some(valet_key::model::secret::ClientSecret::new(
            SECRET.to_owned(),
        ))
        .into();
        let client = Client::of(&profile, &kept);
        let tokens = Tokens {
            refresh: got.tokens.refresh_token.as_ref(),
            access: login::asked(&got.tokens),
        };
        if case == "H68" {
            world.refuse_silently = Some(path);
        } else {
            world.tamper = Some(replace(path, 200, "application/json", body));
        }
        let trust = Trust::of(&profile, &got.server);
        let revoked = run(revoke::run(
            &mut world,
            &got.server,
            &trust,
            &client,
            &tokens,
        ));
        assert!(
            revoked
                .tokens
                .iter()
                .all(|(_, outcome)| *outcome == Outcome::StillLive),
            "{case}: {revoked:?}"
        );
        assert!(!revoked.is_over(), "{case}");
    }
}
