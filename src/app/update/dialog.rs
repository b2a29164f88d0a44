//! Dialogs: the answer to the one on top.

use super::super::command::{Command, Screen};
use super::super::effect::{Effect, VaultChoice};
use super::super::event::VaultStanding;
use super::super::state::{ConfirmWhat, DialogState, Outcome, State, Want};
use super::{begin, form, import, leave, login, round, sheet, vault, vault_change};
use crate::model::time::UnixTime;
use crate::model::words;

/// Confirms the dialog on top; a name that must be typed is compared exactly.
pub(super) fn confirm(state: &mut State, typed_text: &str, now: UnixTime) -> Vec<Effect> {
    match state.dialogs.last() {
        Some(DialogState::Confirm { typed, .. })
            if typed.as_ref().is_none_or(|wanted| wanted == typed_text) =>
        {
            confirmed(state, now)
        }
        Some(DialogState::Vault) => move_aside(state, typed_text, now),
        Some(DialogState::ImportPath) if !typed_text.trim().is_empty() => {
            state.dialogs.pop();
            import::read(state, typed_text.trim().into(), now)
        }
        Some(DialogState::Import { .. }) => import::confirm_open(state, now),
        Some(DialogState::Unsaved(leaving)) => {
            let leaving = leaving.clone();
            state.dialogs.pop();
            leave::discard(state, leaving, now)
        }
        _ => Vec::new(),
    }
}

fn confirmed(state: &mut State, now: UnixTime) -> Vec<Effect> {
    let Some(DialogState::Confirm { what, .. }) = state.dialogs.pop() else {
        return Vec::new();
    };
    match what {
        ConfirmWhat::Revoke(sessions) => begin::begin_each(state, sessions, Want::Revoke, now),
        ConfirmWhat::Refresh(sessions) => begin::begin_each(state, sessions, Want::Refresh, now),
        ConfirmWhat::Forget(sessions) => begin::begin_each(state, sessions, Want::Forget, now),
        ConfirmWhat::RevokePasted(profile_id) => {
            begin::begin(state, Want::RevokePasted(profile_id), now)
        }
        ConfirmWhat::AllowPassword(profile_id, options) => {
            let then = Some(options);
            begin::begin(state, Want::AllowPassword { profile_id, then }, now)
        }
        ConfirmWhat::IntrospectPasted(profile_id) => {
            begin::begin(state, Want::IntrospectPasted(profile_id), now)
        }
        ConfirmWhat::Delete(profile_id) => {
            begin::begin(state, Want::DeleteProfile(profile_id), now)
        }
    }
}

fn move_aside(state: &mut State, typed: &str, now: UnixTime) -> Vec<Effect> {
    if !may_move_aside(state)
        || typed != words::text("window-vault-move-aside-word")
        || vault::opening(state).is_some()
    {
        return Vec::new();
    }
    vault::begin_open(state, VaultChoice::MoveAside, now)
}

/// A vault that nobody can open may be moved aside (decision 29).
pub(in crate::app) fn may_move_aside(state: &State) -> bool {
    matches!(
        state.vault,
        VaultStanding::KeyMissing { .. } | VaultStanding::Broken(_)
    )
}

/// Closes what is on top: dialog, sheet, form or screen, exchange, marks, error card, toast, notice, detail.
pub(super) fn dismiss(state: &mut State, now: UnixTime) -> Vec<Effect> {
    match state.dialogs.last() {
        // Closing is not keeping: held tokens are refused, and revoked by the engine.
        Some(DialogState::Identity { run_id, .. }) => {
            let run_id = run_id.clone();
            return login::decide(state, run_id, false);
        }
        // Closing the question is giving the run up.
        Some(DialogState::Question { run_id, .. }) => {
            let run_id = run_id.clone();
            return login::cancel(state, &run_id, now);
        }
        Some(DialogState::Vault) => {
            state.dialogs.pop();
            for want in std::mem::take(&mut state.wants) {
                round::ended(state, &want, Outcome::GivenUp, now);
            }
            state.vault_problem = None;
            return Vec::new();
        }
        Some(DialogState::VaultChange { .. }) => {
            state.dialogs.pop();
            let going = vault_change::going(state).cloned();
            return going.map_or_else(Vec::new, |run_id| login::cancel(state, &run_id, now));
        }
        // Going on with the form is seeing it: what was wanted may have been wanted elsewhere.
        Some(DialogState::Unsaved(_)) => {
            state.dialogs.pop();
            state.screen = Screen::ProfileForm;
            return Vec::new();
        }
        Some(_) => {
            state.dialogs.pop();
            return Vec::new();
        }
        None => {}
    }
    if sheet::close(state) {
        return Vec::new();
    }
    if state.screen == Screen::ProfileForm {
        return leave::ask_first(state, &Command::CancelForm)
            .unwrap_or_else(|| form::cancel(state));
    }
    let has_trouble = state
        .selected
        .as_ref()
        .is_some_and(|selected| state.troubles.contains_key(selected));
    if state.screen == Screen::Chooser && state.form.is_some() {
        state.screen = Screen::ProfileForm;
    } else if state.screen != Screen::Library {
        state.screen = Screen::Library;
    } else if state.shown_exchange.is_some() {
        state.shown_exchange = None;
    } else if !state.marked.is_empty() {
        state.marked.clear();
    } else if has_trouble {
        let selected = state.selected.clone();
        state.troubles.retain(|id, _| Some(id) != selected.as_ref());
        if let Some(selected) = &selected {
            state.list.touch(selected);
        }
    } else if state.toasts.pop().is_none() && state.notices.pop().is_none() {
        state.selected = None;
    }
    Vec::new()
}
