//! Users of the demo org.

use serde::{Deserialize, Serialize};

/// What kind of person a user is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// May use uninstalled apps and is assigned to pre-authorised ones.
    Admin,
    /// Nothing special.
    #[default]
    Standard,
    /// Deactivated.
    Inactive,
    /// Has a second step at login.
    Mfa,
    /// Belongs to the Experience Cloud site.
    Community,
}

/// One user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The login name, in the form of an e-mail address.
    pub username: String,
    /// The made-up password.
    pub password: String,
    /// What is appended to the password outside trusted networks.
    pub security_token: String,
    /// What kind of person it is.
    pub role: Role,
    /// Whether the user may log in.
    pub active: bool,
    /// 18 characters, starting with `005`.
    pub user_id: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
}

impl User {
    /// Returns both names.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
            .trim()
            .to_owned()
    }

    /// Returns Salesforce's word for the kind of licence.
    pub fn user_type(&self) -> &'static str {
        match self.role {
            Role::Community => "CSP_LITE_PORTAL",
            _ => "STANDARD",
        }
    }

    /// Says whether this is the password, bare (loopback counts as a trusted network) or with the security token.
    pub(crate) fn accepts(&self, typed: &str) -> bool {
        super::super::encode::same(typed, &self.password)
            || super::super::encode::same(
                typed,
                &format!("{}{}", self.password, self.security_token),
            )
    }
}
