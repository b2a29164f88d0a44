//! The demo org: start it, take its profile, log in; switch what it does; follow its requests.

use std::sync::Arc;

use super::super::command::{DemoCommand, Screen};
use super::super::effect::{Effect, LoginOptions};
use super::super::state::{State, Want};
use super::toast::{self, Said};
use super::{begin, done, form, login};
use crate::model::client::ClientKind;
use crate::model::demo::{DemoAppKind, DemoDone, DemoOrg, DemoRequest};
use crate::model::ids::{ProfileId, RunId};
use crate::model::profile::ProfileDraft;
use crate::model::time::UnixTime;
use crate::model::words;

pub(super) fn start(
    state: &mut State,
    then_log_in: bool,
    port: Option<u16>,
    now: UnixTime,
) -> Vec<Effect> {
    // It runs: only the login is missing.
    if let (Some(_), Some(profile_id)) = (&state.demo.base_url, state.demo.profile_id.clone()) {
        if then_log_in {
            return login::start(state, profile_id, LoginOptions::default(), now);
        }
        return Vec::new();
    }
    if is_starting(state) {
        return Vec::new();
    }
    state.demo.problem = None;
    begin::begin(state, Want::StartDemoOrg { then_log_in, port }, now)
}

/// It is on its way.
pub(in crate::app) fn is_starting(state: &State) -> bool {
    state
        .tasks
        .iter()
        .any(|task| matches!(task.want, Want::StartDemoOrg { .. }))
}

pub(super) fn by_command(state: &mut State, command: DemoCommand, now: UnixTime) -> Vec<Effect> {
    match command {
        DemoCommand::Show(part) => state.demo.part = part,
        DemoCommand::StartOn(port) => return start(state, false, Some(port), now),
        DemoCommand::Act(act) => {
            if state.demo.base_url.is_some() {
                state.demo.problem = None;
                return vec![Effect::ActOnDemoOrg(act)];
            }
        }
        DemoCommand::NewProfile { client_id } => new_profile(state, &client_id),
        DemoCommand::FilterLog { text, only_trouble } => state.demo.log.filter(text, only_trouble),
        DemoCommand::PauseLog(is_paused) => state.demo.log.pause(is_paused),
        DemoCommand::ClearLog => state.demo.log.clear(),
    }
    Vec::new()
}

/// Opens the form with everything that the app's entry in the org says; what is kept is decided there.
fn new_profile(state: &mut State, client_id: &str) {
    let (Some(base_url), Some(org)) = (&state.demo.base_url, state.demo.org.clone()) else {
        return;
    };
    let Some(app) = org.app(client_id) else {
        return;
    };
    let draft = ProfileDraft {
        name: app.name.clone(),
        login_url: base_url.clone(),
        client_id: app.client_id.clone(),
        callback_urls: app.callback_urls.join("\n"),
        kind: match app.kind {
            DemoAppKind::ConnectedApp => ClientKind::ConnectedApp,
            DemoAppKind::ExternalClientApp => ClientKind::ExternalClientApp,
        },
        scope: app.scope.clone(),
        ..ProfileDraft::default()
    };
    form::begin_with(state, draft, app.client_secret.clone());
}

pub(super) fn started(
    state: &mut State,
    run_id: &RunId,
    base_url: String,
    profile_id: ProfileId,
    org: DemoOrg,
    now: UnixTime,
) -> Vec<Effect> {
    let want = done::end(state, run_id, now).map(|task| task.want);
    state.demo.base_url = Some(base_url);
    state.demo.profile_id = Some(profile_id.clone());
    state.demo.org = Some(Arc::new(org));
    state.demo.problem = None;
    state.list.touch(&profile_id);
    let mut effects = Vec::new();
    if !state.profiles.contains_key(&profile_id) {
        effects.push(Effect::LoadLibrary);
    }
    let and_log_in = |want| matches!(want, Want::StartDemoOrg { then_log_in, .. } if then_log_in);
    if want.is_some_and(and_log_in) {
        state.screen = Screen::Library;
        state.selected = Some(profile_id.clone());
        let want = Want::LogIn {
            profile_id,
            options: LoginOptions::default(),
        };
        effects.extend(begin::begin(state, want, now));
    }
    effects
}

pub(super) fn told(state: &mut State, org: DemoOrg, requests: Vec<DemoRequest>) -> Vec<Effect> {
    state.demo.org = Some(Arc::new(org));
    state.demo.log.take(requests);
    Vec::new()
}

pub(super) fn acted(state: &mut State, done: DemoDone, now: UnixTime) -> Vec<Effect> {
    let title = match done {
        DemoDone::Expired(count) => words::count("window-demo-expired", count),
        DemoDone::Revoked(count) => words::count("window-demo-revoked", count),
        DemoDone::Changed => return Vec::new(),
    };
    toast::say(state, Said::good(title), now);
    Vec::new()
}

pub(super) fn stopped(state: &mut State) -> Vec<Effect> {
    let demo = &mut state.demo;
    demo.base_url = None;
    demo.org = None;
    demo.log = Default::default();
    Vec::new()
}
