//! Errors where something waits or is locked: each has a button for its next step.

use super::*;
use crate::app::command::LoginOptions;
use crate::app::event::BrowserOpened;
use crate::app::view::{Ask, DetailBody, ErrorCard, Place, WaitCard};

fn asks(card: Option<&ErrorCard>) -> Vec<Ask> {
    let actions = card.iter().flat_map(|card| &card.actions);
    actions.map(|action| action.ask.clone()).collect()
}

/// A login that waits, as its browser and its listener went.
fn wait(browser: BrowserOpened, warning: Option<&str>) -> (Play, RunId) {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    let run_id = Play::begun(&play.command(Command::LogIn {
        profile_id: pid("a"),
        options: LoginOptions::default(),
    }));
    let deadline = play.now.after(Duration::from_secs(300));
    play.event(Event::LoginWaits {
        run_id: run_id.clone(),
        url: format!("{SANDBOX}/services/oauth2/authorize?state=x"),
        listens_on: Some("localhost:1717".to_owned()),
        browser,
        deadline,
        warning: warning.map(|code| Box::new(Problem::new(ProblemKind::Failed, code))),
    });
    (play, run_id)
}

fn card(play: &Play) -> WaitCard {
    let Place::Library {
        detail: Some(detail),
        ..
    } = play.window().place
    else {
        panic!("the library is shown");
    };
    match detail.body {
        DetailBody::Overview(overview) => overview.wait.unwrap(),
        DetailBody::Run(run) => run.wait.unwrap(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_browser_that_did_not_open_leads_to_the_profile_or_to_the_doctor() {
    let failed = |code| BrowserOpened::No(Box::new(Problem::new(ProblemKind::Failed, code)));
    let (play, _) = wait(failed("browser_command"), None);
    let wanted = [Ask::EditProfile(pid("a"))];
    assert_eq!(asks(card(&play).browser_problem.as_ref()), wanted);
    let (play, _) = wait(failed("browser_none"), None);
    let wanted = [Ask::Diagnose(Some(pid("a")))];
    assert_eq!(asks(card(&play).browser_problem.as_ref()), wanted);
}

#[test]
fn a_port_that_is_half_taken_leads_to_the_profile_and_the_doctor() {
    let opened = BrowserOpened::Yes("Firefox".to_owned());
    let (play, _) = wait(opened, Some("port_taken"));
    let wanted = [Ask::EditProfile(pid("a")), Ask::Diagnose(Some(pid("a")))];
    assert_eq!(asks(card(&play).port_warning.as_ref()), wanted);
}

#[test]
fn a_wrong_paste_leads_back_to_the_login_page() {
    let (mut play, run_id) = wait(BrowserOpened::Yes("Firefox".to_owned()), None);
    let problem = Box::new(Problem::new(ProblemKind::Usage, "paste_login_page"));
    play.event(Event::PasteNotRead {
        run_id: run_id.clone(),
        problem,
    });
    let card = card(&play);
    let again = Ask::BrowseAgain(run_id.clone());
    assert!(asks(card.paste_problem.as_ref()).iter().eq([&again]));
    assert_eq!(names(&play.command(again.command())), ["BrowseAgain"]);
}

#[test]
fn what_is_put_right_in_the_folder_leads_there_behind_the_lock_too() {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    play.command(Command::Lock);
    for code in [
        "file_damaged",
        "disk_full",
        "vault_cost_refused",
        "file_gone",
    ] {
        let unlock = Command::OpenVault(crate::app::command::VaultChoice::Keyring);
        let run_id = Play::begun(&play.command(unlock));
        play.fail(&run_id, ProblemKind::Failed, code);
        let Place::Locked(lock) = play.window().place else {
            panic!("locked");
        };
        assert_eq!(asks(lock.problem.as_ref()), [Ask::OpenDataFolder], "{code}");
    }
    let effects = play.command(Ask::OpenDataFolder.command());
    assert_eq!(names(&effects), ["OpenDataFolder"]);
    // Nothing else of what errors elsewhere offer gets behind the lock.
    assert!(play.command(Ask::Diagnose(None).command()).is_empty());
}

#[test]
fn a_keyring_that_does_not_answer_leads_to_the_doctor() {
    let mut play = Play::with(&[("a", SANDBOX)], vec![session("s", "a")]);
    let locked = VaultStanding::Locked(VaultKind::Keyring);
    play.event(Event::VaultStands(locked));
    play.command(Command::Refresh(vec![sid("s")]));
    let unlock = Command::OpenVault(crate::app::command::VaultChoice::Keyring);
    let run_id = Play::begun(&play.command(unlock));
    play.fail(&run_id, ProblemKind::Locked, "keyring_denied");
    let Dialog::Unlock(dialog) = play.dialog() else {
        panic!("asks");
    };
    assert_eq!(asks(dialog.problem.as_ref()), [Ask::Diagnose(None)]);
}
