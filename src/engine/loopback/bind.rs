//! Binding: loopback literals only, before the browser opens (R1–R3).

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use tokio::net::{TcpListener, TcpSocket};

use super::address::CallbackAddress;
use super::holder;
use crate::model::client::LoopbackName;
use crate::model::port::Holder;

/// An address family, as a person meets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// 127.0.0.1.
    V4,
    /// `[::1]`.
    V6,
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V4 => "127.0.0.1",
            Self::V6 => "[::1]",
        })
    }
}

/// Why nobody can listen on a callback's port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BindError {
    /// Another program has it.
    Taken {
        /// The port.
        port: u16,
        /// The family it is taken in.
        family: Family,
        /// The program, where that can be learnt.
        holder: Option<Holder>,
    },
    /// Another login of this process waits on it.
    Ours {
        /// The port.
        port: u16,
    },
    /// The system does not let this user have it, as with ports under 1024.
    Denied {
        /// The port.
        port: u16,
    },
    /// The machine has no loopback address of that family, or another fault of the system.
    Unavailable {
        /// The port.
        port: u16,
        /// The family.
        family: Family,
        /// The system's own words.
        detail: String,
    },
}

/// The backlog a browser and everybody else may fill while one request is read.
const BACKLOG: u32 = 1024;

/// Binds all addresses of a callback, or none.
///
/// With only one family of `localhost` bound, another program could own the
/// other one and receive the code. A machine without `::1` has nobody there.
///
/// # Errors
///
/// The first address that could not be had.
pub(super) fn bind(address: &CallbackAddress) -> Result<Vec<TcpListener>, BindError> {
    let port = address.port;
    match address.host {
        LoopbackName::V4 => Ok(vec![bind_one(Family::V4, port)?]),
        LoopbackName::V6 => Ok(vec![bind_one(Family::V6, port)?]),
        LoopbackName::Localhost => {
            let v4 = bind_one(Family::V4, port)?;
            match bind_one(Family::V6, port) {
                Ok(v6) => Ok(vec![v4, v6]),
                Err(BindError::Unavailable { .. }) => Ok(vec![v4]),
                Err(taken) => Err(taken),
            }
        }
    }
}

fn bind_one(family: Family, port: u16) -> Result<TcpListener, BindError> {
    let listen = || -> io::Result<TcpListener> {
        let (socket, ip) = match family {
            Family::V4 => (TcpSocket::new_v4()?, IpAddr::from(Ipv4Addr::LOCALHOST)),
            Family::V6 => (TcpSocket::new_v6()?, IpAddr::from(Ipv6Addr::LOCALHOST)),
        };
        // On Unix this only forgives connections that are closing; on Windows it would share the port.
        #[cfg(not(windows))]
        socket.set_reuseaddr(true)?;
        socket.bind(SocketAddr::new(ip, port))?;
        socket.listen(BACKLOG)
    };
    listen().map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => BindError::Taken {
            port,
            family,
            holder: holder::of_port(port),
        },
        io::ErrorKind::PermissionDenied => BindError::Denied { port },
        _ => BindError::Unavailable {
            port,
            family,
            detail: error.to_string(),
        },
    })
}
