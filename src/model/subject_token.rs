//! Kinds of subject token: what another provider issued, to be exchanged for tokens of the org (RFC 8693 section 3).

use serde::{Deserialize, Serialize};

/// What a subject token is, as `subject_token_type` says it (`machine-and-admin.md` 4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectType {
    /// An access token, opaque or a JWT.
    AccessToken,
    /// A refresh token.
    RefreshToken,
    /// An ID token.
    IdToken,
    /// A SAML 2.0 assertion, sent in base64url.
    Saml2,
    /// Any other JWT.
    Jwt,
}

impl SubjectType {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 5] = [
        Self::IdToken,
        Self::AccessToken,
        Self::RefreshToken,
        Self::Jwt,
        Self::Saml2,
    ];

    /// Returns the name in files and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AccessToken => "access_token",
            Self::RefreshToken => "refresh_token",
            Self::IdToken => "id_token",
            Self::Saml2 => "saml2",
            Self::Jwt => "jwt",
        }
    }

    /// Returns the name on the wire: the file's behind a fixed beginning, `saml2` and `jwt` included.
    #[must_use]
    pub fn urn(self) -> String {
        format!("urn:ietf:params:oauth:token-type:{}", self.as_str())
    }

    /// Finds a kind by its name in files.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_on_the_wire_are_those_of_the_page() {
        let names: Vec<String> = SubjectType::ALL.into_iter().map(SubjectType::urn).collect();
        assert_eq!(
            names,
            ["id_token", "access_token", "refresh_token", "jwt", "saml2"]
                .map(|name| format!("urn:ietf:params:oauth:token-type:{name}"))
        );
        assert_eq!(SubjectType::find("jwt"), Some(SubjectType::Jwt));
        assert_eq!(SubjectType::find("JWT"), None);
    }
}
