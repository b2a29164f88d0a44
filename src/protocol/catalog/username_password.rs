//! Catalog entry of the username-password flow.

use super::{FlowSpec, Need, Purpose, Step};
use crate::model::run::Lane::{Org, ValetKey, You};

/// The entry.
pub(super) const SPEC: FlowSpec = FlowSpec {
    name: "username_password",
    purpose: Purpose::Login,
    grant_type: "password",
    rfc: "RFC 6749 4.3",
    needs: &[Need::ConsumerKey, Need::Secret, Need::Username],
    steps: &[
        Step::seen("discovery", ValetKey, Org).maybe(),
        Step::unseen("type-password", You, ValetKey),
        Step::seen("password", ValetKey, Org),
        Step::seen("identity", ValetKey, Org),
        Step::seen("userinfo", ValetKey, Org).maybe(),
        Step::seen("introspect", ValetKey, Org).maybe(),
        Step::seen("organization", ValetKey, Org).maybe(),
    ],
    warnings: &["password-insecure", "password-retired"],
    scenario: "username_password",
};
