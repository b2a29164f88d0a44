//! The vault: whole or told, never plain, never with a new key over an old one.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use valet_key::engine::folder::{KeepError, Notice, Places};
use valet_key::engine::keeping::Keeping;
use valet_key::engine::lock::Locks;
use valet_key::engine::vault::{
    Intent, Kept, NewPlace, ProfileSecrets, RecordName, SessionSecrets, Vault, VaultError,
};
use valet_key::engine::vault_key::Access;
use valet_key::engine::vault_key::keyring::{Item, Keyring, KeyringProblem, Ring};
use valet_key::engine::vault_key::passphrase::Cost;
use valet_key::model::ids::{ProfileId, SessionId};
use valet_key::model::secret::{AccessToken, ClientSecret, RefreshToken, Secret};
use valet_key::model::settings::VaultKind;
use valet_key::model::time::UnixTime;
use zeroize::Zeroizing;

use crate::child::files_below;

pub const PASSPHRASE: &str = "correct horse battery";

/// A keyring in memory that does what a test tells it to.
#[derive(Default)]
pub struct FakeRing {
    pub items: Mutex<HashMap<String, String>>,
    /// The answer to the next calls in place of the true one, by name of the call.
    pub fault: Mutex<Option<(&'static str, KeyringProblem)>>,
    pub calls: Mutex<Vec<&'static str>>,
}

impl FakeRing {
    fn step(&self, call: &'static str) -> Result<(), KeyringProblem> {
        self.calls.lock().unwrap().push(call);
        match &*self.fault.lock().unwrap() {
            Some((at, problem)) if *at == call => Err(problem.clone()),
            _ => Ok(()),
        }
    }
}

impl Ring for FakeRing {
    fn connect(&self) -> Result<(), KeyringProblem> {
        self.step("connect")
    }
    fn get(&self, item: &Item) -> Result<Zeroizing<String>, KeyringProblem> {
        self.step("get")?;
        let items = self.items.lock().unwrap();
        let text = items.get(item.user()).ok_or(KeyringProblem::Absent)?;
        Ok(Zeroizing::new(text.clone()))
    }
    fn set(&self, item: &Item, text: &str) -> Result<(), KeyringProblem> {
        self.step("set")?;
        self.items
            .lock()
            .unwrap()
            .insert(item.user().into(), text.into());
        Ok(())
    }
    fn delete(&self, item: &Item) -> Result<(), KeyringProblem> {
        self.step("delete")?;
        self.items.lock().unwrap().remove(item.user());
        Ok(())
    }
}

pub fn open(data: &Path, access: Access, ring: &Arc<FakeRing>) -> Vault {
    let (places, _) = Places::open(Some(data)).unwrap();
    let locks = Locks::open(&places.data, &mut Vec::new()).unwrap();
    let second = Duration::from_secs(1);
    let keyring = Keyring::new(Arc::clone(ring) as _, second, second);
    Vault::with(&places, &locks, access, keyring, Cost::CHEAP_FOR_TESTS)
}

/// A home with a passphrase file in it, and a vault that opens with it.
pub fn with_passphrase() -> (tempfile::TempDir, Access) {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("passphrase");
    write_private(&file, format!("{PASSPHRASE}\n").as_bytes());
    (home, Access::PassphraseFile(file))
}

pub fn write_private(path: &Path, bytes: &[u8]) {
    std::fs::write(path, bytes).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
}

pub fn data(home: &tempfile::TempDir) -> std::path::PathBuf {
    home.path().join("data")
}

pub fn session(n: u64) -> SessionId {
    SessionId::known(&format!("{n:016x}"))
}

pub fn tokens(text: &str) -> SessionSecrets {
    SessionSecrets {
        access_token: AccessToken::new(format!("00Daccess!{text}")),
        refresh_token: Some(RefreshToken::new(format!("5Aep861refresh{text}"))),
        id_token: None,
        web: Vec::new(),
    }
}

pub fn access_token(kept: Option<Kept<SessionSecrets>>) -> Option<String> {
    kept.map(|kept| kept.secrets.access_token.expose().to_owned())
}

fn no_ring() -> Arc<FakeRing> {
    Arc::default()
}

#[test]
fn tokens_and_client_secrets_come_back_in_another_process() {
    let (home, access) = with_passphrase();
    let vault = open(&data(&home), access.clone(), &no_ring());
    assert!(vault.session(&session(1)).unwrap().is_none());
    vault.put_session(&session(1), &tokens("one")).unwrap();
    let profile = ProfileId::parse("acme").unwrap();
    let secrets = ProfileSecrets {
        client_secret: Some(ClientSecret::new("consumer".into())),
    };
    vault.put_profile(&profile, &secrets).unwrap();

    let vault = open(&data(&home), access, &no_ring());
    let kept = vault.session(&session(1)).unwrap().unwrap();
    assert!(!kept.possibly_stale);
    assert_eq!(kept.secrets.access_token.expose(), "00Daccess!one");
    assert_eq!(
        kept.secrets.refresh_token.unwrap().expose(),
        "5Aep861refreshone"
    );
    let secret = vault
        .profile(&profile)
        .unwrap()
        .unwrap()
        .secrets
        .client_secret;
    assert_eq!(secret.unwrap().expose(), "consumer");
    assert_eq!(vault.names().unwrap().len(), 2);
}

#[test]
fn a_wrong_or_short_passphrase_writes_nothing() {
    let (home, access) = with_passphrase();
    let wrong = home.path().join("wrong");
    write_private(&wrong, b"short\n");
    let short = open(
        &data(&home),
        Access::PassphraseFile(wrong.clone()),
        &no_ring(),
    );
    assert!(matches!(short.prepare(), Err(VaultError::PassphraseShort)));
    assert!(!data(&home).join("vault.vk").exists());

    open(&data(&home), access, &no_ring())
        .put_session(&session(1), &tokens("a"))
        .unwrap();
    let before = std::fs::read(data(&home).join("vault.vk")).unwrap();
    write_private(&wrong, b"correct horse batterY\n");
    let vault = open(&data(&home), Access::PassphraseFile(wrong), &no_ring());
    assert!(matches!(
        vault.session(&session(1)),
        Err(VaultError::WrongPassphrase)
    ));
    let put = vault.put_session(&session(2), &tokens("b"));
    assert!(matches!(put, Err(VaultError::WrongPassphrase)));
    assert_eq!(std::fs::read(data(&home).join("vault.vk")).unwrap(), before);
    assert!(!data(&home).join("vault.vk.1").exists());
}

#[test]
fn a_vault_of_another_kind_is_refused_and_untouched() {
    let (home, access) = with_passphrase();
    open(&data(&home), access, &no_ring())
        .put_session(&session(1), &tokens("a"))
        .unwrap();
    let before = std::fs::read(data(&home).join("vault.vk")).unwrap();
    for (other, asked) in [
        (Access::Keyring, VaultKind::Keyring),
        (Access::Memory, VaultKind::Memory),
    ] {
        let vault = open(&data(&home), other, &no_ring());
        for refused in [
            vault.prepare(),
            vault.put_session(&session(2), &tokens("b")),
            vault.session(&session(1)).map(|_| ()),
            vault.forget(&[RecordName::Session(session(1))]),
        ] {
            let Err(VaultError::OtherKind {
                found: VaultKind::Passphrase,
                asked: named,
            }) = refused
            else {
                panic!("{refused:?}");
            };
            assert_eq!(named, asked);
        }
    }
    assert_eq!(std::fs::read(data(&home).join("vault.vk")).unwrap(), before);
}

#[test]
fn memory_never_touches_the_disk() {
    let home = tempfile::tempdir().unwrap();
    let vault = open(&data(&home), Access::Memory, &no_ring());
    vault.prepare().unwrap();
    vault.put_session(&session(1), &tokens("a")).unwrap();
    assert_eq!(
        access_token(vault.session(&session(1)).unwrap()).unwrap(),
        "00Daccess!a"
    );
    vault.lock();
    assert!(matches!(
        vault.session(&session(1)),
        Err(VaultError::Locked)
    ));
    vault.unlock(None).unwrap();
    vault.forget(&[RecordName::Session(session(1))]).unwrap();
    assert!(vault.session(&session(1)).unwrap().is_none());
    let files: Vec<_> = files_below(&data(&home));
    assert!(files.is_empty(), "{files:?}");
}

#[test]
fn the_key_is_in_the_keyring_and_a_missing_one_is_never_replaced() {
    let home = tempfile::tempdir().unwrap();
    let ring = Arc::new(FakeRing::default());
    let vault = open(&data(&home), Access::Keyring, &ring);
    assert!(vault.session(&session(1)).unwrap().is_none());
    assert!(
        ring.calls.lock().unwrap().is_empty(),
        "no vault, no question"
    );
    vault.put_session(&session(1), &tokens("a")).unwrap();
    assert_eq!(ring.items.lock().unwrap().len(), 1);

    let before = std::fs::read(data(&home).join("vault.vk")).unwrap();
    let kept = std::mem::take(&mut *ring.items.lock().unwrap());
    let vault = open(&data(&home), Access::Keyring, &ring);
    for outcome in [
        vault.prepare(),
        vault.session(&session(1)).map(|_| ()),
        vault.put_session(&session(1), &tokens("b")),
        vault.forget(&[RecordName::Session(session(1))]),
        vault.unlock(None),
    ] {
        assert!(
            matches!(outcome, Err(VaultError::Keyring(KeyringProblem::Absent))),
            "{outcome:?}"
        );
    }
    assert!(ring.items.lock().unwrap().is_empty());
    assert_eq!(std::fs::read(data(&home).join("vault.vk")).unwrap(), before);
    *ring.items.lock().unwrap() = kept;
    assert_eq!(
        access_token(vault.session(&session(1)).unwrap()).unwrap(),
        "00Daccess!a"
    );
}

/// G12: every state at every call, for a vault that exists and one that does not.
#[test]
fn no_keyring_fault_loses_the_vault_replaces_the_key_or_writes_plain_text() {
    let problems = [
        KeyringProblem::Absent,
        KeyringProblem::Locked,
        KeyringProblem::Denied,
        KeyringProblem::Unavailable("gone".into()),
        KeyringProblem::Corrupt,
    ];
    let mut injections = 0;
    for problem in problems {
        for call in ["connect", "get", "set", "delete"] {
            for action in 0..6 {
                for exists in [true, false] {
                    inject(call, &problem, action, exists);
                    injections += 1;
                }
            }
        }
    }
    assert!(injections >= 200, "{injections}");
}

fn inject(call: &'static str, problem: &KeyringProblem, action: u8, exists: bool) {
    let home = tempfile::tempdir().unwrap();
    let ring = Arc::new(FakeRing::default());
    if exists {
        let vault = open(&data(&home), Access::Keyring, &ring);
        vault.put_session(&session(1), &tokens("CANARY")).unwrap();
    }
    let items = ring.items.lock().unwrap().clone();
    *ring.fault.lock().unwrap() = Some((call, problem.clone()));
    let vault = open(&data(&home), Access::Keyring, &ring);
    let passphrase = Secret::new(PASSPHRASE.into());
    let _ = match action {
        0 => vault.prepare(),
        1 => vault.put_session(&session(2), &tokens("CANARY")),
        2 => vault.session(&session(1)).map(|_| ()),
        3 => vault.forget(&[RecordName::Session(session(9))]),
        4 => vault.set_recovery(Some(&passphrase)),
        _ => vault.unlock(None),
    };
    *ring.fault.lock().unwrap() = None;
    for (name, key) in items {
        assert_eq!(
            ring.items.lock().unwrap().get(&name),
            Some(&key),
            "{call} {problem:?} {action}"
        );
    }
    let vault = open(&data(&home), Access::Keyring, &ring);
    let expected = exists.then(|| "00Daccess!CANARY".to_owned());
    assert_eq!(access_token(vault.session(&session(1)).unwrap()), expected);
    for file in files_below(&data(&home)) {
        let bytes = std::fs::read(&file).unwrap();
        assert!(
            !bytes.windows(6).any(|window| window == b"CANARY"),
            "{}",
            file.display()
        );
    }
}

#[test]
fn a_key_of_another_vault_is_corrupt_and_changes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let ring = Arc::new(FakeRing::default());
    open(&data(&home), Access::Keyring, &ring)
        .put_session(&session(1), &tokens("a"))
        .unwrap();
    let right = ring.items.lock().unwrap().clone();
    for wrong in [
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "no base64",
        "",
    ] {
        for text in ring.items.lock().unwrap().values_mut() {
            *text = wrong.into();
        }
        let vault = open(&data(&home), Access::Keyring, &ring);
        let outcome = vault.put_session(&session(1), &tokens("b"));
        assert!(
            matches!(outcome, Err(VaultError::Keyring(KeyringProblem::Corrupt))),
            "{outcome:?}"
        );
    }
    *ring.items.lock().unwrap() = right;
    let vault = open(&data(&home), Access::Keyring, &ring);
    assert_eq!(
        access_token(vault.session(&session(1)).unwrap()).unwrap(),
        "00Daccess!a"
    );
}

#[test]
fn a_locked_vault_hands_nothing_out_but_takes_the_answer_of_a_refresh() {
    let (home, access) = with_passphrase();
    let vault = open(&data(&home), access, &no_ring());
    vault.put_session(&session(1), &tokens("old")).unwrap();
    let ticket = vault.ticket(&session(1)).unwrap();
    vault.lock();
    assert!(!vault.status().unwrap().is_unlocked);
    assert!(matches!(
        vault.session(&session(1)),
        Err(VaultError::Locked)
    ));
    assert!(matches!(
        vault.put_session(&session(1), &tokens("x")),
        Err(VaultError::Locked)
    ));
    vault.redeem(&ticket, &tokens("new")).unwrap();
    assert!(matches!(
        vault.session(&session(1)),
        Err(VaultError::Locked)
    ));
    vault.unlock(None).unwrap();
    assert_eq!(
        access_token(vault.session(&session(1)).unwrap()).unwrap(),
        "00Daccess!new"
    );
}

#[test]
fn a_typed_passphrase_makes_the_vault_and_opens_it() {
    let home = tempfile::tempdir().unwrap();
    let vault = open(&data(&home), Access::Passphrase, &no_ring());
    assert!(matches!(vault.prepare(), Err(VaultError::PassphraseNeeded)));
    let short = vault.unlock(Some(&Secret::new("elevenchars".into())));
    assert!(matches!(short, Err(VaultError::PassphraseShort)));
    vault.unlock(Some(&Secret::new(PASSPHRASE.into()))).unwrap();
    vault.put_session(&session(1), &tokens("a")).unwrap();

    let vault = open(&data(&home), Access::Passphrase, &no_ring());
    assert!(matches!(
        vault.session(&session(1)),
        Err(VaultError::PassphraseNeeded)
    ));
    let wrong = vault.unlock(Some(&Secret::new("correct horse batteri".into())));
    assert!(matches!(wrong, Err(VaultError::WrongPassphrase)));
    vault.unlock(Some(&Secret::new(PASSPHRASE.into()))).unwrap();
    assert_eq!(
        access_token(vault.session(&session(1)).unwrap()).unwrap(),
        "00Daccess!a"
    );
}

#[test]
fn forgetting_reaches_every_kept_generation() {
    let (home, access) = with_passphrase();
    let vault = open(&data(&home), access.clone(), &no_ring());
    for n in 0..5 {
        vault.put_session(&session(n), &tokens("a")).unwrap();
    }
    vault.forget(&[RecordName::Session(session(0))]).unwrap();
    for generation in ["vault.vk", "vault.vk.1", "vault.vk.2", "vault.vk.3"] {
        let bytes = std::fs::read(data(&home).join(generation)).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(session(0).as_str()), "{generation}");
        assert!(text.contains(session(1).as_str()), "{generation}");
    }
    assert!(vault.session(&session(0)).unwrap().is_none());
    // An older generation still opens, with what it had less the forgotten.
    std::fs::remove_file(data(&home).join("vault.vk")).unwrap();
    let vault = open(&data(&home), access, &no_ring());
    let kept = vault.session(&session(1)).unwrap().unwrap();
    assert!(kept.possibly_stale);
    assert!(vault.session(&session(0)).unwrap().is_none());
}

#[test]
fn changing_the_passphrase_or_the_kind_closes_the_old_way_in_every_generation() {
    let home = tempfile::tempdir().unwrap();
    let ring = Arc::new(FakeRing::default());
    let vault = open(&data(&home), Access::Keyring, &ring);
    for n in 0..5 {
        vault.put_session(&session(n), &tokens("a")).unwrap();
    }
    let passphrase = Secret::new(PASSPHRASE.into());
    vault.move_key(&NewPlace::Passphrase(&passphrase)).unwrap();
    assert!(ring.items.lock().unwrap().is_empty());
    assert_eq!(
        access_token(vault.session(&session(4)).unwrap()).unwrap(),
        "00Daccess!a"
    );
    for generation in 0..4 {
        let vault = open(&data(&home), Access::Passphrase, &ring);
        vault.unlock(Some(&passphrase)).unwrap();
        assert_eq!(
            access_token(vault.session(&session(0)).unwrap()).unwrap(),
            "00Daccess!a"
        );
        if generation == 0 {
            std::fs::remove_file(data(&home).join("vault.vk")).unwrap();
        } else if generation < 3 {
            std::fs::remove_file(data(&home).join(format!("vault.vk.{generation}"))).unwrap();
        }
    }
    let vault = open(&data(&home), Access::Passphrase, &ring);
    vault.unlock(Some(&passphrase)).unwrap();
    vault.move_key(&NewPlace::Keyring).unwrap();
    let vault = open(&data(&home), Access::Keyring, &ring);
    assert_eq!(
        access_token(vault.session(&session(0)).unwrap()).unwrap(),
        "00Daccess!a"
    );
}

#[test]
fn what_was_in_memory_is_in_the_file_once_the_vault_has_a_place() {
    let home = tempfile::tempdir().unwrap();
    let ring = Arc::new(FakeRing::default());
    let passphrase = Secret::new(PASSPHRASE.into());
    let vault = open(&data(&home), Access::Memory, &ring);
    vault.put_session(&session(1), &tokens("a")).unwrap();
    let short = Secret::new("eleven chars".get(..11).unwrap().into());
    let refused = vault.move_key(&NewPlace::Passphrase(&short));
    assert!(matches!(refused, Err(VaultError::PassphraseShort)));
    assert_eq!(
        access_token(vault.session(&session(1)).unwrap()).unwrap(),
        "00Daccess!a"
    );
    vault.move_key(&NewPlace::Passphrase(&passphrase)).unwrap();
    vault.put_session(&session(2), &tokens("b")).unwrap();

    let vault = open(&data(&home), Access::Passphrase, &ring);
    vault.unlock(Some(&passphrase)).unwrap();
    for (n, text) in [(1, "00Daccess!a"), (2, "00Daccess!b")] {
        let kept = access_token(vault.session(&session(n)).unwrap());
        assert_eq!(kept.as_deref(), Some(text));
    }
}

#[test]
fn a_change_is_proved_by_the_present_passphrase_or_by_the_recovery_passphrase() {
    let home = tempfile::tempdir().unwrap();
    let vault = open(&data(&home), Access::Passphrase, &no_ring());
    let [open_with, recovery, other] =
        [PASSPHRASE, "recover me, please", "somebody else's"].map(|text| Secret::new(text.into()));
    vault.unlock(Some(&open_with)).unwrap();
    vault.prove(Some(&open_with)).unwrap();
    let wrong = |vault: &Vault| vault.prove(Some(&recovery)).unwrap_err();
    assert_eq!(wrong(&vault).code(), "wrong_passphrase");
    vault.set_recovery(Some(&recovery)).unwrap();
    vault.prove(Some(&recovery)).unwrap();
    assert_eq!(
        vault.prove(Some(&other)).unwrap_err().code(),
        "wrong_passphrase"
    );
    assert_eq!(vault.prove(None).unwrap_err().code(), "passphrase_needed");
    vault.set_recovery(None).unwrap();
    assert_eq!(wrong(&vault).code(), "wrong_passphrase");
}

#[test]
fn a_recovery_passphrase_brings_a_lost_keyring_item_back() {
    let home = tempfile::tempdir().unwrap();
    let ring = Arc::new(FakeRing::default());
    let vault = open(&data(&home), Access::Keyring, &ring);
    vault.put_session(&session(1), &tokens("a")).unwrap();
    let passphrase = Secret::new(PASSPHRASE.into());
    assert!(matches!(
        vault.recover(&passphrase),
        Err(VaultError::NoRecovery)
    ));
    vault.set_recovery(Some(&passphrase)).unwrap();
    assert!(vault.status().unwrap().has_recovery);
    ring.items.lock().unwrap().clear();

    let vault = open(&data(&home), Access::Keyring, &ring);
    assert!(matches!(
        vault.session(&session(1)),
        Err(VaultError::Keyring(KeyringProblem::Absent))
    ));
    let wrong = vault.recover(&Secret::new("another passphrase".into()));
    assert!(matches!(wrong, Err(VaultError::WrongPassphrase)));
    vault.recover(&passphrase).unwrap();
    assert_eq!(ring.items.lock().unwrap().len(), 1);
    let vault = open(&data(&home), Access::Keyring, &ring);
    assert_eq!(
        access_token(vault.session(&session(1)).unwrap()).unwrap(),
        "00Daccess!a"
    );
}

#[test]
fn starting_over_keeps_the_old_vault_under_another_name() {
    let home = tempfile::tempdir().unwrap();
    let ring = Arc::new(FakeRing::default());
    let vault = open(&data(&home), Access::Keyring, &ring);
    vault.put_session(&session(1), &tokens("a")).unwrap();
    vault.put_session(&session(1), &tokens("b")).unwrap();
    ring.items.lock().unwrap().clear();
    let moved = vault.start_over().unwrap();
    assert_eq!(moved.len(), 2);
    assert!(moved.iter().all(|path| path.exists()));
    assert!(vault.session(&session(1)).unwrap().is_none());
    vault.put_session(&session(1), &tokens("c")).unwrap();
    assert_eq!(
        access_token(vault.session(&session(1)).unwrap()).unwrap(),
        "00Daccess!c"
    );
}

#[test]
fn a_damaged_record_hides_no_other_and_an_older_one_is_possibly_stale() {
    let (home, access) = with_passphrase();
    let vault = open(&data(&home), access.clone(), &no_ring());
    for n in 0..3 {
        vault
            .put_session(&session(n), &tokens(&n.to_string()))
            .unwrap();
    }
    let file = data(&home).join("vault.vk");
    let mut bytes = std::fs::read(&file).unwrap();
    // The records follow the header in the order of their names.
    let last = bytes.len() - 1;
    let length = valet_record_length(&bytes);
    bytes[last - length] ^= 1; // the middle one
    bytes[last] ^= 1; // the last one, which no older generation has
    write_private(&file, &bytes);

    let vault = open(&data(&home), access.clone(), &no_ring());
    let first = vault.session(&session(0)).unwrap().unwrap();
    assert!(!first.possibly_stale);
    let middle = vault.session(&session(1)).unwrap().unwrap();
    assert!(middle.possibly_stale);
    assert_eq!(middle.secrets.access_token.expose(), "00Daccess!1");
    assert!(vault.session(&session(2)).unwrap().is_none());
    let notices = vault.take_notices();
    let recovered: Vec<bool> = notices
        .iter()
        .filter_map(|notice| match notice {
            Notice::RecordLost { recovered, .. } => Some(*recovered),
            _ => None,
        })
        .collect();
    assert_eq!(recovered, [true, false]);

    // The next write does not destroy the damaged file, and the doubt about the record stays.
    vault.put_session(&session(0), &tokens("new")).unwrap();
    let vault = open(&data(&home), access, &no_ring());
    assert!(vault.session(&session(1)).unwrap().unwrap().possibly_stale);
    assert!(!vault.session(&session(0)).unwrap().unwrap().possibly_stale);
    let aside = files_below(&data(&home))
        .into_iter()
        .find(|path| path.to_string_lossy().contains("aside"));
    assert_eq!(std::fs::read(aside.unwrap()).unwrap(), bytes);
}

/// Length of one record, all being equal here.
fn valet_record_length(bytes: &[u8]) -> usize {
    let text = String::from_utf8_lossy(bytes);
    let (_, after) = text.split_once("\"length\":").unwrap();
    after
        .chars()
        .take_while(char::is_ascii_digit)
        .collect::<String>()
        .parse()
        .unwrap()
}

#[test]
fn an_unreadable_vault_without_older_generations_is_left_alone() {
    let (home, access) = with_passphrase();
    let vault = open(&data(&home), access.clone(), &no_ring());
    vault.put_session(&session(1), &tokens("a")).unwrap();
    let file = data(&home).join("vault.vk");
    write_private(&file, b"VKVAULT\nnonsense");
    let vault = open(&data(&home), access, &no_ring());
    for outcome in [
        vault.session(&session(1)).map(|_| ()),
        vault.put_session(&session(1), &tokens("b")),
        vault.prepare(),
    ] {
        assert!(
            matches!(outcome, Err(VaultError::Keep(KeepError::Damaged { .. }))),
            "{outcome:?}"
        );
    }
    assert_eq!(std::fs::read(&file).unwrap(), b"VKVAULT\nnonsense");
}

/// Opened as a release opens it, with the full cost of its passphrase.
#[test]
fn a_vault_of_every_released_schema_still_opens() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/store/schema-1/vault.vk");
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("passphrase");
    write_private(&file, b"golden passphrase\n");
    let (places, _) = Places::open(Some(home.path())).unwrap();
    write_private(
        &home.path().join("vault.vk"),
        &std::fs::read(golden).unwrap(),
    );
    let locks = Locks::open(&places.data, &mut Vec::new()).unwrap();
    let vault = Vault::open(&places, &locks, Access::PassphraseFile(file));
    let kept = vault
        .session(&SessionId::known("00112233445566aa"))
        .unwrap()
        .unwrap();
    assert_eq!(
        kept.secrets.refresh_token.unwrap().expose(),
        "5Aep861refreshgolden"
    );
    let profile = vault
        .profile(&ProfileId::parse("acme-uat").unwrap())
        .unwrap()
        .unwrap();
    assert_eq!(
        profile.secrets.client_secret.unwrap().expose(),
        "golden consumer secret"
    );
    assert!(vault.status().unwrap().has_recovery);
}

#[test]
fn a_vault_made_at_the_cost_of_tests_does_not_open_in_a_release() {
    let (home, access) = with_passphrase();
    open(&data(&home), access.clone(), &no_ring())
        .put_session(&session(1), &tokens("a"))
        .unwrap();
    let (places, _) = Places::open(Some(&data(&home))).unwrap();
    let locks = Locks::open(&places.data, &mut Vec::new()).unwrap();
    let refused = Vault::open(&places, &locks, access).session(&session(1));
    assert!(
        matches!(refused, Err(VaultError::CostRefused)),
        "{refused:?}"
    );
}

#[test]
fn what_a_lost_key_cannot_open_is_no_obstacle_to_forgetting_something_else() {
    let home = tempfile::tempdir().unwrap();
    let ring = Arc::new(FakeRing::default());
    let vault = open(&data(&home), Access::Keyring, &ring);
    vault.put_session(&session(1), &tokens("a")).unwrap();
    ring.items.lock().unwrap().clear();
    let vault = open(&data(&home), Access::Keyring, &ring);
    vault.forget(&[RecordName::Session(session(2))]).unwrap();
    let lost = vault.forget(&[RecordName::Session(session(1))]);
    assert!(
        matches!(lost, Err(VaultError::Keyring(KeyringProblem::Absent))),
        "{lost:?}"
    );
}

/// Everything that can be done, each with marked secrets; then every file is searched, in every encoding.
#[test]
fn no_secret_is_readable_in_any_file_whatever_was_done() {
    const MARK: &str = "MARKtokenTextThatNobodyMayFind01";
    let home = tempfile::tempdir().unwrap();
    let ring = Arc::new(FakeRing::default());
    let folder = data(&home);
    let (keeping, _) = Keeping::open(Some(&folder), Access::Memory).unwrap();
    let vault = open(&folder, Access::Keyring, &ring);
    let passphrase = Secret::new(format!("{MARK}passphrase"));
    let id = ProfileId::parse("acme").unwrap();
    let secrets = ProfileSecrets {
        client_secret: Some(ClientSecret::new(MARK.into())),
    };
    for n in 0..4 {
        vault.put_session(&session(n), &tokens(MARK)).unwrap();
    }
    vault.put_profile(&id, &secrets).unwrap();
    vault.set_recovery(Some(&passphrase)).unwrap();
    vault.move_key(&NewPlace::Passphrase(&passphrase)).unwrap();
    let token = tokens(MARK).refresh_token.unwrap();
    let intent = Intent {
        refresh_token_fingerprint: token.fingerprint(),
        began_at: UnixTime::from_secs(0),
    };
    keeping.rotations.begin(&session(1), &intent).unwrap();
    vault.forget(&[RecordName::Session(session(0))]).unwrap();
    let bytes = std::fs::read(folder.join("vault.vk")).unwrap();
    write_private(&folder.join("vault.vk"), &bytes[..bytes.len() / 2]);
    let again = open(&folder, Access::Passphrase, &ring);
    again.unlock(Some(&passphrase)).unwrap();
    again.put_session(&session(1), &tokens(MARK)).unwrap();
    again.start_over().unwrap();
    again.unlock(Some(&passphrase)).unwrap();
    again.put_session(&session(1), &tokens(MARK)).unwrap();
    again.move_key(&NewPlace::Keyring).unwrap();

    let needles = encodings(&MARK.as_bytes()[4..28]);
    let key = ring.items.lock().unwrap().values().next().unwrap().clone();
    let files = files_below(&folder);
    assert!(files.len() >= 8, "{files:?}");
    for file in files {
        let bytes = std::fs::read(&file).unwrap();
        for needle in needles.iter().chain([&key.clone().into_bytes()]) {
            let found = bytes
                .windows(needle.len())
                .any(|window| window == needle.as_slice());
            assert!(!found, "{}", file.display());
        }
    }
    // The search itself finds what is there.
    let planted = encodings(&MARK.as_bytes()[4..28]).concat();
    assert!(needles.iter().all(|needle| {
        planted
            .windows(needle.len())
            .any(|window| window == needle.as_slice())
    }));
}

/// The ways a text may hide in a file: raw, reversed, hex, UTF-16 and base64 at its three alignments.
fn encodings(text: &[u8]) -> Vec<Vec<u8>> {
    use base64::Engine as _;
    let base64 = |skip: usize| {
        let whole = base64::engine::general_purpose::STANDARD_NO_PAD.encode(&text[skip..]);
        whole.as_bytes()[..whole.len() - 4].to_vec()
    };
    vec![
        text.to_vec(),
        text.iter().rev().copied().collect(),
        valet_key::model::ids::hex(text).into_bytes(),
        valet_key::model::ids::hex(text).to_uppercase().into_bytes(),
        text.iter().flat_map(|byte| [*byte, 0]).collect(),
        base64(0),
        base64(1),
        base64(2),
    ]
}
