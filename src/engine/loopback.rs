//! Loopback listener: waits on this machine for the one request that ends a login in the browser.
//!
//! ```text
//! browser ── GET /callback?code=…&state=… ─▶ listener     the judge knows the state
//! browser ◀─ 303 /valet-key/done ─────────── listener     code and state leave the address bar
//! browser ── GET /valet-key/done ──────────▶ listener
//! browser ◀─ a constant page ─────────────── listener     then the port is given back
//! ```
//!
//! Where the answer is a fragment, which no browser sends, a page of ours hands it over:
//!
//! ```text
//! browser ── GET /callback (#access_token=… stays) ─▶ listener
//! browser ◀─ the relay page, with a nonce ─────────── listener     it clears the fragment first
//! browser ── POST /valet-key/relay, nonce, fragment ▶ listener     the judge knows the state
//! browser ◀─ 200, where to go on ──────────────────── listener
//! ```
//!
//! Everything else gets a constant refusal and never ends the login: a page of
//! another site, a scanner or another program may send what it likes.
//! The rules are R1–R13, R17, R18 and R21 of the threat model.

mod address;
mod bind;
pub(crate) mod holder;
mod look;
mod page;
mod relay;
mod report;
mod request;
mod serve;
mod table;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::model::problem::OrgWords;

pub use address::CallbackAddress;
pub use bind::{BindError, Family};
use relay::Relay;
pub use report::Arrival;
use report::{Arrivals, Reports};

/// What a judge says about the query of a request on the callback path.
pub enum Verdict<C> {
    /// The callback of this login: consumed once.
    Granted(C),
    /// The right state, but the org said no: it ends the login too, with another page.
    Refused(C),
    /// An error without the right state: shown as an unproven notice, the login goes on.
    Unproven(OrgWords),
    /// The state is missing or wrong.
    Stray,
    /// A repeated parameter, bad percent-encoding, or not UTF-8.
    Malformed,
}

/// Reads the query of a request on the callback path, or a fragment handed over; it must not block.
pub type Judge<C> = dyn Fn(&str) -> Verdict<C> + Send + Sync;

/// Every listener of this process, so that a port is given back before it is taken again.
#[derive(Default)]
pub struct Loopback {
    open: Mutex<Vec<Open>>,
}

struct Open {
    port: u16,
    stop: CancellationToken,
    leaving: Arc<AtomicBool>,
    task: JoinHandle<()>,
}

/// One waiting login. Dropping it gives the port back at once.
pub struct Listener<C> {
    arrivals: Arrivals<C>,
    stop: CancellationToken,
    leaving: Arc<AtomicBool>,
}

impl Loopback {
    /// Binds the addresses of a callback and starts to accept.
    ///
    /// A listener of ours that only waits to hand out its last page makes room.
    ///
    /// # Errors
    ///
    /// Which port could not be taken, in which family, and by whom it is held where that can be learnt.
    pub async fn listen<C: Send + 'static>(
        &self,
        address: &CallbackAddress,
        judge: Box<Judge<C>>,
    ) -> Result<Listener<C>, BindError> {
        self.open(address, judge, None).await
    }

    /// Does the same for a login whose answer is in the fragment; the judge reads that too.
    ///
    /// # Errors
    ///
    /// As [`Self::listen`].
    pub async fn listen_for_fragment<C: Send + 'static>(
        &self,
        address: &CallbackAddress,
        judge: Box<Judge<C>>,
    ) -> Result<Listener<C>, BindError> {
        self.open(address, judge, Some(Relay::new(address))).await
    }

    async fn open<C: Send + 'static>(
        &self,
        address: &CallbackAddress,
        judge: Box<Judge<C>>,
        relay: Option<Relay>,
    ) -> Result<Listener<C>, BindError> {
        self.make_room(address.port).await?;
        let sockets = bind::bind(address)?;
        let (reports, arrivals) = report::channel();
        let stop = CancellationToken::new();
        let leaving = Arc::new(AtomicBool::new(false));
        let task = tokio::spawn(serve::serve(
            sockets,
            address.clone(),
            judge,
            relay,
            reports,
            stop.clone(),
        ));
        self.lock().push(Open {
            port: address.port,
            stop: stop.clone(),
            leaving: Arc::clone(&leaving),
            task,
        });
        Ok(Listener {
            arrivals,
            stop,
            leaving,
        })
    }

    /// Waits until every listener that is leaving has handed out its last page; those of waiting logins are stopped.
    pub async fn close(&self) {
        let open = std::mem::take(&mut *self.lock());
        for one in open {
            if !one.leaving.load(Ordering::Relaxed) {
                one.stop.cancel();
            }
            // A panic in the task has closed its sockets as well.
            let _ = one.task.await;
        }
    }

    async fn make_room(&self, port: u16) -> Result<(), BindError> {
        let ours = {
            let mut open = self.lock();
            open.retain(|one| !one.task.is_finished());
            let at = open.iter().position(|one| one.port == port);
            match at {
                Some(at) if open.get(at).is_some_and(Open::may_go) => Some(open.swap_remove(at)),
                Some(_) => return Err(BindError::Ours { port }),
                None => None,
            }
        };
        if let Some(one) = ours {
            one.stop.cancel();
            let _ = one.task.await;
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    fn may_go(&self) -> bool {
        self.leaving.load(Ordering::Relaxed) || self.stop.is_cancelled()
    }
}

impl<C> Listener<C> {
    /// Returns what came next, or nothing when the listener has ended.
    pub async fn next(&mut self) -> Option<Arrival<C>> {
        self.arrivals.next().await
    }

    /// Lets the listener hand out its last page by itself, and then end.
    pub fn leave(self) {
        self.leaving.store(true, Ordering::Relaxed);
    }
}

impl<C> Drop for Listener<C> {
    fn drop(&mut self) {
        if !self.leaving.load(Ordering::Relaxed) {
            self.stop.cancel();
        }
    }
}
