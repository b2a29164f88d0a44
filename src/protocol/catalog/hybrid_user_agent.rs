//! Catalog entry of the hybrid app token flow.

use super::{FlowSpec, Need, Purpose, Step};
use crate::model::run::Lane::{Browser, Org, ValetKey, You};

/// The entry.
pub(super) const SPEC: FlowSpec = FlowSpec {
    name: "hybrid_user_agent",
    purpose: Purpose::Login,
    grant_type: "hybrid_token",
    rfc: "Salesforce",
    needs: &[Need::ConsumerKey, Need::Callback, Need::Browser],
    steps: &[
        Step::seen("discovery", ValetKey, Org).maybe(),
        Step::seen("authorize", ValetKey, Browser),
        Step::unseen("login-page", Browser, Org),
        Step::unseen("credentials", You, Browser),
        Step::unseen("allow", You, Browser),
        Step::unseen("fragment", Org, Browser),
        Step::seen("relay", Browser, ValetKey),
        Step::seen("jwks", ValetKey, Org).maybe(),
        Step::seen("identity", ValetKey, Org),
        Step::seen("userinfo", ValetKey, Org).maybe(),
        Step::seen("introspect", ValetKey, Org).maybe(),
        Step::seen("organization", ValetKey, Org).maybe(),
    ],
    warnings: &["user-agent-insecure", "user-agent-no-refresh"],
    scenario: "hybrid_user_agent",
};
