//! The vault key: 32 random bytes, and the three places it may come from.
//!
//! The keyring holds the key itself, as base64 text because KDE's keeps only
//! text. A passphrase wraps it (Argon2id). Memory has no vault file at all.

pub mod keyring;
pub mod passphrase;

use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::model::settings::VaultKind;

/// Length of a nonce of XChaCha20-Poly1305 in bytes.
const NONCE: usize = 24;

/// Length of its tag in bytes.
const TAG: usize = 16;

/// What sealing adds to a text, in bytes.
pub const SEAL_EXTRA: usize = NONCE + TAG;

/// Where the key of a vault comes from, as `--vault` says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// The keyring of the operating system.
    Keyring,
    /// A passphrase that a person types.
    Passphrase,
    /// A passphrase in a file: the whole file less one trailing newline.
    PassphraseFile(PathBuf),
    /// No file: secrets end with the process.
    Memory,
}

impl Access {
    /// Reads a value of `--vault` or `VALET_KEY_VAULT`: `keyring`, `passphrase-file:PATH` or `memory`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "keyring" => Some(Self::Keyring),
            "memory" => Some(Self::Memory),
            _ => match text.strip_prefix("passphrase-file:") {
                Some(path) if !path.is_empty() => Some(Self::PassphraseFile(path.into())),
                _ => None,
            },
        }
    }

    /// Returns the kind of vault it opens.
    #[must_use]
    pub fn kind(&self) -> VaultKind {
        match self {
            Self::Keyring => VaultKind::Keyring,
            Self::Passphrase | Self::PassphraseFile(_) => VaultKind::Passphrase,
            Self::Memory => VaultKind::Memory,
        }
    }
}

/// A 256-bit key, wiped when dropped.
pub struct Key(Zeroizing<[u8; 32]>);

impl Key {
    /// Makes a key from the random source of the operating system.
    ///
    /// # Errors
    ///
    /// [`NoRandom`] when the system has none to give.
    pub fn random() -> Result<Self, NoRandom> {
        let mut key = Self(Zeroizing::new([0; 32]));
        getrandom::fill(&mut *key.0).map_err(|_| NoRandom)?;
        Ok(key)
    }

    /// Takes 32 bytes; nothing when there are more or fewer.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        <[u8; 32]>::try_from(bytes)
            .ok()
            .map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// Returns the bytes, for wrapping this key with another.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &*self.0
    }

    /// Returns the key as text for the keyring.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE64.encode(*self.0))
    }

    /// Reads the text that the keyring holds; nothing when it is not such a key.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(BASE64.decode(text.trim()).ok()?);
        Self::from_bytes(&bytes)
    }

    /// Encrypts `plain` and binds it to `context`; returns nonce, ciphertext and tag in one.
    ///
    /// # Errors
    ///
    /// [`NoRandom`] when there is no nonce to be had.
    pub fn seal(&self, context: &[u8], plain: &[u8]) -> Result<Vec<u8>, NoRandom> {
        let mut sealed = vec![0; NONCE];
        getrandom::fill(&mut sealed).map_err(|_| NoRandom)?;
        let nonce = XNonce::try_from(sealed.as_slice()).map_err(|_| NoRandom)?;
        let payload = Payload {
            msg: plain,
            aad: context,
        };
        // Fails only for texts of more than 256 GiB.
        sealed.extend(
            self.cipher()
                .encrypt(&nonce, payload)
                .map_err(|_| NoRandom)?,
        );
        Ok(sealed)
    }

    /// Decrypts what [`Key::seal`] made; nothing when key, context or any bit differs.
    #[must_use]
    pub fn open(&self, context: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, ciphertext) = sealed.split_at_checked(NONCE)?;
        let nonce = XNonce::try_from(nonce).ok()?;
        let payload = Payload {
            msg: ciphertext,
            aad: context,
        };
        self.cipher()
            .decrypt(&nonce, payload)
            .ok()
            .map(Zeroizing::new)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&*self.0).into())
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(hidden)")
    }
}

/// The operating system gave no random bytes; nothing was encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoRandom;

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    #[test]
    fn a_sealed_text_opens_with_its_key_and_context_only() {
        let (key, other) = (Key::random().unwrap(), Key::random().unwrap());
        let sealed = key.seal(b"here", b"text").unwrap();
        assert_eq!(sealed.len(), 4 + SEAL_EXTRA);
        assert_eq!(key.open(b"here", &sealed).unwrap().as_slice(), b"text");
        assert!(key.open(b"there", &sealed).is_none());
        assert!(other.open(b"here", &sealed).is_none());
        assert_ne!(key.seal(b"here", b"text").unwrap(), sealed);
    }

    #[test]
    fn the_text_for_the_keyring_gives_the_same_key() {
        let key = Key::random().unwrap();
        assert_eq!(Key::from_text(&key.to_text()).unwrap().bytes(), key.bytes());
        assert!(Key::from_text("c2hvcnQ=").is_none());
        assert!(Key::from_text("not base64!").is_none());
    }

    #[test]
    fn the_values_of_the_flag_are_known() {
        assert_eq!(Access::parse("keyring"), Some(Access::Keyring));
        assert_eq!(Access::parse("memory"), Some(Access::Memory));
        assert_eq!(
            Access::parse("passphrase-file:/a b"),
            Some(Access::PassphraseFile("/a b".into()))
        );
        for wrong in ["", "Keyring", "passphrase-file:", "passphrase", "none"] {
            assert_eq!(Access::parse(wrong), None, "{wrong}");
        }
    }
}
