//! Which lines of activity are shown.

use crate::model::ids::ProfileId;
use crate::model::secret::Fingerprint;

/// A sort of things that are done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActivityKind {
    /// Logins, and what came to them.
    Logins,
    /// Refreshes.
    Refreshes,
    /// Revoked on the server, forgotten here.
    Endings,
    /// Introspection, identity, the org opened.
    Questions,
    /// Secrets copied.
    Copies,
    /// Profiles saved, imported, deleted.
    Profiles,
}

impl ActivityKind {
    /// All of them, in the order of the chips.
    pub const ALL: [Self; 6] = [
        Self::Logins,
        Self::Refreshes,
        Self::Endings,
        Self::Questions,
        Self::Copies,
        Self::Profiles,
    ];

    /// Returns the kind of an action; an exchange is of the kind of its run.
    #[must_use]
    pub fn of(action: &str) -> Option<Self> {
        Some(match action {
            "login" | "callback" => Self::Logins,
            "refresh" => Self::Refreshes,
            "revoke" | "forget" => Self::Endings,
            "introspect" | "identity" | "open" | "logout" => Self::Questions,
            "save_profile" | "import" | "delete_profile" | "set_client_secret"
            | "set_private_key" => Self::Profiles,
            action if action.starts_with("copy_") => Self::Copies,
            _ => return None,
        })
    }
}

/// Which lines of activity are shown; empty: all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActivityFilter {
    /// Those about one profile.
    pub profile_id: Option<ProfileId>,
    /// Those of one kind.
    pub kind: Option<ActivityKind>,
    /// Only what went wrong.
    pub failures_only: bool,
    /// Those that name one token.
    pub fingerprint: Option<Fingerprint>,
    /// Those with this text.
    pub text: String,
}
