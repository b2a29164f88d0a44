//! Revoke and forget: two verbs. One ends tokens on the server and proves it, the other only forgets (R66, R67).

use std::sync::{Arc, PoisonError};

use super::subject::Subject;
use super::{Failure, Run, Runner};
use crate::app::effect::WhichToken;
use crate::app::event::{Event, Revocation, RevokeProof, RevokeResult};
use crate::engine::clock;
use crate::engine::lock::{Held, REFRESH_LIMIT};
use crate::model::ids::{RunId, SessionId};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::session::{Session, Standing};
use crate::protocol::error::FlowError;
use crate::protocol::service::discovery;
use crate::protocol::service::introspect::Hint;
use crate::protocol::service::revoke::{self, Outcome, Proof, Revoked, Tokens};

impl Runner {
    pub(super) async fn revoke(
        self: Arc<Self>,
        run: &Run,
        session_id: &SessionId,
    ) -> Result<Event, Failure> {
        self.revoke_session(&run.run_id, session_id).await
    }

    pub(super) async fn revoke_session(
        &self,
        run_id: &RunId,
        session_id: &SessionId,
    ) -> Result<Event, Failure> {
        let id = session_id.clone();
        // A refresh under way would bring new tokens after the old ones were ended.
        let held = self
            .kept(move |keeping| keeping.locks.refresh(&id, REFRESH_LIMIT))
            .await??;
        let subject = self.subject(session_id).await?;
        let Some(tokens) = &subject.secrets else {
            return self.over_already(run_id, subject).await;
        };
        let mut io = self.io(run_id, &subject.profile);
        let about = (Some(&subject.profile.profile_id), Some(session_id));
        self.note_begin("revoke", "revoke", about, run_id).await;
        let server = match discovery::server_of(&mut io, &subject.profile).await {
            Ok(server) => server,
            Err(error) => {
                let failure = self.learnt(&subject, &error, error.problem()).await;
                self.note("revoke", about, run_id, Some(&failure), io.finish())
                    .await;
                return Err(failure);
            }
        };
        let doomed = Tokens {
            refresh: tokens.refresh_token.as_ref(),
            access: subject.asked(tokens),
        };
        let done = revoke::run(
            &mut io,
            &server,
            &subject.trust(&server),
            &subject.client(),
            &doomed,
        )
        .await;
        let problem = problem(&done);
        let failed = problem.clone().map(Failure::from);
        self.note("revoke", about, run_id, failed.as_ref(), io.finish())
            .await;
        let session = self.keep_revoked(&subject.session, &done, held).await?;
        Ok(Event::Revoked {
            run_id: run_id.clone(),
            session: Box::new(session),
            revocation: revocation(&done),
            problem,
        })
    }

    /// Wipes tokens that are over; keeps those that are not, marked.
    async fn keep_revoked(
        &self,
        session: &Session,
        done: &Revoked,
        held: Held,
    ) -> Result<Session, Failure> {
        let id = session.session_id.clone();
        let is_over = done.is_over();
        let is_pending = done
            .tokens
            .iter()
            .any(|(_, outcome)| matches!(outcome, Outcome::Pending(_)));
        if is_over {
            self.unsaved
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .remove(&id);
            let id = id.clone();
            self.kept(move |keeping| keeping.forget_held(&id, held))
                .await??;
        } else {
            drop(held);
        }
        let now = clock::now();
        let edited = self
            .edit_session(&id, move |session| {
                session.pending_revocation = is_pending;
                if is_over {
                    session.standing = Standing::Revoked;
                    session.has_refresh_token = false;
                    session.expiry = None;
                }
                if !is_pending {
                    session.last_check_at = Some(now);
                }
            })
            .await?;
        Ok(edited.unwrap_or_else(|| session.clone()))
    }

    async fn over_already(&self, run_id: &RunId, subject: Subject) -> Result<Event, Failure> {
        let session = self
            .edit_session(&subject.session.session_id, |session| {
                session.standing = Standing::Revoked;
                session.pending_revocation = false;
            })
            .await?
            .unwrap_or(subject.session);
        Ok(Event::Revoked {
            run_id: run_id.clone(),
            session: Box::new(session),
            revocation: Revocation {
                tokens: vec![(WhichToken::Access, RevokeResult::AlreadyInvalid)],
                proof: None,
            },
            problem: None,
        })
    }

    pub(super) async fn forget(
        self: Arc<Self>,
        run: &Run,
        session_id: SessionId,
    ) -> Result<Event, Failure> {
        let run_id = run.run_id.clone();
        let id = session_id.clone();
        let session = self
            .kept(move |keeping| {
                keeping.forget_session(&id)?;
                let (session, _) = keeping
                    .store
                    .update(|library| library.remove_session(&id))?;
                session.ok_or_else(|| Failure::new(ProblemKind::Usage, "session_unknown"))
            })
            .await??;
        let about = (Some(&session.profile_id), Some(&session_id));
        self.note("forget", about, &run_id, None, Vec::new()).await;
        Ok(Event::Forgotten {
            run_id,
            session_id,
            profile_id: session.profile_id.clone(),
            still_live_on_server: !matches!(session.standing, Standing::Revoked),
        })
    }
}

/// How the end of one token came out.
pub(super) fn result(outcome: &Outcome) -> RevokeResult {
    match outcome {
        Outcome::Revoked => RevokeResult::Revoked,
        Outcome::AlreadyInvalid => RevokeResult::AlreadyInvalid,
        Outcome::StillLive => RevokeResult::StillLive,
        Outcome::Pending(_) => RevokeResult::Pending,
    }
}

/// What showed it.
pub(super) fn proof(proof: Proof) -> RevokeProof {
    match proof {
        Proof::Introspection => RevokeProof::Introspection,
        Proof::Userinfo => RevokeProof::Userinfo,
        Proof::Refresh => RevokeProof::Refresh,
    }
}

fn revocation(done: &Revoked) -> Revocation {
    let tokens = done.tokens.iter().map(|(hint, outcome)| {
        let which = match hint {
            Hint::AccessToken => WhichToken::Access,
            Hint::RefreshToken => WhichToken::Refresh,
        };
        (which, result(outcome))
    });
    Revocation {
        tokens: tokens.collect(),
        proof: done.proof.map(proof),
    }
}

/// Returns why a revocation is not whole, the worst first.
pub(super) fn problem(done: &Revoked) -> Option<Box<Problem>> {
    let outcomes = || done.tokens.iter().map(|(_, outcome)| outcome);
    if outcomes().any(|outcome| matches!(outcome, Outcome::StillLive)) {
        return Some(Box::new(Problem::new(ProblemKind::Refused, "still_live")));
    }
    outcomes().find_map(|outcome| match outcome {
        Outcome::Pending(error) => Some(Box::new(FlowError::problem(error))),
        _ => None,
    })
}
