//! The registered app: consumer key, how it authenticates, where the org calls back.

use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// The consumer key, `client_id` (RFC 6749 2.2).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClientId(pub String);

impl ClientId {
    /// Returns the key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How the app is registered in Setup.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientKind {
    /// The older registration.
    #[default]
    ConnectedApp,
    /// Its successor.
    ExternalClientApp,
}

impl ClientKind {
    /// Returns the name in files and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ConnectedApp => "connected_app",
            Self::ExternalClientApp => "external_client_app",
        }
    }
}

/// How the app proves itself at the token endpoint (RFC 6749 2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientAuth {
    /// Key and secret in the body.
    ClientSecretPost,
    /// Key and secret in an `Authorization` header.
    ClientSecretBasic,
    /// A signed assertion (RFC 7523 2.2).
    PrivateKeyJwt,
    /// The key alone.
    None,
}

impl ClientAuth {
    /// Returns the name in files and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ClientSecretPost => "client_secret_post",
            Self::ClientSecretBasic => "client_secret_basic",
            Self::PrivateKeyJwt => "private_key_jwt",
            Self::None => "none",
        }
    }
}

/// Why a text is not a callback URL we can use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallbackProblem {
    /// Not an absolute URL.
    NotAUrl,
    /// `http` to a host that is not loopback: Setup refuses it too.
    HttpNotLoopback,
    /// A fragment, a user name, or a control character.
    Forbidden,
    /// A loopback callback without a port, or with port 0.
    NoPort,
    /// Longer than the 2,000 characters that Setup keeps.
    TooLong,
}

/// A callback URL, `redirect_uri` (RFC 6749 3.1.2), kept letter for letter: the org compares it so.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CallbackUrl(String);

/// How a callback comes back to us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallbackWay {
    /// To a listener on this machine.
    Loopback {
        /// `localhost`, `127.0.0.1` or `[::1]`, as written.
        host: LoopbackName,
        /// The port, never 0.
        port: u16,
        /// The path, byte for byte.
        path: String,
    },
    /// Somewhere we cannot listen: the person pastes the address.
    Paste,
}

/// The loopback host a callback names; it decides what is bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LoopbackName {
    /// `localhost`: both families.
    Localhost,
    /// `127.0.0.1`.
    V4,
    /// `[::1]`.
    V6,
}

impl LoopbackName {
    /// Returns the host as it stands in an address.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Localhost => "localhost",
            Self::V4 => "127.0.0.1",
            Self::V6 => "[::1]",
        }
    }
}

impl CallbackUrl {
    /// Checks a typed callback URL and keeps it as it is.
    ///
    /// # Errors
    ///
    /// Which rule of Setup, or of ours, it breaks.
    pub fn parse(text: &str) -> Result<Self, CallbackProblem> {
        if text.len() > 2000 {
            return Err(CallbackProblem::TooLong);
        }
        if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(CallbackProblem::Forbidden);
        }
        let url = Url::parse(text).map_err(|_| CallbackProblem::NotAUrl)?;
        // `localhost:1717/…` reads as a scheme of its own; it was meant as an address.
        if url.scheme() == "localhost" {
            return Err(CallbackProblem::NotAUrl);
        }
        if url.fragment().is_some() || !url.username().is_empty() || url.password().is_some() {
            return Err(CallbackProblem::Forbidden);
        }
        if url.scheme() == "http" {
            let Some(_) = loopback_name(&url) else {
                return Err(CallbackProblem::HttpNotLoopback);
            };
            // Salesforce compares ports exactly, and port 80 needs rights we do not have.
            if url.port().is_none_or(|port| port == 0) {
                return Err(CallbackProblem::NoPort);
            }
        }
        Ok(Self(text.to_owned()))
    }

    /// Returns the URL as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Says how this callback comes back.
    #[must_use]
    pub fn way(&self) -> CallbackWay {
        let Ok(url) = Url::parse(&self.0) else {
            return CallbackWay::Paste;
        };
        match (url.scheme(), loopback_name(&url), url.port()) {
            ("http", Some(host), Some(port)) => CallbackWay::Loopback {
                host,
                port,
                path: url.path().to_owned(),
            },
            _ => CallbackWay::Paste,
        }
    }
}

impl std::fmt::Display for CallbackUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

fn loopback_name(url: &Url) -> Option<LoopbackName> {
    match url.host()? {
        Host::Domain("localhost") => Some(LoopbackName::Localhost),
        Host::Ipv4(address) if address == std::net::Ipv4Addr::LOCALHOST => Some(LoopbackName::V4),
        Host::Ipv6(address) if address == std::net::Ipv6Addr::LOCALHOST => Some(LoopbackName::V6),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_salesforce_cli_callback_is_loopback() {
        let callback = CallbackUrl::parse("http://localhost:1717/OauthRedirect").ok();
        let way = callback.map(|url| url.way());
        assert_eq!(
            way,
            Some(CallbackWay::Loopback {
                host: LoopbackName::Localhost,
                port: 1717,
                path: "/OauthRedirect".into()
            })
        );
    }

    #[test]
    fn other_hosts_need_https_and_are_pasted() {
        assert_eq!(
            CallbackUrl::parse("http://app.example/cb"),
            Err(CallbackProblem::HttpNotLoopback)
        );
        assert_eq!(
            CallbackUrl::parse("http://localhost/cb"),
            Err(CallbackProblem::NoPort)
        );
        assert_eq!(
            CallbackUrl::parse("http://localhost:0/cb"),
            Err(CallbackProblem::NoPort)
        );
        assert_eq!(
            CallbackUrl::parse("localhost:1717/cb"),
            Err(CallbackProblem::NotAUrl)
        );
        for pasted in [
            "https://localhost:8443/cb",
            "myapp://cb",
            "https://app.example/cb?x=1",
        ] {
            assert_eq!(
                CallbackUrl::parse(pasted).map(|url| url.way()),
                Ok(CallbackWay::Paste),
                "{pasted}"
            );
        }
    }
}
