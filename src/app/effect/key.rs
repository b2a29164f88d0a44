//! Keys of apps: where one comes from, and who gets it.

use std::path::PathBuf;

use crate::model::ids::ProfileId;
use crate::model::secret::Secret;

/// Where a key comes from.
#[derive(Debug, Clone)]
pub enum KeySource {
    /// It is made here, with a certificate in this name that is good for so many days.
    Make {
        /// The common name.
        name: String,
        /// The days.
        days: u16,
    },
    /// The person chooses a file.
    Pick,
    /// A file.
    File {
        /// Which.
        path: PathBuf,
        /// The file of its certificate, where that is another.
        certificate: Option<PathBuf>,
        /// What opens it, if it is PKCS#12.
        passphrase: Option<Secret>,
    },
}

/// Who gets a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyFor {
    /// The form: nothing is kept yet.
    Form,
    /// A profile: it is kept at once.
    Profile(ProfileId),
}
