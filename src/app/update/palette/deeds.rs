//! What the palette can do without a profile.

use super::super::super::command::{ListFilter, Screen};
use super::super::super::state::{Deed, State};
use super::super::is_demo_starting;
use crate::model::environment::Environment;
use crate::model::settings::ThemeChoice;

/// What can be done without a profile, the usual first.
pub(super) fn deeds(state: &State) -> Vec<Deed> {
    let mut deeds = Vec::new();
    let mut add = |is_on: bool, deed: Deed| {
        if is_on {
            deeds.push(deed);
        }
    };
    let writes = !state.is_read_only;
    let is_running = state.demo.base_url.is_some();
    add(writes, Deed::New);
    add(true, Deed::Explain);
    add(true, Deed::Shortcuts);
    add(true, Deed::Show(Screen::Settings));
    add(true, Deed::Lock);
    add(state.is_busy(), Deed::CancelAll);
    add(state.copied.is_some(), Deed::ClearClipboard);
    add(writes, Deed::Import);
    add(!is_running && !is_demo_starting(state), Deed::StartDemo);
    add(is_running, Deed::StopDemo);
    add(true, Deed::Show(Screen::Inspector));
    add(true, Deed::Show(Screen::Chooser));
    add(true, Deed::Show(Screen::DemoOrg));
    add(true, Deed::Show(Screen::Activity));
    add(true, Deed::Filter(ListFilter::All));
    add(
        state.list.attention > 0,
        Deed::Filter(ListFilter::Attention),
    );
    add(!state.recent.is_empty(), Deed::Filter(ListFilter::Recent));
    let environments: Vec<Environment> = state.list.environments.keys().copied().collect();
    for environment in environments {
        add(true, Deed::Filter(ListFilter::Environment(environment)));
    }
    for tag in state.list.tags.keys() {
        add(true, Deed::Filter(ListFilter::Tag(tag.clone())));
    }
    add(true, Deed::Diagnose);
    for theme in [
        ThemeChoice::System,
        ThemeChoice::Dark,
        ThemeChoice::Light,
        ThemeChoice::Contrast,
    ] {
        add(writes && state.settings.theme != theme, Deed::Theme(theme));
    }
    add(writes, Deed::Motion);
    add(writes, Deed::Utc);
    add(writes, Deed::Presentation);
    add(true, Deed::DataFolder);
    add(true, Deed::Show(Screen::About));
    deeds
}
