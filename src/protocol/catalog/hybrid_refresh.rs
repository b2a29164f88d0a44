//! Catalog entry of the hybrid refresh flow.

use super::{FlowSpec, refresh};

/// The entry.
pub(super) const SPEC: FlowSpec = FlowSpec {
    name: "hybrid_refresh",
    grant_type: "hybrid_refresh",
    rfc: "Salesforce",
    scenario: "hybrid_refresh",
    ..refresh::SPEC
};
