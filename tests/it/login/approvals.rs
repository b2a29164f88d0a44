//! The meter of approvals against an org that keeps five and ends the one unused for the longest.

use jiff::tz::TimeZone;
use valet_key::app::command::{Command, Tab};
use valet_key::app::event::{Event, ProfileRecord};
use valet_key::app::state::State;
use valet_key::app::update::{Message, apply};
use valet_key::app::view::{DetailBody, Meter, detail};
use valet_key::engine::clock;
use valet_key::model::problem::ProblemKind;
use valet_key::model::profile::Profile;
use valet_key::model::session::Session;

use super::bench::{Bench, Org, PUBLIC};

const ADMIN: &str = "admin@demo.example";

/// What the sessions tab shows of these sessions.
fn meter(profiles: &[Profile], sessions: &[Session]) -> Meter {
    let mut state = State::new(1, TimeZone::UTC);
    let now = clock::now();
    let loaded = Event::LibraryLoaded {
        profiles: profiles
            .iter()
            .map(|profile| ProfileRecord {
                profile: profile.clone().into(),
                has_client_secret: false,
                has_private_key: false,
            })
            .collect(),
        sessions: sessions.iter().cloned().map(Into::into).collect(),
        settings: Box::default(),
        notices: Vec::new(),
        read_only: false,
    };
    apply(&mut state, Message::Event(loaded), now);
    let first = profiles[0].profile_id.clone();
    for command in [
        Command::Select(Some(first)),
        Command::ShowTab(Tab::Sessions),
    ] {
        apply(&mut state, Message::Command(command), now);
    }
    match detail(&state, now).unwrap().body {
        DetailBody::Sessions(tab) => tab.meter.unwrap(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_sixth_login_ends_the_one_that_the_meter_named() {
    let org = Org::start();
    let mut bench = Bench::start();
    let profiles: Vec<Profile> = (1..=6)
        .map(|number| org.profile(&format!("app-{number}"), PUBLIC))
        .collect();
    let mut sessions = Vec::new();
    for profile in &profiles[..5] {
        bench.save(profile, None);
        let (session, _) = bench.log_in(profile, ADMIN);
        sessions.push(session);
        if sessions.len() < 5 {
            assert_eq!(meter(&profiles, &sessions).warning, None);
        }
    }
    let full = meter(&profiles, &sessions);
    assert_eq!((full.used, full.of), (5, 5));
    assert!(full.warning.unwrap().contains("in app-1"));

    // Used again, the first is safe, and the second is named.
    let (fresh, _) = bench.refresh(&sessions[0].session_id).unwrap();
    sessions[0] = fresh;
    let warning = meter(&profiles, &sessions).warning.unwrap();
    assert!(warning.contains("in app-2"), "{warning}");

    bench.save(&profiles[5], None);
    bench.log_in(&profiles[5], ADMIN);
    let ended = bench.refresh(&sessions[1].session_id).unwrap_err();
    assert_eq!(ended.kind, ProblemKind::NeedsLogin);
    for other in [0, 2, 3, 4] {
        assert!(
            bench.refresh(&sessions[other].session_id).is_ok(),
            "{other}"
        );
    }
}

#[test]
fn tokens_that_a_login_replaced_are_remembered() {
    let org = Org::start();
    let mut bench = Bench::start();
    let profile = org.profile("again", PUBLIC);
    bench.save(&profile, None);
    let (first, _) = bench.log_in(&profile, ADMIN);
    let (second, replaced) = bench.log_in(&profile, ADMIN);
    assert!(replaced);
    assert_eq!(second.replaced, [first.last_used()]);
    assert_eq!(org.live("refresh_token"), 2, "the org still keeps both");
    assert_eq!(meter(&[profile], &[second]).used, 2);
}
