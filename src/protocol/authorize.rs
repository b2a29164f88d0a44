//! The authorize request: what the browser is sent with (`interactive.md` 2.1, RFC 6749 section 4.1.1).

use url::Url;

use super::message::Request;
use super::pkce::{self, Pkce};
use crate::model::client::CallbackUrl;
use crate::model::profile::Profile;
use crate::model::secret::Secret;

/// What one authorize request carries beside the profile's own settings.
pub struct Ask<'a> {
    /// `response_type`: `code`.
    pub response_type: &'static str,
    /// The callback chosen for this login.
    pub callback: &'a CallbackUrl,
    /// `state` (RFC 6749 section 10.12), always sent.
    pub state: &'a Secret,
    /// `nonce` (OpenID Connect Core 3.1.2.1), where an ID token is asked for.
    pub nonce: Option<&'a Secret>,
    /// PKCE, unless the profile switched it off.
    pub pkce: Option<&'a Pkce>,
}

/// Makes 32 random bytes the value of `state` or `nonce`: 64 hex digits.
#[must_use]
pub fn unguessable(bytes: [u8; 32]) -> Secret {
    Secret::new(crate::model::ids::hex(&bytes))
}

/// Builds the request; its full address is what the browser opens. The consumer secret never rides here.
#[must_use]
pub fn request(endpoint: &Url, profile: &Profile, ask: &Ask<'_>) -> Request {
    let mut request = Request::get("authorize", endpoint)
        .field("response_type", ask.response_type)
        .field("client_id", profile.client_id.as_str())
        .field("redirect_uri", ask.callback.as_str())
        // Left out, the org grants every scope the app has (decision 23).
        .field_unless_empty("scope", &profile.scope.to_string())
        .secret("state", ask.state.expose());
    if let Some(pkce) = ask.pkce {
        request = request
            .field("code_challenge", pkce.challenge.as_str())
            // Salesforce does without; other servers would take the challenge for `plain`.
            .field("code_challenge_method", pkce::METHOD);
    }
    if let Some(nonce) = ask.nonce {
        request = request.secret("nonce", nonce.expose());
    }
    let immediate = if profile.immediate { "true" } else { "" };
    request
        .field_unless_empty("prompt", &profile.prompt)
        .field_unless_empty("login_hint", &profile.login_hint)
        .field_unless_empty("display", &profile.display)
        // Salesforce: no page at all, or `immediate_unsuccessful`.
        .field_unless_empty("immediate", immediate)
        // Salesforce: straight to an identity provider, on My Domain and sites.
        .field_unless_empty("sso_provider", &profile.sso_provider)
}
