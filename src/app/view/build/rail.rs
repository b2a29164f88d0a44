//! The rail.

use super::super::super::command::{ListFilter, Screen};
use super::super::super::state::State;
use super::super::{Ask, Rail, RailItem, RailWhat, Tone};
use super::state as states;
use crate::model::environment::Environment;
use crate::model::words;

/// Makes the rail.
#[must_use]
pub fn rail(state: &State) -> Rail {
    let is_library = state.screen == Screen::Library;
    let is_filter = |filter: &ListFilter| is_library && state.list.filter == *filter;
    Rail {
        lists: lists(state, &is_filter),
        environments: Environment::ALL
            .into_iter()
            .filter_map(|environment| environment_item(state, environment, &is_filter))
            .collect(),
        tags: state
            .list
            .tags
            .iter()
            .map(|(tag, count)| RailItem {
                count: Some(*count),
                ..item(
                    RailWhat::Tag(tag.clone()),
                    tag.clone(),
                    is_filter(&ListFilter::Tag(tag.clone())),
                    Ask::Filter(ListFilter::Tag(tag.clone())),
                )
            })
            .collect(),
        tools: unsaved(state)
            .into_iter()
            .chain([screen(state, Screen::Inspector, "window-screen-inspector")])
            .chain([RailItem {
                note: state
                    .demo
                    .base_url
                    .is_some()
                    .then(|| (Tone::Success, words::text("window-rail-on"))),
                ..screen(state, Screen::DemoOrg, "window-screen-demo-org")
            }])
            .chain([screen(state, Screen::Activity, "window-screen-activity")])
            .collect(),
        foot: vec![
            screen(state, Screen::Settings, "window-screen-settings"),
            screen(state, Screen::About, "window-screen-about"),
        ],
    }
}

/// The way back to a form that holds something unsaved, and was covered by a login or another screen.
fn unsaved(state: &State) -> Option<RailItem> {
    let form = state.form.as_ref().filter(|form| form.is_changed())?;
    let is_covered = state.screen != Screen::ProfileForm;
    let name = form.draft.name.trim();
    is_covered.then(|| RailItem {
        label: match name {
            "" => words::text("window-rail-unsaved"),
            name => words::with("window-rail-unsaved-named", &[("name", name)]),
        },
        ..screen(state, Screen::ProfileForm, "window-rail-unsaved")
    })
}

fn lists(state: &State, is_filter: &dyn Fn(&ListFilter) -> bool) -> Vec<RailItem> {
    let list = |what, key: &str, filter: ListFilter, count: usize| RailItem {
        count: (count > 0).then_some(count),
        is_pill: what == RailWhat::Attention,
        ..item(
            what,
            words::text(key),
            is_filter(&filter),
            Ask::Filter(filter),
        )
    };
    let mut lists = vec![
        list(
            RailWhat::All,
            "window-list-all",
            ListFilter::All,
            state.profiles.len(),
        ),
        list(
            RailWhat::Attention,
            "window-list-attention",
            ListFilter::Attention,
            state.list.attention,
        ),
    ];
    let recent = state.recent().count();
    let is_shown = recent > 0 || is_filter(&ListFilter::Recent);
    lists.extend(is_shown.then(|| {
        list(
            RailWhat::Recent,
            "window-list-recent",
            ListFilter::Recent,
            recent,
        )
    }));
    lists
}

fn environment_item(
    state: &State,
    environment: Environment,
    is_filter: &dyn Fn(&ListFilter) -> bool,
) -> Option<RailItem> {
    let count = state.list.environments.get(&environment).copied();
    // Unknown is listed only where there is one.
    if environment == Environment::Unknown && count.is_none() {
        return None;
    }
    let filter = ListFilter::Environment(environment);
    Some(RailItem {
        count,
        ..item(
            RailWhat::Environment(environment),
            states::name(environment),
            is_filter(&filter),
            Ask::Filter(filter),
        )
    })
}

fn screen(state: &State, screen: Screen, key: &str) -> RailItem {
    item(
        RailWhat::Screen(screen),
        words::text(key),
        state.screen == screen,
        Ask::Show(screen),
    )
}

fn item(what: RailWhat, label: String, is_on: bool, ask: Ask) -> RailItem {
    RailItem {
        what,
        label,
        count: None,
        is_pill: false,
        is_on,
        note: None,
        ask,
    }
}
