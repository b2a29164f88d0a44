//! H62 to H65, H67 and H68 of the threat model over real sockets: a real org's answers, changed on their way (R16, R35, R39, R67).
//!
//! Every exchange goes through a relay that may change what the org answered.
//! Afterwards the relay is honest, and the next login works.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use serde_json::{Value, json};
use valet_key::app::effect::{Effect, LoginOptions};
use valet_key::app::event::{Event, RevokeResult};
use valet_key::model::problem::Problem;
use valet_key::model::profile::{Profile, ProfileDraft};
use valet_key::model::session::{Session, Standing};
use valet_key::model::token::{IdTokenVerdict, SignatureVerdict};

use crate::hostile_cases::is_clear;
use crate::login::bench::{Bench, CLIENT_SECRET, Org, Person, SECRET};

const ADMIN: &str = "admin@demo.example";
const TOKEN: &str = "/services/oauth2/token";
const INTROSPECT: &str = "/services/oauth2/introspect";
const REVOKE: &str = "/services/oauth2/revoke";
const KEYS: &str = "/id/keys";

/// An answer on its way.
pub struct Answer {
    status: String,
    headers: Vec<String>,
    body: Vec<u8>,
}

impl Answer {
    /// Changes a JSON body.
    fn json(&mut self, change: impl FnOnce(&mut Value)) {
        let mut fields = serde_json::from_slice(&self.body).unwrap_or(Value::Null);
        change(&mut fields);
        self.body = fields.to_string().into_bytes();
    }
}

type Tamper = Arc<dyn Fn(&str, &mut Answer) + Send + Sync>;

/// What the relay does; by default it is honest.
#[derive(Default)]
struct Books {
    tamper: Option<Tamper>,
    /// Requests to this path never reach the org, and are answered with an empty 200.
    swallows: Option<&'static str>,
}

/// A real org, a relay before it, and an engine that knows only the relay.
pub struct World {
    pub org: Org,
    pub bench: Bench,
    profile: Profile,
    books: Arc<Mutex<Books>>,
}

impl World {
    fn new() -> Self {
        Self::of(SECRET, Some(CLIENT_SECRET), Bench::start())
    }

    pub fn of(client_id: &str, secret: Option<&str>, mut bench: Bench) -> Self {
        let org = Org::start();
        let upstream = url::Url::parse(&org.base_url).unwrap().port().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let books = Arc::<Mutex<Books>>::default();
        let shared = Arc::clone(&books);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let books = Arc::clone(&shared);
                std::thread::spawn(move || relay(client, upstream, &books));
            }
        });
        let mut profile = org.profile("relayed", client_id);
        let draft = ProfileDraft {
            login_url: format!("http://localhost:{port}"),
            ..ProfileDraft::of(&profile)
        };
        profile.login_url = draft.check(|_| false, |_| true).unwrap().login_url;
        bench.save(&profile, secret);
        Self {
            org,
            bench,
            profile,
            books,
        }
    }

    pub fn tampers(&self, tamper: impl Fn(&str, &mut Answer) + Send + Sync + 'static) {
        self.books.lock().unwrap().tamper = Some(Arc::new(tamper));
    }

    fn is_honest(&self) {
        *self.books.lock().unwrap() = Books::default();
    }

    fn log_in(&mut self) -> Result<Session, Box<Problem>> {
        self.log_in_as(ADMIN)
    }

    pub fn log_in_as(&mut self, username: &str) -> Result<Session, Box<Problem>> {
        let (run_id, url) = self.bench.begin(&self.profile, LoginOptions::default());
        Person::default().log_in(&url, username);
        match self.bench.end_of(&run_id)? {
            Event::LoginFinished { session, .. } => Ok(*session),
            other => panic!("{other:?}"),
        }
    }
}

/// Passes one exchange on, and changes its answer.
fn relay(mut client: TcpStream, upstream: u16, books: &Mutex<Books>) {
    let _ = client.set_read_timeout(Some(Duration::from_secs(20)));
    let Some(request) = read_request(&mut client) else {
        return;
    };
    let text = String::from_utf8_lossy(&request).into_owned();
    let target = text.split(' ').nth(1).unwrap_or_default();
    let path = target.split('?').next().unwrap_or_default().to_owned();
    let mut answer = if books.lock().unwrap().swallows == Some(path.as_str()) {
        Answer {
            status: "HTTP/1.1 200 OK".to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    } else {
        let mut server = TcpStream::connect(("127.0.0.1", upstream)).unwrap();
        let (line, rest) = text.split_once("\r\n").unwrap();
        let rest = rest.replacen("Connection: close\r\n", "", 1);
        write!(server, "{line}\r\nConnection: close\r\n{rest}").unwrap();
        let mut bytes = Vec::new();
        let _ = server.read_to_end(&mut bytes);
        let end = bytes
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .unwrap();
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.lines().map(str::to_owned);
        Answer {
            status: lines.next().unwrap(),
            headers: lines
                .filter(|line| {
                    let line = line.to_ascii_lowercase();
                    !line.starts_with("content-length:") && !line.starts_with("connection:")
                })
                .collect(),
            body: bytes[end + 4..].to_vec(),
        }
    };
    let tamper = books.lock().unwrap().tamper.clone();
    if let Some(tamper) = tamper {
        tamper(&path, &mut answer);
    }
    let headers: String = answer
        .headers
        .iter()
        .map(|line| format!("{line}\r\n"))
        .collect();
    let length = answer.body.len();
    let _ = write!(
        client,
        "{}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n",
        answer.status
    );
    let _ = client.write_all(&answer.body);
}

fn read_request(client: &mut TcpStream) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 8192];
    loop {
        match client.read(&mut chunk) {
            Ok(count @ 1..) => bytes.extend_from_slice(&chunk[..count]),
            _ => return None,
        }
        let text = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length:"));
        let length = length.map_or(0, |text| text.trim().parse().unwrap_or(0));
        if body.len() >= length {
            return Some(bytes);
        }
    }
}

/// H62: tokens whose signature is wrong are marked so, and the next login's are right.
#[test]
fn h62_a_wrong_signature_is_told() {
    let mut world = World::new();
    world.tampers(|path, answer| {
        if path == TOKEN {
            answer.json(|fields| fields["signature"] = json!("AAAA"));
        }
    });
    let session = world.log_in().unwrap();
    assert_eq!(session.signature, SignatureVerdict::Invalid);
    world.is_honest();
    assert_eq!(world.log_in().unwrap().signature, SignatureVerdict::Valid);
}

type Spoil = fn(&mut Value, &mut Value);

/// H63: an ID token that was changed ends the login, and the tokens that came with it are dead.
#[test]
fn h63_id_tokens_that_were_changed() {
    let cases: [(Spoil, &str); 7] = [
        (|header, _| header["alg"] = json!("none"), "jwt_algorithm"),
        (|header, _| header["alg"] = json!("HS256"), "jwt_algorithm"),
        (
            |header, _| header["kid"] = json!("other"),
            "jwt_unknown_key",
        ),
        (
            |_, claims| claims["iss"] = json!("https://evil.example"),
            "jwt_issuer",
        ),
        (|_, claims| claims["aud"] = json!("other"), "jwt_audience"),
        (
            |_, claims| claims["nonce"] = json!("other"),
            "jwt_signature",
        ),
        (|_, claims| claims["exp"] = json!(1), "jwt_signature"),
    ];
    let mut world = World::new();
    for (spoil, expected) in cases {
        world.tampers(move |path, answer| {
            if path == TOKEN {
                answer.json(|fields| respoil(fields, spoil));
            }
        });
        let problem = world.log_in().expect_err(expected);
        is_clear(&problem);
        assert_eq!(problem.code, expected);
        let live = world.org.live("access_token") + world.org.live("refresh_token");
        assert_eq!(live, 0, "{expected}: the tokens that came with it live");
        world.is_honest();
    }
    assert_eq!(world.log_in().unwrap().id_token, IdTokenVerdict::Valid);
}

fn respoil(fields: &mut Value, spoil: Spoil) {
    let Some(token) = fields["id_token"].as_str().map(str::to_owned) else {
        return;
    };
    let parts: Vec<&str> = token.split('.').collect();
    let part =
        |at: usize| serde_json::from_slice::<Value>(&B64.decode(parts[at]).unwrap()).unwrap();
    let (mut header, mut claims) = (part(0), part(1));
    spoil(&mut header, &mut claims);
    let encoded = |value: &Value| B64.encode(value.to_string());
    let changed = format!("{}.{}.{}", encoded(&header), encoded(&claims), parts[2]);
    fields["id_token"] = json!(changed);
}

/// H64: a key set with 1,500 more keys, and one over the bounds of an answer.
#[test]
fn h64_giant_key_sets() {
    let mut world = World::new();
    for (count, fits) in [(1_500, true), (100_000, false)] {
        world.tampers(move |path, answer| {
            if path == KEYS {
                answer.json(|set| {
                    let filler = json!({"kty": "RSA", "kid": "filler", "n": "AQAB", "e": "AQAB"});
                    let keys = set["keys"].as_array_mut().unwrap();
                    keys.extend(std::iter::repeat_n(filler, count));
                });
            }
        });
        match world.log_in() {
            Ok(session) => {
                let verdict = session.id_token;
                assert_eq!(
                    verdict == IdTokenVerdict::Valid,
                    fits,
                    "{count}: {verdict:?}"
                );
            }
            Err(problem) => {
                assert!(!fits, "{problem:?}");
                is_clear(&problem);
                assert_eq!(problem.code, "answer_too_big");
            }
        }
        world.is_honest();
        assert_eq!(world.log_in().unwrap().id_token, IdTokenVerdict::Valid);
    }
}

/// H65: a `Date` that is a day off where the claims are not ends in a clear error; the tokens that came are dead.
///
/// A server whose clock is off as a whole is lived with: `login.rs`.
#[test]
fn h65_a_date_that_is_a_day_off() {
    const DAY: i64 = 24 * 60 * 60;
    let now = valet_key::engine::clock::now().as_secs();
    let mut world = World::new();
    for (at, expected) in [(now - DAY, "jwt_not_yet_valid"), (now + DAY, "jwt_expired")] {
        let at = jiff::Timestamp::from_second(at).unwrap();
        let printer = jiff::fmt::rfc2822::DateTimePrinter::new();
        let date = printer.timestamp_to_rfc9110_string(&at).unwrap();
        world.tampers(move |_, answer| {
            let is_date = |line: &String| line.to_ascii_lowercase().starts_with("date:");
            answer.headers.retain(|line| !is_date(line));
            answer.headers.push(format!("Date: {date}"));
        });
        let problem = world.log_in().expect_err(expected);
        is_clear(&problem);
        assert_eq!(problem.code, expected);
        let live = world.org.live("access_token") + world.org.live("refresh_token");
        assert_eq!(live, 0, "{expected}");
        world.is_honest();
    }
    let session = world.log_in().unwrap();
    world.bench.refresh(&session.session_id).unwrap();
}

/// H67, H68: a revocation that only pretends is found out, and a true one afterwards is believed.
#[test]
fn h67_and_h68_revocations_that_only_pretend() {
    for pretends in ["introspection", "revocation"] {
        let mut world = World::new();
        let session = world.log_in().unwrap();
        if pretends == "introspection" {
            world.tampers(|path, answer| {
                if path == INTROSPECT {
                    answer.json(|fields| *fields = json!({"active": true}));
                }
            });
        } else {
            world.books.lock().unwrap().swallows = Some(REVOKE);
        }
        let revoke = |world: &mut World| {
            let run_id = world.bench.run_id();
            world.bench.send(Effect::Revoke {
                run_id: run_id.clone(),
                session_id: session.session_id.clone(),
            });
            match world.bench.end_of(&run_id).unwrap() {
                Event::Revoked {
                    session,
                    revocation,
                    problem,
                    ..
                } => (session, revocation, problem),
                other => panic!("{other:?}"),
            }
        };
        let (after, revocation, problem) = revoke(&mut world);
        let problem = problem.expect("is told");
        is_clear(&problem);
        assert_eq!(problem.code, "still_live", "{pretends}");
        let dead = |result: &RevokeResult| *result == RevokeResult::Revoked;
        assert!(
            !revocation.tokens.iter().any(|(_, result)| dead(result)),
            "{revocation:?}"
        );
        assert_ne!(after.standing, Standing::Revoked, "{pretends}");
        world.is_honest();
        let (after, _, problem) = revoke(&mut world);
        assert_eq!(problem, None, "{pretends}");
        assert_eq!(after.standing, Standing::Revoked, "{pretends}");
        assert_eq!(world.org.live("refresh_token"), 0, "{pretends}");
    }
}

/// `interactive.md` 2.10: an org that binds tokens to a key is told apart, whichever of its three answers comes, and is asked once.
#[test]
fn proof_of_possession_is_recognised_and_explained() {
    let mut world = World::new();
    let asked = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let refusals = [
        ("401 Unauthorized", "use_dpop_nonce"),
        ("400 Bad Request", "use_dpop_nonce"),
        ("400 Bad Request", "invalid_dpop_proof"),
    ];
    for (status, code) in refusals {
        let count = Arc::clone(&asked);
        world.tampers(move |path, answer| {
            if path == TOKEN {
                count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                answer.status = format!("HTTP/1.1 {status}");
                answer
                    .headers
                    .push("DPoP-Nonce: eyJ7S_zG.eyJH0-Z".to_owned());
                answer.body = json!({"error": code}).to_string().into_bytes();
            }
        });
        let problem = world.log_in().expect_err(code);
        is_clear(&problem);
        assert_eq!(problem.code, code);
        assert!(
            problem.explain().next.contains("Switch DPoP off"),
            "{problem:?}"
        );
        assert_eq!(
            asked.swap(0, std::sync::atomic::Ordering::SeqCst),
            1,
            "asked once"
        );
    }
    // Granted all the same, but bound: what cannot be used is not kept.
    world.tampers(|path, answer| {
        if path == TOKEN {
            answer.json(|fields| fields["token_type"] = json!("DPoP"));
        }
    });
    let problem = world.log_in().expect_err("bound");
    is_clear(&problem);
    assert_eq!(problem.code, "token_type_dpop");
    world.is_honest();
    assert!(world.log_in().is_ok());
}
