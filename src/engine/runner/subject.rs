//! Subject: one session with its profile and its secrets, fetched for one task.

use tokio_util::sync::CancellationToken;

use super::runs::Run;
use super::{Failure, Runner};
use crate::engine::flow_io::RunIo;
use crate::engine::http::Origins;
use crate::engine::vault::{SessionSecrets, Vault, VaultError};
use crate::model::ids::{ProfileId, RunId, SessionId};
use crate::model::problem::ProblemKind;
use crate::model::profile::Profile;
use crate::model::session::{Session, Standing};
use crate::protocol::client_auth::{AppSecrets, Client};
use crate::protocol::endpoint::Server;
use crate::protocol::error::FlowError;
use crate::protocol::service::identity::Asked;
use crate::protocol::trust::Trust;

/// What a task needs to know about one session.
pub(super) struct Subject {
    /// The definition.
    pub profile: Profile,
    /// The facts.
    pub session: Session,
    /// What proves the app.
    pub app: AppSecrets,
    /// The tokens; nothing when they were revoked.
    pub secrets: Option<SessionSecrets>,
    /// They come from an older generation of the vault.
    pub possibly_stale: bool,
}

impl Subject {
    /// Returns the app and its proof.
    pub(super) fn client(&self) -> Client<'_> {
        Client::of(&self.profile, &self.app)
    }

    /// Returns the hosts that the profile trusts.
    pub(super) fn trust(&self, server: &Server) -> Trust {
        Trust::of(&self.profile, server)
    }

    /// Returns the tokens.
    ///
    /// # Errors
    ///
    /// There are none any more: a new login is needed.
    pub(super) fn tokens(&self) -> Result<&SessionSecrets, Failure> {
        self.secrets.as_ref().ok_or_else(|| {
            Failure::new(ProblemKind::NeedsLogin, "no_tokens").about(self.session.clone())
        })
    }

    /// Returns where to ask about the access token.
    pub(super) fn asked<'a>(&'a self, tokens: &'a SessionSecrets) -> Asked<'a> {
        Asked {
            token: &tokens.access_token,
            id_url: self.session.id_url.as_deref(),
            instance_url: self.session.instance_url.as_deref(),
        }
    }
}

impl Runner {
    /// Fetches a session with everything that belongs to it.
    pub(super) async fn subject(&self, session_id: &SessionId) -> Result<Subject, Failure> {
        let id = session_id.clone();
        let unsaved = self.unsaved_of(session_id);
        self.kept(move |keeping| {
            let library = keeping.store.library()?;
            let session = library
                .session(&id)
                .ok_or_else(|| Failure::new(ProblemKind::Usage, "session_unknown"))?;
            let about = |failure: Failure| failure.about(Session::clone(session));
            let profile = library
                .profile(&session.profile_id)
                .ok_or_else(|| about(Failure::new(ProblemKind::Usage, "profile_unknown")))?;
            let kept = keeping
                .vault
                .session(&id)
                .map_err(|error| about(error.into()))?;
            let app = app_secrets(&keeping.vault, &profile.profile_id)
                .map_err(|error| about(error.into()))?;
            Ok(Subject {
                profile: Profile::clone(profile),
                session: Session::clone(session),
                app,
                possibly_stale: kept.as_ref().is_some_and(|kept| kept.possibly_stale),
                secrets: unsaved.or(kept.map(|kept| kept.secrets)),
            })
        })
        .await?
    }

    /// Fetches a profile and what proves its app; makes the vault on first use, so that nobody logs in for nothing.
    pub(super) async fn profile(
        &self,
        profile_id: &ProfileId,
    ) -> Result<(Profile, AppSecrets), Failure> {
        let id = profile_id.clone();
        self.kept(move |keeping| {
            let library = keeping.store.library()?;
            let profile = library
                .profile(&id)
                .ok_or_else(|| Failure::new(ProblemKind::Usage, "profile_unknown"))?;
            keeping.vault.prepare()?;
            let app = app_secrets(&keeping.vault, &id)?;
            Ok((Profile::clone(profile), app))
        })
        .await?
    }

    /// Changes the facts of a session and returns them as kept; `None` when it was forgotten meanwhile.
    pub(super) async fn edit_session(
        &self,
        session_id: &SessionId,
        edit: impl FnOnce(&mut Session) + Send + 'static,
    ) -> Result<Option<Session>, Failure> {
        self.desk.edit(session_id, edit).await
    }

    /// Begins the exchanges of a task that needs no person.
    pub(super) fn io(&self, run_id: &RunId, profile: &Profile) -> RunIo {
        RunIo::alone(
            std::sync::Arc::clone(&self.world),
            run_id.clone(),
            Origins::of(profile),
            CancellationToken::new(),
        )
    }

    /// The same for questions: whoever gives one up loses nothing, and a lock ends it at once (R50).
    pub(super) fn io_to_ask(&self, run: &Run, profile: &Profile) -> RunIo {
        RunIo::alone(
            std::sync::Arc::clone(&self.world),
            run.run_id.clone(),
            Origins::of(profile),
            run.cancel.clone(),
        )
    }
}

/// Fetches what is kept to prove a profile's app.
fn app_secrets(vault: &Vault, id: &ProfileId) -> Result<AppSecrets, VaultError> {
    Ok(AppSecrets {
        client_secret: vault
            .profile(id)?
            .and_then(|kept| kept.secrets.client_secret),
        private_key: vault.key(id)?.map(|kept| kept.secrets.private_key),
    })
}

/// Says what a failed call teaches about a session; `None` when it teaches nothing.
pub(super) fn standing_after(error: &FlowError) -> Option<Standing> {
    match error {
        FlowError::Refused(refusal) if refusal.is_busy() => None,
        FlowError::Refused(refusal) if refusal.is_outage() => Some(Standing::Unreachable),
        FlowError::Refused(refusal) if refusal.is_blocked() => Some(Standing::Blocked),
        FlowError::Refused(refusal) if refusal.ends_grant() => Some(Standing::NeedsLogin),
        FlowError::Refused(_) | FlowError::Unverified { .. } => Some(Standing::Failed),
        FlowError::Transport { .. } | FlowError::NotOAuth { .. } => Some(Standing::Unreachable),
        FlowError::Lacking { .. }
        | FlowError::TimedOut
        | FlowError::Cancelled
        | FlowError::Local(_) => None,
    }
}

/// Returns true when a call was refused because the access token is dead (`interactive.md` 8.1, 12.1; RFC 6750 section 3.1).
pub(super) fn is_dead_token(error: &FlowError) -> bool {
    let FlowError::Refused(refusal) = error else {
        return false;
    };
    matches!(refusal.org.status, Some(401 | 403))
        && matches!(
            refusal.code().as_str(),
            "bad_oauth_token" | "invalid_token" | "invalid_session_id"
        )
}
