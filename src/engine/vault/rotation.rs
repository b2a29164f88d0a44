//! Rotation: what was about to happen to a refresh token, on disk before it happens (R63).
//!
//! A small file for each session that is being refreshed. It says which token
//! was sent and when, so that after a crash we know that the org may have
//! rotated it while we hold the old one.

use std::fs;

use serde::{Deserialize, Serialize};

use crate::engine::folder::{Folder, KeepError, KeptFile, Notice};
use crate::model::ids::SessionId;
use crate::model::secret::Fingerprint;
use crate::model::time::UnixTime;

const LIMIT: u64 = 4096;

/// The intent to use up a refresh token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intent {
    /// Which refresh token is sent.
    pub refresh_token_fingerprint: Fingerprint,
    /// When.
    pub began_at: UnixTime,
}

/// The intents of one data folder. The caller holds the session's refresh lock.
#[derive(Debug, Clone)]
pub struct Rotations {
    folder: Folder,
}

impl Rotations {
    /// Opens the folder of intents, `rotation` inside the data folder.
    ///
    /// # Errors
    ///
    /// As [`Folder::open`].
    pub fn open(data: &Folder, notices: &mut Vec<Notice>) -> Result<Self, KeepError> {
        Ok(Self {
            folder: data.inside("rotation", notices)?,
        })
    }

    /// Writes down what is about to be sent; durable when it returns. Send only after that.
    ///
    /// # Errors
    ///
    /// [`KeepError`]; then nothing must be sent.
    pub fn begin(&self, session: &SessionId, intent: &Intent) -> Result<(), KeepError> {
        let file = self.file(session);
        let text = ron::to_string(intent)
            .map_err(|error| KeepError::io(&file.path(0), std::io::Error::other(error)))?;
        file.rewrite(0, text.as_bytes())
    }

    /// Removes the intent; call it when the new pair is in the vault, or when the org refused.
    ///
    /// # Errors
    ///
    /// [`KeepError::Io`].
    pub fn finish(&self, session: &SessionId) -> Result<(), KeepError> {
        let file = self.file(session);
        file.sweep();
        let path = file.path(0);
        match fs::remove_file(&path) {
            Ok(()) => self.folder.sync(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            Err(source) => Err(KeepError::io(&path, source)),
        }
    }

    /// Returns an intent that was never finished: the process died, or no answer came.
    ///
    /// When its fingerprint is not that of the token in the vault, the new pair
    /// was kept and only the end of the intent is missing. One that cannot be
    /// read is moved aside: it must not keep a session from being refreshed.
    ///
    /// # Errors
    ///
    /// [`KeepError::Io`].
    pub fn unfinished(&self, session: &SessionId) -> Result<Option<Intent>, KeepError> {
        let file = self.file(session);
        let Some((bytes, _)) = file.read(0, &mut Vec::new())? else {
            return Ok(None);
        };
        let intent = ron::de::from_bytes(&bytes).ok();
        if intent.is_none() {
            file.move_aside(0)?;
        }
        Ok(intent)
    }

    fn file(&self, session: &SessionId) -> KeptFile {
        KeptFile::new(&self.folder, &format!("{session}.ron"), LIMIT)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    #[test]
    fn an_intent_is_there_until_it_is_finished() {
        let home = tempfile::tempdir().unwrap();
        let data = Folder::open(&home.path().join("data"), &mut Vec::new()).unwrap();
        let rotations = Rotations::open(&data, &mut Vec::new()).unwrap();
        let session = SessionId::from_random([7; 8]);
        let intent = Intent {
            refresh_token_fingerprint: Fingerprint::of("token"),
            began_at: UnixTime::from_millis(1_770_000_000_123),
        };
        assert_eq!(rotations.unfinished(&session).unwrap(), None);
        rotations.begin(&session, &intent).unwrap();
        rotations.begin(&session, &intent).unwrap();
        assert_eq!(rotations.unfinished(&session).unwrap(), Some(intent));
        rotations.finish(&session).unwrap();
        rotations.finish(&session).unwrap();
        assert_eq!(rotations.unfinished(&session).unwrap(), None);
        std::fs::write(rotations.file(&session).path(0), "(cut").unwrap();
        assert_eq!(rotations.unfinished(&session).unwrap(), None);
        assert_eq!(rotations.file(&session).asides().len(), 1);
    }
}
