//! The window as a whole.

use super::super::super::command::Screen;
use super::super::super::state::{Phase, State};
use super::super::{Action, Dialog, Place, Toast, Window};
use super::{
    activity, chooser, demo, detail, dialog, doctor, form, inspector, list, rail, screen, sheet,
    strip, vault,
};
use crate::model::time::UnixTime;
use crate::model::words;

/// Makes everything but the rows of the list.
#[must_use]
pub fn window(state: &State, now: UnixTime) -> Window {
    Window {
        // No name of a profile or user: titles are seen by others (R47).
        title: words::text("app-name"),
        rail: rail(state),
        place: place(state, now),
        strip: strip::strip(state, now),
        dialog: dialog::view(state, now)
            // Behind the lock only the ways in.
            .filter(|shown| !state.is_locked || matches!(shown, Dialog::Unlock(_))),
        sheet: (!state.is_locked && state.is_loaded)
            .then(|| sheet::view(state, now))
            .flatten(),
        toasts: toasts(state),
        theme: state.settings.theme,
        scale: state.settings.scale.clamp(0.5, 3.0),
        reduced_motion: state.settings.reduced_motion,
        presents: state.settings.presentation.then(|| known(state)),
        stale_in_ms: stale_in_ms(state, now),
    }
}

/// People, users and apps whose names have no form of their own.
fn known(state: &State) -> Vec<String> {
    let sessions = state.sessions.values();
    let people = sessions
        .clone()
        .filter_map(|session| session.identity.display_name.as_deref());
    let orgs = sessions
        .clone()
        .filter_map(|session| session.org.as_ref())
        .map(|org| org.name.as_str());
    let users = sessions
        .filter_map(|session| session.username())
        .filter(|name| !name.contains('@'))
        .chain(people);
    let apps = state
        .profiles
        .values()
        .map(|record| record.profile.client_id.as_str());
    let mut known: Vec<String> = users.chain(orgs).chain(apps).map(str::to_owned).collect();
    known.sort_unstable();
    known.dedup();
    known
}

fn place(state: &State, now: UnixTime) -> Place {
    if state.is_locked {
        return Place::Locked(Box::new(vault::lock(state)));
    }
    if !state.is_loaded {
        return Place::Loading(words::text("window-loading"));
    }
    match (state.screen, &state.form) {
        (Screen::ProfileForm, Some(open)) => Place::Form(Box::new(form::view(state, open, now))),
        (Screen::Chooser, _) => Place::Chooser(Box::new(chooser::view(state))),
        (Screen::Inspector, _) => Place::Inspector(Box::new(inspector::view(state, now))),
        (Screen::DemoOrg, _) => Place::DemoOrg(demo::demo_org(state)),
        (Screen::Activity, _) => Place::Activity(Box::new(activity::view(state))),
        (Screen::Settings, _) => Place::Settings(Box::new(screen::settings(state))),
        (Screen::Doctor, _) => Place::Doctor(doctor::view(state)),
        (Screen::About, _) => Place::About(screen::about()),
        _ if state.profiles.is_empty() => Place::FirstRun(screen::first_run(state)),
        _ => Place::Library {
            banners: screen::notices(state),
            list: list(state, now),
            detail: detail(state, now).map(Box::new),
        },
    }
}

fn toasts(state: &State) -> Vec<Toast> {
    state
        .toasts
        .iter()
        .map(|toast| Toast {
            id: toast.id,
            tone: toast.tone,
            title: toast.title.clone(),
            text: toast.text.clone(),
            action: toast.action.as_ref().map(|(label, ask)| Action {
                label: label.clone(),
                ..Action::new("window-action-details", ask.clone())
            }),
        })
        .collect()
}

/// When a text of the window will be out of date (decision 25): a second while something counts, else a minute.
fn stale_in_ms(state: &State, now: UnixTime) -> Option<u64> {
    let to_next = |unit: i64| {
        let passed = now.as_millis().rem_euclid(unit);
        u64::try_from(unit - passed).unwrap_or(0)
    };
    let counts = state.is_busy() || state.copied.is_some();
    let tick = state.next_tick().map(|at| {
        u64::try_from(now.until(at).as_millis())
            .unwrap_or(u64::MAX)
            .max(1)
    });
    let text = if counts {
        Some(to_next(1_000))
    } else if has_minutes(state) {
        Some(to_next(60_000))
    } else {
        None
    };
    text.into_iter().chain(tick).min()
}

/// A text with minutes is in sight: a lifetime, an age, the time until the lock.
fn has_minutes(state: &State) -> bool {
    let is_list = state.screen == Screen::Library && !state.sessions.is_empty();
    let has_clock = state.lock_at().is_some()
        || state
            .runs
            .values()
            .flatten()
            .any(|record| matches!(record.phase, Phase::Waiting(_)));
    !state.is_locked && (is_list || has_clock)
}
