//! The driver with an engine that only writes down.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::cell::RefCell;
use std::collections::VecDeque;

use jiff::tz::TimeZone;

use super::*;
use crate::app::event::VaultStanding;
use crate::model::settings::{Settings, VaultKind};

#[derive(Default)]
struct Fake {
    events: RefCell<VecDeque<Event>>,
    sent: RefCell<Vec<Effect>>,
    is_full: bool,
}

impl Engine for Fake {
    fn try_send(&self, effect: Effect) -> Result<(), Full> {
        if self.is_full {
            return Err(Full(Box::new(effect)));
        }
        self.sent.borrow_mut().push(effect);
        Ok(())
    }

    fn try_recv(&self) -> Option<Event> {
        self.events.borrow_mut().pop_front()
    }

    fn recv_timeout(&self, _: Duration) -> Option<Event> {
        self.try_recv()
    }
}

fn driver(engine: Fake) -> Driver<Fake> {
    let state = State::new(7, TimeZone::UTC);
    Driver::new(state, engine, Box::new(|| UnixTime::from_secs(1_000)))
}

fn names(driver: &Driver<Fake>) -> Vec<&'static str> {
    driver
        .engine()
        .sent
        .borrow()
        .iter()
        .map(Effect::name)
        .collect()
}

#[test]
fn the_library_is_asked_for_first_and_a_command_reaches_the_engine() {
    let mut driver = driver(Fake::default());
    let begun = driver.command(Command::StartDemoOrg { then_log_in: true });
    assert_eq!(names(&driver), ["LoadLibrary", "StartDemoOrg"]);
    assert_eq!(begun.len(), 1);
    assert!(driver.state().task(&begun[0]).is_some());
}

#[test]
fn a_full_queue_is_an_error_that_a_person_sees() {
    let mut driver = driver(Fake {
        is_full: true,
        ..Fake::default()
    });
    let begun = driver.command(Command::StartDemoOrg { then_log_in: true });
    assert!(begun.is_empty());
    assert!(!driver.state().is_busy());
}

#[test]
fn a_revealed_secret_goes_to_the_one_who_asked_and_not_into_the_state() {
    let mut driver = driver(Fake::default());
    driver
        .engine
        .events
        .borrow_mut()
        .push_back(Event::SecretRevealed {
            session_id: SessionId::known("s"),
            which: WhichToken::Access,
            revealed: Revealed::new("canary".into()),
        });
    driver.pump();
    assert_eq!(driver.take_revealed().unwrap().2.expose(), "canary");
    assert!(driver.take_revealed().is_none());
}

#[test]
fn events_are_seen_before_they_are_applied() {
    let mut driver = driver(Fake::default());
    let mut events = driver.engine.events.borrow_mut();
    events.push_back(Event::VaultStands(VaultStanding::Open(VaultKind::Memory)));
    events.push_back(Event::LibraryLoaded {
        profiles: Vec::new(),
        sessions: Vec::new(),
        settings: Box::new(Settings::default()),
        notices: Vec::new(),
        read_only: false,
    });
    drop(events);
    let mut seen = Vec::new();
    while driver.wait(Duration::ZERO, &mut |event| seen.push(event.name())) {}
    assert_eq!(seen, ["VaultStands", "LibraryLoaded"]);
    assert!(driver.state().is_loaded());
}

#[test]
fn a_flood_is_taken_in_batches_and_nothing_is_left_for_long() {
    let mut driver = driver(Fake::default());
    for _ in 0..BATCH + 1 {
        let mut events = driver.engine.events.borrow_mut();
        events.push_back(Event::ClipboardCleared);
    }
    assert!(driver.pump() && driver.is_behind());
    assert!(driver.pump() && !driver.is_behind());
    assert!(!driver.pump());
}
