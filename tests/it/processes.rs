//! Eight processes at once: no lost update, no duplicate refresh (G13).
//!
//! 100 refreshes each by default. All 1,000: `VALET_KEY_TEST_LONG=1 cargo test --test it processes::`
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

use valet_key::engine::folder::Places;
use valet_key::engine::lock::{Locks, REFRESH_LIMIT};
use valet_key::engine::store::Store;
use valet_key::engine::vault::{Intent, Rotations};
use valet_key::engine::vault_key::Access;
use valet_key::model::ids::ProfileId;
use valet_key::model::secret::{AccessToken, RefreshToken};
use valet_key::model::time::UnixTime;

use crate::child::{command, part, rounds};
use crate::store::profile;
use crate::vault::{open, session, tokens, with_passphrase};

const PROCESSES: u32 = 8;
const SESSIONS: u64 = 4;
const COUNTS: &str = "processes::child_counts";
const REFRESHES: &str = "processes::child_refreshes";

fn together(test: &str, argument: &str) {
    let children: Vec<_> = (0..PROCESSES)
        .map(|n| command(test, &format!("{n} {argument}")).spawn().unwrap())
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stdout)
        );
    }
}

fn store_of(data: &Path) -> (Store, Locks, Rotations) {
    let (places, _) = Places::open(Some(data)).unwrap();
    let locks = Locks::open(&places.data, &mut Vec::new()).unwrap();
    let rotations = Rotations::open(&places.data, &mut Vec::new()).unwrap();
    (Store::new(&places, &locks), locks, rotations)
}

/// Adds one to a number that all processes share, and writes records of its own.
#[test]
fn child_counts() {
    let Some(argument) = part(COUNTS) else { return };
    let (number, home) = argument.split_once(' ').unwrap();
    let number: u64 = number.parse().unwrap();
    let home = Path::new(home);
    let (store, ..) = store_of(&home.join("data"));
    let access = Access::PassphraseFile(home.join("passphrase"));
    let vault = open(&home.join("data"), access, &Default::default());
    for n in 0..u64::from(rounds(25, 100)) {
        store
            .update(|library| {
                let id = ProfileId::parse("shared").unwrap();
                let count: u64 = library
                    .profile(&id)
                    .map_or(0, |kept| kept.name.parse().unwrap());
                library.upsert_profile(profile("shared", &(count + 1).to_string()));
            })
            .unwrap();
        let own = session(number * 100_000 + n);
        vault.put_session(&own, &tokens(&n.to_string())).unwrap();
    }
}

#[test]
fn eight_processes_that_write_at_once_lose_no_update() {
    let (home, access) = with_passphrase();
    together(COUNTS, &home.path().to_string_lossy());
    let (store, ..) = store_of(&home.path().join("data"));
    let each = u64::from(rounds(25, 100));
    let all = u64::from(PROCESSES) * each;
    let library = store.library().unwrap();
    assert_eq!(library.profiles().next().unwrap().name, all.to_string());
    let vault = open(&home.path().join("data"), access, &Default::default());
    assert_eq!(vault.names().unwrap().len() as u64, all);
    let last = session(7 * 100_000 + each - 1);
    assert!(vault.session(&last).unwrap().is_some());
}

/// Refreshes as the runner does, against an "org" that is a file: it notes each token that is shown to it.
#[test]
fn child_refreshes() {
    let Some(argument) = part(REFRESHES) else {
        return;
    };
    let (number, home) = argument.split_once(' ').unwrap();
    let number: u64 = number.parse().unwrap();
    let home = Path::new(home);
    let (_, locks, rotations) = store_of(&home.join("data"));
    let access = Access::PassphraseFile(home.join("passphrase"));
    let vault = open(&home.join("data"), access, &Default::default());
    for n in 0..u64::from(rounds(100, 1000)) {
        let id = session((number + n) % SESSIONS);
        let held = locks.refresh(&id, REFRESH_LIMIT).unwrap();
        let mut secrets = vault.session(&id).unwrap().unwrap().secrets;
        let token = secrets.refresh_token.clone().unwrap();
        let intent = Intent {
            refresh_token_fingerprint: token.fingerprint(),
            began_at: UnixTime::from_secs(0),
        };
        rotations.begin(&id, &intent).unwrap();
        let ticket = vault.ticket(&id).unwrap();
        let generation: u64 = token.expose().parse().unwrap();
        let mut org = OpenOptions::new();
        let mut org = org
            .append(true)
            .create(true)
            .open(home.join(format!("org-{id}")))
            .unwrap();
        org.write_all(format!("{generation}\n").as_bytes()).unwrap();
        secrets.refresh_token = Some(RefreshToken::new((generation + 1).to_string()));
        secrets.access_token = AccessToken::new(format!("access {}", generation + 1));
        vault.redeem(&ticket, &secrets).unwrap();
        rotations.finish(&id).unwrap();
        drop(held);
    }
}

#[test]
fn eight_processes_that_refresh_at_once_lose_no_token_and_show_none_twice() {
    let (home, access) = with_passphrase();
    let data = home.path().join("data");
    let vault = open(&data, access.clone(), &Default::default());
    for n in 0..SESSIONS {
        let mut first = tokens("");
        first.refresh_token = Some(RefreshToken::new("0".into()));
        vault.put_session(&session(n), &first).unwrap();
    }
    together(REFRESHES, &home.path().to_string_lossy());
    let vault = open(&data, access, &Default::default());
    let mut shown = 0;
    for n in 0..SESSIONS {
        let org = std::fs::read_to_string(home.path().join(format!("org-{}", session(n)))).unwrap();
        for (at, line) in org.lines().enumerate() {
            assert_eq!(
                line,
                at.to_string(),
                "a token was shown twice, or one was lost"
            );
        }
        let count = org.lines().count() as u64;
        let kept = vault.session(&session(n)).unwrap().unwrap().secrets;
        assert_eq!(kept.refresh_token.unwrap().expose(), count.to_string());
        assert_eq!(kept.access_token.expose(), format!("access {count}"));
        shown += count;
    }
    assert_eq!(shown, u64::from(PROCESSES * rounds(100, 1000)));
    let (.., rotations) = store_of(&data);
    assert_eq!(rotations.unfinished(&session(0)).unwrap(), None);
}
