//! Getting the key of the vault, and making it on first use.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, PoisonError};

use super::format::{Contents, Facts, KeyPlace};
use super::generation::Opened;
use super::{Vault, VaultError};
use crate::engine::lock::Held;
use crate::engine::vault_key::keyring::{Item, KeyringProblem};
use crate::engine::vault_key::passphrase::{Cost, Wrap, WrapProblem, is_long_enough, read_file};
use crate::engine::vault_key::{Access, Key, NoRandom};
use crate::model::ids::hex;
use crate::model::secret::Secret;
use crate::model::settings::VaultKind;

impl Vault {
    /// Opens the vault again after [`Vault::lock`], or for the first time.
    ///
    /// `passphrase` is what a person typed; where there is no vault yet and the
    /// way is [`Access::Passphrase`], the vault is made with it.
    ///
    /// # Errors
    ///
    /// [`VaultError`]; the vault stays locked then.
    pub fn unlock(&self, passphrase: Option<&Secret>) -> Result<(), VaultError> {
        let was_closed = std::mem::replace(&mut self.inner().is_closed, false);
        let outcome = self.unlock_with(passphrase);
        if outcome.is_err() && was_closed {
            let mut inner = self.inner();
            inner.is_closed = true;
            inner.key = None;
        }
        outcome
    }

    fn unlock_with(&self, passphrase: Option<&Secret>) -> Result<(), VaultError> {
        let Some(passphrase) = passphrase else {
            if !self.is_memory()? {
                self.contents(None, None)?;
            }
            return Ok(());
        };
        if let Some(opened) = self.look(None)? {
            let KeyPlace::Passphrase(wrap) = &opened.facts().key else {
                return Err(self.other_kind(opened.facts()));
            };
            let key = self.unwrap(wrap, passphrase, &opened.facts().vault_id, Purpose::Open)?;
            let key = Arc::new(key);
            self.unseal(&opened, &key)?;
            let locked_times = self.inner().locked_times;
            self.remember(opened.facts(), key, locked_times);
            if self.access().kind() != VaultKind::Passphrase {
                self.set_access(Access::Passphrase);
            }
            self.sweep_leftover();
            return Ok(());
        }
        // Argon2 takes its time before the lock, not under it.
        let new = self.new_with_passphrase(passphrase, self.cost_of_typing())?;
        let held = self.locks.vault()?;
        if self.look(Some(&held))?.is_some() {
            drop(held);
            return self.unlock_with(Some(passphrase));
        }
        let (contents, key) = new;
        let vault_id = contents.facts.vault_id.clone();
        self.write(contents, &key)?;
        self.inner().key = Some((vault_id, Arc::new(key)));
        Ok(())
    }

    /// Returns the contents if this is the key they were sealed with.
    pub(super) fn unseal(&self, opened: &Opened, key: &Key) -> Result<Arc<Contents>, VaultError> {
        opened
            .check(key, |contents| self.recover_records(contents, key))
            .ok_or_else(|| {
                self.inner().key = None;
                match opened.facts().key {
                    // A key came back, of another vault.
                    KeyPlace::Keyring { .. } => KeyringProblem::Corrupt.into(),
                    KeyPlace::Passphrase(_) => self.damaged("the seal is wrong".into()),
                }
            })
    }

    /// Returns the key, from memory or from where it is kept.
    pub(super) fn key_of(&self, facts: &Facts) -> Result<Arc<Key>, VaultError> {
        if facts.key.kind() != self.access().kind() {
            return Err(self.other_kind(facts));
        }
        if let Some(key) = self.remembered(facts) {
            return Ok(key);
        }
        let _one_at_a_time = self.fetching.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = self.remembered(facts) {
            return Ok(key);
        }
        let locked_times = self.inner().locked_times;
        let key = Arc::new(self.fetch(facts)?);
        self.remember(facts, Arc::clone(&key), locked_times);
        if self.inner().is_closed {
            return Err(VaultError::Locked);
        }
        Ok(key)
    }

    fn fetch(&self, facts: &Facts) -> Result<Key, VaultError> {
        match (&facts.key, self.access()) {
            (KeyPlace::Keyring { .. }, _) => {
                Ok(self.keyring.key(&Item::of_vault(&facts.vault_id))?)
            }
            (KeyPlace::Passphrase(wrap), Access::PassphraseFile(path)) => {
                let passphrase = read_passphrase(&path)?;
                self.unwrap(wrap, &passphrase, &facts.vault_id, Purpose::Open)
            }
            (KeyPlace::Passphrase(_), _) => Err(VaultError::PassphraseNeeded),
        }
    }

    fn remembered(&self, facts: &Facts) -> Option<Arc<Key>> {
        let inner = self.inner();
        let (vault_id, key) = inner.key.as_ref()?;
        (*vault_id == facts.vault_id).then(|| Arc::clone(key))
    }

    /// Keeps a key in memory, unless the vault was locked while it was fetched.
    pub(super) fn remember(&self, facts: &Facts, key: Arc<Key>, locked_times: u64) {
        let mut inner = self.inner();
        if inner.locked_times == locked_times {
            inner.key = Some((facts.vault_id.clone(), key));
        }
    }

    /// Makes the key and the empty contents of a new vault; the file is written by the caller, who holds the lock.
    pub(super) fn make(&self, _held: &Held) -> Result<(Contents, Key), VaultError> {
        match self.access() {
            Access::Keyring => self.make_in_keyring(),
            Access::PassphraseFile(path) => {
                let passphrase = read_passphrase(&path)?;
                let cost = self.floor;
                self.new_with_passphrase(&passphrase, cost)
            }
            Access::Passphrase => Err(VaultError::PassphraseNeeded),
            Access::Memory => Err(VaultError::Locked),
        }
    }

    /// Makes a key and keeps it in the keyring, read back, before a file exists that would need it.
    pub(super) fn make_in_keyring(&self) -> Result<(Contents, Key), VaultError> {
        let vault_id = new_id()?;
        let key = Key::random()?;
        let item = Item::of_vault(&vault_id);
        self.keyring.keep(&item, &key)?;
        let place = KeyPlace::Keyring {
            service: item.service().to_owned(),
            user: item.user().to_owned(),
        };
        Ok((empty(vault_id, place), key))
    }

    /// Takes back the keyring item of a vault whose file could not be written.
    pub(super) fn unmake(&self, contents: &Contents) {
        if let KeyPlace::Keyring { .. } = contents.facts.key {
            // An item without a vault is harmless; the error to tell is the first one.
            let _ = self
                .keyring
                .remove(&Item::of_vault(&contents.facts.vault_id));
        }
    }

    pub(super) fn new_with_passphrase(
        &self,
        passphrase: &Secret,
        cost: Cost,
    ) -> Result<(Contents, Key), VaultError> {
        if !is_long_enough(passphrase) {
            return Err(VaultError::PassphraseShort);
        }
        let vault_id = new_id()?;
        let key = Key::random()?;
        let wrap = Wrap::make(&key, passphrase, cost, &Purpose::Open.context(&vault_id))?;
        Ok((empty(vault_id, KeyPlace::Passphrase(wrap)), key))
    }

    /// Returns the cost for a passphrase that a person types; half a second is nothing to them.
    pub(super) fn cost_of_typing(&self) -> Cost {
        match self.floor {
            Cost::FLOOR => Cost::tuned(),
            lowered => lowered,
        }
    }

    pub(super) fn unwrap(
        &self,
        wrap: &Wrap,
        passphrase: &Secret,
        vault_id: &str,
        purpose: Purpose,
    ) -> Result<Key, VaultError> {
        wrap.open(passphrase, self.floor, &purpose.context(vault_id))
            .map_err(|problem| match problem {
                WrapProblem::CostRefused => VaultError::CostRefused,
                WrapProblem::WrongPassphrase => VaultError::WrongPassphrase,
            })
    }

    fn other_kind(&self, facts: &Facts) -> VaultError {
        VaultError::OtherKind {
            found: facts.key.kind(),
            asked: self.access().kind(),
        }
    }
}

/// What a wrap is for; one cannot be used as the other.
#[derive(Debug, Clone, Copy)]
pub(super) enum Purpose {
    /// Opening the vault.
    Open,
    /// Recovery when the usual way is lost.
    Recovery,
}

impl Purpose {
    pub(super) fn context(self, vault_id: &str) -> Vec<u8> {
        format!("valet-key/vault/wrap\0{vault_id}\0{self:?}").into_bytes()
    }
}

fn read_passphrase(path: &Path) -> Result<Secret, VaultError> {
    read_file(path).map_err(VaultError::PassphraseFile)
}

fn new_id() -> Result<String, VaultError> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|_| NoRandom)?;
    Ok(hex(&bytes))
}

fn empty(vault_id: String, key: KeyPlace) -> Contents {
    Contents {
        facts: Facts {
            vault_id,
            generation: 0,
            key,
            recovery: None,
        },
        records: BTreeMap::new(),
        bad: Vec::new(),
    }
}
