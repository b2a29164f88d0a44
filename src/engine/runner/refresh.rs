//! Refresh: one at a time for each session, across threads and processes, and never a lost token (R63–R65).
//!
//! ```text
//! 1. take the session's lock            whoever waited finds the other's tokens
//! 2. write down the intent              before anything is sent
//! 3. ask the org                        never a second time by itself
//! 4. keep the new tokens                before anybody sees or uses them
//! 5. forget the intent
//! ```

mod tokens;

use std::sync::{Arc, PoisonError};

use super::facts;
use super::subject::{Subject, standing_after};
use super::{Failure, Run, Runner};
use crate::app::event::Event;
use crate::engine::flow_io::RunIo;
use crate::engine::lock::{Held, REFRESH_LIMIT};
use crate::engine::vault::{Intent, SessionSecrets, Ticket};
use crate::engine::{clock, step};
use crate::model::ids::{RunId, SessionId};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::secret::{Fingerprint, RefreshToken};
use crate::model::session::{Session, Standing};
use crate::protocol::error::FlowError;
use crate::protocol::flow::{self, Start};
use crate::protocol::login;
use crate::protocol::service::discovery;
use tokens::{explained, is_ambiguous, merged, refresh_token};

/// A session after a refresh.
pub(super) struct Refreshed {
    /// As kept now.
    pub session: Session,
    /// A new refresh token came.
    pub rotated: bool,
}

impl Runner {
    pub(super) async fn refresh_and_tell(
        self: Arc<Self>,
        run: &Run,
        session_id: SessionId,
    ) -> Result<Event, Failure> {
        let seen = self.seen(&session_id).await?;
        let done = self.refresh(&run.run_id, &session_id, seen).await?;
        Ok(Event::Refreshed {
            run_id: run.run_id.clone(),
            session: Box::new(done.session),
            rotated: done.rotated,
        })
    }

    /// Returns the fingerprint of the access token that the asker knows.
    pub(super) async fn seen(&self, session_id: &SessionId) -> Result<Fingerprint, Failure> {
        let id = session_id.clone();
        self.kept(move |keeping| {
            let library = keeping.store.library()?;
            let session = library.session(&id);
            session
                .map(|session| session.access_token_fingerprint.clone())
                .ok_or_else(|| Failure::new(ProblemKind::Usage, "session_unknown"))
        })
        .await?
    }

    /// Refreshes a session whose access token is still the one that was `seen`.
    pub(super) async fn refresh(
        &self,
        run_id: &RunId,
        session_id: &SessionId,
        seen: Fingerprint,
    ) -> Result<Refreshed, Failure> {
        let id = session_id.clone();
        // 1. Take the lock.
        let held = self
            .kept(move |keeping| keeping.locks.refresh(&id, REFRESH_LIMIT))
            .await??;
        step::reach("refresh", "locked");
        self.save_unsaved().await;
        let subject = self.caught_up(self.subject(session_id).await?).await?;
        if subject.session.access_token_fingerprint != seen {
            // Somebody else won while we waited: theirs are the tokens (R64).
            return Ok(Refreshed {
                session: subject.session,
                rotated: false,
            });
        }
        if subject.possibly_stale {
            let marked = self.edit_session(session_id, |session| session.possibly_stale = true);
            let session = marked.await?.unwrap_or(subject.session);
            let failure = Failure::new(ProblemKind::NeedsLogin, "tokens_possibly_stale");
            return Err(failure.about(session));
        }
        let refresh_token = refresh_token(&subject)?;
        let mut io = self.io(run_id, &subject.profile);
        let whose = (Some(&subject.profile.profile_id), Some(session_id));
        self.note_begin("refresh", "refresh", whose, run_id).await;
        let outcome = self
            .refresh_locked(&mut io, &subject, &refresh_token, held)
            .await;
        let rotated = outcome.as_ref().map(|done| done.rotated);
        self.note_refresh(whose, run_id, rotated, io.finish()).await;
        outcome
    }

    async fn refresh_locked(
        &self,
        io: &mut RunIo,
        subject: &Subject,
        refresh_token: &RefreshToken,
        held: Held,
    ) -> Result<Refreshed, Failure> {
        let server = match discovery::server_of(io, &subject.profile).await {
            Ok(server) => server,
            Err(error) => return Err(self.learnt(subject, &error, error.problem()).await),
        };
        let start = Start {
            profile: &subject.profile,
            server: &server,
            client: subject.client(),
            callback: None,
        };

        // 2. Write down the intent.
        let (ticket, before) = self.intend(subject, refresh_token).await?;

        // 3. Ask the org.
        let mut tokens = match flow::refreshed(io, &start, refresh_token).await {
            Ok(tokens) => tokens,
            Err(error) => return self.refused(subject, refresh_token, before, error).await,
        };

        // 4. Keep the new tokens. 5. Forget the intent.
        step::reach("refresh", "answered");
        let secrets = merged(subject, &tokens, refresh_token);
        let rotated = tokens
            .refresh_token
            .as_ref()
            .is_some_and(|new| new.expose() != refresh_token.expose());
        let mut session = subject.session.clone();
        facts::refreshed(&mut session, &tokens, &secrets, clock::now(), io.skew());
        let session = self.keep_refreshed(session, ticket, secrets).await?;
        drop(held);

        // What is learnt from now on can be lost.
        login::after_refresh(io, &start, &mut tokens).await;
        let told = facts::told_again(io, &start, &tokens, &session, clock::now()).await;
        let (expiry, verdict) = (facts::expiry(&tokens, io.skew()), tokens.id_token_verdict);
        let learnt = self
            .edit_session(&session.session_id, move |session| {
                session.expiry = expiry;
                session.id_token = verdict;
                if let Some((says, at)) = told {
                    facts::told(session, says, at);
                }
            })
            .await;
        Ok(Refreshed {
            session: learnt.ok().flatten().unwrap_or(session),
            rotated,
        })
    }

    /// Writes down which token is about to be used up; returns the leave to write its successor, and an intent that was never finished.
    async fn intend(
        &self,
        subject: &Subject,
        refresh_token: &RefreshToken,
    ) -> Result<(Ticket, Option<Intent>), Failure> {
        let id = subject.session.session_id.clone();
        let intent = Intent {
            refresh_token_fingerprint: refresh_token.fingerprint(),
            began_at: clock::now(),
        };
        self.kept(move |keeping| {
            let before = keeping.rotations.unfinished(&id)?;
            let before = before
                .filter(|one| one.refresh_token_fingerprint == intent.refresh_token_fingerprint);
            let ticket = keeping.vault.ticket(&id)?;
            keeping.rotations.begin(&id, &intent)?;
            Ok((ticket, before))
        })
        .await?
    }

    /// Writes tokens, facts, and the end of the intent, in this order.
    async fn keep_refreshed(
        &self,
        session: Session,
        ticket: Ticket,
        secrets: SessionSecrets,
    ) -> Result<Session, Failure> {
        let id = session.session_id.clone();
        let unsaved = {
            let _turn = self.at_file.lock().await;
            self.kept(move |keeping| {
                let redeemed = keeping.vault.redeem(&ticket, &secrets);
                redeemed.err().map(|_| (ticket, secrets))
            })
            .await?
        };
        if let Some(unsaved) = unsaved {
            // The old state is intact; the new tokens wait in memory for room (R62).
            self.unsaved
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(id, unsaved);
            return Err(Failure::new(ProblemKind::Failed, "not_saved").about(session));
        }
        let kept = session.clone();
        let facts = self.edit_session(&id, move |session| *session = kept).await;
        self.kept(move |keeping| keeping.rotations.finish(&id))
            .await?
            .map_err(|error| Failure::from(error).about(session.clone()))?;
        step::reach("refresh", "ended");
        match facts {
            Ok(_) => Ok(session),
            Err(failure) => Err(failure.about(session)),
        }
    }

    /// Returns tokens that the org gave and that could not be written: the kept ones are older (R62).
    pub(super) fn unsaved_of(&self, id: &SessionId) -> Option<SessionSecrets> {
        let unsaved = self.unsaved.lock().unwrap_or_else(PoisonError::into_inner);
        unsaved.get(id).map(|(_, secrets)| secrets.clone())
    }

    /// Tries again to write tokens that could not be written.
    pub(super) async fn save_unsaved(&self) {
        let waiting =
            std::mem::take(&mut *self.unsaved.lock().unwrap_or_else(PoisonError::into_inner));
        if waiting.is_empty() {
            return;
        }
        let left = self
            .kept(move |keeping| {
                let mut waiting = waiting;
                waiting.retain(|id, (ticket, secrets)| {
                    let saved = keeping.vault.redeem(ticket, secrets).is_ok();
                    if saved {
                        let _ = keeping.rotations.finish(id);
                    }
                    !saved
                });
                waiting
            })
            .await;
        if let Ok(left) = left {
            self.unsaved
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .extend(left);
        }
    }

    /// Brings facts up to date with the vault, after a process died between the two writes.
    async fn caught_up(&self, subject: Subject) -> Result<Subject, Failure> {
        let Some(secrets) = &subject.secrets else {
            return Ok(subject);
        };
        let kept = secrets.access_token.fingerprint();
        if subject.session.access_token_fingerprint == kept {
            return Ok(subject);
        }
        let refresh = secrets
            .refresh_token
            .as_ref()
            .map(RefreshToken::fingerprint);
        let session = self
            .edit_session(&subject.session.session_id, move |session| {
                session.rotates |= session.refresh_token_fingerprint != refresh;
                session.access_token_fingerprint = kept;
                session.has_refresh_token = refresh.is_some();
                session.refresh_token_fingerprint = refresh;
                session.standing = Standing::Live;
                // Nobody told us about this token.
                session.expiry = None;
            })
            .await?;
        let id = subject.session.session_id.clone();
        self.kept(move |keeping| keeping.rotations.finish(&id))
            .await??;
        Ok(Subject {
            session: session.unwrap_or(subject.session),
            ..subject
        })
    }

    /// Ends a refresh that brought nothing.
    async fn refused(
        &self,
        subject: &Subject,
        refresh_token: &RefreshToken,
        before: Option<Intent>,
        error: FlowError,
    ) -> Result<Refreshed, Failure> {
        let id = subject.session.session_id.clone();
        if !is_ambiguous(&error) {
            self.kept(move |keeping| keeping.rotations.finish(&id))
                .await??;
        }
        let mut problem = error.problem_of_refresh();
        if problem.kind == ProblemKind::NeedsLogin {
            // Another machine, or a login, may have put newer tokens there (R64).
            let again = self.subject(&subject.session.session_id).await?;
            let is_newer = again
                .secrets
                .as_ref()
                .and_then(|kept| kept.refresh_token.as_ref())
                .is_some_and(|kept| kept.expose() != refresh_token.expose());
            if is_newer {
                let session = self.caught_up(again).await?.session;
                return Ok(Refreshed {
                    session,
                    rotated: false,
                });
            }
            if before.is_some() {
                // The answer that was lost held the successor of this token (R65).
                let org = problem.org.take();
                problem = Problem::new(ProblemKind::NeedsLogin, "refresh_answer_lost");
                problem.org = org;
            } else {
                problem = explained(&subject.session, &error, problem);
            }
        }
        Err(self.learnt(subject, &error, problem).await)
    }

    /// Puts what a failed call teaches into the facts, and makes the failure.
    pub(super) async fn learnt(
        &self,
        subject: &Subject,
        error: &FlowError,
        problem: Problem,
    ) -> Failure {
        let standing = standing_after(error);
        let refusal = match error {
            FlowError::Refused(refusal) => Some(refusal.org.clone()),
            _ => None,
        };
        let now = clock::now();
        let session = self
            .edit_session(&subject.session.session_id, move |session| {
                if let Some(standing) = standing {
                    session.standing = standing;
                }
                if let Some(refusal) = refusal {
                    session.last_refusal = Some(refusal);
                    session.last_check_at = Some(now);
                }
            })
            .await;
        let session = session.ok().flatten();
        Failure::from(problem).about(session.unwrap_or_else(|| subject.session.clone()))
    }
}
