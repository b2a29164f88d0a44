//! JWT access tokens of Salesforce: what they say, and whether it is true (`interactive.md` 8.6).
//!
//! Near RFC 9068, with three spellings of their own: `typ` is `JWT` and not
//! `at+jwt`, scopes stand in `scp` and not in `scope`, and `sub` is `uid:<user>`.

use super::jwks::Jwks;
use super::jwt::{Jwt, JwtFault};
use crate::model::scope::Scopes;
use crate::model::secret::AccessToken;
use crate::model::time::UnixTime;

/// What a JWT access token must fit.
pub struct Expected<'a> {
    /// Who may have issued it.
    pub issuers: &'a [String],
    /// Our client id.
    pub client_id: &'a str,
    /// Now.
    pub now: UnixTime,
}

/// What a JWT access token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The user, `005…`; `None` for a guest.
    pub user: Option<String>,
    /// Scopes, from `scp`.
    pub scope: Scopes,
    /// When it ends.
    pub expires_at: UnixTime,
}

/// Verifies a JWT access token.
///
/// # Errors
///
/// The first check that failed.
pub fn verify(
    token: &AccessToken,
    keys: &Jwks,
    expected: &Expected<'_>,
) -> Result<Facts, JwtFault> {
    let jwt = Jwt::read(token.expose()).ok_or(JwtFault::Shape)?;
    jwt.check_algorithm()?;
    let issuer = jwt.claim("iss");
    if !expected.issuers.iter().any(|known| known == issuer) {
        return Err(JwtFault::Issuer);
    }
    // The audience is the org itself; whose app asked stands in `client_id`.
    let is_ours = jwt
        .claims
        .get("client_id")
        .is_none_or(|id| id.as_str() == Some(expected.client_id));
    if !jwt.is_for(issuer) || !is_ours {
        return Err(JwtFault::Audience);
    }
    jwt.check_signature(keys)?;
    jwt.check_times(expected.now.as_secs())?;
    Ok(Facts {
        user: jwt.claim("sub").strip_prefix("uid:").map(str::to_owned),
        scope: Scopes::parse(jwt.claim("scp")),
        expires_at: UnixTime::from_secs(jwt.seconds("exp").unwrap_or_default()),
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use crate::protocol::jwt::tests::signer;
    use serde_json::{Value, json};

    #[test]
    fn the_published_shape_is_valid_and_wrong_claims_are_named() {
        let signer = signer();
        let claims = json!({"iss": "https://acme.my.salesforce.com", "aud": ["https://acme.my.salesforce.com"], "sub": "uid:0055e000003XYZqAAO",
            "client_id": "3MVG9demo", "scp": "api openid", "iat": 1_770_000_000, "nbf": 1_770_000_000, "exp": 1_770_001_800,
            "mty": "oauth", "roles": [], "hsc": false});
        let check = |claims: &Value| {
            let expected = Expected {
                issuers: &["https://acme.my.salesforce.com".to_owned()],
                client_id: "3MVG9demo",
                now: UnixTime::from_secs(1_770_000_000),
            };
            verify(
                &AccessToken::new(signer.sign("RS256", claims)),
                &signer.keys(),
                &expected,
            )
        };
        let facts = check(&claims).unwrap();
        assert_eq!(facts.user.as_deref(), Some("0055e000003XYZqAAO"));
        assert_eq!(
            (facts.scope.to_string(), facts.expires_at.as_secs()),
            ("api openid".to_owned(), 1_770_001_800)
        );
        for (name, value, fault) in [
            ("iss", json!("https://evil.example"), JwtFault::Issuer),
            (
                "aud",
                json!(["https://other.my.salesforce.com"]),
                JwtFault::Audience,
            ),
            ("client_id", json!("other"), JwtFault::Audience),
            ("exp", json!(1), JwtFault::Expired),
            ("nbf", json!(1_770_000_100), JwtFault::NotYetValid),
        ] {
            let mut wrong = claims.clone();
            wrong[name] = value;
            assert_eq!(check(&wrong), Err(fault), "{name}");
        }
        let expected = Expected {
            issuers: &[],
            client_id: "",
            now: UnixTime::from_secs(0),
        };
        assert_eq!(
            verify(
                &AccessToken::new("00D!opaque".into()),
                &signer.keys(),
                &expected
            ),
            Err(JwtFault::Shape)
        );
    }
}
