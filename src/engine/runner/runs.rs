//! Runs: what is under way, by id, and the way to each.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::engine::flow_io::FromPerson;
use crate::model::ids::RunId;

/// What the person may say before the run listens.
const QUEUE: usize = 16;

/// One run, as its task has it.
pub(super) struct Run {
    /// Its id.
    pub run_id: RunId,
    /// Cancelled when the person gave it up.
    pub cancel: CancellationToken,
    /// What the person says.
    pub person: mpsc::Receiver<FromPerson>,
}

#[derive(Default)]
pub(super) struct Runs {
    ways: Mutex<HashMap<RunId, Way>>,
}

struct Way {
    cancel: CancellationToken,
    person: mpsc::Sender<FromPerson>,
}

impl Runs {
    /// Registers a run.
    pub(super) fn begin(&self, run_id: RunId) -> Run {
        let cancel = CancellationToken::new();
        let (way, person) = mpsc::channel(QUEUE);
        let entry = Way {
            cancel: cancel.clone(),
            person: way,
        };
        self.ways().insert(run_id.clone(), entry);
        Run {
            run_id,
            cancel,
            person,
        }
    }

    /// Forgets a run that has ended.
    pub(super) fn end(&self, run_id: &RunId) {
        self.ways().remove(run_id);
    }

    /// Gives a run up; one that has ended already is no matter.
    pub(super) fn cancel(&self, run_id: &RunId) {
        if let Some(way) = self.ways().get(run_id) {
            way.cancel.cancel();
        }
    }

    /// Gives every run up.
    pub(super) fn cancel_all(&self) {
        for way in self.ways().values() {
            way.cancel.cancel();
        }
    }

    /// Passes on what the person said; a run that does not listen any more misses nothing.
    pub(super) fn say(&self, run_id: &RunId, said: FromPerson) {
        if let Some(way) = self.ways().get(run_id) {
            let _ = way.person.try_send(said);
        }
    }

    fn ways(&self) -> MutexGuard<'_, HashMap<RunId, Way>> {
        self.ways.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
