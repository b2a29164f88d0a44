//! The browser of a profile: found browsers by name, their profiles, a private window, a command of one's own.

use super::super::super::super::state::{Form, State};
use super::super::super::{BrowserPick, BrowserView};
use crate::model::browser::{FoundBrowser, Picked, argv};
use crate::model::words;

/// Stands for the address in a preview; no command holds it.
const ADDRESS: &str = "\u{1}";

/// Makes the row.
pub(super) fn view(state: &State, form: &Form) -> BrowserView {
    let command = form.draft.browser.trim();
    let chosen = state
        .browsers
        .iter()
        .find_map(|found| Some((found, found.read(command)?)));
    let system = BrowserPick {
        label: words::text("window-form-browser-system"),
        command: String::new(),
        is_on: command.is_empty(),
    };
    let by_name = state.browsers.iter().map(|found| BrowserPick {
        label: found.name.clone(),
        command: found.command(&Picked::default()),
        is_on: chosen.as_ref().is_some_and(|(on, _)| *on == found),
    });
    let choices: Vec<BrowserPick> = std::iter::once(system).chain(by_name).collect();
    let label = choices
        .iter()
        .find(|choice| choice.is_on)
        .map(|choice| choice.label.clone());
    BrowserView {
        is_custom: label.is_none(),
        label: label.unwrap_or_else(|| words::text("window-form-browser-custom")),
        choices,
        profiles: chosen
            .as_ref()
            .map(|(found, picked)| profiles(found, picked))
            .unwrap_or_default(),
        private: chosen.as_ref().and_then(|(found, picked)| {
            found.private.as_ref()?;
            let flipped = Picked {
                private: !picked.private,
                ..picked.clone()
            };
            Some((picked.private, found.command(&flipped)))
        }),
        preview: preview(command),
    }
}

fn profiles(found: &FoundBrowser, picked: &Picked) -> Vec<BrowserPick> {
    if found.profiles.is_empty() && picked.profile.is_none() {
        return Vec::new();
    }
    let pick = |label: String, profile: Option<String>| BrowserPick {
        label,
        is_on: picked.profile == profile,
        command: found.command(&Picked {
            profile,
            ..picked.clone()
        }),
    };
    let mut all = vec![pick(words::text("window-form-browser-any-profile"), None)];
    for profile in &found.profiles {
        all.push(pick(profile.label.clone(), Some(profile.key.clone())));
    }
    // A profile that is gone stays in sight: it is what will be started.
    if let Some(gone) = &picked.profile
        && !all.iter().any(|one| one.is_on)
    {
        all.push(pick(gone.clone(), Some(gone.clone())));
    }
    all
}

/// The exact words that are started, with the address in its place.
fn preview(command: &str) -> String {
    if command.is_empty() {
        return words::text("window-form-browser-system-preview");
    }
    let Ok(all) = argv(command, ADDRESS) else {
        return String::new();
    };
    let address = words::text("window-form-browser-address");
    let shown: Vec<String> = all
        .iter()
        .map(|word| match word.contains(ADDRESS) {
            true => word.replace(ADDRESS, &address),
            false => shell_words::quote(word).into_owned(),
        })
        .collect();
    words::with(
        "window-form-browser-preview",
        &[("words", &shown.join(" "))],
    )
}
