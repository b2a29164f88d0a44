//! Catalog entry of the refresh flow.

use super::{FlowSpec, Need, Purpose, Step};
use crate::model::run::Lane::{Org, ValetKey};

/// The entry.
pub(super) const SPEC: FlowSpec = FlowSpec {
    name: "refresh",
    purpose: Purpose::Upkeep,
    grant_type: "refresh_token",
    rfc: "RFC 6749 6",
    needs: &[
        Need::ConsumerKey,
        Need::RefreshToken,
        Need::SecretUnlessWaived,
    ],
    steps: &[
        Step::seen("discovery", ValetKey, Org).maybe(),
        Step::seen("refresh", ValetKey, Org),
        Step::seen("jwks", ValetKey, Org).maybe(),
        Step::seen("introspect", ValetKey, Org).maybe(),
    ],
    warnings: &[],
    scenario: "refresh",
};
