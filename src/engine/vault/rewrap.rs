//! Changing where the key is, and the ways back when it is lost. Records stay as they are.

use std::path::PathBuf;
use std::sync::Arc;

use super::format::{Contents, KeyPlace, decode, encode};
use super::key::Purpose;
use super::{Vault, VaultError};
use crate::engine::folder::GENERATIONS;
use crate::engine::lock::Held;
use crate::engine::step;
use crate::engine::vault_key::keyring::{Item, KeyringProblem};
use crate::engine::vault_key::passphrase::{Wrap, is_long_enough};
use crate::engine::vault_key::{Access, Key};
use crate::model::secret::Secret;

/// Where the key shall be from now on.
#[derive(Debug)]
pub enum NewPlace<'a> {
    /// In the keyring.
    Keyring,
    /// Under a passphrase, typed from now on.
    Passphrase(&'a Secret),
}

impl Vault {
    /// Lets through who knows the passphrase of a vault that is under one, or its recovery passphrase; other
    /// kinds ask nothing here.
    ///
    /// # Errors
    ///
    /// [`VaultError::WrongPassphrase`], [`VaultError::PassphraseNeeded`].
    pub fn prove(&self, passphrase: Option<&Secret>) -> Result<(), VaultError> {
        let Some(opened) = self.look(None)? else {
            return Ok(());
        };
        let facts = opened.facts();
        let KeyPlace::Passphrase(wrap) = &facts.key else {
            return Ok(());
        };
        let passphrase = passphrase.ok_or(VaultError::PassphraseNeeded)?;
        let vault_id = &facts.vault_id;
        match (
            self.unwrap(wrap, passphrase, vault_id, Purpose::Open),
            &facts.recovery,
        ) {
            (Err(VaultError::WrongPassphrase), Some(recovery)) => self
                .unwrap(recovery, passphrase, vault_id, Purpose::Recovery)
                .map(drop),
            (opened, _) => opened.map(drop),
        }
    }

    /// Moves the key to another place, or under another passphrase, in every kept generation.
    ///
    /// # Errors
    ///
    /// [`VaultError`]; the old way still opens the vault then.
    pub fn move_key(&self, place: &NewPlace<'_>) -> Result<(), VaultError> {
        if self.is_memory()? || self.look(None)?.is_none() {
            return self.settle(place);
        }
        let (contents, key) = self.needed()?;
        let vault_id = &contents.facts.vault_id;
        let item = Item::of_vault(vault_id);
        let (new, access) = match place {
            NewPlace::Keyring => {
                self.keyring.keep(&item, &key)?;
                let place = KeyPlace::Keyring {
                    service: item.service().to_owned(),
                    user: item.user().to_owned(),
                };
                (place, Access::Keyring)
            }
            NewPlace::Passphrase(passphrase) => {
                let wrap = self.wrap(&key, passphrase, vault_id, Purpose::Open)?;
                (KeyPlace::Passphrase(wrap), Access::Passphrase)
            }
        };
        let leaves = matches!(
            (&contents.facts.key, place),
            (KeyPlace::Keyring { .. }, NewPlace::Passphrase(_))
        );
        let held = self.locks.vault()?;
        self.refuse_newer()?;
        if leaves {
            self.left.note(&item)?;
            step::reach("keyring", "noted");
        }
        self.rewrite_all(&held, &key, |contents| {
            contents.facts.key = new.clone();
            true
        })?;
        if let NewPlace::Keyring = place {
            // Who works off an older note may have removed what was kept before we had the lock.
            if let Err(KeyringProblem::Absent) = self.keyring.key(&item) {
                self.keyring.keep(&item, &key)?;
            }
            self.left.clear();
        }
        self.set_access(access);
        if leaves {
            step::reach("keyring", "moved");
            // The file is under the passphrase now; what is left is to be told, not undone.
            let left = |_| VaultError::ItemLeft(item.user().to_owned());
            self.keyring.remove(&item).map_err(left)?;
            self.left.clear();
        }
        drop(held);
        Ok(())
    }

    /// Sets, changes or removes the recovery passphrase.
    ///
    /// # Errors
    ///
    /// [`VaultError`].
    pub fn set_recovery(&self, passphrase: Option<&Secret>) -> Result<(), VaultError> {
        let (contents, key) = self.needed()?;
        let vault_id = &contents.facts.vault_id;
        let wrap = passphrase
            .map(|passphrase| self.wrap(&key, passphrase, vault_id, Purpose::Recovery))
            .transpose()?;
        let held = self.locks.vault()?;
        self.refuse_newer()?;
        self.rewrite_all(&held, &key, |contents| {
            contents.facts.recovery.clone_from(&wrap);
            true
        })
    }

    /// Opens the vault with the recovery passphrase, and puts the key back into the keyring if that is its place.
    ///
    /// # Errors
    ///
    /// [`VaultError`]; [`VaultError::NoRecovery`] when none was set.
    pub fn recover(&self, passphrase: &Secret) -> Result<(), VaultError> {
        let opened = self.look(None)?.ok_or(VaultError::NoRecovery)?;
        let facts = opened.facts();
        let wrap = facts.recovery.as_ref().ok_or(VaultError::NoRecovery)?;
        let key = self.unwrap(wrap, passphrase, &facts.vault_id, Purpose::Recovery)?;
        let key = Arc::new(key);
        self.unseal(&opened, &key)?;
        let mut inner = self.inner();
        inner.is_closed = false;
        let locked_times = inner.locked_times;
        drop(inner);
        self.remember(facts, Arc::clone(&key), locked_times);
        if let KeyPlace::Keyring { .. } = facts.key {
            self.keyring.keep(&Item::of_vault(&facts.vault_id), &key)?;
        }
        Ok(())
    }

    /// Moves the vault and all its generations aside, so that the next use makes a new one. The last way out.
    ///
    /// Returns where they are now.
    ///
    /// # Errors
    ///
    /// [`VaultError::Keep`].
    pub fn start_over(&self) -> Result<Vec<PathBuf>, VaultError> {
        let _held = self.locks.vault()?;
        let mut moved = Vec::new();
        // Oldest first: should we be stopped between two, the newest is still the one that is opened.
        for generation in (0..=GENERATIONS).rev() {
            if std::fs::symlink_metadata(self.file.path(generation)).is_ok() {
                moved.push(self.file.move_aside(generation)?);
            }
        }
        let mut inner = self.inner();
        inner.key = None;
        inner.opened = None;
        inner.is_closed = false;
        Ok(moved)
    }

    fn needed(&self) -> Result<(Arc<Contents>, Arc<Key>), VaultError> {
        self.prepare()?;
        self.contents(None, None)?.ok_or(VaultError::Locked)
    }

    fn wrap(
        &self,
        key: &Key,
        passphrase: &Secret,
        vault_id: &str,
        purpose: Purpose,
    ) -> Result<Wrap, VaultError> {
        if !is_long_enough(passphrase) {
            return Err(VaultError::PassphraseShort);
        }
        let cost = self.cost_of_typing();
        let context = purpose.context(vault_id);
        Ok(Wrap::make(key, passphrase, cost, &context)?)
    }

    /// Edits the present file and every kept generation in place; an older one that is unreadable goes.
    ///
    /// `edit` returns whether it changed anything. The present file comes first.
    pub(super) fn rewrite_all(
        &self,
        held: &Held,
        key: &Key,
        mut edit: impl FnMut(&mut Contents) -> bool,
    ) -> Result<(), VaultError> {
        self.file.sweep();
        if let Some((contents, key)) = self.contents(Some(held), None)? {
            let mut next = (*contents).clone();
            if edit(&mut next) {
                // Not as a further generation: that would keep what was just taken out.
                self.write_in_place(next, &key)?;
            }
        }
        for generation in 1..=GENERATIONS {
            let path = self.file.path(generation);
            let Some((bytes, _)) = self.file.read(generation, &mut Vec::new())? else {
                continue;
            };
            match decode(&bytes)
                .ok()
                .and_then(|unchecked| unchecked.check(key))
            {
                Some(mut contents) => {
                    if edit(&mut contents) {
                        self.file.rewrite(generation, &encode(&contents, key)?)?;
                    }
                }
                None => std::fs::remove_file(&path)
                    .map_err(|source| crate::engine::folder::KeepError::io(&path, source))?,
            }
        }
        self.rewrite_asides(key, edit)
    }

    /// What was moved aside is edited too, where it can still be read.
    fn rewrite_asides(
        &self,
        key: &Key,
        mut edit: impl FnMut(&mut Contents) -> bool,
    ) -> Result<(), VaultError> {
        for aside in self.file.asides() {
            let Some((bytes, _)) =
                crate::engine::folder::read_private(&aside, super::LIMIT, &mut Vec::new())?
            else {
                continue;
            };
            let Some(mut contents) = decode(&bytes)
                .ok()
                .and_then(|unchecked| unchecked.check(key))
            else {
                continue;
            };
            if edit(&mut contents) {
                self.file.rewrite_path(&aside, &encode(&contents, key)?)?;
            }
        }
        Ok(())
    }

    fn write_in_place(&self, mut contents: Contents, key: &Key) -> Result<(), VaultError> {
        contents.facts.generation += 1;
        contents.bad.clear();
        let bytes = encode(&contents, key)?;
        self.set_spoilt_aside()?;
        self.file.rewrite(0, &bytes)?;
        let stamp = self.file.stamp()?;
        self.inner().opened = Some(Arc::new(super::generation::Opened::written(
            contents, stamp,
        )));
        Ok(())
    }
}
