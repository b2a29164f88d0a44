//! Settings: effective at once, kept at once; what cannot be kept is said and stays as it was meant.

use super::super::effect::Effect;
use super::super::state::{State, Want};
use super::begin;
use super::toast::{self, Said};
use crate::model::ids::RunId;
use crate::model::problem::Problem;
use crate::model::settings::{Network, Settings};
use crate::model::time::UnixTime;
use crate::model::words;

/// Takes a change, all but proxy and authorities.
pub(super) fn change(state: &mut State, settings: Settings) -> Vec<Effect> {
    let Network { proxy, extra_ca } = state.settings.network();
    let settings = Settings {
        proxy,
        extra_ca,
        ..settings
    };
    keep(state, settings)
}

fn keep(state: &mut State, settings: Settings) -> Vec<Effect> {
    if state.is_read_only {
        return Vec::new();
    }
    state.settings = settings;
    vec![Effect::SaveSettings(Box::new(state.settings.clone()))]
}

/// Keeps once more what could not be kept.
pub(super) fn save(state: &mut State) -> Vec<Effect> {
    keep(state, state.settings.clone())
}

pub(super) fn saved(state: &mut State, problem: Option<Box<Problem>>) -> Vec<Effect> {
    state.not_kept.settings = problem.map(|problem| *problem);
    Vec::new()
}

pub(super) fn toggle_presentation(state: &mut State) -> Vec<Effect> {
    let mut settings = state.settings.clone();
    settings.presentation = !settings.presentation;
    if state.is_read_only {
        // Who presents must not depend on a file.
        state.settings = settings;
        return Vec::new();
    }
    keep(state, settings)
}

/// Checks first: what connections cannot be made with is never in force.
pub(super) fn check_network(state: &mut State, network: Network, now: UnixTime) -> Vec<Effect> {
    if state.is_read_only {
        return Vec::new();
    }
    let network = Network {
        proxy: network.proxy.trim().to_owned(),
        extra_ca: network.extra_ca.trim().to_owned(),
    };
    // Only the last one counts.
    let going = state.tasks.doing(&Want::CheckNetwork);
    if let Some(run_id) = going.map(|task| task.run_id.clone()) {
        state.tasks.remove(&run_id);
    }
    state.not_kept.network = None;
    if network == state.settings.network() {
        return Vec::new();
    }
    let run_id = state.ids.next();
    begin::note(state, Want::CheckNetwork, None, run_id.clone(), now);
    vec![Effect::CheckNetwork { run_id, network }]
}

pub(super) fn network_checked(state: &mut State, run_id: &RunId, network: Network) -> Vec<Effect> {
    state.tasks.remove(run_id);
    state.not_kept.network = None;
    let Network { proxy, extra_ca } = network;
    let settings = Settings {
        proxy,
        extra_ca,
        ..state.settings.clone()
    };
    keep(state, settings)
}

pub(super) fn copied_diagnostics(state: &mut State, run_id: &RunId, now: UnixTime) -> Vec<Effect> {
    state.tasks.remove(run_id);
    state.copied = None;
    let said = Said::good(words::text("window-diagnostics-copied"))
        .text(words::text("window-diagnostics-copied-text"));
    toast::say(state, said, now);
    Vec::new()
}
