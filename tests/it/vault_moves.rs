//! A vault that moves: out of memory while others use it, and out of the keyring with a kill in the middle (R53, R54, R57).
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use valet_key::engine::folder::Places;
use valet_key::engine::lock::Locks;
use valet_key::engine::step;
use valet_key::engine::vault::{NewPlace, Vault, VaultError};
use valet_key::engine::vault_key::Access;
use valet_key::engine::vault_key::keyring::{Item, Keyring, KeyringProblem, Ring};
use valet_key::engine::vault_key::passphrase::Cost;
use valet_key::model::secret::Secret;
use zeroize::Zeroizing;

use crate::child::{command, files_below, part};
use crate::vault::{PASSPHRASE, access_token, data, open, session, tokens};

/// What is kept, forgotten and read while the vault moves out of memory is kept, forgotten and read; nobody is turned away.
#[test]
fn a_move_out_of_memory_loses_nothing_that_happens_meanwhile() {
    for round in 0..6 {
        let home = tempfile::tempdir().unwrap();
        let vault = open(&data(&home), Access::Memory, &Arc::default());
        let passphrase = Secret::new(PASSPHRASE.into());
        // Many, so that the writing takes a while.
        for n in 0..200 {
            vault.put_session(&session(n), &tokens("early")).unwrap();
        }
        let moved = AtomicBool::new(false);
        let (kept, forgotten) = std::thread::scope(|scope| {
            let writer = scope.spawn(|| {
                let mut kept = 0;
                // Some more after the move, so that both sides of it are met.
                let mut after = 0;
                while after < 3 {
                    after += u32::from(moved.load(Ordering::SeqCst));
                    kept += 1;
                    let text = format!("late{kept}");
                    vault.put_session(&session(1000), &tokens(&text)).unwrap();
                    let read = access_token(vault.session(&session(1000)).unwrap());
                    assert_eq!(read, Some(format!("00Daccess!{text}")), "round {round}");
                }
                kept
            });
            let forgetter = scope.spawn(|| {
                let mut forgotten = 0;
                while forgotten < 150 && !moved.load(Ordering::SeqCst) {
                    let name = valet_key::engine::vault::RecordName::Session(session(forgotten));
                    vault.forget(&[name]).unwrap();
                    forgotten += 1;
                }
                forgotten
            });
            vault.move_key(&NewPlace::Passphrase(&passphrase)).unwrap();
            moved.store(true, Ordering::SeqCst);
            (writer.join().unwrap(), forgetter.join().unwrap())
        });
        let vault = open(&data(&home), Access::Passphrase, &Arc::default());
        vault.unlock(Some(&passphrase)).unwrap();
        let token = |n| access_token(vault.session(&session(n)).unwrap());
        assert_eq!(token(1000), Some(format!("00Daccess!late{kept}")));
        for n in 0..forgotten {
            assert_eq!(token(n), None, "round {round}: forgotten");
        }
        for n in forgotten..200 {
            assert_eq!(token(n).as_deref(), Some("00Daccess!early"), "{n}");
        }
        // No generation has what was forgotten (decision 26); names stand in the file as they are.
        for file in files_below(&data(&home)) {
            let bytes = std::fs::read(&file).unwrap();
            for n in 0..forgotten {
                let name = session(n).to_string();
                let found = bytes
                    .windows(name.len())
                    .any(|part| part == name.as_bytes());
                let is_vault = file.to_string_lossy().contains("vault.vk");
                assert!(!(found && is_vault), "{}: {name}", file.display());
            }
        }
    }
}

/// A keyring that outlives the process: a file for each item.
struct FileRing(PathBuf);

impl FileRing {
    fn path(&self, item: &Item) -> PathBuf {
        self.0.join(item.user())
    }
}

impl Ring for FileRing {
    fn connect(&self) -> Result<(), KeyringProblem> {
        Ok(())
    }
    fn get(&self, item: &Item) -> Result<Zeroizing<String>, KeyringProblem> {
        let text = std::fs::read_to_string(self.path(item));
        text.map(Zeroizing::new).map_err(|_| KeyringProblem::Absent)
    }
    fn set(&self, item: &Item, text: &str) -> Result<(), KeyringProblem> {
        std::fs::write(self.path(item), text).unwrap();
        Ok(())
    }
    fn delete(&self, item: &Item) -> Result<(), KeyringProblem> {
        let _ = std::fs::remove_file(self.path(item));
        Ok(())
    }
}

fn with_items(home: &Path, access: Access) -> Vault {
    let items = home.join("items");
    std::fs::create_dir_all(&items).unwrap();
    let (places, _) = Places::open(Some(&home.join("data"))).unwrap();
    let locks = Locks::open(&places.data, &mut Vec::new()).unwrap();
    let second = Duration::from_secs(1);
    let keyring = Keyring::new(Arc::new(FileRing(items)), second, second);
    Vault::with(&places, &locks, access, keyring, Cost::CHEAP_FOR_TESTS)
}

fn items(home: &Path) -> usize {
    files_below(&home.join("items")).len()
}

const MOVES: &str = "vault_moves::child_moves_out_of_the_keyring";

/// Moves the vault under a passphrase, and is gone at a step.
#[test]
fn child_moves_out_of_the_keyring() {
    let Some(argument) = part(MOVES) else { return };
    let (step, home) = argument.split_once(' ').unwrap();
    step::arm(step);
    let vault = with_items(Path::new(home), Access::Keyring);
    let passphrase = Secret::new(PASSPHRASE.into());
    let _ = vault.move_key(&NewPlace::Passphrase(&passphrase));
}

/// Killed before the file is rewritten the vault needs its item; killed after, nobody does, and it goes at the next opening.
#[test]
fn a_kill_leaves_no_item_that_opens_a_vault_under_a_passphrase() {
    for (step, has_moved) in [("keyring:noted", false), ("keyring:moved", true)] {
        let home = tempfile::tempdir().unwrap();
        let home = home.path();
        let vault = with_items(home, Access::Keyring);
        vault.put_session(&session(1), &tokens("a")).unwrap();
        drop(vault);
        let argument = format!("{step} {}", home.display());
        let ended = command(MOVES, &argument).output().unwrap();
        assert!(!ended.status.success(), "ends at {step}");
        assert_eq!(items(home), 1, "{step}: the kill left the item");

        let passphrase = Secret::new(PASSPHRASE.into());
        let vault = if has_moved {
            let vault = with_items(home, Access::Passphrase);
            vault.unlock(Some(&passphrase)).unwrap();
            vault
        } else {
            with_items(home, Access::Keyring)
        };
        let kept = access_token(vault.session(&session(1)).unwrap());
        assert_eq!(kept.as_deref(), Some("00Daccess!a"), "{step}");
        assert_eq!(items(home), usize::from(!has_moved), "{step}");
        assert!(!home.join("data/vault.left").exists(), "{step}");
        // And once more, with what is left.
        let access = vault.status().unwrap().found.unwrap();
        drop(vault);
        let vault = with_items(home, Access::Passphrase);
        match vault.unlock(Some(&passphrase)) {
            Ok(()) => assert!(has_moved, "{step}"),
            Err(VaultError::OtherKind { .. }) => assert!(!has_moved, "{step}: {access:?}"),
            Err(error) => panic!("{step}: {error:?}"),
        }
    }
}

/// An item that somebody removes while the vault moves back into the keyring is put there again.
#[test]
fn a_vault_back_in_the_keyring_has_its_item_and_no_note() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let vault = with_items(home, Access::Keyring);
    vault.put_session(&session(1), &tokens("a")).unwrap();
    let passphrase = Secret::new(PASSPHRASE.into());
    vault.move_key(&NewPlace::Passphrase(&passphrase)).unwrap();
    assert_eq!(items(home), 0);
    assert!(!home.join("data/vault.left").exists());
    vault.move_key(&NewPlace::Keyring).unwrap();
    assert_eq!(items(home), 1);
    let vault = with_items(home, Access::Keyring);
    let kept = access_token(vault.session(&session(1)).unwrap());
    assert_eq!(kept.as_deref(), Some("00Daccess!a"));
}
