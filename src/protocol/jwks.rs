//! The keys a server publishes (RFC 7517): only to verify, and only public ones.

use jsonwebtoken::DecodingKey;
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk, PublicKeyUse};
use serde_json::Value;

use super::json::{self, JsonProblem};

/// More keys than this are not looked at; Salesforce publishes a few dozen.
const MAX_KEYS: usize = 1_000;

struct Key {
    kid: String,
    alg: Option<String>,
    key: DecodingKey,
}

/// A set of public keys.
#[derive(Default)]
pub struct Jwks {
    keys: Vec<Key>,
}

impl Jwks {
    /// Reads a key set; a key of a kind we do not know is left out, as RFC 7517 section 5 wants.
    ///
    /// # Errors
    ///
    /// The text is not JSON with a list `keys`.
    pub fn read(body: &[u8]) -> Result<Self, JsonProblem> {
        let object = json::read_object(body)?;
        let Some(Value::Array(list)) = object.get("keys") else {
            return Err(JsonProblem::Syntax);
        };
        Ok(Self {
            keys: list.iter().take(MAX_KEYS).filter_map(read_key).collect(),
        })
    }

    /// Returns how many keys can be used.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Returns true when no key can be used.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Returns true when a key has this id: otherwise it may be worth fetching the set again.
    #[must_use]
    pub fn has(&self, kid: &str) -> bool {
        self.keys.iter().any(|key| key.kid == kid)
    }

    /// Returns the keys that may have made a signature; without a `kid`, every key of the algorithm.
    pub(super) fn fitting<'s>(
        &'s self,
        kid: &'s str,
        alg: &'s str,
    ) -> impl Iterator<Item = &'s DecodingKey> {
        self.keys
            .iter()
            .filter(move |key| {
                (kid.is_empty() || key.kid == kid)
                    && key.alg.as_deref().is_none_or(|own| own == alg)
            })
            .map(|key| &key.key)
    }
}

fn read_key(value: &Value) -> Option<Key> {
    let jwk: Jwk = serde_json::from_value(value.clone()).ok()?;
    let is_public = !matches!(jwk.algorithm, AlgorithmParameters::OctetKey(_));
    let may_sign = jwk
        .common
        .public_key_use
        .as_ref()
        .is_none_or(|purpose| *purpose == PublicKeyUse::Signature);
    if !is_public || !may_sign {
        return None;
    }
    let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    Some(Key {
        kid: text("kid").unwrap_or_default(),
        alg: text("alg"),
        key: DecodingKey::from_jwk(&jwk).ok()?,
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;

    #[test]
    fn unknown_encryption_and_symmetric_keys_are_left_out() {
        let keys = Jwks::read(
            br#"{"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"234","n":"AQAB","e":"AQAB"},{"kty":"RSA","use":"enc","kid":"e","n":"AQAB","e":"AQAB"},
            {"kty":"oct","k":"AAAA","kid":"s"},{"kty":"new","kid":"n"},{"kty":"RSA","kid":"broken"},7]}"#,
        )
        .unwrap();
        assert_eq!(keys.len(), 1);
        assert!(keys.has("234") && !keys.has("s"));
        assert_eq!(keys.fitting("234", "RS256").count(), 1);
        assert_eq!(keys.fitting("", "RS256").count(), 1);
        assert_eq!(keys.fitting("234", "PS256").count(), 0);
        assert_eq!(keys.fitting("235", "RS256").count(), 0);
    }

    #[test]
    fn a_giant_set_is_cut_and_other_json_is_refused() {
        let one = r#"{"kty":"RSA","kid":"k","n":"AQAB","e":"AQAB"}"#;
        let many = format!(r#"{{"keys":[{}]}}"#, vec![one; 1_900].join(","));
        assert_eq!(Jwks::read(many.as_bytes()).unwrap().len(), MAX_KEYS);
        assert!(Jwks::read(b"[]").is_err());
        assert!(Jwks::read(b"{}").is_err());
    }
}
