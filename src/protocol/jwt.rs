//! A JSON Web Token taken apart: for display, and as the first step of every check.
//!
//! ```text
//! base64url(header) . base64url(claims) . base64url(signature)
//!  └──────── what is signed ─────────┘
//! ```
//!
//! Specification: RFC 7519 section 3, RFC 7515 section 7.1. Taking apart proves nothing;
//! what does is a public-key algorithm, a published key, and times that fit (R16).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::Algorithm;
use serde_json::{Map, Value};

use super::json;
use super::jwks::Jwks;

/// Why a JWT is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JwtFault {
    /// Not three base64url parts with JSON in the first two.
    Shape,
    /// `alg` is `none`, symmetric, or unknown (RFC 8725 section 3.1).
    Algorithm,
    /// No published key has this `kid`, or fits.
    UnknownKey,
    /// The signature does not match.
    Signature,
    /// `iss` is not who we asked.
    Issuer,
    /// `aud` does not name us.
    Audience,
    /// `exp` is past, or missing.
    Expired,
    /// `nbf` or `iat` lies ahead.
    NotYetValid,
    /// `nonce` is not the one we sent.
    Nonce,
    /// `at_hash` does not belong to the access token.
    AccessTokenHash,
    /// `sub` is missing, or not who the rest of the answer names.
    Subject,
}

impl JwtFault {
    /// Returns the code under which the fault is explained.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Shape => "jwt_shape",
            Self::Algorithm => "jwt_algorithm",
            Self::UnknownKey => "jwt_unknown_key",
            Self::Signature => "jwt_signature",
            Self::Issuer => "jwt_issuer",
            Self::Audience => "jwt_audience",
            Self::Expired => "jwt_expired",
            Self::NotYetValid => "jwt_not_yet_valid",
            Self::Nonce => "jwt_nonce",
            Self::AccessTokenHash => "jwt_at_hash",
            Self::Subject => "jwt_subject",
        }
    }
}

/// Public-key algorithms only: with a symmetric one, whoever knows a public key could sign.
const ALLOWED: [(&str, Algorithm); 9] = [
    ("RS256", Algorithm::RS256),
    ("RS384", Algorithm::RS384),
    ("RS512", Algorithm::RS512),
    ("PS256", Algorithm::PS256),
    ("PS384", Algorithm::PS384),
    ("PS512", Algorithm::PS512),
    ("ES256", Algorithm::ES256),
    ("ES384", Algorithm::ES384),
    ("EdDSA", Algorithm::EdDSA),
];

/// Clocks may differ by this much, in seconds.
pub const LEEWAY_SECS: i64 = 60;

/// The three parts of a token; nothing is verified.
#[derive(Clone)]
pub struct Jwt<'a> {
    /// The JOSE header.
    pub header: Map<String, Value>,
    /// The claims, in their order.
    pub claims: Map<String, Value>,
    signed: &'a str,
    signature: &'a str,
}

impl<'a> Jwt<'a> {
    /// Takes a compact JWT apart; `None` when it is none.
    #[must_use]
    pub fn read(text: &'a str) -> Option<Self> {
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        if claims.contains('.') || !is_base64url(signature) {
            return None;
        }
        Some(Self {
            header: part(header)?,
            claims: part(claims)?,
            signed,
            signature,
        })
    }

    /// Returns `alg` of the header.
    #[must_use]
    pub fn alg(&self) -> &str {
        text(&self.header, "alg")
    }

    /// Returns `kid` of the header, or an empty text.
    #[must_use]
    pub fn kid(&self) -> &str {
        text(&self.header, "kid")
    }

    /// Returns a claim that is a text, or an empty one.
    #[must_use]
    pub fn claim(&self, name: &str) -> &str {
        text(&self.claims, name)
    }

    /// Returns a claim that is a time in seconds; fractions are cut.
    #[must_use]
    pub fn seconds(&self, name: &str) -> Option<i64> {
        seconds(self.claims.get(name)?)
    }

    /// Returns true when `aud` is this text, or a list that holds it (RFC 7519 section 4.1.3).
    #[must_use]
    pub fn is_for(&self, audience: &str) -> bool {
        match self.claims.get("aud") {
            Some(Value::String(one)) => one == audience,
            Some(Value::Array(many)) => many.iter().any(|one| one.as_str() == Some(audience)),
            _ => false,
        }
    }

    /// Checks that `alg` is a public-key algorithm we know; `none` is not one.
    ///
    /// # Errors
    ///
    /// [`JwtFault::Algorithm`].
    pub fn check_algorithm(&self) -> Result<Algorithm, JwtFault> {
        let found = ALLOWED.iter().find(|(name, _)| *name == self.alg());
        found
            .map(|(_, algorithm)| *algorithm)
            .ok_or(JwtFault::Algorithm)
    }

    /// Checks the signature with the key that the header names.
    ///
    /// # Errors
    ///
    /// [`JwtFault::Algorithm`], [`JwtFault::UnknownKey`] or [`JwtFault::Signature`].
    pub fn check_signature(&self, keys: &Jwks) -> Result<(), JwtFault> {
        let algorithm = self.check_algorithm()?;
        let mut fitting = keys.fitting(self.kid(), self.alg()).peekable();
        if fitting.peek().is_none() {
            return Err(JwtFault::UnknownKey);
        }
        let is_signed_by = |key| {
            jsonwebtoken::crypto::verify(self.signature, self.signed.as_bytes(), key, algorithm)
                .unwrap_or(false)
        };
        if fitting.any(is_signed_by) {
            Ok(())
        } else {
            Err(JwtFault::Signature)
        }
    }

    /// Checks `exp`, and `nbf` and `iat` where they are, against the time in seconds.
    ///
    /// # Errors
    ///
    /// [`JwtFault::Expired`] or [`JwtFault::NotYetValid`].
    pub fn check_times(&self, now_secs: i64) -> Result<(), JwtFault> {
        if self
            .seconds("exp")
            .is_none_or(|exp| exp.saturating_add(LEEWAY_SECS) <= now_secs)
        {
            return Err(JwtFault::Expired);
        }
        let ahead = |name| {
            self.seconds(name)
                .is_some_and(|time| time > now_secs.saturating_add(LEEWAY_SECS))
        };
        if ahead("nbf") || ahead("iat") {
            Err(JwtFault::NotYetValid)
        } else {
            Ok(())
        }
    }
}

/// Returns true when the text has the shape of a compact JWT: worth taking apart.
#[must_use]
pub fn looks_like_jwt(text: &str) -> bool {
    text.starts_with("eyJ") && text.matches('.').count() == 2
}

fn part(text: &str) -> Option<Map<String, Value>> {
    json::read_object(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

fn is_base64url(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

fn text<'m>(map: &'m Map<String, Value>, name: &str) -> &'m str {
    map.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn seconds(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number
            .as_i64()
            .or_else(|| number.as_f64().filter(|n| n.abs() < 9e15).map(|n| n as i64)),
        _ => None,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use proptest::prelude::*;

    /// RFC 7515 appendix A.2: RS256.
    pub(crate) const RFC_7515_A2: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
    /// Its private key, as RFC 8017 appendix A.1.2 writes one.
    pub(crate) const RFC_7515_A2_PRIVATE_KEY: &str = "MIIEowIBAAKCAQEAofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQIDAQABAoIBABKucaRpzQorw35SbEUAVx8dYXUdZOlJcHtiWQ-dC6V8ljxAHj_PLyzTveyI5QO_xkObCyjIL303l2cfUhPu2MFaJdjVzqACXuOrLot_eSFvxjvqVidTtAZExqFRJ9mylUVAoLvhowVWmC1On95fZCXxTUtxNEG1Xcc7m0rtzJKs45J-N_V9DP1edYH6USyPSWGp6wuA-KgHRnKKVf9GRx80JQY7nVNkL17eHoTWEwga-lwi0FEoW9Y7lDtWXYmKBWhUE-U8PGxlJf8f40493HDw1WRQ_aSLoS4QTp3rn7gYgeHEvfJdkkf0UMhlknlo53M09EFPdadQ4TlUbjqKc50CgYEA4BzEEOtIpmVdVEZNCqS7baC4crd0pqnRH_5IB3jw3bcxGn6QLvnEtfdUdiYrqBdss1l58BQ3KhooKeQTa9AB0Hw_Py5PJdTJNPY8cQn7ouZ2KKDcmnPGBY5t7yLc1QlQ5xHdwW1VhvKn-nXqhJTBgIPgtldC-KDV5z-y2XDwGUcCgYEAuQPEfgmVtjL0Uyyx88GZFF1fOunH3-7cepKmtH4pxhtCoHqpWmT8YAmZxaewHgHAjLYsp1ZSe7zFYHj7C6ul7TjeLQeZD_YwD66t62wDmpe_HlB-TnBA-njbglfIsRLtXlnDzQkv5dTltRJ11BKBBypeeF6689rjcJIDEz9RWdcCgYAHAp9XcCSrn8wVkMVkKdb7DOX4IKjzdahm-ctDAJN4O_y7OW5FKebvUjdAIt2GuoTZ71iTG-7F0F-lP88jtjP4U4qe7VHoewl4MKOfXZKTe-YCS1XbNvfgwJ3Ltyl1OH9hWvu2yza7q-d5PCsDzqtm27kxuvULVeya-TEdAB1ijQKBgQCH_3r6YrVH_uCWGy6bzV1nGNOdjKc9tmkfOJmN54dxdixdpozCQ6U4OxZrsj3FcOhHBsqAHvX2uuYjagqvo3cOj1TRqNocX40omfCCMx3bD1yPPf_6TI2XECva_ggqEY2mYzmIiA5LVVmc5nrybr-lssFKneeyxN2Wq93S0iJMdQKBgCGHewxzoa1r8ZMD0LETNrToK423K377UCYqXfg5XMclbrjPbEC3YI1ZNqMtuhdBJqUnBi6tjKMF-34Xf0CUN8ncuXGO2CAYvO8PdyCixHX52ybaDjy1FtCE6yUXjoKNXKvUm7MWGsAYH6f4IegOetN5NvmUMFStCSkh7ixZLkN1";
    const RFC_7515_A2_KEYS: &str = r#"{"keys":[{"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"}]}"#;

    /// A key pair for tests, made anew in each.
    pub(crate) struct Signer {
        key: jsonwebtoken::EncodingKey,
        pem: String,
        jwk: Value,
    }

    /// Makes a signer whose key id is `test-key`.
    pub(crate) fn signer() -> Signer {
        use aws_lc_rs::encoding::AsDer as _;
        use aws_lc_rs::rsa::KeySize;
        use aws_lc_rs::signature::RsaKeyPair;
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
        let der: aws_lc_rs::encoding::Pkcs8V1Der<'_> = pair.as_der().unwrap();
        let text = base64::engine::general_purpose::STANDARD.encode(der.as_ref());
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n");
        let key = jsonwebtoken::EncodingKey::from_rsa_pem(pem.as_bytes()).unwrap();
        let mut jwk = jsonwebtoken::jwk::Jwk::from_encoding_key(&key, Algorithm::RS256).unwrap();
        jwk.common.key_id = Some("test-key".to_owned());
        Signer {
            key,
            pem,
            jwk: serde_json::to_value(jwk).unwrap(),
        }
    }

    impl Signer {
        /// Returns the private side, as an app keeps it.
        pub(crate) fn private_key(&self) -> crate::model::secret::PrivateKey {
            crate::model::secret::PrivateKey::new(self.pem.clone())
        }

        /// Returns the public side as a certificate has it: without a key id.
        pub(crate) fn keys_without_id(&self) -> Jwks {
            let mut jwk = self.jwk.clone();
            jwk.as_object_mut().unwrap().remove("kid");
            Jwks::read(serde_json::json!({ "keys": [jwk] }).to_string().as_bytes()).unwrap()
        }

        /// Returns the public side as it is published.
        pub(crate) fn published(&self) -> String {
            serde_json::json!({ "keys": [self.jwk] }).to_string()
        }

        /// Returns the public side.
        pub(crate) fn keys(&self) -> Jwks {
            Jwks::read(
                serde_json::json!({ "keys": [self.jwk] })
                    .to_string()
                    .as_bytes(),
            )
            .unwrap()
        }

        /// Signs claims under the right key id.
        pub(crate) fn sign(&self, alg: &str, claims: &Value) -> String {
            self.sign_as(alg, "test-key", claims)
        }

        /// Signs claims under any key id.
        pub(crate) fn sign_as(&self, alg: &str, kid: &str, claims: &Value) -> String {
            let header = serde_json::json!({ "alg": alg, "typ": "JWT", "kid": kid }).to_string();
            let signed = format!(
                "{}.{}",
                URL_SAFE_NO_PAD.encode(header),
                URL_SAFE_NO_PAD.encode(claims.to_string())
            );
            let algorithm = alg.parse().unwrap();
            let signature =
                jsonwebtoken::crypto::sign(signed.as_bytes(), &self.key, algorithm).unwrap();
            format!("{signed}.{signature}")
        }
    }

    #[test]
    fn the_vector_of_rfc_7515_a_2_verifies_and_one_bit_less_does_not() {
        let keys = Jwks::read(RFC_7515_A2_KEYS.as_bytes()).unwrap();
        let jwt = Jwt::read(RFC_7515_A2).unwrap();
        assert_eq!(jwt.claim("iss"), "joe");
        assert_eq!(jwt.seconds("exp"), Some(1_300_819_380));
        assert_eq!(jwt.check_signature(&keys), Ok(()));
        let other = RFC_7515_A2.replace("cC4hiUPo", "cC4hiUPp");
        assert_eq!(
            Jwt::read(&other).unwrap().check_signature(&keys),
            Err(JwtFault::Signature)
        );
    }

    #[test]
    fn none_and_symmetric_algorithms_are_refused_whatever_the_keys() {
        let keys = Jwks::read(RFC_7515_A2_KEYS.as_bytes()).unwrap();
        for alg in ["none", "None", "HS256", "HS512", ""] {
            let header = URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"{alg}"}}"#));
            let text = format!("{header}.e30.");
            assert_eq!(
                Jwt::read(&text).unwrap().check_signature(&keys),
                Err(JwtFault::Algorithm),
                "{alg}"
            );
        }
    }

    #[test]
    fn times_have_a_minute_of_leeway() {
        let at = |claims: &str| {
            let text = format!("e30.{}.", URL_SAFE_NO_PAD.encode(claims));
            Jwt::read(&text).unwrap().check_times(1_000)
        };
        assert_eq!(at(r#"{"exp":941}"#), Ok(()));
        assert_eq!(at(r#"{"exp":940}"#), Err(JwtFault::Expired));
        assert_eq!(at("{}"), Err(JwtFault::Expired));
        assert_eq!(at(r#"{"exp":"2000"}"#), Err(JwtFault::Expired));
        assert_eq!(at(r#"{"exp":2000.5,"nbf":1060}"#), Ok(()));
        assert_eq!(at(r#"{"exp":2000,"nbf":1061}"#), Err(JwtFault::NotYetValid));
    }

    #[test]
    fn audiences_are_one_or_many() {
        let is_for = |claims: &str| {
            let text = format!("e30.{}.", URL_SAFE_NO_PAD.encode(claims));
            Jwt::read(&text).unwrap().is_for("key")
        };
        assert!(is_for(r#"{"aud":"key"}"#) && is_for(r#"{"aud":["x","key"]}"#));
        assert!(!is_for(r#"{"aud":"keys"}"#) && !is_for("{}") && !is_for(r#"{"aud":{"key":1}}"#));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]
        #[test]
        fn no_text_makes_it_panic(text in "[ -~]{0,80}") {
            let _ = Jwt::read(&text);
        }
    }
}
