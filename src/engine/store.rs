//! The library: definitions in `profiles.ron`, facts of sessions in `sessions.ron`, and the settings.
//!
//! Holds no secret. Every call may block on the disk or on another process's
//! write: from async code use `spawn_blocking`.
//!
//! ```text
//! Store::new(&places, &locks)    touches nothing
//!   .library()                   what is on disk now; reads only what changed
//!   .has_changed()               did another process write since then?
//!   .update(|library| …)         lock, read again, change, write, let go
//! ```

mod disk;
mod library;

use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use library::Library;
use serde::de::DeserializeOwned;

use super::folder::{KeepError, KeptFile, Notice, Places, Stamp};
use super::lock::{Held, Locks};
use crate::model::settings::Settings;
use disk::{Found, Profiles, Sessions, StoredFile};

/// More than 10,000 profiles with full notes need, in bytes.
const LIMIT: u64 = 128 * 1024 * 1024;

/// The library of one installation. Shared by reference; all methods block.
pub struct Store {
    profiles: StoredFile,
    sessions: StoredFile,
    settings: StoredFile,
    locks: Locks,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    library: Arc<Library>,
    profiles_stamp: Seen,
    sessions_stamp: Seen,
    /// Set when a newer version wrote one of the files: then nothing is written.
    newer: Option<KeepErrorParts>,
    notices: Vec<Notice>,
}

type KeepErrorParts = (std::path::PathBuf, u32);

/// What was on disk when we last read it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Seen {
    /// We never read it.
    #[default]
    Never,
    /// It was in this state, or not there.
    Stamp(Option<Stamp>),
}

impl Store {
    /// Names the files; reads and writes nothing.
    #[must_use]
    pub fn new(places: &Places, locks: &Locks) -> Self {
        let file = |folder, name| StoredFile(KeptFile::new(folder, name, LIMIT));
        Self {
            profiles: file(&places.config, "profiles.ron"),
            sessions: file(&places.data, "sessions.ron"),
            settings: file(&places.config, "settings.ron"),
            locks: locks.clone(),
            inner: Mutex::default(),
        }
    }

    /// Returns what is on disk now; reads only the files that changed since the last call.
    ///
    /// # Errors
    ///
    /// [`KeepError`] when a file cannot be read, nor any older generation of it.
    pub fn library(&self) -> Result<Arc<Library>, KeepError> {
        self.load(None)
    }

    /// Returns true when a file differs from what [`Store::library`] or [`Store::update`] last returned.
    ///
    /// Looks at the files' stamps only, so that it can be asked often.
    ///
    /// # Errors
    ///
    /// [`KeepError::Io`].
    pub fn has_changed(&self) -> Result<bool, KeepError> {
        let stamps = (self.profiles.stamp()?, self.sessions.stamp()?);
        let inner = self.inner();
        Ok((inner.profiles_stamp, inner.sessions_stamp)
            != (Seen::Stamp(stamps.0), Seen::Stamp(stamps.1)))
    }

    /// Reads the library again under the lock, lets `change` change it, and writes what differs.
    ///
    /// Returns what `change` returned and the library as it is on disk now. An
    /// `Err` of `change` itself writes nothing.
    ///
    /// # Errors
    ///
    /// [`KeepError`]; the files are as they were, or one of two is written: a
    /// profile is written before its sessions, and removed after them.
    pub fn update<T>(
        &self,
        change: impl FnOnce(&mut Library) -> T,
    ) -> Result<(T, Arc<Library>), KeepError> {
        let held = self.locks.library()?;
        self.sweep();
        let before = self.load(Some(&held))?;
        self.refuse_newer()?;
        let mut after = (*before).clone();
        let outcome = change(&mut after);
        let removes = before
            .profiles()
            .any(|profile| after.profile(&profile.profile_id).is_none());
        if removes {
            self.write_sessions(&before, &after)?;
            self.write_profiles(&before, &after)?;
        } else {
            self.write_profiles(&before, &after)?;
            self.write_sessions(&before, &after)?;
        }
        let after = Arc::new(after);
        self.inner().library = Arc::clone(&after);
        Ok((outcome, after))
    }

    /// As [`Store::update`], for a change that may refuse: then nothing is written.
    ///
    /// # Errors
    ///
    /// The outer is [`KeepError`], the inner what `change` said.
    pub fn try_update<T, E>(
        &self,
        change: impl FnOnce(&mut Library) -> Result<T, E>,
    ) -> Result<Result<(T, Arc<Library>), E>, KeepError> {
        let (outcome, library) = self.update(|library| {
            let mut next = library.clone();
            let outcome = change(&mut next);
            if outcome.is_ok() {
                *library = next;
            }
            outcome
        })?;
        Ok(outcome.map(|outcome| (outcome, library)))
    }

    /// Returns the settings; the defaults where nothing was ever set.
    ///
    /// # Errors
    ///
    /// [`KeepError`].
    pub fn settings(&self) -> Result<Settings, KeepError> {
        let mut notices = Vec::new();
        let found = match self.settings.read(None, &mut notices)? {
            Found::Repair => {
                let held = self.locks.library()?;
                self.settings.read(Some(&held), &mut notices)?
            }
            found => found,
        };
        self.inner().notices.extend(notices);
        Ok(match found {
            Found::Value(settings, _) => settings,
            Found::Nothing | Found::Repair => Settings::default(),
        })
    }

    /// Keeps the settings; durable when it returns.
    ///
    /// # Errors
    ///
    /// [`KeepError`]; the old ones are kept then.
    pub fn save_settings(&self, settings: &Settings) -> Result<(), KeepError> {
        let _held = self.locks.library()?;
        self.settings.write(disk::settings_text(settings))
    }

    /// Takes what was put right since the last call.
    pub fn take_notices(&self) -> Vec<Notice> {
        std::mem::take(&mut self.inner().notices)
    }

    fn load(&self, held: Option<&Held>) -> Result<Arc<Library>, KeepError> {
        let (seen_profiles, seen_sessions, mut library) = {
            let inner = self.inner();
            (
                inner.profiles_stamp,
                inner.sessions_stamp,
                Arc::clone(&inner.library),
            )
        };
        let profiles = Seen::Stamp(self.profiles.stamp()?) != seen_profiles;
        let sessions = Seen::Stamp(self.sessions.stamp()?) != seen_sessions;
        if !profiles && !sessions {
            return Ok(library);
        }
        let (mut notices, mut of_sessions) = (Vec::new(), Vec::new());
        // Parsing is most of a start with ten thousand of each.
        let (profiles, sessions) = std::thread::scope(|scope| {
            let sessions =
                scope.spawn(|| read_if(sessions, &self.sessions, held, &mut of_sessions));
            let profiles = read_if(profiles, &self.profiles, held, &mut notices);
            (
                profiles,
                sessions.join().unwrap_or_else(|panic| resume_unwind(panic)),
            )
        });
        notices.append(&mut of_sessions);
        let mut stamps = (seen_profiles, seen_sessions);
        let mut newer = None;
        match profiles? {
            None => {}
            Some(Found::Repair) => return self.repair(),
            Some(Found::Nothing) => {
                stamps.0 = Seen::Stamp(None);
                Arc::make_mut(&mut library).set_profiles(Vec::new());
            }
            Some(Found::Value(Profiles { schema, profiles }, stamp)) => {
                stamps.0 = Seen::Stamp(stamp);
                newer = self.profiles.newer(schema, &mut notices).or(newer);
                Arc::make_mut(&mut library).set_profiles(profiles);
            }
        }
        match sessions? {
            None => {}
            Some(Found::Repair) => return self.repair(),
            Some(Found::Nothing) => {
                stamps.1 = Seen::Stamp(None);
                Arc::make_mut(&mut library).set_sessions(Vec::new());
            }
            Some(Found::Value(Sessions { schema, sessions }, stamp)) => {
                stamps.1 = Seen::Stamp(stamp);
                newer = self.sessions.newer(schema, &mut notices).or(newer);
                Arc::make_mut(&mut library).set_sessions(sessions);
            }
        }
        let mut inner = self.inner();
        (inner.profiles_stamp, inner.sessions_stamp) = stamps;
        inner.newer = newer.or_else(|| inner.newer.take());
        inner.notices.extend(notices);
        inner.library = Arc::clone(&library);
        Ok(library)
    }

    /// A file is damaged: whoever puts an older generation in its place holds the lock.
    fn repair(&self) -> Result<Arc<Library>, KeepError> {
        let held = self.locks.library()?;
        self.load(Some(&held))
    }

    fn refuse_newer(&self) -> Result<(), KeepError> {
        match &self.inner().newer {
            Some((path, schema)) => Err(KeepError::NewerSchema {
                path: path.clone(),
                schema: *schema,
            }),
            None => Ok(()),
        }
    }

    fn write_profiles(&self, before: &Library, after: &Library) -> Result<(), KeepError> {
        if before.has_same_profiles(after) {
            return Ok(());
        }
        self.profiles.write(disk::profiles_text(after.profiles()))?;
        let stamp = self.profiles.stamp()?;
        self.inner().profiles_stamp = Seen::Stamp(stamp);
        Ok(())
    }

    fn write_sessions(&self, before: &Library, after: &Library) -> Result<(), KeepError> {
        if before.has_same_sessions(after) {
            return Ok(());
        }
        self.sessions.write(disk::sessions_text(after.sessions()))?;
        let stamp = self.sessions.stamp()?;
        self.inner().sessions_stamp = Seen::Stamp(stamp);
        Ok(())
    }

    fn sweep(&self) {
        for file in [&self.profiles, &self.sessions, &self.settings] {
            file.0.sweep();
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads a file, where that is wanted.
fn read_if<T: DeserializeOwned>(
    is_wanted: bool,
    file: &StoredFile,
    held: Option<&Held>,
    notices: &mut Vec<Notice>,
) -> Result<Option<Found<T>>, KeepError> {
    is_wanted.then(|| file.read(held, notices)).transpose()
}
