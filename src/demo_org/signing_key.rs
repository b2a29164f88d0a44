//! The org's RSA key: signs ID tokens and JWT access tokens, published as JWKS.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::KeyPair as _;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use serde_json::{Value, json};

use super::encode::{base64url, to_base64};

/// Why there is no key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyError;

impl fmt::Display for KeyError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("the demo org's signing key could not be made or read")
    }
}

impl std::error::Error for KeyError {}

/// An RSA-2048 key pair; cloning shares it.
#[derive(Clone)]
pub struct SigningKey(Arc<Inner>);

struct Inner {
    pem: String,
    encoding: EncodingKey,
    modulus: String,
    exponent: String,
}

impl SigningKey {
    /// Makes a fresh key; takes a noticeable fraction of a second.
    ///
    /// # Errors
    ///
    /// [`KeyError`] when the system has no randomness.
    pub fn generate() -> Result<Self, KeyError> {
        let pair = KeyPair::generate(KeySize::Rsa2048).map_err(|_| KeyError)?;
        let der: Pkcs8V1Der = pair.as_der().map_err(|_| KeyError)?;
        Self::from_pkcs8(der.as_ref())
    }

    /// Reads the PKCS#8 PEM that [`SigningKey::pem`] returned.
    ///
    /// # Errors
    ///
    /// [`KeyError`] for any other text.
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        let body: String = pem
            .lines()
            .filter(|line| !line.starts_with("-----"))
            .collect();
        let der = super::encode::from_base64(&body).ok_or(KeyError)?;
        Self::from_pkcs8(&der)
    }

    /// Returns the private key as PKCS#8 PEM, for the org that is kept in a folder.
    pub fn pem(&self) -> &str {
        &self.0.pem
    }

    fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        let pair = KeyPair::from_pkcs8(der).map_err(|_| KeyError)?;
        let public = pair.public_key();
        let pem = format!(
            "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
            to_base64(der)
        );
        Ok(Self(Arc::new(Inner {
            encoding: EncodingKey::from_rsa_pem(pem.as_bytes()).map_err(|_| KeyError)?,
            modulus: base64url(public.modulus().big_endian_without_leading_zero()),
            exponent: base64url(public.exponent().big_endian_without_leading_zero()),
            pem,
        })))
    }

    /// Signs claims as a compact RS256 JWT with these header fields beside `alg`.
    pub(crate) fn sign(&self, header: &[(&str, &str)], claims: &Value) -> String {
        let mut head = json!({"alg": "RS256"});
        for (name, value) in header {
            head[*name] = json!(value);
        }
        let input = format!(
            "{}.{}",
            base64url(head.to_string().as_bytes()),
            base64url(claims.to_string().as_bytes())
        );
        // Signing fails only without memory; an empty signature then fails verification, as it should.
        let signature =
            jsonwebtoken::crypto::sign(input.as_bytes(), &self.0.encoding, Algorithm::RS256)
                .unwrap_or_default();
        format!("{input}.{signature}")
    }

    /// Says whether this key made the signature of a text.
    pub(crate) fn has_signed(&self, text: &str, signature: &str) -> bool {
        DecodingKey::from_rsa_components(&self.0.modulus, &self.0.exponent).is_ok_and(|key| {
            jsonwebtoken::crypto::verify(signature, text.as_bytes(), &key, Algorithm::RS256)
                .unwrap_or(false)
        })
    }

    /// Returns the public key as one JWK per key id.
    pub(crate) fn jwks(&self, kids: &[&str]) -> Value {
        let keys: Vec<Value> = kids
            .iter()
            .map(|kid| {
                json!({"kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid,
                       "n": self.0.modulus, "e": self.0.exponent})
            })
            .collect();
        json!({"keys": keys})
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SigningKey(…)")
    }
}
