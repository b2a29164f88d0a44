//! Looking around for the profile form: ports of callbacks, browsers of this machine.

use std::sync::Arc;

use super::Runner;
use crate::app::event::Event;
use crate::engine::browser::find;
use crate::engine::loopback::CallbackAddress;
use crate::model::client::CallbackUrl;

impl Runner {
    /// Tells how the ports of callbacks stand; those that nobody listens for are left out.
    pub(super) async fn look_at_ports(self: Arc<Self>, callbacks: Vec<CallbackUrl>) {
        let mut seen = Vec::new();
        for callback in callbacks {
            if let Some(address) = CallbackAddress::of(&callback) {
                seen.push((callback, self.world.loopback.look(&address).await));
            }
        }
        self.world.outbox.send(Event::PortsSeen(seen)).await;
    }

    /// Tells which browsers there are.
    pub(super) async fn find_browsers(self: Arc<Self>) {
        let find = || find::find(&find::Places::of_system());
        if let Ok(found) = tokio::task::spawn_blocking(find).await {
            self.world.outbox.send(Event::BrowsersFound(found)).await;
        }
    }
}
