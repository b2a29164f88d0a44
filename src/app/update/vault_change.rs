//! Changing the vault: asked with its consequence, proved by the present passphrase, told when it is done.

use super::super::effect::{Effect, VaultChange, VaultTask};
use super::super::event::VaultStanding;
use super::super::state::{DialogState, State, Want};
use super::toast::{self, Said};
use super::{begin, vault};
use crate::model::ids::RunId;
use crate::model::problem::Problem;
use crate::model::settings::VaultKind;
use crate::model::time::UnixTime;
use crate::model::words;

/// Returns true when this change makes sense for the vault as it stands.
pub(in crate::app) fn may_change(state: &State, task: VaultTask) -> bool {
    let Some(kind) = kind(state) else {
        return false;
    };
    match task {
        VaultTask::ToKeyring => kind != VaultKind::Keyring,
        VaultTask::ToPassphrase => kind != VaultKind::Passphrase,
        VaultTask::ChangePassphrase => kind == VaultKind::Passphrase,
        VaultTask::SetRecovery => kind != VaultKind::Memory,
        VaultTask::RemoveRecovery => kind != VaultKind::Memory && state.has_recovery,
    }
}

/// The kind of the vault, unless it cannot be opened now.
pub(in crate::app) fn kind(state: &State) -> Option<VaultKind> {
    match state.vault {
        VaultStanding::Open(kind) | VaultStanding::Locked(kind) | VaultStanding::NotMade(kind) => {
            Some(kind)
        }
        // The engine opens it by itself, with the keyring.
        VaultStanding::Unknown => Some(VaultKind::Keyring),
        VaultStanding::NeedsChoice
        | VaultStanding::WaitingForKeyring
        | VaultStanding::KeyMissing { .. }
        | VaultStanding::Broken(_) => None,
    }
}

/// Returns true when the present passphrase has to be typed for a change.
pub(in crate::app) fn wants_old(state: &State) -> bool {
    matches!(
        state.vault,
        VaultStanding::Open(VaultKind::Passphrase) | VaultStanding::Locked(VaultKind::Passphrase)
    )
}

pub(super) fn ask(state: &mut State, task: VaultTask) -> Vec<Effect> {
    if begin::vault_needs_person(state) {
        return vault::ask(state);
    }
    if may_change(state, task) && going(state).is_none() {
        let problem = None;
        state
            .dialogs
            .push(DialogState::VaultChange { task, problem });
    }
    Vec::new()
}

pub(super) fn change(state: &mut State, change: VaultChange, now: UnixTime) -> Vec<Effect> {
    let is_asked = matches!(
        state.dialogs.last(),
        Some(DialogState::VaultChange { task, .. }) if *task == change.task
    );
    if !is_asked || going(state).is_some() {
        return Vec::new();
    }
    set_problem(state, None);
    let run_id = state.ids.next();
    begin::note(
        state,
        Want::ChangeVault(change.task),
        None,
        run_id.clone(),
        now,
    );
    vec![Effect::ChangeVault { run_id, change }]
}

pub(super) fn changed(state: &mut State, run_id: &RunId, now: UnixTime) -> Vec<Effect> {
    let Some(Want::ChangeVault(task)) = state.tasks.remove(run_id).map(|task| task.want) else {
        return Vec::new();
    };
    close(state);
    let key = match task {
        VaultTask::ToKeyring => "window-vault-now-keyring",
        VaultTask::ToPassphrase => "window-vault-now-passphrase",
        VaultTask::ChangePassphrase => "window-vault-now-changed",
        VaultTask::SetRecovery => "window-vault-now-recovery",
        VaultTask::RemoveRecovery => "window-vault-now-no-recovery",
    };
    toast::say(state, Said::good(words::text(key)), now);
    Vec::new()
}

/// Shows in the open dialog why it did not come.
pub(super) fn failed(state: &mut State, problem: Problem) -> Vec<Effect> {
    if problem.code == "cancelled" {
        return Vec::new();
    }
    if !set_problem(state, Some(problem.clone())) && !state.is_locked {
        state.dialogs.push(DialogState::Problem(problem));
    }
    Vec::new()
}

/// The change that goes on.
pub(in crate::app) fn going(state: &State) -> Option<&RunId> {
    let is_change = |want: &Want| matches!(want, Want::ChangeVault(_));
    state
        .tasks
        .iter()
        .find(|task| is_change(&task.want))
        .map(|task| &task.run_id)
}

fn set_problem(state: &mut State, new: Option<Problem>) -> bool {
    for open in &mut state.dialogs {
        if let DialogState::VaultChange { problem, .. } = open {
            *problem = new;
            return true;
        }
    }
    false
}

fn close(state: &mut State) {
    state
        .dialogs
        .retain(|open| !matches!(open, DialogState::VaultChange { .. }));
}
