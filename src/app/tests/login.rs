//! Logins: start, wait, cancel, hold, late answers.

use super::*;
use crate::app::command::{IdentityRule, LoginOptions, Tab};
use crate::app::event::BrowserOpened;
use crate::app::view::{DetailBody, Place, StateKind, StepStanding, WaitCard};
use crate::model::identity::Identity;
use crate::model::run::{Exchange, Lane};
use crate::model::secret::SecretDraft;

fn log_in(play: &mut Play) -> RunId {
    let effects = play.command(Command::LogIn {
        profile_id: pid("a"),
        options: LoginOptions::default(),
    });
    assert_eq!(names(&effects), ["BeginLogin"]);
    Play::begun(&effects)
}

fn waits(play: &mut Play, run_id: &RunId) {
    let deadline = play.now.after(Duration::from_secs(300));
    play.event(Event::LoginWaits {
        run_id: run_id.clone(),
        url: "https://acme.my.salesforce.com/services/oauth2/authorize?state=x".to_owned(),
        listens_on: Some("localhost:1717".to_owned()),
        browser: BrowserOpened::Yes("Firefox".to_owned()),
        deadline,
        warning: None,
    });
}

fn waiting() -> (Play, RunId) {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    let run_id = log_in(&mut play);
    waits(&mut play, &run_id);
    (play, run_id)
}

fn card(play: &Play) -> Option<WaitCard> {
    let Place::Library {
        detail: Some(detail),
        ..
    } = play.window().place
    else {
        panic!("the library is shown");
    };
    match detail.body {
        DetailBody::Overview(overview) => overview.wait,
        DetailBody::Run(run) => run.wait,
        _ => None,
    }
}

fn exchange(number: u32, step: &str, from: Lane, to: Lane, play: &Play) -> Box<Exchange> {
    Box::new(Exchange {
        number,
        from,
        to,
        step: format!("flow-step-{step}"),
        method: "GET".to_owned(),
        url: "https://acme.my.salesforce.com/x".to_owned(),
        request_headers: Vec::new(),
        request_fields: Vec::new(),
        status: Some(200),
        answer_headers: Vec::new(),
        answer_fields: Vec::new(),
        began_at: play.now,
        took: Some(Duration::from_millis(40)),
        error: None,
    })
}

#[test]
fn a_waiting_login_shows_its_clock_its_address_and_where_it_listens() {
    let (mut play, _) = waiting();
    play.pass(42);
    let card = card(&play).unwrap();
    assert_eq!(card.title, "Waiting for you in Firefox");
    assert_eq!(card.elapsed, "0:42 elapsed of 5:00");
    assert_eq!(
        card.listens_on.as_deref(),
        Some("Listens on localhost:1717")
    );
    assert!(card.url.contains("authorize") && card.may_paste && card.warning.is_none());
    assert!(play.window().stale_in_ms.unwrap() <= 1_000);
    play.pass(240);
    assert!(view::window(&play.state, play.now).stale_in_ms.is_some());
    let (text, _) = card_warning(&play);
    assert!(text.starts_with("18 s left"), "{text}");
}

fn card_warning(play: &Play) -> (String, view::Action) {
    card(play).unwrap().warning.unwrap()
}

#[test]
fn a_second_login_of_the_same_profile_does_not_begin_while_one_waits() {
    let (mut play, run_id) = waiting();
    let again = play.command(Command::LogIn {
        profile_id: pid("a"),
        options: LoginOptions {
            prompt: Some("login".to_owned()),
            ..LoginOptions::default()
        },
    });
    assert!(again.is_empty());
    assert!(play.state.task(&run_id).is_some());
}

#[test]
fn a_late_event_of_a_cancelled_run_is_ignored_and_the_library_read_again() {
    let (mut play, run_id) = waiting();
    let effects = play.command(Command::Cancel(run_id.clone()));
    assert_eq!(names(&effects), ["Cancel"]);
    assert!(!play.state.is_busy());

    let effects = play.event(Event::LoginFinished {
        run_id: run_id.clone(),
        session: Box::new(session("s", "a")),
        replaced: false,
    });
    assert_eq!(names(&effects), ["LoadLibrary"]);
    assert!(play.state.session(&sid("s")).is_none());
    assert!(play.window().toasts.is_empty());

    waits(&mut play, &run_id);
    play.fail(&run_id, ProblemKind::Cancelled, "cancelled");
    play.event(Event::IdentityHeld {
        run_id,
        expected: Box::default(),
        got: Box::default(),
    });
    assert!(play.window().dialog.is_none());
    assert!(card(&play).is_none());
}

#[test]
fn a_finished_login_shows_its_session() {
    let (mut play, run_id) = waiting();
    play.event(Event::LoginFinished {
        run_id,
        session: Box::new(session("s", "a")),
        replaced: false,
    });
    assert_eq!(
        play.window().toasts[0].title,
        "Logged in as user-s@acme.example"
    );
    assert!(card(&play).is_none());
    assert!(!play.state.is_busy());
}

#[test]
fn somebody_else_is_held_until_the_person_decides() {
    let (mut play, run_id) = waiting();
    let got = Identity {
        organization_id: Some(OrgId::new("00D5e0000012XYZEA2")),
        ..Identity::default()
    };
    play.event(Event::IdentityHeld {
        run_id: run_id.clone(),
        expected: Box::default(),
        got: Box::new(got),
    });
    let Dialog::Identity(dialog) = play.dialog() else {
        panic!("asks");
    };
    assert_eq!(dialog.expected.differs, [false, false, true]);
    let effects = play.command(Command::DecideIdentity {
        run_id: run_id.clone(),
        accept: true,
    });
    assert!(matches!(
        &effects[..],
        [Effect::DecideIdentity { accept: true, .. }]
    ));
    let again = play.command(Command::DecideIdentity {
        run_id,
        accept: false,
    });
    assert!(again.is_empty(), "one decision");
}

#[test]
fn closing_the_dialog_of_a_held_login_refuses_it() {
    let (mut play, run_id) = waiting();
    play.event(Event::IdentityHeld {
        run_id,
        expected: Box::default(),
        got: Box::default(),
    });
    let effects = play.command(Command::Dismiss);
    assert!(matches!(
        &effects[..],
        [Effect::DecideIdentity { accept: false, .. }]
    ));
}

#[test]
fn strays_are_counted_and_do_not_end_the_login() {
    let (mut play, run_id) = waiting();
    for count in 1..=1_000 {
        play.event(Event::StrayCallback {
            run_id: run_id.clone(),
            count,
            notice: None,
        });
    }
    assert!(
        card(&play)
            .unwrap()
            .strays
            .unwrap()
            .starts_with("1000 requests")
    );
}

#[test]
fn what_is_pasted_reaches_the_run_only_while_it_waits() {
    let (mut play, run_id) = waiting();
    let paste = |text: &str| Command::Paste {
        run_id: run_id.clone(),
        text: SecretDraft::from_text(text.to_owned().into()),
    };
    assert_eq!(
        names(&play.command(paste("http://localhost:1717/?code=x"))),
        ["Paste"]
    );
    assert!(play.command(paste("")).is_empty());
    play.fail(&run_id, ProblemKind::Cancelled, "timed_out");
    assert!(play.command(paste("late")).is_empty());
}

#[test]
fn a_failed_login_is_explained_where_its_profile_is() {
    let (mut play, run_id) = waiting();
    play.fail(&run_id, ProblemKind::Network, "port_taken");
    let rows = view::rows(&play.state, 0..9, play.now);
    assert_eq!(rows[0].state.kind, StateKind::Failed);
    assert_eq!(rows[0].state.text, "Login failed");
    let Place::Library {
        detail: Some(detail),
        ..
    } = play.window().place
    else {
        panic!("the library is shown");
    };
    let DetailBody::Overview(overview) = detail.body else {
        panic!("the overview is shown");
    };
    let problem = overview.problem.unwrap();
    assert_eq!(problem.code, "port_taken");
    // Only callbacks that the profile registers are offered (decision 14).
    assert_eq!(problem.actions[0].label, "Log in on port 1718");
    assert!(play.command(Command::Dismiss).is_empty());
    assert!(matches!(play.window().place, Place::Library { .. }));
    assert_eq!(
        view::rows(&play.state, 0..9, play.now)[0].state.kind,
        StateKind::NeverLoggedIn
    );
}

#[test]
fn log_in_again_is_of_the_same_user() {
    let mut play = Play::with(
        &[("a", SANDBOX)],
        vec![Session {
            standing: Standing::NeedsLogin,
            ..session("s", "a")
        }],
    );
    play.command(Command::Select(Some(pid("a"))));
    let Place::Library {
        detail: Some(detail),
        ..
    } = play.window().place
    else {
        panic!("the library is shown");
    };
    assert_eq!(detail.head.primary.label, "Log in again");
    let effects = play.command(detail.head.primary.ask.command());
    let Effect::BeginLogin { options, .. } = &effects[0] else {
        panic!("logs in");
    };
    assert_eq!(options.identity, IdentityRule::SameUser(sid("s")));
}

#[test]
fn the_diagram_grows_with_the_run() {
    let (mut play, run_id) = waiting();
    play.command(Command::ShowTab(Tab::Run));
    let first = exchange(1, "authorize", Lane::ValetKey, Lane::Browser, &play);
    play.event(Event::ExchangeRecorded {
        run_id: run_id.clone(),
        exchange: first,
    });
    let steps = |play: &Play| {
        let Place::Library {
            detail: Some(detail),
            ..
        } = play.window().place
        else {
            panic!("the library is shown");
        };
        let DetailBody::Run(run) = detail.body else {
            panic!("the run is shown");
        };
        run.steps
            .iter()
            .map(|step| (step.label.clone(), step.standing))
            .collect::<Vec<_>>()
    };
    let seen = steps(&play);
    assert_eq!(
        seen[..4],
        [
            ("Listens on localhost:1717".to_owned(), StepStanding::Note),
            ("Open the login page".to_owned(), StepStanding::Done),
            ("Show the login page".to_owned(), StepStanding::Unseen),
            ("Enter user name and password".to_owned(), StepStanding::Now),
        ]
    );
    assert!(
        seen[4..]
            .iter()
            .all(|(_, standing)| *standing == StepStanding::ToCome)
    );

    for (number, step, from, to) in [
        (2, "callback", Lane::Browser, Lane::ValetKey),
        (3, "token", Lane::ValetKey, Lane::Org),
        (4, "identity", Lane::ValetKey, Lane::Org),
    ] {
        let next = exchange(number, step, from, to, &play);
        play.event(Event::ExchangeRecorded {
            run_id: run_id.clone(),
            exchange: next,
        });
    }
    play.event(Event::LoginFinished {
        run_id,
        session: Box::new(session("s", "a")),
        replaced: false,
    });
    let seen = steps(&play);
    assert!(
        seen.iter().all(|(_, standing)| matches!(
            standing,
            StepStanding::Done | StepStanding::Unseen | StepStanding::Note
        )),
        "{seen:?}"
    );
    let last: Vec<&str> = seen.iter().rev().map(|(words, _)| words.as_str()).collect();
    assert_eq!(last[..2], ["200, 40 ms", "Ask whose token it is"]);
}

#[test]
fn ten_runs_are_kept_and_a_live_one_is_never_dropped() {
    let mut play = Play::with(&[("a", SANDBOX)], vec![session("s", "a")]);
    let live = log_in(&mut play);
    for _ in 0..30 {
        let effects = play.command(Command::Refresh(vec![sid("s")]));
        let run_id = Play::begun(&effects);
        play.event(Event::Refreshed {
            run_id,
            session: Box::new(session("s", "a")),
            rotated: true,
        });
    }
    play.command(Command::ShowRun(live.clone()));
    let Place::Library {
        detail: Some(detail),
        ..
    } = play.window().place
    else {
        panic!("the library is shown");
    };
    let DetailBody::Run(run) = detail.body else {
        panic!("the run is shown");
    };
    assert_eq!(detail.head.run.unwrap().runs.len(), 10);
    assert_eq!(run.run_id, live);
}
