//! What a whole session leaves on the wire and in the process: no secret in a request line (R40), nothing held (R3).
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use valet_key::app::effect::{Effect, LoginOptions, WhichToken};
use valet_key::app::event::Event;
use valet_key::model::client::ClientAuth;

use crate::canary::relay::Relay;
use crate::child::{Said, command, part, rounds, say};
use crate::login::bench::{Bench, CLIENT_SECRET, Org, PUBLIC, Person, SECRET};

/// Request lines, and the header that would repeat one, in what a relay heard.
fn request_lines(heard: &str) -> Vec<&str> {
    heard
        .lines()
        .filter_map(|line| {
            if line.to_ascii_lowercase().starts_with("referer:") {
                return Some(line);
            }
            let is_request = line.ends_with(" HTTP/1.1") || line.ends_with(" HTTP/1.0");
            // The body of an answer may end right before it; no address has a space.
            let verb = ["GET ", "POST "]
                .iter()
                .filter_map(|verb| line.rfind(verb))
                .max()?;
            is_request.then(|| &line[verb..])
        })
        .collect()
}

/// Secrets that stand in a request line, as they are or percent-encoded.
fn leaks<'a>(lines: &[&'a str], secrets: &[String]) -> Vec<&'a str> {
    let has = |line: &str| {
        let decoded = crate::canary::relay::percent_decode(line);
        secrets
            .iter()
            .any(|secret| line.contains(secret) || decoded.contains(secret))
    };
    lines.iter().copied().filter(|line| has(line)).collect()
}

#[test]
fn no_secret_stands_in_a_request_line() {
    let org = Org::start();
    let port = url::Url::parse(&org.base_url).unwrap().port().unwrap();
    let relay = Relay::to(port);
    let mut bench = Bench::start();
    let mut profile = org.profile("wire", SECRET);
    profile.client_auth = Some(ClientAuth::ClientSecretPost);
    let through = format!("http://localhost:{}", relay.port);
    let draft = valet_key::model::profile::ProfileDraft {
        login_url: through,
        ..valet_key::model::profile::ProfileDraft::of(&profile)
    };
    profile.login_url = draft.check(|_| false, |_| true).unwrap().login_url;
    bench.save(&profile, Some(CLIENT_SECRET));
    let (session, _) = bench.log_in(&profile, "admin@demo.example");
    let session_id = session.session_id;
    bench.refresh(&session_id).unwrap();
    for which in [WhichToken::Access, WhichToken::Refresh] {
        let run_id = bench.run_id();
        bench.send(Effect::Introspect {
            run_id: run_id.clone(),
            session_id: session_id.clone(),
            which,
        });
        bench.end_of(&run_id).unwrap();
    }
    for effect in [
        |run_id, session_id| Effect::FetchIdentity { run_id, session_id },
        |run_id, session_id| Effect::Revoke { run_id, session_id },
    ] {
        let run_id = bench.run_id();
        bench.send(effect(run_id.clone(), session_id.clone()));
        bench.end_of(&run_id).unwrap();
    }

    let mut secrets = vec![CLIENT_SECRET.to_owned()];
    for field in [
        "access_token",
        "refresh_token",
        "id_token",
        "client_secret",
        "code_verifier",
        "token",
    ] {
        let found = relay.values(field);
        assert!(field == "id_token" || !found.is_empty(), "{field} was sent");
        secrets.extend(found.into_iter().filter(|value| value.len() > 20));
    }
    let heard = relay.heard();
    let lines = request_lines(&heard);
    assert!(lines.len() > 8, "{lines:?}");
    assert_eq!(leaks(&lines, &secrets), [""; 0]);
    // The same search finds what is put there.
    let encoded = secrets[1].replace('!', "%21");
    let planted = format!(
        "GET /id?sid={encoded} HTTP/1.1\r\nReferer: http://x/?t={}",
        secrets[1]
    );
    assert_eq!(leaks(&request_lines(&planted), &secrets).len(), 2);
}

const CYCLES: &str = "wire::child_that_begins_and_cancels";

/// Begins and gives up logins, and says what the process holds before and after.
#[test]
fn child_that_begins_and_cancels() {
    if part(CYCLES).is_none() {
        return;
    }
    let org = Org::start();
    let mut bench = Bench::start();
    let profile = org.profile("cycles", PUBLIC);
    bench.save(&profile, None);
    let mut cycles = |count: u32| {
        for round in 0..count {
            let (run_id, url) = bench.begin(&profile, LoginOptions::default());
            if round % 10 == 0 {
                // Now and then the browser is half way through.
                Person::default().open(&url);
            }
            bench.send(Effect::Cancel(run_id.clone()));
            let ended = bench.until(|event| match event {
                Event::Failed {
                    run_id: id,
                    problem,
                    ..
                } if id == run_id => Some(problem.code),
                Event::LoginFinished { .. } => panic!("was cancelled"),
                _ => None,
            });
            assert_eq!(ended, "cancelled");
        }
    };
    // Threads that wait for work, and the like, are there from the first rounds on.
    cycles(10);
    let before = held();
    cycles(rounds(100, 1000));
    let after = held();
    say(&format!("{} {}", before.0, after.0));
    say(&format!("{} {}", before.1, after.1));
    let port = url::Url::parse(&org.callback).unwrap().port().unwrap();
    let free =
        ["127.0.0.1", "::1"]
            .iter()
            .all(|host| match std::net::TcpListener::bind((*host, port)) {
                Ok(_) => true,
                Err(error) => error.kind() != std::io::ErrorKind::AddrInUse,
            });
    say(&free.to_string());
}

/// Threads and descriptors of this process.
fn held() -> (usize, usize) {
    let count = |folder: &str| std::fs::read_dir(folder).unwrap().count();
    (count("/proc/self/task"), count("/proc/self/fd"))
}

/// R3: logins that are begun and given up, as fast as they go, leave no thread, no descriptor and no port behind.
///
/// 100 by default. All 1,000: `VALET_KEY_TEST_LONG=1 cargo test --test it wire::`
#[test]
fn logins_that_are_given_up_leave_nothing_behind() {
    let mut child = command(CYCLES, "").spawn().unwrap();
    let said: Vec<String> = Said::of(&mut child).collect();
    assert!(child.wait().unwrap().success(), "{said:?}");
    let [threads, descriptors, free] = said.as_slice() else {
        panic!("{said:?}");
    };
    for (what, counts) in [("threads", threads), ("descriptors", descriptors)] {
        let (before, after) = counts.split_once(' ').unwrap();
        let (before, after): (usize, usize) = (before.parse().unwrap(), after.parse().unwrap());
        // A worker that happens to run, or a connection that is closing; a leak would be 100 of them.
        assert!(after <= before + 8, "{what}: {before}, then {after}");
    }
    assert_eq!(free, "true", "the port");
}
