//! The strip at the foot.

use super::super::super::event::VaultStanding;
use super::super::super::state::{State, Want};
use super::super::super::update::is_demo_starting;
use super::super::{Ask, Strip, StripItem, StripWhat, Tone};
use super::{busy, time, vault};
use crate::app::command::Screen;
use crate::model::time::UnixTime;
use crate::model::words;

/// Makes the strip.
pub(super) fn strip(state: &State, now: UnixTime) -> Strip {
    let (place, needs_person) = vault::place(state);
    let mut left = vec![StripItem {
        what: StripWhat::Vault,
        text: place,
        tone: if needs_person {
            Tone::Warn
        } else {
            Tone::Neutral
        },
        ask: needs_person.then_some(Ask::Unlock),
    }];
    left.extend(lock(state, now));
    left.push(demo(state));
    left.extend(doctor(state));
    let mut right = Vec::new();
    if state.settings.presentation {
        right.push(StripItem {
            tone: Tone::Warn,
            ask: Some(Ask::TogglePresentation),
            ..item(
                StripWhat::Presenting,
                words::text("window-strip-presenting"),
            )
        });
    }
    right.extend(running(state, now));
    right.push(item(
        StripWhat::Version,
        env!("CARGO_PKG_VERSION").to_owned(),
    ));
    Strip { left, right }
}

/// What the doctor found wrong last; nothing while all is well.
fn doctor(state: &State) -> Option<StripItem> {
    if state.checks.is_empty() || state.tasks.doing(&Want::Diagnose).is_some() {
        return None;
    }
    let (tone, text) = super::doctor::verdict(&state.checks);
    (tone != Tone::Success).then(|| StripItem {
        tone,
        ask: Some(Ask::Show(Screen::Doctor)),
        ..item(StripWhat::Doctor, text)
    })
}

fn item(what: StripWhat, text: String) -> StripItem {
    StripItem {
        what,
        text,
        tone: Tone::Neutral,
        ask: None,
    }
}

fn lock(state: &State, now: UnixTime) -> Option<StripItem> {
    if state.is_locked {
        return Some(item(StripWhat::Lock, words::text("window-lock")));
    }
    match &state.vault {
        VaultStanding::Open(_) => {
            let text = match state.lock_at() {
                Some(at) => {
                    let length = time::minutes(now.until(at));
                    words::with("window-strip-unlocked", &[("length", &length)])
                }
                None => words::text("window-strip-unlocked-only"),
            };
            Some(StripItem {
                ask: Some(Ask::Lock),
                ..item(StripWhat::Lock, text)
            })
        }
        VaultStanding::Locked(_) => Some(StripItem {
            ask: Some(Ask::Unlock),
            ..item(StripWhat::Lock, words::text("window-strip-locked"))
        }),
        _ => None,
    }
}

fn demo(state: &State) -> StripItem {
    let text = match &state.demo.base_url {
        Some(base_url) => {
            let address = super::card::host(base_url);
            words::with("window-strip-demo-on", &[("address", address)])
        }
        None if is_demo_starting(state) => words::text("window-strip-demo-starting"),
        None => words::text("window-strip-demo-off"),
    };
    StripItem {
        ask: Some(Ask::Show(Screen::DemoOrg)),
        ..item(StripWhat::DemoOrg, text)
    }
}

/// One task by its own words, several by their number.
fn running(state: &State, now: UnixTime) -> Option<StripItem> {
    let running = state.tasks.len();
    let text = match (state.tasks.iter().next(), running, state.backlog.len()) {
        (None, _, _) => return None,
        (Some(only), 1, 0) => busy::of_task(state, only, now).text,
        (_, running, 0) => words::count("window-strip-running", running),
        (_, running, waiting) => words::with(
            "window-strip-running-waiting",
            &[
                ("running", &running.to_string()),
                ("waiting", &waiting.to_string()),
            ],
        ),
    };
    Some(StripItem {
        tone: Tone::Busy,
        ..item(StripWhat::Running, text)
    })
}
