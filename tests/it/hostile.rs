//! Hostile servers: the transport and status cases H01–H33 of the threat model that HTTP itself has to stand.
//!
//! Each ends in a bounded time with an error that names what happened, and the
//! next request of the same client works. What the calls of a session make of such answers is in `hostile_cases.rs`.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

pub mod server;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rcgen::CertificateParams;
use tokio::runtime::Runtime;
use url::Url;
use valet_key::engine::http::{Bounds, Http, HttpSettings, Origins};
use valet_key::model::profile::ProfileDraft;
use valet_key::protocol::error::{FlowError, Handshake, Transport};
use valet_key::protocol::message::{Request, Response};

use server::{OK, Server};

/// The bounds of the product, with shorter times: a test that waits is a slow test.
fn bounds() -> Bounds {
    Bounds {
        connect: Duration::from_millis(1500),
        idle: Duration::from_millis(700),
        total: Duration::from_millis(2000),
        ..Bounds::default()
    }
}

/// Far more than any bound: only a hang takes so long.
const HANG: Duration = Duration::from_secs(20);

struct Client {
    runtime: Runtime,
    http: Arc<Http>,
}

impl Client {
    fn new() -> Self {
        Self::with(HttpSettings {
            bounds: bounds(),
            ..HttpSettings::default()
        })
    }

    fn with(settings: HttpSettings) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        Self {
            runtime,
            http: Arc::new(Http::new(settings)),
        }
    }

    /// Posts a secret, as a token request does, to the one origin that is pinned.
    fn post(&self, url: &str) -> Result<Response, FlowError> {
        let origins = origins(url);
        let request = Request::post("token", &Url::parse(url).unwrap())
            .secret("code", "canary")
            .expecting_tokens();
        let began = Instant::now();
        let outcome = self.runtime.block_on(self.http.send(&request, &origins));
        assert!(began.elapsed() < HANG, "{outcome:?}");
        outcome
    }

    fn works(&self) {
        let good = Server::answering(OK);
        let answer = self.post(&good.url("/")).expect("the next request works");
        assert_eq!((answer.status, answer.text()), (200, Some("{}")));
    }

    /// One case: what the server answers, and what it must come to.
    fn fails(&self, server: &Server) -> FlowError {
        let error = self.post(&server.url("/token")).expect_err("an error");
        let shown = format!("{error:?} {:?}", error.problem());
        assert!(
            !shown.contains("canary") && !shown.contains("/token"),
            "{shown}"
        );
        self.works();
        error
    }
}

fn origins(url: &str) -> Origins {
    let url = Url::parse(url).unwrap();
    let draft = ProfileDraft {
        name: "hostile".into(),
        login_url: url.origin().ascii_serialization(),
        client_id: "k".into(),
        ..ProfileDraft::default()
    };
    Origins::of(&draft.check(|_| false, |_| true).unwrap())
}

fn why(error: &FlowError) -> Option<Transport> {
    match error {
        FlowError::Transport { why, .. } => Some(*why),
        _ => None,
    }
}

fn code(error: &FlowError) -> String {
    error.problem().code
}

/// Sends a piece again and again until the client has had enough.
fn drip(stream: &mut TcpStream, piece: &[u8], pause: Duration) {
    let end = Instant::now() + HANG;
    while Instant::now() < end && stream.write_all(piece).is_ok() {
        std::thread::sleep(pause);
    }
}

const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

#[test]
fn h01_to_h10_connections_that_fail_or_break_say_how() {
    let client = Client::new();
    let refused = Server::answering(OK);
    let url = {
        // H01: a port that was just given back.
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!(
            "http://127.0.0.1:{}/",
            listener.local_addr().unwrap().port()
        )
    };
    assert_eq!(
        why(&client.post(&url).unwrap_err()),
        Some(Transport::Connect)
    );
    drop(refused);
    // H02: closed with the request unread, which resets the connection.
    let reset = Server::raw(|stream, _| drop(stream));
    assert_eq!(why(&client.fails(&reset)), Some(Transport::BrokeOff));
    // H03: gone after the headers.
    let cut = Server::answering(format!("{HEAD}Content-Length: 100\r\n\r\n"));
    assert_eq!(why(&client.fails(&cut)), Some(Transport::BrokeOff));
    // H07: a body shorter than announced.
    let short = Server::answering(format!("{HEAD}Content-Length: 100\r\n\r\n{{"));
    assert_eq!(why(&client.fails(&short)), Some(Transport::BrokeOff));
    // H09: chunks without an end.
    let endless = Server::answering(format!(
        "{HEAD}Transfer-Encoding: chunked\r\n\r\n2\r\n{{}}\r\n"
    ));
    assert!(matches!(
        why(&client.fails(&endless)),
        Some(Transport::BrokeOff | Transport::Malformed)
    ));
    // H10: a chunk size that is no number.
    let bad = Server::answering(format!("{HEAD}Transfer-Encoding: chunked\r\n\r\nxyz\r\n"));
    assert!(matches!(
        why(&client.fails(&bad)),
        Some(Transport::BrokeOff | Transport::Malformed)
    ));
    // Not HTTP at all.
    let other = Server::answering("SSH-2.0-OpenSSH_9.2\r\n\r\n");
    assert_eq!(why(&client.fails(&other)), Some(Transport::Malformed));
}

#[test]
fn h04_to_h06_slow_servers_are_given_up() {
    let client = Client::new();
    // H04: silence.
    let silent = Server::playing(|_| std::thread::sleep(Duration::from_secs(10)));
    assert_eq!(why(&client.fails(&silent)), Some(Transport::TimedOut));
    // H05: a header that never ends, a byte at a time.
    let header = Server::playing(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nX: ");
        drip(stream, b"a", Duration::from_millis(100));
    });
    assert_eq!(why(&client.fails(&header)), Some(Transport::TimedOut));
    // H06: a body, a byte at a time.
    let body = Server::playing(|stream| {
        let _ = stream.write_all(format!("{HEAD}Content-Length: 100000\r\n\r\n").as_bytes());
        drip(stream, b" ", Duration::from_millis(100));
    });
    assert_eq!(why(&client.fails(&body)), Some(Transport::TimedOut));
}

#[test]
fn h20_to_h25_what_is_too_large_is_cut_off() {
    let client = Client::new();
    // H20: as much as one likes, announced or not.
    let announced = Server::playing(|stream| {
        let _ = stream.write_all(format!("{HEAD}Content-Length: 10737418240\r\n\r\n").as_bytes());
        drip(stream, &[b' '; 65536], Duration::ZERO);
    });
    assert_eq!(code(&client.fails(&announced)), "answer_too_big");
    let chunked = Server::playing(|stream| {
        let _ = stream.write_all(format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n").as_bytes());
        let chunk = format!("10000\r\n{}\r\n", " ".repeat(65536));
        drip(stream, chunk.as_bytes(), Duration::ZERO);
    });
    assert_eq!(code(&client.fails(&chunked)), "answer_too_big");
    // H21: a header without end.
    let header = Server::playing(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nX: ");
        drip(stream, &[b'a'; 65536], Duration::ZERO);
    });
    assert!(matches!(
        why(&client.fails(&header)),
        Some(Transport::Malformed | Transport::BrokeOff)
    ));
    // H22: ten thousand headers.
    let many: String = (0..10_000).map(|n| format!("X-{n}: y\r\n")).collect();
    let many = Server::answering(format!("{HEAD}{many}\r\n"));
    assert!(matches!(
        why(&client.fails(&many)),
        Some(Transport::Malformed | Transport::BrokeOff)
    ));
    // Headers over our own bound that the parser lets through.
    let wide = Server::answering(format!(
        "{HEAD}X: {}\r\nContent-Length: 2\r\n\r\n{{}}",
        "a".repeat(70_000)
    ));
    assert_eq!(code(&client.fails(&wide)), "answer_too_big");
    // H23–H25: compression nobody asked for.
    for encoding in ["gzip", "br", "zstd", "deflate"] {
        let packed = Server::answering(format!(
            "{HEAD}Content-Encoding: {encoding}\r\nContent-Length: 2\r\n\r\n\x1f\x1f"
        ));
        assert_eq!(
            code(&client.fails(&packed)),
            "answer_malformed",
            "{encoding}"
        );
    }
}

#[test]
fn h08_and_h31_to_h33_odd_answers_that_are_answers_come_through() {
    let client = Client::new();
    // H08: more body than announced.
    let long = Server::answering(format!("{HEAD}Content-Length: 2\r\n\r\n{{}}garbage"));
    assert_eq!(client.post(&long.url("/")).unwrap().text(), Some("{}"));
    // H31, H32.
    let nothing = Server::answering("HTTP/1.1 204 No Content\r\n\r\n");
    assert_eq!(client.post(&nothing.url("/")).unwrap().status, 204);
    let empty = Server::answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    assert_eq!(client.post(&empty.url("/")).unwrap().text(), Some(""));
    // H33: a flood of interim answers ends like any other exchange.
    let flood = format!("{}{OK}", "HTTP/1.1 100 Continue\r\n\r\n".repeat(1000));
    let flood = Server::answering(flood);
    let outcome = client.post(&flood.url("/"));
    assert!(matches!(&outcome, Ok(answer) if answer.status == 200) || outcome.is_err());
    client.works();
}

#[test]
fn h26_to_h30_no_redirect_is_followed() {
    let client = Client::new();
    let second = Server::answering(OK);
    for (status, target) in [
        ("301 Moved Permanently", second.url("/")),
        ("302 Found", second.url("/")),
        ("307 Temporary Redirect", second.url("/")),
        ("308 Permanent Redirect", "/again".to_owned()),
        ("302 Found", "file:///etc/passwd".to_owned()),
    ] {
        let first = Server::answering(format!(
            "HTTP/1.1 {status}\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n"
        ));
        let answer = client.post(&first.url("/")).unwrap();
        assert!(answer.is_redirect());
        assert_eq!(first.connections.load(Ordering::SeqCst), 1);
    }
    assert_eq!(second.received(), 0, "the second host sees nothing");
}

#[test]
fn an_origin_that_is_not_pinned_gets_nothing() {
    let client = Client::new();
    let pinned = Server::answering(OK);
    let other = Server::answering(OK);
    let request =
        Request::post("token", &Url::parse(&other.url("/")).unwrap()).secret("code", "canary");
    let outcome = client
        .runtime
        .block_on(client.http.send(&request, &origins(&pinned.url("/"))));
    assert_eq!(code(&outcome.unwrap_err()), "host_not_pinned");
    assert_eq!(other.connections.load(Ordering::SeqCst), 0);
}

#[test]
fn loopback_never_goes_to_a_proxy() {
    let recorder = Server::answering(OK);
    let client = Client::with(HttpSettings {
        proxy: Some(recorder.url("")),
        bounds: bounds(),
        ..HttpSettings::default()
    });
    client.works();
    assert_eq!(recorder.connections.load(Ordering::SeqCst), 0);
}

#[test]
fn certificates_are_checked_and_there_is_no_switch() {
    let params = |name: &str| CertificateParams::new(vec![name.to_owned()]).unwrap();
    let https = |server: &Server| format!("https://localhost:{}/token", server.port);
    let trusting = |pem: &str| {
        let folder = tempfile::tempdir().unwrap();
        let path: PathBuf = folder.path().join("ca.pem");
        std::fs::write(&path, pem).unwrap();
        let client = Client::with(HttpSettings {
            extra_ca: Some(path),
            bounds: bounds(),
            ..HttpSettings::default()
        });
        (client, folder)
    };
    // The one that is right: an extra authority is enough.
    let (server, pem) = server::with_tls(&params("localhost"));
    let (client, _folder) = trusting(&pem);
    assert_eq!(client.post(&https(&server)).unwrap().status, 200);
    // H14: nobody trusts it.
    assert_eq!(
        why(&Client::new().post(&https(&server)).unwrap_err()),
        Some(Transport::Tls(Handshake::Issuer))
    );
    // H13: another name.
    let (server, pem) = server::with_tls(&params("other.example"));
    let (client, _folder) = trusting(&pem);
    assert_eq!(
        why(&client.post(&https(&server)).unwrap_err()),
        Some(Transport::Tls(Handshake::Name))
    );
    assert_eq!(server.received(), 0);
    // H12: out of date.
    let mut expired = params("localhost");
    expired.not_before = rcgen::date_time_ymd(2019, 1, 1);
    expired.not_after = rcgen::date_time_ymd(2020, 1, 1);
    let (server, pem) = server::with_tls(&expired);
    let (client, _folder) = trusting(&pem);
    assert_eq!(
        why(&client.post(&https(&server)).unwrap_err()),
        Some(Transport::Tls(Handshake::Expired))
    );
    assert_eq!(server.received(), 0);
    client.works();
}

#[test]
fn h15_to_h17_handshakes_that_fail_or_stall_send_no_secret() {
    let client = Client::new();
    let https = |server: &Server| format!("https://localhost:{}/token", server.port);
    // H17: plain HTTP where TLS belongs.
    let plain = Server::raw(|mut stream, _| {
        let _ = stream.read(&mut [0; 16]);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        let _ = stream.read(&mut [0; 4096]);
    });
    let error = client.post(&https(&plain)).unwrap_err();
    let expected = Some(Transport::Tls(Handshake::Plain));
    assert_eq!(why(&error), expected, "{error:?}");
    // H15: a server that knows only TLS 1.1 refuses with the alert protocol_version.
    let old = Server::raw(|mut stream, _| {
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(&[21, 3, 2, 0, 2, 2, 70]);
        let _ = stream.read(&mut [0; 4096]);
    });
    let error = client.post(&https(&old)).unwrap_err();
    let expected = Some(Transport::Tls(Handshake::Version));
    assert_eq!(why(&error), expected, "{error:?}");
    // H16: silence in the handshake.
    let stalled = Server::raw(|stream, _| {
        std::thread::sleep(Duration::from_secs(10));
        drop(stream);
    });
    // In the product, too, the connection has less time than an answer.
    let impatient = Client::with(HttpSettings {
        bounds: Bounds {
            connect: Duration::from_millis(500),
            ..bounds()
        },
        ..HttpSettings::default()
    });
    let error = impatient.post(&https(&stalled)).unwrap_err();
    assert_eq!(why(&error), Some(Transport::Stalled), "{error:?}");
    client.works();
}

#[test]
fn no_host_gets_more_than_four_requests_at_once() {
    let client = Client::new();
    let (now, most) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
    let (at, peak) = (Arc::clone(&now), Arc::clone(&most));
    let server = Server::playing(move |stream| {
        let count = at.fetch_add(1, Ordering::SeqCst) + 1;
        peak.fetch_max(count, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(30));
        at.fetch_sub(1, Ordering::SeqCst);
        let _ = stream.write_all(OK.as_bytes());
    });
    let url = server.url("/");
    let origins = origins(&url);
    client.runtime.block_on(async {
        let mut all = tokio::task::JoinSet::new();
        for _ in 0..40 {
            let (http, origins) = (Arc::clone(&client.http), origins.clone());
            let request = Request::get("identity", &Url::parse(&url).unwrap());
            all.spawn(async move { http.send(&request, &origins).await });
        }
        while let Some(done) = all.join_next().await {
            assert_eq!(done.unwrap().unwrap().status, 200);
        }
    });
    let most = most.load(Ordering::SeqCst);
    assert!((2..=4).contains(&most), "{most} at once");
}

/// A frame of HTTP/2: kind, flags, stream and payload (RFC 9113 section 4.1).
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let mut frame = length[1..].to_vec();
    frame.extend([kind, flags]);
    frame.extend(stream.to_be_bytes());
    frame.extend(payload);
    frame
}

#[test]
fn h18_and_h19_http_2_that_goes_away_and_floods() {
    let settings = frame(4, 0, 0, &[]);
    let go_away = frame(7, 0, 0, &[0, 0, 0, 0, 0, 0, 0, 11]);
    let reset = frame(3, 0, 1, &11_u32.to_be_bytes());
    let ping = frame(6, 0, 0, &[0; 8]);
    for (name, flood) in [
        ("h18", [settings.clone(), go_away].concat()),
        (
            "h19 resets",
            [settings.clone(), reset.repeat(50_000)].concat(),
        ),
        (
            "h19 pings",
            [settings.clone(), ping.repeat(50_000)].concat(),
        ),
        ("h19 settings", settings.repeat(50_000)),
    ] {
        let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let (server, pem) = server::with_tls_and(&params, &[b"h2"], move |tls| {
            let _ = tls.read(&mut [0; 4096]);
            let _ = tls.write_all(&flood);
            let _ = tls.flush();
            let _ = tls.read(&mut [0; 4096]);
        });
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ca.pem");
        std::fs::write(&path, pem).unwrap();
        let client = Client::with(HttpSettings {
            extra_ca: Some(path),
            bounds: bounds(),
            ..HttpSettings::default()
        });
        let url = format!("https://localhost:{}/token", server.port);
        let error = client.post(&url).expect_err(name);
        assert!(
            matches!(
                why(&error),
                Some(Transport::BrokeOff | Transport::Malformed | Transport::TimedOut)
            ),
            "{name}: {error:?}"
        );
        client.works();
    }
}

/// R27: no session key is written down, whatever the environment says.
#[test]
fn no_key_log_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join("keys.log");
    let whole_handshakes = "hostile::certificates_are_checked_and_there_is_no_switch";
    let ran = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", whole_handshakes])
        .env("SSLKEYLOGFILE", &keys)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(said.contains("1 passed"), "{said}");
    assert!(!keys.exists());
}

/// R30: what is too large costs no more memory than the bounds; measured in a process that does nothing else.
#[cfg(target_os = "linux")]
#[test]
fn large_answers_cost_little_memory() {
    let mut child = crate::child::command("hostile::part_large_answers", "")
        .spawn()
        .unwrap();
    let mut said = crate::child::Said::of(&mut child);
    let grown: u64 = said.next().unwrap().parse().unwrap();
    assert!(child.wait().unwrap().success());
    assert!(grown < 8 * 1024, "{grown} KiB");
}

/// The part of the process that is measured.
#[cfg(target_os = "linux")]
#[test]
fn part_large_answers() {
    if crate::child::part("hostile::part_large_answers").is_none() {
        return;
    }
    let peak = || -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status
            .lines()
            .find(|line| line.starts_with("VmHWM:"))
            .unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    };
    let client = Client::new();
    client.works();
    let before = peak();
    for _ in 0..3 {
        let body = Server::playing(|stream| {
            let _ =
                stream.write_all(format!("{HEAD}Content-Length: 10737418240\r\n\r\n").as_bytes());
            drip(stream, &[b' '; 65536], Duration::ZERO);
        });
        assert_eq!(code(&client.fails(&body)), "answer_too_big");
        let header = Server::playing(|stream| {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nX: ");
            drip(stream, &[b'a'; 65536], Duration::ZERO);
        });
        client.fails(&header);
        let many: String = (0..100_000).map(|n| format!("X-{n}: y\r\n")).collect();
        client.fails(&Server::answering(format!("{HEAD}{many}\r\n")));
    }
    crate::child::say(&(peak() - before).to_string());
}

/// R34, R40: with a proxy in the environment, a login on this machine goes past it; nobody but the org hears of it.
#[cfg(target_os = "linux")]
#[test]
fn a_proxy_in_the_environment_hears_nothing_of_this_machine() {
    use crate::cli::world::{Waiting, World};
    let recorder = Server::answering(OK);
    let proxied = |mut command: std::process::Command| {
        for name in [
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "ALL_PROXY",
            "http_proxy",
            "https_proxy",
            "all_proxy",
        ] {
            command.env(name, recorder.url(""));
        }
        command.env_remove("NO_PROXY").env_remove("no_proxy");
        command
    };
    let world = World::new();
    let login = ["login", "--no-browser", "--json", "rotating"];
    let waiting = Waiting::of(proxied(world.command(&login)));
    world
        .person("admin@demo.example")
        .follow(&waiting.address)
        .unwrap();
    let said = waiting.end();
    assert_eq!(said.code, 0, "{said:?}");
    for arguments in [
        &["refresh", "rotating"][..],
        &["identity", "rotating"],
        &["revoke", "rotating"],
    ] {
        let output = proxied(world.command(arguments)).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
    }
    assert_eq!(recorder.connections.load(Ordering::SeqCst), 0);
}
