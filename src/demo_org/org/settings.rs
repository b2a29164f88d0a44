//! Settings of the whole org.

use serde::{Deserialize, Serialize};

/// What an admin switches for everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OrgSettings {
    pub(crate) name: String,
    pub(crate) is_sandbox: bool,
    /// Locked, closed or suspended: nobody gets in.
    #[serde(default)]
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
}

impl OrgPatch {
    /// Says what is wrong with the change, if anything.
    pub(crate) fn problem(&self) -> Option<&'static str> {
        if self.max_approvals == Some(0) {
            return Some("max_approvals is at least 1");
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
    }
}

pub(crate) fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}
