//! The ready line: everything a client of this demo org must know.

use serde::Serialize;

use super::super::org::app::{App, AppKind, Policies};
use super::super::org::user::{Role, User};
use super::super::org::{ORG_ID, Org};

/// What `valet-key demo-org --json` prints, field by field (cli-contract.md 6).
#[derive(Debug, Clone, Serialize)]
pub struct Ready {
    /// Plain HTTP address.
    pub base_url: String,
    /// HTTPS address, if one was asked for.
    pub tls_base_url: Option<String>,
    /// Value of the header `Demo-Control`.
    pub control_token: String,
    /// 18 characters.
    pub org_id: String,
    /// Where API calls go: the same address.
    pub instance_url: String,
    /// All apps.
    pub apps: Vec<ReadyApp>,
    /// All users.
    pub users: Vec<ReadyUser>,
}

/// One app of the ready line.
#[derive(Debug, Clone, Serialize)]
pub struct ReadyApp {
    /// Its name.
    pub name: String,
    /// Connected app or external client app.
    pub kind: AppKind,
    /// Consumer key.
    pub client_id: String,
    /// Consumer secret, if it has one.
    pub client_secret: Option<String>,
    /// Callbacks, compared exactly.
    pub callback_urls: Vec<String>,
    /// Scopes, separated by spaces.
    pub scope: String,
    /// Switches.
    pub policies: Policies,
}

/// One user of the ready line.
#[derive(Debug, Clone, Serialize)]
pub struct ReadyUser {
    /// Login name.
    pub username: String,
    /// Password.
    pub password: String,
    /// Security token.
    pub security_token: String,
    /// What kind of person it is.
    pub role: Role,
    /// Whether it may log in.
    pub active: bool,
}

impl Ready {
    pub(super) fn new(org: &Org, port: u16, tls_port: Option<u16>) -> Self {
        let base_url = format!("http://localhost:{port}");
        Self {
            instance_url: base_url.clone(),
            base_url,
            tls_base_url: tls_port.map(|port| format!("https://localhost:{port}")),
            control_token: org.control_token().to_owned(),
            org_id: ORG_ID.to_owned(),
            apps: org.apps().iter().map(ReadyApp::from).collect(),
            users: org.users().iter().map(ReadyUser::from).collect(),
        }
    }
}

impl From<&App> for ReadyApp {
    fn from(app: &App) -> Self {
        Self {
            name: app.name.clone(),
            kind: app.kind,
            client_id: app.client_id.clone(),
            client_secret: app.client_secret.clone(),
            callback_urls: app.callback_urls.clone(),
            scope: app.scope.clone(),
            policies: app.policies.clone(),
        }
    }
}

impl From<&User> for ReadyUser {
    fn from(user: &User) -> Self {
        Self {
            username: user.username.clone(),
            password: user.password.clone(),
            security_token: user.security_token.clone(),
            role: user.role,
            active: user.active,
        }
    }
}
