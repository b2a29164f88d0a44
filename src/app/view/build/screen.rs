//! The smaller screens: first run, settings, about.

use super::super::super::command::Screen;
use super::super::super::state::{State, Want};
use super::super::super::update::is_demo_starting;
use super::super::{
    About, Action, Ask, Banner, FirstRun, FirstRunCard, Look, SettingsView, Tone, keys,
};
use super::{vault, vault_change};
use crate::model::words;

/// No profile yet.
pub(super) fn first_run(state: &State) -> FirstRun {
    let read_only = state
        .is_read_only
        .then(|| words::text("window-reason-read-only"));
    let starting = is_demo_starting(state).then(|| words::text("window-reason-demo-starts"));
    let card = |title: &str, text: &str, action: Action| FirstRunCard {
        title: words::text(title),
        text: words::text(text),
        action,
    };
    FirstRun {
        title: words::text("window-first-title"),
        text: words::text("window-first-text"),
        cards: vec![
            card(
                "window-first-demo",
                "window-first-demo-text",
                Action::new(
                    "window-action-start-and-log-in",
                    Ask::StartDemoOrg { then_log_in: true },
                )
                .look(Look::Primary)
                .unless(starting.or(read_only.clone())),
            ),
            card(
                "window-first-import",
                "window-first-import-text",
                Action::new("window-action-import", Ask::PickImport).unless(read_only.clone()),
            ),
            card(
                "window-first-new",
                "window-first-new-text",
                Action::new("window-action-new-profile", Ask::NewProfile)
                    .keys(keys::NEW)
                    .unless(read_only),
            ),
        ],
        steps: [
            "window-first-step-starts",
            "window-first-step-browser",
            "window-first-step-login",
            "window-first-step-token",
        ]
        .into_iter()
        .map(words::text)
        .collect(),
        foot: {
            let (place, _) = vault::place(state);
            words::with("window-first-foot", &[("place", &place)])
        },
        banners: notices(state),
    }
}

/// What needs an eye, above all.
pub(super) fn notices(state: &State) -> Vec<Banner> {
    let mut banners: Vec<Banner> = state
        .notices
        .iter()
        .map(|problem| {
            let explained = problem.explain();
            Banner {
                tone: Tone::Warn,
                text: format!("{}. {}", explained.what, explained.next),
                action: Some(Action::new("window-close", Ask::Dismiss).look(Look::Ghost)),
            }
        })
        .collect();
    if state.is_read_only {
        banners.insert(
            0,
            Banner {
                tone: Tone::Warn,
                text: words::text("window-banner-read-only"),
                action: None,
            },
        );
    }
    banners
}

/// Settings.
pub(super) fn settings(state: &State) -> SettingsView {
    let wrong = |field: &str| {
        let problem = state.not_kept.network.as_ref()?;
        let explained = problem.explain();
        (problem.field.as_deref() == Some(field)).then(|| {
            words::with(
                "window-settings-wrong",
                &[("what", &explained.what), ("next", &explained.next)],
            )
        })
    };
    SettingsView {
        settings: state.settings.clone(),
        vault: vault_change::facts(state),
        vault_actions: vault_change::actions(state),
        not_saved: state.not_kept.settings.as_ref().map(|problem| {
            let explained = problem.explain();
            Banner {
                tone: Tone::Danger,
                text: words::with(
                    "window-settings-not-saved",
                    &[("what", &explained.what), ("next", &explained.next)],
                ),
                action: Some(Action::new("window-action-again", Ask::SaveSettings)),
            }
        }),
        proxy_problem: wrong("proxy"),
        ca_problem: wrong("extra_ca"),
        is_checking: state.tasks.doing(&Want::CheckNetwork).is_some(),
        pick_ca: Action::new("window-settings-ca-choose", Ask::PickExtraCa).unless(
            state
                .tasks
                .doing(&Want::PickExtraCa)
                .map(|_| words::text("window-reason-busy")),
        ),
        actions: vec![Action::new("window-action-lock", Ask::Lock).keys(keys::LOCK)],
        support: vec![
            Action::new("window-action-diagnostics", Ask::CopyDiagnostics)
                .hint("window-action-diagnostics-hint"),
            Action::new("window-action-data-folder", Ask::OpenDataFolder),
            Action::new("window-action-diagnose", Ask::Diagnose(None)),
            Action::new("window-keys", Ask::Shortcuts).keys(keys::SHORTCUTS),
            Action::new("window-action-about", Ask::Show(Screen::About)),
        ],
        is_read_only: state.is_read_only,
    }
}

/// Version and licences.
pub(super) fn about() -> About {
    About {
        title: words::with("app-version", &[("version", env!("CARGO_PKG_VERSION"))]),
        text: words::text("window-about-text"),
        promises: [
            "window-about-vault",
            "window-about-network",
            "window-about-limits",
        ]
        .into_iter()
        .map(words::text)
        .collect(),
        parts: [
            ("Inter", "SIL Open Font License 1.1"),
            ("JetBrains Mono", "SIL Open Font License 1.1"),
            ("Phosphor Icons", "MIT"),
        ]
        .into_iter()
        .map(|(name, licence)| (name.to_owned(), licence.to_owned()))
        .collect(),
    }
}
