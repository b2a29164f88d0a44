//! Catalog entry of the hybrid refresh flow.

use super::{FlowSpec, Need, Purpose, Step};
use crate::model::run::Lane::{Org, ValetKey};

/// The entry.
pub(super) const SPEC: FlowSpec = FlowSpec {
    name: "hybrid_refresh",
    purpose: Purpose::Upkeep,
    grant_type: "hybrid_refresh",
    rfc: "Salesforce",
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
    scenario: "hybrid_refresh",
};
