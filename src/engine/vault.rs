//! The vault: the one reader and the one writer of secrets.
//!
//! One file, `vault.vk`, has a record for the tokens of each session, and for the
//! secret and the private key of each profile. Every call may block, on the disk or on a
//! keyring's prompt: from async code use `spawn_blocking`.
//!
//! ```text
//! Vault::open(&places, access)      touches nothing
//!   .prepare()                      makes the vault on first use, or fetches its key
//!   .session(&id) .put_session(…)   tokens of a session
//!   .profile(&id) .put_profile(…)   secrets of a profile
//!   .key(&id)     .put_key(…)       private key of a profile
//!   .forget(&[names])               out of the file and of every kept generation
//!   .lock()  .unlock(passphrase)    the key leaves memory, and comes back
//! ```
//!
//! A missing key with an existing vault never makes a new one (R54): it is an
//! error, and [`Vault::recover`] or [`Vault::start_over`] are the ways out.

mod format;
mod generation;
mod key;
mod leftover;
mod memory;
mod problem;
mod record;
mod rewrap;
mod rotation;
mod write;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use format::{Contents, FormatProblem, KeyPlace, decode, encode};
pub use problem::{VaultError, kind_name};
pub use record::{KeySecrets, ProfileSecrets, RecordName, Secrets, SessionSecrets};
pub use rewrap::NewPlace;
pub use rotation::{Intent, Rotations};

use super::folder::{KeptFile, Notice, Places};
use super::lock::{Held, Locks};
use super::vault_key::keyring::Keyring;
use super::vault_key::passphrase::Cost;
use super::vault_key::{Access, Key};
use crate::model::ids::{ProfileId, SessionId};
use crate::model::settings::VaultKind;

use generation::Opened;
use leftover::Leftover;

/// The name of the file.
pub const FILE: &str = "vault.vk";

/// More than a vault of 10,000 sessions with large JWTs needs, in bytes.
const LIMIT: u64 = 256 * 1024 * 1024;

/// A secret from the vault, and whether it may be out of date.
#[derive(Debug, Clone)]
pub struct Kept<T> {
    /// What was kept.
    pub secrets: T,
    /// It comes from an older generation: never refresh with it without asking (decision 28).
    pub possibly_stale: bool,
}

/// Leave to write one session's tokens even if the vault is locked meanwhile (R50).
///
/// Taken before a refresh is sent and given back with its answer: a token that
/// the org handed out is never lost to a lock. Holds the key until dropped.
#[must_use = "without it a lock during the refresh loses the new tokens"]
pub struct Ticket {
    session: SessionId,
    key: Option<(String, Arc<Key>)>,
}

/// What can be said of a vault without its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VaultStatus {
    /// The kind of the file that is there; `None` when there is none yet.
    pub found: Option<VaultKind>,
    /// The kind this process was told to use.
    pub asked: VaultKind,
    /// The key is in memory.
    pub is_unlocked: bool,
    /// A recovery passphrase was set.
    pub has_recovery: bool,
}

/// The vault of one data folder. Shared by reference; all methods block.
pub struct Vault {
    access: Mutex<Access>,
    file: KeptFile,
    locks: Locks,
    keyring: Keyring,
    left: Leftover,
    floor: Cost,
    inner: Mutex<Inner>,
    /// Held while the key is fetched, so that two callers cause one prompt.
    fetching: Mutex<()>,
    /// Held while secrets in memory are used, and while they move into a file; comes before the vault's lock.
    moving: Mutex<()>,
}

/// Contents whose seal was checked, and the key they are sealed with.
type Unsealed = (Arc<Contents>, Arc<Key>);

#[derive(Default)]
struct Inner {
    /// The key and the vault it belongs to.
    key: Option<(String, Arc<Key>)>,
    opened: Option<Arc<Opened>>,
    /// Locked by hand or by time: nothing but `unlock` fetches the key again.
    is_closed: bool,
    /// Grows with every lock, so that a key fetched meanwhile is not kept.
    locked_times: u64,
    memory: memory::Memory,
    notices: Vec<Notice>,
}

impl Vault {
    /// Names the vault of a data folder and how to open it; reads and writes nothing.
    #[must_use]
    pub fn open(places: &Places, locks: &Locks, access: Access) -> Self {
        Self::with(places, locks, access, Keyring::of_system(), Cost::FLOOR)
    }

    /// As [`Vault::open`], with another keyring and another least cost of a passphrase: for tests.
    #[doc(hidden)]
    #[must_use]
    pub fn with(
        places: &Places,
        locks: &Locks,
        access: Access,
        keyring: Keyring,
        floor: Cost,
    ) -> Self {
        Self {
            access: Mutex::new(access),
            file: KeptFile::new(&places.data, FILE, LIMIT),
            locks: locks.clone(),
            keyring,
            left: Leftover::new(&places.data),
            floor,
            inner: Mutex::default(),
            fetching: Mutex::new(()),
            moving: Mutex::new(()),
        }
    }

    /// Says what is there, without the key and without asking anybody.
    ///
    /// # Errors
    ///
    /// [`VaultError::Keep`] when the file cannot be read.
    pub fn status(&self) -> Result<VaultStatus, VaultError> {
        let facts = self.peek()?;
        let inner = self.inner();
        let asked = self.access().kind();
        Ok(VaultStatus {
            found: facts.as_ref().map(|facts| facts.key.kind()),
            asked,
            is_unlocked: !inner.is_closed && (inner.key.is_some() || asked == VaultKind::Memory),
            has_recovery: facts.is_some_and(|facts| facts.recovery.is_some()),
        })
    }

    /// Chooses another way to open a vault that is not open yet, after a person was asked (R53).
    pub fn set_access(&self, access: Access) {
        *self.access.lock().unwrap_or_else(PoisonError::into_inner) = access;
    }

    /// Makes sure that secrets can be kept: fetches the key, or makes the vault if there is none.
    ///
    /// Call it before a login begins, so that nobody logs in for nothing.
    ///
    /// # Errors
    ///
    /// [`VaultError`]; nothing was written then.
    pub fn prepare(&self) -> Result<(), VaultError> {
        if self.is_memory()? || self.contents(None, None)?.is_some() {
            return Ok(());
        }
        self.change(None, |_, _| Ok(()))
    }

    /// Returns the tokens of a session, or nothing when none are kept.
    ///
    /// # Errors
    ///
    /// [`VaultError`].
    pub fn session(&self, id: &SessionId) -> Result<Option<Kept<SessionSecrets>>, VaultError> {
        self.get(&RecordName::Session(id.clone()))
    }

    /// Keeps the tokens of a session; durable when it returns.
    ///
    /// # Errors
    ///
    /// [`VaultError`]; what was kept before is still kept then.
    pub fn put_session(&self, id: &SessionId, secrets: &SessionSecrets) -> Result<(), VaultError> {
        self.put(&RecordName::Session(id.clone()), secrets, None)
    }

    /// Takes leave to keep the tokens of a session later, whatever happens to the vault until then.
    ///
    /// # Errors
    ///
    /// [`VaultError`].
    pub fn ticket(&self, id: &SessionId) -> Result<Ticket, VaultError> {
        let key = match self.is_memory()? {
            true => None,
            false => self
                .contents(None, None)?
                .map(|(contents, key)| (contents.facts.vault_id.clone(), key)),
        };
        Ok(Ticket {
            session: id.clone(),
            key,
        })
    }

    /// Keeps the tokens that a ticket was taken for; durable when it returns, also when the vault was locked meanwhile.
    ///
    /// # Errors
    ///
    /// [`VaultError`]; the ticket is still good, so that a person can try again (R62).
    pub fn redeem(&self, ticket: &Ticket, secrets: &SessionSecrets) -> Result<(), VaultError> {
        let name = RecordName::Session(ticket.session.clone());
        self.put(&name, secrets, Some(ticket))
    }

    /// Returns the secrets of a profile, or nothing when none are kept.
    ///
    /// # Errors
    ///
    /// [`VaultError`].
    pub fn profile(&self, id: &ProfileId) -> Result<Option<Kept<ProfileSecrets>>, VaultError> {
        self.get(&RecordName::Profile(id.clone()))
    }

    /// Keeps the secrets of a profile; durable when it returns.
    ///
    /// # Errors
    ///
    /// [`VaultError`]; what was kept before is still kept then.
    pub fn put_profile(&self, id: &ProfileId, secrets: &ProfileSecrets) -> Result<(), VaultError> {
        self.put(&RecordName::Profile(id.clone()), secrets, None)
    }

    /// Returns the private key of a profile, or nothing when none is kept.
    ///
    /// # Errors
    ///
    /// [`VaultError`].
    pub fn key(&self, id: &ProfileId) -> Result<Option<Kept<KeySecrets>>, VaultError> {
        self.get(&RecordName::Key(id.clone()))
    }

    /// Keeps the private key of a profile; durable when it returns.
    ///
    /// # Errors
    ///
    /// [`VaultError`]; what was kept before is still kept then.
    pub fn put_key(&self, id: &ProfileId, secrets: &KeySecrets) -> Result<(), VaultError> {
        self.put(&RecordName::Key(id.clone()), secrets, None)
    }

    /// Returns the names of all records, without opening any; needs no key.
    ///
    /// # Errors
    ///
    /// [`VaultError::Keep`].
    pub fn names(&self) -> Result<Vec<RecordName>, VaultError> {
        if self.access().kind() == VaultKind::Memory {
            return Ok(self.inner().memory.keys().cloned().collect());
        }
        let opened = self.look(None)?;
        Ok(opened.map_or_else(Vec::new, |opened| opened.names()))
    }

    /// Takes what was put right, or lost, since the last call.
    pub fn take_notices(&self) -> Vec<Notice> {
        std::mem::take(&mut self.inner().notices)
    }

    /// Lets the key go: until [`Vault::unlock`] every call fails with [`VaultError::Locked`].
    ///
    /// A vault in memory cannot give its secrets back; it refuses to hand them
    /// out, and keeps them.
    pub fn lock(&self) {
        let mut inner = self.inner();
        inner.key = None;
        inner.opened = None;
        inner.is_closed = true;
        inner.locked_times += 1;
        drop(inner);
        self.keyring.give_up();
    }

    /// Makes everybody who waits for the keyring return at once, as cancelled.
    pub fn give_up(&self) {
        self.keyring.give_up();
    }

    /// Returns the keyring, for `doctor` and the first run.
    #[must_use]
    pub fn keyring(&self) -> &Keyring {
        &self.keyring
    }

    fn get<T: Secrets>(&self, name: &RecordName) -> Result<Option<Kept<T>>, VaultError> {
        if let Some(payload) = self.in_memory(|memory| memory.get(name).cloned())? {
            return payload
                .map(|payload| read(&payload, name, false))
                .transpose();
        }
        let Some((contents, key)) = self.contents(None, None)? else {
            return Ok(None);
        };
        let Some(sealed) = contents.records.get(name) else {
            return Ok(None);
        };
        let payload = record::open(&key, &contents.facts.vault_id, name, sealed)
            .ok_or_else(|| self.damaged(format!("record {name}")))?;
        read(&payload, name, sealed.possibly_stale).map(Some)
    }

    fn contents(
        &self,
        held: Option<&Held>,
        ticket: Option<&Ticket>,
    ) -> Result<Option<Unsealed>, VaultError> {
        if ticket.is_none() && self.inner().is_closed {
            return Err(VaultError::Locked);
        }
        let Some(opened) = self.look(held)? else {
            return Ok(None);
        };
        let key = match ticket.and_then(|ticket| ticket.key.as_ref()) {
            Some((vault_id, key)) if *vault_id == opened.facts().vault_id => Arc::clone(key),
            _ => self.key_of(opened.facts())?,
        };
        let contents = self.unseal(&opened, &key)?;
        if held.is_none() {
            self.sweep_leftover();
        }
        Ok(Some((contents, key)))
    }

    fn access(&self) -> Access {
        self.access
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read<T: Secrets>(
    payload: &[u8],
    name: &RecordName,
    possibly_stale: bool,
) -> Result<Kept<T>, VaultError> {
    let secrets = record::unpack(payload).and_then(T::from_fields);
    let secrets = secrets.ok_or_else(|| {
        VaultError::Keep(super::folder::KeepError::Damaged {
            path: FILE.into(),
            why: format!("record {name} has another form"),
        })
    })?;
    Ok(Kept {
        secrets,
        possibly_stale,
    })
}
