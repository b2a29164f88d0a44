//! Lanes: at most four requests at once to one host, and sixteen in all (R33).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The most requests to one host.
const PER_HOST: usize = 4;
/// The most requests in all.
const IN_ALL: usize = 16;

/// Counts what is under way.
pub(super) struct Lanes {
    hosts: Mutex<HashMap<String, Arc<Semaphore>>>,
    all: Arc<Semaphore>,
}

/// The right to have one request under way.
pub(super) struct Lane {
    _host: Option<OwnedSemaphorePermit>,
    _all: Option<OwnedSemaphorePermit>,
}

impl Default for Lanes {
    fn default() -> Self {
        Self {
            hosts: Mutex::new(HashMap::new()),
            all: Arc::new(Semaphore::new(IN_ALL)),
        }
    }
}

impl Lanes {
    /// Waits for a lane. The host's comes first, so that those who wait for a slow host take no place of others.
    pub(super) async fn enter(&self, host: &str) -> Lane {
        let lanes = {
            let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
            hosts.retain(|_, lanes| {
                Arc::strong_count(lanes) > 1 || lanes.available_permits() < PER_HOST
            });
            Arc::clone(
                hosts
                    .entry(host.to_owned())
                    .or_insert_with(|| Arc::new(Semaphore::new(PER_HOST))),
            )
        };
        // The semaphores are never closed, so both always come.
        Lane {
            _host: lanes.acquire_owned().await.ok(),
            _all: Arc::clone(&self.all).acquire_owned().await.ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    fn try_enter(lanes: &Lanes, host: &str) -> Option<Lane> {
        match pin!(lanes.enter(host)).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(lane) => Some(lane),
            Poll::Pending => None,
        }
    }

    /// R33.
    #[test]
    fn four_to_a_host_and_sixteen_in_all() {
        let lanes = Lanes::default();
        let mut taken: Vec<Lane> = Vec::new();
        for host in 0..6 {
            let host = format!("host-{host}.example");
            taken.extend((0..10).filter_map(|_| try_enter(&lanes, &host)));
        }
        assert_eq!(taken.len(), IN_ALL);
        assert!(try_enter(&lanes, "another.example").is_none());
        taken.pop();
        assert!(try_enter(&lanes, "another.example").is_some());
    }
}
