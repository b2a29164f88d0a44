//! Catalog entry of the device flow.

use super::{FlowSpec, Need, Purpose, Step};
use crate::model::run::Lane::{Browser, Org, ValetKey, You};

/// The entry.
pub(super) const SPEC: FlowSpec = FlowSpec {
    name: "device",
    purpose: Purpose::Login,
    grant_type: "device",
    rfc: "RFC 8628",
    needs: &[Need::ConsumerKey],
    steps: &[
        Step::seen("discovery", ValetKey, Org).maybe(),
        Step::seen("device-code", ValetKey, Org),
        Step::unseen("user-code", You, Browser),
        Step::unseen("connect", Browser, Org),
        Step::unseen("allow", You, Browser),
        Step::seen("poll", ValetKey, Org),
        Step::seen("jwks", ValetKey, Org).maybe(),
        Step::seen("identity", ValetKey, Org),
        Step::seen("userinfo", ValetKey, Org).maybe(),
        Step::seen("introspect", ValetKey, Org).maybe(),
        Step::seen("organization", ValetKey, Org).maybe(),
    ],
    warnings: &["device-phishing"],
    scenario: "device",
};
