//! The system's own keyring: Secret Service, macOS Keychain, Windows Credential Manager.
//!
//! `keyring` picks and starts the store of the platform, once per process, and
//! keeps even a failed start. So it serves the first call; later ones connect
//! anew through `keyring-core`, because the service may have been started,
//! stopped or replaced since (R54, R55).

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};

use ::keyring::Entry as SharedEntry;
use keyring_core::{Entry, Error};
use zeroize::Zeroizing;

use super::{Item, KeyringProblem, Ring};

/// The keyring of this system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRing;

/// The one connection of the process has been given to a call, which may still hang in it.
static USED: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// This thread's call is the one that has it; a call keeps to its thread.
    static IS_SHARED: Cell<bool> = const { Cell::new(false) };
}

impl Ring for SystemRing {
    fn connect(&self) -> Result<(), KeyringProblem> {
        // Only Linux has a connection that can die.
        let is_first = cfg!(not(target_os = "linux")) || !USED.swap(true, Ordering::SeqCst);
        let is_shared = is_first && SharedEntry::store_status().is_ok();
        IS_SHARED.set(is_shared);
        if is_shared {
            return Ok(());
        }
        reach().map_err(problem)
    }

    fn get(&self, item: &Item) -> Result<Zeroizing<String>, KeyringProblem> {
        let text = with_entry(item, Entry::get_password);
        text.map(Zeroizing::new).map_err(problem)
    }

    fn set(&self, item: &Item, text: &str) -> Result<(), KeyringProblem> {
        with_entry(item, |entry| entry.set_password(text)).map_err(problem)
    }

    fn delete(&self, item: &Item) -> Result<(), KeyringProblem> {
        match with_entry(item, Entry::delete_credential) {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(problem(error)),
        }
    }
}

fn with_entry<T>(item: &Item, act: impl FnOnce(&Entry) -> Result<T, Error>) -> Result<T, Error> {
    if IS_SHARED.get() {
        act(&SharedEntry::new(item.service(), item.user())?.inner)
    } else {
        act(&fresh(item)?)
    }
}

#[cfg(target_os = "linux")]
fn reach() -> Result<(), Error> {
    zbus_secret_service_keyring_store::Store::new().map(|_| ())
}

#[cfg(target_os = "linux")]
fn fresh(item: &Item) -> Result<Entry, Error> {
    use keyring_core::api::CredentialStoreApi as _;
    zbus_secret_service_keyring_store::Store::new()?.build(item.service(), item.user(), None)
}

#[cfg(not(target_os = "linux"))]
fn reach() -> Result<(), Error> {
    Err(Error::NoDefaultStore)
}

#[cfg(not(target_os = "linux"))]
fn fresh(item: &Item) -> Result<Entry, Error> {
    Entry::new(item.service(), item.user())
}

fn problem(error: Error) -> KeyringProblem {
    match error {
        Error::NoEntry => KeyringProblem::Absent,
        Error::NoStorageAccess(_) if somebody_could_answer() => KeyringProblem::Denied,
        Error::NoStorageAccess(_) => KeyringProblem::Locked,
        // The bytes inside are the item's, and stay inside.
        Error::BadEncoding(_) | Error::BadDataFormat(..) | Error::Ambiguous(_) => {
            KeyringProblem::Corrupt
        }
        Error::PlatformFailure(why) if why.to_string().contains("AccessDenied") => {
            KeyringProblem::Denied
        }
        other => KeyringProblem::Unavailable(other.to_string()),
    }
}

/// A dismissed prompt and a prompt that nothing could show give the same answer; a display tells them apart.
fn somebody_could_answer() -> bool {
    if cfg!(not(target_os = "linux")) {
        return true;
    }
    ["WAYLAND_DISPLAY", "DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
