//! Login: runs the profile's flow, compares whom it brought, and keeps the tokens before anybody sees them.

use std::sync::Arc;
use std::time::Duration;

use super::facts::{self, web_secrets};
use super::{Failure, Run, Runner};
use crate::app::effect::{IdentityRule, LoginOptions};
use crate::app::event::Event;
use crate::engine::browser::BrowserChoice;
use crate::engine::flow_io::{RunIo, TripSettings};
use crate::engine::http::Origins;
use crate::engine::vault::SessionSecrets;
use crate::engine::{clock, lock, random};
use crate::model::client::CallbackUrl;
use crate::model::identity::Identity;
use crate::model::ids::{ProfileId, SessionId};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::profile::Profile;
use crate::model::session::Session;
use crate::protocol::client_auth::{AppSecrets, Client};
use crate::protocol::flow::Start;
use crate::protocol::login::{self, LoggedIn};

/// Until a login is given up, where nothing else is said.
const LOGIN_TIME: Duration = Duration::from_secs(300);

impl Runner {
    pub(super) async fn login(
        self: Arc<Self>,
        run: Run,
        profile_id: ProfileId,
        options: LoginOptions,
    ) -> Result<Event, Failure> {
        self.at_vault().insert(run.run_id.clone());
        let found = self.profile(&profile_id).await;
        self.at_vault().remove(&run.run_id);
        let (profile, app) = found?;
        let profile = with_options(profile, &options);
        let callback = callback(&profile, &options)?;
        let whose = (Some(&profile.profile_id), None);
        self.note_begin("login", profile.flow.as_str(), whose, &run.run_id)
            .await;
        let mut io = RunIo::new(
            Arc::clone(&self.world),
            run.run_id.clone(),
            Origins::of(&profile),
            self.trip_settings(&profile, &options),
            run.person,
            run.cancel,
        );
        let outcome = match login::run(&mut io, &profile, &app, callback.as_ref()).await {
            Ok(got) => {
                let subject = (&profile, &app);
                self.keep_login(&mut io, subject, got, &options.identity)
                    .await
            }
            Err(error) => Err(error.into()),
        };
        let outcome = outcome.map(|(session, replaced)| Event::LoginFinished {
            run_id: run.run_id.clone(),
            session: Box::new(session),
            replaced,
        });
        let session_id = match &outcome {
            Ok(Event::LoginFinished { session, .. }) => Some(&session.session_id),
            _ => None,
        };
        let about = (Some(&profile.profile_id), session_id);
        let failed = outcome.as_ref().err();
        self.note_suspicions(about, &run.run_id, io.suspicions())
            .await;
        self.note("login", about, &run.run_id, failed, io.finish())
            .await;
        outcome
    }

    fn trip_settings(&self, profile: &Profile, options: &LoginOptions) -> TripSettings {
        let endpoints = profile.endpoints.as_ref();
        let hosts = [
            Some(profile.login_url.as_str()),
            profile.issuer.as_deref(),
            endpoints.and_then(|endpoints| endpoints.authorize.as_deref()),
        ];
        TripSettings {
            browser: BrowserChoice {
                command: profile.browser.clone(),
                environment: self.config.browser.clone(),
            },
            no_browser: options.no_browser,
            time: options.timeout_secs.map_or(LOGIN_TIME, Duration::from_secs),
            patience: options.timeout_secs.map(Duration::from_secs),
            hosts: hosts.into_iter().flatten().map(str::to_owned).collect(),
            callbacks: profile.callback_urls.clone(),
        }
    }

    /// Keeps what a login brought, unless it is somebody else's or nobody wants it any more.
    async fn keep_login(
        &self,
        io: &mut RunIo,
        (profile, app): (&Profile, &AppSecrets),
        got: LoggedIn,
        rule: &IdentityRule,
    ) -> Result<(Session, bool), Failure> {
        if io.is_cancelled() {
            self.abandon(io, (profile, app), &got).await;
            return Err(Failure::cancelled());
        }
        let known = self.sessions_of(&profile.profile_id).await?;
        if let Some(expected) = held_against(&known, &got.identity, rule) {
            self.world
                .outbox
                .send(Event::IdentityHeld {
                    run_id: io.run_id().clone(),
                    expected: Box::new(expected.clone()),
                    got: Box::new(got.identity.clone()),
                })
                .await;
            if !io.decision().await {
                self.abandon(io, (profile, app), &got).await;
                return Err(mismatch(&expected, &got.identity));
            }
        }
        let replaced = known.iter().find(|session| match rule {
            IdentityRule::SameUser(id) if got.identity.user_id.is_none() => {
                session.session_id == *id
            }
            _ => session.is_of(&got.identity),
        });
        let session_id = replaced.map_or_else(
            || SessionId::from_random(random::bytes()),
            |session| session.session_id.clone(),
        );
        let mut session = facts::of_login(session_id, profile, &got, clock::now(), io.skew());
        if let Some(before) = replaced {
            session.follow(before);
        }
        let is_replaced = replaced.is_some();
        match self.keep_new(session, &got, is_replaced).await {
            Ok(session) => Ok((session, is_replaced)),
            Err(failure) => {
                // What cannot be kept must not live on where nobody knows of it.
                self.abandon(io, (profile, app), &got).await;
                Err(failure)
            }
        }
    }

    /// Writes tokens first and facts second; a refresh of the same session waits meanwhile.
    async fn keep_new(
        &self,
        session: Session,
        got: &LoggedIn,
        is_replaced: bool,
    ) -> Result<Session, Failure> {
        let secrets = SessionSecrets {
            access_token: got.tokens.access_token.clone(),
            refresh_token: got.tokens.refresh_token.clone(),
            id_token: got.tokens.id_token.clone(),
            web: web_secrets(&got.tokens),
        };
        self.kept(move |keeping| {
            let id = session.session_id.clone();
            let _held = is_replaced
                .then(|| keeping.locks.refresh(&id, lock::REFRESH_LIMIT))
                .transpose()?;
            keeping.vault.put_session(&id, &secrets)?;
            let kept = session.clone();
            keeping
                .store
                .update(|library| library.upsert_session(kept))?;
            keeping.rotations.finish(&id)?;
            Ok(session)
        })
        .await?
    }

    /// Ends tokens that nobody will keep. Its own way to the org: the run may have been given up.
    async fn abandon(&self, io: &RunIo, (profile, app): (&Profile, &AppSecrets), got: &LoggedIn) {
        let start = Start {
            profile,
            server: &got.server,
            client: Client::of(profile, app),
            callback: None,
        };
        let mut alone = self.io(io.run_id(), profile);
        login::abandon(&mut alone, &start, &got.tokens).await;
    }

    async fn sessions_of(&self, profile_id: &ProfileId) -> Result<Vec<Session>, Failure> {
        let id = profile_id.clone();
        self.kept(move |keeping| {
            let library = keeping.store.library()?;
            let sessions = library
                .sessions_of(&id)
                .map(|session| Session::clone(session));
            Ok(sessions.collect())
        })
        .await?
    }
}

fn with_options(mut profile: Profile, options: &LoginOptions) -> Profile {
    if let Some(login_hint) = &options.login_hint {
        profile.login_hint.clone_from(login_hint);
    }
    if let Some(prompt) = &options.prompt {
        profile.prompt.clone_from(prompt);
    }
    if let Some(scope) = &options.scope {
        profile.scope = scope.clone();
    }
    if let Some(kind) = options.subject_token_type {
        profile.subject_token_type = Some(kind);
    }
    if let Some(handler) = &options.token_handler {
        profile.token_handler.clone_from(handler);
    }
    profile
}

/// Only callbacks of the profile are offered: the org compares with what is registered (decision 14).
fn callback(profile: &Profile, options: &LoginOptions) -> Result<Option<CallbackUrl>, Failure> {
    match &options.callback_url {
        None => Ok(profile.callback_urls.first().cloned()),
        Some(asked) if profile.callback_urls.contains(asked) => Ok(Some(asked.clone())),
        Some(asked) => {
            let problem = Problem::new(ProblemKind::Usage, "callback_not_registered");
            Err(problem
                .at("callback_url")
                .with("callback", asked.as_str())
                .into())
        }
    }
}

/// Returns whom the login should have been of, when it is of somebody else (R22, decision 18).
fn held_against(known: &[Session], got: &Identity, rule: &IdentityRule) -> Option<Identity> {
    match rule {
        IdentityRule::Anybody => None,
        IdentityRule::SameUser(id) => known
            .iter()
            .find(|session| session.session_id == *id && session.identity.user_id.is_some())
            .filter(|session| !session.is_of(got))
            .map(|session| session.identity.clone()),
        IdentityRule::SameOrg => {
            let mut of_orgs = known
                .iter()
                .filter(|session| session.identity.organization_id.is_some())
                .peekable();
            let first = of_orgs.peek()?.identity.clone();
            let same =
                of_orgs.any(|session| session.identity.organization_id == got.organization_id);
            (!same).then_some(first)
        }
    }
}

fn mismatch(expected: &Identity, got: &Identity) -> Failure {
    let problem = Problem::new(ProblemKind::Refused, "identity_mismatch");
    problem
        .with("expected", expected.who())
        .with("got", got.who())
        .into()
}
