//! What is done about the key of an app, in the form and on the command line.

use std::path::PathBuf;

use super::super::effect::KeySource;
use crate::model::ids::ProfileId;
use crate::model::secret::SecretDraft;

/// What is wanted of a key.
pub enum KeyCommand {
    /// Make one for the form, and its certificate.
    Make,
    /// Choose a file with one for the form.
    Pick,
    /// Read a file for the form; it was dropped on the window.
    Read(PathBuf),
    /// Open the chosen file with what was typed.
    Open(SecretDraft),
    /// Choose no file after all, or drop the key that is not kept yet.
    Drop,
    /// Save the form's certificate for Setup.
    SaveCertificate,
    /// Get one for a profile and keep it at once.
    Keep {
        /// Whose.
        profile_id: ProfileId,
        /// From where.
        source: KeySource,
    },
}
