//! View models: complete in every state, words for every key, nothing secret.

use super::*;
use crate::app::command::{LoginOptions, Screen, Tab};
use crate::app::view::{DetailBody, Place, ScopeStanding};
use crate::model::environment::Environment;

fn screens() -> [Screen; 8] {
    [
        Screen::Library,
        Screen::ProfileForm,
        Screen::DemoOrg,
        Screen::Inspector,
        Screen::Activity,
        Screen::Settings,
        Screen::Doctor,
        Screen::About,
    ]
}

fn tabs() -> [Tab; 6] {
    [
        Tab::Overview,
        Tab::Sessions,
        Tab::Token,
        Tab::Identity,
        Tab::Run,
        Tab::Settings,
    ]
}

/// A text that is a key was not in the catalogue.
fn assert_no_key(text: &str) {
    for section in [
        "window-",
        "error-",
        "field-",
        "environment-",
        "flow-",
        "org-",
        "platform-",
    ] {
        for (at, _) in text.match_indices(&format!("\"{section}")) {
            let found: String = text[at + 1..].chars().take_while(|c| *c != '"').collect();
            assert!(found.contains(' '), "{found} has no words");
        }
    }
    assert!(!text.contains("{$"), "a placeholder was not filled: {text}");
}

fn every_view(play: &mut Play) {
    for screen in screens() {
        play.command(Command::Show(screen));
        assert_no_key(&format!("{:?}", play.window()));
    }
    play.command(Command::Show(Screen::Library));
    for tab in tabs() {
        play.command(Command::ShowTab(tab));
        assert_no_key(&format!("{:?}", play.window()));
    }
    assert_no_key(&format!("{:?}", view::rows(&play.state, 0..99, play.now)));
}

#[test]
fn every_text_of_every_screen_and_state_is_in_the_catalogue() {
    let standings = [
        Standing::Live,
        Standing::Dead,
        Standing::Revoked,
        Standing::NeedsLogin,
        Standing::Blocked,
        Standing::Unreachable,
        Standing::Failed,
    ];
    let mut play = Play::with(&[("a", PRODUCTION), ("b", SANDBOX)], Vec::new());
    play.command(Command::Select(Some(pid("a"))));
    every_view(&mut play);
    for standing in standings {
        for has_refresh_token in [true, false] {
            let changed = Session {
                standing,
                has_refresh_token,
                pending_revocation: standing == Standing::Live,
                possibly_stale: true,
                ..expires(session("s", "a"), "2026-11-22T10:16:00Z")
            };
            play.event(Event::SessionChanged(Box::new(changed)));
            every_view(&mut play);
        }
    }
    for standing in [
        VaultStanding::Unknown,
        VaultStanding::NotMade(VaultKind::Keyring),
        VaultStanding::NotMade(VaultKind::Passphrase),
        VaultStanding::NeedsChoice,
        VaultStanding::Locked(VaultKind::Keyring),
        VaultStanding::Locked(VaultKind::Passphrase),
        VaultStanding::WaitingForKeyring,
        VaultStanding::KeyMissing { has_recovery: true },
        VaultStanding::KeyMissing {
            has_recovery: false,
        },
        VaultStanding::Broken(Box::new(Problem::new(ProblemKind::Failed, "engine_full"))),
    ] {
        play.event(Event::VaultStands(standing));
        play.command(Command::Unlock);
        assert_no_key(&format!("{:?}", play.window()));
        play.command(Command::Dismiss);
        play.command(Command::Lock);
        assert_no_key(&format!("{:?}", play.window()));
        play.command(Command::OpenVault(crate::app::command::VaultChoice::Memory));
        play.event(Event::VaultStands(VaultStanding::Open(VaultKind::Memory)));
    }
    play.command(Command::NewProfile);
    play.command(Command::SaveProfile {
        client_secret: crate::model::secret::SecretDraft::new(),
        then_log_in: false,
    });
    assert_no_key(&format!("{:?}", play.window()));
    for command in [
        Command::DeleteProfile(pid("a")),
        Command::Forget(vec![sid("s")]),
        Command::Revoke(vec![sid("s")]),
    ] {
        play.command(command);
        assert_no_key(&format!("{:?}", play.window()));
    }
}

#[test]
fn the_overview_is_that_of_the_picture() {
    let told = Session {
        environment_verified: Some((
            Environment::Production,
            UnixTime::from_rfc3339("2026-11-22T10:10:00Z").unwrap(),
        )),
        last_check_at: Some(UnixTime::from_rfc3339("2026-11-22T10:10:00Z").unwrap()),
        ..expires(session("s", "a"), "2026-11-22T10:53:00Z")
    };
    let mut play = Play::with(&[("a", PRODUCTION)], vec![told]);
    play.command(Command::Select(Some(pid("a"))));
    let Place::Library {
        detail: Some(detail),
        ..
    } = play.window().place
    else {
        panic!("the library is shown");
    };
    assert_eq!(detail.head.badge.label, "Production");
    assert!(detail.head.badge.verified);
    assert_eq!(detail.head.primary.label, "Open org");
    assert_eq!(detail.head.secondary[0].label, "Refresh");
    let DetailBody::Overview(overview) = detail.body else {
        panic!("the overview is shown");
    };
    let card = overview.session.unwrap();
    let life = card.life.unwrap();
    assert_eq!(life.text, "Expires in 41 min");
    assert_eq!(life.told, "10:53, told by introspection");
    assert!((life.left - 41.0 / 53.0).abs() < 0.01);
    let missing: Vec<&str> = card
        .scopes
        .iter()
        .filter(|chip| chip.standing == ScopeStanding::NotGranted)
        .map(|chip| chip.name.as_str())
        .collect();
    assert_eq!(missing, ["visualforce"]);
    assert_eq!(card.facts[2].value, "2 min ago");
}

#[test]
fn a_badge_is_filled_for_thirty_days_after_the_org_said_so() {
    let mut play = Play::with(&[("a", PRODUCTION)], Vec::new());
    let told = Session {
        environment_verified: Some((Environment::Production, play.now)),
        ..session("s", "a")
    };
    play.event(Event::SessionChanged(Box::new(told)));
    let label = |play: &Play| {
        view::rows(&play.state, 0..1, play.now)[0]
            .badge
            .label
            .clone()
    };
    play.pass(29 * 24 * 3600);
    assert_eq!(label(&play), "Production");
    play.pass(2 * 24 * 3600);
    assert_eq!(label(&play), "Production?");
}

#[test]
fn the_title_of_the_window_names_nobody() {
    let mut play = Play::with(&[("a", PRODUCTION)], vec![session("s", "a")]);
    play.command(Command::Select(Some(pid("a"))));
    assert_eq!(play.window().title, "Valet Key");
}

#[test]
fn an_idle_window_without_a_session_is_never_out_of_date() {
    let mut play = Play::empty();
    play.load(vec![record("a", SANDBOX)], Vec::new());
    assert_eq!(play.window().stale_in_ms, None);
    play.command(Command::LogIn {
        profile_id: pid("a"),
        options: LoginOptions::default(),
    });
    assert!(play.window().stale_in_ms.unwrap() <= 1_000);
}

#[test]
fn what_should_be_changed_in_a_profile_stands_in_its_detail() {
    let card = |play: &mut Play, tab| {
        play.command(Command::ShowTab(tab));
        match view::detail(&play.state, play.now).unwrap().body {
            view::DetailBody::Overview(overview) => overview.checkup,
            view::DetailBody::Settings(settings) => settings.checkup,
            _ => None,
        }
    };
    let mut play = Play::with(&[("a", PRODUCTION)], vec![session("s1", "a")]);
    play.command(Command::Select(Some(pid("a"))));
    assert_eq!(card(&mut play, Tab::Overview), None);
    let good = card(&mut play, Tab::Settings).unwrap();
    assert_eq!(good.verdict, "Nothing should be changed");

    let mut open = record("a", PRODUCTION);
    std::sync::Arc::make_mut(&mut open.profile).pkce = false;
    play.load(vec![open], vec![session("s1", "a")]);
    let found = card(&mut play, Tab::Overview).unwrap();
    assert_eq!(found.verdict, "One thing to look at");
    assert_eq!(found.lines[0].what, "PKCE is off");
    assert!(found.lines[0].next.contains("Setup"), "{found:?}");
    assert_eq!(found.edit.ask, view::Ask::EditProfile(pid("a")));
    assert_eq!(card(&mut play, Tab::Settings), Some(found));
}
