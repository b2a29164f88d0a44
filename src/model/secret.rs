//! Secrets: types that cannot be printed, compared by accident or written down.
//!
//! Each is wiped when dropped. The one way to the text is `expose`, and
//! `tests/laws.rs` counts its calls.

use std::fmt;

use aws_lc_rs::digest;
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

/// The first 12 hex digits of SHA-256 of a long random token, so that people can compare without seeing.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(transparent)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// Computes the fingerprint of a text. Never use it for anything a person typed: a short text can be guessed from it.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let hash = digest::digest(&digest::SHA256, text.as_bytes());
        Self(super::ids::hex(hash.as_ref().get(..6).unwrap_or_default()))
    }

    /// Returns the 12 hex digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! secret {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(SecretString);

        impl $name {
            /// Takes the text; the caller's copy is the caller's to wipe.
            #[must_use]
            pub fn new(text: String) -> Self {
                Self(SecretString::from(text))
            }

            /// Returns the text. Every call is on the reviewed list of `tests/laws.rs`.
            #[must_use]
            pub fn expose(&self) -> &str {
                self.0.expose_secret()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(hidden)"))
            }
        }
    };
}

secret!(
    /// An access token (RFC 6749 1.4); in Salesforce also a session id.
    AccessToken
);
secret!(
    /// A refresh token (RFC 6749 1.5).
    RefreshToken
);
secret!(
    /// An ID token (OpenID Connect Core 2): a JWT about the user.
    IdToken
);
secret!(
    /// A token of another identity provider, sent once to be exchanged and never kept (RFC 8693 section 2.1).
    SubjectToken
);
secret!(
    /// The consumer secret, `client_secret` (RFC 6749 2.3.1).
    ClientSecret
);
secret!(
    /// The private key of an app, RSA, as PKCS#8 in PEM (RFC 7468 section 10).
    PrivateKey
);
secret!(
    /// Any other secret on its way: code, verifier, state, assertion, one-time code, passphrase.
    Secret
);

impl AccessToken {
    /// Returns the fingerprint that stands for this token on screen and in files.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self.expose())
    }
}

impl RefreshToken {
    /// Returns the fingerprint that stands for this token on screen and in files.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self.expose())
    }
}

/// Room of a draft, in bytes: a text that outgrew its buffer would leave a copy behind.
const ROOM: usize = 4096;

/// What a person is typing into a secret field: wiped on drop, no `Clone`, no `Debug` of the text.
#[derive(Default)]
pub struct SecretDraft {
    text: Zeroizing<String>,
}

impl SecretDraft {
    /// Makes an empty draft with room, so that typing does not leave copies behind in freed memory.
    #[must_use]
    pub fn new() -> Self {
        Self {
            text: Zeroizing::new(String::with_capacity(ROOM)),
        }
    }

    /// Takes a text that was read elsewhere, from standard input for example.
    #[must_use]
    pub fn from_text(text: Zeroizing<String>) -> Self {
        Self { text }
    }

    /// Returns the buffer for the one widget that edits it; an empty one gets its room first.
    pub fn buffer(&mut self) -> &mut String {
        if self.text.is_empty() {
            self.text.reserve(ROOM);
        }
        &mut self.text
    }

    /// Returns true when nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Returns how many characters were typed, for rules about length.
    #[must_use]
    pub fn chars(&self) -> usize {
        self.text.chars().count()
    }

    /// Makes a second draft of the same text, for whoever shows what the first was sent for; both are wiped.
    #[must_use]
    pub fn again(&self) -> Self {
        Self {
            text: self.text.clone(),
        }
    }

    /// Ends the draft and makes it a secret; the buffer is wiped.
    #[must_use]
    pub fn finish(self) -> Secret {
        Secret::new(String::clone(&self.text))
    }
}

impl fmt::Debug for SecretDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretDraft(hidden)")
    }
}

/// A secret made visible on a person's wish: made by the engine, held and dropped by one widget only.
pub struct Revealed(Zeroizing<String>);

impl Revealed {
    /// Takes the text that shall be seen.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// Returns the text for painting.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Revealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Revealed(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_prints_its_text() {
        let token = AccessToken::new("00Dcanary!x".into());
        let mut draft = SecretDraft::new();
        draft.buffer().push_str("canary");
        let shown = format!("{token:?} {draft:?} {:?}", Revealed::new("canary".into()));
        assert!(!shown.contains("canary"), "{shown}");
    }

    #[test]
    fn a_fingerprint_is_twelve_digits_of_sha_256() {
        assert_eq!(Fingerprint::of("abc").as_str(), "ba7816bf8f01");
    }
}
