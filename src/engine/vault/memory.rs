//! Secrets in memory only, and how they move into a file once they have a place (R53).
//!
//! While they move, whoever wants to keep, read or forget one waits; it is then
//! the file that they find.

use std::collections::BTreeMap;
use std::sync::{Arc, MutexGuard, PoisonError};

use zeroize::Zeroizing;

use super::rewrap::NewPlace;
use super::{RecordName, Vault, VaultError, record};
use crate::engine::vault_key::Access;
use crate::model::settings::VaultKind;

/// What is kept in memory.
pub(super) type Memory = BTreeMap<RecordName, Zeroizing<Vec<u8>>>;

impl Vault {
    /// Returns true for a vault in memory; refuses it beside a file, and any vault that is locked.
    pub(super) fn is_memory(&self) -> Result<bool, VaultError> {
        self.is_memory_now(&self.moving())
    }

    fn is_memory_now(&self, _: &MutexGuard<'_, ()>) -> Result<bool, VaultError> {
        if self.inner().is_closed {
            return Err(VaultError::Locked);
        }
        if self.access().kind() != VaultKind::Memory {
            return Ok(false);
        }
        match self.peek()? {
            Some(facts) => Err(VaultError::OtherKind {
                found: facts.key.kind(),
                asked: VaultKind::Memory,
            }),
            None => Ok(true),
        }
    }

    /// Does something with what is in memory; nothing when the secrets are in a file.
    pub(super) fn in_memory<T>(
        &self,
        act: impl FnOnce(&mut Memory) -> T,
    ) -> Result<Option<T>, VaultError> {
        let moving = self.moving();
        let is_memory = self.is_memory_now(&moving)?;
        Ok(is_memory.then(|| act(&mut self.inner().memory)))
    }

    /// As [`Vault::in_memory`], whether the vault is locked or not: for who has a ticket.
    pub(super) fn in_memory_even_locked<T>(&self, act: impl FnOnce(&mut Memory) -> T) -> Option<T> {
        let _moving = self.moving();
        (self.access().kind() == VaultKind::Memory).then(|| act(&mut self.inner().memory))
    }

    /// Makes the file at a place, with what was kept in memory until now.
    pub(super) fn settle(&self, place: &NewPlace<'_>) -> Result<(), VaultError> {
        // Argon2 takes its time before the locks, not under them, and so may a prompt of the keyring.
        let ((mut contents, key), access) = match place {
            NewPlace::Keyring => (self.make_in_keyring()?, Access::Keyring),
            NewPlace::Passphrase(passphrase) => {
                let new = self.new_with_passphrase(passphrase, self.cost_of_typing())?;
                (new, Access::Passphrase)
            }
        };
        let locked_times = self.inner().locked_times;
        let moving = self.moving();
        let held = match self.locks.vault() {
            Ok(held) => held,
            Err(error) => {
                self.unmake(&contents);
                return Err(error.into());
            }
        };
        let found = self.look(Some(&held));
        if !matches!(found, Ok(None)) {
            self.unmake(&contents);
            found?;
            drop(held);
            drop(moving);
            return self.move_key(place);
        }
        let vault_id = contents.facts.vault_id.clone();
        let memory = self.inner().memory.clone();
        let written = memory
            .iter()
            .try_for_each(|(name, payload)| {
                let sealed = record::seal(&key, &vault_id, name, 1, payload)?;
                contents.records.insert(name.clone(), sealed);
                Ok(())
            })
            .and_then(|()| self.write(contents.clone(), &key));
        if let Err(error) = written {
            self.unmake(&contents);
            return Err(error);
        }
        // Not the key, should the vault have been locked meanwhile.
        self.remember(&contents.facts, Arc::new(key), locked_times);
        self.inner().memory.clear();
        self.set_access(access);
        Ok(())
    }

    fn moving(&self) -> MutexGuard<'_, ()> {
        self.moving.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
