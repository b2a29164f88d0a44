//! Ports of callbacks: whether a login could listen there now, and who is in the way.

use super::words;

/// A program that listens on a port, as the system tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Its name, as it names itself.
    pub name: String,
    /// Its process id.
    pub process: u32,
}

impl Holder {
    /// Returns it as a person reads it: `node, process 4211`.
    #[must_use]
    pub fn words(&self) -> String {
        let process = self.process.to_string();
        words::with(
            "port-holder",
            &[("name", self.name.as_str()), ("process", &process)],
        )
    }
}

/// How the port of a callback stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PortStanding {
    /// A login could listen there.
    Free,
    /// Another program has it.
    Taken {
        /// Which, where this user may see it.
        holder: Option<Holder>,
        /// A free port close by, for a callback that may be registered in addition.
        free_near: Option<u16>,
    },
    /// A login of this program waits on it.
    Ours,
    /// The system does not let this user have it.
    Denied,
    /// The machine has no such address, or another fault of the system.
    Unavailable,
}
