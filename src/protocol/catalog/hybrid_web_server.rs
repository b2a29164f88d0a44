//! Catalog entry of the hybrid web server flow.

use super::{FlowSpec, Need, Purpose, Step};
use crate::model::run::Lane::{Browser, Org, ValetKey, You};

/// The entry.
pub(super) const SPEC: FlowSpec = FlowSpec {
    name: "hybrid_web_server",
    purpose: Purpose::Login,
    grant_type: "hybrid_auth_code",
    rfc: "Salesforce; RFC 7636",
    needs: &[
        Need::ConsumerKey,
        Need::Callback,
        Need::Browser,
        Need::SecretUnlessWaived,
    ],
    steps: &[
        Step::seen("discovery", ValetKey, Org).maybe(),
        Step::seen("authorize", ValetKey, Browser),
        Step::unseen("login-page", Browser, Org),
        Step::unseen("credentials", You, Browser),
        Step::unseen("allow", You, Browser),
        Step::unseen("code", Org, Browser),
        Step::seen("callback", Browser, ValetKey),
        Step::seen("token", ValetKey, Org),
        Step::seen("jwks", ValetKey, Org).maybe(),
        Step::seen("identity", ValetKey, Org),
        Step::seen("userinfo", ValetKey, Org).maybe(),
        Step::seen("introspect", ValetKey, Org).maybe(),
        Step::seen("organization", ValetKey, Org).maybe(),
    ],
    warnings: &["hybrid-web-sessions"],
    scenario: "hybrid_web_server",
};
