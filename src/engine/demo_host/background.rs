//! A demo org on a thread of its own, for callers without a runtime: the tour and tests.

use std::sync::mpsc;
use std::thread::JoinHandle;

use tokio::sync::oneshot;

use super::{CommandError, DemoSwitches, Ready};
use crate::demo_org::config::Config;
use crate::demo_org::serve::{self, Options};
use crate::model::demo::{DemoAct, DemoDone};

/// A demo org that runs until this is dropped.
pub struct Background {
    ready: Ready,
    switches: DemoSwitches,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Background {
    /// Starts a demo org on a free port, with a config in RON beside what is built in.
    ///
    /// # Errors
    ///
    /// [`CommandError`] as for the command.
    pub fn start(config: &str) -> Result<Self, CommandError> {
        let config = Config::parse(config).map_err(|error| CommandError::Usage {
            field: "config",
            why: error.to_string(),
        })?;
        let failed = |why: String| CommandError::Failed(why);
        let (told, answer) = mpsc::sync_channel(1);
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name("demo-org".to_owned())
            .spawn(move || run(config, &told, stopped))
            .map_err(|error| failed(error.to_string()))?;
        match answer.recv() {
            Ok(Ok(started)) => Ok(Self {
                ready: started.0,
                switches: started.1,
                stop: Some(stop),
                thread: Some(thread),
            }),
            Ok(Err(error)) => Err(error),
            Err(_) => Err(failed("the thread ended".to_owned())),
        }
    }

    /// Returns addresses, users and apps.
    #[must_use]
    pub fn ready(&self) -> &Ready {
        &self.ready
    }

    /// Does one thing in it, as its control API does.
    ///
    /// # Errors
    ///
    /// The words of the control API; nothing was changed then.
    pub fn act(&self, act: &DemoAct) -> Result<DemoDone, String> {
        self.switches.act(act)
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn run(
    config: Config,
    told: &mpsc::SyncSender<Result<Box<(Ready, DemoSwitches)>, CommandError>>,
    stopped: oneshot::Receiver<()>,
) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            let _ = told.send(Err(CommandError::Failed(error.to_string())));
            return;
        }
    };
    runtime.block_on(async {
        let options = Options {
            config,
            ..Options::default()
        };
        match serve::start(options).await {
            Ok(running) => {
                let switches = DemoSwitches(running.switches().clone());
                let _ = told.send(Ok(Box::new((running.ready().clone(), switches))));
                // Dropped or told: both end it.
                let _ = stopped.await;
                running.stop().await;
            }
            Err(error) => {
                let _ = told.send(Err(error.into()));
            }
        }
    });
}
