//! The callback listener by itself: squatting, wrong states, replay, floods, cancel (R1 to R13, R18, R21).
//!
//! What raw requests do to a real login is in `listener_cases.rs`.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;
use valet_key::engine::loopback::{
    Arrival, BindError, CallbackAddress, Family, Listener, Loopback, Verdict,
};
use valet_key::model::client::LoopbackName;
use valet_key::model::problem::OrgWords;

use crate::login::bench::free_port;

/// Long enough for a loaded machine; no passing test ever waits so long.
const PATIENCE: Duration = Duration::from_secs(20);

/// One login that waits on a free port of its own.
struct Login {
    runtime: Runtime,
    loopback: Loopback,
    listener: Option<Listener<String>>,
    port: u16,
    strays: u64,
}

fn address(host: LoopbackName, port: u16) -> CallbackAddress {
    CallbackAddress {
        host,
        port,
        path: "/callback".into(),
    }
}

fn words(error: &str) -> OrgWords {
    OrgWords {
        status: None,
        error: error.into(),
        error_description: None,
    }
}

/// The judge of these tests: exactly one `state=right`; `error` needs it too.
fn judge(query: &str) -> Verdict<String> {
    let named = |name: &str| {
        query
            .split('&')
            .filter(|pair| pair.split('=').next() == Some(name))
            .count()
    };
    if query.contains("%zz") || named("state") > 1 || named("code") > 1 {
        return Verdict::Malformed;
    }
    let right = query.split('&').any(|pair| pair == "state=right");
    match (right, named("error") > 0) {
        (true, false) => Verdict::Granted(query.to_owned()),
        (true, true) => Verdict::Refused(query.to_owned()),
        (false, true) => Verdict::Unproven(words(query)),
        (false, false) => Verdict::Stray,
    }
}

impl Login {
    fn waiting() -> Self {
        Self::waiting_at(LoopbackName::Localhost)
    }

    fn waiting_at(host: LoopbackName) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let loopback = Loopback::default();
        let (listener, port) = loop {
            let port = free_port();
            // Another test may have taken the port in between.
            if let Ok(listener) =
                runtime.block_on(loopback.listen(&address(host, port), Box::new(judge)))
            {
                break (listener, port);
            }
        };
        Self {
            runtime,
            loopback,
            listener: Some(listener),
            port,
            strays: 0,
        }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends raw bytes and returns everything that comes back.
    fn raw(&self, bytes: impl AsRef<[u8]>) -> String {
        let mut stream = self.connect();
        // The listener may answer and close before it has read everything.
        let _ = stream.write_all(bytes.as_ref());
        let _ = stream.shutdown(Shutdown::Write);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8(answer).unwrap()
    }

    fn get(&self, target: &str) -> String {
        self.raw(format!(
            "GET {target} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
            self.port
        ))
    }

    fn with_headers(&self, line: &str, headers: &str) -> String {
        self.raw(format!(
            "{line}\r\nHost: localhost:{}\r\n{headers}\r\n",
            self.port
        ))
    }

    fn next(&mut self) -> Option<Arrival<String>> {
        let listener = self.listener.as_mut().unwrap();
        self.runtime
            .block_on(async { tokio::time::timeout(PATIENCE, listener.next()).await })
            .expect("an arrival within patience")
    }

    /// The true callback still works, whatever came before, and ends the login.
    fn ends_well(mut self) {
        let answer = self.get("/callback?code=c&state=right");
        assert!(answer.starts_with("HTTP/1.1 303 "), "{answer}");
        assert!(
            answer.contains("\r\nLocation: /valet-key/done\r\n"),
            "{answer}"
        );
        assert!(!answer.contains("right"));
        loop {
            match self.next() {
                Some(Arrival::Callback(query)) => {
                    assert_eq!(query, "code=c&state=right");
                    break;
                }
                Some(Arrival::Strays(count)) => self.strays = count,
                Some(Arrival::Unproven(_)) => {}
                None => panic!("the listener ended without the callback"),
            }
        }
        assert!(self.get("/valet-key/done").starts_with("HTTP/1.1 200 "));
        self.listener.take().unwrap().leave();
        self.runtime.block_on(self.loopback.close());
        // The port is free again, in both families.
        TcpListener::bind(("127.0.0.1", self.port)).unwrap();
    }
}

/// Status of an answer, or `-` when the connection was closed without one.
fn status(answer: &str) -> &str {
    answer
        .strip_prefix("HTTP/1.1 ")
        .and_then(|rest| rest.get(..3))
        .unwrap_or("-")
}

/// R11.
#[test]
fn a_hundred_wrong_states_are_counted_and_survived() {
    let mut login = Login::waiting();
    for n in 0..100 {
        let answer = login.get(&format!("/callback?code=c&state=guess{n}"));
        assert_eq!(status(&answer), "400");
    }
    while login.strays < 100 {
        match login.next() {
            Some(Arrival::Strays(count)) => login.strays = count,
            other => panic!("{other:?}"),
        }
    }
    login.ends_well();
}

/// R12.
#[test]
fn an_error_without_the_state_is_a_notice_and_with_it_an_end() {
    let mut login = Login::waiting();
    assert_eq!(status(&login.get("/callback?error=access_denied")), "400");
    assert_eq!(
        login.next(),
        Some(Arrival::Unproven(words("error=access_denied")))
    );
    let answer = login.get("/callback?error=access_denied&state=right");
    assert!(
        answer.contains("\r\nLocation: /valet-key/refused\r\n"),
        "{answer}"
    );
    assert_eq!(
        login.next(),
        Some(Arrival::Callback("error=access_denied&state=right".into()))
    );
    assert_eq!(status(&login.get("/valet-key/done")), "404");
    assert_eq!(status(&login.get("/valet-key/refused")), "200");
}

/// R13.
#[test]
fn a_replayed_callback_gets_the_same_410() {
    let mut login = Login::waiting();
    let first = login.get("/callback?code=c&state=right");
    assert_eq!(status(&first), "303");
    let mut gone = 0;
    for _ in 0..50 {
        match TcpStream::connect(("127.0.0.1", login.port)) {
            Ok(_) => {
                let answer = login.get("/callback?code=c&state=right");
                assert!(matches!(status(&answer), "410" | "-"), "{answer}");
                gone += usize::from(status(&answer) == "410");
            }
            Err(_) => break,
        }
    }
    assert!(gone > 0);
    assert!(matches!(login.next(), Some(Arrival::Callback(_))));
    assert_eq!(login.next(), None, "the callback comes once");
}

/// R13.
#[test]
fn two_callbacks_at_the_same_moment_are_one() {
    let login = Arc::new(Login::waiting());
    let racers: Vec<_> = (0..8)
        .map(|_| {
            let login = Arc::clone(&login);
            std::thread::spawn(move || login.get("/callback?code=c&state=right"))
        })
        .collect();
    let answers: Vec<String> = racers.into_iter().map(|r| r.join().unwrap()).collect();
    let won = answers.iter().filter(|a| status(a) == "303").count();
    assert_eq!(won, 1, "{answers:?}");
}

/// R5, R6.
#[test]
fn five_hundred_stalled_sockets_do_not_keep_the_callback_out() {
    let login = Login::waiting();
    let stalled: Vec<TcpStream> = (0..500)
        .filter_map(|n| {
            let mut stream = TcpStream::connect(("127.0.0.1", login.port)).ok()?;
            if n % 2 == 0 {
                let _ = stream.write_all(b"GET /callback?code=");
            }
            Some(stream)
        })
        .collect();
    assert!(stalled.len() > 400);
    let began = Instant::now();
    login.ends_well();
    assert!(began.elapsed() < PATIENCE);
    drop(stalled);
}

/// R2, and R3: the holder is named.
#[test]
fn a_squatter_on_either_family_fails_the_login() {
    let login = Login::waiting_at(LoopbackName::V4);
    let v6 = TcpListener::bind("[::1]:0");
    let Ok(v6) = v6 else { return };
    let port = v6.local_addr().unwrap().port();
    let refused = login.runtime.block_on(
        login
            .loopback
            .listen::<String>(&address(LoopbackName::Localhost, port), Box::new(judge)),
    );
    match refused.err() {
        Some(BindError::Taken {
            port: named,
            family: Family::V6,
            holder,
        }) => {
            assert_eq!(named, port);
            if cfg!(target_os = "linux") {
                let process = holder.map(|holder| holder.process);
                assert_eq!(process, Some(std::process::id()));
            }
        }
        other => panic!("{other:?}"),
    }
    // Nothing stays bound after a failed start.
    TcpListener::bind(("127.0.0.1", port)).unwrap();

    let v4 = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = v4.local_addr().unwrap().port();
    let refused = login.runtime.block_on(
        login
            .loopback
            .listen::<String>(&address(LoopbackName::Localhost, port), Box::new(judge)),
    );
    assert!(matches!(
        refused.err(),
        Some(BindError::Taken {
            family: Family::V4,
            ..
        })
    ));
}

/// Addresses that a port is listened on, as the kernel writes them; none where it has no such table.
fn listening_on(port: u16) -> Vec<String> {
    let port = format!("{port:04X}");
    ["/proc/net/tcp", "/proc/net/tcp6"]
        .iter()
        .filter_map(|table| std::fs::read_to_string(table).ok())
        .flat_map(|table| {
            let listening = table.lines().filter(|line| line.contains(" 0A "));
            let locals =
                listening.filter_map(|line| line.split_whitespace().nth(1)?.split_once(':'));
            let ours = locals.filter(|(_, at)| *at == port);
            ours.map(|(ip, _)| ip.to_owned()).collect::<Vec<_>>()
        })
        .collect()
}

/// R1.
#[test]
fn only_loopback_is_bound() {
    let login = Login::waiting();
    for ip in listening_on(login.port) {
        assert!(
            ip == "0100007F" || ip == "00000000000000000000000001000000",
            "{ip}"
        );
    }
    login.ends_well();
}

/// R21.
#[test]
fn cancel_gives_the_port_back_at_once() {
    let mut login = Login::waiting();
    let stalled = login.connect();
    let began = Instant::now();
    drop(login.listener.take());
    // The 200 ms of R21 are measured on a quiet machine; here only "soon" can be asked.
    loop {
        match TcpListener::bind(("127.0.0.1", login.port)) {
            Ok(_) => break,
            Err(_) => assert!(began.elapsed() < PATIENCE, "the port is still held"),
        }
        std::thread::yield_now();
    }
    drop(stalled);
}

/// R3: a thousand starts and cancels, as fast as they go, leave no port held.
#[test]
fn a_port_of_ours_is_given_from_login_to_login() {
    let mut login = Login::waiting();
    let first = listening_on(login.port);
    for _ in 0..1_000 {
        drop(login.listener.take());
        let again = login.runtime.block_on(login.loopback.listen(
            &address(LoopbackName::Localhost, login.port),
            Box::new(judge),
        ));
        login.listener = Some(again.expect("the port is ours again"));
    }
    assert_eq!(
        listening_on(login.port),
        first,
        "nothing is left but the last"
    );
    // A second login at the same time is told that it is us.
    let second = login.runtime.block_on(login.loopback.listen::<String>(
        &address(LoopbackName::Localhost, login.port),
        Box::new(judge),
    ));
    assert_eq!(second.err(), Some(BindError::Ours { port: login.port }));
    login.ends_well();
}

/// R2.
#[test]
fn both_families_answer_for_localhost() {
    let login = Login::waiting();
    let Ok(mut stream) = TcpStream::connect(("::1", login.port)) else {
        return;
    };
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
        .write_all(format!("GET /x HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", login.port).as_bytes())
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert_eq!(status(&answer), "404");
    assert!(answer.contains("\r\nContent-Security-Policy: default-src 'none'; style-src 'sha256-"));
    login.ends_well();
}

#[test]
fn a_body_within_the_limit_is_read_away() {
    let login = Login::waiting();
    let body = "b".repeat(64 * 1024);
    let answer = login.with_headers(
        "GET /callback?state=wrong HTTP/1.1",
        &format!("Content-Length: {}\r\n", body.len()),
    );
    // Announced and not sent: the half-closed connection ends it.
    assert_eq!(status(&answer), "400");
    login.ends_well();
}
