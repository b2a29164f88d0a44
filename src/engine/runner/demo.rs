//! Demo org: starts it inside this program, with a profile that is ready for it.

use std::sync::Arc;

use super::{Failure, Run, Runner};
use crate::app::event::Event;
use crate::engine::demo_host::{DemoHost, Ready, StartError};
use crate::model::client::{CallbackUrl, ClientId, ClientKind};
use crate::model::host::LoginHost;
use crate::model::ids::ProfileId;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::profile::{Profile, ProfileDraft};
use crate::model::scope::Scopes;
use crate::model::words;

/// The app of the demo org that the ready profile uses: public, with PKCE.
const APP: &str = "Valet Key Demo";

impl Runner {
    pub(super) async fn start_demo_org(self: Arc<Self>, run: &Run) -> Result<Event, Failure> {
        let ready = {
            let mut demo = self.demo.lock().await;
            if demo.is_none() {
                let folder = self.keeping.places.data.path().join("demo-org");
                *demo = Some(DemoHost::start(Some(folder)).await.map_err(not_started)?);
            }
            demo.as_ref().map(|demo| demo.ready().clone())
        };
        let ready = ready.ok_or_else(Failure::internal)?;
        let profile_id = self.demo_profile(&ready).await?;
        let users = ready
            .users
            .iter()
            .map(|user| (user.username.clone(), user.password.clone()));
        Ok(Event::DemoOrgStarted {
            run_id: run.run_id.clone(),
            base_url: ready.base_url.clone(),
            profile_id,
            users: users.collect(),
        })
    }

    pub(super) async fn stop_demo_org(self: Arc<Self>) {
        if let Some(demo) = self.demo.lock().await.take() {
            demo.stop().await;
        }
        self.world.outbox.send(Event::DemoOrgStopped).await;
    }

    /// Finds the profile of this demo org, or makes it.
    async fn demo_profile(&self, ready: &Ready) -> Result<ProfileId, Failure> {
        let profile = ready_profile(ready)?;
        let (id, library) = self
            .kept(move |keeping| {
                keeping.store.update(|library| {
                    let known = library
                        .profiles()
                        .find(|known| {
                            known.login_url == profile.login_url
                                && known.client_id == profile.client_id
                        })
                        .map(|known| known.profile_id.clone());
                    known.unwrap_or_else(|| {
                        let id =
                            ProfileId::from_name("demo-org", |id| library.profile(id).is_some());
                        library.upsert_profile(Profile {
                            profile_id: id.clone(),
                            ..profile
                        });
                        id
                    })
                })
            })
            .await??;
        drop(library);
        self.load_library().await;
        Ok(id)
    }
}

fn ready_profile(ready: &Ready) -> Result<Profile, Failure> {
    let app = ready
        .apps
        .iter()
        .find(|app| app.name == APP)
        .or(ready.apps.first());
    let (Some(app), Ok(login_url)) = (app, LoginHost::parse(&ready.base_url)) else {
        return Err(Failure::internal());
    };
    let draft = ProfileDraft {
        name: words::text("demo-profile-name"),
        login_url: login_url.to_string(),
        client_id: app.client_id.clone(),
        callback_urls: app.callback_urls.join("\n"),
        kind: ClientKind::ExternalClientApp,
        scope: app.scope.clone(),
        ..ProfileDraft::default()
    };
    let mut profile = draft
        .check(|_| false, |_| true)
        .map_err(|_| Failure::internal())?;
    profile.client_id = ClientId(app.client_id.clone());
    profile.scope = Scopes::parse(&app.scope);
    profile.callback_urls = app
        .callback_urls
        .iter()
        .filter_map(|url| CallbackUrl::parse(url).ok())
        .collect();
    Ok(profile)
}

fn not_started(error: StartError) -> Failure {
    match error {
        StartError::PortTaken(port) => {
            let problem = Problem::new(ProblemKind::Network, "demo_port_taken");
            problem.with("port", port.to_string()).into()
        }
        other => {
            let problem = Problem::new(ProblemKind::Failed, "demo_not_started");
            problem.with("detail", other.to_string()).into()
        }
    }
}
