//! The demo org over real loopback sockets.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use valet_key::demo_org::config::Config;
use valet_key::demo_org::serve::{Options, Running, StartError, TlsOptions, start};
use valet_key::engine::demo_host::DemoHost;

use super::person::{CONFIDENTIAL, SECRET};

const TOKEN: &str = "/services/oauth2/token";

fn fixture() -> Config {
    Config::parse(
        r#"(tokens: [(username: "admin@demo.example", client_id: "PlatformCLI",
                      access_token: "00D5e0000012ABC!fixed", refresh_token: "fixedRefresh")])"#,
    )
    .unwrap()
}

async fn running() -> Running {
    start(Options {
        config: fixture(),
        ..Options::default()
    })
    .await
    .unwrap()
}

fn authority(running: &Running) -> String {
    running
        .base_url()
        .strip_prefix("http://")
        .unwrap()
        .to_owned()
}

fn port(running: &Running) -> u16 {
    running
        .base_url()
        .rsplit(':')
        .next()
        .unwrap()
        .parse()
        .unwrap()
}

/// Sends raw bytes and reads to the end of the connection.
async fn talk(mut stream: impl AsyncRead + AsyncWrite + Unpin, request: &str) -> String {
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // A dropped connection may end in an error; what came before counts.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

async fn raw(running: &Running, request: &str) -> String {
    talk(
        TcpStream::connect(("127.0.0.1", port(running)))
            .await
            .unwrap(),
        request,
    )
    .await
}

fn post(authority: &str, path: &str, extra: &str, body: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n{extra}Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";

fn refresh_body() -> &'static str {
    "grant_type=refresh_token&client_id=PlatformCLI&refresh_token=fixedRefresh"
}

#[tokio::test]
async fn both_loopback_addresses_answer_and_the_ready_line_says_where() {
    let running = running().await;
    let ready = serde_json::to_value(running.ready()).unwrap();
    assert_eq!(ready["base_url"], running.base_url());
    assert_eq!(
        (&ready["tls_base_url"], &ready["instance_url"]),
        (&Value::Null, &ready["base_url"])
    );
    let app = &ready["apps"][0];
    assert_eq!(
        (&app["client_id"], &app["client_secret"], &app["kind"]),
        (&"PlatformCLI".into(), &Value::Null, &"connected_app".into())
    );
    assert_eq!(app["policies"]["refresh_token_policy"], "infinite");
    assert_eq!(ready["users"][0]["role"], "admin");
    let request = format!(
        "GET /services/data HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
        authority(&running)
    );
    assert!(raw(&running, &request).await.starts_with("HTTP/1.1 200"));
    // A machine without IPv6 answers on one.
    if let Ok(stream) = TcpStream::connect(("::1", port(&running))).await {
        assert!(talk(stream, &request).await.starts_with("HTTP/1.1 200"));
    }
    running.stop().await;
}

#[tokio::test]
async fn foreign_host_names_get_nothing() {
    let running = running().await;
    for host in ["evil.example", "localhost.evil.example:80", "demo.example"] {
        let answer = raw(
            &running,
            &format!("GET /services/data HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"),
        )
        .await;
        assert!(
            answer.starts_with("HTTP/1.1 421") && !answer.contains("version"),
            "{answer}"
        );
    }
    let answer = raw(&running, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 421"), "{answer}");
}

#[tokio::test]
async fn chunked_and_multipart_bodies_are_read() {
    let running = running().await;
    let authority = authority(&running);
    let body = refresh_body();
    let (head, tail) = body.split_at(20);
    let chunked = format!(
        "POST //services/oauth2/token/ HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n{FORM}\
         Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{head}\r\n{:x}\r\n{tail}\r\n0\r\n\r\n",
        head.len(),
        tail.len()
    );
    let answer = raw(&running, &chunked).await;
    assert!(
        answer.contains("\"access_token\":\"00D5e0000012ABC!"),
        "{answer}"
    );
    assert!(answer.contains(&format!("\"instance_url\":\"http://{authority}\"")));

    let parts: String = body
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| {
            format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        })
        .collect();
    let multipart = post(
        &authority,
        TOKEN,
        "Content-Type: multipart/form-data; boundary=x\r\n",
        &format!("{parts}--x--\r\n"),
    );
    assert!(raw(&running, &multipart).await.contains("access_token"));
}

#[tokio::test]
async fn oversized_requests_are_refused() {
    let running = running().await;
    let authority = authority(&running);
    let answer = raw(
        &running,
        &post(&authority, TOKEN, FORM, &"a".repeat(1_100_000)),
    )
    .await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{}", &answer[..40]);
    let long = format!(
        "GET /{} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\r\n",
        "a".repeat(100_000)
    );
    let answer = raw(&running, &long).await;
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
}

async fn control(running: &Running, path: &str, body: &str) -> String {
    let header = format!("Demo-Control: {}\r\n", running.control_token());
    raw(
        running,
        &post(
            &authority(running),
            &format!("/demo/control/{path}"),
            &header,
            body,
        ),
    )
    .await
}

#[tokio::test]
async fn a_dropped_connection_has_no_answer_and_a_slow_one_comes_late() {
    let running = running().await;
    let request = post(&authority(&running), TOKEN, FORM, refresh_body());
    let set = control(
        &running,
        "set-fault",
        r#"{"fault":"drop","path":"/services/oauth2/token","times":1}"#,
    )
    .await;
    assert!(set.starts_with("HTTP/1.1 200"), "{set}");
    assert_eq!(raw(&running, &request).await, "");
    control(
        &running,
        "set-fault",
        r#"{"fault":"slow","path":"/services/oauth2/token","ms":150,"times":1}"#,
    )
    .await;
    let start = Instant::now();
    // A slow answer holds nobody else up.
    let (slow, other) = tokio::join!(raw(&running, &request), async {
        let answer = control(&running, "expire-access-tokens", "").await;
        (answer, start.elapsed())
    });
    assert!(slow.contains("access_token") && start.elapsed() >= Duration::from_millis(150));
    assert!(other.0.contains("\"expired\":"));
}

#[tokio::test]
async fn it_stops_within_two_seconds_even_with_a_request_in_progress() {
    let running = running().await;
    control(&running, "set-fault", r#"{"fault":"slow","ms":60000}"#).await;
    let port = port(&running);
    let request = post(&authority(&running), TOKEN, FORM, refresh_body());
    let mut waiting = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    waiting.write_all(request.as_bytes()).await.unwrap();
    let start = Instant::now();
    running.stop().await;
    assert!(start.elapsed() < Duration::from_secs(2));
    assert!(TcpStream::connect(("127.0.0.1", port)).await.is_err());
}

#[tokio::test]
async fn a_taken_port_is_named() {
    let first = running().await;
    let options = Options {
        port: port(&first),
        ..Options::default()
    };
    let Err(StartError::PortTaken(taken)) = start(options).await else {
        panic!("two on one port");
    };
    assert_eq!(taken, port(&first));
}

#[tokio::test]
async fn https_answers_to_loopback_and_to_the_certificates_names() {
    use tokio_rustls::rustls::pki_types::ServerName;
    use tokio_rustls::rustls::{ClientConfig, RootCertStore};

    let key = rcgen::KeyPair::generate().unwrap();
    let names = vec!["localhost".to_owned(), "login.salesforce.com".to_owned()];
    let certificate = rcgen::CertificateParams::new(names)
        .unwrap()
        .self_signed(&key)
        .unwrap();
    let tls = TlsOptions {
        port: 0,
        certificate_pem: certificate.pem().into_bytes(),
        key_pem: key.serialize_pem().into_bytes(),
    };
    let running = start(Options {
        config: fixture(),
        tls: Some(tls),
        ..Options::default()
    })
    .await
    .unwrap();
    let base_url = running.ready().tls_base_url.clone().unwrap();
    let port: u16 = base_url.rsplit(':').next().unwrap().parse().unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(certificate.der().clone()).unwrap();
    let provider = tokio_rustls::rustls::crypto::aws_lc_rs::default_provider();
    let config = ClientConfig::builder_with_provider(Arc::new(provider))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let connector = tokio_rustls::TlsConnector::from(Arc::new(config));
    for (host, instance_url, status) in [
        (format!("localhost:{port}"), base_url.clone(), "200"),
        (
            "login.salesforce.com".to_owned(),
            "https://login.salesforce.com".to_owned(),
            "200",
        ),
        ("test.salesforce.com".to_owned(), "none".to_owned(), "421"),
    ] {
        let stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        let stream = connector.connect(name, stream).await.unwrap();
        let answer = talk(stream, &post(&host, TOKEN, FORM, refresh_body())).await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{host}: {answer}"
        );
        assert!(
            status != "200" || answer.contains(&format!("\"instance_url\":\"{instance_url}\""))
        );
    }
    // A generic login host takes no client credentials.
    let stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let stream = connector
        .connect(ServerName::try_from("localhost").unwrap(), stream)
        .await
        .unwrap();
    let body =
        format!("grant_type=client_credentials&client_id={CONFIDENTIAL}&client_secret={SECRET}");
    let answer = talk(stream, &post("login.salesforce.com", TOKEN, FORM, &body)).await;
    assert!(
        answer.contains("request not supported on this domain"),
        "{answer}"
    );
}

#[tokio::test]
async fn an_org_in_a_folder_comes_back_on_its_port_with_its_logins() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("demo");
    let options = || Options {
        folder: Some(path.clone()),
        ..Options::default()
    };
    let first = start(Options {
        config: fixture(),
        ..options()
    })
    .await
    .unwrap();
    let base_url = first.base_url().to_owned();
    let request = post(&authority(&first), TOKEN, FORM, refresh_body());
    let answer = raw(&first, &request).await;
    let token = answer
        .split("\"access_token\":\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    first.stop().await;
    for entry in std::fs::read_dir(&path).unwrap() {
        let entry = entry.unwrap();
        let text = std::fs::read_to_string(entry.path()).unwrap();
        assert!(!text.contains(&token) && !text.contains("fixedRefresh"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(
                entry.metadata().unwrap().permissions().mode() & 0o077,
                0,
                "{:?}",
                entry.path()
            );
        }
    }
    let second = start(options()).await.unwrap();
    assert_eq!(second.base_url(), base_url);
    let who = format!(
        "GET /services/oauth2/userinfo HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\r\n",
        authority(&second)
    );
    assert!(raw(&second, &who).await.contains("admin@demo.example"));
    second.stop().await;

    let host = DemoHost::start(Some(path), None).await.unwrap();
    assert_eq!(host.base_url(), base_url);
    assert!(
        host.ready()
            .apps
            .iter()
            .any(|app| app.name == "Valet Key Demo")
    );
    host.stop().await;
}
