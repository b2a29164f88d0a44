//! Giving out: a usable token, a secret to the clipboard or to the eye, the org in the browser.

use std::sync::Arc;
use std::time::Duration;

use super::ask::{Tries, no_tokens};
use super::subject::Subject;
use super::{Failure, Run, Runner};
use crate::app::effect::{CopyWhat, OpenTo, WhichToken};
use crate::app::event::Event;
use crate::engine::browser::{self, BrowserChoice};
use crate::engine::clock;
use crate::engine::flow_io::RunIo;
use crate::engine::vault::SessionSecrets;
use crate::model::ids::SessionId;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::secret::{Revealed, Secret};
use crate::model::session::{Session, Standing};
use crate::model::time::UnixTime;
use crate::protocol::error::FlowError;
use crate::protocol::service::{discovery, single_access};
use crate::protocol::trust::may_open;

/// A token with less than this left is refreshed before it is given out (decision 19).
const ABOUT_TO_END_SECS: u64 = 60;

impl Runner {
    pub(super) async fn take_token(
        self: Arc<Self>,
        run: &Run,
        session_id: SessionId,
        may_refresh: bool,
    ) -> Result<Event, Failure> {
        let mut subject = self.subject(&session_id).await?;
        if is_over(&subject.session, clock::now()) {
            let can = may_refresh
                && subject.session.has_refresh_token
                && subject.session.standing != Standing::NeedsLogin;
            if !can {
                let failure = Failure::new(ProblemKind::NeedsLogin, "token_over");
                return Err(failure.about(subject.session));
            }
            let seen = subject.session.access_token_fingerprint.clone();
            self.refresh(&run.run_id, &session_id, seen).await?;
            subject = self.subject(&session_id).await?;
        }
        let access_token = subject.tokens()?.access_token.clone();
        Ok(Event::TokenTaken {
            run_id: run.run_id.clone(),
            session: Box::new(subject.session),
            access_token,
        })
    }

    pub(super) async fn open_org(
        self: Arc<Self>,
        run: &Run,
        session_id: &SessionId,
        path: Option<String>,
        to: OpenTo,
    ) -> Result<Event, Failure> {
        let path = path.unwrap_or_default();
        let mut subject = self.subject(session_id).await?;
        let mut tries = Tries::First;
        let address = loop {
            let mut io = self.io_to_ask(run, &subject.profile);
            let asked = single_use_address(&mut io, &subject, &path).await;
            self.noted("open", &subject, io, asked.as_ref().err()).await;
            match asked {
                Ok(address) => break address,
                Err(error) => {
                    subject = self
                        .revived(&run.run_id, subject, error, &mut tries)
                        .await?;
                }
            }
        };
        let instance = subject.session.instance_url.clone().unwrap_or_default();
        let hosts = [instance.as_str(), subject.profile.login_url.as_str()];
        may_open(address.expose(), &hosts).map_err(|problem| {
            let refused = Problem::new(ProblemKind::Refused, "address_not_opened");
            refused.with("rule", format!("{problem:?}"))
        })?;
        match to {
            OpenTo::Browser => {
                let choice = BrowserChoice {
                    command: subject.profile.browser.clone(),
                    environment: self.config.browser.clone(),
                };
                tokio::task::spawn_blocking(move || browser::open(address.expose(), &choice))
                    .await
                    .map_err(|_| Failure::internal())??;
            }
            OpenTo::Clipboard => {
                let what = CopyWhat::OrgLink;
                let clears_at = self.give_to_clipboard(&subject, address, what).await?;
                let copied = Event::Copied {
                    session_id: session_id.clone(),
                    what,
                    clears_at,
                };
                self.world.outbox.send(copied).await;
            }
        }
        Ok(Event::OrgOpened {
            run_id: run.run_id.clone(),
            session_id: session_id.clone(),
            to,
        })
    }

    pub(super) async fn copy(self: Arc<Self>, session_id: SessionId, what: CopyWhat) {
        match self.copied(&session_id, what).await {
            Ok(clears_at) => {
                let event = Event::Copied {
                    session_id,
                    what,
                    clears_at,
                };
                self.world.outbox.send(event).await;
            }
            Err(failure) => self.trouble(failure).await,
        }
    }

    async fn copied(&self, session_id: &SessionId, what: CopyWhat) -> Result<UnixTime, Failure> {
        let subject = self.subject(session_id).await?;
        let text = text_of(&subject, what)?;
        self.give_to_clipboard(&subject, text, what).await
    }

    async fn give_to_clipboard(
        &self,
        subject: &Subject,
        text: Secret,
        what: CopyWhat,
    ) -> Result<UnixTime, Failure> {
        let settings = self.kept(|keeping| keeping.store.settings()).await??;
        let keep = Duration::from_secs(u64::from(settings.clipboard_secs));
        self.clipboard.copy_secret(text, keep).await?;
        let about = (
            Some(&subject.profile.profile_id),
            Some(&subject.session.session_id),
        );
        self.note_copied(about, what).await;
        Ok(clock::now().after(keep))
    }

    pub(super) async fn reveal(self: Arc<Self>, session_id: SessionId, which: WhichToken) {
        let revealed = async {
            let subject = self.subject(&session_id).await?;
            let text = token(subject.tokens()?, &subject.session, which)?;
            Ok::<_, Failure>(Revealed::new(text.to_owned()))
        };
        match revealed.await {
            Ok(revealed) => {
                let event = Event::SecretRevealed {
                    session_id,
                    which,
                    revealed,
                };
                self.world.outbox.send(event).await;
            }
            Err(failure) => self.trouble(failure).await,
        }
    }

    /// Opens an address that is our own: a help page, the Setup of an org.
    pub(super) async fn open_url(self: Arc<Self>, url: String) {
        let choice = BrowserChoice {
            command: String::new(),
            environment: self.config.browser.clone(),
        };
        // The program chose this address; the gate still keeps out what browsers misread.
        let opened = match may_open(&url, &[&url]) {
            Ok(url) => tokio::task::spawn_blocking(move || browser::open(url.as_str(), &choice))
                .await
                .map_err(|_| Failure::internal())
                .and_then(|opened| opened.map_err(Failure::from)),
            Err(problem) => {
                let refused = Problem::new(ProblemKind::Refused, "address_not_opened");
                Err(refused.with("rule", format!("{problem:?}")).into())
            }
        };
        if let Err(failure) = opened {
            self.trouble(failure).await;
        }
    }

    pub(super) async fn open_data_folder(self: Arc<Self>) {
        let folder = self.keeping.places.data.path().to_owned();
        let opened = tokio::task::spawn_blocking(move || open::that_detached(folder)).await;
        if !matches!(opened, Ok(Ok(()))) {
            let failure = Failure::new(ProblemKind::Failed, "folder_not_opened");
            self.trouble(failure).await;
        }
    }

    /// Reports what belongs to no run.
    pub(super) async fn trouble(&self, failure: Failure) {
        self.world
            .outbox
            .send(Event::Trouble(failure.problem))
            .await;
    }
}

async fn single_use_address(
    io: &mut RunIo,
    subject: &Subject,
    path: &str,
) -> Result<Secret, FlowError> {
    let server = discovery::server_of(io, &subject.profile).await?;
    let tokens = subject.secrets.as_ref().ok_or_else(no_tokens)?;
    let instance = subject.session.instance_url.as_deref();
    let trust = subject.trust(&server);
    single_access::fetch(io, &trust, instance, &tokens.access_token, path).await
}

/// Returns true when the token is known to be over, or about to be.
pub(super) fn is_over(session: &Session, now: UnixTime) -> bool {
    match session.standing {
        Standing::Dead | Standing::NeedsLogin | Standing::Revoked => true,
        Standing::Live | Standing::Blocked | Standing::Unreachable | Standing::Failed => session
            .expiry
            .is_some_and(|expiry| now.until(expiry.at).as_secs() < ABOUT_TO_END_SECS),
    }
}

fn token<'a>(
    tokens: &'a SessionSecrets,
    session: &Session,
    which: WhichToken,
) -> Result<&'a str, Failure> {
    match (which, &tokens.refresh_token) {
        (WhichToken::Access, _) => Ok(tokens.access_token.expose()),
        (WhichToken::Refresh, Some(token)) => Ok(token.expose()),
        (WhichToken::Refresh, None) => {
            let failure = Failure::new(ProblemKind::NeedsLogin, "no_refresh_token");
            Err(failure.about(session.clone()))
        }
    }
}

/// Writes what is copied; words that a shell reads are quoted for it.
fn text_of(subject: &Subject, what: CopyWhat) -> Result<Secret, Failure> {
    let tokens = subject.tokens()?;
    let access = tokens.access_token.expose();
    let instance = subject
        .session
        .instance_url
        .as_deref()
        .unwrap_or(subject.profile.login_url.as_str());
    let text = match what {
        CopyWhat::AccessToken => access.to_owned(),
        CopyWhat::RefreshToken => token(tokens, &subject.session, WhichToken::Refresh)?.to_owned(),
        CopyWhat::BearerHeader => format!("Authorization: Bearer {access}"),
        CopyWhat::Curl => format!(
            "curl -H {} {}",
            shell_words::quote(&format!("Authorization: Bearer {access}")),
            shell_words::quote(&format!("{instance}/services/data"))
        ),
        CopyWhat::Web(kind) => {
            let mut kept = tokens.web.iter();
            let (_, secret) = kept.find(|(known, _)| *known == kind).ok_or_else(|| {
                Failure::new(ProblemKind::NeedsLogin, "no_web_session")
                    .about(subject.session.clone())
            })?;
            secret.expose().to_owned()
        }
        // It is fetched, not kept: `OpenOrg` copies it.
        CopyWhat::OrgLink => return Err(Failure::internal()),
        CopyWhat::Env => format!(
            "SF_ACCESS_TOKEN={}\nSF_INSTANCE_URL={}\n",
            shell_words::quote(access),
            shell_words::quote(instance)
        ),
    };
    Ok(Secret::new(text))
}
