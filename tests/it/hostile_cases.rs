//! H01–H72 of the threat model at the calls of a session: login, refresh, identity, introspection and revocation (R28 to R32, R36).
//!
//! A server of these tests answers over real sockets, right but for one path. For
//! each case and each call: the code of the table and nothing else, with cause
//! and next step; no secret in the error; nothing to the other server that
//! answers point to; and the same call works as soon as the server is right
//! again. Elsewhere: TLS in `hostile_tls.rs`; HTTP by itself in `hostile.rs`; ID
//! tokens and signatures, which need a real org, in `flows/hostile.rs`. H69 and
//! H71 belong to flows that are not there yet.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

pub mod org;

use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use valet_key::app::effect::{Effect, LoginOptions, WhichToken};
use valet_key::app::event::Event;
use valet_key::engine::http::Bounds;
use valet_key::model::client::ClientAuth;
use valet_key::model::ids::{ProfileId, SessionId};
use valet_key::model::problem::Problem;
use valet_key::model::profile::{Profile, ProfileDraft};
use valet_key::model::session::Session;

use crate::hostile::server::{OK, Server};
use crate::login::bench::{Bench, free_port};
use crate::waiting::raw;
use org::{HostileOrg, IDENTITY, INTROSPECT, REVOKE, Script, TOKEN};

const SECRET: &str = "canaryClientSecret0123456789";

/// The bounds of the product, with shorter times.
fn bounds() -> Bounds {
    Bounds {
        connect: Duration::from_millis(2000),
        idle: Duration::from_millis(600),
        total: Duration::from_millis(1500),
        ..Bounds::default()
    }
}

/// An engine, the hostile server, and another server that must never hear of us.
struct World {
    bench: Bench,
    org: HostileOrg,
    elsewhere: Server,
    profile: Profile,
}

impl World {
    fn new() -> Self {
        Self::with(|_, _| ())
    }

    /// With a profile that is changed before it is kept.
    fn with(change: impl FnOnce(&mut Profile, &str)) -> Self {
        let org = HostileOrg::start();
        let draft = ProfileDraft {
            name: "hostile".into(),
            login_url: org.base.clone(),
            client_id: "canary-app".into(),
            callback_urls: format!("http://localhost:{}/OauthRedirect", free_port()),
            scope: "api id refresh_token".into(),
            ..ProfileDraft::default()
        };
        let mut profile = draft.check(|_| false, |_| true).unwrap();
        profile.profile_id = ProfileId::parse("hostile").unwrap();
        profile.client_auth = Some(ClientAuth::ClientSecretPost);
        change(&mut profile, &org.base);
        let mut bench = Bench::bounded(bounds());
        bench.save(&profile, Some(SECRET));
        Self {
            bench,
            org,
            elsewhere: Server::answering(OK),
            profile,
        }
    }

    /// Logs in with a code, as the browser would bring it.
    fn log_in(&mut self) -> Result<Session, Box<Problem>> {
        let (run_id, url) = self.bench.begin(&self.profile, LoginOptions::default());
        let url = url::Url::parse(&url).unwrap();
        let state = url
            .query_pairs()
            .find(|(name, _)| name == "state")
            .unwrap()
            .1;
        let callback = url::Url::parse(self.profile.callback_urls[0].as_str()).unwrap();
        let port = callback.port().unwrap();
        let answer = raw(
            port,
            format!(
                "GET /OauthRedirect?code=canaryCode&state={state} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"
            ),
        );
        assert!(answer.starts_with(b"HTTP/1.1 303"));
        match self.bench.end_of(&run_id)? {
            Event::LoginFinished { session, .. } => Ok(*session),
            other => panic!("{other:?}"),
        }
    }

    /// Sends an effect about the session and waits for its end.
    fn does(&mut self, call: Call, session_id: &SessionId) -> Result<(), Box<Problem>> {
        let (run_id, session_id) = (self.bench.run_id(), session_id.clone());
        let id = run_id.clone();
        self.bench.send(match call {
            Call::Refresh => Effect::Refresh { run_id, session_id },
            Call::Identity => Effect::FetchIdentity { run_id, session_id },
            Call::Introspect => Effect::Introspect {
                run_id,
                session_id,
                which: WhichToken::Access,
            },
            Call::Revoke => Effect::Revoke { run_id, session_id },
            Call::Login => unreachable!("a login has no session"),
        });
        match self.bench.end_of(&id)? {
            Event::Revoked {
                problem: Some(problem),
                ..
            } => Err(problem),
            _ => Ok(()),
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Call {
    Login,
    Refresh,
    Identity,
    Introspect,
    Revoke,
}

/// The calls in the order of the table's codes, with the path that is hostile.
const CALLS: [(Call, &str); 5] = [
    (Call::Login, TOKEN),
    (Call::Refresh, TOKEN),
    (Call::Identity, IDENTITY),
    (Call::Introspect, INTROSPECT),
    (Call::Revoke, REVOKE),
];

/// What is said about a hostile answer: its code, or `ok`.
fn code(world: &World, outcome: Result<(), Box<Problem>>) -> String {
    assert_eq!(world.elsewhere.received(), 0, "another host heard of it");
    let Err(problem) = outcome else {
        return "ok".to_owned();
    };
    is_clear(&problem);
    problem.code
}

/// Says what, why and what to do, in words of the catalogue, shortly, and without a secret (R36).
pub fn is_clear(problem: &Problem) {
    let explained = problem.explain();
    for part in [&explained.what, &explained.cause, &explained.next] {
        assert!(!part.is_empty() && !part.contains('{'), "{explained:?}");
        assert!(
            !part.starts_with("error-") && !part.starts_with("org-"),
            "{explained:?}"
        );
        assert!(part.chars().count() < 1_200, "{explained:?}");
    }
    let shown = format!("{problem:?} {explained:?}");
    for secret in [
        "canaryAccess",
        "canaryRefresh",
        "canaryCode",
        "canaryClient",
    ] {
        assert!(!shown.contains(secret), "{shown}");
    }
    if let Some(org) = &problem.org {
        let said = format!(
            "{}{}",
            org.error,
            org.error_description.as_deref().unwrap_or_default()
        );
        assert!(said.chars().count() <= 1_002, "{}", said.len());
        let moves = |c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(!said.contains(moves), "{said:?}");
    }
}

/// Plays one case at each call, which afterwards works again.
fn each_call(name: &str) {
    let (_, codes, script) = CASES.iter().find(|(known, ..)| *known == name).unwrap();
    let codes: Vec<&str> = codes.split(' ').filter(|code| !code.is_empty()).collect();
    let mut world = World::new();
    let script = script(&world.elsewhere.url("/steal"));
    let mut met = Vec::new();
    let mut session = None;
    for (call, path) in CALLS {
        world.org.plays(path, Arc::clone(&script));
        let outcome = match (&session, call) {
            (Some(id), call) => world.does(call, id),
            (None, _) => world.log_in().map(|_| ()),
        };
        met.push(code(&world, outcome));
        world.org.mends();
        match (&session, call) {
            (Some(id), call) => world
                .does(call, id)
                .unwrap_or_else(|problem| panic!("{call:?} after it: {problem:?}")),
            (None, _) => session = Some(world.log_in().expect("the next login works").session_id),
        }
    }
    assert_eq!(met, codes, "{name}");
}

type Case = (&'static str, &'static str, fn(&str) -> Script);

/// Makes one test of each row, named by its case, and the table of them all.
macro_rules! cases {
    ($($name:ident $codes:literal $script:expr;)*) => {
        const CASES: &[Case] = &[$((stringify!($name), $codes, $script)),*];
        $(#[test]
        fn $name() {
            each_call(stringify!($name));
        })*
    };
}

const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

/// Answers with these bytes, and closes.
fn says(bytes: impl Into<Vec<u8>>) -> Script {
    let bytes = bytes.into();
    Arc::new(move |stream, _| {
        let _ = stream.write_all(&bytes);
    })
}

/// A whole answer with a body.
fn body(status: &str, kind: &str, body: impl AsRef<[u8]>) -> Script {
    let body = body.as_ref();
    let mut answer = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )
    .into_bytes();
    answer.extend_from_slice(body);
    says(answer)
}

fn json(status: &str, value: &str) -> Script {
    body(status, "application/json", value)
}

fn to(status: &str, location: &str) -> Script {
    says(format!(
        "HTTP/1.1 {status}\r\nLocation: {location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    ))
}

fn after(status: &str, retry_after: &str) -> Script {
    says(format!(
        "HTTP/1.1 {status}\r\nRetry-After: {retry_after}\r\nContent-Type: text/plain\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    ))
}

/// Sends a beginning, and then a piece again and again until the client has had enough.
fn drips(first: impl Into<String>, piece: impl Into<Vec<u8>>, pause: Duration) -> Script {
    let (first, piece) = (first.into(), piece.into());
    Arc::new(move |stream: &mut dyn Write, _| {
        let end = Instant::now() + Duration::from_secs(20);
        let mut open = stream.write_all(first.as_bytes()).is_ok();
        while open && Instant::now() < end {
            std::thread::sleep(pause);
            open = stream.write_all(&piece).is_ok();
        }
    })
}

cases! {
    h02_reset "network_broke_off network_broke_off network_broke_off network_broke_off network_broke_off" |_| says("");
    h03_reset_after_headers "network_broke_off network_broke_off network_broke_off network_broke_off network_broke_off" |_| says(format!("{HEAD}Content-Length: 100\r\n\r\n"));
    h04_silence "network_timed_out network_timed_out network_timed_out network_timed_out network_timed_out" |_| drips("", "", Duration::from_millis(100));
    h05_header_a_byte_at_a_time "network_timed_out network_timed_out network_timed_out network_timed_out network_timed_out" |_| drips("HTTP/1.1 200 OK\r\nX: ", "a", Duration::from_millis(100));
    h06_body_a_byte_at_a_time "network_timed_out network_timed_out network_timed_out network_timed_out network_timed_out" |_| drips(format!("{HEAD}Content-Length: 100000\r\n\r\n"), " ", Duration::from_millis(100));
    h07_short_body "network_broke_off network_broke_off network_broke_off network_broke_off network_broke_off" |_| says(format!("{HEAD}Content-Length: 100\r\n\r\n{{"));
    h08_long_body "access_token_missing access_token_missing answer_nobody answer_malformed still_live" |_| says(format!("{HEAD}Content-Length: 2\r\nConnection: close\r\n\r\n{{}}garbage"));
    h09_chunks_without_end "network_broke_off network_broke_off network_broke_off network_broke_off network_broke_off" |_| says(format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n2\r\n{{}}\r\n"));
    h10_bad_chunk_size "network_malformed network_malformed network_malformed network_malformed network_malformed" |_| says(format!("{HEAD}Transfer-Encoding: chunked\r\n\r\nxyz\r\n"));
    h11_content_length_and_chunked "access_token_missing access_token_missing answer_nobody answer_malformed still_live" |_| {
        says(format!("{HEAD}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{{}}\r\n0\r\n\r\n"))
    };
    h20_ten_gigabytes_announced "answer_too_big answer_too_big answer_too_big answer_too_big answer_too_big" |_| {
        drips(format!("{HEAD}Content-Length: 10737418240\r\n\r\n"), [b' '; 65536], Duration::ZERO)
    };
    h20_ten_gigabytes_in_chunks "answer_too_big answer_too_big answer_too_big answer_too_big answer_too_big" |_| {
        let chunk = format!("10000\r\n{}\r\n", " ".repeat(65536));
        drips(format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n"), chunk, Duration::ZERO)
    };
    h21_header_without_end "network_malformed network_malformed network_malformed network_malformed network_malformed" |_| drips("HTTP/1.1 200 OK\r\nX: ", [b'a'; 65536], Duration::ZERO);
    h22_ten_thousand_headers "network_malformed network_malformed network_malformed network_malformed network_malformed" |_| {
        let many: String = (0..10_000).map(|n| format!("X-{n}: y\r\n")).collect();
        says(format!("{HEAD}{many}\r\n"))
    };
    h23_gzip_bomb "answer_malformed answer_malformed answer_malformed answer_malformed answer_malformed" |_| says(format!("{HEAD}Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\x1f\x1f"));
    h24_brotli_bomb "answer_malformed answer_malformed answer_malformed answer_malformed answer_malformed" |_| says(format!("{HEAD}Content-Encoding: br\r\nContent-Length: 2\r\n\r\n\x1f\x1f"));
    h24_zstd_bomb "answer_malformed answer_malformed answer_malformed answer_malformed answer_malformed" |_| says(format!("{HEAD}Content-Encoding: zstd\r\nContent-Length: 2\r\n\r\n\x1f\x1f"));
    h25_unasked_encoding "answer_malformed answer_malformed answer_malformed answer_malformed answer_malformed" |_| says(format!("{HEAD}Content-Encoding: deflate, gzip\r\nContent-Length: 2\r\n\r\n{{}}"));
    h26_301_to_the_same_host "answer_redirect answer_redirect ok answer_redirect answer_redirect" |_| to("301 Moved Permanently", "/again");
    h27_302_to_another_host "answer_redirect answer_redirect ok answer_redirect answer_redirect" |other| to("302 Found", other);
    h28_307_to_another_host "answer_redirect answer_redirect ok answer_redirect answer_redirect" |other| to("307 Temporary Redirect", other);
    h28_308_to_another_host "answer_redirect answer_redirect ok answer_redirect answer_redirect" |other| to("308 Permanent Redirect", other);
    h29_redirect_to_itself "answer_redirect answer_redirect ok answer_redirect answer_redirect" |_| to("302 Found", "?");
    h30_redirect_to_a_file "answer_redirect answer_redirect ok answer_redirect answer_redirect" |_| to("302 Found", "file:///etc/passwd");
    h31_204 "answer_empty answer_empty answer_empty answer_empty still_live" |_| says("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
    h32_empty_200 "answer_empty answer_empty answer_empty answer_empty still_live" |_| json("200 OK", "");
    h33_a_thousand_interim_answers "network_broke_off network_broke_off network_broke_off network_broke_off network_broke_off" |_| says("HTTP/1.1 100 Continue\r\n\r\n".repeat(1000));
    h34_401_with_a_page "answer_html answer_html answer_html answer_html answer_html" |_| body("401 Unauthorized", "text/html", "<html><form>sign in</form></html>");
    h35_429_for_an_hour "answer_too_many answer_too_many answer_too_many answer_too_many answer_too_many" |_| after("429 Too Many Requests", "3600");
    h36_429_with_garbage "answer_too_many answer_too_many answer_too_many answer_too_many answer_too_many" |_| after("429 Too Many Requests", "soon\tor later");
    h37_503_until_the_past "answer_server_error answer_server_error answer_server_error answer_server_error answer_server_error" |_| after("503 Service Unavailable", "Mon, 02 Feb 2015 02:41:00 GMT");
    h38_500_with_json "server_error server_error server_error server_error server_error" |_| json("500 Internal Server Error", r#"{"error":"server_error"}"#);
    h39_a_page_with_200 "answer_html answer_html answer_html answer_html still_live" |_| body("200 OK", "text/html", "<html>Log in to the hotel's network</html>");
    h40_wrong_type "answer_type answer_type answer_type answer_type still_live" |_| body("200 OK", "text/plain", r#"{"access_token":"x","active":true}"#);
    h41_bad_utf_8 "answer_malformed answer_malformed answer_malformed answer_malformed still_live" |_| json_bytes(b"{\"access_token\":\"\xff\",\"active\":true}");
    h42_utf_16 "answer_malformed answer_malformed answer_malformed answer_malformed still_live" |_| {
        let text = "\u{feff}{\"access_token\":\"x\"}".encode_utf16();
        json_bytes(&text.flat_map(u16::to_le_bytes).collect::<Vec<u8>>())
    };
    h43_100_000_deep "answer_too_big answer_too_big answer_too_big answer_too_big still_live" |_| json("200 OK", &format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)));
    h43_deep_in_a_field "answer_too_big answer_too_big answer_too_big answer_too_big still_live" |_| json("200 OK", &format!("{{\"x\":{}1{}}}", "[".repeat(40), "]".repeat(40)));
    h44_key_twice "answer_malformed answer_malformed answer_malformed answer_malformed still_live" |_| json("200 OK", r#"{"access_token":"a","access_token":"b","active":true,"active":false}"#);
    h60_a_megabyte_of_error "invalid_client invalid_client invalid_client invalid_client invalid_client" |_| {
        let words = format!("\u{1b}[31m\u{202e}<script>alert(1)</script>{}", "x".repeat(200_000));
        json("400 Bad Request", &json!({"error": "invalid_client", "error_description": words}).to_string())
    };
    h61_error_that_echoes_every_secret "invalid_client invalid_client invalid_client invalid_client invalid_client" |_| Arc::new(|stream: &mut dyn Write, request: &str| {
        let form = request.split("\r\n\r\n").nth(1).unwrap_or_default();
        let fields: Vec<String> = url::form_urlencoded::parse(form.as_bytes()).map(|(_, value)| value.into_owned()).collect();
        let words = format!("{} {}", fields.join(" "), request.split("\r\n\r\n").next().unwrap_or_default());
        let error = json!({"error": "invalid_client", "error_description": words}).to_string();
        let _ = write!(stream, "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{error}", error.len());
    });
    h70_xml_bomb "answer_malformed answer_malformed answer_malformed answer_malformed still_live" |_| {
        let entities = "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]>";
        body("200 OK", "application/xml", format!("{entities}<OAuth><access_token>&b;</access_token></OAuth>"))
    };
}

fn json_bytes(bytes: &[u8]) -> Script {
    body("200 OK", "application/json", bytes)
}

type Change = (
    &'static str,
    &'static str,
    fn(&str) -> Vec<(&'static str, Value)>,
);

/// Makes one test of each row: what a login comes to with these fields in the token answer, and a refresh.
macro_rules! changes {
    ($($name:ident $codes:literal $fields:expr;)*) => {
        const CHANGES: &[Change] = &[$((stringify!($name), $codes, $fields)),*];
        $(#[test]
        fn $name() {
            each_change(stringify!($name));
        })*
    };
}

changes! {
    h45_token_is_a_number "token_malformed token_malformed" |_| vec![("access_token", json!(7))];
    h45_token_is_an_array "token_malformed token_malformed" |_| vec![("access_token", json!(["x"]))];
    h45_token_is_null "access_token_missing access_token_missing" |_| vec![("access_token", Value::Null)];
    h45_refresh_token_is_a_number "token_malformed token_malformed" |_| vec![("refresh_token", json!(7))];
    h46_token_of_a_megabyte "answer_too_big answer_too_big" |_| vec![("access_token", json!("x".repeat(1_000_000)))];
    h46_token_of_100_kb "token_malformed token_malformed" |_| vec![("access_token", json!("x".repeat(100_000)))];
    h47_cr_lf_in_the_token "token_malformed token_malformed" |_| vec![("access_token", json!("a\r\nSet-Cookie: b"))];
    h48_nul_in_the_token "token_malformed token_malformed" |_| vec![("access_token", json!("a\u{0}b"))];
    h48_token_beyond_ascii "token_malformed token_malformed" |_| vec![("refresh_token", json!("tökén"))];
    h49_odd_token_type "token_type_unknown token_type_unknown" |_| vec![("token_type", json!("mac"))];
    h49_token_type_is_a_number "token_type_unknown token_type_unknown" |_| vec![("token_type", json!(1))];
    h50_expires_in_minus_one "ok ok" |_| vec![("expires_in", json!(-1))];
    h50_expires_in_1e308 "ok ok" |_| vec![("expires_in", json!(1e308))];
    h50_expires_in_words "ok ok" |_| vec![("expires_in", json!("abc"))];
    h51_issued_at_far_off "ok ok" |_| vec![("issued_at", json!("99999999999999999999"))];
    h52_instance_url_on_another_host "host_foreign ok" |other| vec![("instance_url", json!(other))];
    h52_instance_url_at_salesforce "host_foreign ok" |_| vec![("instance_url", json!("https://acme.my.salesforce.com"))];
    h53_instance_url_by_http "host_foreign ok" |_| vec![("instance_url", json!("http://acme.my.salesforce.com"))];
    h54_userinfo_trick "host_foreign ok" |other| vec![("instance_url", json!(other.replace("127.0.0.1", "login.salesforce.com@127.0.0.1")))];
    h54_backslash_trick "host_malformed ok" |other| vec![("instance_url", json!(format!("{other}\\@login.salesforce.com")))];
    h54_direction_trick "host_malformed ok" |other| vec![("instance_url", json!(format!("{other}/\u{202e}moc.ecrofselas")))];
    h55_id_on_another_host "host_foreign ok" |other| vec![("id", json!(format!("{other}/id/00D5e0000012ABCEA2/0055e0000000001AAA")))];
    h56_id_at_a_private_address "host_foreign ok" |_| vec![("id", json!("http://169.254.169.254/latest/meta-data"))];
    h56_id_at_another_loopback_port "host_foreign ok" |other| vec![("id", json!(format!("{other}/id/x/y")))];
    h57_other_scope "ok ok" |_| vec![("scope", json!("web"))];
    h57_scope_that_is_a_script "ok ok" |_| vec![("scope", json!("\u{1b}[2J <b> api\u{202e}"))];
    h58_no_refresh_token "ok ok" |_| vec![("refresh_token", Value::Null)];
    h59_the_same_token_again "ok ok" |_| vec![("access_token", json!("00D5e0000012ABC!canaryAccessSame")), ("refresh_token", json!("5Aep861canaryRefresh00000001"))];
}

/// A login and a refresh with a changed token answer; both work as soon as it is right again.
fn each_change(name: &str) {
    let (_, codes, fields) = CHANGES.iter().find(|(known, ..)| *known == name).unwrap();
    let mut world = World::new();
    let fields = fields(world.elsewhere.url("").trim_end_matches('/'));
    world.org.changes(&fields);
    let outcome = world.log_in().map(|_| ());
    let login = code(&world, outcome);
    world.org.mends();
    let session_id = world.log_in().expect("the next login works").session_id;
    world.org.changes(&fields);
    let outcome = world.does(Call::Refresh, &session_id);
    let refresh = code(&world, outcome);
    world.org.mends();
    world
        .does(Call::Refresh, &session_id)
        .expect("the next refresh works");
    assert_eq!(format!("{login} {refresh}"), *codes, "{name}");
}

/// H55, R22: an identity answer that names nobody, or somebody else, changes nothing of what is known.
#[test]
fn h55_identity_of_nobody_and_of_somebody_else() {
    for (answer, expected) in [
        (json!({}), "answer_nobody"),
        (json!({"username": ""}), "answer_nobody"),
        (json!({"username": 7, "user_id": []}), "answer_nobody"),
        (
            json!({"username": "eve@evil.example", "user_id": "0055e0000000009AAA", "organization_id": "00D5e0000012ABCEA2"}),
            "identity_changed",
        ),
        (
            json!({"username": "ada@acme.example", "user_id": "0055e0000000001AAA", "organization_id": "00D5e00000EVILXEA2"}),
            "identity_changed",
        ),
    ] {
        let mut world = World::new();
        let session = world.log_in().unwrap();
        world.org.plays(IDENTITY, json_of(&answer));
        let outcome = world.does(Call::Identity, &session.session_id);
        assert_eq!(code(&world, outcome), expected, "{answer}");
        world.org.mends();
        world.does(Call::Identity, &session.session_id).unwrap();
        assert_eq!(world.log_in().unwrap().identity, session.identity);
    }
}

fn json_of(answer: &Value) -> Script {
    json("200 OK", &answer.to_string())
}

/// H60 for names: what a server calls a user is plain and short before anybody sees or keeps it.
#[test]
fn h60_names_with_escapes_and_markup() {
    let mut world = World::new();
    let wild = format!("\u{1b}[31mAda\u{202e}\u{200b}\n{}", "x".repeat(100_000));
    world.org.plays(
        IDENTITY,
        json_of(&json!({"username": wild, "display_name": wild, "email": wild, "user_id": "0055e0000000001AAA",
            "organization_id": "00D5e0000012ABCEA2", "locale": wild})),
    );
    let identity = world.log_in().unwrap().identity;
    let name = identity.username.unwrap();
    assert!(
        name.starts_with("[31mAda x") && name.chars().count() == 501,
        "{name}"
    );
    assert_eq!(identity.locale.unwrap().chars().count(), 501);
}

/// H72: a discovery document of another issuer, or with endpoints elsewhere, ends the login before anything secret is sent.
#[test]
fn h72_discovery_of_another_issuer() {
    let mut world = World::with(|profile, base| profile.issuer = Some(base.to_owned()));
    let base = world.org.base.clone();
    let endpoints = |issuer: &str, token: &str| json!({"issuer": issuer, "authorization_endpoint": format!("{base}/services/oauth2/authorize"), "token_endpoint": token});
    let elsewhere = world.elsewhere.url("");
    for (document, expected) in [
        (
            endpoints("https://evil.example", &format!("{base}{TOKEN}")),
            "discovery_issuer",
        ),
        (
            endpoints(&format!("{base}/"), &format!("{base}{TOKEN}")),
            "discovery_issuer",
        ),
        (
            endpoints(&base, &format!("{elsewhere}{TOKEN}")),
            "host_foreign",
        ),
        (json!({"issuer": base}), "endpoint_missing"),
    ] {
        world.org.plays("/.well-known/", json_of(&document));
        let run_id = world.bench.run_id();
        world.bench.send(Effect::BeginLogin {
            run_id: run_id.clone(),
            profile_id: world.profile.profile_id.clone(),
            options: LoginOptions {
                no_browser: true,
                ..LoginOptions::default()
            },
        });
        let outcome = world.bench.end_of(&run_id).map(|_| ());
        assert_eq!(code(&world, outcome), expected, "{document}");
    }
    world.org.plays(
        "/.well-known/",
        json_of(&endpoints(&base, &format!("{base}{TOKEN}"))),
    );
    world.log_in().expect("the right document works");
}
