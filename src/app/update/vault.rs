//! The vault: ask, open, lock, and go on with what waited for it.

use super::super::effect::{Effect, VaultChoice};
use super::super::event::VaultStanding;
use super::super::state::{DialogState, State, Want};
use super::{begin, form, login, vault_change};
use crate::model::ids::RunId;
use crate::model::settings::VaultKind;
use crate::model::time::UnixTime;

/// The least length of a passphrase, in characters (decision 29); the engine holds to it too.
pub(in crate::app) const PASSPHRASE_AT_LEAST: usize = 12;

/// Asks how to open the vault.
pub(super) fn ask(state: &mut State) -> Vec<Effect> {
    if !state.dialogs.contains(&DialogState::Vault) {
        state.dialogs.push(DialogState::Vault);
    }
    Vec::new()
}

pub(super) fn open(state: &mut State, choice: VaultChoice, now: UnixTime) -> Vec<Effect> {
    // Moving the vault aside is confirmed by a typed word, in the dialog.
    if opening(state).is_some() || matches!(choice, VaultChoice::MoveAside) {
        return Vec::new();
    }
    begin_open(state, choice, now)
}

pub(super) fn begin_open(state: &mut State, choice: VaultChoice, now: UnixTime) -> Vec<Effect> {
    state.vault_problem = None;
    let run_id = state.ids.next();
    begin::note(state, Want::OpenVault, None, run_id.clone(), now);
    let mut effects = Vec::new();
    if state.vault == VaultStanding::NeedsChoice {
        state.settings.vault_kind = match choice {
            VaultChoice::Passphrase(_) => Some(VaultKind::Passphrase),
            VaultChoice::Memory => Some(VaultKind::Memory),
            _ => None,
        };
        if !state.is_read_only {
            let settings = Box::new(state.settings.clone());
            effects.push(Effect::SaveSettings(settings));
        }
    }
    effects.push(Effect::OpenVault { run_id, choice });
    effects
}

pub(super) fn stands(state: &mut State, standing: VaultStanding, now: UnixTime) -> Vec<Effect> {
    let is_open = matches!(standing, VaultStanding::Open(_));
    state.vault = standing;
    if !is_open {
        return Vec::new();
    }
    let opening = opening(state);
    // Locked by hand while an answer of the keyring was on its way: stay locked.
    if state.is_locked && opening.is_none() {
        return vec![Effect::LockVault];
    }
    if let Some(run_id) = opening {
        state.tasks.remove(&run_id);
    }
    state.is_locked = false;
    state.vault_problem = None;
    state.last_hand_at = Some(now);
    state.dialogs.retain(|open| *open != DialogState::Vault);
    std::mem::take(&mut state.wants)
        .into_iter()
        .flat_map(|want| match want {
            Want::SaveForm { then_log_in } => form::send_form(state, then_log_in, now),
            other => begin::begin(state, other, now),
        })
        .collect()
}

/// Locks: everything secret goes, what goes on or waits is given up, and only the lock screen is shown (R50).
pub(super) fn lock(state: &mut State, now: UnixTime) -> Vec<Effect> {
    state.is_locked = true;
    state.wants.clear();
    state.rounds.clear();
    state.backlog.take_all(|_| true);
    state.vault_problem = None;
    // The engine gives its tasks up by itself; a refresh that was sent ends as a late answer.
    let going: Vec<RunId> = state.tasks.iter().map(|task| task.run_id.clone()).collect();
    let changes = vault_change::going(state).cloned();
    // A change of the vault comes to its end, and that must be told.
    for run_id in going.into_iter().filter(|id| Some(id) != changes.as_ref()) {
        login::give_up(state, &run_id, now);
    }
    state.dialogs.clear();
    state.sheet = None;
    if let Some(form) = &mut state.form {
        form.client_secret = None;
        form.secret_typed = false;
        form.drop_key();
    }
    let mut effects = Vec::new();
    if state.copied.take().is_some() {
        effects.push(Effect::ClearClipboard);
    }
    effects.push(Effect::LockVault);
    effects
}

/// The task that opens the vault.
pub(super) fn opening(state: &State) -> Option<RunId> {
    state
        .tasks
        .doing(&Want::OpenVault)
        .map(|task| task.run_id.clone())
}
