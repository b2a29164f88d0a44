//! The vault in words: choice, unlock, recovery, lock screen.

use super::super::super::event::VaultStanding;
use super::super::super::state::{State, Want};
use super::super::super::update::{PASSPHRASE_AT_LEAST, may_move_aside};
use super::super::{Action, Ask, LockView, Look, Typed, UnlockDialog, VaultChoiceDialog, VaultWay};
use super::error;
use crate::model::settings::VaultKind;
use crate::model::words;

fn is_opening(state: &State) -> bool {
    state.tasks.doing(&Want::OpenVault).is_some()
}

/// Where secrets shall be kept, when there is no keyring (R53).
pub(super) fn choice(state: &State) -> VaultChoiceDialog {
    let way = |kind, label: &str, text: &str, disabled: Option<&str>| VaultWay {
        kind,
        label: words::text(label),
        text: words::text(text),
        disabled: disabled.map(words::text),
    };
    VaultChoiceDialog {
        title: words::text("window-vault-choice"),
        text: words::text("window-vault-choice-text"),
        ways: vec![
            way(
                VaultKind::Passphrase,
                "window-vault-passphrase",
                "window-vault-passphrase-text",
                None,
            ),
            way(
                VaultKind::Memory,
                "window-vault-memory",
                "window-vault-memory-text",
                None,
            ),
            way(
                VaultKind::Keyring,
                "window-vault-keyring",
                "window-vault-keyring-text",
                None,
            ),
        ],
        passphrase_rule: words::count("window-vault-passphrase-rule", PASSPHRASE_AT_LEAST),
        problem: state.vault_problem.as_ref().map(error::at_vault),
        is_busy: is_opening(state),
    }
}

/// The vault is locked, its key is gone, or it cannot be read (R54, decision 29).
pub(super) fn unlock(state: &State) -> UnlockDialog {
    let (title, text) = match &state.vault {
        VaultStanding::KeyMissing { has_recovery: true } => {
            ("window-vault-recovery", "window-vault-recovery-text")
        }
        VaultStanding::KeyMissing { .. } => {
            ("window-vault-key-missing", "window-vault-key-missing-text")
        }
        VaultStanding::Broken(_) => ("window-vault-broken", "window-vault-broken-text"),
        VaultStanding::NotMade(_) => ("window-vault-make", "window-vault-make-text"),
        VaultStanding::Locked(VaultKind::Passphrase) => {
            ("window-vault-unlock", "window-vault-unlock-passphrase")
        }
        VaultStanding::WaitingForKeyring => ("window-vault-unlock", "window-vault-keyring-asks"),
        _ => ("window-vault-unlock", "window-vault-unlock-keyring"),
    };
    let is_recovery = matches!(
        state.vault,
        VaultStanding::KeyMissing { has_recovery: true }
    );
    let problem = match (&state.vault_problem, &state.vault) {
        (Some(problem), _) => Some(error::at_vault(problem)),
        (None, VaultStanding::Broken(problem)) => Some(error::at_vault(problem)),
        _ => None,
    };
    UnlockDialog {
        title: words::text(title),
        text: words::text(text),
        waiting: match state.wants.len() {
            0 => String::new(),
            count => words::count("window-vault-waiting", count),
        },
        asks_passphrase: is_recovery || asks_passphrase(state),
        is_recovery,
        recovery: (!is_recovery && asks_passphrase(state) && state.has_recovery)
            .then(|| words::text("window-vault-use-recovery")),
        retry: (!asks_passphrase(state)).then(|| match is_memory(state) {
            true => Action::new("window-unlock", Ask::UnlockMemory),
            false => Action::new("window-vault-try-keyring", Ask::UnlockKeyring),
        }),
        move_aside: may_move_aside(state).then(|| {
            let wanted = words::text("window-vault-move-aside-word");
            Typed {
                label: words::with("window-vault-move-aside", &[("word", &wanted)]),
                wanted,
            }
        }),
        problem,
        is_busy: is_opening(state),
    }
}

fn asks_passphrase(state: &State) -> bool {
    matches!(
        state.vault,
        VaultStanding::Locked(VaultKind::Passphrase)
            | VaultStanding::NotMade(VaultKind::Passphrase)
            // Locked just now: the engine has not said so yet.
            | VaultStanding::Open(VaultKind::Passphrase)
    )
}

/// What is in memory stays there behind the lock, and no other way leads to it.
fn is_memory(state: &State) -> bool {
    matches!(
        state.vault,
        VaultStanding::Locked(VaultKind::Memory) | VaultStanding::Open(VaultKind::Memory)
    )
}

/// The locked window.
pub(super) fn lock(state: &State) -> LockView {
    let asks = asks_passphrase(state);
    let text = match state.vault {
        _ if asks => "window-lock-passphrase",
        _ if is_memory(state) => "window-lock-memory",
        VaultStanding::WaitingForKeyring => "window-vault-keyring-asks",
        _ => "window-lock-keyring",
    };
    LockView {
        title: words::text("window-lock"),
        text: words::text(text),
        asks_passphrase: asks,
        unlock: Action::new(
            "window-unlock",
            match is_memory(state) {
                true => Ask::UnlockMemory,
                false => Ask::UnlockKeyring,
            },
        )
        .look(Look::Primary),
        other: (may_move_aside(state) || (asks && state.has_recovery))
            .then(|| Action::new("window-lock-other-ways", Ask::Unlock).look(Look::Ghost)),
        is_busy: is_opening(state),
        problem: state.vault_problem.as_ref().map(error::at_lock),
    }
}

/// Where secrets live, in one short line.
pub(super) fn place(state: &State) -> (String, bool) {
    let (key, needs_person) = match &state.vault {
        VaultStanding::Unknown => ("window-place-unknown", false),
        VaultStanding::NotMade(VaultKind::Keyring)
        | VaultStanding::Open(VaultKind::Keyring)
        | VaultStanding::Locked(VaultKind::Keyring) => ("window-place-keyring", false),
        VaultStanding::NotMade(VaultKind::Passphrase)
        | VaultStanding::Open(VaultKind::Passphrase)
        | VaultStanding::Locked(VaultKind::Passphrase) => ("window-place-passphrase", false),
        VaultStanding::NotMade(VaultKind::Memory)
        | VaultStanding::Open(VaultKind::Memory)
        | VaultStanding::Locked(VaultKind::Memory) => ("window-place-memory", false),
        VaultStanding::NeedsChoice => ("window-place-none", true),
        VaultStanding::WaitingForKeyring => ("window-place-waiting", true),
        VaultStanding::KeyMissing { .. } => ("window-place-key-missing", true),
        VaultStanding::Broken(_) => ("window-place-broken", true),
    };
    (words::text(key), needs_person)
}
