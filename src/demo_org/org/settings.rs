//! Settings of the whole org.

use serde::{Deserialize, Serialize};

/// The token exchange handler that believes tokens of this org and of its demo provider.
pub(crate) const ACCEPTING: &str = "AcceptDemoJwt";
/// The one that refuses every token.
pub(crate) const REJECTING: &str = "RejectAll";
/// Kinds of subject token that the handlers can be made to take; there is nothing here that judges SAML.
const TYPES: [&str; 4] = ["access_token", "refresh_token", "id_token", "jwt"];

/// What an admin switches for everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct OrgSettings {
    pub(crate) name: String,
    pub(crate) is_sandbox: bool,
    /// Locked, closed or suspended: nobody gets in.
    pub(crate) inactive: bool,
    /// Demands PKCE of every app; refused after the login, since the org is not known before.
    pub(crate) require_pkce: bool,
    pub(crate) block_user_agent: bool,
    pub(crate) block_username_password: bool,
    /// Logins that one user may keep per app; one more ends the one unused longest.
    pub(crate) max_approvals: usize,
    /// Answers an expired token at singleaccess with 401 in place of 403.
    pub(crate) singleaccess_answers_401: bool,
    /// Shows a missing code challenge as text on the authorize address in place of a redirect.
    pub(crate) refusals_as_text: bool,
    /// The token exchange handler that believes the demo provider is enabled.
    pub(crate) exchange_handler: bool,
    /// The handler that takes exchanges which name none; empty: there is no default.
    pub(crate) exchange_default: String,
    /// Kinds of subject token that the handler takes, by the last word of their URN.
    pub(crate) exchange_types: Vec<String>,
    /// The handler may make a user whom the org does not know.
    pub(crate) exchange_creates_users: bool,
}

impl Default for OrgSettings {
    fn default() -> Self {
        Self {
            name: "Valet Key Demo".to_owned(),
            is_sandbox: false,
            inactive: false,
            require_pkce: false,
            block_user_agent: false,
            block_username_password: false,
            max_approvals: 5,
            singleaccess_answers_401: false,
            refusals_as_text: false,
            exchange_handler: true,
            exchange_default: ACCEPTING.to_owned(),
            exchange_types: TYPES.map(str::to_owned).to_vec(),
            exchange_creates_users: false,
        }
    }
}

/// A change of settings: what is absent stays.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct OrgPatch {
    name: Option<String>,
    is_sandbox: Option<bool>,
    inactive: Option<bool>,
    require_pkce: Option<bool>,
    block_user_agent: Option<bool>,
    block_username_password: Option<bool>,
    max_approvals: Option<usize>,
    singleaccess_answers_401: Option<bool>,
    refusals_as_text: Option<bool>,
    exchange_handler: Option<bool>,
    exchange_default: Option<String>,
    exchange_types: Option<Vec<String>>,
    exchange_creates_users: Option<bool>,
}

impl OrgPatch {
    /// Says what is wrong with the change, if anything.
    pub(crate) fn problem(&self) -> Option<&'static str> {
        if self.max_approvals == Some(0) {
            return Some("max_approvals is at least 1");
        }
        let is_handler = |name: &String| matches!(name.as_str(), "" | ACCEPTING | REJECTING);
        if !self.exchange_default.as_ref().is_none_or(is_handler) {
            return Some("exchange_default is AcceptDemoJwt, RejectAll or empty");
        }
        let are_known = |types: &Vec<String>| types.iter().all(|it| TYPES.contains(&it.as_str()));
        if !self.exchange_types.as_ref().is_none_or(are_known) {
            return Some("exchange_types are access_token, refresh_token, id_token and jwt");
        }
        None
    }

    pub(crate) fn apply(self, to: &mut OrgSettings) {
        set(&mut to.name, self.name);
        set(&mut to.is_sandbox, self.is_sandbox);
        set(&mut to.inactive, self.inactive);
        set(&mut to.require_pkce, self.require_pkce);
        set(&mut to.block_user_agent, self.block_user_agent);
        set(
            &mut to.block_username_password,
            self.block_username_password,
        );
        set(&mut to.max_approvals, self.max_approvals);
        set(
            &mut to.singleaccess_answers_401,
            self.singleaccess_answers_401,
        );
        set(&mut to.refusals_as_text, self.refusals_as_text);
        set(&mut to.exchange_handler, self.exchange_handler);
        set(&mut to.exchange_default, self.exchange_default);
        set(&mut to.exchange_types, self.exchange_types);
        set(&mut to.exchange_creates_users, self.exchange_creates_users);
    }
}

pub(crate) fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}
