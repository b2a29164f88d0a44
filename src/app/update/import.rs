//! Import: choose a file, see what it would do, do it.

use std::path::PathBuf;

use super::super::effect::Effect;
use super::super::event::{ImportAction, ProfileRecord};
use super::super::state::{DialogState, Prepared, State, Want};
use super::toast::{self, Said};
use super::{begin, done};
use crate::model::ids::RunId;
use crate::model::import::{ImportPlan, Kept, Replace, plan};
use crate::model::profile::Profile;
use crate::model::time::UnixTime;
use crate::model::words;

pub(super) fn read(state: &mut State, path: PathBuf, now: UnixTime) -> Vec<Effect> {
    let run_id = state.ids.next();
    begin::note(state, Want::ReadImport, None, run_id.clone(), now);
    vec![Effect::ReadImport { run_id, path }]
}

/// The file was read: show what importing it would do (R71).
pub(super) fn was_read(
    state: &mut State,
    run_id: &RunId,
    path: PathBuf,
    profiles: Vec<Profile>,
) -> Vec<Effect> {
    state.tasks.remove(run_id);
    close(state);
    let kept = state.profiles.values().map(|record| Kept {
        profile: &record.profile,
        holds_secrets: record.has_client_secret
            || state
                .sessions_of(&record.profile.profile_id)
                .next()
                .is_some(),
    });
    let dialog = match plan(kept, &profiles, Replace::Existing) {
        Ok(ImportPlan { actions, new_hosts }) => DialogState::Import {
            path,
            lines: profiles
                .into_iter()
                .zip(actions)
                .map(|(profile, action)| Prepared { profile, action })
                .collect(),
            new_hosts,
        },
        Err(problem) => DialogState::Problem(*problem),
    };
    state.dialogs.push(dialog);
    Vec::new()
}

pub(super) fn not_picked(state: &mut State, run_id: &RunId, no_dialog: bool) -> Vec<Effect> {
    state.tasks.remove(run_id);
    if no_dialog {
        state.dialogs.push(DialogState::ImportPath);
    }
    Vec::new()
}

/// Imports what the open preview shows; the person saw every new host and every replacement there.
pub(super) fn confirm_open(state: &mut State, now: UnixTime) -> Vec<Effect> {
    let Some(DialogState::Import { lines, .. }) = state.dialogs.pop() else {
        return Vec::new();
    };
    let changed: Vec<Profile> = lines
        .into_iter()
        .filter(|line| line.action != ImportAction::Unchanged)
        .map(|line| line.profile)
        .collect();
    confirm(state, changed, true, now)
}

pub(super) fn confirm(
    state: &mut State,
    profiles: Vec<Profile>,
    replace: bool,
    now: UnixTime,
) -> Vec<Effect> {
    if profiles.is_empty() || state.is_read_only {
        return Vec::new();
    }
    close(state);
    let run_id = state.ids.next();
    begin::note(state, Want::Import, None, run_id.clone(), now);
    vec![Effect::SaveProfiles {
        run_id,
        profiles,
        replace,
    }]
}

fn close(state: &mut State) {
    state
        .dialogs
        .retain(|open| !matches!(open, DialogState::Import { .. }));
}

pub(super) fn saved(
    state: &mut State,
    run_id: &RunId,
    saved: Vec<(ProfileRecord, ImportAction)>,
    now: UnixTime,
) -> Vec<Effect> {
    done::end(state, run_id, now);
    let changed = saved
        .iter()
        .filter(|(_, action)| *action != ImportAction::Unchanged)
        .count();
    for (record, _) in saved {
        let profile_id = record.profile.profile_id.clone();
        state.list.touch(&profile_id);
        state.profiles.insert(profile_id, record);
    }
    let text = words::count("window-happened-imported", changed);
    toast::say(state, Said::good(text), now);
    Vec::new()
}
