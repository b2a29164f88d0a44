//! The real engine, as the driver needs it.

use std::time::Duration;

use super::driver::{Engine, Full};
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::engine::Handle;

impl Engine for Handle {
    fn try_send(&self, effect: Effect) -> Result<(), Full> {
        Self::try_send(self, effect).map_err(|back| Full(back.0))
    }

    fn try_recv(&self) -> Option<Event> {
        Self::try_recv(self)
    }

    fn recv_timeout(&self, at_most: Duration) -> Option<Event> {
        Self::recv_timeout(self, at_most)
    }
}
