//! Explained errors, with buttons that do the next step.

mod compare;
mod here;
mod steps;

pub(super) use here::{at_lock, at_vault, at_wait};

use super::super::super::state::{RunRecord, State, Trouble, Want};
use super::super::super::terms;
use super::super::{Action, Ask, ErrorCard, Look};
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
        head: explained.head,
        consequence: String::new(),
        what: explained.what,
        compared: Vec::new(),
        cause: explained.cause,
        next: explained.next,
        org,
        field: problem.field.clone(),
        term: terms::of_problem(problem).map(Box::new),
        actions: Vec::new(),
    }
}

/// Makes the card of what belongs to no profile, with the steps that are known; the best is the primary one.
pub(super) fn elsewhere(problem: &Problem) -> ErrorCard {
    let mut card = card(problem);
    card.actions = steps::elsewhere(problem, None);
    promote(&mut card);
    card
}

/// Makes the card of what went wrong with a profile.
pub(super) fn of_profile(state: &State, profile_id: &ProfileId, trouble: &Trouble) -> ErrorCard {
    let mut card = explained(state, profile_id, &trouble.want, &trouble.problem);
    card.actions
        .push(Action::new("window-close", Ask::Dismiss).look(Look::Ghost));
    card
}

/// Makes the card of a run that failed.
pub(super) fn of_run(state: &State, record: &RunRecord) -> Option<ErrorCard> {
    let problem = record.problem.as_ref()?;
    let profile_id = &record.run.profile_id;
    let trouble = state.troubles.get(profile_id);
    // What was wanted is known for the last failure, and for logins.
    if let Some(trouble) = trouble.filter(|trouble| trouble.problem == *problem) {
        return Some(explained(state, profile_id, &trouble.want, problem));
    }
    if record.is_login {
        let want = Want::LogIn {
            profile_id: profile_id.clone(),
            options: record.options.clone(),
        };
        return Some(explained(state, profile_id, &want, problem));
    }
    Some(card(problem))
}

fn explained(state: &State, profile_id: &ProfileId, want: &Want, problem: &Problem) -> ErrorCard {
    let mut card = card(problem);
    card.consequence = consequence(want, problem);
    if let Some(record) = state.profiles.get(profile_id) {
        let options = match want {
            Want::LogIn { options, .. } => Some(options),
            _ => None,
        };
        card.compared = compare::rows(&record.profile, options, problem);
    }
    card.actions = steps::of_profile(state, profile_id, want, problem);
    promote(&mut card);
    card
}

fn promote(card: &mut ErrorCard) {
    if let Some(first) = card.actions.first_mut() {
        first.look = Look::Primary;
    }
}

/// What the failure means for the tokens that are kept; only what is sure.
fn consequence(want: &Want, problem: &Problem) -> String {
    let is_lost = matches!(
        problem.code.as_str(),
        "not_saved" | "refresh_answer_lost" | "still_live"
    );
    let key = match want {
        _ if is_lost => return String::new(),
        Want::LogIn { .. } => "window-error-kept-login",
        Want::Refresh(_) if problem.kind == ProblemKind::NeedsLogin => "window-error-kept-dead",
        Want::Refresh(_) | Want::Introspect { .. } | Want::FetchIdentity(_) => {
            "window-error-kept-tokens"
        }
        Want::Revoke(_) => "window-error-kept-revoke",
        Want::Forget(_) => "window-error-kept-forget",
        Want::OpenOrg { .. } | Want::LogOut { .. } => "window-error-kept-open",
        Want::Copy { .. } | Want::Reveal { .. } | Want::TakeToken { .. } => {
            "window-error-kept-copy"
        }
        Want::SaveForm { .. } | Want::SetClientSecret(_) | Want::DeleteProfile(_) => {
            "window-error-kept-profile"
        }
        _ => return String::new(),
    };
    words::text(key)
}
