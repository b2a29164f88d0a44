//! The doctor against real servers: each thing that can be wrong is provoked, and told apart.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::time::Duration;

use rcgen::CertificateParams;
use valet_key::app::event::{Check, CheckResult};
use valet_key::engine::diagnose::{self, proxy};
use valet_key::engine::http::{Bounds, Http, HttpSettings};
use valet_key::model::profile::{Profile, ProfileDraft};

use crate::hostile::server::{self, Server};

fn profile(login_url: &str, callback: &str) -> Profile {
    let draft = ProfileDraft {
        name: "A".to_owned(),
        login_url: login_url.to_owned(),
        client_id: "k".to_owned(),
        callback_urls: callback.to_owned(),
        ..ProfileDraft::default()
    };
    draft.check(|_| false, |_| true).unwrap()
}

fn settings() -> HttpSettings {
    HttpSettings {
        bounds: Bounds {
            connect: Duration::from_secs(3),
            idle: Duration::from_secs(3),
            total: Duration::from_secs(5),
            ..Bounds::default()
        },
        ..HttpSettings::default()
    }
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(work)
}

fn look(settings: HttpSettings, login_url: &str, through_proxy: bool) -> Vec<Check> {
    let profile = profile(login_url, "http://localhost:1717/OauthRedirect");
    let http = Http::new(settings);
    run(diagnose::server::look(&http, &profile, through_proxy))
}

#[track_caller]
fn one(checks: &[Check], name: &str) -> (CheckResult, String, String) {
    let check = checks
        .iter()
        .find(|check| check.check == name)
        .unwrap_or_else(|| panic!("no {name} in {checks:?}"));
    (
        check.result,
        check.detail.clone(),
        check.next.clone().unwrap_or_default(),
    )
}

fn answer(status: &str, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

#[test]
fn certificates_that_are_wrong_are_told_apart_and_name_their_issuer() {
    let named = |host: &str| {
        let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        params
            .distinguished_name
            .push(rcgen::DnType::CommonName, "Acme Inspection CA");
        params
    };
    let https = |server: &Server| format!("https://localhost:{}", server.port);

    let (unknown, _) = server::with_tls(&named("localhost"));
    let (result, detail, next) = one(&look(settings(), &https(&unknown), false), "tls");
    assert_eq!(result, CheckResult::Failed);
    assert!(detail.contains("Acme Inspection CA"), "{detail}");
    assert!(next.contains("Settings"), "{next}");

    let (other, _) = server::with_tls(&named("other.example"));
    let (result, detail, _) = one(&look(settings(), &https(&other), false), "tls");
    assert_eq!(result, CheckResult::Failed);
    assert!(detail.contains("another host"), "{detail}");

    let mut over = named("localhost");
    over.not_before = rcgen::date_time_ymd(2019, 1, 1);
    over.not_after = rcgen::date_time_ymd(2020, 1, 1);
    let (over, _) = server::with_tls(&over);
    let (result, detail, _) = one(&look(settings(), &https(&over), false), "tls");
    assert_eq!(result, CheckResult::Failed);
    assert!(detail.contains("2020-01-01"), "{detail}");

    let plain = Server::raw(|mut stream, _| {
        let _ = stream.read(&mut [0; 16]);
        let _ = stream.write_all(answer("400 Bad Request", "", "").as_bytes());
        let _ = stream.read(&mut [0; 4096]);
    });
    let (result, detail, _) = one(&look(settings(), &https(&plain), false), "tls");
    assert_eq!(result, CheckResult::Failed);
    assert!(detail.contains("not in TLS"), "{detail}");

    // The one that is right: its issuer is told, and that it is trusted.
    let (good, pem) = server::with_tls(&named("localhost"));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ca.pem");
    std::fs::write(&path, pem).unwrap();
    let trusting = HttpSettings {
        extra_ca: Some(path),
        ..settings()
    };
    let checks = look(trusting, &https(&good), false);
    let (result, detail, _) = one(&checks, "tls");
    assert_eq!(result, CheckResult::Passed, "{checks:?}");
    assert!(detail.contains("Acme Inspection CA"), "{detail}");
}

#[test]
fn a_look_at_a_certificate_sends_nothing() {
    let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let (server, _) = server::with_tls(&params);
    let seen = run(diagnose::certificate::look("localhost", server.port));
    assert!(
        matches!(seen, diagnose::certificate::Look::Shown(_)),
        "{seen:?}"
    );
    assert_eq!(server.received(), 0);
}

#[test]
fn a_portal_a_moved_host_and_a_silent_one_are_told_apart() {
    let page = "<html><body>Accept our terms</body></html>";
    let portal = Server::answering(answer("200 OK", "Content-Type: text/html\r\n", page));
    let checks = look(settings(), &portal.url(""), false);
    let (result, detail, next) = one(&checks, "login_host");
    assert_eq!(result, CheckResult::Failed);
    assert!(detail.contains("web page"), "{detail}");
    assert!(next.contains("browser"), "{next}");
    assert_eq!(one(&checks, "token_endpoint").0, CheckResult::Failed);

    let moved = "Location: https://elsewhere.example/\r\n";
    let moved = Server::answering(answer("302 Found", moved, ""));
    let (result, _, next) = one(&look(settings(), &moved.url(""), false), "token_endpoint");
    assert_eq!(result, CheckResult::Failed);
    assert!(next.contains("My Domain"), "{next}");

    let broken = Server::answering(answer("503 Service Unavailable", "", ""));
    let checks = look(settings(), &broken.url(""), false);
    assert_eq!(one(&checks, "login_host").0, CheckResult::Warning);

    let gone = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = gone.local_addr().unwrap().port();
    drop(gone);
    let checks = look(settings(), &format!("http://127.0.0.1:{port}"), false);
    let (result, detail, _) = one(&checks, "login_host");
    assert_eq!(result, CheckResult::Failed);
    assert!(detail.contains("cannot be reached"), "{detail}");

    let checks = look(settings(), "https://no-such-host.invalid", false);
    assert_eq!(one(&checks, "dns").0, CheckResult::Failed);
}

#[test]
fn a_server_that_speaks_oauth_passes_and_its_clock_is_compared() {
    let refusal = r#"{"error":"unsupported_grant_type"}"#;
    let json = "Content-Type: application/json\r\n";
    let yesterday = "Mon, 02 Feb 2026 02:40:00 GMT";
    let headers = format!("{json}Date: {yesterday}\r\n");
    let server = Server::answering(answer("400 Bad Request", &headers, refusal));
    let checks = look(settings(), &server.url(""), false);
    assert_eq!(one(&checks, "dns").0, CheckResult::Passed);
    assert_eq!(one(&checks, "login_host").0, CheckResult::Passed);
    assert_eq!(one(&checks, "token_endpoint").0, CheckResult::Passed);
    let (result, detail, next) = one(&checks, "clock");
    assert_eq!(result, CheckResult::Warning, "{detail}");
    assert!(next.contains("Set the clock"), "{next}");
}

#[test]
fn a_proxy_that_refuses_or_is_not_there_is_named() {
    let wants = "Proxy-Authenticate: Basic realm=\"x\"\r\n";
    let refusing = Server::answering(answer("407 Proxy Authentication Required", wants, ""));
    let through = HttpSettings {
        proxy: Some(refusing.url("")),
        ..settings()
    };
    let checks = look(through, "https://login.salesforce.com", true);
    assert_eq!(one(&checks, "dns").0, CheckResult::Skipped);
    let (result, detail, next) = one(&checks, "login_host");
    assert_eq!(result, CheckResult::Failed);
    assert!(detail.contains("proxy"), "{detail}");
    assert!(next.contains("password"), "{next}");

    let (check, used) = run(proxy::look(Some(&refusing.url(""))));
    assert!(used && check.result == CheckResult::Passed, "{check:?}");
    let gone = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = gone.local_addr().unwrap().port();
    drop(gone);
    let address = format!("http://somebody:canary@127.0.0.1:{port}");
    let (check, _) = run(proxy::look(Some(&address)));
    assert_eq!(check.result, CheckResult::Failed);
    assert!(check.detail.contains(&port.to_string()), "{check:?}");
    assert!(!format!("{check:?}").contains("canary"), "{check:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_callback_port_that_is_held_names_its_holder() {
    let holder = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = holder.local_addr().unwrap().port();
    let callback = format!("http://127.0.0.1:{port}/OauthRedirect");
    let profile = profile("login.salesforce.com", &callback);
    let check = run(diagnose::callback_ports(&[&profile]));
    assert_eq!(check.result, CheckResult::Warning);
    let (port, id) = (port.to_string(), std::process::id().to_string());
    assert!(
        check.detail.contains(&port) && check.detail.contains(&id),
        "{check:?}"
    );
}
