//! Dialogs.

use super::super::super::effect::WhichToken;
use super::super::super::event::{ImportAction, VaultStanding};
use super::super::super::inspect::{stranger, which_token};
use super::super::super::state::{ConfirmWhat, DialogState, Prepared, State};
use super::super::super::update::live_sessions;
use super::super::{
    Action, Ask, Confirm, Dialog, Fact, IdentityDialog, ImportLine, ImportPreview, Look, Side,
    Target, Typed, Unsaved,
};
use super::{card, error, question, state as states, vault, vault_change};
use crate::model::identity::Identity;
use crate::model::ids::{OrgId, ProfileId, RunId, SessionId, UserId};
use crate::model::session::Session;
use crate::model::time::UnixTime;
use crate::model::words;

/// Makes the dialog on top.
pub(super) fn view(state: &State, now: UnixTime) -> Option<Dialog> {
    Some(match state.dialogs.last()? {
        DialogState::Confirm { what, typed } => {
            Dialog::Confirm(confirm(state, what, typed.as_deref(), now))
        }
        DialogState::Identity {
            run_id,
            expected,
            got,
        } => Dialog::Identity(identity(state, run_id, (expected, got), now)),
        DialogState::Vault if state.vault == VaultStanding::NeedsChoice => {
            Dialog::VaultChoice(vault::choice(state))
        }
        DialogState::Vault => Dialog::Unlock(vault::unlock(state)),
        DialogState::VaultChange { task, problem } => {
            Dialog::VaultChange(vault_change::dialog(state, *task, problem.as_ref()))
        }
        DialogState::Import {
            path,
            lines,
            new_hosts,
        } => {
            let file = path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned());
            Dialog::Import(import(state, file.unwrap_or_default(), lines, new_hosts))
        }
        DialogState::ImportPath => Dialog::ImportPath {
            title: words::text("window-import-path"),
            text: words::text("window-import-path-text"),
        },
        DialogState::Question { run_id, question } => {
            Dialog::Question(question::view(state, run_id, question, now))
        }
        DialogState::Unsaved(_) => Dialog::Unsaved(unsaved(state)),
        DialogState::Problem(problem) => Dialog::Problem(error::elsewhere(problem)),
    })
}

fn unsaved(state: &State) -> Unsaved {
    let form = state.form.as_ref();
    let name = form.map_or("", |form| form.draft.name.trim());
    let problems = form.map_or(0, |form| form.problems.len());
    Unsaved {
        title: words::text("window-unsaved"),
        subject: match name {
            "" => words::text("window-form-new"),
            name => name.to_owned(),
        },
        text: words::text("window-unsaved-text"),
        save_disabled: (problems > 0).then(|| words::count("window-form-problems", problems)),
    }
}

fn confirm(state: &State, what: &ConfirmWhat, typed: Option<&str>, now: UnixTime) -> Confirm {
    let (sessions, profile_id) = match what {
        ConfirmWhat::Revoke(sessions)
        | ConfirmWhat::Forget(sessions)
        | ConfirmWhat::Refresh(sessions) => (sessions.clone(), None),
        ConfirmWhat::RevokePasted(profile_id)
        | ConfirmWhat::AllowPassword(profile_id, _)
        | ConfirmWhat::IntrospectPasted(profile_id) => (Vec::new(), Some(profile_id.clone())),
        ConfirmWhat::Delete(profile_id) => {
            (live_sessions(state, profile_id), Some(profile_id.clone()))
        }
    };
    let targets = targets(state, &sessions, now);
    let of = profile_id.or_else(|| worst(state, &sessions, now));
    let subject = match (&of, sessions.len()) {
        (Some(profile_id), 0 | 1) => name(state, profile_id),
        (_, count) => words::count("window-confirm-type-many", count),
    };
    let badge = of.map(|profile_id| states::badge(state, &profile_id, now));
    let (title, text, last, is_danger) = match what {
        ConfirmWhat::Revoke(_) => (
            words::count("window-confirm-revoke", sessions.len()),
            ends(state, &sessions),
            "window-confirm-revoke-button",
            true,
        ),
        ConfirmWhat::Refresh(_) => (
            words::count("window-confirm-refresh", sessions.len()),
            words::text("window-confirm-refresh-text"),
            "window-action-refresh",
            false,
        ),
        ConfirmWhat::Forget(_) => (
            words::count("window-confirm-forget", sessions.len()),
            words::count("window-confirm-forget-text", sessions.len()),
            "window-confirm-forget-button",
            false,
        ),
        ConfirmWhat::RevokePasted(profile_id) => (
            words::text("window-confirm-revoke-pasted"),
            pasted_text(state, profile_id),
            "window-confirm-revoke-button",
            true,
        ),
        ConfirmWhat::AllowPassword(..) => (
            words::text("window-confirm-password"),
            words::text("window-confirm-password-text"),
            "window-confirm-password-button",
            true,
        ),
        ConfirmWhat::IntrospectPasted(profile_id) => (
            words::text("window-confirm-other-org"),
            stranger_text(state, profile_id).unwrap_or_default(),
            "window-confirm-other-org-button",
            true,
        ),
        ConfirmWhat::Delete(_) if sessions.is_empty() => (
            words::text("window-confirm-delete"),
            words::text("window-confirm-delete-text"),
            "window-confirm-delete-button",
            true,
        ),
        ConfirmWhat::Delete(_) => (
            words::text("window-confirm-delete"),
            words::count("window-confirm-delete-live", sessions.len()),
            "window-confirm-delete-button",
            true,
        ),
    };
    let other = match what {
        ConfirmWhat::Delete(profile_id) if !sessions.is_empty() => Some(Action::new(
            "window-confirm-revoke-first",
            Ask::RevokeThenDelete(profile_id.clone()),
        )),
        ConfirmWhat::Forget(_) => Some(Action::new(
            "window-confirm-revoke-instead",
            Ask::Revoke(sessions.clone()),
        )),
        _ => None,
    };
    Confirm {
        title,
        badge,
        subject,
        text,
        targets: if targets.len() > 1 || typed.is_some() {
            targets
        } else {
            Vec::new()
        },
        typed: typed.map(|wanted| Typed {
            label: words::with("window-confirm-type", &[("name", wanted)]),
            wanted: wanted.to_owned(),
        }),
        confirm: words::text(last),
        is_danger,
        enter_confirms: typed.is_none() && !is_danger,
        other: other.map(|action| action.look(Look::Danger)),
    }
}

/// What a revocation of these sessions ends.
fn ends(state: &State, sessions: &[SessionId]) -> String {
    let found: Vec<&Session> = sessions
        .iter()
        .filter_map(|session_id| state.session(session_id))
        .collect();
    card::ends(&found)
}

/// What ending the pasted token ends, and where it is sent.
fn pasted_text(state: &State, profile_id: &ProfileId) -> String {
    let kind = state
        .inspector
        .pasted
        .as_ref()
        .and_then(|pasted| which_token(pasted.found.kind));
    let ends = words::text(match kind {
        Some(WhichToken::Refresh) => "window-confirm-ends-refresh",
        _ => "window-confirm-ends-access",
    });
    let host = state
        .profile(profile_id)
        .map(|record| record.profile.login_url.short().to_owned())
        .unwrap_or_default();
    let text = words::with(
        "window-confirm-revoke-pasted-text",
        &[("ends", &ends), ("host", &host)],
    );
    match stranger_text(state, profile_id) {
        Some(stranger) => format!("{stranger} {text}"),
        None => text,
    }
}

/// That the pasted token is of another org, where it says so.
fn stranger_text(state: &State, profile_id: &ProfileId) -> Option<String> {
    let found = stranger(state, profile_id)?;
    let values = [("from", found.from.as_str()), ("to", &found.to)];
    Some(words::with("window-confirm-other-org-text", &values))
}

fn targets(state: &State, sessions: &[SessionId], now: UnixTime) -> Vec<Target> {
    sessions
        .iter()
        .filter_map(|session_id| state.session(session_id))
        .map(|session| {
            let org = session.organization_id().map_or("", OrgId::as_str);
            let user = card::user(session);
            Target {
                badge: states::badge(state, &session.profile_id, now),
                name: name(state, &session.profile_id),
                detail: if org.is_empty() {
                    user
                } else {
                    format!("{user}, {org}")
                },
            }
        })
        .collect()
}

/// The profile with most at stake.
fn worst(state: &State, sessions: &[SessionId], now: UnixTime) -> Option<ProfileId> {
    sessions
        .iter()
        .filter_map(|session_id| state.session(session_id))
        .map(|session| session.profile_id.clone())
        .min_by_key(|id| (!state.is_guarded(id, now), state.environment(id, now).0))
}

fn name(state: &State, profile_id: &ProfileId) -> String {
    state
        .profile(profile_id)
        .map(|record| record.profile.name.clone())
        .unwrap_or_default()
}

fn identity(
    state: &State,
    run_id: &RunId,
    (expected, got): (&Identity, &Identity),
    now: UnixTime,
) -> IdentityDialog {
    let profile_id = state.run(run_id).map(|record| &record.run.profile_id);
    let differs = vec![
        expected.username != got.username,
        expected.user_id != got.user_id,
        expected.organization_id != got.organization_id,
    ];
    let text = if expected.organization_id == got.organization_id {
        "window-identity-held-user"
    } else {
        "window-identity-held-org"
    };
    let side = |title: &str, identity: &Identity| {
        let hint = "window-hint-identity";
        Side {
            title: words::text(title),
            facts: vec![
                Fact::code_or("window-fact-username", identity.username.as_deref(), hint),
                Fact::code_or(
                    "window-fact-user-id",
                    identity.user_id.as_ref().map(UserId::as_str),
                    hint,
                ),
                Fact::code_or(
                    "window-fact-org-id",
                    identity.organization_id.as_ref().map(OrgId::as_str),
                    hint,
                ),
            ],
            differs: differs.clone(),
        }
    };
    IdentityDialog {
        subject: profile_id.map(|id| name(state, id)).unwrap_or_default(),
        badge: profile_id.map(|id| states::badge(state, id, now)),
        run_id: run_id.clone(),
        title: words::text("window-identity-held"),
        text: words::text(text),
        expected: side("window-identity-expected", expected),
        got: side("window-identity-got", got),
        accept: words::text("window-identity-keep"),
        refuse: words::text("window-identity-refuse"),
    }
}

fn import(state: &State, file: String, lines: &[Prepared], new_hosts: &[String]) -> ImportPreview {
    let count = |action| lines.iter().filter(|line| line.action == action).count();
    let (new, replaced, unchanged) = (
        count(ImportAction::Created),
        count(ImportAction::Replaced),
        count(ImportAction::Unchanged),
    );
    let is_nothing = new + replaced == 0;
    ImportPreview {
        title: words::text("window-import-title"),
        file,
        summary: words::with(
            "window-import-summary",
            &[
                ("new", &new.to_string()),
                ("replaced", &replaced.to_string()),
                ("unchanged", &unchanged.to_string()),
            ],
        ),
        lines: lines.iter().map(|line| import_line(state, line)).collect(),
        new_hosts: new_hosts.to_vec(),
        replaces: replaced > 0,
        confirm: words::count("window-import-button", new + replaced),
        disabled: is_nothing.then(|| words::text("window-import-nothing")),
    }
}

fn import_line(state: &State, line: &Prepared) -> ImportLine {
    let profile = &line.profile;
    ImportLine {
        profile_id: profile.profile_id.clone(),
        name: profile.name.clone(),
        host: profile.login_url.short().to_owned(),
        badge: states::badge_of_host(state, &profile.login_url, profile.environment),
        action: words::text(match line.action {
            ImportAction::Created => "window-import-new",
            ImportAction::Replaced => "window-import-replaced",
            ImportAction::Unchanged => "window-import-unchanged",
        }),
    }
}
