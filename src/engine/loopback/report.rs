//! What a listener tells its login: the callback once, strays as a count, unproven errors as notices.

use std::sync::{Mutex, PoisonError};

use tokio::sync::{mpsc, oneshot, watch};

use crate::model::problem::OrgWords;

/// What came to the callback path.
#[derive(Debug, PartialEq, Eq)]
pub enum Arrival<C> {
    /// The callback, at most once per listener.
    Callback(C),
    /// So many requests came that cannot belong to this login.
    Strays(u64),
    /// An error that nobody proved: the org's words as they came.
    Unproven(OrgWords),
}

/// Unproven notices that wait to be read; a spray of more is only counted.
const NOTICES: usize = 8;

/// The listener's end.
pub(super) struct Reports<C> {
    callback: Mutex<Option<oneshot::Sender<C>>>,
    unproven: mpsc::Sender<OrgWords>,
    strays: watch::Sender<u64>,
}

/// The login's end.
pub(super) struct Arrivals<C> {
    callback: Option<oneshot::Receiver<C>>,
    unproven: mpsc::Receiver<OrgWords>,
    strays: watch::Receiver<u64>,
}

/// Makes both ends. Nothing a stranger sends can fill the way of the callback.
pub(super) fn channel<C>() -> (Reports<C>, Arrivals<C>) {
    let (to_callback, callback) = oneshot::channel();
    let (to_unproven, unproven) = mpsc::channel(NOTICES);
    let (to_strays, strays) = watch::channel(0);
    let reports = Reports {
        callback: Mutex::new(Some(to_callback)),
        unproven: to_unproven,
        strays: to_strays,
    };
    let arrivals = Arrivals {
        callback: Some(callback),
        unproven,
        strays,
    };
    (reports, arrivals)
}

impl<C> Reports<C> {
    /// Hands the callback over; false when one was handed over before, or when nobody waits any more.
    pub(super) fn callback(&self, callback: C) -> bool {
        let way = self
            .callback
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        way.is_some_and(|way| way.send(callback).is_ok())
    }

    /// Counts a stray.
    pub(super) fn stray(&self) {
        self.strays
            .send_modify(|count| *count = count.saturating_add(1));
    }

    /// Passes a notice on; a full queue turns it into a stray.
    pub(super) fn unproven(&self, words: OrgWords) {
        if self.unproven.try_send(words).is_err() {
            self.stray();
        }
    }
}

impl<C> Arrivals<C> {
    /// Returns what came next, the callback first; nothing when the listener has ended.
    pub(super) async fn next(&mut self) -> Option<Arrival<C>> {
        let waits = self.callback.is_some();
        let callback = async {
            match &mut self.callback {
                Some(way) => way.await.ok(),
                None => None,
            }
        };
        tokio::select! {
            biased;
            callback = callback, if waits => {
                self.callback = None;
                callback.map(Arrival::Callback)
            }
            Some(words) = self.unproven.recv() => Some(Arrival::Unproven(words)),
            Ok(()) = self.strays.changed() => Some(Arrival::Strays(*self.strays.borrow_and_update())),
            else => None,
        }
    }
}
