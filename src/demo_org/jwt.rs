//! JWTs that clients send: assertions of the JWT bearer flow and of `private_key_jwt`.

use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::Value;

use super::encode::from_base64url;
use super::signing_key::SigningKey;

/// Furthest a clock may be off.
const SKEW_SECS: u64 = 180;

/// A compact JWS taken apart; nothing in it is trusted before [`Assertion::is_signed_by`].
pub(crate) struct Assertion {
    signed: String,
    signature: String,
    algorithm: String,
    claims: Value,
}

/// Says whether a text is a certificate, or public key, that can verify RS256.
pub(crate) fn is_certificate(pem: &str) -> bool {
    DecodingKey::from_rsa_pem(pem.as_bytes()).is_ok()
}

impl Assertion {
    pub(crate) fn parse(compact: &str) -> Option<Self> {
        let (signed, signature) = compact.trim().rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let header: Value = serde_json::from_slice(&from_base64url(header)?).ok()?;
        let claims: Value = serde_json::from_slice(&from_base64url(claims)?).ok()?;
        Some(Self {
            signed: signed.to_owned(),
            signature: signature.to_owned(),
            algorithm: header.get("alg")?.as_str()?.to_owned(),
            claims,
        })
    }

    pub(crate) fn claim(&self, name: &str) -> Option<&str> {
        self.claims.get(name)?.as_str()
    }

    /// Says whether the org's own key signed it.
    pub(crate) fn is_signed_with(&self, key: &SigningKey) -> bool {
        self.algorithm == "RS256" && key.has_signed(&self.signed, &self.signature)
    }

    /// Says whether the app's certificate signed it; RS256 only.
    pub(crate) fn is_signed_by(&self, certificate_pem: &str) -> bool {
        let Ok(key) = DecodingKey::from_rsa_pem(certificate_pem.as_bytes()) else {
            return false;
        };
        self.algorithm == "RS256"
            && jsonwebtoken::crypto::verify(
                &self.signature,
                self.signed.as_bytes(),
                &key,
                Algorithm::RS256,
            )
            .unwrap_or(false)
    }

    /// Returns `exp`: a number, or a string of digits as some clients send it.
    ///
    /// sf sends milliseconds where seconds belong; read as seconds that lies far ahead, and is accepted.
    pub(crate) fn expires_at_secs(&self) -> Option<u64> {
        match self.claims.get("exp")? {
            Value::Number(number) => number
                .as_u64()
                .or_else(|| number.as_f64().map(|it| it as u64)),
            Value::String(digits) => digits.parse().ok(),
            _ => None,
        }
    }

    pub(crate) fn is_expired(&self, now_secs: u64) -> bool {
        self.expires_at_secs()
            .is_none_or(|at| at + SKEW_SECS < now_secs)
    }

    /// Says whether one of the audiences is meant; a trailing slash does not matter.
    pub(crate) fn is_for(&self, audiences: &[String]) -> bool {
        let meant = |value: &Value| {
            value.as_str().is_some_and(|text| {
                let text = text.trim_end_matches('/');
                audiences
                    .iter()
                    .any(|known| known.trim_end_matches('/') == text)
            })
        };
        match self.claims.get("aud") {
            Some(Value::Array(all)) => all.iter().any(meant),
            Some(one) => meant(one),
            None => false,
        }
    }
}
