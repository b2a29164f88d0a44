//! Changing the vault in words: what it is now, what can change, and what that means.

use super::super::super::effect::VaultTask;
use super::super::super::state::State;
use super::super::super::update::{
    PASSPHRASE_AT_LEAST, may_change_vault, vault_changes, vault_kind, wants_old,
};
use super::super::{Action, Ask, Fact, Look, VaultChangeDialog};
use super::{error, vault};
use crate::model::problem::Problem;
use crate::model::settings::VaultKind;
use crate::model::words;

/// Where secrets live, for the settings.
pub(super) fn facts(state: &State) -> Vec<Fact> {
    let recovery = match vault_kind(state) {
        Some(VaultKind::Memory) => "window-fact-recovery-needless",
        _ if state.has_recovery => "window-fact-recovery-set",
        _ => "window-fact-recovery-none",
    };
    vec![
        Fact::words("window-fact-vault", vault::place(state).0),
        Fact::words("window-fact-recovery", words::text(recovery)),
        Fact::words(
            "window-fact-vault-plain",
            words::text("window-fact-vault-never"),
        ),
    ]
}

/// What can be changed, as buttons.
pub(super) fn actions(state: &State) -> Vec<Action> {
    let busy = vault_changes(state).map(|_| words::text("window-reason-busy"));
    let mut actions = Vec::new();
    for (task, label) in [
        (
            VaultTask::ChangePassphrase,
            "window-vault-change-passphrase",
        ),
        (VaultTask::ToPassphrase, "window-vault-to-passphrase"),
        (VaultTask::ToKeyring, "window-vault-to-keyring"),
        (VaultTask::SetRecovery, "window-vault-set-recovery"),
        (VaultTask::RemoveRecovery, "window-vault-remove-recovery"),
    ] {
        if !may_change_vault(state, task) {
            continue;
        }
        let label = match task {
            VaultTask::SetRecovery if state.has_recovery => "window-vault-replace-recovery",
            _ => label,
        };
        let look = match task {
            VaultTask::RemoveRecovery => Look::Danger,
            _ => Look::Secondary,
        };
        actions.push(
            Action::new(label, Ask::ChangeVault(task))
                .look(look)
                .unless(busy.clone()),
        );
    }
    actions
}

/// The dialog of one change.
pub(super) fn dialog(
    state: &State,
    task: VaultTask,
    problem: Option<&Problem>,
) -> VaultChangeDialog {
    let from_memory = vault_kind(state) == Some(VaultKind::Memory);
    let (title, text, confirm) = match task {
        VaultTask::ToKeyring => (
            "window-vault-ask-keyring",
            "window-vault-ask-keyring-text",
            "window-vault-do-keyring",
        ),
        VaultTask::ToPassphrase => (
            "window-vault-ask-passphrase",
            "window-vault-ask-passphrase-text",
            "window-vault-do-passphrase",
        ),
        VaultTask::ChangePassphrase => (
            "window-vault-ask-change",
            "window-vault-ask-change-text",
            "window-vault-do-change",
        ),
        VaultTask::SetRecovery if state.has_recovery => (
            "window-vault-ask-replace",
            "window-vault-ask-replace-text",
            "window-vault-do-replace",
        ),
        VaultTask::SetRecovery => (
            "window-vault-ask-recovery",
            "window-vault-ask-recovery-text",
            "window-vault-do-recovery",
        ),
        VaultTask::RemoveRecovery => (
            "window-vault-ask-remove",
            "window-vault-ask-remove-text",
            "window-vault-do-remove",
        ),
    };
    let points: &[&str] = match task {
        VaultTask::ToKeyring | VaultTask::ToPassphrase if from_memory => {
            &["window-vault-point-memory", "window-vault-point-backups"]
        }
        VaultTask::ToKeyring => &["window-vault-point-old-closed", "window-vault-point-copies"],
        VaultTask::ToPassphrase => &[
            "window-vault-point-lost",
            "window-vault-point-item",
            "window-vault-point-copies",
        ],
        VaultTask::ChangePassphrase => {
            &["window-vault-point-old-closed", "window-vault-point-copies"]
        }
        VaultTask::SetRecovery => &["window-vault-point-paper", "window-vault-point-opens"],
        VaultTask::RemoveRecovery => &[],
    };
    let is_old_wrong = problem.is_some_and(|problem| problem.code == "wrong_passphrase");
    VaultChangeDialog {
        task,
        title: words::text(title),
        text: words::text(text),
        points: points.iter().map(|key| words::text(key)).collect(),
        asks_old: wants_old(state),
        new: task.wants_new().then(|| {
            words::text(match task {
                VaultTask::SetRecovery => "window-passphrase-recovery",
                _ => "window-passphrase-new",
            })
        }),
        passphrase_rule: words::count("window-vault-passphrase-rule", PASSPHRASE_AT_LEAST),
        confirm: words::text(confirm),
        is_danger: task == VaultTask::RemoveRecovery,
        problem: problem.filter(|_| !is_old_wrong).map(error::at_vault),
        is_old_wrong,
        is_busy: vault_changes(state).is_some(),
    }
}
