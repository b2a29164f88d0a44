//! PKCE: the code is worth nothing without the verifier that only we know.
//!
//! ```text
//! verifier  = base64url(32 random bytes)         43 characters, kept here
//! challenge = base64url(SHA-256(verifier))       sent with the authorize request
//! ```
//!
//! Specification: RFC 7636, sections 4.1 to 4.5. There is one method, `S256` (R14).
//! Salesforce refuses `~` in a verifier, which the RFC allows; base64url has none.

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::model::secret::Secret;

/// The only `code_challenge_method` there is.
pub const METHOD: &str = "S256";

/// A verifier and its challenge.
pub struct Pkce {
    /// `code_verifier`, sent with the code (RFC 7636 section 4.5).
    pub verifier: Secret,
    /// `code_challenge`, sent with the authorize request (RFC 7636 section 4.3).
    pub challenge: String,
}

impl Pkce {
    /// Makes a pair of 32 bytes that are random and used for nothing else.
    #[must_use]
    pub fn from_random(bytes: [u8; 32]) -> Self {
        let verifier = URL_SAFE_NO_PAD.encode(bytes);
        let challenge = challenge_of(&verifier);
        Self {
            verifier: Secret::new(verifier),
            challenge,
        }
    }
}

/// Computes the challenge of a verifier (RFC 7636 section 4.2).
#[must_use]
pub fn challenge_of(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, verifier.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_vector_of_rfc_7636_appendix_b() {
        let bytes: [u8; 32] = [
            116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212,
            37, 77, 105, 214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121,
        ];
        let pkce = Pkce::from_random(bytes);
        assert_eq!(
            pkce.verifier.expose(),
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
        );
        assert_eq!(
            pkce.challenge,
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]
        #[test]
        fn every_verifier_suits_salesforce(bytes in any::<[u8; 32]>()) {
            let pkce = Pkce::from_random(bytes);
            let verifier = pkce.verifier.expose();
            prop_assert_eq!((verifier.len(), pkce.challenge.len()), (43, 43));
            prop_assert!(verifier.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
        }
    }
}
