//! Why the vault gave or took no secret. Nothing was written.

use crate::engine::folder::KeepError;
use crate::engine::vault_key::NoRandom;
use crate::engine::vault_key::keyring::KeyringProblem;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::settings::VaultKind;

/// Why the vault gave or took no secret.
#[derive(Debug)]
pub enum VaultError {
    /// A file could not be read or written.
    Keep(KeepError),
    /// The keyring gave no key, for one of five reasons; the vault is untouched.
    Keyring(KeyringProblem),
    /// The vault on disk is of another kind than the one asked for.
    OtherKind {
        /// What is there.
        found: VaultKind,
        /// What was asked for.
        asked: VaultKind,
    },
    /// The passphrase is another one.
    WrongPassphrase,
    /// A passphrase has to be typed first.
    PassphraseNeeded,
    /// A new passphrase has fewer than 12 characters.
    PassphraseShort,
    /// The passphrase file breaks a rule or cannot be read.
    PassphraseFile(KeepError),
    /// The vault asks for less or more work than we accept for its passphrase.
    CostRefused,
    /// It was locked by hand or by time, and only a person opens it.
    Locked,
    /// No recovery passphrase was ever set.
    NoRecovery,
    /// The key is under the passphrase now, and its item in the keyring, named here, could not be removed.
    ItemLeft(String),
    /// The operating system gave no random bytes.
    NoRandom,
}

impl VaultError {
    /// Returns our code for it, the name of its three texts.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Keep(error) => error.code(),
            Self::Keyring(KeyringProblem::Absent) => "keyring_absent",
            Self::Keyring(KeyringProblem::Locked) => "keyring_locked",
            Self::Keyring(KeyringProblem::Denied) => "keyring_denied",
            Self::Keyring(KeyringProblem::Unavailable(_)) => "keyring_unavailable",
            Self::Keyring(KeyringProblem::Corrupt) => "keyring_corrupt",
            Self::Keyring(KeyringProblem::Cancelled) => "cancelled",
            Self::OtherKind { .. } => "vault_other_kind",
            Self::WrongPassphrase => "wrong_passphrase",
            Self::PassphraseNeeded => "passphrase_needed",
            Self::PassphraseShort => "passphrase_short",
            Self::PassphraseFile(_) => "passphrase_file",
            Self::CostRefused => "vault_cost_refused",
            Self::Locked => "vault_locked",
            Self::NoRecovery => "no_recovery",
            Self::ItemLeft(_) => "keyring_item_left",
            Self::NoRandom => "no_random",
        }
    }
}

impl std::fmt::Display for VaultError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Keep(error) => error.fmt(f),
            Self::PassphraseFile(error) => write!(f, "{}: {error}", self.code()),
            Self::Keyring(KeyringProblem::Unavailable(why)) => write!(f, "{}: {why}", self.code()),
            _ => f.write_str(self.code()),
        }
    }
}

impl std::error::Error for VaultError {}

impl From<KeepError> for VaultError {
    fn from(error: KeepError) -> Self {
        Self::Keep(error)
    }
}

impl From<KeyringProblem> for VaultError {
    fn from(problem: KeyringProblem) -> Self {
        Self::Keyring(problem)
    }
}

impl From<NoRandom> for VaultError {
    fn from(_: NoRandom) -> Self {
        Self::NoRandom
    }
}

impl From<VaultError> for Problem {
    fn from(error: VaultError) -> Self {
        let code = error.code();
        let locked = Self::new(ProblemKind::Locked, code);
        match error {
            VaultError::Keep(error) => error.into(),
            VaultError::Keyring(KeyringProblem::Cancelled) => {
                Self::new(ProblemKind::Cancelled, code)
            }
            VaultError::Keyring(KeyringProblem::Unavailable(why)) => locked.with("detail", why),
            VaultError::OtherKind { found, asked } => locked
                .with("found", kind_name(found))
                .with("asked", kind_name(asked)),
            VaultError::PassphraseFile(error) => {
                let inner: Self = error.into();
                let rule = inner.explain().what;
                locked.with("detail", rule)
            }
            VaultError::PassphraseShort => Self::new(ProblemKind::Usage, code),
            VaultError::ItemLeft(item) => Self::new(ProblemKind::Failed, code).with("item", item),
            VaultError::NoRandom => Self::new(ProblemKind::Failed, code),
            _ => locked,
        }
    }
}

/// Returns the name of a vault kind as `--vault` spells it.
#[must_use]
pub fn kind_name(kind: VaultKind) -> &'static str {
    match kind {
        VaultKind::Keyring => "keyring",
        VaultKind::Passphrase => "passphrase",
        VaultKind::Memory => "memory",
    }
}
