//! The key of an app: made or read for the form, and kept with it; or kept at once.

use super::super::command::KeyCommand;
use super::super::effect::{Effect, KeyFor, KeySource, ReportForm};
use super::super::state::{State, Want};
use super::{begin, done, report};
use crate::model::ids::RunId;
use crate::model::key_file::AppKey;
use crate::model::problem::Problem;
use crate::model::time::UnixTime;
use crate::model::words;

/// A certificate that is made here is good for a year: long enough, and short enough to be renewed.
const DAYS: u16 = 365;

pub(super) fn by_command(state: &mut State, command: KeyCommand, now: UnixTime) -> Vec<Effect> {
    match command {
        KeyCommand::Make => {
            let Some(form) = &state.form else {
                return Vec::new();
            };
            let name = match form.draft.name.trim() {
                "" => words::text("app-name"),
                name => name.to_owned(),
            };
            for_form(state, KeySource::Make { name, days: DAYS }, now)
        }
        KeyCommand::Pick => for_form(state, KeySource::Pick, now),
        KeyCommand::Read(path) => {
            let source = KeySource::File {
                path,
                certificate: None,
                passphrase: None,
            };
            for_form(state, source, now)
        }
        KeyCommand::Open(typed) => {
            let waiting = state
                .form
                .as_ref()
                .and_then(|form| form.locked_key_file.clone());
            let Some(path) = waiting else {
                return Vec::new();
            };
            let source = KeySource::File {
                path,
                certificate: None,
                passphrase: Some(typed.finish()),
            };
            for_form(state, source, now)
        }
        KeyCommand::Drop => {
            if let Some(form) = &mut state.form {
                form.drop_key();
            }
            Vec::new()
        }
        KeyCommand::SaveCertificate => {
            let certificate = state
                .form
                .as_ref()
                .and_then(|form| form.draft.certificate.clone());
            match certificate {
                Some(one) => {
                    report::save(state, ReportForm::Certificate, one.as_pem().to_owned(), now)
                }
                None => Vec::new(),
            }
        }
        KeyCommand::Keep { profile_id, source } => {
            if state.is_read_only {
                return Vec::new();
            }
            let want = Want::KeepKey(profile_id.clone());
            get(state, want, source, KeyFor::Profile(profile_id), now)
        }
    }
}

fn for_form(state: &mut State, source: KeySource, now: UnixTime) -> Vec<Effect> {
    let Some(form) = &mut state.form else {
        return Vec::new();
    };
    form.key_problem = None;
    get(state, Want::FormKey, source, KeyFor::Form, now)
}

fn get(
    state: &mut State,
    want: Want,
    source: KeySource,
    whose: KeyFor,
    now: UnixTime,
) -> Vec<Effect> {
    if state.tasks.doing(&want).is_some() {
        return Vec::new();
    }
    let run_id = state.ids.next();
    let profile_id = match &whose {
        KeyFor::Form => None,
        KeyFor::Profile(profile_id) => Some(profile_id.clone()),
    };
    begin::note(state, want, profile_id, run_id.clone(), now);
    vec![Effect::GetKey {
        run_id,
        source,
        whose,
    }]
}

/// A key is being made or read for the form.
pub(in crate::app) fn is_coming(state: &State) -> bool {
    state.tasks.doing(&Want::FormKey).is_some()
}

pub(super) fn ready(state: &mut State, run_id: &RunId, key: AppKey, now: UnixTime) -> Vec<Effect> {
    done::end(state, run_id, now);
    if let Some(form) = &mut state.form {
        form.private_key = Some(key.private_key);
        form.draft.certificate = key.certificate;
        form.locked_key_file = None;
        form.key_problem = None;
    }
    Vec::new()
}

/// Shows in the form why no key came; a file that wants a passphrase is remembered until it has one.
pub(super) fn failed(state: &mut State, problem: Problem) -> Vec<Effect> {
    let Some(form) = &mut state.form else {
        return Vec::new();
    };
    match problem.code.as_str() {
        "cancelled" => {}
        "key_file_needs_passphrase" => {
            form.locked_key_file = problem.field.as_deref().map(Into::into);
        }
        "key_file_wrong_passphrase" => form.key_problem = Some(problem),
        _ => {
            form.locked_key_file = None;
            form.key_problem = Some(problem);
        }
    }
    Vec::new()
}
