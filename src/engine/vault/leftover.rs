//! The item that a vault leaves in the keyring when it moves under a passphrase: noted before, so that no kill can leave it there.
//!
//! The vault's lock is held from the note to the removal, and while a note is
//! worked off: nobody moves the key back into the keyring in between.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Vault;
use super::format::KeyPlace;
use crate::engine::folder::{Folder, KeepError, KeptFile};
use crate::engine::vault_key::keyring::Item;

/// The name of the note: the user name of an item, which is no secret.
const FILE: &str = "vault.left";

/// Longer than any user name of ours.
const LIMIT: u64 = 256;

/// The note of one data folder.
pub(super) struct Leftover {
    folder: Folder,
    file: KeptFile,
    /// This process has looked; a keyring that hangs costs one wait, not one for each call.
    looked: AtomicBool,
}

impl Leftover {
    pub(super) fn new(data: &Folder) -> Self {
        Self {
            folder: data.clone(),
            file: KeptFile::new(data, FILE, LIMIT),
            looked: AtomicBool::new(false),
        }
    }

    /// Writes down which item will be left; durable when it returns.
    pub(super) fn note(&self, item: &Item) -> Result<(), KeepError> {
        self.file.rewrite(0, item.user().as_bytes())
    }

    /// Takes the note away: nothing is left.
    pub(super) fn clear(&self) {
        if fs::remove_file(self.file.path(0)).is_ok() {
            // Should it come back after a power loss, it is worked off once more.
            let _ = self.folder.sync();
        }
    }

    fn read(&self) -> Option<String> {
        let (bytes, _) = self.file.read(0, &mut Vec::new()).ok()??;
        String::from_utf8(bytes).ok()
    }
}

impl Vault {
    /// Removes the item that a move out of the keyring left there; for who has just opened the vault, without its lock.
    pub(super) fn sweep_leftover(&self) {
        if self.left.looked.swap(true, Ordering::Relaxed) {
            return;
        }
        if self.left.read().is_none() {
            return;
        }
        let Ok(held) = self.locks.vault() else {
            return;
        };
        let (Some(user), Ok(Some(opened))) = (self.left.read(), self.look(Some(&held))) else {
            return;
        };
        let facts = opened.facts();
        let item = Item::of_vault(&facts.vault_id);
        // A vault that is in the keyring still was killed before it moved: it needs its item.
        let has_moved = matches!(facts.key, KeyPlace::Passphrase(_)) && item.user() == user;
        if has_moved && self.keyring.remove(&item).is_err() {
            // The note stays, and the next start tries again.
            return;
        }
        self.left.clear();
    }
}
