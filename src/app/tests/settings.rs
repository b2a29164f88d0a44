//! Settings: in force at once, checked where a wrong one would cut off every connection, said when not kept.

use super::*;
use crate::app::command::Screen;
use crate::app::view::{Place, SettingsView};
use crate::model::settings::Network;

fn shown(play: &mut Play) -> SettingsView {
    play.command(Command::Show(Screen::Settings));
    let Place::Settings(settings) = play.window().place else {
        panic!("settings");
    };
    *settings
}

fn network(proxy: &str, extra_ca: &str) -> Network {
    Network {
        proxy: proxy.to_owned(),
        extra_ca: extra_ca.to_owned(),
    }
}

#[test]
fn a_proxy_is_in_force_only_when_it_was_checked() {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    let wanted = network(" http://proxy.example:3128 ", "");
    let run_id = Play::begun(&play.command(Command::ChangeNetwork(wanted)));
    assert!(shown(&mut play).is_checking);
    assert_eq!(play.state.settings().proxy, "");
    let problem = Problem::new(ProblemKind::Usage, "proxy_address").at("proxy");
    play.event(Event::Failed {
        run_id,
        problem: Box::new(problem),
        session: None,
    });
    let view = shown(&mut play);
    let said = view.proxy_problem.unwrap();
    assert!(said.starts_with("The proxy is not an address"), "{said}");
    assert!(view.ca_problem.is_none() && !view.is_checking);
    assert_eq!(play.state.settings().proxy, "");

    let wanted = network("http://proxy.example:3128", "/ca.pem");
    let run_id = Play::begun(&play.command(Command::ChangeNetwork(wanted.clone())));
    let network = wanted.clone();
    let effects = play.event(Event::NetworkChecked { run_id, network });
    assert_eq!(names(&effects), ["SaveSettings"]);
    assert_eq!(play.state.settings().network(), wanted);
    assert!(shown(&mut play).proxy_problem.is_none());
}

#[test]
fn only_the_last_of_two_proxies_counts() {
    let mut play = Play::with(&[], Vec::new());
    let first = network("http://one.example", "");
    let first_run = Play::begun(&play.command(Command::ChangeNetwork(first.clone())));
    let second = network("http://two.example", "");
    let second_run = Play::begun(&play.command(Command::ChangeNetwork(second.clone())));
    for (run_id, network) in [(second_run, second), (first_run, first)] {
        play.event(Event::NetworkChecked { run_id, network });
    }
    assert_eq!(play.state.settings().proxy, "http://two.example");
}

#[test]
fn another_change_never_takes_a_proxy_along_unchecked() {
    let mut play = Play::with(&[], Vec::new());
    let settings = Settings {
        utc: true,
        proxy: "not an address".to_owned(),
        ..Settings::default()
    };
    play.command(Command::ChangeSettings(Box::new(settings)));
    assert!(play.state.settings().utc);
    assert_eq!(play.state.settings().proxy, "");
}

#[test]
fn what_could_not_be_kept_is_said_stays_in_force_and_can_be_tried_again() {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    let settings = Settings {
        scale: 1.5,
        ..Settings::default()
    };
    play.command(Command::ChangeSettings(Box::new(settings)));
    let problem = Problem::new(ProblemKind::Failed, "disk_full").with("path", "settings.ron");
    play.event(Event::SettingsSaved(Some(Box::new(problem))));
    let banner = shown(&mut play).not_saved.unwrap();
    assert!(
        banner.text.starts_with("Not saved: settings.ron"),
        "{}",
        banner.text
    );
    // Another process wrote something: the library is read again.
    play.load(vec![record("a", SANDBOX)], Vec::new());
    assert_eq!(play.window().scale, 1.5);
    let again = banner.action.unwrap().ask.command();
    assert_eq!(names(&play.command(again)), ["SaveSettings"]);
    play.event(Event::SettingsSaved(None));
    assert!(shown(&mut play).not_saved.is_none());
}

#[test]
fn the_systems_lock_locks_the_window_once() {
    let mut play = Play::with(&[("a", SANDBOX)], vec![session("s", "a")]);
    assert_eq!(names(&play.event(Event::SystemLocked)), ["LockVault"]);
    assert!(matches!(play.window().place, Place::Locked(_)));
    assert!(play.event(Event::SystemLocked).is_empty());
}

#[test]
fn what_is_in_memory_is_unlocked_as_it_was_kept() {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    play.event(Event::VaultStands(VaultStanding::Open(VaultKind::Memory)));
    play.command(Command::Lock);
    play.event(Event::VaultStands(VaultStanding::Locked(VaultKind::Memory)));
    let Place::Locked(lock) = play.window().place else {
        panic!("locked");
    };
    let effects = play.command(lock.unlock.ask.command());
    assert!(matches!(
        &effects[..],
        [Effect::OpenVault {
            choice: crate::app::effect::VaultChoice::Memory,
            ..
        }]
    ));
}
