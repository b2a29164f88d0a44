//! UserInfo: who the token belongs to, in OpenID Connect's words (Core 5.3; `interactive.md` 8.2).

use serde_json::{Map, Value};
use url::Url;

use super::bearer;
use super::identity::said;
use crate::model::identity::Identity;
use crate::model::ids::{OrgId, UserId};
use crate::model::secret::AccessToken;
use crate::protocol::call::call;
use crate::protocol::error::{Channel, FlowError};
use crate::protocol::io::FlowIo;
use crate::protocol::message::Request;

/// Asks UserInfo.
///
/// # Errors
///
/// A dead token is a refusal: `Bad_OAuth_Token` at Salesforce, `invalid_token` elsewhere.
pub async fn fetch(
    io: &mut impl FlowIo,
    endpoint: &Url,
    token: &AccessToken,
) -> Result<Map<String, Value>, FlowError> {
    let request = bearer(Request::get("userinfo", endpoint).idempotent(), token);
    call(io, request).await?.fields(Channel::Identity)
}

/// Reads the answer. Salesforce: `sub` is the identity URL, and `user_id` the id; elsewhere `sub` is the id.
#[must_use]
pub fn read(answer: &Map<String, Value>) -> Identity {
    let text = |name: &str| said(answer, name);
    Identity {
        username: text("preferred_username").or_else(|| text("email")),
        display_name: text("name"),
        email: text("email"),
        user_id: text("user_id")
            .or_else(|| text("sub"))
            .map(|id| UserId::new(&id)),
        organization_id: text("organization_id").map(|id| OrgId::new(&id)),
        user_type: text("user_type"),
        locale: text("locale"),
        timezone: text("zoneinfo"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_differ_from_those_of_the_identity_url() {
        let answer = serde_json::json!({"sub": "https://login.salesforce.com/id/00D/005", "user_id": "0055e000003XYZq",
            "organization_id": "00D5e0000012ABC", "preferred_username": "ada@acme.example", "zoneinfo": "Europe/Berlin"});
        let identity = answer.as_object().map(read).unwrap_or_default();
        assert_eq!(identity.username.as_deref(), Some("ada@acme.example"));
        assert_eq!(
            identity.user_id.map(|id| id.to_string()).as_deref(),
            Some("0055e000003XYZqAAO")
        );
        assert_eq!(identity.timezone.as_deref(), Some("Europe/Berlin"));
    }
}
