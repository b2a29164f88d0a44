//! Activity: what was done, when and with what result, for 30 days (R70). One line of JSON each, without a secret.
//!
//! A list for people, not a journal for recovery: a line cut off by a crash is
//! passed over.

use std::fs::OpenOptions;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::folder::{Folder, KeepError, KeptFile, Notice, read_private};
use super::lock::Locks;
use crate::model::activity::Entry;
use crate::model::time::UnixTime;

/// How long an entry is kept.
pub const KEEP: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// The list is cut to its newer half beyond this size in bytes.
const LIMIT: u64 = 32 * 1024 * 1024;

const FILE: &str = "activity.jsonl";

/// The list of one data folder.
#[derive(Debug, Clone)]
pub struct Activity {
    folder: Folder,
    locks: Locks,
    /// How long the list was when we last read or wrote it: another length is another process's work.
    seen: Arc<AtomicU64>,
}

impl Activity {
    /// Names the list; touches nothing.
    #[must_use]
    pub fn new(data: &Folder, locks: &Locks) -> Self {
        Self {
            folder: data.clone(),
            locks: locks.clone(),
            seen: Arc::new(AtomicU64::new(u64::MAX)),
        }
    }

    /// Appends entries. Not synced to disk: a power cut may take the last ones.
    ///
    /// # Errors
    ///
    /// [`KeepError`].
    pub fn append(&self, entries: &[Entry]) -> Result<(), KeepError> {
        let path = self.folder.file(FILE);
        let fail = |source| KeepError::io(&path, source);
        let mut lines = Vec::new();
        for entry in entries {
            tracing::info!(action = %entry.action, result = %entry.result, profile = ?entry.profile_id, "done");
            tracing::trace!(exchange = ?entry.exchange, "with");
            serde_json::to_writer(&mut lines, entry).map_err(|error| fail(error.into()))?;
            lines.push(b'\n');
        }
        let _held = self.locks.named("activity")?;
        // Refuses a link or a device before anything is written through it.
        self.folder.check_file(FILE)?;
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path).map_err(fail)?;
        if is_cut_off(&mut file).map_err(fail)? {
            lines.insert(0, b'\n');
        }
        let before = file.metadata().map_err(fail)?.len();
        file.write_all(&lines).map_err(fail)?;
        let after = before.saturating_add(lines.len() as u64);
        // What others wrote in between is still to be read.
        let _ = self
            .seen
            .compare_exchange(before, after, Ordering::Relaxed, Ordering::Relaxed);
        Ok(())
    }

    /// Returns true when the list is not as we last read or wrote it.
    #[must_use]
    pub fn has_changed(&self) -> bool {
        let now = std::fs::metadata(self.folder.file(FILE)).map_or(0, |facts| facts.len());
        now != self.seen.load(Ordering::Relaxed)
    }

    /// Returns the entries of the last 30 days, oldest first.
    ///
    /// # Errors
    ///
    /// [`KeepError`].
    pub fn read(&self, now: UnixTime) -> Result<Vec<Entry>, KeepError> {
        let Some((bytes, _)) = read_private(&self.folder.file(FILE), 2 * LIMIT, &mut Vec::new())?
        else {
            self.seen.store(0, Ordering::Relaxed);
            return Ok(Vec::new());
        };
        self.seen.store(bytes.len() as u64, Ordering::Relaxed);
        Ok(entries(&bytes, now))
    }

    /// Drops what is older than 30 days, and the older half of a list that grew too large.
    ///
    /// # Errors
    ///
    /// [`KeepError`]; the list is as it was then.
    pub fn prune(&self, now: UnixTime) -> Result<(), KeepError> {
        let _held = self.locks.named("activity")?;
        let path = self.folder.file(FILE);
        let file = KeptFile::new(&self.folder, FILE, u64::MAX);
        file.sweep();
        let Some((bytes, _)) = read_private(&path, u64::MAX, &mut Vec::<Notice>::new())? else {
            return Ok(());
        };
        let mut kept = entries(&bytes, now);
        if bytes.len() as u64 > LIMIT {
            kept.drain(..kept.len() / 2);
        }
        if kept.len()
            == bytes
                .split(|byte| *byte == b'\n')
                .filter(|line| !line.is_empty())
                .count()
        {
            return Ok(());
        }
        let mut lines = Vec::with_capacity(bytes.len());
        for entry in &kept {
            serde_json::to_writer(&mut lines, entry)
                .map_err(|error| KeepError::io(&path, error.into()))?;
            lines.push(b'\n');
        }
        file.rewrite(0, &lines)
    }
}

fn entries(bytes: &[u8], now: UnixTime) -> Vec<Entry> {
    bytes
        .split(|byte| *byte == b'\n')
        .filter_map(|line| serde_json::from_slice::<Entry>(line).ok())
        .filter(|entry| entry.at.until(now) <= KEEP)
        .collect()
}

fn is_cut_off(file: &mut std::fs::File) -> std::io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(false);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;
    use crate::model::ids::ProfileId;

    fn activity() -> (tempfile::TempDir, Activity) {
        let home = tempfile::tempdir().unwrap();
        let data = Folder::open(&home.path().join("data"), &mut Vec::new()).unwrap();
        let locks = Locks::open(&data, &mut Vec::new()).unwrap();
        (home, Activity::new(&data, &locks))
    }

    fn entry(at_secs: i64) -> Entry {
        Entry {
            profile_id: ProfileId::parse("acme").ok(),
            ..Entry::new(UnixTime::from_secs(at_secs), "refresh")
        }
    }

    #[test]
    fn what_another_process_wrote_is_noticed_and_our_own_is_not() {
        let (_home, ours) = activity();
        let theirs = Activity::new(&ours.folder, &ours.locks);
        ours.read(UnixTime::from_secs(1)).unwrap();
        ours.append(&[entry(1)]).unwrap();
        assert!(!ours.has_changed());
        theirs.append(&[entry(2)]).unwrap();
        ours.append(&[entry(3)]).unwrap();
        assert!(ours.has_changed());
        assert_eq!(ours.read(UnixTime::from_secs(4)).unwrap().len(), 3);
        assert!(!ours.has_changed());
    }

    #[test]
    fn entries_are_read_back_for_thirty_days() {
        let (_home, activity) = activity();
        let day = 24 * 60 * 60;
        activity.append(&[entry(0), entry(20 * day)]).unwrap();
        activity.append(&[entry(40 * day)]).unwrap();
        let now = UnixTime::from_secs(40 * day);
        let expected = [entry(20 * day), entry(40 * day)];
        assert_eq!(activity.read(now).unwrap(), expected);
        activity.prune(now).unwrap();
        assert_eq!(activity.read(UnixTime::from_secs(0)).unwrap(), expected);
    }

    #[test]
    fn a_line_that_was_cut_off_hides_no_other() {
        let (_home, activity) = activity();
        activity.append(&[entry(1)]).unwrap();
        let path = activity.folder.file(FILE);
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, [&whole[..], &whole[..20]].concat()).unwrap();
        activity.append(&[entry(2)]).unwrap();
        assert_eq!(
            activity.read(UnixTime::from_secs(3)).unwrap(),
            [entry(1), entry(2)]
        );
    }
}
