//! The demo org's screen.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;

use super::super::super::command::DemoCommand;
use super::super::super::effect::LoginOptions;
use super::super::super::state::State;
use super::super::super::update::is_demo_starting;
use super::super::{
    Action, Ask, DemoLogView, DemoOrgView, DemoRunning, DemoStanding, ErrorCard, Fact, Look,
};
use super::{error, time};
use crate::model::host::LoginHost;
use crate::model::ids::ProfileId;
use crate::model::problem::Problem;
use crate::model::words;

/// Makes the screen.
pub(super) fn demo_org(state: &State) -> DemoOrgView {
    let demo = &state.demo;
    DemoOrgView {
        standing: match (&demo.base_url, is_demo_starting(state)) {
            (Some(_), _) => DemoStanding::On,
            (None, true) => DemoStanding::Starting,
            (None, false) => DemoStanding::Off,
        },
        part: demo.part,
        text: words::text("window-demo-text"),
        actions: actions(state),
        problem: demo.problem.as_ref().map(problem),
        running: running(state),
    }
}

fn actions(state: &State) -> Vec<Action> {
    let demo = &state.demo;
    if demo.base_url.is_none() {
        let starting = is_demo_starting(state).then(|| words::text("window-reason-demo-starts"));
        let start = |then_log_in| Ask::StartDemoOrg { then_log_in };
        // With an error in sight its way out is the one primary button.
        let look = match &demo.problem {
            Some(_) => Look::Secondary,
            None => Look::Primary,
        };
        return vec![
            Action::new("window-action-demo-start", start(false)).unless(starting.clone()),
            Action::new("window-action-start-and-log-in", start(true))
                .look(look)
                .unless(starting),
        ];
    }
    let mut actions = Vec::new();
    if let Some(profile_id) = &demo.profile_id {
        let ask = Ask::LogIn {
            profile_id: profile_id.clone(),
            options: LoginOptions::default(),
        };
        actions.push(Action::new("window-action-log-in", ask).look(Look::Primary));
        let ask = Ask::Select(Some(profile_id.clone()));
        actions.push(Action::new("window-action-show-profile", ask));
    }
    actions.push(Action::new("window-action-demo-stop", Ask::StopDemoOrg));
    actions
}

/// The card of a problem, with the button that mends it.
fn problem(problem: &Problem) -> ErrorCard {
    let mut card = error::card(problem);
    if problem.code == "demo_port_taken" {
        let again = Ask::StartDemoOrg { then_log_in: false };
        let other = Ask::Demo(DemoCommand::StartOn(0));
        card.actions = vec![
            Action::new("window-action-demo-other-port", other)
                .look(Look::Primary)
                .hint("window-demo-other-port-hint"),
            Action::new("window-action-try-again", again),
        ];
    }
    card
}

fn running(state: &State) -> Option<DemoRunning> {
    let base_url = state.demo.base_url.clone()?;
    let org = state.demo.org.as_ref()?;
    let kind = if org.settings.is_sandbox {
        "environment-sandbox"
    } else {
        "environment-production"
    };
    Some(DemoRunning {
        facts: vec![
            Fact::code("window-fact-address", base_url.clone()),
            Fact::words(
                "window-demo-fact-reach",
                words::text("window-demo-reach-loopback"),
            ),
            Fact::code("window-fact-org-id", org.settings.org_id.clone()),
            Fact::words(
                "window-demo-fact-says",
                format!("{}, {}", org.settings.name, words::text(kind)),
            ),
        ],
        clock: clock(org.clock_ahead_secs),
        org: Arc::clone(org),
        log: log(state),
        profiles: profiles(state, &base_url),
        no_profile_because: state
            .is_read_only
            .then(|| words::text("window-reason-read-only")),
        base_url,
    })
}

fn clock(ahead_secs: i64) -> String {
    let length = time::length(Duration::from_secs(ahead_secs.unsigned_abs()));
    let key = match ahead_secs {
        0 => return words::text("window-demo-clock-even"),
        1.. => "window-demo-clock-ahead",
        _ => "window-demo-clock-behind",
    };
    words::with(key, &[("length", &length)])
}

fn log(state: &State) -> DemoLogView {
    let log = &state.demo.log;
    DemoLogView {
        shown: Arc::clone(log.shown()),
        total: log.total(),
        text: log.text().to_owned(),
        only_trouble: log.only_trouble(),
        is_paused: log.is_paused(),
        waiting: log.waiting(),
        zone: if state.settings.utc {
            TimeZone::UTC
        } else {
            state.zone.clone()
        },
    }
}

/// The profiles of this org, by consumer key; the first one of each app.
fn profiles(state: &State, base_url: &str) -> BTreeMap<String, ProfileId> {
    let mut found = BTreeMap::new();
    let Ok(host) = LoginHost::parse(base_url) else {
        return found;
    };
    for record in state.profiles() {
        let profile = &record.profile;
        if profile.login_url == host {
            found
                .entry(profile.client_id.0.clone())
                .or_insert_with(|| profile.profile_id.clone());
        }
    }
    found
}
