//! Handle: the engine as its owner has it. One thread outside, two workers inside, bounded queues both ways.

use std::sync::mpsc as plain;
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::mpsc;

use super::keeping::Keeping;
use super::outbox::{Outbox, ROOM};
use super::runner::{Config, Runner};
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::model::problem::{Problem, ProblemKind};

/// Effects that wait to be taken.
const QUEUE: usize = 256;
/// How long the runtime may take to end after all work has.
const SHUTDOWN_TIME: Duration = Duration::from_millis(300);

/// The queue of effects is full, or the engine has ended; the effect comes back.
#[derive(Debug)]
pub struct Full(pub Box<Effect>);

/// A running engine. Dropping it ends it, in bounded time.
pub struct Handle {
    effects: Option<mpsc::Sender<Effect>>,
    events: plain::Receiver<Event>,
    thread: Option<JoinHandle<()>>,
}

impl Handle {
    /// Starts the engine on a thread of its own. `wake` is called after each event.
    #[must_use]
    pub fn start(config: Config, wake: impl Fn() + Send + 'static) -> Self {
        let (effects, taken) = mpsc::channel(QUEUE);
        let (told, events) = plain::sync_channel(ROOM);
        let failed = told.clone();
        let thread = std::thread::Builder::new()
            .name("engine".to_owned())
            .spawn(move || {
                if let Err(problem) = run(config, taken, &told, &wake) {
                    let _ = told.send(Event::Trouble(problem));
                    wake();
                }
            });
        if thread.is_err() {
            let _ = failed.try_send(Event::Trouble(no_threads()));
        }
        Self {
            effects: Some(effects),
            events,
            thread: thread.ok(),
        }
    }

    /// Hands an effect over, without waiting.
    ///
    /// # Errors
    ///
    /// [`Full`], and nothing was taken.
    pub fn try_send(&self, effect: Effect) -> Result<(), Full> {
        let Some(effects) = &self.effects else {
            return Err(Full(Box::new(effect)));
        };
        effects
            .try_send(effect)
            .map_err(|back| Full(Box::new(back.into_inner())))
    }

    /// Returns the next event, if there is one.
    #[must_use]
    pub fn try_recv(&self) -> Option<Event> {
        self.events.try_recv().ok()
    }

    /// Waits for the next event; nothing when none came in time, or when the engine has ended.
    #[must_use]
    pub fn recv_timeout(&self, limit: Duration) -> Option<Event> {
        self.events.recv_timeout(limit).ok()
    }

    /// Ends the engine: logins are given up, tokens on their way are kept. Takes some seconds at most.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.effects = None;
        let Some(thread) = self.thread.take() else {
            return;
        };
        // Whoever still tells something must not wait for us.
        while !thread.is_finished() {
            let _ = self.events.recv_timeout(Duration::from_millis(20));
        }
        let _ = thread.join();
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.end();
    }
}

fn run(
    config: Config,
    taken: mpsc::Receiver<Effect>,
    told: &plain::SyncSender<Event>,
    wake: &impl Fn(),
) -> Result<(), Box<Problem>> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("engine-worker")
        .enable_all()
        .build()
        .map_err(|_| no_threads())?;
    let (outbox, mut events) = Outbox::new();
    let mut work = runtime.spawn(work(config, taken, outbox));
    // This thread carries events out until the work is done; what hangs then (a keyring's prompt) is left behind.
    runtime.block_on(async {
        loop {
            tokio::select! {
                biased;
                Some(event) = events.recv() => {
                    let _ = told.send(event);
                    wake();
                }
                _ = &mut work => break,
            }
        }
        while let Ok(event) = events.try_recv() {
            let _ = told.send(event);
            wake();
        }
    });
    runtime.shutdown_timeout(SHUTDOWN_TIME);
    Ok(())
}

async fn work(config: Config, mut taken: mpsc::Receiver<Effect>, outbox: Outbox) {
    let (data_dir, access) = (config.data_dir.clone(), config.access.clone());
    let opened =
        tokio::task::spawn_blocking(move || Keeping::open(data_dir.as_deref(), access)).await;
    let (keeping, notices) = match opened {
        Ok(Ok(opened)) => opened,
        Ok(Err(error)) => return refuse_all(Box::new(error.into()), taken, &outbox).await,
        Err(_) => return refuse_all(no_threads(), taken, &outbox).await,
    };
    let runner = Runner::new(config, keeping, notices, outbox);
    while let Some(effect) = taken.recv().await {
        if matches!(effect, Effect::Quit) {
            break;
        }
        runner.take(effect).await;
    }
    runner.stop().await;
}

/// Without its folders the engine can do nothing but say so, each time it is asked.
async fn refuse_all(problem: Box<Problem>, mut taken: mpsc::Receiver<Effect>, outbox: &Outbox) {
    outbox.send(Event::Trouble(problem.clone())).await;
    while let Some(effect) = taken.recv().await {
        if matches!(effect, Effect::Quit) {
            return;
        }
        if let Some(run_id) = effect.run_id() {
            let event = Event::Failed {
                run_id: run_id.clone(),
                problem: problem.clone(),
                session: None,
            };
            outbox.send(event).await;
        }
    }
}

fn no_threads() -> Box<Problem> {
    Box::new(Problem::new(ProblemKind::Failed, "no_threads"))
}
