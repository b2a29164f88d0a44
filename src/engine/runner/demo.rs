//! Demo org: runs it inside this program with a profile that is ready for it, does what its screen asks, tells what it hears.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::task::JoinHandle;

use super::{Failure, Run, Runner};
use crate::app::event::Event;
use crate::engine::demo_host::{DemoHost, DemoSwitches, Ready, StartError};
use crate::engine::outbox::Outbox;
use crate::model::client::{CallbackUrl, ClientId, ClientKind};
use crate::model::demo::DemoAct;
use crate::model::host::LoginHost;
use crate::model::ids::ProfileId;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::profile::{Profile, ProfileDraft};
use crate::model::scope::Scopes;
use crate::model::words;

/// The app of the demo org that the ready profile uses: public, with PKCE.
const APP: &str = "Valet Key Demo";

/// The least time between two tellings: a flood of requests must not become one of frames.
const PAUSE: Duration = Duration::from_millis(150);

/// The embedded demo org, if it runs.
#[derive(Default)]
pub(super) struct Demo {
    host: tokio::sync::Mutex<Option<DemoHost>>,
    /// Beside the host, so that an act never waits for a start or a stop.
    switches: Mutex<Option<DemoSwitches>>,
    follower: Mutex<Option<JoinHandle<()>>>,
}

impl Demo {
    fn switches(&self) -> Option<DemoSwitches> {
        let switches = self.switches.lock();
        switches.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn follow(&self, switches: DemoSwitches, outbox: Outbox) {
        let follower = tokio::spawn(follow(switches.clone(), outbox));
        *self.switches.lock().unwrap_or_else(PoisonError::into_inner) = Some(switches);
        *self.follower.lock().unwrap_or_else(PoisonError::into_inner) = Some(follower);
    }

    /// Returns its address while it runs.
    pub(super) async fn address(&self) -> Option<String> {
        let host = self.host.lock().await;
        host.as_ref().map(|host| host.base_url().to_owned())
    }

    /// Stops it; nothing more is told of it afterwards.
    pub(super) async fn stop(&self) {
        let mut host = self.host.lock().await;
        if let Some(host) = host.take() {
            host.stop().await;
        }
        let follower = {
            *self.switches.lock().unwrap_or_else(PoisonError::into_inner) = None;
            let mut follower = self.follower.lock().unwrap_or_else(PoisonError::into_inner);
            follower.take()
        };
        if let Some(follower) = follower {
            let _ = follower.await;
        }
    }
}

/// Tells what happens in the org until it stops.
async fn follow(switches: DemoSwitches, outbox: Outbox) {
    let mut after = 0;
    while switches.heard().await {
        let (Ok(org), Ok(requests)) = (switches.org(), switches.requests(after)) else {
            continue;
        };
        // One whose answer is on its way is read again.
        let going = requests.iter().find(|request| request.ms.is_none());
        if let Some(last) = requests.last() {
            after = going.map_or(last.n, |going| going.n - 1);
        }
        outbox
            .send(Event::DemoOrgTold {
                org: Box::new(org),
                requests,
            })
            .await;
        tokio::time::sleep(PAUSE).await;
    }
}

impl Runner {
    pub(super) async fn start_demo_org(
        self: Arc<Self>,
        run: &Run,
        port: Option<u16>,
    ) -> Result<Event, Failure> {
        let did_run = self.demo.address().await.is_some();
        let started = self.demo_org_started(run, port).await;
        if !did_run {
            self.note_ours("demo_start", started.as_ref().err()).await;
        }
        started
    }

    async fn demo_org_started(&self, run: &Run, port: Option<u16>) -> Result<Event, Failure> {
        let (ready, switches) = {
            let mut host = self.demo.host.lock().await;
            if host.is_none() {
                let folder = self.keeping.places.data.path().join("demo-org");
                let started = DemoHost::start(Some(folder), port)
                    .await
                    .map_err(not_started)?;
                self.demo
                    .follow(started.switches(), self.world.outbox.clone());
                *host = Some(started);
            }
            let host = host.as_ref().ok_or_else(Failure::internal)?;
            (host.ready().clone(), host.switches())
        };
        let profile_id = match self.demo_profile(&ready).await {
            Ok(profile_id) => profile_id,
            Err(failure) => {
                // Without its profile nobody would know that it runs.
                self.demo.stop().await;
                return Err(failure);
            }
        };
        let org = switches.org().map_err(|_| Failure::internal())?;
        Ok(Event::DemoOrgStarted {
            run_id: run.run_id.clone(),
            base_url: ready.base_url.clone(),
            profile_id,
            org: Box::new(org),
        })
    }

    pub(super) async fn stop_demo_org(self: Arc<Self>) {
        let did_run = self.demo.address().await.is_some();
        self.demo.stop().await;
        if did_run {
            self.note_ours("demo_stop", None).await;
        }
        self.world.outbox.send(Event::DemoOrgStopped).await;
    }

    /// Does one thing to the running org; in the order in which they were asked for.
    pub(super) async fn act_on_demo_org(&self, act: &DemoAct) {
        let Some(switches) = self.demo.switches() else {
            return;
        };
        let event = match switches.act(act) {
            Ok(done) => Event::DemoOrgActed(done),
            Err(why) => {
                let problem = Problem::new(ProblemKind::Usage, "demo_refused").with("why", why);
                Event::DemoOrgRefused(Box::new(problem))
            }
        };
        self.world.outbox.send(event).await;
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
