//! Environment: what is at stake behind a login host.

use serde::{Deserialize, Serialize};

use super::time::UnixTime;

/// An environment that the org told longer ago than this is shown as a guess (decision 24).
pub const VERIFIED_FOR_DAYS: u64 = 30;

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

    /// Returns true when a word of the org is recent enough to be shown without a question mark.
    #[must_use]
    pub fn is_fresh(told_at: UnixTime, now: UnixTime) -> bool {
        told_at.until(now).as_secs() <= VERIFIED_FOR_DAYS * 24 * 3600
    }

    /// Returns true when destructive acts must ask: production, and whatever is not known.
    #[must_use]
    pub fn is_guarded(self) -> bool {
        matches!(self, Self::Production | Self::Unknown)
    }
}
