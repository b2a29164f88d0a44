//! A real login that waits, for those who attack it: demo org, engine and listener over real sockets.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use valet_key::app::effect::{Effect, LoginOptions};
use valet_key::app::event::Event;
use valet_key::model::ids::RunId;
use valet_key::model::profile::FlowName;

use crate::login::bench::{Bench, Org, PUBLIC, Person};

pub const ADMIN: &str = "admin@demo.example";

/// The callback path of these logins.
pub const CALLBACK: &str = "/OauthRedirect";

/// Long enough for a loaded machine; no passing test ever waits so long.
const PATIENCE: Duration = Duration::from_secs(60);

/// A login of the app that has no secret.
pub struct Waiting {
    pub org: Org,
    pub bench: Bench,
    pub run_id: RunId,
    /// The address the browser gets.
    pub url: String,
    /// Where the callback is awaited, on `localhost`.
    pub port: u16,
    /// The `state` of this login: what an attacker has to guess.
    pub state: String,
}

impl Waiting {
    pub fn new() -> Self {
        Self::by("web_server")
    }

    /// The same by another flow.
    pub fn by(flow: &str) -> Self {
        let org = Org::start();
        let mut bench = Bench::start();
        let mut profile = org.profile("attacked", PUBLIC);
        profile.flow = FlowName(flow.to_owned());
        bench.save(&profile, None);
        let (run_id, url) = bench.begin(&profile, LoginOptions::default());
        let parsed = url::Url::parse(&url).unwrap();
        let state = parsed.query_pairs().find(|(name, _)| name == "state");
        let state = state.unwrap().1.into_owned();
        let port = url::Url::parse(&org.callback).unwrap().port().unwrap();
        Self {
            org,
            bench,
            run_id,
            url,
            port,
            state,
        }
    }

    /// What the org would send, but for the code: with the right state it would end the login.
    pub fn query(&self) -> String {
        format!("code=forged&state={}", self.state)
    }

    pub fn connect(&self) -> TcpStream {
        connect(self.port)
    }

    /// Sends raw bytes and returns everything that comes back.
    pub fn raw(&self, bytes: impl AsRef<[u8]>) -> Vec<u8> {
        raw(self.port, bytes)
    }

    pub fn get(&self, target: &str) -> Vec<u8> {
        let port = self.port;
        self.raw(format!(
            "GET {target} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"
        ))
    }

    /// Waits until so many strays were counted.
    pub fn counts_strays(&self, wanted: u32) {
        self.bench.until(|event| match event {
            Event::StrayCallback { run_id, count, .. } if run_id == self.run_id => {
                (count >= wanted).then_some(())
            }
            Event::Failed { problem, .. } => panic!("the login ended: {problem:?}"),
            Event::LoginFinished { .. } => panic!("the login ended with tokens"),
            _ => None,
        });
    }

    /// The person logs in, the true callback comes, the tokens are kept, and the port can be had again.
    pub fn ends_well(self) {
        let page = Person::default().log_in(&self.url, ADMIN);
        assert!(page.contains("tab"), "the last page: {page}");
        self.finishes();
    }

    /// The same where the answer is a fragment, by a person who runs the page's script.
    pub fn ends_well_by_relay(self) {
        let person = valet_key::engine::person::Person {
            username: ADMIN.to_owned(),
            password: "demo-admin-1".to_owned(),
            choice: valet_key::engine::person::Choice::Allow,
        };
        match person.follow(&self.url) {
            Ok(valet_key::engine::person::End::Callback { status: 200, .. }) => {}
            other => panic!("{other:?}"),
        }
        self.finishes();
    }

    /// The login that the browser has just ended brought its session, and the port can be had again.
    pub fn finishes(self) {
        match self.bench.end_of(&self.run_id) {
            Ok(Event::LoginFinished { session, .. }) => {
                assert_eq!(session.identity.username.as_deref(), Some(ADMIN));
            }
            other => panic!("the login failed: {other:?}"),
        }
        // `begin` fails when the listener does not get the port.
        let mut bench = self.bench;
        let profile = self.org.profile("attacked", PUBLIC);
        let (run_id, _) = bench.begin(&profile, LoginOptions::default());
        bench.send(Effect::Cancel(run_id.clone()));
        assert!(bench.end_of(&run_id).is_err());
    }
}

pub fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Sends raw bytes and returns everything that comes back.
pub fn raw(port: u16, bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut stream = connect(port);
    // The listener may answer and close before it has read everything.
    let _ = stream.write_all(bytes.as_ref());
    let _ = stream.shutdown(Shutdown::Write);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    answer
}

/// Status of an answer, or `-` when the connection was closed without one.
pub fn status(answer: &[u8]) -> &str {
    answer
        .strip_prefix(b"HTTP/1.1 ")
        .and_then(|rest| std::str::from_utf8(rest.get(..3)?).ok())
        .unwrap_or("-")
}
