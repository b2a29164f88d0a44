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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Name to show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// 18-character user id, or the subject of another server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// 18-character org id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<OrgId>,
    /// `STANDARD`, `CSP_LITE_PORTAL`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_type: Option<String>,
    /// Locale of the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// Time zone of the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
}

impl Identity {
    /// Returns true when both name a user, or an org, and not the same one.
    #[must_use]
    pub fn contradicts(&self, other: &Self) -> bool {
        fn differ<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
            one.is_some() && other.is_some() && one != other
        }
        differ(self.user_id.as_ref(), other.user_id.as_ref())
            || differ(
                self.organization_id.as_ref(),
                other.organization_id.as_ref(),
            )
    }

    /// Keeps the ids that are known where this answer leaves them out.
    #[must_use]
    pub fn or_ids_of(mut self, known: &Self) -> Self {
        self.user_id = self.user_id.or_else(|| known.user_id.clone());
        self.organization_id = self
            .organization_id
            .or_else(|| known.organization_id.clone());
        self
    }

    /// Returns user and org as one text: `ada@acme.example (00D…)`.
    #[must_use]
    pub fn who(&self) -> String {
        let user = match (&self.username, &self.user_id) {
            (Some(username), _) => username.clone(),
            (None, Some(user_id)) => user_id.to_string(),
            (None, None) => String::new(),
        };
        match &self.organization_id {
            Some(org) => format!("{user} ({org})"),
            None => user,
        }
    }
}
