//! The inspector: a text is taken apart here; the server is asked only when the person says so.

use std::path::PathBuf;

use super::super::command::{InspectAct, InspectCommand, Screen};
use super::super::effect::{Effect, KeysOf};
use super::super::event::{RevokeProof, RevokeResult};
use super::super::inspect::{asker, keys_of, stranger, which_token};
use super::super::state::{
    ConfirmWhat, Inspector, Pasted, Signed, State, TextEnded, TextTold, Want,
};
use super::{begin, done, session};
use crate::model::ids::{ProfileId, RunId};
use crate::model::problem::Problem;
use crate::model::secret::{Fingerprint, Secret, SecretDraft};
use crate::model::time::UnixTime;
use crate::protocol::jwks::Jwks;
use crate::protocol::jwt::Jwt;
use crate::protocol::recognise::{Kind, recognise, unwrapped};

/// Shorter texts have no fingerprint: they could be guessed from it.
const LEAST_FINGERPRINT: usize = 32;

pub(super) fn by_command(state: &mut State, command: InspectCommand, now: UnixTime) -> Vec<Effect> {
    state.screen = Screen::Inspector;
    match command {
        InspectCommand::Look(draft) => look(state, draft, now),
        InspectCommand::Against(draft) => against(state, draft, now),
        InspectCommand::Read(path) => read(state, path, now),
        InspectCommand::Do(act) => self::act(state, act, now),
    }
}

/// Drops everything once the screen is left or the window locked: what was pasted is not kept.
pub(super) fn settle(state: &mut State) {
    if state.screen != Screen::Inspector || state.is_locked {
        state.inspector = Inspector::default();
    }
}

fn look(state: &mut State, draft: SecretDraft, now: UnixTime) -> Vec<Effect> {
    if draft.is_empty() {
        return Vec::new();
    }
    show(state, draft.finish(), now);
    Vec::new()
}

fn show(state: &mut State, text: Secret, now: UnixTime) {
    let is_tree = state.inspector.is_tree;
    state.inspector = Inspector {
        pasted: Some(pasted(text, now)),
        is_tree,
        ..Inspector::default()
    };
    state.inspector.by = asker(state);
}

fn pasted(text: Secret, now: UnixTime) -> Pasted {
    let plain = unwrapped(text.expose());
    let found = recognise(plain, now);
    let is_token = which_token(found.kind).is_some() && found.kind != Kind::Unknown;
    Pasted {
        fingerprint: (is_token && plain.len() >= LEAST_FINGERPRINT).then(|| Fingerprint::of(plain)),
        chars: plain.chars().count(),
        found,
        text,
    }
}

/// A key set checks the signature, everything else is compared.
fn against(state: &mut State, draft: SecretDraft, now: UnixTime) -> Vec<Effect> {
    if draft.is_empty() || state.inspector.pasted.is_none() {
        return Vec::new();
    }
    let other = pasted(draft.finish(), now);
    if other.found.kind == Kind::Jwks
        && let Ok(keys) = Jwks::read(other.text.expose().as_bytes())
    {
        state.inspector.is_comparing = false;
        check(state, &keys, String::new(), None);
        return Vec::new();
    }
    state.inspector.other = Some(other);
    Vec::new()
}

fn read(state: &mut State, path: PathBuf, now: UnixTime) -> Vec<Effect> {
    if state.tasks.doing(&Want::ReadPasted).is_some() {
        return Vec::new();
    }
    let run_id = state.ids.next();
    begin::note(state, Want::ReadPasted, None, run_id.clone(), now);
    vec![Effect::ReadPasted { run_id, path }]
}

fn act(state: &mut State, act: InspectAct, now: UnixTime) -> Vec<Effect> {
    let inspector = &mut state.inspector;
    match act {
        InspectAct::Clear => {
            let is_tree = inspector.is_tree;
            *inspector = Inspector {
                is_tree,
                ..Inspector::default()
            };
            Vec::new()
        }
        InspectAct::Tree(is_tree) => {
            inspector.is_tree = is_tree;
            Vec::new()
        }
        InspectAct::Compare(is_on) => {
            inspector.is_comparing = is_on;
            inspector.other = None;
            Vec::new()
        }
        InspectAct::By(profile_id) => {
            inspector.by = Some(profile_id);
            Vec::new()
        }
        InspectAct::FetchKeys => {
            inspector.problem = None;
            begin::begin(state, Want::FetchKeys, now)
        }
        InspectAct::Introspect => match inspector.by.clone() {
            Some(profile_id) => {
                inspector.problem = None;
                match stranger(state, &profile_id) {
                    Some(_) => session::ask(state, ConfirmWhat::IntrospectPasted(profile_id), None),
                    None => begin::begin(state, Want::IntrospectPasted(profile_id), now),
                }
            }
            None => Vec::new(),
        },
        InspectAct::Revoke => match inspector.by.clone() {
            Some(profile_id) => ask_revoke(state, profile_id, now),
            None => Vec::new(),
        },
    }
}

fn ask_revoke(state: &mut State, profile_id: ProfileId, now: UnixTime) -> Vec<Effect> {
    let typed = state
        .is_guarded(&profile_id, now)
        .then(|| state.profiles.get(&profile_id))
        .flatten()
        .map(|record| record.profile.name.clone());
    session::ask(state, ConfirmWhat::RevokePasted(profile_id), typed)
}

/// Makes the effect of a want that is about the pasted text; `None` once it was dropped.
pub(super) fn effect(state: &State, want: &Want, run_id: RunId) -> Option<Effect> {
    let pasted = state.inspector.pasted.as_ref()?;
    Some(match want {
        Want::FetchKeys => Effect::FetchKeys {
            run_id,
            of: keys_of(state, &pasted.found).ok()?,
        },
        Want::IntrospectPasted(profile_id) => Effect::IntrospectText {
            run_id,
            profile_id: profile_id.clone(),
            text: pasted.text.clone(),
            which: which_token(pasted.found.kind)?,
        },
        Want::RevokePasted(profile_id) => Effect::RevokeText {
            run_id,
            profile_id: profile_id.clone(),
            text: pasted.text.clone(),
            which: which_token(pasted.found.kind)?,
        },
        _ => return None,
    })
}

pub(super) fn was_read(
    state: &mut State,
    run_id: &RunId,
    text: Secret,
    now: UnixTime,
) -> Vec<Effect> {
    done::end(state, run_id, now);
    if state.screen == Screen::Inspector {
        show(state, text, now);
    }
    Vec::new()
}

pub(super) fn keys_came(
    state: &mut State,
    run_id: &RunId,
    of: &KeysOf,
    keys: &Jwks,
    now: UnixTime,
) -> Vec<Effect> {
    done::end(state, run_id, now);
    let host = match of {
        KeysOf::Host(host) => host.short().to_owned(),
        KeysOf::Profile(profile_id) => state
            .profiles
            .get(profile_id)
            .map(|record| record.profile.login_url.short().to_owned())
            .unwrap_or_default(),
    };
    // Another text may stand there by now.
    let is_meant = state
        .inspector
        .pasted
        .as_ref()
        .is_some_and(|pasted| keys_of(state, &pasted.found).as_ref() == Ok(of));
    if is_meant {
        check(state, keys, host, Some(now));
    }
    Vec::new()
}

fn check(state: &mut State, keys: &Jwks, host: String, at: Option<UnixTime>) {
    let Some(pasted) = &state.inspector.pasted else {
        return;
    };
    let token = unwrapped(pasted.text.expose());
    let fault = Jwt::read(token).and_then(|jwt| jwt.check_signature(keys).err());
    state.inspector.signed = Some(Signed { host, at, fault });
}

pub(super) fn told(
    state: &mut State,
    run_id: &RunId,
    is_active: bool,
    answer: serde_json::Value,
    now: UnixTime,
) -> Vec<Effect> {
    let task = done::end(state, run_id, now);
    if let Some(Want::IntrospectPasted(profile_id)) = task.map(|task| task.want)
        && state.inspector.pasted.is_some()
    {
        state.inspector.told = Some(TextTold {
            profile_id,
            at: now,
            is_active,
            answer: answer.as_object().cloned().unwrap_or_default(),
        });
    }
    Vec::new()
}

pub(super) fn ended(
    state: &mut State,
    run_id: &RunId,
    (result, proof): (RevokeResult, Option<RevokeProof>),
    problem: Option<Box<Problem>>,
    now: UnixTime,
) -> Vec<Effect> {
    let task = done::end(state, run_id, now);
    if let Some(Want::RevokePasted(profile_id)) = task.map(|task| task.want)
        && state.inspector.pasted.is_some()
    {
        state.inspector.told = None;
        state.inspector.problem = problem.map(|problem| *problem);
        state.inspector.ended = Some(TextEnded {
            profile_id,
            at: now,
            result,
            proof,
        });
    }
    Vec::new()
}

/// What did not come is said on the screen, if it is still open.
pub(super) fn failed(state: &mut State, problem: Problem) -> Vec<Effect> {
    if problem.code != "cancelled" && state.screen == Screen::Inspector {
        state.inspector.problem = Some(problem);
    }
    Vec::new()
}
