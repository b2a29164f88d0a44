//! Subject tokens of the demo provider, for the token exchange flow: another identity provider that everybody can ask.

use serde::Deserialize;
use serde_json::{Value, json};

use super::super::answer::rfc3339;
use super::super::call::Call;
use super::super::grant::{KIDS, token_exchange};
use super::super::org::Org;

/// What the token shall say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wish {
    /// Whom it is about; the org need not know them.
    username: String,
    /// Until when, from now; negative: it is over.
    #[serde(default = "five_minutes")]
    lifetime_secs: i64,
    /// Who says that they issued it; left out: the demo provider.
    #[serde(default)]
    issuer: Option<String>,
}

fn five_minutes() -> i64 {
    300
}

/// Signs the token with the org's key.
pub(super) fn make(org: &Org, call: &Call, wish: &Wish) -> Result<Value, String> {
    if wish.username.is_empty() {
        return Err("username is empty".to_owned());
    }
    let now = call.now_secs();
    let until = now.saturating_add_signed(wish.lifetime_secs);
    let provider = token_exchange::provider(call);
    let claims = json!({
        "iss": wish.issuer.as_ref().unwrap_or(&provider),
        "sub": wish.username,
        "aud": "demo-provider-client",
        "iat": now.min(until),
        "exp": until,
    });
    let token = org.key.sign(&[("kid", KIDS[0]), ("typ", "JWT")], &claims);
    Ok(json!({
        "subject_token": token,
        "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
        "expires_at": rfc3339(until.saturating_mul(1000)),
    }))
}
