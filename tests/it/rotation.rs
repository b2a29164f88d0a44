//! A refresh that rotates, ended at each of its twelve steps: a token that was kept stays, and what is lost is said (G5, R57, R63, R65).
//!
//! 20 rounds for each step by default. All 100: `VALET_KEY_TEST_LONG=1 cargo test --test it rotation::`

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;

use serde_json::Value;
use valet_key::engine::keeping::Keeping;
use valet_key::engine::step;
use valet_key::engine::vault_key::Access;
use valet_key::model::ids::SessionId;
use valet_key::model::problem::ProblemKind;

use crate::child::{Said, command, part, rounds, say};
use crate::login::bench::{Bench, CLIENT_SECRET, Org, ROTATING};

const TOKEN: &str = "/services/oauth2/token";
const ADMIN: &str = "admin@demo.example";
const CHILD: &str = "rotation::child_refreshes_until_its_step";

/// What has become of the pair when a process ends at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Nothing was sent: the old pair is there and works.
    Unasked,
    /// The org answered, and the answer was in memory only: the old pair is there, and we know why it is dead.
    Unkept,
    /// The new pair is there and works.
    Kept,
}

/// The steps in their order; `intent` stands for the file of the session's intent.
const STEPS: [(&str, Fate); 12] = [
    ("refresh:locked", Fate::Unasked),
    ("intent:written", Fate::Unasked),
    ("intent:named", Fate::Unasked),
    ("intent:synced", Fate::Unasked),
    ("refresh:answered", Fate::Unkept),
    ("vault.vk:written", Fate::Unkept),
    ("vault.vk:moved", Fate::Unkept),
    ("vault.vk:linked", Fate::Unkept),
    ("vault.vk:named", Fate::Kept),
    ("vault.vk:synced", Fate::Kept),
    ("sessions.ron:synced", Fate::Kept),
    ("refresh:ended", Fate::Kept),
];

/// Refreshes once, which proves what the last one left, and then up to its step.
#[test]
fn child_refreshes_until_its_step() {
    let Some(argument) = part(CHILD) else { return };
    let mut words = argument.splitn(3, ' ');
    let session_id = SessionId::known(words.next().unwrap());
    let step = words.next().unwrap();
    let home = Path::new(words.next().unwrap());
    let mut bench = Bench::sharing(home, Access::PassphraseFile(home.join("passphrase")));
    let mut first = bench.refresh(&session_id);
    if matches!(first, Ok((_, false))) {
        // The facts were behind the vault: that refresh has caught up with the one that was ended.
        first = bench.refresh(&session_id);
    }
    match first {
        Ok((_, rotated)) => say(&format!("refreshed, rotated: {rotated}")),
        Err(problem) => say(&format!("failed: {}", problem.code)),
    }
    step::arm(step);
    let _ = bench.refresh(&session_id);
    say("went past its step");
}

#[test]
fn killed_at_each_step_no_kept_token_is_lost() {
    std::thread::scope(|scope| {
        for steps in STEPS.chunks(4) {
            scope.spawn(move || {
                let mut place = Place::start();
                for (step, fate) in steps {
                    for round in 0..rounds(20, 100) {
                        place.end_at(step, *fate, round);
                    }
                }
            });
        }
    });
}

/// An org, a vault, and one session.
struct Place {
    org: Org,
    bench: Bench,
    keeping: Keeping,
    session_id: SessionId,
}

impl Place {
    fn start() -> Self {
        let org = Org::start();
        let mut bench = Bench::start();
        let access = Access::PassphraseFile(bench.folder.path().join("passphrase"));
        bench.engine = Bench::engine(bench.folder.path(), access.clone());
        let profile = org.profile("rotate", ROTATING);
        bench.save(&profile, Some(CLIENT_SECRET));
        let (session, _) = bench.log_in(&profile, ADMIN);
        let data = bench.folder.path().join("data");
        let (keeping, _) = Keeping::open(Some(&data), access).unwrap();
        Self {
            org,
            bench,
            keeping,
            session_id: session.session_id,
        }
    }

    fn end_at(&mut self, step: &str, fate: Fate, round: u32) {
        let at = format!("{step}, round {round}");
        let before = self.org.requests(TOKEN, "refresh_token");
        let point = step.replace("intent:", &format!("{}.ron:", self.session_id));
        let home = self.bench.folder.path().to_string_lossy();
        let mut child = command(CHILD, &format!("{} {point} {home}", self.session_id))
            .spawn()
            .unwrap();
        let said: Vec<String> = Said::of(&mut child).collect();
        let status = child.wait().unwrap();
        assert_eq!(said, ["refreshed, rotated: true"], "{at}");
        assert!(status.signal().is_some(), "{at}: {status}");

        let asked = self.org.requests(TOKEN, "refresh_token") - before;
        assert_eq!(asked, if fate == Fate::Unasked { 1 } else { 2 }, "{at}");
        let is_newest = self.kept() == self.live();
        assert_eq!(is_newest, fate != Fate::Unkept, "{at}");
        if fate == Fate::Unkept {
            let problem = self.bench.refresh(&self.session_id).unwrap_err();
            assert_eq!(
                (problem.kind, problem.code.as_str()),
                (ProblemKind::NeedsLogin, "refresh_answer_lost"),
                "{at}"
            );
            let profile = self.org.profile("rotate", ROTATING);
            let (session, replaced) = self.bench.log_in(&profile, ADMIN);
            assert!(replaced && session.session_id == self.session_id, "{at}");
        }
    }

    /// The fingerprint of the refresh token in the vault.
    fn kept(&self) -> Option<String> {
        let kept = self.keeping.vault.session(&self.session_id).unwrap();
        let token = kept.unwrap().secrets.refresh_token;
        token.map(|token| token.fingerprint().to_string())
    }

    /// The fingerprint of the one refresh token that the org still takes.
    fn live(&self) -> Option<String> {
        let tokens = self.org.control("tokens", &Value::Null);
        let tokens = tokens["tokens"].as_array().unwrap();
        let live: Vec<&Value> = tokens
            .iter()
            .filter(|token| token["token_type"] == "refresh_token" && token["live"] == true)
            .collect();
        assert_eq!(live.len(), 1, "{live:?}");
        live[0]["fingerprint"].as_str().map(str::to_owned)
    }
}
