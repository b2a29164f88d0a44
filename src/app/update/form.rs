//! The profile form: open, change, keep.

use super::super::command::{Screen, Tab};
use super::super::effect::{Effect, LoginOptions};
use super::super::event::ProfileRecord;
use super::super::state::{DialogState, Form, State, Want};
use super::toast::{self, Said};
use super::{begin, done, leave, login};
use crate::model::client::CallbackUrl;
use crate::model::ids::{ProfileId, RunId};
use crate::model::port::PortStanding;
use crate::model::profile::{FieldProblem, Profile, ProfileDraft};
use crate::model::secret::{Secret, SecretDraft};
use crate::model::time::UnixTime;
use crate::model::words;
use crate::protocol::catalog;

/// Callbacks whose ports are looked at.
const PORTS: usize = 8;

pub(super) fn begin_new(state: &mut State) -> Vec<Effect> {
    if state.is_read_only {
        return Vec::new();
    }
    open(state, ProfileDraft::default())
}

/// Opens the form for a new profile that is filled in already.
pub(super) fn begin_with(state: &mut State, draft: ProfileDraft, made_up_secret: Option<String>) {
    if !state.is_read_only {
        open(state, draft);
        if let Some(form) = &mut state.form {
            form.made_up_secret = made_up_secret;
        }
    }
}

pub(super) fn edit(state: &mut State, profile_id: &ProfileId) -> Vec<Effect> {
    if state.is_read_only {
        return Vec::new();
    }
    if let Some(record) = state.profiles.get(profile_id) {
        let draft = ProfileDraft::of(&record.profile);
        state.selected = Some(profile_id.clone());
        return open(state, draft);
    }
    Vec::new()
}

fn open(state: &mut State, draft: ProfileDraft) -> Vec<Effect> {
    let mut form = Form::new(draft);
    form.problems = check(state, &form.draft).err().unwrap_or_default();
    state.form = Some(form);
    state.screen = Screen::ProfileForm;
    let mut effects = vec![Effect::FindBrowsers];
    effects.extend(look_at_ports(state));
    effects
}

/// Looks at the ports that the form's callbacks name.
pub(super) fn look_at_ports(state: &State) -> Vec<Effect> {
    let Some(form) = &state.form else {
        return Vec::new();
    };
    let callbacks: Vec<CallbackUrl> = form
        .draft
        .callback_urls
        .lines()
        .filter_map(|line| CallbackUrl::parse(line.trim()).ok())
        .take(PORTS)
        .collect();
    vec![Effect::LookAtPorts(callbacks)]
}

pub(super) fn ports_seen(state: &mut State, seen: Vec<(CallbackUrl, PortStanding)>) -> Vec<Effect> {
    if let Some(form) = &mut state.form {
        form.ports = seen;
    }
    Vec::new()
}

pub(super) fn change_draft(state: &mut State, draft: ProfileDraft) -> Vec<Effect> {
    let problems = check(state, &draft).err().unwrap_or_default();
    if let Some(form) = &mut state.form {
        form.draft = draft;
        form.problems = problems;
    }
    Vec::new()
}

pub(super) fn leave_field(state: &mut State, field: &'static str) -> Vec<Effect> {
    if let Some(form) = &mut state.form {
        form.left.insert(field);
    }
    if field == "callback_urls" {
        return look_at_ports(state);
    }
    Vec::new()
}

fn check(state: &State, draft: &ProfileDraft) -> Result<Profile, Vec<FieldProblem>> {
    draft.check(|id| state.profiles.contains_key(id), catalog::is_login_flow)
}

pub(super) fn save(
    state: &mut State,
    client_secret: SecretDraft,
    then_log_in: bool,
    now: UnixTime,
) -> Vec<Effect> {
    let is_saving = is_saving(state);
    let Some(form) = &mut state.form else {
        return Vec::new();
    };
    form.is_tried = true;
    form.leave_to = None;
    let wanted = state
        .dialogs
        .iter()
        .position(|open| matches!(open, DialogState::Unsaved(_)));
    if let Some(DialogState::Unsaved(leaving)) = wanted.map(|at| state.dialogs.remove(at)) {
        form.leave_to = Some(leaving);
    }
    if is_saving || state.is_read_only {
        return Vec::new();
    }
    if !client_secret.is_empty() {
        form.client_secret = Some(client_secret.finish());
        form.secret_typed = false;
    }
    let has_secret = form.client_secret.is_some()
        || form.private_key.is_some()
        || form.made_up_secret().is_some();
    if !form.problems.is_empty() {
        return Vec::new();
    }
    if has_secret && begin::vault_needs_person(state) {
        begin::hold(state, Want::SaveForm { then_log_in });
        return Vec::new();
    }
    send_form(state, then_log_in, now)
}

/// The form is being kept just now.
pub(in crate::app) fn is_saving(state: &State) -> bool {
    state
        .tasks
        .iter()
        .any(|task| matches!(task.want, Want::SaveForm { .. }))
}

/// Sends the form's profile, with the secret that was typed.
pub(super) fn send_form(state: &mut State, then_log_in: bool, now: UnixTime) -> Vec<Effect> {
    let Some(form) = &state.form else {
        return Vec::new();
    };
    let checked = check(state, &form.draft);
    // Kept in the form until it is saved: the vault may be locked after all.
    let made_up = form.made_up_secret();
    let made_up = made_up.map(|secret| Secret::new(secret.to_owned()));
    let client_secret = form.client_secret.clone().or(made_up);
    let private_key = form.private_key.clone();
    match checked {
        Ok(profile) => {
            let run_id = state.ids.next();
            let want = Want::SaveForm { then_log_in };
            begin::note(state, want, None, run_id.clone(), now);
            vec![Effect::SaveProfile {
                run_id,
                profile: Box::new(profile),
                client_secret,
                private_key,
            }]
        }
        Err(problems) => {
            if let Some(form) = &mut state.form {
                form.problems = problems;
            }
            Vec::new()
        }
    }
}

pub(super) fn saved(
    state: &mut State,
    run_id: &RunId,
    record: ProfileRecord,
    now: UnixTime,
) -> Vec<Effect> {
    let want = done::end(state, run_id, now).map(|task| task.want);
    let profile_id = record.profile.profile_id.clone();
    let name = record.profile.name.clone();
    state.list.touch(&profile_id);
    state.profiles.insert(profile_id.clone(), record);
    match want {
        Some(Want::SaveForm { then_log_in }) => {
            let leave_to = state.form.take().and_then(|form| form.leave_to);
            super::show_profile(state, &profile_id);
            state.tab = Tab::Overview;
            state.troubles.remove(&profile_id);
            let text = words::with("window-happened-saved", &[("name", &name)]);
            if then_log_in {
                return login::start(state, profile_id, LoginOptions::default(), now);
            }
            toast::say(state, Said::good(text), now);
            if let Some(leaving) = leave_to {
                return leave::go(state, leaving, now);
            }
        }
        Some(Want::AllowPassword {
            then: Some(options),
            ..
        }) => return login::start(state, profile_id, options, now),
        Some(Want::UndoDelete(_)) => {
            state.deleted.remove(&profile_id);
            super::show_profile(state, &profile_id);
            let said = Said::good(words::with("window-happened-undone", &[("name", &name)]))
                .text(words::text("window-happened-undone-text"));
            toast::say(state, said, now);
        }
        _ => {}
    }
    Vec::new()
}

pub(super) fn cancel(state: &mut State) -> Vec<Effect> {
    state.form = None;
    if state.screen == Screen::ProfileForm {
        state.screen = Screen::Library;
    }
    state
        .wants
        .retain(|want| !matches!(want, Want::SaveForm { .. }));
    Vec::new()
}
