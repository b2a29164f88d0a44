//! Keeping: everything of one installation that lasts, opened together.

use std::path::Path;
use std::time::Duration;

use super::activity::Activity;
use super::folder::{KeepError, Notice, Places};
use super::lock::{Held, Locks};
use super::store::Store;
use super::vault::{RecordName, Rotations, Vault, VaultError};
use super::vault_key::Access;
use crate::model::ids::SessionId;

/// Library, vault, locks, intents and activity of one installation.
pub struct Keeping {
    /// Where everything is.
    pub places: Places,
    /// Locks between processes.
    pub locks: Locks,
    /// Definitions, facts, settings.
    pub store: Store,
    /// Secrets.
    pub vault: Vault,
    /// What was about to happen to refresh tokens.
    pub rotations: Rotations,
    /// What was done.
    pub activity: Activity,
}

impl Keeping {
    /// Opens the folder given, or the platform's where none is. The vault is not touched.
    ///
    /// # Errors
    ///
    /// [`KeepError`] when a folder is not safe to use or cannot be made.
    pub fn open(data_dir: Option<&Path>, access: Access) -> Result<(Self, Vec<Notice>), KeepError> {
        let (places, mut notices) = Places::open(data_dir)?;
        let locks = Locks::open(&places.data, &mut notices)?;
        let rotations = Rotations::open(&places.data, &mut notices)?;
        let keeping = Self {
            store: Store::new(&places, &locks),
            vault: Vault::open(&places, &locks, access),
            activity: Activity::new(&places.data, &locks),
            rotations,
            locks,
            places,
        };
        Ok((keeping, notices))
    }

    /// Removes the secrets of a session, from every kept generation too, with its intent and its lock.
    ///
    /// Its facts stay in the library; remove them there. Waits 5 s for a refresh
    /// that is going on, because its answer would bring the tokens back.
    ///
    /// # Errors
    ///
    /// [`VaultError`]; the call can be repeated.
    pub fn forget_session(&self, id: &SessionId) -> Result<(), VaultError> {
        let held = self.locks.refresh(id, Duration::from_secs(5))?;
        self.forget_held(id, held)
    }

    /// As [`Keeping::forget_session`], for a caller who holds the session's refresh lock.
    ///
    /// # Errors
    ///
    /// [`VaultError`]; the call can be repeated.
    pub fn forget_held(&self, id: &SessionId, held: Held) -> Result<(), VaultError> {
        self.vault.forget(&[RecordName::Session(id.clone())])?;
        self.rotations.finish(id)?;
        self.locks.forget(id, held)?;
        Ok(())
    }

    /// Takes what was put right since the last call.
    pub fn take_notices(&self) -> Vec<Notice> {
        let mut notices = self.store.take_notices();
        notices.extend(self.vault.take_notices());
        notices
    }
}
