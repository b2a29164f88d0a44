//! The address a callback names: what is bound, and what a request must say.

use crate::model::client::{CallbackUrl, CallbackWay, LoopbackName};

/// The place of the page that ends a successful login.
const DONE: &str = "/valet-key/done";
/// The place to which our page hands a fragment over.
const RELAY: &str = "/valet-key/relay";
/// The place of the page that ends a refused login.
const REFUSED: &str = "/valet-key/refused";

/// A loopback callback, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallbackAddress {
    /// The name, which decides what is bound.
    pub host: LoopbackName,
    /// The port, never 0.
    pub port: u16,
    /// The path, compared byte for byte.
    pub path: String,
}

impl CallbackAddress {
    /// Takes a callback URL apart; nothing for a callback nobody can listen on.
    #[must_use]
    pub fn of(callback: &CallbackUrl) -> Option<Self> {
        match callback.way() {
            CallbackWay::Loopback { host, port, path } => Some(Self { host, port, path }),
            CallbackWay::Paste => None,
        }
    }

    /// Says whether a `Host` header, or the authority of an absolute target, is ours (R8).
    #[must_use]
    pub fn is_authority(&self, authority: &[u8]) -> bool {
        let ours = format!("{}:{}", self.host.as_str(), self.port);
        authority.eq_ignore_ascii_case(ours.as_bytes())
            // Browsers leave the port of the scheme out.
            || (self.port == 80 && authority.eq_ignore_ascii_case(self.host.as_str().as_bytes()))
    }

    /// Returns the place of the page that ends a login; never the callback path itself.
    #[must_use]
    pub fn done_path(&self) -> String {
        self.beside(DONE)
    }

    /// Returns the place of the page that ends a refused login.
    #[must_use]
    pub fn refused_path(&self) -> String {
        self.beside(REFUSED)
    }

    /// Returns the place to which the relay page hands a fragment over.
    #[must_use]
    pub fn relay_path(&self) -> String {
        self.beside(RELAY)
    }

    /// Returns the origin that a page of ours names when it hands something over.
    #[must_use]
    pub fn origin(&self) -> String {
        match self.port {
            // An origin leaves the port of its scheme out (RFC 6454 section 6.2).
            80 => format!("http://{}", self.host.as_str()),
            port => format!("http://{}:{port}", self.host.as_str()),
        }
    }

    fn beside(&self, path: &str) -> String {
        if self.path == path {
            format!("{path}/")
        } else {
            path.to_owned()
        }
    }
}
