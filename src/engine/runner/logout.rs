//! Single logout: the browser ends its own login; the tokens of the vault are not asked for, nor touched.

use std::sync::Arc;

use super::{Failure, Run, Runner};
use crate::app::event::{Event, LogoutPage};
use crate::engine::browser::{self, BrowserChoice};
use crate::model::ids::SessionId;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::profile::Profile;
use crate::model::session::Session;
use crate::protocol::service::{discovery, logout};
use crate::protocol::trust::may_open;

impl Runner {
    pub(super) async fn log_out(
        self: Arc<Self>,
        run: &Run,
        session_id: &SessionId,
        no_browser: bool,
    ) -> Result<Event, Failure> {
        let (profile, session) = self.facts_of(session_id).await?;
        let mut io = self.io_to_ask(run, &profile);
        let told = discovery::server_of(&mut io, &profile)
            .await
            .and_then(|server| logout::address(&server, &profile, session.instance_url.as_deref()));
        let opened = match told {
            Ok(address) => self.show(&profile, address.into(), no_browser).await,
            Err(error) => Err(error.into()),
        };
        let about = (Some(&profile.profile_id), Some(session_id));
        let failed = opened.as_ref().err();
        self.note("logout", about, &run.run_id, failed, io.finish())
            .await;
        let url = opened?;
        Ok(Event::LogoutShown(LogoutPage {
            run_id: run.run_id.clone(),
            session_id: session_id.clone(),
            url,
            is_opened: !no_browser,
        }))
    }

    async fn show(
        &self,
        profile: &Profile,
        url: String,
        no_browser: bool,
    ) -> Result<String, Failure> {
        // The address is the profile's host, or the one that the org named and that was checked; the gate keeps out what browsers misread.
        let address = may_open(&url, &[&url]).map_err(|problem| {
            let refused = Problem::new(ProblemKind::Refused, "address_not_opened");
            refused.with("rule", format!("{problem:?}"))
        })?;
        if !no_browser {
            let choice = BrowserChoice {
                command: profile.browser.clone(),
                environment: self.config.browser.clone(),
            };
            tokio::task::spawn_blocking(move || browser::open(address.as_str(), &choice))
                .await
                .map_err(|_| Failure::internal())??;
        }
        Ok(url)
    }

    /// Reads a session and its profile, and nothing of the vault.
    async fn facts_of(&self, session_id: &SessionId) -> Result<(Profile, Session), Failure> {
        let id = session_id.clone();
        self.kept(move |keeping| {
            let library = keeping.store.library()?;
            let unknown = |code| Failure::new(ProblemKind::Usage, code);
            let session = library
                .session(&id)
                .ok_or_else(|| unknown("session_unknown"))?;
            let profile = library
                .profile(&session.profile_id)
                .ok_or_else(|| unknown("profile_unknown"))?;
            Ok((Profile::clone(profile), Session::clone(session)))
        })
        .await?
    }
}
