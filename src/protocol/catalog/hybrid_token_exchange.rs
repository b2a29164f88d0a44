//! Catalog entry of the hybrid token exchange flow.

use super::{FlowSpec, token_exchange};

/// The entry.
pub(super) const SPEC: FlowSpec = FlowSpec {
    name: "hybrid_token_exchange",
    grant_type: "urn:ietf:params:oauth:grant-type:hybrid-token-exchange",
    rfc: "Salesforce; RFC 8693",
    warnings: &["handler-decides", "hybrid-web-sessions"],
    scenario: "hybrid_token_exchange",
    ..token_exchange::SPEC
};
