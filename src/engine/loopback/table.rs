//! The connection table: a fixed number of places, and room for a newcomer always (R4, R6).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::task::{AbortHandle, JoinSet};

/// The most connections at once.
pub(super) const PLACES: usize = 32;

/// Open connections, oldest first.
#[derive(Default)]
pub(super) struct Table {
    tasks: JoinSet<()>,
    places: Vec<Place>,
}

struct Place {
    task: AbortHandle,
    heard: Arc<AtomicBool>,
}

impl Table {
    /// Starts a connection; when all places are taken, the oldest that has not sent a whole request is dropped.
    pub(super) fn admit<F>(&mut self, connection: impl FnOnce(Arc<AtomicBool>) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        while self.tasks.try_join_next().is_some() {}
        self.places.retain(|place| !place.task.is_finished());
        if self.places.len() >= PLACES {
            let stalled = |place: &Place| !place.heard.load(Ordering::Relaxed);
            let at = self.places.iter().position(stalled).unwrap_or(0);
            self.places.remove(at).task.abort();
        }
        let heard = Arc::new(AtomicBool::new(false));
        let task = self.tasks.spawn(connection(Arc::clone(&heard)));
        self.places.push(Place { task, heard });
    }

    /// Waits until nobody is being answered, or for ever when more may come.
    pub(super) async fn drain(&mut self) {
        while self.tasks.join_next().await.is_some() {}
    }
}
