//! Lane: changes of the library and the vault, one after the other, in the order they were asked for.

use std::pin::Pin;

use tokio::sync::{mpsc, oneshot};

type Job = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Changes that wait for their turn.
const QUEUE: usize = 1024;

pub(super) struct Lane {
    jobs: mpsc::Sender<Job>,
}

impl Lane {
    /// Begins to work; ends when dropped.
    pub(super) fn start() -> Self {
        let (jobs, mut waiting) = mpsc::channel::<Job>(QUEUE);
        tokio::spawn(async move {
            while let Some(job) = waiting.recv().await {
                // A fault in one change must not stop the others.
                let _ = tokio::spawn(job).await;
            }
        });
        Self { jobs }
    }

    /// Adds a change at the end.
    pub(super) async fn run(&self, job: impl Future<Output = ()> + Send + 'static) {
        let _ = self.jobs.send(Box::pin(job)).await;
    }

    /// Waits until all changes that were asked for until now are done.
    pub(super) async fn idle(&self) {
        let (done, is_done) = oneshot::channel::<()>();
        self.run(async move { drop(done) }).await;
        let _ = is_done.await;
    }
}
