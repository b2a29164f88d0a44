//! Reading the vault: the present file, or the newest older generation that is whole.

use std::sync::Arc;
use std::sync::OnceLock;

use super::format::{Contents, Facts, FormatProblem, KeyPlace, SCHEMA, Unchecked, decode};
use super::record::RecordName;
use super::{Vault, VaultError};
use crate::engine::folder::{GENERATIONS, KeepError, Notice, Stamp, read_private};
use crate::engine::lock::Held;
use crate::engine::vault_key::Key;
use crate::model::settings::VaultKind;

/// A vault file as read; its seal is checked when the key is there.
pub(super) struct Opened {
    stamp: Option<Stamp>,
    schema: u16,
    facts: Facts,
    names: Vec<RecordName>,
    /// Taken when the seal is checked.
    unchecked: std::sync::Mutex<Option<Unchecked>>,
    checked: OnceLock<Arc<Contents>>,
    /// The present file has damaged records: it is moved aside before the next write.
    pub(super) is_spoilt: bool,
    /// All records come from an older generation.
    is_older: bool,
}

impl Opened {
    fn read(bytes: &[u8], stamp: Option<Stamp>) -> Result<Self, FormatProblem> {
        let unchecked = decode(bytes)?;
        Ok(Self {
            stamp,
            schema: unchecked.schema(),
            facts: unchecked.facts().clone(),
            names: unchecked.names(),
            is_spoilt: unchecked.has_bad_records(),
            is_older: false,
            unchecked: std::sync::Mutex::new(Some(unchecked)),
            checked: OnceLock::new(),
        })
    }

    pub(super) fn written(contents: Contents, stamp: Option<Stamp>) -> Self {
        Self {
            stamp,
            schema: SCHEMA,
            facts: contents.facts.clone(),
            names: contents.records.keys().cloned().collect(),
            unchecked: std::sync::Mutex::default(),
            checked: OnceLock::from(Arc::new(contents)),
            is_spoilt: false,
            is_older: false,
        }
    }

    pub(super) fn facts(&self) -> &Facts {
        &self.facts
    }

    pub(super) fn names(&self) -> Vec<RecordName> {
        self.names.clone()
    }

    /// Returns the contents if they were sealed with this key.
    pub(super) fn check(
        &self,
        key: &Key,
        recover: impl FnOnce(&mut Contents),
    ) -> Option<Arc<Contents>> {
        let mut unchecked = self
            .unchecked
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(contents) = self.checked.get() {
            return Some(Arc::clone(contents));
        }
        if !unchecked.as_ref()?.is_sealed_with(key) {
            return None;
        }
        let mut contents = unchecked.take()?.into_contents();
        if self.is_older {
            for sealed in contents.records.values_mut() {
                sealed.possibly_stale = true;
            }
        }
        recover(&mut contents);
        Some(Arc::clone(self.checked.get_or_init(|| Arc::new(contents))))
    }
}

impl KeyPlace {
    /// Returns the kind of vault this is.
    #[must_use]
    pub fn kind(&self) -> VaultKind {
        match self {
            Self::Keyring { .. } => VaultKind::Keyring,
            Self::Passphrase(_) => VaultKind::Passphrase,
        }
    }
}

impl Vault {
    /// Returns the facts of the header that is on disk, or nothing when there is no vault.
    pub(super) fn peek(&self) -> Result<Option<Facts>, VaultError> {
        Ok(self.look(None)?.map(|opened| opened.facts().clone()))
    }

    /// Reads the file if it changed since the last look.
    pub(super) fn look(&self, held: Option<&Held>) -> Result<Option<Arc<Opened>>, VaultError> {
        let stamp = self.file.stamp()?;
        if let Some(opened) = &self.inner().opened
            && opened.stamp == stamp
        {
            return Ok(Some(Arc::clone(opened)));
        }
        let mut notices = Vec::new();
        let found = self.read_generation(0, &mut notices)?;
        let opened = match found {
            Some(Ok(opened)) => Some(opened),
            None if !self.file.exists() => None,
            // Whoever repairs holds the lock; somebody else may have repaired by then.
            _ => match held {
                Some(_) => Some(self.read_older(&mut notices)?),
                None => {
                    let held = self.locks.vault()?;
                    return self.look(Some(&held));
                }
            },
        };
        let opened = opened.map(Arc::new);
        if let Some(opened) = &opened
            && opened.schema > SCHEMA
        {
            notices.push(Notice::ReadOnly {
                path: self.file.path(0),
                schema: u32::from(opened.schema),
            });
        }
        let mut inner = self.inner();
        inner.notices.extend(notices);
        inner.opened.clone_from(&opened);
        Ok(opened)
    }

    fn read_generation(
        &self,
        generation: u8,
        notices: &mut Vec<Notice>,
    ) -> Result<Option<Result<Opened, &'static str>>, VaultError> {
        let Some((bytes, stamp)) = self.file.read(generation, notices)? else {
            return Ok(None);
        };
        match Opened::read(&bytes, Some(stamp)) {
            Ok(opened) => Ok(Some(Ok(opened))),
            Err(FormatProblem::Damaged(why)) => Ok(Some(Err(why))),
            // Somebody's newer vault is no damage: nothing is moved or replaced.
            Err(FormatProblem::Newer(schema)) => Err(KeepError::NewerSchema {
                path: self.file.path(generation),
                schema: u32::from(schema),
            }
            .into()),
        }
    }

    /// The present file is missing or damaged: opens the newest generation that is whole.
    fn read_older(&self, notices: &mut Vec<Notice>) -> Result<Opened, VaultError> {
        let path = self.file.path(0);
        let present = self.read_generation(0, notices)?;
        if let Some(Ok(opened)) = present {
            return Ok(opened);
        }
        for generation in 1..=GENERATIONS {
            // An older generation that cannot be opened at all is passed over as a damaged one is.
            let Ok(Some(Ok(mut opened))) = self.read_generation(generation, notices) else {
                continue;
            };
            opened.is_older = true;
            // What was said of this generation's own damage is not about the present file.
            opened.is_spoilt = false;
            let aside = present.as_ref().map(|_| self.file.move_aside(0));
            notices.push(match aside {
                Some(Ok(aside)) => Notice::MovedAside {
                    path,
                    aside,
                    opened: generation,
                },
                // On a disk that cannot be written to: it is tried again before the next write.
                Some(Err(_)) => {
                    opened.is_spoilt = true;
                    Notice::MovedAside {
                        aside: path.clone(),
                        path,
                        opened: generation,
                    }
                }
                None => Notice::Missing {
                    path,
                    opened: generation,
                },
            });
            opened.stamp = self.file.stamp()?;
            return Ok(opened);
        }
        let why = match present {
            Some(Err(why)) => why,
            _ => "no generation is whole",
        };
        Err(self.damaged(why.to_owned()))
    }

    /// Looks for records that are damaged in the present file in the older generations.
    pub(super) fn recover_records(&self, contents: &mut Contents, key: &Key) {
        let mut notices = Vec::new();
        for name in std::mem::take(&mut contents.bad) {
            let older = (1..=GENERATIONS).find_map(|generation| {
                let (bytes, _) = self.file.read(generation, &mut Vec::new()).ok()??;
                let older = decode(&bytes).ok()?.check(key)?;
                let is_same = older.facts.vault_id == contents.facts.vault_id;
                older.records.get(&name).filter(|_| is_same).cloned()
            });
            notices.push(Notice::RecordLost {
                record: name.to_string(),
                aside: None,
                recovered: older.is_some(),
            });
            match older {
                Some(mut sealed) => {
                    sealed.possibly_stale = true;
                    contents.records.insert(name, sealed);
                }
                None => contents.bad.push(name),
            }
        }
        self.inner().notices.extend(notices);
    }

    /// Returns true when a generation, or what was moved aside, names one of these records; needs no key.
    pub(super) fn is_named_anywhere(&self, names: &[RecordName]) -> Result<bool, VaultError> {
        let kept = (0..=GENERATIONS).map(|generation| self.file.path(generation));
        for path in kept.chain(self.file.asides()) {
            let Some((bytes, _)) = read_private(&path, super::LIMIT, &mut Vec::new())? else {
                continue;
            };
            match decode(&bytes) {
                Ok(unchecked) if unchecked.names().iter().any(|name| names.contains(name)) => {
                    return Ok(true);
                }
                // Nobody can tell what an unreadable present file names.
                Err(_) if path == self.file.path(0) => return Ok(true),
                _ => {}
            }
        }
        Ok(false)
    }

    /// Moves a present file with damaged records aside, so that the next write does not destroy them.
    pub(super) fn set_spoilt_aside(&self) -> Result<(), VaultError> {
        let is_spoilt = self
            .inner()
            .opened
            .as_ref()
            .is_some_and(|opened| opened.is_spoilt);
        if is_spoilt {
            self.file.move_aside(0)?;
        }
        Ok(())
    }

    /// Refuses to write over what a newer version wrote.
    pub(super) fn refuse_newer(&self) -> Result<(), VaultError> {
        match self.look(None)? {
            Some(opened) if opened.schema > SCHEMA => Err(KeepError::NewerSchema {
                path: self.file.path(0),
                schema: u32::from(opened.schema),
            }
            .into()),
            _ => Ok(()),
        }
    }

    pub(super) fn damaged(&self, why: String) -> VaultError {
        VaultError::Keep(KeepError::Damaged {
            path: self.file.path(0),
            why,
        })
    }
}
