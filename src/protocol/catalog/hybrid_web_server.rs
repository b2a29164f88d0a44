//! Catalog entry of the hybrid web server flow.

use super::{FlowSpec, web_server};

/// The entry.
pub(super) const SPEC: FlowSpec = FlowSpec {
    name: "hybrid_web_server",
    grant_type: "hybrid_auth_code",
    rfc: "Salesforce; RFC 7636",
    warnings: &["hybrid-web-sessions"],
    scenario: "hybrid_web_server",
    ..web_server::SPEC
};
