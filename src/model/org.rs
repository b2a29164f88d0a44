//! What an org says of itself, beside its kind: how people call it, what was bought, where it runs.

use serde::{Deserialize, Serialize};

/// The names of an org, by its own `Organization` record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrgName {
    /// Its name.
    pub name: String,
    /// `Enterprise Edition`, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// `EU42`, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
}
