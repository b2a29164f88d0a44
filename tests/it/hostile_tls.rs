//! H01 and H12 to H17 of the threat model through the whole engine: login, refresh, identity, introspection, revocation (R27, R29, R40).
//!
//! The client is the one for the world: the profile is at `login.salesforce.com`,
//! and the proxy of the settings, which the tests are, leads every connection to
//! a server with a certificate of their own authority. For each case and each
//! call: its own code with cause and next step; no secret leaves; the same call
//! works as soon as the server is right again.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod front;

use std::net::TcpListener;
use std::time::Duration;

use valet_key::app::effect::{Effect, LoginOptions, WhichToken};
use valet_key::app::event::Event;
use valet_key::engine::http::Bounds;
use valet_key::model::client::ClientAuth;
use valet_key::model::ids::{ProfileId, SessionId};
use valet_key::model::problem::Problem;
use valet_key::model::profile::{Profile, ProfileDraft};
use valet_key::model::settings::Settings;

use crate::hostile_cases::{is_clear, org::HostileOrg};
use crate::login::bench::{Bench, free_port};
use crate::waiting::raw;
use front::{Front, Proxy, Shown};

const HOST: &str = "login.salesforce.com";
const SECRET: &str = "canaryClientSecret0123456789";

/// Connections that stall are given up soon: a test that waits is a slow test.
fn bounds() -> Bounds {
    Bounds {
        connect: Duration::from_millis(1500),
        ..Bounds::default()
    }
}

struct World {
    bench: Bench,
    front: Front,
    proxy: Proxy,
    profile: Profile,
}

impl World {
    fn new() -> Self {
        let front = Front::before(HostileOrg::at(&format!("https://{HOST}")), HOST);
        let proxy = Proxy::to(front.port);
        let bench = Bench::bounded(bounds());
        let ca = bench.folder.path().join("ca.pem");
        std::fs::write(&ca, &front.authority).unwrap();
        let mut world = Self {
            bench,
            front,
            profile: profile(),
            proxy,
        };
        let settings = Settings {
            proxy: format!("http://127.0.0.1:{}", world.proxy.port),
            extra_ca: ca.display().to_string(),
            ..Settings::default()
        };
        world.bench.send(Effect::SaveSettings(Box::new(settings)));
        let saved = world.bench.until(|event| match event {
            Event::SettingsSaved(problem) => Some(problem),
            _ => None,
        });
        assert_eq!(saved, None);
        let profile = world.profile.clone();
        world.bench.save(&profile, Some(SECRET));
        world
    }

    /// Logs in with a code, as the browser would bring it.
    fn log_in(&mut self) -> Result<SessionId, Box<Problem>> {
        let (run_id, url) = self.bench.begin(&self.profile, LoginOptions::default());
        let url = url::Url::parse(&url).unwrap();
        let mut query = url.query_pairs();
        let (_, state) = query.find(|(name, _)| name == "state").unwrap();
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
            Event::LoginFinished { session, .. } => Ok(session.session_id),
            other => panic!("{other:?}"),
        }
    }

    /// Makes a call about the session and waits for its end.
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

fn profile() -> Profile {
    let draft = ProfileDraft {
        name: "hostile".into(),
        login_url: format!("https://{HOST}"),
        client_id: "canary-app".into(),
        callback_urls: format!("http://localhost:{}/OauthRedirect", free_port()),
        scope: "api id refresh_token".into(),
        ..ProfileDraft::default()
    };
    let mut profile = draft.check(|_| false, |_| true).unwrap();
    profile.profile_id = ProfileId::parse("hostile").unwrap();
    profile.client_auth = Some(ClientAuth::ClientSecretPost);
    profile
}

#[derive(Clone, Copy, Debug)]
enum Call {
    Refresh,
    Identity,
    Introspect,
    Revoke,
}

const CALLS: [Call; 4] = [
    Call::Refresh,
    Call::Identity,
    Call::Introspect,
    Call::Revoke,
];

/// Plays one case at a login and at each call of a session, each of which works again afterwards.
fn each_call(shown: Shown, expected: &str) {
    let mut world = World::new();
    world.front.shows(shown);
    let problem = world.log_in().expect_err("the login fails");
    world.says(&problem, expected);
    world.front.shows(Shown::Right);
    let session_id = world.log_in().expect("the next login works");
    for call in CALLS {
        world.front.shows(shown);
        let Err(problem) = world.does(call, &session_id) else {
            panic!("{call:?} works with {shown:?}");
        };
        world.says(&problem, expected);
        world.front.shows(Shown::Right);
        if let Err(problem) = world.does(call, &session_id) {
            panic!("{call:?} after it: {problem:?}");
        }
    }
    // R40: nobody but the profile's own host was asked for, however often.
    assert_eq!(world.proxy.asked(), [format!("{HOST}:443")]);
}

impl World {
    /// The problem has this code, is explained, and the server saw no word of ours.
    fn says(&self, problem: &Problem, expected: &str) {
        is_clear(problem);
        assert_eq!(problem.code, expected);
        let seen = self.front.seen();
        assert!(!seen.contains("canary"), "{seen}");
        assert!(!seen.contains("POST "), "{seen}");
        let through = self.proxy.heard();
        assert!(!through.contains("canary"), "{through}");
    }
}

#[test]
fn h12_expired() {
    each_call(Shown::Expired, "network_tls_expired");
}

#[test]
fn h12_not_valid_yet() {
    each_call(Shown::Early, "network_tls_early");
}

#[test]
fn h13_of_another_host() {
    each_call(Shown::OtherName, "network_tls_name");
}

#[test]
fn h14_of_an_authority_nobody_trusts() {
    each_call(Shown::UnknownIssuer, "network_tls_issuer");
}

#[test]
fn h14_of_an_authority_that_bears_a_trusted_name() {
    each_call(Shown::Impostor, "network_tls_issuer");
}

#[test]
fn h14_self_signed() {
    each_call(Shown::SelfSigned, "network_tls_issuer");
}

#[test]
fn h15_tls_1_1_only_says_an_alert() {
    each_call(Shown::OldAlert, "network_tls_version");
}

#[test]
fn h15_tls_1_1_only_goes_on() {
    each_call(Shown::OldHello, "network_tls_version");
}

#[test]
fn h16_stalled_handshake() {
    each_call(Shown::Silence, "network_stalled");
}

#[test]
fn h17_plain_http() {
    each_call(Shown::PlainHttp, "network_tls_plain");
}

#[test]
fn handshake_that_breaks_off() {
    each_call(Shown::Nothing, "network_tls");
}

/// H01: nobody listens at the org's port; here without the proxy, which would be asked instead.
#[test]
fn h01_refused() {
    let port = free_port();
    let base = format!("http://127.0.0.1:{port}");
    let org = HostileOrg::at(&base);
    let mut profile = profile();
    let draft = ProfileDraft {
        login_url: base,
        ..ProfileDraft::of(&profile)
    };
    profile = Profile {
        profile_id: profile.profile_id,
        client_auth: profile.client_auth,
        ..draft.check(|_| false, |_| true).unwrap()
    };
    let front = Front::before(org.clone(), HOST);
    let proxy = Proxy::to(front.port);
    let mut world = World {
        bench: Bench::bounded(bounds()),
        front,
        proxy,
        profile,
    };
    let profile = world.profile.clone();
    world.bench.save(&profile, Some(SECRET));
    let problem = world.log_in().expect_err("the login fails");
    world.says(&problem, "network_connect");
    let up = front::Plain::start(port, &org);
    let session_id = world.log_in().expect("the next login works");
    drop(up);
    for call in CALLS {
        assert!(TcpListener::bind(("127.0.0.1", port)).is_ok(), "is down");
        let Err(problem) = world.does(call, &session_id) else {
            panic!("{call:?} works with nobody there");
        };
        world.says(&problem, "network_connect");
        let up = front::Plain::start(port, &org);
        if let Err(problem) = world.does(call, &session_id) {
            panic!("{call:?} after it: {problem:?}");
        }
        drop(up);
    }
}
