//! Catalog entry of the hybrid app token flow.

use super::{FlowSpec, user_agent};

/// The entry.
pub(super) const SPEC: FlowSpec = FlowSpec {
    name: "hybrid_user_agent",
    grant_type: "hybrid_token",
    rfc: "Salesforce",
    scenario: "hybrid_user_agent",
    ..user_agent::SPEC
};
