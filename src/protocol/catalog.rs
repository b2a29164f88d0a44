//! The catalog: one entry per flow, from which menus, forms, the sequence diagram, the tour and the laws are made.
//!
//! A new flow is one file below `catalog/` and one line in [`FLOWS`]; its texts
//! are in the message catalogue under the keys that its entry returns.

mod client_credentials;
mod device;
mod hybrid_refresh;
mod hybrid_token_exchange;
mod hybrid_user_agent;
mod hybrid_web_server;
mod jwt_bearer;
mod native_sso;
mod refresh;
mod token_exchange;
mod user_agent;
mod username_password;
mod web_server;

use crate::model::run::Lane;

/// Every flow that exists, in the order of menus and of the tour.
pub const FLOWS: &[FlowSpec] = &[
    web_server::SPEC,
    device::SPEC,
    client_credentials::SPEC,
    native_sso::SPEC,
    user_agent::SPEC,
    username_password::SPEC,
    hybrid_web_server::SPEC,
    hybrid_user_agent::SPEC,
    jwt_bearer::SPEC,
    token_exchange::SPEC,
    hybrid_token_exchange::SPEC,
    refresh::SPEC,
    hybrid_refresh::SPEC,
];

/// What a flow is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// It makes a session: a profile may name it.
    Login,
    /// It works on a session that is there.
    Upkeep,
}

/// What a profile must have for a flow to begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Need {
    /// The consumer key.
    ConsumerKey,
    /// A callback URL.
    Callback,
    /// A browser on this machine, or on another from which the address is pasted.
    Browser,
    /// The consumer secret.
    Secret,
    /// A private key whose certificate the org has.
    PrivateKey,
    /// The user to log in.
    Username,
    /// A login host of the org's own.
    MyDomain,
    /// A login host of the org's own, or a site.
    MyDomainOrSite,
    /// The name of an identity provider.
    Provider,
    /// The consumer secret, unless the app waives it.
    SecretUnlessWaived,
    /// A token of another identity provider.
    SubjectToken,
    /// A refresh token.
    RefreshToken,
}

impl Need {
    /// Returns the words key.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::ConsumerKey => "flow-need-consumer-key",
            Self::Callback => "flow-need-callback",
            Self::Browser => "flow-need-browser",
            Self::Secret => "flow-need-secret",
            Self::PrivateKey => "flow-need-private-key",
            Self::Username => "flow-need-username",
            Self::MyDomain => "flow-need-my-domain",
            Self::MyDomainOrSite => "flow-need-my-domain-or-site",
            Self::Provider => "flow-need-provider",
            Self::SecretUnlessWaived => "flow-need-secret-unless-waived",
            Self::SubjectToken => "flow-need-subject-token",
            Self::RefreshToken => "flow-need-refresh-token",
        }
    }
}

/// Whether a step of the diagram passes through this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sight {
    /// It does: an exchange of the run belongs to it.
    Seen,
    /// It happens between the person, the browser and the org: drawn dashed.
    Unseen,
}

/// One arrow of the sequence diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Its name; an exchange of the run belongs to the step whose [`Step::key`] it carries.
    pub name: &'static str,
    /// From which lane.
    pub from: Lane,
    /// To which lane.
    pub to: Lane,
    /// Do we see it?
    pub sight: Sight,
    /// It may be left out: the profile, the scopes or the app decide.
    pub may_be_left_out: bool,
}

impl Step {
    /// An arrow that we see, always there.
    const fn seen(name: &'static str, from: Lane, to: Lane) -> Self {
        Self {
            name,
            from,
            to,
            sight: Sight::Seen,
            may_be_left_out: false,
        }
    }

    /// An arrow between others.
    const fn unseen(name: &'static str, from: Lane, to: Lane) -> Self {
        Self {
            name,
            from,
            to,
            sight: Sight::Unseen,
            may_be_left_out: false,
        }
    }

    /// The same arrow, where it may be left out.
    const fn maybe(self) -> Self {
        Self {
            may_be_left_out: true,
            ..self
        }
    }

    /// Returns the words key, which is also what an exchange's `step` holds.
    #[must_use]
    pub fn key(&self) -> String {
        format!("flow-step-{}", self.name)
    }
}

/// Everything known about one flow before it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlowSpec {
    /// Name in files and JSON: `web_server`.
    pub name: &'static str,
    /// What it is for.
    pub purpose: Purpose,
    /// `grant_type` on the wire.
    pub grant_type: &'static str,
    /// Specification: RFC and section.
    pub rfc: &'static str,
    /// What it needs.
    pub needs: &'static [Need],
    /// Its sequence diagram.
    pub steps: &'static [Step],
    /// Names of its warnings; [`FlowSpec::warning_keys`] makes keys of them.
    pub warnings: &'static [&'static str],
    /// Name of the scenario in which the demo org plays it.
    pub scenario: &'static str,
}

impl FlowSpec {
    /// Returns the words key of the name: `flow-web-server`.
    #[must_use]
    pub fn key(&self) -> String {
        format!("flow-{}", self.name.replace('_', "-"))
    }

    /// Returns the words key of what it does and when it is right.
    #[must_use]
    pub fn about_key(&self) -> String {
        format!("{}-about", self.key())
    }

    /// Returns true for a flow that is there to test old apps with, and not for new work.
    #[must_use]
    pub fn is_insecure(&self) -> bool {
        self.warnings.iter().any(|name| name.ends_with("-insecure"))
    }

    /// Returns the words keys of its warnings.
    pub fn warning_keys(&self) -> impl Iterator<Item = String> {
        self.warnings
            .iter()
            .map(|name| format!("flow-warning-{name}"))
    }
}

/// Finds a flow by its name in files.
#[must_use]
pub fn find(name: &str) -> Option<&'static FlowSpec> {
    FLOWS.iter().find(|flow| flow.name == name)
}

/// Returns true when the flow is not for new work.
#[must_use]
pub fn is_insecure(name: &str) -> bool {
    find(name).is_some_and(FlowSpec::is_insecure)
}

/// Returns true when a profile may name this flow.
#[must_use]
pub fn is_login_flow(name: &str) -> bool {
    find(name).is_some_and(|flow| flow.purpose == Purpose::Login)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::words;

    #[test]
    fn names_are_unique_and_every_text_is_there() {
        let mut names: Vec<&str> = FLOWS.iter().map(|flow| flow.name).collect();
        names.dedup();
        assert_eq!(names.len(), FLOWS.len());
        for flow in FLOWS {
            let steps = flow.steps.iter().map(Step::key);
            let needs = flow.needs.iter().map(|need| need.key().to_owned());
            let keys = steps
                .chain(needs)
                .chain(flow.warning_keys())
                .chain([flow.key(), flow.about_key()]);
            for key in keys {
                assert!(words::find(&key).is_some(), "{key} is not in the catalogue");
            }
        }
    }

    #[test]
    fn a_profile_cannot_name_upkeep() {
        assert!(is_login_flow("web_server"));
        assert!(!is_login_flow("refresh") && !is_login_flow("Web server") && !is_login_flow(""));
    }

    #[test]
    fn the_form_asks_for_a_callback_where_the_flow_has_one() {
        for flow in FLOWS.iter().filter(|flow| flow.purpose == Purpose::Login) {
            let name = crate::model::profile::FlowName(flow.name.to_owned());
            let needs = flow.needs.contains(&Need::Callback);
            assert_eq!(name.has_callback(), needs, "{}", flow.name);
        }
    }

    #[test]
    fn every_step_goes_from_one_lane_to_another() {
        for step in FLOWS.iter().flat_map(|flow| flow.steps) {
            assert_ne!(step.from, step.to, "{}", step.name);
        }
    }
}
