//! Catalog entry of the token exchange flow.

use super::{FlowSpec, Need, Purpose, Step};
use crate::model::run::Lane::{Org, ValetKey, You};

/// The entry.
pub(super) const SPEC: FlowSpec = FlowSpec {
    name: "token_exchange",
    purpose: Purpose::Login,
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    rfc: "RFC 8693",
    needs: &[
        Need::ConsumerKey,
        Need::SecretUnlessWaived,
        Need::SubjectToken,
    ],
    steps: &[
        Step::seen("discovery", ValetKey, Org).maybe(),
        Step::unseen("give-subject", You, ValetKey),
        Step::seen("exchange", ValetKey, Org),
        Step::seen("jwks", ValetKey, Org).maybe(),
        Step::seen("identity", ValetKey, Org),
        Step::seen("userinfo", ValetKey, Org).maybe(),
        Step::seen("introspect", ValetKey, Org).maybe(),
        Step::seen("organization", ValetKey, Org).maybe(),
    ],
    warnings: &["handler-decides"],
    scenario: "token_exchange",
};
