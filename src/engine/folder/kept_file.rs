//! One file and its older generations, replaced so that no instant loses both old and new.
//!
//! ```text
//! .vault.vk.k3J9.new   1. written and synced, 0600, a name nobody could prepare
//! vault.vk.2 ─▶ .3     2. generations move up, the oldest falls off
//! vault.vk.1 ─▶ .2
//! vault.vk   ═▶ .1     3. the present one gets a second name: it is never absent
//! .new ─▶ vault.vk     4. one rename decides
//! folder               5. synced
//! ```
//!
//! Whoever replaces holds the lock that belongs to the file.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::{Folder, KeepError, Notice, read_private};
use crate::engine::step;

/// How many older generations are kept.
pub const GENERATIONS: u8 = 3;

/// Tells one written state of a file from another without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    length: u64,
    modified_ns: u128,
    inode: u64,
}

/// A file of ours with its older generations, `name.1` to `name.3`.
#[derive(Debug, Clone)]
pub struct KeptFile {
    folder: Folder,
    name: String,
    /// In bytes; more than we ever write.
    limit: u64,
}

impl KeptFile {
    /// Names a file in a folder; touches nothing.
    #[must_use]
    pub fn new(folder: &Folder, name: &str, limit: u64) -> Self {
        Self {
            folder: folder.clone(),
            name: name.to_owned(),
            limit,
        }
    }

    /// Returns the path of a generation: 0 is the present one, 1 the newest old one.
    #[must_use]
    pub fn path(&self, generation: u8) -> PathBuf {
        match generation {
            0 => self.folder.file(&self.name),
            older => self.folder.file(&format!("{}.{older}", self.name)),
        }
    }

    /// Returns the stamp of the present file, or nothing when there is none.
    ///
    /// # Errors
    ///
    /// [`KeepError::Io`].
    pub fn stamp(&self) -> Result<Option<Stamp>, KeepError> {
        let path = self.path(0);
        match fs::symlink_metadata(&path) {
            Ok(facts) => Ok(Some(stamp_of(&facts))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(KeepError::io(&path, source)),
        }
    }

    /// Returns true when the present file or any older generation is there.
    #[must_use]
    pub fn exists(&self) -> bool {
        (0..=GENERATIONS).any(|generation| fs::symlink_metadata(self.path(generation)).is_ok())
    }

    /// Reads a generation with its stamp; nothing when there is none.
    ///
    /// # Errors
    ///
    /// As [`read_private`].
    pub fn read(
        &self,
        generation: u8,
        notices: &mut Vec<Notice>,
    ) -> Result<Option<(Vec<u8>, Stamp)>, KeepError> {
        let read = read_private(&self.path(generation), self.limit, notices)?;
        Ok(read.map(|(bytes, facts)| (bytes, stamp_of(&facts))))
    }

    /// Makes `bytes` the present content and keeps the present one as the newest old generation.
    ///
    /// # Errors
    ///
    /// [`KeepError`]; the present file is then as it was.
    pub fn replace(&self, bytes: &[u8]) -> Result<(), KeepError> {
        let new = self.write_new(bytes)?;
        for older in (1..GENERATIONS).rev() {
            move_over(&self.path(older), &self.path(older + 1))?;
        }
        step::reach(&self.name, "moved");
        self.keep_present()?;
        step::reach(&self.name, "linked");
        self.put(new, &self.path(0))
    }

    /// Replaces the content of one generation in place, leaving the others as they are.
    ///
    /// # Errors
    ///
    /// [`KeepError`]; that generation is then as it was.
    pub fn rewrite(&self, generation: u8, bytes: &[u8]) -> Result<(), KeepError> {
        self.rewrite_path(&self.path(generation), bytes)
    }

    /// Replaces the content of a file beside this one in place: one that was moved aside.
    ///
    /// # Errors
    ///
    /// [`KeepError`]; the file is then as it was.
    pub fn rewrite_path(&self, path: &Path, bytes: &[u8]) -> Result<(), KeepError> {
        let new = self.write_new(bytes)?;
        self.put(new, path)
    }

    /// Moves a generation out of the way under a name that is free, so that nothing overwrites it.
    ///
    /// The name ends in the time the file was written, in seconds since 1970: `vault.vk.aside-1763808800`.
    ///
    /// # Errors
    ///
    /// [`KeepError::Io`].
    pub fn move_aside(&self, generation: u8) -> Result<PathBuf, KeepError> {
        let path = self.path(generation);
        let facts = fs::symlink_metadata(&path).map_err(|source| KeepError::io(&path, source))?;
        let written_secs = stamp_of(&facts).modified_ns / 1_000_000_000;
        let stem = format!("{}.aside-{written_secs}", self.name);
        let mut aside = self.folder.file(&stem);
        let mut number = 2_u32;
        while fs::symlink_metadata(&aside).is_ok() {
            aside = self.folder.file(&format!("{stem}-{number}"));
            number += 1;
        }
        fs::rename(&path, &aside).map_err(|source| KeepError::io(&path, source))?;
        self.folder.sync()?;
        Ok(aside)
    }

    /// Lists what was moved aside earlier.
    #[must_use]
    pub fn asides(&self) -> Vec<PathBuf> {
        self.matching(&format!("{}.aside-", self.name), "")
    }

    /// Removes new files that a killed process left behind; only under the file's lock.
    pub fn sweep(&self) {
        for left in self.matching(&format!(".{}.", self.name), ".new") {
            // One that stays does no harm: it is tried again the next time.
            let _ = fs::remove_file(left);
        }
    }

    fn matching(&self, prefix: &str, suffix: &str) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(self.folder.path()) else {
            return Vec::new();
        };
        let mut found: Vec<PathBuf> = entries
            .flatten()
            .filter(|entry| {
                let name = entry.file_name();
                let name = name.to_string_lossy();
                name.starts_with(prefix) && name.ends_with(suffix)
            })
            .map(|entry| entry.path())
            .collect();
        found.sort();
        found
    }

    fn write_new(&self, bytes: &[u8]) -> Result<tempfile::NamedTempFile, KeepError> {
        // Created exclusively and 0600 by the crate; removed again when we fail.
        let mut new = tempfile::Builder::new()
            .prefix(&format!(".{}.", self.name))
            .suffix(".new")
            .rand_bytes(8)
            .tempfile_in(self.folder.path())
            .map_err(|source| KeepError::io(&self.path(0), source))?;
        new.write_all(bytes)
            .and_then(|()| new.as_file().sync_all())
            .map_err(|source| KeepError::io(&self.path(0), source))?;
        step::reach(&self.name, "written");
        Ok(new)
    }

    fn keep_present(&self) -> Result<(), KeepError> {
        let (present, first) = (self.path(0), self.path(1));
        match fs::hard_link(&present, &first) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            // File systems without hard links, and a first generation that would not move.
            Err(_) => {
                let mut notices = Vec::new();
                match self.read(0, &mut notices)? {
                    Some((bytes, _)) => self.rewrite(1, &bytes),
                    None => Ok(()),
                }
            }
        }
    }

    fn put(&self, new: tempfile::NamedTempFile, path: &Path) -> Result<(), KeepError> {
        new.persist(path)
            .map_err(|error| KeepError::io(path, error.error))?;
        step::reach(&self.name, "named");
        self.folder.sync()?;
        step::reach(&self.name, "synced");
        Ok(())
    }
}

fn move_over(from: &Path, to: &Path) -> Result<(), KeepError> {
    match fs::rename(from, to) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(KeepError::io(from, error)),
        _ => Ok(()),
    }
}

fn stamp_of(facts: &fs::Metadata) -> Stamp {
    let modified_ns = facts
        .modified()
        .unwrap_or(SystemTime::UNIX_EPOCH)
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_nanos());
    #[cfg(unix)]
    let inode = std::os::unix::fs::MetadataExt::ino(facts);
    #[cfg(not(unix))]
    let inode = 0;
    Stamp {
        length: facts.len(),
        modified_ns,
        inode,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    fn folder() -> (tempfile::TempDir, KeptFile) {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::open(&home.path().join("kept"), &mut Vec::new()).unwrap();
        (home, KeptFile::new(&folder, "a.ron", 1000))
    }

    fn read(file: &KeptFile, generation: u8) -> Option<Vec<u8>> {
        file.read(generation, &mut Vec::new())
            .unwrap()
            .map(|(bytes, _)| bytes)
    }

    #[test]
    fn three_older_generations_stay() {
        let (_home, file) = folder();
        for n in 0_u8..6 {
            file.replace(&[n]).unwrap();
        }
        let kept: Vec<_> = (0..=4).map(|generation| read(&file, generation)).collect();
        assert_eq!(
            kept,
            [
                Some(vec![5]),
                Some(vec![4]),
                Some(vec![3]),
                Some(vec![2]),
                None
            ]
        );
        assert!(file.matching(".a.ron.", ".new").is_empty());
    }

    #[test]
    fn a_new_content_has_a_new_stamp() {
        let (_home, file) = folder();
        assert_eq!(file.stamp().unwrap(), None);
        file.replace(b"x").unwrap();
        let first = file.stamp().unwrap();
        file.replace(b"y").unwrap();
        assert_ne!(file.stamp().unwrap(), first);
    }

    #[test]
    fn moving_aside_never_takes_a_name_that_is_used() {
        let (_home, file) = folder();
        let written = fs::FileTimes::new().set_modified(UNIX_EPOCH);
        for _ in 0..3 {
            file.replace(b"x").unwrap();
            fs::File::options()
                .write(true)
                .open(file.path(0))
                .unwrap()
                .set_times(written)
                .unwrap();
            file.move_aside(0).unwrap();
        }
        assert_eq!(file.asides().len(), 3);
    }

    #[test]
    fn a_file_larger_than_the_limit_is_refused() {
        let (_home, file) = folder();
        file.replace(&[0; 1001]).unwrap();
        assert!(matches!(
            file.read(0, &mut Vec::new()),
            Err(KeepError::TooLarge { .. })
        ));
    }
}
