//! Catalog entry of the JWT bearer flow.

use super::{FlowSpec, Need, Purpose, Step};
use crate::model::run::Lane::{Org, ValetKey};

/// The entry.
pub(super) const SPEC: FlowSpec = FlowSpec {
    name: "jwt_bearer",
    purpose: Purpose::Login,
    grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
    rfc: "RFC 7523 2.1",
    needs: &[Need::ConsumerKey, Need::PrivateKey, Need::Username],
    steps: &[
        Step::seen("discovery", ValetKey, Org).maybe(),
        Step::seen("assertion-token", ValetKey, Org),
        Step::seen("jwks", ValetKey, Org).maybe(),
        Step::seen("identity", ValetKey, Org),
        Step::seen("userinfo", ValetKey, Org).maybe(),
        Step::seen("introspect", ValetKey, Org).maybe(),
        Step::seen("organization", ValetKey, Org).maybe(),
    ],
    warnings: &[],
    scenario: "jwt_bearer",
};
