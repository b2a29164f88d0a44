//! ID tokens: verified once, at the moment they arrive (OpenID Connect Core 3.1.3.7, R16).
//!
//! ```text
//! 1. alg is a public-key one      2. iss is who we asked     3. aud is us
//! 4. signed by a published key    5. exp, nbf, iat           6. nonce is ours
//! 7. at_hash is the access token  8. sub is who the answer names
//! ```
//!
//! Salesforce ends them after two minutes: they say who logged in, not until when
//! (`interactive.md` 8.5).

use aws_lc_rs::{constant_time, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::jwks::Jwks;
use super::jwt::{Jwt, JwtFault};
use super::service::identity::ids_in;
use crate::model::secret::{AccessToken, IdToken, Secret};
use crate::model::time::UnixTime;

/// What an ID token must fit.
pub struct Expected<'a> {
    /// Who may have issued it.
    pub issuers: &'a [String],
    /// Our client id.
    pub client_id: &'a str,
    /// The nonce that was sent, if any.
    pub nonce: Option<&'a Secret>,
    /// The access token that came with it.
    pub access_token: &'a AccessToken,
    /// `id` of the token answer, where it has one.
    pub id_url: Option<&'a str>,
    /// Now.
    pub now: UnixTime,
}

/// Verifies an ID token; without keys the TLS connection it came by stands in for the signature (step 6 of the RFC's list).
///
/// # Errors
///
/// The first check that failed.
pub fn verify(
    token: &IdToken,
    keys: Option<&Jwks>,
    expected: &Expected<'_>,
) -> Result<(), JwtFault> {
    let jwt = Jwt::read(token.expose()).ok_or(JwtFault::Shape)?;
    // 1. Before anything else is believed.
    jwt.check_algorithm()?;
    // 2.
    if !expected
        .issuers
        .iter()
        .any(|issuer| same_issuer(issuer, jwt.claim("iss")))
    {
        return Err(JwtFault::Issuer);
    }
    // 3. `azp`, where it stands, is us as well.
    let is_other_party = jwt.claims.contains_key("azp") && jwt.claim("azp") != expected.client_id;
    if !jwt.is_for(expected.client_id) || is_other_party {
        return Err(JwtFault::Audience);
    }
    // 4.
    if let Some(keys) = keys {
        jwt.check_signature(keys)?;
    }
    // 5.
    jwt.check_times(expected.now.as_secs())?;
    // 6.
    if let Some(nonce) = expected.nonce {
        let same = constant_time::verify_slices_are_equal(
            jwt.claim("nonce").as_bytes(),
            nonce.expose().as_bytes(),
        );
        same.map_err(|_| JwtFault::Nonce)?;
    }
    // 7.
    if let Some(hash) = jwt.claims.get("at_hash") {
        check_hash(&jwt, hash, expected.access_token)?;
    }
    // 8. Salesforce: `sub` is the identity URL; its host may differ, its two ids may not.
    let subject = jwt.claim("sub");
    let differs = match (ids_in(subject), expected.id_url.and_then(ids_in)) {
        (Some(own), Some(named)) => own != named,
        _ => subject.is_empty(),
    };
    if differs {
        Err(JwtFault::Subject)
    } else {
        Ok(())
    }
}

/// Letter for letter, but for the trailing slash that site issuers have been seen with.
fn same_issuer(known: &str, sent: &str) -> bool {
    !sent.is_empty() && known.trim_end_matches('/') == sent.trim_end_matches('/')
}

/// The left half of the access token's hash, by the hash of the token's own `alg` (Core 3.1.3.6).
fn check_hash(jwt: &Jwt<'_>, hash: &Value, token: &AccessToken) -> Result<(), JwtFault> {
    let algorithm = match jwt.alg() {
        "RS384" | "PS384" | "ES384" => &digest::SHA384,
        "RS512" | "PS512" | "EdDSA" => &digest::SHA512,
        _ => &digest::SHA256,
    };
    let whole = digest::digest(algorithm, token.expose().as_bytes());
    let half = whole
        .as_ref()
        .get(..whole.as_ref().len() / 2)
        .unwrap_or_default();
    let is_same = hash
        .as_str()
        .is_some_and(|text| text.trim_end_matches('=') == URL_SAFE_NO_PAD.encode(half));
    if is_same {
        Ok(())
    } else {
        Err(JwtFault::AccessTokenHash)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use crate::protocol::jwt::tests::{Signer, signer};
    use serde_json::json;

    fn claims() -> Value {
        json!({"iss": "https://login.salesforce.com", "aud": "3MVG9demo", "exp": 1_770_000_120, "iat": 1_770_000_000,
            "sub": "https://login.salesforce.com/id/00D5e0000012ABCEA2/0055e000003XYZqAAO", "nonce": "n0nce",
            "at_hash": URL_SAFE_NO_PAD.encode(&digest::digest(&digest::SHA256, b"00D!a").as_ref()[..16])})
    }

    fn verdict(signer: &Signer, claims: &Value, at_secs: i64) -> Result<(), JwtFault> {
        let token = IdToken::new(signer.sign("RS256", claims));
        check(&token, signer, at_secs)
    }

    fn check(token: &IdToken, signer: &Signer, at_secs: i64) -> Result<(), JwtFault> {
        let (nonce, access) = (
            Secret::new("n0nce".into()),
            AccessToken::new("00D!a".into()),
        );
        let expected = Expected {
            issuers: &[
                "https://login.salesforce.com".to_owned(),
                "https://acme.my.salesforce.com".to_owned(),
            ],
            client_id: "3MVG9demo",
            nonce: Some(&nonce),
            access_token: &access,
            id_url: Some("https://acme.my.salesforce.com/id/00D5e0000012ABCEA2/0055e000003XYZqAAO"),
            now: UnixTime::from_secs(at_secs),
        };
        verify(token, Some(&signer.keys()), &expected)
    }

    #[test]
    fn a_right_token_is_valid_and_each_wrong_claim_is_named() {
        let signer = signer();
        assert_eq!(verdict(&signer, &claims(), 1_770_000_000), Ok(()));
        for (name, value, fault) in [
            ("iss", json!("https://evil.example"), JwtFault::Issuer),
            ("iss", json!(""), JwtFault::Issuer),
            ("aud", json!("other"), JwtFault::Audience),
            ("aud", json!(["other"]), JwtFault::Audience),
            ("azp", json!("other"), JwtFault::Audience),
            ("exp", json!(1_769_999_940), JwtFault::Expired),
            ("iat", json!(1_770_000_061), JwtFault::NotYetValid),
            ("nonce", json!("other"), JwtFault::Nonce),
            ("nonce", json!(null), JwtFault::Nonce),
            ("at_hash", json!("AAAA"), JwtFault::AccessTokenHash),
            (
                "sub",
                json!("https://login.salesforce.com/id/00D5e0000012ABCEA2/0055e000003XYZrAAO"),
                JwtFault::Subject,
            ),
            ("sub", json!(""), JwtFault::Subject),
        ] {
            let mut wrong = claims();
            wrong[name] = value.clone();
            assert_eq!(
                verdict(&signer, &wrong, 1_770_000_000),
                Err(fault),
                "{name} {value}"
            );
        }
        let mut pair = claims();
        pair["iss"] = json!("https://acme.my.salesforce.com");
        pair["aud"] = json!(["other", "3MVG9demo"]);
        assert_eq!(verdict(&signer, &pair, 1_770_000_000), Ok(()));
        assert_eq!(verdict(&signer, &claims(), 1_770_000_179), Ok(()));
        assert_eq!(
            verdict(&signer, &claims(), 1_770_000_180),
            Err(JwtFault::Expired)
        );
    }

    #[test]
    fn unsigned_altered_and_foreign_tokens_are_refused() {
        let signer = signer();
        let none = format!(
            "{}.{}.",
            URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#),
            URL_SAFE_NO_PAD.encode(claims().to_string())
        );
        assert_eq!(
            check(&IdToken::new(none), &signer, 1_770_000_000),
            Err(JwtFault::Algorithm)
        );
        let token = signer.sign("RS256", &claims());
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let mut other = claims();
        other["name"] = json!("Eve");
        let altered = signer.sign("RS256", &other);
        let swapped = format!("{}.{signature}", altered.rsplit_once('.').unwrap().0);
        assert_eq!(
            check(&IdToken::new(swapped), &signer, 1_770_000_000),
            Err(JwtFault::Signature)
        );
        assert_eq!(
            check(&IdToken::new(format!("{signed}.")), &signer, 1_770_000_000),
            Err(JwtFault::Signature)
        );
        let foreign = IdToken::new(signer.sign_as("RS256", "another-key", &claims()));
        assert_eq!(
            check(&foreign, &signer, 1_770_000_000),
            Err(JwtFault::UnknownKey)
        );
        assert_eq!(
            check(&IdToken::new("x".into()), &signer, 0),
            Err(JwtFault::Shape)
        );
    }
}
