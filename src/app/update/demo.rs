//! The demo org: start it, take its profile, log in.

use super::super::command::Screen;
use super::super::effect::{Effect, LoginOptions};
use super::super::state::{State, Want};
use super::super::view::Tone;
use super::{begin, done, login};
use crate::model::ids::{ProfileId, RunId};
use crate::model::time::UnixTime;
use crate::model::words;

pub(super) fn start(state: &mut State, then_log_in: bool, now: UnixTime) -> Vec<Effect> {
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
    begin::begin(state, Want::StartDemoOrg { then_log_in }, now)
}

/// It is on its way.
pub(in crate::app) fn is_starting(state: &State) -> bool {
    state
        .tasks
        .iter()
        .any(|task| matches!(task.want, Want::StartDemoOrg { .. }))
}

pub(super) fn started(
    state: &mut State,
    run_id: &RunId,
    base_url: String,
    profile_id: ProfileId,
    users: Vec<(String, String)>,
    now: UnixTime,
) -> Vec<Effect> {
    let want = done::end(state, run_id, now).map(|task| task.want);
    state.demo.base_url = Some(base_url);
    state.demo.profile_id = Some(profile_id.clone());
    state.demo.users = users;
    state.demo.problem = None;
    state.list.touch(&profile_id);
    let text = words::text("window-happened-demo-started");
    state.happened(now, Tone::Success, text, Some(profile_id.clone()));
    let mut effects = Vec::new();
    if !state.profiles.contains_key(&profile_id) {
        effects.push(Effect::LoadLibrary);
    }
    if want == Some(Want::StartDemoOrg { then_log_in: true }) {
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

pub(super) fn stopped(state: &mut State) -> Vec<Effect> {
    state.demo.base_url = None;
    Vec::new()
}
