//! SIGKILL at any instant: what was acknowledged is there, and nothing is left behind (G3).
//!
//! 300 rounds by default. All 3,000: `VALET_KEY_TEST_LONG=1 cargo test --test it crash::`
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::path::Path;
use std::time::Duration;

use valet_key::engine::folder::Places;
use valet_key::engine::lock::Locks;
use valet_key::engine::store::Store;
use valet_key::engine::vault::{Intent, NewPlace, Rotations};
use valet_key::engine::vault_key::Access;
use valet_key::model::secret::{Fingerprint, Secret};
use valet_key::model::time::UnixTime;

use crate::child::{Said, command, files_below, part, rounds, say};
use crate::store::profile;
use crate::vault::{access_token, open, session, tokens, with_passphrase};

const CHILD: &str = "crash::child_writes_until_it_is_killed";

/// Writes one number after the other into library, vault and intent, and says each that is durable.
#[test]
fn child_writes_until_it_is_killed() {
    let Some(home) = part(CHILD) else { return };
    let things = Things::open(Path::new(&home));
    let mut number = things.numbers().into_iter().max().unwrap();
    loop {
        number += 1;
        things.put_intent(number);
        say(&format!("intent {number}"));
        things.put_vault(number);
        say(&format!("vault {number}"));
        things.put_store(number);
        say(&format!("store {number}"));
        things.rotations.finish(&session(1)).unwrap();
    }
}

struct Things {
    store: Store,
    vault: valet_key::engine::vault::Vault,
    rotations: Rotations,
}

impl Things {
    fn open(home: &Path) -> Self {
        let access = valet_key::engine::vault_key::Access::PassphraseFile(home.join("passphrase"));
        let data = home.join("data");
        let (places, _) = Places::open(Some(&data)).unwrap();
        let locks = Locks::open(&places.data, &mut Vec::new()).unwrap();
        Self {
            store: Store::new(&places, &locks),
            vault: open(&data, access, &Default::default()),
            rotations: Rotations::open(&places.data, &mut Vec::new()).unwrap(),
        }
    }

    fn put_intent(&self, number: u64) {
        let intent = Intent {
            refresh_token_fingerprint: Fingerprint::of("token"),
            began_at: UnixTime::from_secs(i64::try_from(number).unwrap()),
        };
        self.rotations.begin(&session(1), &intent).unwrap();
    }

    fn put_vault(&self, number: u64) {
        self.vault
            .put_session(&session(1), &tokens(&number.to_string()))
            .unwrap();
    }

    fn put_store(&self, number: u64) {
        let named = profile("counter", &number.to_string());
        self.store
            .update(|library| library.upsert_profile(named))
            .unwrap();
    }

    /// The numbers that intent, vault and store hold.
    fn numbers(&self) -> [u64; 3] {
        let intent = self.rotations.unfinished(&session(1)).unwrap();
        let intent = intent.map_or(0, |intent| intent.began_at.as_secs().unsigned_abs());
        let token = access_token(self.vault.session(&session(1)).unwrap());
        let token = token.map_or(0, |token| {
            token.split('!').next_back().unwrap().parse().unwrap()
        });
        let library = self.store.library().unwrap();
        let name = library
            .profiles()
            .next()
            .map_or(0, |profile| profile.name.parse().unwrap());
        [intent, token, name]
    }
}

#[test]
fn killed_at_any_instant_the_store_holds_every_acknowledged_write() {
    let all = rounds(300, 3000);
    let workers = 3;
    std::thread::scope(|scope| {
        for worker in 0..workers {
            scope.spawn(move || kill_rounds(worker, all / workers));
        }
    });
}

fn kill_rounds(worker: u32, rounds: u32) {
    let (home, _) = with_passphrase();
    let mut last = [0; 3];
    for round in 0..rounds {
        let mut child = command(CHILD, &home.path().to_string_lossy())
            .spawn()
            .unwrap();
        let mut said = Said::of(&mut child);
        // After some lines, and then somewhere within the next write.
        let lines = 1 + usize::try_from((round * 7 + worker) % 12).unwrap();
        let mut told: Vec<String> = said.by_ref().take(lines).collect();
        std::thread::sleep(Duration::from_micros(u64::from(round * 137 % 4000)));
        child.kill().unwrap();
        child.wait().unwrap();
        told.extend(said);
        assert!(!told.is_empty(), "the child never got to work");
        for line in &told {
            let (thing, number) = line.split_once(' ').unwrap();
            let at = ["intent", "vault", "store"]
                .iter()
                .position(|name| *name == thing)
                .unwrap();
            last[at] = number.parse().unwrap();
        }
        let things = Things::open(home.path());
        let [intent, vault, store] = things.numbers();
        assert!(
            vault >= last[1] && store >= last[2],
            "round {round}: {last:?}, kept {vault} {store}"
        );
        // An intent is gone when its round ended, and there when the vault has its number.
        assert!(
            intent == 0 || intent >= last[0],
            "round {round}: {last:?}, kept {intent}"
        );
        let notices = (things.vault.take_notices(), things.store.take_notices());
        assert!(
            notices.0.is_empty() && notices.1.is_empty(),
            "round {round}: {notices:?}"
        );
    }
    // One more write of each, and what the killed ones left is gone.
    let things = Things::open(home.path());
    things.put_intent(1);
    things.rotations.finish(&session(1)).unwrap();
    things.put_vault(u64::MAX);
    things.put_store(u64::MAX);
    let left: Vec<_> = files_below(home.path())
        .into_iter()
        .filter(|file| file.extension().is_some_and(|end| end == "new"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

const CHANGER: &str = "crash::child_changes_passphrases_until_it_is_killed";

/// Moves the key from one passphrase to the next, and says each that is the only one now.
#[test]
fn child_changes_passphrases_until_it_is_killed() {
    let Some(argument) = part(CHANGER) else {
        return;
    };
    let (number, home) = argument.split_once(' ').unwrap();
    let mut number: u64 = number.parse().unwrap();
    let vault = open(Path::new(home), Access::Passphrase, &Default::default());
    vault.unlock(Some(&numbered(number))).unwrap();
    loop {
        number += 1;
        let next = numbered(number);
        vault.move_key(&NewPlace::Passphrase(&next)).unwrap();
        say(&number.to_string());
    }
}

fn numbered(number: u64) -> Secret {
    Secret::new(format!("passphrase number {number}"))
}

#[test]
fn killed_at_any_instant_a_changed_passphrase_opens_the_vault_and_no_token_is_lost() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    let mut number = 0;
    {
        let vault = open(&data, Access::Passphrase, &Default::default());
        vault.unlock(Some(&numbered(number))).unwrap();
        for n in 0..5 {
            vault.put_session(&session(n), &tokens("kept")).unwrap();
        }
    }
    for round in 0..rounds(30, 300) {
        let argument = format!("{number} {}", data.display());
        let mut child = command(CHANGER, &argument).spawn().unwrap();
        let mut said = Said::of(&mut child);
        let lines = 1 + usize::try_from(round % 4).unwrap();
        let mut told: Vec<String> = said.by_ref().take(lines).collect();
        std::thread::sleep(Duration::from_micros(u64::from(round * 337 % 5000)));
        child.kill().unwrap();
        child.wait().unwrap();
        told.extend(said);
        let last: u64 = told.last().unwrap().parse().unwrap();
        // The one that was told, or the one that was being set.
        let vault = open(&data, Access::Passphrase, &Default::default());
        number = [last, last + 1]
            .into_iter()
            .find(|number| vault.unlock(Some(&numbered(*number))).is_ok())
            .unwrap();
        let before = vault.unlock(Some(&numbered(last.wrapping_sub(1))));
        assert!(
            before.is_err(),
            "round {round}: an older one still opens it"
        );
        let vault = open(&data, Access::Passphrase, &Default::default());
        vault.unlock(Some(&numbered(number))).unwrap();
        for n in 0..5 {
            let kept = access_token(vault.session(&session(n)).unwrap());
            assert_eq!(kept.as_deref(), Some("00Daccess!kept"), "round {round}");
        }
        assert!(vault.take_notices().is_empty(), "round {round}");
    }
}
