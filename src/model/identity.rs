//! Identity: who a token belongs to, from the identity URL or UserInfo.

use serde::{Deserialize, Serialize};

use super::ids::{OrgId, UserId};

/// Which service told the identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentitySource {
    /// The identity URL of the token answer.
    IdUrl,
    /// The UserInfo endpoint.
    Userinfo,
}

/// The user and the org, as far as the service told them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Identity {
    /// Login name.
    pub username: Option<String>,
    /// Name to show.
    pub display_name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// 18-character user id, or the subject of another server.
    pub user_id: Option<UserId>,
    /// 18-character org id.
    pub organization_id: Option<OrgId>,
    /// `STANDARD`, `CSP_LITE_PORTAL`, …
    pub user_type: Option<String>,
    /// Locale of the user.
    pub locale: Option<String>,
    /// Time zone of the user.
    pub timezone: Option<String>,
}
