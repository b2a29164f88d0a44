//! Catalog entry of the client credentials flow.

use super::{FlowSpec, Need, Purpose, Step};
use crate::model::run::Lane::{Org, ValetKey};

/// The entry.
pub(super) const SPEC: FlowSpec = FlowSpec {
    name: "client_credentials",
    purpose: Purpose::Login,
    grant_type: "client_credentials",
    rfc: "RFC 6749 4.4",
    needs: &[Need::ConsumerKey, Need::Secret, Need::MyDomain],
    steps: &[
        Step::seen("discovery", ValetKey, Org).maybe(),
        Step::seen("client-token", ValetKey, Org),
        Step::seen("jwks", ValetKey, Org).maybe(),
        Step::seen("identity", ValetKey, Org),
        Step::seen("userinfo", ValetKey, Org).maybe(),
        Step::seen("introspect", ValetKey, Org).maybe(),
        Step::seen("organization", ValetKey, Org).maybe(),
    ],
    warnings: &[],
    scenario: "client_credentials",
};
