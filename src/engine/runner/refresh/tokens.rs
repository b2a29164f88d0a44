//! The tokens of a refresh: what is sent, what is kept, and what a refusal can mean.

use crate::engine::runner::Failure;
use crate::engine::runner::facts::web_secrets;
use crate::engine::runner::subject::Subject;
use crate::engine::vault::SessionSecrets;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::secret::RefreshToken;
use crate::model::session::Session;
use crate::model::token::TokenSet;
use crate::protocol::error::FlowError;

/// Returns the kept refresh token.
pub(super) fn refresh_token(subject: &Subject) -> Result<RefreshToken, Failure> {
    let failure = |code| Failure::new(ProblemKind::NeedsLogin, code).about(subject.session.clone());
    let tokens = subject.tokens()?;
    tokens
        .refresh_token
        .clone()
        .ok_or_else(|| failure("no_refresh_token"))
}

/// The new tokens; what the answer left out stays as it was.
pub(super) fn merged(
    subject: &Subject,
    tokens: &TokenSet,
    refresh_token: &RefreshToken,
) -> SessionSecrets {
    let kept = subject
        .secrets
        .as_ref()
        .and_then(|kept| kept.id_token.clone());
    SessionSecrets {
        access_token: tokens.access_token.clone(),
        refresh_token: tokens
            .refresh_token
            .clone()
            .or_else(|| Some(refresh_token.clone())),
        id_token: tokens.id_token.clone().or(kept),
        web: web_secrets(tokens),
    }
}

/// Returns true when nobody knows whether the org used the token up.
pub(super) fn is_ambiguous(error: &FlowError) -> bool {
    match error {
        FlowError::Transport { why, .. } => !why.nothing_was_sent(),
        FlowError::NotOAuth { .. } | FlowError::Unverified { .. } => true,
        FlowError::Refused(refusal) => refusal.is_outage(),
        FlowError::Lacking { .. }
        | FlowError::TimedOut
        | FlowError::Cancelled
        | FlowError::Local(_) => false,
    }
}

/// Says more of a refresh token that the org calls dead than its words do (`interactive.md` 4.3, 4.4).
///
/// Where tokens rotate, this one was never used here: if nobody revoked it, somebody else
/// used it, or one that it replaced. Where no refresh ever worked, the policy may be to allow none.
pub(super) fn explained(session: &Session, error: &FlowError, problem: Problem) -> Problem {
    let is_dead = matches!(error, FlowError::Refused(refusal) if refusal.says("expired access/refresh token"));
    let code = if !is_dead {
        return problem;
    } else if session.rotates {
        "refresh_reused"
    } else if session.last_refresh_at.is_none() {
        "refresh_never_worked"
    } else {
        return problem;
    };
    let mut told = Problem::new(ProblemKind::NeedsLogin, code);
    told.org = problem.org;
    told
}
