//! The vault in effects: how it shall be opened, and how an open one shall change.

use std::fmt;

use crate::model::secret::Secret;

/// How the vault shall be opened, or made when there is none.
pub enum VaultChoice {
    /// With the key in the keyring.
    Keyring,
    /// With a passphrase.
    Passphrase(Secret),
    /// Kept in memory only.
    Memory,
    /// With the recovery passphrase, when the keyring has lost the key.
    Recovery(Secret),
    /// Move the unreadable vault aside and begin a new one; the person typed a confirmation.
    MoveAside,
}

impl fmt::Debug for VaultChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Keyring => "Keyring",
            Self::Passphrase(_) => "Passphrase",
            Self::Memory => "Memory",
            Self::Recovery(_) => "Recovery",
            Self::MoveAside => "MoveAside",
        })
    }
}

/// What of a vault that can be opened shall change; its records stay as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VaultTask {
    /// The key goes into the keyring, and the passphrase opens nothing any more.
    ToKeyring,
    /// The key goes under a passphrase, and leaves the keyring.
    ToPassphrase,
    /// Another passphrase.
    ChangePassphrase,
    /// A recovery passphrase is set, or another one in its place.
    SetRecovery,
    /// The recovery passphrase opens nothing any more.
    RemoveRecovery,
}

impl VaultTask {
    /// Returns true when a new passphrase has to be chosen for it.
    #[must_use]
    pub fn wants_new(self) -> bool {
        match self {
            Self::ToPassphrase | Self::ChangePassphrase | Self::SetRecovery => true,
            Self::ToKeyring | Self::RemoveRecovery => false,
        }
    }
}

/// A change of the vault with what was typed for it.
pub struct VaultChange {
    /// What shall change.
    pub task: VaultTask,
    /// The passphrase as it is now, where the vault is under one: it proves who asks.
    pub old: Option<Secret>,
    /// The new one, where the task wants one.
    pub new: Option<Secret>,
}

impl fmt::Debug for VaultChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.task.fmt(f)
    }
}
