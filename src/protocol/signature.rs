//! The `signature` of a token answer: proof that `id` and `issued_at` were not altered (R39).
//!
//! ```text
//! signature = base64( HMAC-SHA256( key = consumer secret, message = id ‖ issued_at ) )
//! ```
//!
//! Salesforce's own, in no RFC. The access token is not covered, and without the
//! secret nothing can be said: that is [`Verdict::NotCheckable`], not a failure.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::model::secret::ClientSecret;
use crate::model::token::SignatureVerdict as Verdict;

/// Checks a signature in constant time; `issued_at` is the text that was received.
#[must_use]
pub fn check(
    secret: Option<&ClientSecret>,
    id: Option<&str>,
    issued_at: Option<&str>,
    signature: Option<&str>,
) -> Verdict {
    let (Some(secret), Some(id), Some(issued_at), Some(signature)) =
        (secret, id, issued_at, signature)
    else {
        return Verdict::NotCheckable;
    };
    let Ok(tag) = STANDARD.decode(signature) else {
        return Verdict::Invalid;
    };
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose().as_bytes());
    match hmac::verify(&key, format!("{id}{issued_at}").as_bytes(), &tag) {
        Ok(()) => Verdict::Valid,
        Err(_) => Verdict::Invalid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOGIN_ID: &str = "https://login.salesforce.com/id/00D5e0000012ABCEA2/0055e000003XYZqAAO";
    const VECTORS: [[&str; 4]; 3] = [
        [
            "1234567890123456789",
            LOGIN_ID,
            "1770000000000",
            "8xkw1RTkt7NQWyZvtLH58gH4IX6IUU/5uDej6o1mJEQ=",
        ],
        [
            "valet-key-demo-secret",
            "https://demo.my.salesforce.com/id/00D5e0000012ABCEA2/0055e000003XYZqAAO",
            "1770000000000",
            "fBcc5zaG2GuFDd8XR3EJnlsOP3zfawl7fADmxL2UDgs=",
        ],
        [
            "0123456789ABCDEF0123456789ABCDEF",
            "https://login.salesforce.com/id/00DVK0000000001EAA/005VK0000000001IAA",
            "1767225600000",
            "0PNqQPe7bk+9M4ySKQeX9jNIStNvcrrqhEQf9FtdfMc=",
        ],
    ];

    #[test]
    fn the_published_vectors_are_valid() {
        for [secret, id, issued_at, signature] in VECTORS {
            let secret = ClientSecret::new(secret.to_owned());
            assert_eq!(
                check(Some(&secret), Some(id), Some(issued_at), Some(signature)),
                Verdict::Valid
            );
            let late = issued_at.replace('1', "2");
            assert_eq!(
                check(Some(&secret), Some(id), Some(&late), Some(signature)),
                Verdict::Invalid
            );
            assert_eq!(
                check(None, Some(id), Some(issued_at), Some(signature)),
                Verdict::NotCheckable
            );
            assert_eq!(
                check(Some(&secret), Some(id), Some(issued_at), Some("no base64!")),
                Verdict::Invalid
            );
            assert_eq!(
                check(Some(&secret), Some(id), Some(issued_at), None),
                Verdict::NotCheckable
            );
        }
    }
}
