//! Binding both loopback addresses on one port.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use tokio::net::TcpListener;

use super::StartError;

/// A free port may be taken on the other address; then another one is tried.
const TRIES: usize = 20;

/// Both listeners, or one where the machine has no `::1`.
pub(super) struct Bound {
    pub(super) listeners: Vec<TcpListener>,
    pub(super) port: u16,
}

pub(super) async fn both(port: u16) -> Result<Bound, StartError> {
    for _ in 0..TRIES {
        let first = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
            .await
            .map_err(|error| taken(error, port))?;
        let bound = first.local_addr()?.port();
        match TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, bound))).await {
            Ok(second) => {
                return Ok(Bound {
                    listeners: vec![first, second],
                    port: bound,
                });
            }
            Err(error) if error.kind() == ErrorKind::AddrInUse && port == 0 => {}
            Err(error) if error.kind() == ErrorKind::AddrInUse => {
                return Err(StartError::PortTaken(port));
            }
            // No IPv6 here: go on with one.
            Err(_) => {
                return Ok(Bound {
                    listeners: vec![first],
                    port: bound,
                });
            }
        }
    }
    Err(StartError::PortTaken(port))
}

fn taken(error: std::io::Error, port: u16) -> StartError {
    match error.kind() {
        ErrorKind::AddrInUse => StartError::PortTaken(port),
        _ => StartError::Io(error),
    }
}
