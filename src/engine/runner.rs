//! Runner: turns effects into tasks, and tasks into events.
//!
//! ```text
//! effect ─▶ take ─┬─ library, settings, vault      one after the other
//!                 ├─ cancel, paste, answer         to the run they name
//!                 └─ login, refresh, revoke, …     a task each, all at once
//! ```
//!
//! One dead org never holds up the rest. What must not be lost (a token that
//! was answered) is not cancelled: its task ends on its own.

mod ask;
mod change;
mod clip;
mod config;
mod demo;
mod desk;
mod diagnostics;
mod doctor;
mod facts;
mod failure;
mod give;
mod import;
mod inspect;
mod key;
mod lane;
mod library;
mod login;
mod logout;
mod look;
mod note;
mod refresh;
mod report;
mod revoke;
mod runs;
mod settings;
mod subject;
mod subject_token;
mod system;
mod task;
mod vault;

use std::collections::{HashMap, HashSet};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio_util::task::TaskTracker;

use super::flow_io::{FromPerson, World};
use super::folder::Notice;
use super::http::Http;
use super::keeping::Keeping;
use super::outbox::Outbox;
use super::vault::{SessionSecrets, Ticket};
use crate::app::effect::Effect;
use crate::model::ids::{RunId, SessionId};
use crate::model::settings::Settings;
use clip::Clipboard;
pub use config::Config;
use config::http_settings;
use demo::Demo;
use desk::Desk;
use failure::Failure;
use lane::Lane;
use runs::{Run, Runs};
use vault::Told;

/// How long the end of the program waits for tokens that are on their way.
const CRITICAL_TIME: Duration = Duration::from_secs(10);
/// How long it waits for the browser to fetch its last page.
const PAGE_TIME: Duration = Duration::from_millis(2500);

/// All work that is under way.
pub struct Runner {
    config: Config,
    world: Arc<World>,
    keeping: Arc<Keeping>,
    runs: Runs,
    lane: Lane,
    desk: Desk,
    /// One token at a time is written; the others wait without a thread.
    at_file: tokio::sync::Mutex<()>,
    clipboard: Clipboard,
    demo: Demo,
    /// Tasks that end on their own, whatever is cancelled.
    critical: TaskTracker,
    /// Tokens that could not be written (R62).
    unsaved: Mutex<HashMap<SessionId, (Ticket, SessionSecrets)>>,
    read_only: AtomicBool,
    /// Runs that wait for the key of the vault, perhaps at a keyring's prompt.
    at_vault: Mutex<HashSet<RunId>>,
    /// The person locked the vault.
    locked: AtomicBool,
    /// How the vault stood when it was last told.
    told: Mutex<Told>,
    /// What was put right when the folders were opened.
    notices: Mutex<Vec<Notice>>,
}

impl Runner {
    /// Begins to work; nothing is read yet.
    #[must_use]
    pub fn new(
        config: Config,
        keeping: Keeping,
        notices: Vec<Notice>,
        outbox: Outbox,
    ) -> Arc<Self> {
        let keeping = Arc::new(keeping);
        let http = Http::new(http_settings(&Settings::default(), config.bounds));
        let runner = Self {
            world: Arc::new(World::new(http, outbox.clone())),
            desk: Desk::start(Arc::clone(&keeping)),
            at_file: tokio::sync::Mutex::default(),
            keeping,
            runs: Runs::default(),
            lane: Lane::start(),
            clipboard: Clipboard::new(outbox),
            demo: Demo::default(),
            critical: TaskTracker::new(),
            unsaved: Mutex::default(),
            read_only: AtomicBool::new(false),
            at_vault: Mutex::default(),
            locked: AtomicBool::new(false),
            told: Mutex::default(),
            notices: Mutex::new(notices),
            config,
        };
        let runner = Arc::new(runner);
        if runner.config.background {
            library::watch(&runner);
            #[cfg(target_os = "linux")]
            system::watch(&runner);
        }
        runner
    }

    /// Takes one effect and returns at once.
    pub async fn take(self: &Arc<Self>, effect: Effect) {
        tracing::debug!(?effect, "asked");
        match effect {
            Effect::Cancel(run_id) => {
                self.runs.cancel(&run_id);
                if self.at_vault().contains(&run_id) {
                    self.keeping.vault.give_up();
                }
            }
            Effect::Paste { run_id, text } => self.runs.say(&run_id, FromPerson::Paste(text)),
            Effect::Extend(run_id) => self.runs.say(&run_id, FromPerson::Extend),
            Effect::BrowseAgain(run_id) => self.runs.say(&run_id, FromPerson::BrowseAgain),
            Effect::Answer { run_id, answer } => {
                self.runs.say(&run_id, FromPerson::Answer(answer));
            }
            Effect::DecideIdentity { run_id, accept } => {
                self.runs.say(&run_id, FromPerson::Decide(accept));
            }
            Effect::LockVault => self.lock_vault().await,
            Effect::ClearClipboard => self.clipboard.clear(),
            Effect::CopyText(text) => self.clipboard.copy_text(text),
            Effect::ActOnDemoOrg(act) => self.act_on_demo_org(&act).await,
            Effect::LoadLibrary
            | Effect::SaveProfile { .. }
            | Effect::SaveProfiles { .. }
            | Effect::DeleteProfile { .. }
            | Effect::SetClientSecret { .. }
            | Effect::SaveSettings(_)
            | Effect::OpenVault { .. }
            | Effect::ChangeVault { .. } => {
                let runner = Arc::clone(self);
                self.lane
                    .run(async move { runner.change(effect).await })
                    .await;
            }
            effect => self.begin(effect),
        }
    }

    /// Starts a task of its own.
    fn begin(self: &Arc<Self>, effect: Effect) {
        let runner = Arc::clone(self);
        match effect {
            Effect::BeginLogin {
                run_id,
                profile_id,
                options,
            } => {
                self.start(run_id, |run| async move {
                    runner.login(run, profile_id, options).await
                });
            }
            Effect::Refresh { run_id, session_id } => {
                self.start(run_id, |run| async move {
                    runner.refresh_and_tell(&run, session_id).await
                });
            }
            Effect::Revoke { run_id, session_id } => {
                self.start(run_id, |run| async move {
                    runner.revoke(&run, &session_id).await
                });
            }
            Effect::Forget { run_id, session_id } => {
                self.start(run_id, |run| async move {
                    runner.forget(&run, session_id).await
                });
            }
            Effect::Introspect {
                run_id,
                session_id,
                which,
            } => {
                self.start(run_id, move |run| async move {
                    runner.introspect(&run, &session_id, which).await
                });
            }
            Effect::FetchIdentity { run_id, session_id } => {
                self.start(run_id, |run| async move {
                    runner.fetch_identity(&run, &session_id).await
                });
            }
            Effect::OpenOrg {
                run_id,
                session_id,
                path,
                to,
            } => {
                self.start(run_id, move |run| async move {
                    runner.open_org(&run, &session_id, path, to).await
                });
            }
            Effect::LogOut {
                run_id,
                session_id,
                no_browser,
            } => {
                self.start(run_id, move |run| async move {
                    runner.log_out(&run, &session_id, no_browser).await
                });
            }
            Effect::TakeToken {
                run_id,
                session_id,
                may_refresh,
            } => {
                self.start(run_id, move |run| async move {
                    runner.take_token(&run, session_id, may_refresh).await
                });
            }
            Effect::StartDemoOrg(run_id) => {
                self.start(run_id, |run| async move {
                    runner.start_demo_org(&run, None).await
                });
            }
            Effect::StartDemoOrgOn { run_id, port } => {
                self.start(run_id, move |run| async move {
                    runner.start_demo_org(&run, Some(port)).await
                });
            }
            Effect::PickImport(run_id) => {
                self.start(run_id, |run| async move { runner.pick_import(&run).await });
            }
            Effect::ReadImport { run_id, path } => {
                self.start(
                    run_id,
                    |run| async move { runner.read_import(&run, path).await },
                );
            }
            Effect::GetKey {
                run_id,
                source,
                whose,
            } => {
                self.start(run_id, |run| async move {
                    runner.get_key(&run, source, whose).await
                });
            }
            Effect::CheckNetwork { run_id, network } => {
                self.start(run_id, |run| async move {
                    runner.check_network(&run, network).await
                });
            }
            Effect::PickExtraCa { run_id, proxy } => {
                self.start(run_id, |run| async move {
                    runner.pick_extra_ca(&run, proxy).await
                });
            }
            Effect::CopyDiagnostics(run_id) => {
                self.start(
                    run_id,
                    |run| async move { runner.copy_diagnostics(&run).await },
                );
            }
            Effect::SaveReport { run_id, form, text } => {
                self.start(run_id, move |run| async move {
                    runner.save_report(&run, form, text).await
                });
            }
            Effect::ReadPasted { run_id, path } => {
                self.start(
                    run_id,
                    |run| async move { runner.read_pasted(&run, path).await },
                );
            }
            Effect::FetchKeys { run_id, of } => {
                self.start(
                    run_id,
                    |run| async move { runner.fetch_keys(&run, of).await },
                );
            }
            Effect::IntrospectText {
                run_id,
                profile_id,
                text,
                which,
            } => {
                self.start(run_id, move |run| async move {
                    runner.introspect_text(&run, profile_id, text, which).await
                });
            }
            Effect::RevokeText {
                run_id,
                profile_id,
                text,
                which,
            } => {
                self.start(run_id, move |run| async move {
                    runner.revoke_text(&run, profile_id, text, which).await
                });
            }
            Effect::Diagnose { run_id, profile_id } => {
                self.start(run_id, |run| async move {
                    runner.diagnose(&run, profile_id).await
                });
            }
            Effect::AnswerFrom { run_id, source } => {
                tokio::spawn(async move { runner.answer_from(run_id, source).await });
            }
            Effect::Copy { session_id, what } => {
                tokio::spawn(async move { runner.copy(session_id, what).await });
            }
            Effect::Reveal { session_id, which } => {
                tokio::spawn(async move { runner.reveal(session_id, which).await });
            }
            Effect::StopDemoOrg => {
                tokio::spawn(async move { runner.stop_demo_org().await });
            }
            Effect::OpenUrl(url) => {
                tokio::spawn(async move { runner.open_url(url).await });
            }
            Effect::LookAtPorts(callbacks) => {
                tokio::spawn(async move { runner.look_at_ports(callbacks).await });
            }
            Effect::FindBrowsers => {
                tokio::spawn(async move { runner.find_browsers().await });
            }
            Effect::OpenDataFolder => {
                tokio::spawn(async move { runner.open_data_folder().await });
            }
            _ => {}
        }
    }

    /// Does something with the kept files, off the async threads.
    async fn kept<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Keeping) -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let keeping = Arc::clone(&self.keeping);
        tokio::task::spawn_blocking(move || work(&keeping))
            .await
            .map_err(|_| Failure::internal())
    }

    fn at_vault(&self) -> MutexGuard<'_, HashSet<RunId>> {
        self.at_vault.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends everything, in bounded time: logins are given up, tokens on their way are kept, pages are handed out.
    pub async fn stop(&self) {
        self.runs.cancel_all();
        // Whoever waits for the keyring's prompt goes on without it.
        self.keeping.vault.give_up();
        self.critical.close();
        let _ = tokio::time::timeout(CRITICAL_TIME, self.critical.wait()).await;
        self.save_unsaved().await;
        let _ = tokio::time::timeout(PAGE_TIME, self.world.loopback.close()).await;
        let _ = tokio::time::timeout(PAGE_TIME, self.demo.stop()).await;
        tokio::task::block_in_place(|| self.clipboard.close());
    }
}
