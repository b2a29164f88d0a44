//! Tokens: the set one answer brought (secret), and the facts about it (not secret).

use serde::{Deserialize, Serialize};

use super::scope::Scopes;
use super::secret::{AccessToken, IdToken, RefreshToken};
use super::time::UnixTime;
use super::web_session::WebSecret;

/// What an access token looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenFormat {
    /// A reference that only the org can read; in Salesforce a session id.
    Opaque,
    /// A JSON Web Token.
    Jwt,
}

impl TokenFormat {
    /// Tells the two apart by shape: a JWT has two dots and starts with `eyJ`.
    #[must_use]
    pub fn of(token: &AccessToken) -> Self {
        let text = token.expose();
        if text.starts_with("eyJ") && text.matches('.').count() == 2 {
            Self::Jwt
        } else {
            Self::Opaque
        }
    }
}

/// Where a known expiry comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExpirySource {
    /// The org's answer about the token (RFC 7662).
    Introspection,
    /// The token's own `exp`.
    Jwt,
    /// `expires_in` of the token answer.
    ExpiresIn,
}

/// A known expiry and who said so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expiry {
    /// When the access token ends.
    pub at: UnixTime,
    /// Who said so.
    pub source: ExpirySource,
}

/// The verdict on the `signature` of a token answer (`interactive.md` 2.6).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignatureVerdict {
    /// `id` and `issued_at` are what the org signed.
    Valid,
    /// They are not.
    Invalid,
    /// No secret is kept, or the answer had no signature.
    #[default]
    NotCheckable,
}

/// The verdict on the ID token at the moment it arrived.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdTokenVerdict {
    /// Signature, issuer, audience, time, nonce and `at_hash` are right.
    Valid,
    /// One of them is not.
    Invalid,
    /// The answer had none.
    #[default]
    None,
}

/// Everything one token answer brought; holds secrets, never reaches the window.
#[derive(Debug, Clone)]
pub struct TokenSet {
    /// The access token.
    pub access_token: AccessToken,
    /// The refresh token, where the answer had one.
    pub refresh_token: Option<RefreshToken>,
    /// The ID token, where the answer had one.
    pub id_token: Option<IdToken>,
    /// `token_type` as sent, or `Bearer` when it was left out.
    pub token_type: String,
    /// Scopes that were granted; `None` when the answer does not say.
    pub scope: Option<Scopes>,
    /// Base address of API calls, without a trailing slash.
    pub instance_url: Option<String>,
    /// The identity URL, letter for letter.
    pub id_url: Option<String>,
    /// When the org issued it; `None` when the answer does not say.
    pub issued_at: Option<UnixTime>,
    /// The server's clock when it answered; `None` when it does not say.
    pub answered_at: Option<UnixTime>,
    /// Expiry, where the answer or the token itself says it.
    pub expiry: Option<Expiry>,
    /// `signature` checked.
    pub signature: SignatureVerdict,
    /// ID token checked.
    pub id_token_verdict: IdTokenVerdict,
    /// Site address, for a login through an Experience Cloud site.
    pub community_url: Option<String>,
    /// The web sessions of a hybrid flow.
    pub web: Vec<WebSecret>,
}
