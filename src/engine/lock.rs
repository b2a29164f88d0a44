//! Locks between processes: one for the library, one for the vault, one for each session that is refreshed.
//!
//! They are locks of the operating system on empty files, so a killed process
//! gives its lock back by dying. A lock is held for the whole read, change and
//! write (R60), and a session's for the whole refresh (R64).

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::engine::folder::{Folder, KeepError, Notice};
use crate::model::ids::SessionId;

/// How long a write waits for another process; a write takes milliseconds.
pub const WRITE_LIMIT: Duration = Duration::from_secs(30);

/// How long a refresh waits for another process's refresh: its request may take 30 s, and be tried twice.
pub const REFRESH_LIMIT: Duration = Duration::from_secs(90);

/// The locks of one data folder.
#[derive(Debug, Clone)]
pub struct Locks {
    folder: Folder,
}

/// A held lock; dropping it lets go.
#[derive(Debug)]
#[must_use = "dropping a lock lets go of it"]
pub struct Held {
    _file: File,
}

impl Locks {
    /// Opens the folder of the lock files, `locks` inside the data folder.
    ///
    /// # Errors
    ///
    /// As [`Folder::open`].
    pub fn open(data: &Folder, notices: &mut Vec<Notice>) -> Result<Self, KeepError> {
        Ok(Self {
            folder: data.inside("locks", notices)?,
        })
    }

    /// Takes the lock of `profiles.ron`, `sessions.ron` and the settings; blocks for at most [`WRITE_LIMIT`].
    ///
    /// # Errors
    ///
    /// [`KeepError::Busy`] when nobody let go in time, [`KeepError::Io`].
    pub fn library(&self) -> Result<Held, KeepError> {
        acquire(&self.folder.file("library.lock"), WRITE_LIMIT)
    }

    /// Takes the lock of the vault file; blocks for at most [`WRITE_LIMIT`].
    ///
    /// # Errors
    ///
    /// As [`Locks::library`].
    pub fn vault(&self) -> Result<Held, KeepError> {
        acquire(&self.folder.file("vault.lock"), WRITE_LIMIT)
    }

    /// Takes the lock of a small file of its own, the activity list for example.
    ///
    /// # Errors
    ///
    /// As [`Locks::library`].
    pub fn named(&self, name: &str) -> Result<Held, KeepError> {
        acquire(&self.folder.file(&format!("{name}.lock")), WRITE_LIMIT)
    }

    /// Takes the refresh lock of a session: one refresh at a time, across threads and processes.
    ///
    /// Blocks for at most `limit`; from async code call it with `spawn_blocking`.
    ///
    /// # Errors
    ///
    /// As [`Locks::library`].
    pub fn refresh(&self, session: &SessionId, limit: Duration) -> Result<Held, KeepError> {
        acquire(&self.refresh_path(session), limit)
    }

    /// Lets go of a session's refresh lock and removes its file, because the session is forgotten.
    ///
    /// Whoever waits for it notices and takes the new one.
    ///
    /// # Errors
    ///
    /// [`KeepError::Io`].
    pub fn forget(&self, session: &SessionId, held: Held) -> Result<(), KeepError> {
        let path = self.refresh_path(session);
        let removed = fs::remove_file(&path);
        drop(held);
        removed.map_err(|source| KeepError::io(&path, source))
    }

    fn refresh_path(&self, session: &SessionId) -> PathBuf {
        self.folder.file(&format!("refresh-{session}.lock"))
    }
}

fn acquire(path: &Path, limit: Duration) -> Result<Held, KeepError> {
    loop {
        let file = lock_within(open(path)?, path, limit)?;
        if still_named(&file, path) {
            return Ok(Held { _file: file });
        }
    }
}

fn open(path: &Path) -> Result<File, KeepError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .map_err(|source| KeepError::io(path, source))
}

/// Waits in a thread of its own, since the system's call has no time limit; a late lock drops itself.
fn lock_within(file: File, path: &Path, limit: Duration) -> Result<File, KeepError> {
    match file.try_lock() {
        Ok(()) => return Ok(file),
        Err(TryLockError::WouldBlock) => {}
        Err(TryLockError::Error(source)) => return Err(KeepError::io(path, source)),
    }
    let (sender, receiver) = mpsc::channel();
    thread::Builder::new()
        .name("lock".into())
        .spawn(move || {
            let outcome = file.lock().map(|()| file);
            let _ = sender.send(outcome);
        })
        .map_err(|source| KeepError::io(path, source))?;
    match receiver.recv_timeout(limit) {
        Ok(Ok(file)) => Ok(file),
        Ok(Err(source)) => Err(KeepError::io(path, source)),
        Err(_) => Err(KeepError::Busy {
            path: path.to_owned(),
        }),
    }
}

/// A lock file may have been removed while we waited for it; then somebody else locks another one.
#[cfg(unix)]
fn still_named(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(held), Ok(named)) => held.dev() == named.dev() && held.ino() == named.ino(),
        _ => false,
    }
}

// Windows does not remove a file that somebody has open.
#[cfg(not(unix))]
fn still_named(_: &File, _: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    fn locks() -> (tempfile::TempDir, Locks) {
        let home = tempfile::tempdir().unwrap();
        let data = Folder::open(&home.path().join("data"), &mut Vec::new()).unwrap();
        let locks = Locks::open(&data, &mut Vec::new()).unwrap();
        (home, locks)
    }

    #[test]
    fn a_held_lock_is_busy_and_a_dropped_one_is_free() {
        let (_home, locks) = locks();
        let session = SessionId::from_random([1; 8]);
        let held = locks.refresh(&session, REFRESH_LIMIT).unwrap();
        let second = locks.refresh(&session, Duration::from_millis(20));
        assert!(matches!(second, Err(KeepError::Busy { .. })));
        let other = SessionId::from_random([2; 8]);
        let _other = locks.refresh(&other, Duration::from_millis(20)).unwrap();
        drop(held);
        let _again = locks.refresh(&session, REFRESH_LIMIT).unwrap();
    }

    #[test]
    fn many_threads_never_hold_one_lock_together_though_its_file_is_removed() {
        let (_home, locks) = locks();
        let session = SessionId::from_random([3; 8]);
        let inside = std::sync::atomic::AtomicU32::new(0);
        thread::scope(|scope| {
            for n in 0..8 {
                let (locks, session, inside) = (&locks, &session, &inside);
                scope.spawn(move || {
                    for _ in 0..25 {
                        let held = locks.refresh(session, REFRESH_LIMIT).unwrap();
                        let before = inside.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                        assert_eq!(before, 0);
                        inside.fetch_sub(1, std::sync::atomic::Ordering::SeqCst);
                        if n == 0 {
                            locks.forget(session, held).unwrap();
                        }
                    }
                });
            }
        });
    }
}
