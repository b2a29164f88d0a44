//! Environment: what is at stake behind a login host.

use serde::{Deserialize, Serialize};

/// The kind of org, as guessed from the host or as the org itself said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    /// Real work.
    Production,
    /// A copy for testing.
    Sandbox,
    /// A short-lived org.
    Scratch,
    /// A Developer Edition or playground.
    Developer,
    /// A loopback host: our demo org, or another local server.
    Demo,
    /// Not known; guarded as production.
    Unknown,
}

impl Environment {
    /// All of them, in the order of the rail.
    pub const ALL: [Self; 6] = [
        Self::Production,
        Self::Sandbox,
        Self::Scratch,
        Self::Developer,
        Self::Demo,
        Self::Unknown,
    ];

    /// Returns the name in files and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Sandbox => "sandbox",
            Self::Scratch => "scratch",
            Self::Developer => "developer",
            Self::Demo => "demo",
            Self::Unknown => "unknown",
        }
    }

    /// Returns true when destructive acts must ask: production, and whatever is not known.
    #[must_use]
    pub fn is_guarded(self) -> bool {
        matches!(self, Self::Production | Self::Unknown)
    }
}
