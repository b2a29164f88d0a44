//! The demo org: from the first click to the login.

use super::*;
use crate::app::command::Screen;
use crate::app::view::{Ask, Place};

fn started(run_id: RunId) -> Event {
    Event::DemoOrgStarted {
        run_id,
        base_url: DEMO.to_owned(),
        profile_id: pid("demo"),
        users: vec![("admin@demo.example".to_owned(), "demo".to_owned())],
    }
}

#[test]
fn one_click_of_the_first_run_starts_it_and_logs_in() {
    let mut play = Play::empty();
    assert!(matches!(play.window().place, Place::Loading(_)));
    play.load(Vec::new(), Vec::new());
    let Place::FirstRun(first) = play.window().place else {
        panic!("first run");
    };
    let effects = play.command(first.cards[0].action.ask.clone().command());
    assert_eq!(names(&effects), ["StartDemoOrg"]);
    assert!(
        play.command(Command::StartDemoOrg { then_log_in: true })
            .is_empty()
    );
    let Place::FirstRun(first) = play.window().place else {
        panic!("first run");
    };
    assert!(first.cards[0].action.disabled.is_some());

    // Its profile is on disk and not yet in the state.
    let effects = play.event(started(Play::begun(&effects)));
    assert_eq!(names(&effects), ["LoadLibrary", "BeginLogin"]);
    play.load(vec![record("demo", DEMO)], Vec::new());
    let rows = view::rows(&play.state, 0..9, play.now);
    assert!(rows[0].busy.is_some());
    assert_eq!(rows[0].badge.label, "Demo");
}

#[test]
fn another_local_server_is_called_local() {
    let mut play = Play::with(
        &[("demo", DEMO), ("x", "http://localhost:9999")],
        Vec::new(),
    );
    let effects = play.command(Command::StartDemoOrg { then_log_in: false });
    play.event(started(Play::begun(&effects)));
    let rows = view::rows(&play.state, 0..9, play.now);
    assert_eq!(rows[0].badge.label, "Demo");
    assert!(rows[1].badge.is_local && rows[1].badge.label == "Local");
}

#[test]
fn its_screen_shows_users_only_while_it_runs() {
    let mut play = Play::with(&[("demo", DEMO)], Vec::new());
    play.command(Command::Show(Screen::DemoOrg));
    let effects = play.command(Command::StartDemoOrg { then_log_in: false });
    play.event(started(Play::begun(&effects)));
    let Place::DemoOrg(demo) = play.window().place else {
        panic!("its screen");
    };
    assert_eq!(demo.users.len(), 1);
    assert!(
        demo.actions
            .iter()
            .any(|action| action.ask == Ask::StopDemoOrg)
    );
    assert_eq!(names(&play.command(Command::StopDemoOrg)), ["StopDemoOrg"]);
    play.event(Event::DemoOrgStopped);
    let Place::DemoOrg(demo) = play.window().place else {
        panic!("its screen");
    };
    assert!(demo.users.is_empty() && !demo.is_running);
}

#[test]
fn a_start_that_failed_says_why() {
    let mut play = Play::empty();
    play.load(Vec::new(), Vec::new());
    let effects = play.command(Command::StartDemoOrg { then_log_in: true });
    play.fail(&Play::begun(&effects), ProblemKind::Network, "port_taken");
    assert!(matches!(play.dialog(), Dialog::Problem(_)));
    assert!(!play.state.is_busy());
}
