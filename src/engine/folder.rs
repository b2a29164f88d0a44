//! Folders and files of ours: where they are, who may read them, how they are replaced.
//!
//! A folder is 0700 and a file 0600 (R61). Looser modes are repaired and
//! reported; a foreign owner or a parent that everybody may write to is
//! refused, because then somebody else decides what we read.

mod kept_file;
mod problem;

use std::fs::{self, DirBuilder, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

pub use kept_file::{GENERATIONS, KeptFile, Stamp};
pub use problem::{KeepError, Notice};

/// A folder that has been checked: ours, 0700, not exchangeable by others.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
}

/// The two folders of one installation; with `--data-dir` they are one and the same.
#[derive(Debug, Clone)]
pub struct Places {
    /// Definitions and settings.
    pub config: Folder,
    /// Facts, the vault, activity, locks.
    pub data: Folder,
}

impl Places {
    /// Opens the folder given, or the platform's where none is, and makes what is missing.
    ///
    /// # Errors
    ///
    /// [`KeepError`] when a folder cannot be made or is not safe to use.
    pub fn open(data_dir: Option<&Path>) -> Result<(Self, Vec<Notice>), KeepError> {
        let mut notices = Vec::new();
        if let Some(path) = data_dir {
            let one = Folder::open(path, &mut notices)?;
            return Ok((
                Self {
                    config: one.clone(),
                    data: one,
                },
                notices,
            ));
        }
        let platform =
            directories::ProjectDirs::from("", "", "valet-key").ok_or(KeepError::NoHome)?;
        let config = Folder::open(platform.config_dir(), &mut notices)?;
        let data = Folder::open(platform.data_local_dir(), &mut notices)?;
        Ok((Self { config, data }, notices))
    }
}

impl Folder {
    /// Opens a folder: makes it 0700 if it is missing, repairs a looser mode.
    ///
    /// # Errors
    ///
    /// [`KeepError`] when it cannot be made, belongs to somebody else, is not
    /// a folder, or stands in one that everybody may write to.
    pub fn open(path: &Path, notices: &mut Vec<Notice>) -> Result<Self, KeepError> {
        make(path).map_err(|source| KeepError::io(path, source))?;
        // Following a link to the folder itself is fine: what it leads to is checked.
        let path = fs::canonicalize(path).map_err(|source| KeepError::io(path, source))?;
        let facts = fs::symlink_metadata(&path).map_err(|source| KeepError::io(&path, source))?;
        if !facts.is_dir() {
            return Err(KeepError::NotAFolder { path });
        }
        check_owner(&path, &facts)?;
        check_parent(&path)?;
        tighten(&path, &facts, 0o700, notices)?;
        Ok(Self { path })
    }

    /// Opens a folder inside this one, and makes it if it is missing.
    ///
    /// # Errors
    ///
    /// As [`Folder::open`].
    pub fn inside(&self, name: &str, notices: &mut Vec<Notice>) -> Result<Self, KeepError> {
        Self::open(&self.path.join(name), notices)
    }

    /// Returns where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the path of a file in it.
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Makes sure that what stands under a name is a regular file of ours, or nothing.
    ///
    /// # Errors
    ///
    /// As [`read_private`].
    pub fn check_file(&self, name: &str) -> Result<(), KeepError> {
        let path = self.file(name);
        if let Some((_, facts)) = open_regular(&path)? {
            check_owner(&path, &facts)?;
            tighten(&path, &facts, 0o600, &mut Vec::new())?;
        }
        Ok(())
    }

    /// Makes renames and removals in this folder durable.
    ///
    /// # Errors
    ///
    /// [`KeepError::Io`].
    pub fn sync(&self) -> Result<(), KeepError> {
        // Windows has no such call, and journals its metadata itself.
        #[cfg(unix)]
        File::open(&self.path)
            .and_then(|folder| folder.sync_all())
            .map_err(|source| KeepError::io(&self.path, source))?;
        Ok(())
    }
}

/// Reads a file of ours: regular, not a link, ours; a looser mode than 0600 is repaired.
///
/// Returns nothing when there is no such file, else its bytes and its facts. `limit` is in bytes.
///
/// # Errors
///
/// [`KeepError`] when it is something else, somebody else's, or too large.
pub fn read_private(
    path: &Path,
    limit: u64,
    notices: &mut Vec<Notice>,
) -> Result<Option<(Vec<u8>, fs::Metadata)>, KeepError> {
    let Some((mut file, facts)) = open_regular(path)? else {
        return Ok(None);
    };
    check_owner(path, &facts)?;
    tighten(path, &facts, 0o600, notices)?;
    if facts.len() > limit {
        return Err(KeepError::TooLarge {
            path: path.to_owned(),
            limit,
        });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(facts.len()).unwrap_or(0));
    file.by_ref()
        .take(limit)
        .read_to_end(&mut bytes)
        .map_err(|source| KeepError::io(path, source))?;
    Ok(Some((bytes, facts)))
}

/// Opens a file only if it is regular and no link.
fn open_regular(path: &Path) -> Result<Option<(File, fs::Metadata)>, KeepError> {
    // Another process may put a new file in place between the look and the opening.
    for _ in 0..64 {
        let named = match fs::symlink_metadata(path) {
            Ok(facts) => facts,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(KeepError::io(path, source)),
        };
        // Checked before opening: to open a FIFO would wait for its other end.
        if !named.is_file() {
            break;
        }
        let opened = File::open(path).and_then(|file| file.metadata().map(|facts| (file, facts)));
        match opened {
            Ok((file, facts)) if is_same(&named, &facts) => return Ok(Some((file, facts))),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(source) => return Err(KeepError::io(path, source)),
        }
    }
    Err(KeepError::NotAFile {
        path: path.to_owned(),
    })
}

/// Reads a passphrase file: regular, no link, no access for group or others; at most 64 KiB.
///
/// Nothing is repaired here: the file is the person's own.
///
/// # Errors
///
/// [`KeepError`] when a rule is broken or it cannot be read.
pub fn read_strict(path: &Path) -> Result<zeroize::Zeroizing<Vec<u8>>, KeepError> {
    let missing = || KeepError::io(path, io::ErrorKind::NotFound.into());
    let (mut file, facts) = open_regular(path)?.ok_or_else(missing)?;
    check_owner(path, &facts)?;
    if mode(&facts) & 0o077 != 0 {
        return Err(KeepError::OpenToOthers {
            path: path.to_owned(),
        });
    }
    const LIMIT: usize = 64 * 1024;
    let too_large = || KeepError::TooLarge {
        path: path.to_owned(),
        limit: LIMIT as u64,
    };
    let length = usize::try_from(facts.len()).map_err(|_| too_large())?;
    if length > LIMIT {
        return Err(too_large());
    }
    // Exactly the room it needs, so that no copy is left behind by growing.
    let mut bytes = zeroize::Zeroizing::new(vec![0; length]);
    file.read_exact(&mut bytes)
        .map_err(|source| KeepError::io(path, source))?;
    Ok(bytes)
}

#[cfg(unix)]
fn make(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    if path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    match DirBuilder::new().mode(0o700).create(path) {
        // Another process was faster, or something else is there: the checks tell.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}

#[cfg(not(unix))]
fn make(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).create(path)
}

#[cfg(unix)]
fn check_owner(path: &Path, facts: &fs::Metadata) -> Result<(), KeepError> {
    use std::os::unix::fs::MetadataExt as _;
    let ours = rustix::process::geteuid().as_raw();
    if facts.uid() == ours {
        return Ok(());
    }
    Err(KeepError::ForeignOwner {
        path: path.to_owned(),
        owner: facts.uid(),
        ours,
    })
}

#[cfg(unix)]
fn check_parent(path: &Path) -> Result<(), KeepError> {
    let Some(parent) = path.parent() else {
        return Ok(());
    };
    let facts = fs::metadata(parent).map_err(|source| KeepError::io(parent, source))?;
    let mode = mode(&facts);
    // In a sticky folder such as /tmp only the owner can exchange our folder.
    if mode & 0o002 != 0 && mode & 0o1000 == 0 {
        return Err(KeepError::ParentOpenToAll {
            path: parent.to_owned(),
        });
    }
    Ok(())
}

#[cfg(unix)]
fn tighten(
    path: &Path,
    facts: &fs::Metadata,
    wanted: u32,
    notices: &mut Vec<Notice>,
) -> Result<(), KeepError> {
    use std::os::unix::fs::PermissionsExt as _;
    let found = mode(facts) & 0o777;
    if found & !wanted == 0 {
        return Ok(());
    }
    fs::set_permissions(path, fs::Permissions::from_mode(wanted))
        .map_err(|source| KeepError::io(path, source))?;
    notices.push(Notice::ModeRepaired {
        path: path.to_owned(),
        found,
        now: wanted,
    });
    Ok(())
}

#[cfg(unix)]
fn mode(facts: &fs::Metadata) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    facts.permissions().mode()
}

#[cfg(unix)]
fn is_same(a: &fs::Metadata, b: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    a.dev() == b.dev() && a.ino() == b.ino()
}

// Windows: the user's profile folder has an access list of its own.
#[cfg(not(unix))]
fn check_owner(_: &Path, _: &fs::Metadata) -> Result<(), KeepError> {
    Ok(())
}
#[cfg(not(unix))]
fn check_parent(_: &Path) -> Result<(), KeepError> {
    Ok(())
}
#[cfg(not(unix))]
fn tighten(_: &Path, _: &fs::Metadata, _: u32, _: &mut Vec<Notice>) -> Result<(), KeepError> {
    Ok(())
}
#[cfg(not(unix))]
fn mode(_: &fs::Metadata) -> u32 {
    0
}
#[cfg(not(unix))]
fn is_same(_: &fs::Metadata, _: &fs::Metadata) -> bool {
    true
}
