//! Catalog entry of native single sign-on.

use super::{FlowSpec, Need, Purpose, Step};
use crate::model::run::Lane::{Browser, Org, ValetKey, You};

/// The entry.
pub(super) const SPEC: FlowSpec = FlowSpec {
    name: "native_sso",
    purpose: Purpose::Login,
    grant_type: "authorization_code",
    rfc: "Salesforce; RFC 7636",
    needs: &[
        Need::ConsumerKey,
        Need::Callback,
        Need::Provider,
        Need::MyDomainOrSite,
        Need::Browser,
        Need::SecretUnlessWaived,
    ],
    steps: &[
        Step::seen("discovery", ValetKey, Org).maybe(),
        Step::seen("authorize", ValetKey, Browser),
        Step::unseen("provider", Org, Browser),
        Step::unseen("provider-login", You, Browser),
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
    warnings: &[],
    scenario: "native_sso",
};
