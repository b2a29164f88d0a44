//! Writing the vault: under the lock, after reading again, as a whole new file.

use std::sync::Arc;

use super::format::{Contents, encode};
use super::generation::Opened;
use super::memory::Memory;
use super::record::{self, RecordName, Secrets};
use super::{Ticket, Vault, VaultError};
use crate::engine::vault_key::Key;

impl Vault {
    /// Removes records from the file and from every kept generation (decision 26).
    ///
    /// # Errors
    ///
    /// [`VaultError`]; the call can be repeated until every generation is clean.
    pub fn forget(&self, names: &[RecordName]) -> Result<(), VaultError> {
        let forgotten = self.in_memory(|memory| {
            names.iter().for_each(|name| {
                memory.remove(name);
            });
        })?;
        if forgotten.is_some() {
            return Ok(());
        }
        // A vault that cannot be opened is no obstacle where it holds nothing of it.
        if !self.is_named_anywhere(names)? {
            return Ok(());
        }
        let Some((_, key)) = self.contents(None, None)? else {
            return Ok(());
        };
        let held = self.locks.vault()?;
        self.refuse_newer()?;
        self.rewrite_all(&held, &key, |contents| {
            let before = contents.records.len() + contents.bad.len();
            contents.records.retain(|name, _| !names.contains(name));
            contents.bad.retain(|name| !names.contains(name));
            contents.records.len() + contents.bad.len() != before
        })
    }

    pub(super) fn put<T: Secrets>(
        &self,
        name: &RecordName,
        secrets: &T,
        ticket: Option<&Ticket>,
    ) -> Result<(), VaultError> {
        let payload = record::pack(&secrets.fields());
        let keep = |memory: &mut Memory| {
            memory.insert(name.clone(), payload.clone());
        };
        let kept = match ticket {
            Some(_) => self.in_memory_even_locked(keep),
            None => self.in_memory(keep)?,
        };
        if kept.is_some() {
            return Ok(());
        }
        self.change(ticket, |contents, key| {
            let revision = contents.records.get(name).map_or(0, |old| old.revision) + 1;
            let vault_id = &contents.facts.vault_id;
            let sealed = record::seal(key, vault_id, name, revision, &payload)?;
            contents.records.insert(name.clone(), sealed);
            Ok(())
        })
    }

    /// Reads, changes and writes under the lock; makes the vault if there is none.
    pub(super) fn change(
        &self,
        ticket: Option<&Ticket>,
        edit: impl FnOnce(&mut Contents, &Key) -> Result<(), VaultError>,
    ) -> Result<(), VaultError> {
        // A prompt may take minutes: the key comes before the lock, where there is one.
        self.contents(None, ticket)?;
        let held = self.locks.vault()?;
        self.file.sweep();
        match self.contents(Some(&held), ticket)? {
            Some((contents, key)) => {
                self.refuse_newer()?;
                let mut next = (*contents).clone();
                edit(&mut next, &key)?;
                self.write(next, &key)
            }
            None => {
                let (mut contents, key) = self.make(&held)?;
                let written = edit(&mut contents, &key).and_then(|()| {
                    let vault_id = contents.facts.vault_id.clone();
                    self.write(contents.clone(), &key)?;
                    self.inner().key = Some((vault_id, Arc::new(key)));
                    Ok(())
                });
                if written.is_err() {
                    self.unmake(&contents);
                }
                written
            }
        }
    }

    /// Writes the next generation; a spoilt present file is moved aside, not over.
    pub(super) fn write(&self, mut contents: Contents, key: &Key) -> Result<(), VaultError> {
        contents.facts.generation += 1;
        contents.bad.clear();
        let bytes = encode(&contents, key)?;
        self.set_spoilt_aside()?;
        self.file.replace(&bytes)?;
        let stamp = self.file.stamp()?;
        self.inner().opened = Some(Arc::new(Opened::written(contents, stamp)));
        Ok(())
    }
}
