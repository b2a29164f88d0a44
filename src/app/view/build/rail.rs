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
    let total = state.profiles.len();
    let attention = state.list.attention;
    Rail {
        lists: vec![
            RailItem {
                count: (total > 0).then_some(total),
                ..item(
                    RailWhat::All,
                    words::text("window-list-all"),
                    is_filter(&ListFilter::All),
                    Ask::Filter(ListFilter::All),
                )
            },
            RailItem {
                count: (attention > 0).then_some(attention),
                is_pill: true,
                ..item(
                    RailWhat::Attention,
                    words::text("window-list-attention"),
                    is_filter(&ListFilter::Attention),
                    Ask::Filter(ListFilter::Attention),
                )
            },
        ],
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
        tools: vec![
            RailItem {
                note: state
                    .demo
                    .base_url
                    .is_some()
                    .then(|| (Tone::Success, words::text("window-rail-on"))),
                ..screen(state, Screen::DemoOrg, "window-screen-demo-org")
            },
            screen(state, Screen::Activity, "window-screen-activity"),
        ],
        foot: vec![
            screen(state, Screen::Settings, "window-screen-settings"),
            screen(state, Screen::About, "window-screen-about"),
        ],
    }
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
