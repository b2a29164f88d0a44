//! Apps: what Setup knows about a client, and the policies an admin sets on it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::super::scope;
use super::user::{Role, User};

/// Which of Salesforce's two registrations it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppKind {
    /// The older one.
    #[default]
    ConnectedApp,
    /// Its successor: PKCE required by default, no username-password flow.
    ExternalClientApp,
}

/// Who may use an app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PermittedUsers {
    /// All users may approve it themselves.
    #[default]
    All,
    /// Only assigned users, who then need no approval; in the demo org these are the admins.
    #[serde(
        alias = "admin_approved_pre_authorized",
        alias = "admin_approved_users",
        alias = "pre_authorized"
    )]
    AdminApproved,
}

/// What an access token looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenFormat {
    /// `00D…!…`, also a session id.
    #[default]
    Opaque,
    /// A signed JWT, for REST only.
    Jwt,
}

/// How long a refresh token lives, checked when it is used (interactive.md 4.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum RefreshTokenPolicy {
    /// Until revoked.
    #[default]
    Infinite,
    /// Expires immediately: none is issued.
    Zero,
    /// Expires so many milliseconds after the login, counted in the named unit.
    Lifetime(Period),
    /// Expires when unused for so long.
    Inactivity(Period),
}

/// A number of hours, days or months (of 30 days).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    number: u64,
    unit: &'static str,
}

impl Period {
    /// Returns the period in milliseconds.
    pub fn ms(self) -> u64 {
        let hours = match self.unit {
            "HOURS" => 1,
            "DAYS" => 24,
            _ => 24 * 30,
        };
        self.number * hours * 3_600_000
    }
}

impl TryFrom<String> for RefreshTokenPolicy {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || {
            format!(
                "refresh_token_policy is infinite, zero, specific_lifetime:N:UNIT or specific_inactivity:N:UNIT \
                 with HOURS, DAYS or MONTHS, not {text}"
            )
        };
        match text.as_str() {
            "infinite" => return Ok(Self::Infinite),
            "zero" => return Ok(Self::Zero),
            _ => {}
        }
        let mut parts = text.split(':');
        let (kind, number, unit) = (parts.next(), parts.next(), parts.next());
        let number = number.and_then(|digits| digits.parse().ok());
        let unit = ["HOURS", "DAYS", "MONTHS"]
            .into_iter()
            .find(|known| Some(*known) == unit);
        match (kind, number, unit, parts.next()) {
            (Some("specific_lifetime"), Some(number @ 1..=10_000), Some(unit), None) => {
                Ok(Self::Lifetime(Period { number, unit }))
            }
            (Some("specific_inactivity"), Some(number @ 1..=10_000), Some(unit), None) => {
                Ok(Self::Inactivity(Period { number, unit }))
            }
            _ => Err(wrong()),
        }
    }
}

impl From<RefreshTokenPolicy> for String {
    fn from(policy: RefreshTokenPolicy) -> Self {
        policy.to_string()
    }
}

impl fmt::Display for RefreshTokenPolicy {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Infinite => out.write_str("infinite"),
            Self::Zero => out.write_str("zero"),
            Self::Lifetime(it) => write!(out, "specific_lifetime:{}:{}", it.number, it.unit),
            Self::Inactivity(it) => write!(out, "specific_inactivity:{}:{}", it.number, it.unit),
        }
    }
}

/// The switches of an app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policies {
    /// Refuses authorize requests without `code_challenge`.
    pub require_pkce: bool,
    /// Wants client authentication when a code is redeemed.
    pub require_secret: bool,
    /// Wants it on refresh too.
    pub require_secret_for_refresh: bool,
    /// Each refresh returns a new refresh token and kills the old.
    pub rotate_refresh_tokens: bool,
    /// How long refresh tokens live.
    pub refresh_token_policy: RefreshTokenPolicy,
    /// Opaque or JWT.
    pub access_token_format: TokenFormat,
    /// Lifetime of an access token; use in its second half prolongs an opaque one.
    pub session_timeout_secs: u64,
    /// Who may use the app.
    pub permitted_users: PermittedUsers,
    /// Blocked by an admin.
    pub blocked: bool,
    /// Installed in this org.
    pub installed: bool,
    /// Refuses token requests as from a foreign network.
    pub ip_restricted: bool,
    /// Created a moment ago: unknown to every endpoint.
    pub propagating: bool,
    /// Sees every app's tokens at introspection.
    pub introspect_all: bool,
    /// Offers the device flow.
    pub device_flow: bool,
    /// Binds tokens to a key: wants a proof of possession (DPoP, RFC 9449).
    #[serde(default)]
    pub require_dpop: bool,
    /// Offers the token exchange flow.
    #[serde(default = "yes")]
    pub token_exchange: bool,
    /// Wants client authentication there.
    #[serde(default)]
    pub require_secret_for_token_exchange: bool,
}

fn yes() -> bool {
    true
}

/// One registered app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct App {
    /// What the approval page calls it.
    pub name: String,
    /// Connected app or external client app.
    pub kind: AppKind,
    /// Consumer key.
    pub client_id: String,
    /// Consumer secret, if it has one.
    pub client_secret: Option<String>,
    /// Compared exactly, port and trailing slash included.
    pub callback_urls: Vec<String>,
    /// All the app may ask for, separated by spaces.
    pub scope: String,
    /// Its switches.
    pub policies: Policies,
    /// PEM certificate that verifies its assertions.
    #[serde(default)]
    pub certificate: Option<String>,
    /// The user its client-credentials tokens belong to.
    #[serde(default)]
    pub run_as: Option<String>,
}

impl App {
    /// Returns the scopes it may ask for.
    pub(crate) fn scopes(&self) -> Vec<String> {
        scope::split(&self.scope)
    }

    /// Says whether an admin has assigned this user to the app.
    pub(crate) fn is_assigned(&self, user: &User) -> bool {
        user.role == Role::Admin || self.run_as.as_deref() == Some(&user.username)
    }

    /// Says whether an authorization may be used for refreshing (`refresh_token` granted and not expiring at once).
    pub(crate) fn may_refresh(&self, scopes: &[String]) -> bool {
        self.policies.refresh_token_policy != RefreshTokenPolicy::Zero
            && scopes
                .iter()
                .any(|it| it == "refresh_token" || it == "offline_access")
    }
}
