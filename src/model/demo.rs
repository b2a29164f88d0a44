//! The demo org as the window knows it: what its control API tells, and what one can ask of it.
//!
//! Its users, apps and secrets are made up and known to everybody; none of them is a secret of the person.

mod act;
mod fault;

use serde::{Deserialize, Serialize};

pub use act::{DemoAct, DemoDone, DemoFilter, difference};
pub use fault::{DemoFault, DemoFaultKind, FaultDraft, FaultField};

use super::time::UnixTime;

/// Everything but the requests, as `state` of the control API tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct DemoOrg {
    /// Settings of the whole org.
    #[serde(rename = "org")]
    pub settings: DemoSettings,
    /// Its apps.
    pub apps: Vec<DemoApp>,
    /// Its users.
    pub users: Vec<DemoUser>,
    /// What goes wrong on purpose.
    pub faults: Vec<DemoFault>,
    /// Who is logged in with what.
    pub logins: Vec<DemoLogin>,
    /// How far its clock is ahead of this computer's.
    pub clock_ahead_secs: i64,
}

impl DemoOrg {
    /// Returns an app.
    #[must_use]
    pub fn app(&self, client_id: &str) -> Option<&DemoApp> {
        self.apps.iter().find(|app| app.client_id == client_id)
    }

    /// Returns the name of an app, or its consumer key when it is gone.
    #[must_use]
    pub fn app_name<'a>(&'a self, client_id: &'a str) -> &'a str {
        self.app(client_id).map_or(client_id, |app| &app.name)
    }
}

/// What an admin of the demo org switches for everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DemoSettings {
    /// 18 characters; cannot be changed.
    #[serde(skip_serializing)]
    pub org_id: String,
    /// Its name.
    pub name: String,
    /// Answers that it is a sandbox.
    pub is_sandbox: bool,
    /// Locked or suspended: nobody gets in.
    pub inactive: bool,
    /// Demands PKCE of every app.
    pub require_pkce: bool,
    /// Refuses the user-agent flow.
    pub block_user_agent: bool,
    /// Refuses the username-password flow.
    pub block_username_password: bool,
    /// Logins that one user may keep with one app.
    pub max_approvals: usize,
    /// Answers an expired token at `singleaccess` with 401 in place of 403.
    pub singleaccess_answers_401: bool,
    /// Shows a missing code challenge as text in place of a redirect.
    pub refusals_as_text: bool,
    /// The token exchange handler that believes the demo provider is enabled.
    pub exchange_handler: bool,
    /// The handler that takes exchanges which name none; empty: there is no default.
    pub exchange_default: String,
    /// Kinds of subject token that the handler takes.
    pub exchange_types: Vec<String>,
    /// The handler may make a user whom the org does not know.
    pub exchange_creates_users: bool,
}

/// Which of Salesforce's two registrations an app has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DemoAppKind {
    /// The older one.
    #[default]
    ConnectedApp,
    /// Its successor.
    ExternalClientApp,
}

/// An app of the demo org.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct DemoApp {
    /// Its name.
    pub name: String,
    /// Connected app or external client app.
    pub kind: DemoAppKind,
    /// Consumer key.
    pub client_id: String,
    /// Consumer secret, if it has one; made up.
    pub client_secret: Option<String>,
    /// Callbacks.
    pub callback_urls: Vec<String>,
    /// All it may ask for, separated by spaces.
    pub scope: String,
    /// Its switches.
    pub policies: DemoPolicies,
}

/// The switches of an app.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DemoPolicies {
    /// Refuses authorize requests without a code challenge.
    pub require_pkce: bool,
    /// Wants the secret when a code is redeemed.
    pub require_secret: bool,
    /// Wants it on refresh too.
    pub require_secret_for_refresh: bool,
    /// Each refresh returns a new refresh token and kills the old.
    pub rotate_refresh_tokens: bool,
    /// `infinite`, `zero`, `specific_lifetime:N:UNIT`, `specific_inactivity:N:UNIT`.
    pub refresh_token_policy: String,
    /// `opaque` or `jwt`.
    pub access_token_format: String,
    /// Lifetime of an access token.
    pub session_timeout_secs: u64,
    /// `all` or `admin_approved`.
    pub permitted_users: String,
    /// Blocked by an admin.
    pub blocked: bool,
    /// Installed in the org.
    pub installed: bool,
    /// Refuses token requests as from a foreign network.
    pub ip_restricted: bool,
    /// Created a moment ago: unknown to every endpoint.
    pub propagating: bool,
    /// Sees every app's tokens at introspection.
    pub introspect_all: bool,
    /// Offers the device flow.
    pub device_flow: bool,
    /// Binds tokens to a key (DPoP).
    pub require_dpop: bool,
    /// Offers the token exchange flow.
    pub token_exchange: bool,
    /// Wants the secret there.
    pub require_secret_for_token_exchange: bool,
}

/// What kind of person a user of the demo org is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DemoRole {
    /// May use everything.
    Admin,
    /// Nothing special.
    #[default]
    Standard,
    /// Deactivated from the start.
    Inactive,
    /// Has a second step at login.
    Mfa,
    /// Belongs to the Experience Cloud site.
    Community,
}

/// A user of the demo org; everything about it is made up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct DemoUser {
    /// Login name.
    pub username: String,
    /// Password.
    pub password: String,
    /// What is appended to the password outside trusted networks.
    pub security_token: String,
    /// What kind of person it is.
    pub role: DemoRole,
    /// Whether it may log in.
    pub active: bool,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
}

/// The live tokens of one user with one app.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct DemoLogin {
    /// Whose.
    pub username: String,
    /// With which app.
    pub client_id: String,
    /// Live access tokens.
    pub access_tokens: u64,
    /// Live refresh tokens.
    pub refresh_tokens: u64,
}

/// One request that the demo org got: names of fields, never their values.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DemoRequest {
    /// Counts from 1.
    pub n: u64,
    /// When, by the org's clock.
    pub at: UnixTime,
    /// `POST`.
    pub method: String,
    /// Without its query.
    pub path: String,
    /// Names of the fields of query and body.
    pub fields: Vec<String>,
    /// The grant, at the token endpoint.
    pub grant_type: Option<String>,
    /// The app that it named.
    pub client_id: Option<String>,
    /// `None`: the connection was closed without an answer.
    pub status: Option<u16>,
    /// How long the answer took; `None`: it is on its way.
    pub ms: Option<u64>,
}

impl DemoRequest {
    /// Returns true when it was refused, failed or got no answer.
    #[must_use]
    pub fn is_trouble(&self) -> bool {
        self.status.is_none_or(|status| status >= 400)
    }
}
