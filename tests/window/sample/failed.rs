//! What fails where something waits or is locked: the cards of the program's own words, with their next steps.

use valet_key::app::view::*;
use valet_key::model::problem::{Problem, ProblemKind};

use super::{act, library, locked, overview_window, profile_id, run_id, vault_change, wait};

/// The card of a problem as the program explains it.
fn card(code: &str, fields: &[(&str, &str)], actions: Vec<Action>) -> ErrorCard {
    let mut problem = Problem::new(ProblemKind::Failed, code);
    for (name, value) in fields {
        problem = problem.with(name, *value);
    }
    let explained = problem.explain();
    ErrorCard {
        code: code.to_owned(),
        head: explained.head,
        what: explained.what,
        cause: explained.cause,
        next: explained.next,
        actions,
        ..ErrorCard::default()
    }
}

fn folder() -> Action {
    act("Open data folder", Ask::OpenDataFolder, Look::Secondary)
}

/// A login whose browser did not open, and an address was pasted that is none.
pub fn waiting_in_vain() -> Window {
    let mut view = super::waiting();
    if let Place::Library {
        detail: Some(detail),
        ..
    } = &mut view.place
        && let DetailBody::Overview(overview) = &mut detail.body
    {
        let edit = act(
            "Edit profile",
            Ask::EditProfile(profile_id("acme-uat-full-copy")),
            Look::Secondary,
        );
        let page = act(
            "Open login page again",
            Ask::BrowseAgain(run_id()),
            Look::Secondary,
        );
        overview.wait = Some(WaitCard {
            title: "Waiting for you".to_owned(),
            warning: None,
            browser_problem: Some(card(
                "browser_command",
                &[("detail", "firefox-esr: not found")],
                vec![edit],
            )),
            paste_problem: Some(card("paste_login_page", &[], vec![page])),
            ..wait(true)
        });
    }
    view
}

/// A vault behind the lock that cannot be read.
pub fn locked_in_vain() -> Window {
    let mut view = locked(true);
    if let Place::Locked(lock) = &mut view.place {
        let path = "/home/ada/.local/share/valet-key/vault.vk";
        lock.problem = Some(card("file_denied", &[("path", path)], vec![folder()]));
    }
    view
}

/// A keyring that says no, in the dialog that opens the vault.
pub fn keyring_says_no() -> Window {
    let doctor = act("Check connection", Ask::Diagnose(None), Look::Secondary);
    let dialog = Dialog::Unlock(UnlockDialog {
        title: "Unlock the vault".to_owned(),
        text: "Its key is in the keyring, which did not give it.".to_owned(),
        waiting: "1 task goes on when it is open".to_owned(),
        asks_passphrase: false,
        is_recovery: false,
        recovery: None,
        retry: Some(act("Try keyring again", Ask::UnlockKeyring, Look::Primary)),
        move_aside: None,
        problem: Some(card("keyring_denied", &[], vec![doctor])),
        is_busy: false,
    });
    super::with_dialog(overview_window(), dialog)
}

/// A vault under a passphrase, in the dialog that opens it.
pub fn asks_passphrase() -> Window {
    let dialog = Dialog::Unlock(UnlockDialog {
        title: "Unlock the vault".to_owned(),
        text: "The passphrase opens it.".to_owned(),
        waiting: String::new(),
        asks_passphrase: true,
        is_recovery: false,
        recovery: None,
        retry: None,
        move_aside: None,
        problem: None,
        is_busy: false,
    });
    super::with_dialog(library(None), dialog)
}

/// A change of the vault that the disk does not take.
pub fn change_in_vain() -> Window {
    let mut dialog = vault_change(false);
    if let Dialog::VaultChange(ask) = &mut dialog {
        let path = "/home/ada/.local/share/valet-key/vault.vk";
        ask.problem = Some(card("disk_full", &[("path", path)], vec![folder()]));
    }
    super::with_dialog(super::settings(), dialog)
}
