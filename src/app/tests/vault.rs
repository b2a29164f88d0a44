//! The vault: what needs it asks first and then goes on; locking and unlocking.

use super::*;
use crate::app::command::{LoginOptions, Screen, VaultChange, VaultChoice, VaultTask, WhichToken};
use crate::app::view::Place;
use crate::model::secret::Secret;

fn passphrase() -> VaultChoice {
    VaultChoice::Passphrase(Secret::new("correct horse battery".to_owned()))
}

#[test]
fn what_needs_a_locked_vault_asks_first_and_goes_on_when_it_is_open() {
    let mut play = Play::with(&[("a", SANDBOX)], vec![session("s", "a")]);
    play.event(Event::VaultStands(VaultStanding::Locked(
        VaultKind::Passphrase,
    )));
    assert!(play.command(Command::Refresh(vec![sid("s")])).is_empty());
    assert!(play.state.waits_for_vault());
    let Dialog::Unlock(dialog) = play.dialog() else {
        panic!("asks");
    };
    assert!(dialog.asks_passphrase);
    assert_eq!(dialog.waiting, "1 task goes on when it is open");

    let effects = play.command(Command::OpenVault(passphrase()));
    assert_eq!(names(&effects), ["OpenVault"]);
    play.fail(
        &Play::begun(&effects),
        ProblemKind::Locked,
        "vault_wrong_passphrase",
    );
    let Dialog::Unlock(dialog) = play.dialog() else {
        panic!("asks again");
    };
    assert!(dialog.problem.is_some());

    play.command(Command::OpenVault(passphrase()));
    let effects = play.event(Event::VaultStands(VaultStanding::Open(
        VaultKind::Passphrase,
    )));
    assert_eq!(names(&effects), ["Refresh"]);
    assert!(play.window().dialog.is_none());
}

#[test]
fn without_a_keyring_the_person_chooses_before_anything_is_written() {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    play.event(Event::VaultStands(VaultStanding::NeedsChoice));
    let effects = play.command(Command::LogIn {
        profile_id: pid("a"),
        options: LoginOptions::default(),
    });
    assert!(effects.is_empty());
    assert!(matches!(play.dialog(), Dialog::VaultChoice(_)));
    let effects = play.command(Command::OpenVault(VaultChoice::Memory));
    assert_eq!(names(&effects), ["SaveSettings", "OpenVault"]);
    let effects = play.event(Event::VaultStands(VaultStanding::Open(VaultKind::Memory)));
    assert_eq!(names(&effects), ["BeginLogin"]);
}

#[test]
fn a_vault_that_proves_locked_is_opened_and_the_want_tried_again() {
    let mut play = Play::with(&[("a", SANDBOX)], vec![session("s", "a")]);
    let run_id = Play::begun(&play.command(Command::Refresh(vec![sid("s")])));
    play.event(Event::VaultStands(VaultStanding::KeyMissing {
        has_recovery: true,
    }));
    play.fail(&run_id, ProblemKind::Locked, "vault_key_missing");
    let Dialog::Unlock(dialog) = play.dialog() else {
        panic!("asks");
    };
    assert!(dialog.is_recovery && dialog.move_aside.is_some());
    play.command(Command::OpenVault(VaultChoice::Recovery(Secret::new(
        "x".to_owned(),
    ))));
    let effects = play.event(Event::VaultStands(VaultStanding::Open(VaultKind::Keyring)));
    assert_eq!(names(&effects), ["Refresh"]);
}

#[test]
fn a_vault_is_moved_aside_only_by_a_typed_word() {
    let mut play = Play::with(&[("a", SANDBOX)], vec![session("s", "a")]);
    play.event(Event::VaultStands(VaultStanding::KeyMissing {
        has_recovery: false,
    }));
    play.command(Command::Unlock);
    assert!(
        play.command(Command::OpenVault(VaultChoice::MoveAside))
            .is_empty()
    );
    assert!(
        play.command(Command::ConfirmDialog("yes".to_owned()))
            .is_empty()
    );
    let Dialog::Unlock(dialog) = play.dialog() else {
        panic!("asks");
    };
    let wanted = dialog.move_aside.unwrap().wanted;
    let effects = play.command(Command::ConfirmDialog(wanted));
    assert!(matches!(
        &effects[..],
        [Effect::OpenVault {
            choice: VaultChoice::MoveAside,
            ..
        }]
    ));
}

#[test]
fn closing_the_dialog_gives_up_what_waited() {
    let mut play = Play::with(&[("a", SANDBOX)], vec![session("s", "a")]);
    play.event(Event::VaultStands(VaultStanding::Locked(
        VaultKind::Passphrase,
    )));
    play.command(Command::Refresh(vec![sid("s")]));
    play.command(Command::Dismiss);
    assert!(!play.state.waits_for_vault());
    assert!(
        play.event(Event::VaultStands(VaultStanding::Open(
            VaultKind::Passphrase
        )))
        .is_empty()
    );
}

#[test]
fn the_vault_locks_by_itself_after_five_idle_minutes_and_a_hand_keeps_it_open() {
    let mut play = Play::with(&[("a", SANDBOX)], vec![session("s", "a")]);
    play.pass(1);
    assert!(play.pass(200).is_empty());
    update::apply(&mut play.state, Message::Hand, play.now);
    assert!(play.pass(200).is_empty());
    assert_eq!(play.state.next_tick(), play.state.lock_at());
    assert_eq!(names(&play.pass(100)), ["LockVault"]);
    assert!(matches!(play.window().place, Place::Locked(_)));
    assert!(play.pass(10_000).is_empty(), "once");
}

#[test]
fn a_locked_window_starts_nothing_and_shows_no_profile() {
    let mut play = Play::with(&[("a", SANDBOX)], vec![session("s", "a")]);
    assert_eq!(names(&play.command(Command::Lock)), ["LockVault"]);
    assert!(play.command(Command::Refresh(vec![sid("s")])).is_empty());
    let reveal = Command::Reveal {
        session_id: sid("s"),
        which: WhichToken::Access,
    };
    assert!(play.command(reveal).is_empty());
    assert!(!format!("{:?}", play.window().place).contains("acme.example"));
    play.event(Event::VaultStands(VaultStanding::Locked(
        VaultKind::Keyring,
    )));
    let effects = play.command(Command::OpenVault(VaultChoice::Keyring));
    assert_eq!(names(&effects), ["OpenVault"]);
    play.event(Event::VaultStands(VaultStanding::Open(VaultKind::Keyring)));
    assert!(matches!(play.window().place, Place::Library { .. }));
}

#[test]
fn a_keyring_that_answers_after_the_lock_does_not_unlock() {
    let mut play = Play::with(&[("a", SANDBOX)], vec![session("s", "a")]);
    play.event(Event::VaultStands(VaultStanding::WaitingForKeyring));
    play.command(Command::Lock);
    let effects = play.event(Event::VaultStands(VaultStanding::Open(VaultKind::Keyring)));
    assert_eq!(names(&effects), ["LockVault"]);
    assert!(matches!(play.window().place, Place::Locked(_)));
}

fn change(task: VaultTask) -> Command {
    let typed = || Some(Secret::new("correct horse battery".to_owned()));
    Command::ChangeVault(VaultChange {
        task,
        old: typed(),
        new: typed(),
    })
}

fn labels(play: &Play) -> Vec<String> {
    let Place::Settings(settings) = play.window().place else {
        panic!("settings");
    };
    let actions = settings.vault_actions.iter();
    actions.map(|action| action.label.clone()).collect()
}

#[test]
fn the_settings_offer_what_can_change_about_the_vault_as_it_is() {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    play.command(Command::Show(Screen::Settings));
    assert_eq!(
        labels(&play),
        ["Use a passphrase…", "Set recovery passphrase…"]
    );
    play.event(Event::VaultStands(VaultStanding::Open(
        VaultKind::Passphrase,
    )));
    play.event(Event::RecoveryIsSet(true));
    assert_eq!(
        labels(&play),
        [
            "Change passphrase…",
            "Use the keyring…",
            "Replace recovery passphrase…",
            "Remove recovery passphrase…"
        ]
    );
    play.event(Event::VaultStands(VaultStanding::Open(VaultKind::Memory)));
    assert_eq!(labels(&play), ["Use a passphrase…", "Use the keyring…"]);
}

#[test]
fn a_change_of_the_vault_is_asked_proved_and_told() {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    play.event(Event::VaultStands(VaultStanding::Open(
        VaultKind::Passphrase,
    )));
    assert!(
        play.command(change(VaultTask::ChangePassphrase)).is_empty(),
        "nothing without the dialog"
    );
    play.command(Command::AskVaultChange(VaultTask::ChangePassphrase));
    let Dialog::VaultChange(dialog) = play.dialog() else {
        panic!("asks");
    };
    assert!(dialog.asks_old && dialog.new.is_some());
    let run_id = Play::begun(&play.command(change(VaultTask::ChangePassphrase)));
    assert!(
        play.command(change(VaultTask::ChangePassphrase)).is_empty(),
        "one at a time"
    );
    play.fail(&run_id, ProblemKind::Locked, "wrong_passphrase");
    let Dialog::VaultChange(dialog) = play.dialog() else {
        panic!("still asks");
    };
    assert!(dialog.is_old_wrong && !dialog.is_busy && dialog.problem.is_none());
    let run_id = Play::begun(&play.command(change(VaultTask::ChangePassphrase)));
    play.event(Event::VaultChanged { run_id });
    assert!(play.window().dialog.is_none());
    assert_eq!(
        play.window().toasts[0].title,
        "The passphrase of the vault is changed"
    );
}

#[test]
fn a_change_that_goes_on_is_told_although_its_dialog_was_closed_or_the_window_locked() {
    for by_lock in [false, true] {
        let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
        play.command(Command::AskVaultChange(VaultTask::ToPassphrase));
        let run_id = Play::begun(&play.command(change(VaultTask::ToPassphrase)));
        if by_lock {
            play.command(Command::Lock);
        } else {
            assert_eq!(names(&play.command(Command::Dismiss)), ["Cancel"]);
        }
        play.event(Event::VaultChanged { run_id });
        assert_eq!(
            play.window().toasts[0].title,
            "The vault is under a passphrase now"
        );
    }
}

#[test]
fn behind_the_lock_a_lost_key_leads_to_the_other_ways_in() {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    play.command(Command::Lock);
    let run_id = Play::begun(&play.command(Command::OpenVault(VaultChoice::Keyring)));
    play.event(Event::VaultStands(VaultStanding::KeyMissing {
        has_recovery: true,
    }));
    play.fail(&run_id, ProblemKind::Locked, "keyring_absent");
    let Place::Locked(lock) = play.window().place else {
        panic!("locked");
    };
    assert!(lock.problem.is_some());
    assert!(play.window().dialog.is_none());
    play.command(lock.other.unwrap().ask.command());
    let Dialog::Unlock(dialog) = play.dialog() else {
        panic!("asks");
    };
    assert!(dialog.is_recovery && dialog.move_aside.is_some());
}
