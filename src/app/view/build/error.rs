//! Explained errors, with buttons that do the next step.

use super::super::super::command::{IdentityRule, LoginOptions, Screen};
use super::super::super::state::{State, Trouble, Want};
use super::super::{Action, Ask, ErrorCard, Look};
use crate::model::client::CallbackUrl;
use crate::model::ids::ProfileId;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::words;

/// Makes the card of a problem, without buttons.
pub(super) fn card(problem: &Problem) -> ErrorCard {
    let explained = problem.explain();
    let mut org = Vec::new();
    if let Some(said) = &problem.org {
        if let Some(status) = said.status {
            org.push(("HTTP".to_owned(), status.to_string()));
        }
        org.push(("error".to_owned(), said.error.clone()));
        if let Some(description) = &said.error_description {
            org.push(("error_description".to_owned(), description.clone()));
        }
    }
    ErrorCard {
        code: problem.code.clone(),
        what: explained.what,
        cause: explained.cause,
        next: explained.next,
        org,
        field: problem.field.clone(),
        actions: Vec::new(),
    }
}

/// Makes the card of what went wrong with a profile.
pub(super) fn of_profile(state: &State, profile_id: &ProfileId, trouble: &Trouble) -> ErrorCard {
    let mut card = card(&trouble.problem);
    card.actions = steps(state, profile_id, trouble);
    if let Some(first) = card.actions.first_mut() {
        first.look = Look::Primary;
    }
    card.actions
        .push(Action::new("window-close", Ask::Dismiss).look(Look::Ghost));
    card
}

/// The next steps, the best first.
fn steps(state: &State, profile_id: &ProfileId, trouble: &Trouble) -> Vec<Action> {
    let problem = &trouble.problem;
    let edit = || Action::new("window-action-edit", Ask::EditProfile(profile_id.clone()));
    let mut steps = Vec::new();
    if problem.code == "port_taken" {
        steps.extend(other_callbacks(state, profile_id, trouble));
    }
    let is_of_the_profile = problem.code.starts_with("client_")
        || problem.code.starts_with("invalid_client")
        || problem.code.starts_with("redirect_uri")
        || matches!(
            problem.code.as_str(),
            "invalid_scope" | "callback_missing" | "flow_unknown"
        );
    match problem.kind {
        ProblemKind::Usage => steps.push(edit()),
        _ if is_of_the_profile => steps.push(edit()),
        ProblemKind::Network
            if problem.code.starts_with("extra_ca") || problem.code == "proxy_address" =>
        {
            steps.push(Action::new(
                "window-screen-settings",
                Ask::Show(Screen::Settings),
            ));
        }
        _ => {}
    }
    steps.extend(again(state, profile_id, trouble));
    if problem.kind == ProblemKind::Network {
        let ask = Ask::Diagnose(Some(profile_id.clone()));
        steps.push(Action::new("window-action-diagnose", ask));
    }
    steps
}

/// A login with each of the profile's other registered callbacks (decision 14).
fn other_callbacks(state: &State, profile_id: &ProfileId, trouble: &Trouble) -> Vec<Action> {
    let Want::LogIn { options, .. } = &trouble.want else {
        return Vec::new();
    };
    let Some(record) = state.profiles.get(profile_id) else {
        return Vec::new();
    };
    let urls = &record.profile.callback_urls;
    let used = options.callback_url.as_ref().or(urls.first());
    urls.iter()
        .filter(|url| Some(*url) != used)
        .map(|url: &CallbackUrl| Action {
            label: words::with("window-action-log-in-on", &[("callback", url.as_str())]),
            ..Action::new(
                "window-action-log-in",
                Ask::LogIn {
                    profile_id: profile_id.clone(),
                    options: LoginOptions {
                        callback_url: Some(url.clone()),
                        ..options.clone()
                    },
                },
            )
        })
        .collect()
}

/// The same once more, or a login where only that helps.
fn again(state: &State, profile_id: &ProfileId, trouble: &Trouble) -> Option<Action> {
    let needs_login = trouble.problem.kind == ProblemKind::NeedsLogin;
    let log_in = |identity| Ask::LogIn {
        profile_id: profile_id.clone(),
        options: LoginOptions {
            identity,
            ..LoginOptions::default()
        },
    };
    Some(match &trouble.want {
        Want::LogIn { options, .. } => Action::new(
            "window-action-log-in-again",
            Ask::LogIn {
                profile_id: profile_id.clone(),
                options: options.clone(),
            },
        ),
        want => {
            let session_id = want.session_id()?.clone();
            state.session(&session_id)?;
            if needs_login {
                let ask = log_in(IdentityRule::SameUser(session_id));
                return Some(Action::new("window-action-log-in-again", ask));
            }
            let ask = match want {
                Want::Refresh(_) => Ask::Refresh(vec![session_id]),
                Want::Revoke(_) => Ask::Revoke(vec![session_id]),
                Want::Forget(_) => Ask::Forget(vec![session_id]),
                Want::Introspect { which, .. } => Ask::Introspect {
                    session_id,
                    which: *which,
                },
                Want::FetchIdentity(_) => Ask::FetchIdentity(session_id),
                Want::OpenOrg { .. } => Ask::OpenOrg(session_id),
                _ => return None,
            };
            Action::new("window-action-again", ask)
        }
    })
}
