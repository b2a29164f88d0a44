//! Asking the org about a token, and whose it is.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::subject::{Subject, is_dead_token};
use super::{Failure, Run, Runner, facts};
use crate::app::effect::WhichToken;
use crate::app::event::Event;
use crate::engine::clock;
use crate::engine::flow_io::RunIo;
use crate::model::ids::{RunId, SessionId};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::session::Standing;
use crate::model::token::{Expiry, ExpirySource};
use crate::protocol::error::FlowError;
use crate::protocol::flow::Start;
use crate::protocol::recognise::recognise;
use crate::protocol::service::discovery;
use crate::protocol::service::identity::{self, Told};
use crate::protocol::service::introspect::{self, Hint, Introspection};
use crate::protocol::service::organization::{self, OrgSays};

impl Runner {
    pub(super) async fn introspect(
        self: Arc<Self>,
        run: &Run,
        session_id: &SessionId,
        which: WhichToken,
    ) -> Result<Event, Failure> {
        let subject = self.subject(session_id).await?;
        let mut io = self.io_to_ask(run, &subject.profile);
        let asked = ask_about(&mut io, &subject, which).await?;
        let ends_at = match &asked {
            Ok(told) => told.expires_at.map(|at| io.skew().to_ours(at)),
            Err(_) => None,
        };
        self.noted("introspect", &subject, io, asked.as_ref().err())
            .await;
        let told = match asked {
            Ok(told) => told,
            Err(error) => return Err(self.learnt(&subject, &error, error.problem()).await),
        };
        let own = own_words(&subject, which);
        let active = told.active;
        let (scope, username) = (told.scope.clone(), told.username.clone());
        let now = clock::now();
        let session = self
            .edit_session(session_id, move |session| {
                session.last_check_at = Some(now);
                match (which, active) {
                    (WhichToken::Access, true) => {
                        session.standing = Standing::Live;
                        session.last_refusal = None;
                        session.expiry = ends_at
                            .map(|at| Expiry {
                                at,
                                source: ExpirySource::Introspection,
                            })
                            .or(session.expiry);
                        session.scope = scope.or(session.scope.take());
                        session.identity.username = session.identity.username.take().or(username);
                    }
                    (WhichToken::Access, false) if session.standing != Standing::Revoked => {
                        session.standing = match session.has_refresh_token {
                            true => Standing::Dead,
                            false => Standing::NeedsLogin,
                        };
                    }
                    (WhichToken::Refresh, false) if session.standing != Standing::Revoked => {
                        session.standing = Standing::NeedsLogin;
                    }
                    _ => {}
                }
            })
            .await?;
        Ok(Event::Introspected {
            run_id: run.run_id.clone(),
            session: Box::new(session.unwrap_or(subject.session)),
            active,
            answer: Value::Object(told.answer),
            own,
        })
    }

    pub(super) async fn fetch_identity(
        self: Arc<Self>,
        run: &Run,
        session_id: &SessionId,
    ) -> Result<Event, Failure> {
        let mut subject = self.subject(session_id).await?;
        let mut tries = Tries::First;
        let (told, says) = loop {
            let mut io = self.io_to_ask(run, &subject.profile);
            let asked = whose(&mut io, &subject).await;
            self.noted("identity", &subject, io, asked.as_ref().err())
                .await;
            match asked {
                Ok(told) => break told,
                Err(error) => {
                    subject = self
                        .revived(&run.run_id, subject, error, &mut tries)
                        .await?;
                }
            }
        };
        let (source, identity) = (told.source, told.identity);
        if subject.session.identity.contradicts(&identity) {
            // The session keeps the name it was logged in under (R22).
            let problem = Problem::new(ProblemKind::Refused, "identity_changed")
                .with("expected", subject.session.identity.who())
                .with("got", identity.who());
            return Err(Failure::from(problem).about(subject.session));
        }
        let now = clock::now();
        let session = self
            .edit_session(session_id, move |session| {
                session.identity = identity.or_ids_of(&session.identity);
                session.identity_source = Some(source);
                if let Some(says) = says {
                    facts::told(session, says, now);
                }
                session.last_check_at = Some(now);
                session.standing = Standing::Live;
            })
            .await?;
        Ok(Event::IdentityFetched {
            run_id: run.run_id.clone(),
            session: Box::new(session.unwrap_or(subject.session)),
            source,
            answer: Value::Object(told.answer),
        })
    }

    /// After a call that failed: refreshes a dead token, once, and returns the session to ask with again.
    pub(super) async fn revived(
        &self,
        run_id: &RunId,
        subject: Subject,
        error: FlowError,
        tries: &mut Tries,
    ) -> Result<Subject, Failure> {
        let mut problem = error.problem();
        if !is_dead_token(&error) {
            return Err(self.learnt(&subject, &error, problem).await);
        }
        let session_id = subject.session.session_id.clone();
        if *tries == Tries::First && subject.session.has_refresh_token {
            *tries = Tries::Again;
            let seen = subject.session.access_token_fingerprint.clone();
            self.refresh(run_id, &session_id, seen).await?;
            return self.subject(&session_id).await;
        }
        problem.kind = ProblemKind::NeedsLogin;
        let session = self
            .edit_session(&session_id, |session| {
                session.standing = Standing::NeedsLogin
            })
            .await?;
        Err(Failure::from(problem).about(session.unwrap_or(subject.session)))
    }

    /// Notes what was asked about a session, and ends its exchanges.
    pub(super) async fn noted(
        &self,
        action: &'static str,
        subject: &Subject,
        io: RunIo,
        failed: Option<&FlowError>,
    ) {
        let about = (
            Some(&subject.profile.profile_id),
            Some(&subject.session.session_id),
        );
        let failed = failed.map(|error| Failure::from(error.clone()));
        let run_id = io.run_id().clone();
        self.note(action, about, &run_id, failed.as_ref(), io.finish())
            .await;
    }
}

/// How often a call with the access token was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tries {
    /// Once, or not yet.
    First,
    /// With a refreshed token.
    Again,
}

async fn ask_about(
    io: &mut RunIo,
    subject: &Subject,
    which: WhichToken,
) -> Result<Result<Introspection, FlowError>, Failure> {
    let tokens = subject.tokens()?;
    let (token, hint) = match which {
        WhichToken::Access => (tokens.access_token.expose(), Hint::AccessToken),
        WhichToken::Refresh => match &tokens.refresh_token {
            Some(token) => (token.expose(), Hint::RefreshToken),
            None => {
                let failure = Failure::new(ProblemKind::NeedsLogin, "no_refresh_token");
                return Err(failure.about(subject.session.clone()));
            }
        },
    };
    let server = match discovery::server_of(io, &subject.profile).await {
        Ok(server) => server,
        Err(error) => return Ok(Err(error)),
    };
    Ok(introspect::run(io, &server, &subject.client(), token, hint).await)
}

/// What an access token says itself: only a JWT has words of its own, and its signature is none of them.
fn own_words(subject: &Subject, which: WhichToken) -> Option<Map<String, Value>> {
    let tokens = subject.secrets.as_ref()?;
    if which != WhichToken::Access {
        return None;
    }
    let found = recognise(tokens.access_token.expose(), clock::now());
    found.header.and(found.claims)
}

/// Asks whose token it is, and what kind of org it is for.
async fn whose(io: &mut RunIo, subject: &Subject) -> Result<(Told, Option<OrgSays>), FlowError> {
    let server = discovery::server_of(io, &subject.profile).await?;
    let tokens = subject.secrets.as_ref().ok_or_else(no_tokens)?;
    let trust = subject.trust(&server);
    let asked = subject.asked(tokens);
    let told = identity::fetch(io, &server, &trust, &asked).await?;
    let start = Start {
        profile: &subject.profile,
        server: &server,
        client: subject.client(),
        callback: None,
    };
    let scope = subject.session.scope.as_ref();
    let says = organization::ask(io, &start, asked.token, asked.instance_url, scope).await;
    Ok((told, says))
}

/// The session was revoked: its tokens are wiped.
pub(super) fn no_tokens() -> FlowError {
    Problem::new(ProblemKind::NeedsLogin, "no_tokens").into()
}
