//! Web sessions: what the hybrid flows bring beside the tokens, for pages shown inside an app (`interactive.md` 5).

use serde::{Deserialize, Serialize};

use super::secret::Secret;

/// A secret of the hybrid flows, by what it opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WebSecretKind {
    /// The session of Lightning pages.
    Lightning,
    /// The session of Visualforce pages.
    Visualforce,
    /// The session of files and other content.
    Content,
    /// The session of the org's own pages, where the access token is a JWT and cannot be one.
    Parent,
    /// The value that a page must repeat when it changes something.
    Csrf,
    /// The cookie that binds a session to its client.
    Client,
}

impl WebSecretKind {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 6] = [
        Self::Lightning,
        Self::Visualforce,
        Self::Content,
        Self::Parent,
        Self::Csrf,
        Self::Client,
    ];

    /// Returns the name in files, JSON and words keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lightning => "lightning",
            Self::Visualforce => "visualforce",
            Self::Content => "content",
            Self::Parent => "parent",
            Self::Csrf => "csrf",
            Self::Client => "client",
        }
    }

    /// Returns the field of the token answer that holds it.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Self::Lightning => "lightning_sid",
            Self::Visualforce => "visualforce_sid",
            Self::Content => "content_sid",
            Self::Parent => "parent_sid",
            Self::Csrf => "csrf_token",
            Self::Client => "cookie-sid_Client",
        }
    }

    /// Returns the field that names the host it is for, where it has one.
    #[must_use]
    pub fn domain_field(self) -> Option<&'static str> {
        match self {
            Self::Lightning => Some("lightning_domain"),
            Self::Visualforce => Some("visualforce_domain"),
            Self::Content => Some("content_domain"),
            Self::Parent | Self::Csrf | Self::Client => None,
        }
    }
}

/// What is known of one of them; holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebSession {
    /// Which.
    pub kind: WebSecretKind,
    /// The host it is for, by the org's word: nothing of ours is ever sent there.
    #[serde(default)]
    pub domain: Option<String>,
}

/// One of them, with its secret.
#[derive(Debug, Clone)]
pub struct WebSecret {
    /// What is known of it.
    pub session: WebSession,
    /// The session id, or the other value.
    pub secret: Secret,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_name_a_field_and_words() {
        for kind in WebSecretKind::ALL {
            let json = serde_json::to_value(kind).unwrap_or_default();
            assert_eq!(json, kind.as_str());
            for part in ["", "-opens"] {
                let key = format!("window-web-{}{part}", kind.as_str());
                assert!(crate::model::words::find(&key).is_some(), "{key}");
            }
        }
        let mut fields: Vec<&str> = WebSecretKind::ALL.map(WebSecretKind::field).into();
        fields.sort_unstable();
        fields.dedup();
        assert_eq!(fields.len(), WebSecretKind::ALL.len());
    }
}
