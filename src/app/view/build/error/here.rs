//! The next steps of an error that is told where something waits or is locked: no profile's card has room for it.
//!
//! What the card or dialog around it offers anyway is no button twice.

use super::super::super::super::state::RunRecord;
use super::super::super::{Action, Ask, ErrorCard};
use super::{card, steps};
use crate::model::problem::Problem;

/// Makes the card of what went wrong while a login waits.
pub(in super::super) fn at_wait(problem: &Problem, record: &RunRecord) -> ErrorCard {
    let mut card = card(problem);
    let (run_id, profile_id) = (&record.run.run_id, &record.run.profile_id);
    let code = problem.code.as_str();
    if code.starts_with("paste_") {
        // The page that ends at the address that is wanted.
        let ask = Ask::BrowseAgain(run_id.clone());
        card.actions
            .push(Action::new("window-wait-page-again", ask));
    }
    if code == "browser_command" || code.starts_with("port_") {
        let ask = Ask::EditProfile(profile_id.clone());
        card.actions.push(Action::new("window-action-edit", ask));
    }
    if code == "browser_none" || code.starts_with("port_") {
        let ask = Ask::Diagnose(Some(profile_id.clone()));
        card.actions
            .push(Action::new("window-action-diagnose", ask));
    }
    card.actions
        .extend(steps::elsewhere(problem, Some(profile_id)));
    card
}

/// Makes the card of what went wrong with the vault, in a dialog that offers its ways in itself.
pub(in super::super) fn at_vault(problem: &Problem) -> ErrorCard {
    let mut card = at_lock(problem);
    if problem.code.starts_with("keyring_") {
        card.actions
            .push(Action::new("window-action-diagnose", Ask::Diagnose(None)));
    }
    card
}

/// The same behind the lock, where nothing else can be shown.
pub(in super::super) fn at_lock(problem: &Problem) -> ErrorCard {
    let mut card = card(problem);
    let is_possible = |action: &Action| action.ask == Ask::OpenDataFolder;
    card.actions.extend(
        steps::elsewhere(problem, None)
            .into_iter()
            .filter(is_possible),
    );
    if is_of_a_file(&problem.code) && card.actions.is_empty() {
        card.actions.push(Action::new(
            "window-action-data-folder",
            Ask::OpenDataFolder,
        ));
    }
    card
}

/// What is put right where the vault's files are.
fn is_of_a_file(code: &str) -> bool {
    matches!(
        code,
        "file_gone" | "vault_cost_refused" | "vault_other_kind" | "passphrase_file"
    )
}
