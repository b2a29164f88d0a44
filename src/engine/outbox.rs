//! Outbox: the way of events to whoever drives the program. Bounded: a reader that sleeps slows the work, and loses nothing.

use tokio::sync::mpsc;

use crate::app::event::Event;

/// Sends events; cheap to clone.
#[derive(Clone)]
pub struct Outbox {
    way: mpsc::Sender<Event>,
}

/// Events that wait to be read.
pub const ROOM: usize = 512;

impl Outbox {
    /// Makes an outbox and its other end.
    #[must_use]
    pub fn new() -> (Self, mpsc::Receiver<Event>) {
        let (way, events) = mpsc::channel(ROOM);
        (Self { way }, events)
    }

    /// Sends an event, and waits for room.
    pub async fn send(&self, event: Event) {
        tracing::debug!(?event, "told");
        // Nobody reads any more when the program ends; there is nobody to tell either.
        let _ = self.way.send(event).await;
    }

    /// Sends an event from a place that cannot wait.
    pub fn send_soon(&self, event: Event) {
        tracing::debug!(?event, "told");
        if let Err(mpsc::error::TrySendError::Full(event)) = self.way.try_send(event) {
            let way = self.way.clone();
            tokio::spawn(async move { way.send(event).await });
        }
    }

    /// Sends an event from a thread outside the runtime.
    pub fn send_from_thread(&self, event: Event) {
        let _ = self.way.blocking_send(event);
    }
}
