//! A task: how one begins, and how its end is told.

use std::sync::Arc;

use super::Runner;
use super::failure::Failure;
use super::runs::Run;
use super::vault::is_vaults;
use crate::app::event::Event;
use crate::model::ids::RunId;

impl Runner {
    /// Registers a run, waits for changes of the library that were asked for before it, and reports how it ends.
    pub(super) fn start<F>(
        self: &Arc<Self>,
        run_id: RunId,
        work: impl FnOnce(Run) -> F + Send + 'static,
    ) where
        F: Future<Output = Result<Event, Failure>> + Send + 'static,
    {
        let run = self.runs.begin(run_id.clone());
        let runner = Arc::clone(self);
        self.critical.spawn(async move {
            runner.lane.idle().await;
            // A fault of ours ends this run and says so; the others go on (R73).
            let done = tokio::spawn(work(run)).await;
            let done = done.unwrap_or_else(|_| Err(Failure::internal()));
            runner.runs.end(&run_id);
            runner.report(&run_id, done).await;
        });
    }

    pub(super) async fn report(&self, run_id: &RunId, done: Result<Event, Failure>) {
        match &done {
            Err(failure) if is_vaults(&failure.problem) => {
                self.tell_vault_failure(&failure.problem).await;
            }
            _ => self.tell_vault().await,
        }
        let event = done.unwrap_or_else(|failure| Event::Failed {
            run_id: run_id.clone(),
            problem: failure.problem,
            session: failure.session,
        });
        self.world.outbox.send(event).await;
    }
}
