//! Looking at a port before a login needs it: bound for a moment and given back.

use super::{BindError, CallbackAddress, Loopback, Open, bind};
use crate::model::port::PortStanding;

/// How many ports after a taken one are tried for a free one.
const NEAR: u16 = 20;

impl Loopback {
    /// Says whether a login could listen at a callback's address now.
    pub async fn look(&self, address: &CallbackAddress) -> PortStanding {
        let is_ours = self
            .lock()
            .iter()
            .any(|one| one.port == address.port && !one.task.is_finished() && !Open::may_go(one));
        if is_ours {
            return PortStanding::Ours;
        }
        match bind::bind(address) {
            Ok(_) => PortStanding::Free,
            // A listener of ours that only hands out its last page makes room for a login.
            Err(BindError::Taken { .. }) if self.is_leaving(address.port) => PortStanding::Free,
            Err(BindError::Taken { holder, .. }) => PortStanding::Taken {
                holder,
                free_near: free_near(address),
            },
            Err(BindError::Ours { .. }) => PortStanding::Ours,
            Err(BindError::Denied { .. }) => PortStanding::Denied,
            Err(BindError::Unavailable { .. }) => PortStanding::Unavailable,
        }
    }

    fn is_leaving(&self, port: u16) -> bool {
        self.lock().iter().any(|one| one.port == port)
    }
}

fn free_near(address: &CallbackAddress) -> Option<u16> {
    (1..=NEAR)
        .filter_map(|step| address.port.checked_add(step))
        .find(|port| {
            let near = CallbackAddress {
                port: *port,
                ..address.clone()
            };
            bind::bind(&near).is_ok()
        })
}
