//! L01–L42 of the threat model: raw requests against the listener of a real login (R4, R7 to R10, R17).
//!
//! Wherever the case allows, the request is the true callback but for the one
//! thing that is wrong with it: were that let through, the login would end with
//! a forged code. Each case has a login of its own, which must live on, take the
//! true callback and give its port back. What the cases cost in memory and
//! descriptors is measured at the end, on the program itself.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashSet;
use std::io::{Read as _, Write as _};
use std::net::Shutdown;

use crate::cli::world::World;
use crate::waiting::{self, CALLBACK, Waiting, status};

/// What a request is made of: the port and the state of the login it goes to.
struct Target {
    port: u16,
    state: String,
}

impl Target {
    fn host(&self) -> String {
        format!("Host: localhost:{}\r\n", self.port)
    }

    fn query(&self) -> String {
        format!("code=forged&state={}", self.state)
    }

    /// The true callback, but for other headers.
    fn headers(&self, headers: &str) -> String {
        format!("{}{headers}\r\n", self.line())
    }

    /// The true callback, but for the path before its query.
    fn path(&self, path: &str) -> String {
        self.target(&format!("{path}?{}", self.query()))
    }

    /// The true callback, but for its query.
    fn parameters(&self, query: &str) -> String {
        self.target(&format!("{CALLBACK}?{query}"))
    }

    fn target(&self, target: &str) -> String {
        format!("GET {target} HTTP/1.1\r\n{}\r\n", self.host())
    }

    fn line(&self) -> String {
        format!("GET {CALLBACK}?{} HTTP/1.1\r\n", self.query())
    }

    fn with_body(&self, header: &str, body: &str) -> String {
        self.headers(&format!("{}{header}\r\n", self.host())) + body
    }
}

type Case = (&'static str, &'static str, fn(&Target) -> Vec<u8>);

/// Makes one test of each row, named by its case, and the table of them all.
macro_rules! cases {
    ($($name:ident $wanted:literal $request:expr;)*) => {
        const CASES: &[Case] = &[$((stringify!($name), $wanted, $request)),*];
        $(#[test]
        fn $name() {
            attacked(stringify!($name));
        })*
    };
}

cases! {
    l01_empty_line "400" |_| b"\r\n\r\n".to_vec();
    l02_bare_lf_line_ends "400" |t| t.headers(&t.host()).replace("\r\n", "\n").into();
    l03_request_line_of_8193_bytes "414" |t| {
        let rest = "GET ? HTTP/1.1".len() + CALLBACK.len() + t.query().len() + "&x=".len();
        t.parameters(&format!("{}&x={}", t.query(), "a".repeat(8193 - rest))).into()
    };
    l04_65_headers "431" |t| {
        let more: String = (0..64).map(|n| format!("X-{n}: y\r\n")).collect();
        t.headers(&(t.host() + &more)).into()
    };
    l05_header_of_17_kib "431" |t| t.headers(&format!("{}X: {}\r\n", t.host(), "a".repeat(17 * 1024))).into();
    l05_cookies_of_65_kib "431" |t| t.headers(&format!("{}Cookie: {}\r\n", t.host(), "c=".repeat(65 * 512))).into();
    l05_header_of_17_kib_that_is_nearly_a_cookie "431" |t| t.headers(&format!("{}Cookie2: {}\r\n", t.host(), "a".repeat(17 * 1024))).into();
    l06_header_without_colon "400" |t| t.headers(&(t.host() + "nonsense\r\n")).into();
    l07_folded_header "400" |t| t.headers(&(t.host() + "X: a\r\n b\r\n")).into();
    l08_nul_in_header "400" |t| t.headers(&(t.host() + "X: a\0b\r\n")).into();
    l09_two_hosts "421" |t| t.headers(&t.host().repeat(2)).into();
    l09_two_different_hosts "421" |t| t.headers(&(t.host() + "Host: evil.example\r\n")).into();
    l10_no_host "421" |t| t.headers("").into();
    l11_host_with_other_port "421" |t| t.headers("Host: localhost:1\r\n").into();
    l11_host_without_port "421" |t| t.headers("Host: localhost\r\n").into();
    l11_host_of_a_rebound_name "421" |t| t.headers(&format!("Host: evil.example:{}\r\n", t.port)).into();
    l13_host_with_trailing_dot "421" |t| t.headers(&format!("Host: localhost.:{}\r\n", t.port)).into();
    l14_localhost_and_127_0_0_1_crossed "421" |t| t.headers(&format!("Host: 127.0.0.1:{}\r\n", t.port)).into();
    l15_absolute_form_with_other_authority "400" |t| {
        t.target(&format!("http://evil.example{CALLBACK}?{}", t.query())).into()
    };
    l15_absolute_form_with_userinfo "400" |t| {
        t.target(&format!("http://localhost:{}@evil.example{CALLBACK}?{}", t.port, t.query())).into()
    };
    l16_authority_form "400" |t| t.target(&format!("localhost:{}", t.port)).into();
    l16_connect "405" |t| t.target(&format!("localhost:{}", t.port)).replacen("GET", "CONNECT", 1).into();
    l17_asterisk "405" |t| t.target("*").replacen("GET", "OPTIONS", 1).into();
    l17_asterisk_of_get "400" |t| t.target("*").into();
    l18_http_0_9 "400" |t| format!("GET {CALLBACK}?{}\r\n", t.query()).into();
    l19_http_2_preface "400" |_| b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0".to_vec();
    l20_tls_client_hello "400" |_| {
        b"\x16\x03\x01\x00\xc8\x01\x00\x00\xc4\x03\x03".iter().copied().chain([7; 190]).collect()
    };
    l21_body_of_64_kib_and_one "413" |t| t.with_body("Content-Length: 65537", &"b".repeat(65537)).into();
    l22_negative_content_length "400" |t| t.with_body("Content-Length: -1", "").into();
    l22_signed_content_length "400" |t| t.with_body("Content-Length: +0", "").into();
    l23_huge_content_length "413" |t| t.with_body("Content-Length: 99999999999999999999999", "").into();
    l24_content_length_doubled "400" |t| t.with_body("Content-Length: 0\r\nContent-Length: 0", "").into();
    l24_content_length_list "400" |t| t.with_body("Content-Length: 0, 0", "").into();
    l25_chunked_get "400" |t| t.with_body("Transfer-Encoding: chunked", "0\r\n\r\n").into();
    l26_content_length_and_chunked "400" |t| {
        t.with_body("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n").into()
    };
    l28_slash_behind_the_path "404" |t| t.path(&format!("{CALLBACK}/")).into();
    l29_two_slashes_before_the_path "404" |t| t.path(&format!("/{CALLBACK}")).into();
    l30_encoded_slash_behind_the_path "404" |t| t.path(&format!("{CALLBACK}%2f")).into();
    l31_path_in_capitals "404" |t| t.path(&CALLBACK.to_uppercase()).into();
    l32_dot_segment "404" |t| t.path(&format!("/.{CALLBACK}")).into();
    l32_dot_dot_segment "404" |t| t.path(&format!("/x/..{CALLBACK}")).into();
    l33_path_parameter "404" |t| t.path(&format!("{CALLBACK};x")).into();
    l33_encoded_path "404" |t| t.path("/%4FauthRedirect").into();
    l34_empty_query "400" |t| t.parameters("").into();
    l34_no_query "400" |t| t.target(CALLBACK).into();
    l35_state_with_trailing_space "400" |t| t.parameters(&(t.query() + "%20")).into();
    l35_state_with_trailing_plus "400" |t| t.parameters(&(t.query() + "+")).into();
    l36_state_twice "400" |t| t.parameters(&format!("{}&state={}", t.query(), t.state)).into();
    l36_wrong_state_first "400" |t| t.parameters(&format!("state=x&{}", t.query())).into();
    l37_code_twice "400" |t| t.parameters(&format!("code=forged&{}", t.query())).into();
    l37_error_twice "400" |t| t.parameters(&format!("error=a&error=b&state={}", t.state)).into();
    l37_issuer_twice "400" |t| t.parameters(&format!("{}&iss=a&iss=b", t.query())).into();
    l38_code_of_100_kib "414" |t| t.parameters(&format!("code={}&state={}", "c".repeat(102_400), t.state)).into();
    l39_cr_lf_in_code_without_state "400" |t| t.parameters(&format!("code=a%0d%0aSet-Cookie:x&x={}", t.port)).into();
    l40_lone_percent "400" |t| t.parameters(&format!("{}&x=%", t.query())).into();
    l40_percent_without_digits "400" |t| t.parameters(&format!("code=%zz&state={}", t.state)).into();
    l41_overlong_utf_8 "400" |t| t.parameters(&format!("code=%c1%a1&state={}", t.state)).into();
    l41_lone_surrogate "400" |t| t.parameters(&format!("code=%ed%a0%80&state={}", t.state)).into();
    post_of_the_callback "405" |t| t.headers(&t.host()).replacen("GET", "POST", 1).into();
    head_of_the_callback "405" |t| t.headers(&t.host()).replacen("GET", "HEAD", 1).into();
    preflight "405" |t| {
        let asks = "Origin: https://evil.example\r\nAccess-Control-Request-Method: GET\r\nAccess-Control-Request-Private-Network: true\r\n";
        t.headers(&(t.host() + asks)).replacen("GET", "OPTIONS", 1).into()
    };
    done_page_before_its_time "404" |t| t.target("/valet-key/done").into();
    favicon "404" |t| t.target("/favicon.ico").into();
}

/// Sends one case to a login of its own, which lives on and ends well.
fn attacked(name: &str) {
    let login = Waiting::new();
    let (_, wanted, request) = CASES.iter().find(|(known, ..)| *known == name).unwrap();
    let target = Target {
        port: login.port,
        state: login.state.clone(),
    };
    let answer = login.raw(request(&target));
    assert_eq!(status(&answer), *wanted, "{}", text(&answer));
    is_constant(&answer, &login.state);
    login.ends_well();
}

fn text(answer: &[u8]) -> String {
    String::from_utf8_lossy(answer).into_owned()
}

/// An answer has exactly the headers it must have, and no byte of the request (R7, R17).
fn is_constant(answer: &[u8], state: &str) {
    let answer = text(answer);
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let mut names: Vec<&str> = head
        .lines()
        .skip(1)
        .map(|line| line.split(':').next().unwrap())
        .collect();
    names.retain(|name| *name != "Allow");
    assert_eq!(
        names,
        [
            "Content-Security-Policy",
            "X-Content-Type-Options",
            "Cache-Control",
            "Referrer-Policy",
            "Cross-Origin-Opener-Policy",
            "Cross-Origin-Resource-Policy",
            "Connection",
            "Content-Type",
            "Content-Length"
        ]
    );
    for guard in [
        "default-src 'none'; style-src 'sha256-",
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        "nosniff",
        "no-store",
        "no-referrer",
        "Opener-Policy: same-origin",
        "Resource-Policy: same-origin",
    ] {
        assert!(head.contains(guard), "{guard} is missing: {head}");
    }
    let lower = body.to_ascii_lowercase();
    for reflected in ["forged", "evil", "nonsense", state] {
        assert!(!answer.contains(reflected), "{reflected}: {answer}");
    }
    assert!(!lower.contains("<script") && !lower.contains("http"));
}

#[test]
fn l12_host_in_capitals_is_ours() {
    let login = Waiting::new();
    let port = login.port;
    // It reaches the judge, who finds no state; another name would be misdirected.
    let answer = login.raw(format!(
        "GET {CALLBACK}?x HTTP/1.1\r\nHost: LOCALHOST:{port}\r\n\r\n"
    ));
    assert_eq!(status(&answer), "400", "{}", text(&answer));
    login.counts_strays(1);
    login.ends_well();
}

/// A browser brings the cookies of every other server on this host: far more than 16 KiB are no reason to turn it away.
#[test]
fn l05_cookies_of_other_servers_do_not_stop_a_login() {
    let login = Waiting::new();
    let port = login.port;
    let cookies = "a=b; ".repeat(48 * 1024 / 5);
    let answer = login.raw(format!(
        "GET {CALLBACK}?code=forged&state={} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {cookies}\r\n\r\n",
        login.state
    ));
    assert_eq!(status(&answer), "303", "{}", text(&answer));
    // It came through whole: it is the org that refuses the code.
    let problem = login.bench.end_of(&login.run_id).unwrap_err();
    assert_eq!(problem.code, "invalid_grant");
}

#[test]
fn l27_a_pipeline_of_a_hundred_gets_one_answer() {
    let login = Waiting::new();
    let one = format!(
        "GET {CALLBACK}?code=c&state=wrong HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
        login.port
    );
    let answer = text(&login.raw(one.repeat(100)));
    assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{answer}");
    login.counts_strays(1);
    login.ends_well();
}

#[test]
fn l39_an_encoded_cr_lf_splits_no_answer() {
    // With the right state this is a callback: it ends the login, whose code the org then refuses.
    let login = Waiting::new();
    let answer = text(&login.get(&format!(
        "{CALLBACK}?code=a%0d%0aSet-Cookie:%20x=forged&state={}",
        login.state
    )));
    assert!(answer.starts_with("HTTP/1.1 303 See Other\r\nLocation: /valet-key/done\r\n"));
    assert!(!answer.contains("Set-Cookie") && !answer.contains("forged"));
    let problem = login.bench.end_of(&login.run_id).unwrap_err();
    assert_eq!(problem.code, "invalid_grant");
}

#[test]
fn l42_half_open_close_and_resets_before_and_during_the_reply() {
    let login = Waiting::new();
    let port = login.port;
    assert_eq!(login.raw(""), b"", "closed without a word");
    let half = login.raw(format!("GET {CALLBACK}?co"));
    assert_eq!(status(&half), "400", "{}", text(&half));
    let request =
        format!("GET {CALLBACK}?code=c&state=wrong HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    // A close with no time to linger is a reset: before a request, in it, before the reply, with the reply half read.
    for sent in [0, 20, request.len(), request.len()] {
        for reads in [false, true] {
            runtime.block_on(async {
                use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
                let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", port))
                    .await
                    .unwrap();
                stream.write_all(&request.as_bytes()[..sent]).await.unwrap();
                if reads && sent == request.len() {
                    stream.read_exact(&mut [0; 20]).await.unwrap();
                }
                stream.set_zero_linger().unwrap();
            });
        }
    }
    // At least the replies that were begun to be read belong to requests that came whole.
    login.counts_strays(2);
    login.ends_well();
}

/// What a process has: resident memory in KiB, and open descriptors.
#[cfg(target_os = "linux")]
fn used(pid: u32) -> (u64, usize) {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap();
    let kib = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    let descriptors = std::fs::read_dir(format!("/proc/{pid}/fd"))
        .unwrap()
        .count();
    (kib, descriptors)
}

/// The most connections at once (R4), and a few descriptors for whatever else goes on.
#[cfg(target_os = "linux")]
const DESCRIPTORS: usize = 32 + 12;

#[cfg(target_os = "linux")]
#[test]
fn no_case_makes_the_program_grow() {
    let world = World::new();
    let login = world.begin_login(&["rotating"]);
    let address = url::Url::parse(&login.address).unwrap();
    let state = address.query_pairs().find(|(name, _)| name == "state");
    let target = Target {
        port: world.port,
        state: state.unwrap().1.into_owned(),
    };
    let every_case = || {
        for (name, wanted, request) in CASES {
            let answer = waiting::raw(target.port, request(&target));
            assert_eq!(status(&answer), *wanted, "{name}");
        }
    };
    // The first round brings what is made once: pages, threads, buffers of the allocator.
    every_case();
    let (before, descriptors) = used(login.child.id());
    for _ in 0..20 {
        every_case();
    }
    let (after, _) = used(login.child.id());
    assert!(after < before + 4 * 1024, "{before} KiB became {after} KiB");

    // R5 and R6: five hundred that stall, half of them in the middle of a request, hold no more than the table has.
    let stalled: Vec<_> = (0..500)
        .map(|n| {
            let mut stream = waiting::connect(target.port);
            if n % 2 == 0 {
                let _ = stream.write_all(b"GET /OauthRedirect?code=");
            }
            stream
        })
        .collect();
    let answer = waiting::raw(target.port, target.parameters("code=c&state=wrong"));
    assert_eq!(status(&answer), "400", "a newcomer is served");
    let (held, open) = used(login.child.id());
    assert!(open <= descriptors + DESCRIPTORS, "{open} descriptors");
    assert!(held < before + 16 * 1024, "{before} KiB became {held} KiB");

    // R6: a flood of connections that say nothing.
    for _ in 0..5_000 {
        drop(waiting::connect(target.port));
    }
    let (flooded, open) = used(login.child.id());
    assert!(open <= descriptors + DESCRIPTORS, "{open} descriptors");
    assert!(
        flooded < before + 16 * 1024,
        "{before} KiB became {flooded} KiB"
    );

    let person = world.person(waiting::ADMIN);
    let end = person.follow(&login.address).unwrap();
    assert!(
        matches!(
            end,
            valet_key::engine::person::End::Callback { status: 303, .. }
        ),
        "{end:?}"
    );
    drop(stalled);
    let said = login.end();
    assert_eq!(said.code, 0, "{said:?}");
}

/// R5: who says nothing for five seconds, or drips a body for ten, is closed on.
#[test]
fn who_stalls_is_closed_on() {
    let login = Waiting::new();
    let mut silent = login.connect();
    let mut half = login.connect();
    half.write_all(b"GET /OauthRedirect?code=").unwrap();
    let mut body = login.connect();
    let head = format!(
        "{CALLBACK}?{} HTTP/1.1\r\nHost: localhost:{}",
        login.query(),
        login.port
    );
    body.write_all(format!("GET {head}\r\nContent-Length: 9\r\n\r\nb").as_bytes())
        .unwrap();
    for stream in [&mut silent, &mut half, &mut body] {
        let mut rest = Vec::new();
        // An end or a reset; what would fail is the read that waits for ever.
        let ended = stream.read_to_end(&mut rest);
        assert!(
            !matches!(&ended, Err(error) if error.kind() == std::io::ErrorKind::WouldBlock),
            "still open"
        );
        assert_eq!(rest, b"");
    }
    login.ends_well();
}

/// R9, R11, R17 and G10: random requests end no login and get nothing but constants.
///
/// 4,000 by default. A million: `VALET_KEY_TEST_LONG=1 cargo test --test it listener_cases::random`
#[test]
fn random_requests_before_the_true_callback_break_nothing() {
    const SENDERS: u32 = 4;
    let rounds = crate::child::rounds(1_000, 250_000);
    let login = Waiting::new();
    let (port, state) = (login.port, login.state.as_str());
    let answers: HashSet<Vec<u8>> = std::thread::scope(|scope| {
        let senders: Vec<_> = (0..SENDERS)
            .map(|sender| {
                scope.spawn(move || {
                    let mut random = Random(0x9e37_79b9_7f4a_7c15 ^ u64::from(sender + 1));
                    let mut answers = HashSet::new();
                    for _ in 0..rounds {
                        answers.insert(send(port, &random.request(port, state)));
                    }
                    answers
                })
            })
            .collect();
        senders
            .into_iter()
            .flat_map(|sender| sender.join().unwrap())
            .collect()
    });
    let mut seen: Vec<&str> = answers.iter().map(|answer| status(answer)).collect();
    seen.sort_unstable();
    // One constant for each status, whatever was sent; `-` is a connection closed without a word.
    assert_eq!(seen, ["-", "400", "404", "405", "413", "421"]);
    login.ends_well();
}

fn send(port: u16, request: &[u8]) -> Vec<u8> {
    let mut stream = waiting::connect(port);
    let _ = stream.write_all(request);
    let _ = stream.shutdown(Shutdown::Write);
    let mut answer = Vec::new();
    // A reset takes what was not read yet: as good as no word.
    match stream.read_to_end(&mut answer) {
        Ok(_) => answer,
        Err(_) => Vec::new(),
    }
}

/// xorshift64: the same requests in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % most as u64).unwrap()
    }

    /// A request of words that callbacks are made of, and of noise; most have the frame of a true one.
    fn request(&mut self, port: u16, state: &str) -> Vec<u8> {
        let half = &state[..state.len() / 2];
        let words: [&str; 31] = [
            "GET ",
            "POST ",
            "OPTIONS ",
            "HEAD ",
            CALLBACK,
            "/callback",
            "/valet-key/done",
            "?",
            "code=",
            "state=",
            half,
            "iss=",
            "&",
            "%",
            "%00",
            "%0d%0a",
            " HTTP/1.1",
            " HTTP/1.0",
            "\r\n",
            "\r\n\r\n",
            "\n",
            "Host: ",
            "localhost",
            ":",
            "\0",
            "Content-Length: 5",
            "Content-Length: 99999",
            "Transfer-Encoding: chunked",
            "error=",
            "//",
            "<script>",
        ];
        let mut request = Vec::new();
        let has_frame = self.below(4) > 0;
        if has_frame {
            let method = ["GET", "GET", "GET", "POST", "OPTIONS"][self.below(5)];
            let path = [CALLBACK, CALLBACK, CALLBACK, "/", "/valet-key/done"][self.below(5)];
            request.extend_from_slice(format!("{method} {path}?").as_bytes());
        }
        for _ in 0..self.below(12) {
            if self.below(6) == 0 {
                request.extend_from_slice(&self.next().to_le_bytes());
            } else {
                request.extend_from_slice(words[self.below(words.len())].as_bytes());
            }
        }
        if has_frame {
            let host = ["localhost", "localhost", "localhost", "evil.example"][self.below(4)];
            let more = ["", "", "", "Content-Length: 70000\r\n", "X: y\r\n"][self.below(5)];
            request.extend_from_slice(
                format!(" HTTP/1.1\r\nHost: {host}:{port}\r\n{more}\r\n").as_bytes(),
            );
        }
        request
    }
}
