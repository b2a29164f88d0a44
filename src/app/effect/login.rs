//! Logins: what is different this once, and whom a login must be of.

use std::path::PathBuf;

use crate::model::client::CallbackUrl;
use crate::model::ids::SessionId;
use crate::model::scope::Scopes;
use crate::model::subject_token::SubjectType;

/// What is different in this one login from what the profile says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoginOptions {
    /// Another of the profile's registered callbacks.
    pub callback_url: Option<CallbackUrl>,
    /// Another `login_hint`.
    pub login_hint: Option<String>,
    /// Another `prompt`.
    pub prompt: Option<String>,
    /// Other scopes.
    pub scope: Option<Scopes>,
    /// What the token to be exchanged is.
    pub subject_token_type: Option<SubjectType>,
    /// The handler that takes it.
    pub token_handler: Option<String>,
    /// Seconds until the login is given up; 300 when left out.
    pub timeout_secs: Option<u64>,
    /// Open no browser; a taken port is then a warning.
    pub no_browser: bool,
    /// Which user and org the login must be of.
    pub identity: IdentityRule,
}

/// Whom a login must be of (R22, decision 18).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum IdentityRule {
    /// The org of the sessions that the profile has, if any: *Add login*, and the command line.
    #[default]
    SameOrg,
    /// The user and the org of this session: *Log in again*.
    SameUser(SessionId),
    /// Anybody: the person said so beforehand.
    Anybody,
}

/// Where a subject token is, other than in a person's hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubjectSource {
    /// In a session: its token of this kind, or, left open, its ID token before its access token.
    Session {
        /// Which session.
        session_id: SessionId,
        /// Which of its tokens.
        kind: Option<SubjectType>,
    },
    /// In a file.
    File(PathBuf),
    /// In a file that the person chooses.
    Pick,
}
