//! A real gnome-keyring under a D-Bus session of its own: each of the states it can be in (R53–R55).
//!
//! Needs `dbus-run-session` and `gnome-keyring-daemon`; without them these tests say so and do nothing.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![cfg(target_os = "linux")]

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use valet_key::engine::folder::Places;
use valet_key::engine::lock::Locks;
use valet_key::engine::vault::{Vault, VaultError};
use valet_key::engine::vault_key::Access;
use valet_key::engine::vault_key::keyring::{Item, Keyring, KeyringProblem, SystemRing};
use valet_key::engine::vault_key::passphrase::Cost;
use valet_key::model::problem::Problem;
use valet_key::model::secret::Secret;

use crate::child::{Said, command, files_below, part, say};
use crate::vault::{PASSPHRASE, access_token, session, tokens};

/// What stands in place of a secret, so that a search can find it.
const CANARY: &str = "CANARYdidNotStayInItsCage0123456789abcdef";

fn vault(home: &Path) -> Vault {
    let (places, _) = Places::open(Some(&home.join("data"))).unwrap();
    let locks = Locks::open(&places.data, &mut Vec::new()).unwrap();
    Vault::open(&places, &locks, Access::Keyring)
}

fn told<T>(outcome: Result<T, VaultError>) -> String {
    match outcome {
        Ok(_) => "ok".into(),
        Err(error) => Problem::from(error).code,
    }
}

/// Runs a part of this file inside a D-Bus session; `before` is what the shell does first, with the daemon's password piped.
fn in_session(home: &Path, test: &str, before: &str) -> Option<Vec<String>> {
    on_bus(home, None, test, before)
}

fn on_bus(home: &Path, config: Option<&Path>, test: &str, before: &str) -> Option<Vec<String>> {
    if !is_there("dbus-run-session") || !is_there("gnome-keyring-daemon") {
        eprintln!("not run: dbus-run-session and gnome-keyring-daemon are not both here");
        return None;
    }
    let runtime = home.join("run");
    std::fs::create_dir_all(&runtime).unwrap();
    let child = command(test, &home.to_string_lossy());
    let mut session = Command::new("dbus-run-session");
    if let Some(config) = config {
        session.arg("--config-file").arg(config);
    }
    session.args(["--", "sh", "-c", &format!("{before}\nexec \"$@\""), "sh"]);
    session.arg(child.get_program()).args(child.get_args());
    session.env_clear();
    session.envs(
        child
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    // Before the bus: it starts the daemon with its own environment, and that one opens somebody's keyring otherwise.
    session.env("HOME", home).env("XDG_RUNTIME_DIR", &runtime);
    session.env("PATH", std::env::var_os("PATH").unwrap());
    session
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut running = session.spawn().unwrap();
    let said: Vec<String> = Said::of(&mut running).collect();
    assert!(running.wait().unwrap().success(), "{test}: {said:?}");
    Some(said)
}

fn is_there(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Starts the daemon with its keyring unlocked, which makes the keyring the first time.
const UNLOCKED: &str = "printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null";

/// Starts the daemon with its keyring locked.
const LOCKED: &str = "gnome-keyring-daemon --start --components=secrets >/dev/null";

fn no_canary(home: &Path) {
    for file in files_below(home) {
        let bytes = std::fs::read(&file).unwrap_or_default();
        for start in 0..CANARY.len() - 8 {
            let window = &CANARY.as_bytes()[start..start + 8];
            assert!(
                !bytes.windows(8).any(|found| found == window),
                "{}",
                file.display()
            );
        }
    }
}

const UNLOCKED_PART: &str = "keyring::child_with_an_unlocked_keyring";

#[test]
fn child_with_an_unlocked_keyring() {
    let Some(home) = part(UNLOCKED_PART) else {
        return;
    };
    let home = Path::new(&home);
    let keyring = Keyring::of_system();
    say(&format!("{:?}", keyring.probe()));
    let first = vault(home);
    first.put_session(&session(1), &tokens(CANARY)).unwrap();
    first
        .set_recovery(Some(&Secret::new(PASSPHRASE.into())))
        .unwrap();
    say(&access_token(vault(home).session(&session(1)).unwrap()).unwrap());

    // Deleted behind our back.
    let header = std::fs::read(home.join("data/vault.vk")).unwrap();
    let header = String::from_utf8_lossy(&header).into_owned();
    let (_, after) = header.split_once("\"vault_id\":\"").unwrap();
    let item = Item::of_vault(&after[..16]);
    keyring.remove(&item).unwrap();
    let before = std::fs::read(home.join("data/vault.vk")).unwrap();
    say(&told(vault(home).session(&session(1))));
    say(&told(vault(home).put_session(&session(1), &tokens("new"))));
    say(&told(keyring.key(&item).map_err(VaultError::from)));
    assert_eq!(std::fs::read(home.join("data/vault.vk")).unwrap(), before);

    // Something else in its place.
    let other = keyring_core::Entry::new(item.service(), item.user()).unwrap();
    other.set_password("not our key").unwrap();
    say(&told(vault(home).session(&session(1))));

    // The recovery passphrase puts it back.
    vault(home)
        .recover(&Secret::new(PASSPHRASE.into()))
        .unwrap();
    say(&access_token(vault(home).session(&session(1)).unwrap()).unwrap());
}

const LOCKED_PART: &str = "keyring::child_with_a_locked_keyring";

#[test]
fn child_with_a_locked_keyring() {
    let Some(home) = part(LOCKED_PART) else {
        return;
    };
    let home = Path::new(&home);
    say(&told(vault(home).session(&session(1))));
    say(&told(vault(home).put_session(&session(1), &tokens(CANARY))));
    say(&told(
        Keyring::of_system().probe().map_err(VaultError::from),
    ));
}

#[test]
fn unlocked_deleted_overwritten_recovered_and_locked() {
    let home = tempfile::tempdir().unwrap();
    let Some(said) = in_session(home.path(), UNLOCKED_PART, UNLOCKED) else {
        return;
    };
    let token = format!("00Daccess!{CANARY}");
    let expected = [
        "Ok(())",
        &token,
        "keyring_absent",
        "keyring_absent",
        "keyring_absent",
        "keyring_corrupt",
        &token,
    ];
    assert_eq!(said, expected);

    let before = std::fs::read(home.path().join("data/vault.vk")).unwrap();
    let said = in_session(home.path(), LOCKED_PART, LOCKED).unwrap();
    assert_eq!(said, ["keyring_locked", "keyring_locked", "keyring_locked"]);
    assert_eq!(
        std::fs::read(home.path().join("data/vault.vk")).unwrap(),
        before
    );

    let said = in_session(home.path(), AGAIN_PART, UNLOCKED).unwrap();
    assert_eq!(said, [token]);
    no_canary(home.path());
}

const AGAIN_PART: &str = "keyring::child_after_the_keyring_was_locked";

#[test]
fn child_after_the_keyring_was_locked() {
    let Some(home) = part(AGAIN_PART) else { return };
    say(&access_token(vault(Path::new(&home)).session(&session(1)).unwrap()).unwrap());
}

/// A bus that starts no service.
const LONELY_BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"#;

const NONE_PART: &str = "keyring::child_without_a_keyring";

#[test]
fn child_without_a_keyring() {
    let Some(home) = part(NONE_PART) else { return };
    let home = Path::new(&home);
    let vault = vault(home);
    // Reading a vault that does not exist asks nobody.
    say(&told(vault.session(&session(1))));
    say(&told(vault.prepare()));
    say(&told(vault.put_session(&session(1), &tokens(CANARY))));
    let problem = Problem::from(vault.prepare().unwrap_err());
    say(&problem.kind.exit_code().to_string());
    assert!(
        files_below(&home.join("data"))
            .iter()
            .all(|file| file.extension().is_some_and(|end| end == "lock"))
    );
}

#[test]
fn without_a_bus_without_a_service_and_before_the_first_keyring_nothing_is_written() {
    let home = tempfile::tempdir().unwrap();
    // No bus at all.
    let bare = command(NONE_PART, &home.path().to_string_lossy())
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env("XDG_RUNTIME_DIR", home.path())
        .env("HOME", home.path())
        .spawn();
    let mut bare = bare.unwrap();
    let said: Vec<String> = Said::of(&mut bare).collect();
    assert!(bare.wait().unwrap().success(), "{said:?}");
    assert_eq!(
        said,
        ["ok", "keyring_unavailable", "keyring_unavailable", "6"]
    );
    // A bus and a daemon, but no keyring yet and nobody who could be asked to make one.
    let Some(said) = in_session(home.path(), NONE_PART, LOCKED) else {
        return;
    };
    assert_eq!(said, ["ok", "keyring_locked", "keyring_locked", "6"]);
    // A bus on which nobody offers the service.
    let config = home.path().join("bus.conf");
    std::fs::write(&config, LONELY_BUS).unwrap();
    let said = on_bus(home.path(), Some(&config), NONE_PART, "").unwrap();
    assert_eq!(
        said,
        ["ok", "keyring_unavailable", "keyring_unavailable", "6"]
    );
    no_canary(home.path());
}

const STOPPED_PART: &str = "keyring::child_with_a_stopped_daemon";

/// The daemon hangs: the call ends within its limit or at once when the person gives up, and works again after.
#[test]
fn child_with_a_stopped_daemon() {
    let Some(home) = part(STOPPED_PART) else {
        return;
    };
    let home = Path::new(&home);
    vault(home)
        .put_session(&session(1), &tokens(CANARY))
        .unwrap();
    let daemon = daemon_of_this_bus();
    signal("STOP", daemon);
    let (places, _) = Places::open(Some(&home.join("data"))).unwrap();
    let locks = Locks::open(&places.data, &mut Vec::new()).unwrap();
    let ring = Arc::new(SystemRing);
    let keyring = Keyring::new(ring, Duration::from_secs(2), Duration::from_secs(60));
    let hanging = Vault::with(&places, &locks, Access::Keyring, keyring, Cost::FLOOR);
    let began = Instant::now();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| told(hanging.session(&session(1))));
        // Gives up again and again until somebody waits who can be told.
        while !waiting.is_finished() {
            hanging.give_up();
            std::thread::yield_now();
        }
        say(&waiting.join().unwrap());
    });
    say(if began.elapsed() < Duration::from_secs(1) {
        "at once"
    } else {
        "late"
    });
    let began = Instant::now();
    say(&told(hanging.session(&session(1))));
    let took = began.elapsed();
    say(
        if took >= Duration::from_secs(2) && took < Duration::from_secs(10) {
            "after its limit"
        } else {
            "at another time"
        },
    );
    signal("CONT", daemon);
    say(&told(hanging.session(&session(1))));
}

fn daemon_of_this_bus() -> u32 {
    let run = std::env::var("HOME").unwrap();
    let is_ours = |pid: &u32| {
        let read = |what: &str| std::fs::read(format!("/proc/{pid}/{what}")).unwrap_or_default();
        let has = |bytes: Vec<u8>, text: &str| String::from_utf8_lossy(&bytes).contains(text);
        has(read("comm"), "gnome-keyring") && has(read("environ"), &format!("HOME={run}"))
    };
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    processes
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .find(is_ours)
        .unwrap()
}

fn signal(name: &str, pid: u32) {
    let status = Command::new("kill")
        .args([format!("-{name}"), pid.to_string()])
        .status();
    assert!(status.unwrap().success());
}

#[test]
fn a_daemon_that_hangs_is_waited_for_within_limits_and_reached_again() {
    let home = tempfile::tempdir().unwrap();
    let Some(said) = in_session(home.path(), STOPPED_PART, UNLOCKED) else {
        return;
    };
    let expected = [
        "cancelled",
        "at once",
        "keyring_unavailable",
        "after its limit",
        "ok",
    ];
    assert_eq!(said, expected);
    no_canary(home.path());
}

#[test]
fn five_states_have_five_codes() {
    let mut codes: Vec<_> = [
        KeyringProblem::Absent,
        KeyringProblem::Locked,
        KeyringProblem::Denied,
        KeyringProblem::Unavailable(String::new()),
        KeyringProblem::Corrupt,
    ]
    .into_iter()
    .map(|problem| Problem::from(VaultError::from(problem)))
    .map(|problem| {
        assert_eq!(problem.kind.exit_code(), 6);
        problem.code
    })
    .collect();
    codes.dedup();
    assert_eq!(codes.len(), 5);
}
