//! What can go wrong with a file or folder of ours, and what is worth telling though it went well.

use std::io;
use std::path::{Path, PathBuf};

use crate::model::problem::{Problem, ProblemKind};

/// Why a file or folder could not be used; the old state is intact.
#[derive(Debug)]
pub enum KeepError {
    /// The system refused; the file is named.
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// There is no home folder to put our folders into.
    NoHome,
    /// Something that is not a folder stands there.
    NotAFolder {
        /// What stands there.
        path: PathBuf,
    },
    /// A link, a device or a folder stands where a regular file belongs.
    NotAFile {
        /// What stands there.
        path: PathBuf,
    },
    /// Somebody else owns it.
    ForeignOwner {
        /// The file or folder.
        path: PathBuf,
        /// Its owner's user id.
        owner: u32,
        /// Our own user id.
        ours: u32,
    },
    /// Everybody may write to the folder that holds ours.
    ParentOpenToAll {
        /// The parent.
        path: PathBuf,
    },
    /// Group or others may read a file that must be the owner's alone.
    OpenToOthers {
        /// The file.
        path: PathBuf,
    },
    /// Larger than we ever write.
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The limit in bytes.
        limit: u64,
    },
    /// Another process holds the lock and did not let go in time.
    Busy {
        /// The lock file.
        path: PathBuf,
    },
    /// A newer version of this program wrote it; it can be read at best.
    NewerSchema {
        /// The file.
        path: PathBuf,
        /// Its schema number.
        schema: u32,
    },
    /// Neither it nor any older generation can be read. Nothing was changed.
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, without any of its content.
        why: String,
    },
}

impl KeepError {
    /// Names the file that a system error is about.
    #[must_use]
    pub fn io(path: &Path, source: io::Error) -> Self {
        Self::Io {
            path: path.to_owned(),
            source,
        }
    }

    /// Returns our code for it, the name of its three texts.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io { source, .. } => match source.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "disk_full",
                io::ErrorKind::FileTooLarge => "disk_full",
                io::ErrorKind::ReadOnlyFilesystem => "disk_read_only",
                io::ErrorKind::PermissionDenied => "file_denied",
                io::ErrorKind::NotFound => "file_gone",
                _ => "file_failed",
            },
            Self::NoHome => "no_home",
            Self::NotAFolder { .. } => "not_a_folder",
            Self::NotAFile { .. } => "not_a_file",
            Self::ForeignOwner { .. } => "foreign_owner",
            Self::ParentOpenToAll { .. } => "parent_open_to_all",
            Self::OpenToOthers { .. } => "open_to_others",
            Self::TooLarge { .. } => "file_too_large",
            Self::Busy { .. } => "busy",
            Self::NewerSchema { .. } => "newer_schema",
            Self::Damaged { .. } => "file_damaged",
        }
    }

    fn path(&self) -> &Path {
        match self {
            Self::Io { path, .. }
            | Self::NotAFolder { path }
            | Self::NotAFile { path }
            | Self::ForeignOwner { path, .. }
            | Self::ParentOpenToAll { path }
            | Self::OpenToOthers { path }
            | Self::TooLarge { path, .. }
            | Self::Busy { path }
            | Self::NewerSchema { path, .. }
            | Self::Damaged { path, .. } => path,
            Self::NoHome => Path::new("~"),
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::Io { source, .. } => source.to_string(),
            Self::ForeignOwner { owner, ours, .. } => format!("owner {owner}, we are {ours}"),
            Self::TooLarge { limit, .. } => format!("more than {limit} bytes"),
            Self::NewerSchema { schema, .. } => format!("schema {schema}"),
            Self::Damaged { why, .. } => why.clone(),
            _ => String::new(),
        }
    }
}

impl std::fmt::Display for KeepError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code(), self.path().display())?;
        match self.detail() {
            detail if detail.is_empty() => Ok(()),
            detail => write!(f, " ({detail})"),
        }
    }
}

impl std::error::Error for KeepError {}

impl From<KeepError> for Problem {
    fn from(error: KeepError) -> Self {
        Self::new(ProblemKind::Failed, error.code())
            .with("path", error.path().display().to_string())
            .with("detail", error.detail())
    }
}

/// Something that was put right, or that a person should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A file or folder was open to others and is not any more.
    ModeRepaired {
        /// The file or folder.
        path: PathBuf,
        /// The mode it had.
        found: u32,
        /// The mode it has now.
        now: u32,
    },
    /// A file could not be read; it was moved aside, and an older generation took its place.
    MovedAside {
        /// The file.
        path: PathBuf,
        /// Where its unreadable content is now.
        aside: PathBuf,
        /// Which generation was opened, 1 is the newest.
        opened: u8,
    },
    /// A file is gone; an older generation took its place.
    Missing {
        /// The file.
        path: PathBuf,
        /// Which generation was opened, 1 is the newest.
        opened: u8,
    },
    /// One record of the vault could not be read.
    RecordLost {
        /// The record's name: `session:…` or `profile:…`.
        record: String,
        /// Where the damaged file is now.
        aside: Option<PathBuf>,
        /// An older generation still had it.
        recovered: bool,
    },
    /// A newer version of this program wrote the file; nothing will be changed in it.
    ReadOnly {
        /// The file.
        path: PathBuf,
        /// Its schema number.
        schema: u32,
    },
}

impl Notice {
    /// Returns the key of its text, and the values for it.
    #[must_use]
    pub fn words(&self) -> (&'static str, Vec<(&'static str, String)>) {
        let show = |path: &Path| path.display().to_string();
        match self {
            Self::ModeRepaired { path, found, now } => (
                "notice-mode-repaired",
                vec![
                    ("path", show(path)),
                    ("found", format!("{found:04o}")),
                    ("now", format!("{now:04o}")),
                ],
            ),
            Self::MovedAside {
                path,
                aside,
                opened,
            } => (
                "notice-moved-aside",
                vec![
                    ("path", show(path)),
                    ("aside", show(aside)),
                    ("opened", opened.to_string()),
                ],
            ),
            Self::Missing { path, opened } => (
                "notice-missing",
                vec![("path", show(path)), ("opened", opened.to_string())],
            ),
            Self::RecordLost {
                record,
                aside,
                recovered,
            } => (
                if *recovered {
                    "notice-record-recovered"
                } else {
                    "notice-record-lost"
                },
                vec![
                    ("record", record.clone()),
                    ("aside", aside.as_deref().map(show).unwrap_or_default()),
                ],
            ),
            Self::ReadOnly { path, schema } => (
                "notice-read-only",
                vec![("path", show(path)), ("schema", schema.to_string())],
            ),
        }
    }

    /// Returns the sentence a person reads.
    #[must_use]
    pub fn text(&self) -> String {
        let (key, values) = self.words();
        let values: Vec<(&str, &str)> = values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        crate::model::words::with(key, &values)
    }
}
