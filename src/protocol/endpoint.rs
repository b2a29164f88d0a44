//! Where to speak: the endpoints of a login host, from discovery, or by hand.
//!
//! ```text
//! https://acme.my.salesforce.com            + /services/oauth2/token
//! https://acme.my.site.com/customers        + /services/oauth2/token     the site prefix stays in front
//! ```
//!
//! Paths: `interactive.md` 0.4. Discovery: OpenID Connect Discovery 1.0, RFC 8414.

use serde_json::{Map, Value};
use url::Url;

use super::error::FlowError;
use super::io::IssuerRule;
use super::trust;
use crate::model::host::{LoginHost, origin_of};
use crate::model::profile;

/// The endpoints of one server, and what it promises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Who it says it is; what `iss` is compared with.
    pub issuer: Option<String>,
    /// It promises `iss` in callbacks (RFC 9207 section 3).
    pub sends_issuer: bool,
    /// It speaks Salesforce's dialect; otherwise the RFCs' letter.
    pub is_salesforce: bool,
    /// Authorization endpoint.
    pub authorize: Option<Url>,
    /// Token endpoint.
    pub token: Option<Url>,
    /// Revocation endpoint.
    pub revoke: Option<Url>,
    /// Introspection endpoint.
    pub introspect: Option<Url>,
    /// UserInfo endpoint.
    pub userinfo: Option<Url>,
    /// Key set.
    pub jwks: Option<Url>,
    /// Device authorization endpoint; Salesforce's is its token endpoint.
    pub device: Option<Url>,
    /// Registration endpoint.
    pub register: Option<Url>,
    /// The page that ends a browser's login (OpenID Connect RP-Initiated Logout 1.0 section 2.1).
    pub end_session: Option<Url>,
}

impl Server {
    /// Returns the endpoints of a Salesforce login host, a site prefix included.
    #[must_use]
    pub fn of_host(host: &LoginHost) -> Self {
        let oauth = |name: &str| below(host, &format!("/services/oauth2/{name}"));
        Self {
            issuer: Some(host.as_str().to_owned()),
            sends_issuer: false,
            is_salesforce: true,
            authorize: oauth("authorize"),
            token: oauth("token"),
            revoke: oauth("revoke"),
            introspect: oauth("introspect"),
            userinfo: oauth("userinfo"),
            jwks: below(host, "/id/keys"),
            // Salesforce: the token endpoint plays the device endpoint (`interactive.md` 6.1).
            device: oauth("token"),
            register: oauth("register"),
            end_session: below(host, "/services/auth/idp/oidc/logout"),
        }
    }

    /// Reads a discovery document that was fetched for `issuer`.
    ///
    /// # Errors
    ///
    /// The document names another issuer (R15), or an endpoint elsewhere (R29).
    pub fn of_discovery(issuer: &str, document: &Map<String, Value>) -> Result<Self, FlowError> {
        let text = |name: &str| document.get(name).and_then(Value::as_str);
        // OpenID Connect Discovery 1.0 section 4.3: equal, letter for letter.
        if text("issuer") != Some(issuer) {
            let value = text("issuer").unwrap_or_default().to_owned();
            return Err(FlowError::Unverified {
                code: "discovery_issuer",
                field: "issuer",
                value,
            });
        }
        let endpoint = |name: &'static str| match text(name) {
            None | Some("") => Ok(None),
            Some(address) => trust::same_origin(issuer, address, name).map(Some),
        };
        Ok(Self {
            issuer: Some(issuer.to_owned()),
            sends_issuer: document.get("authorization_response_iss_parameter_supported")
                == Some(&Value::Bool(true)),
            is_salesforce: false,
            authorize: endpoint("authorization_endpoint")?,
            token: endpoint("token_endpoint")?,
            revoke: endpoint("revocation_endpoint")?,
            introspect: endpoint("introspection_endpoint")?,
            userinfo: endpoint("userinfo_endpoint")?,
            jwks: endpoint("jwks_uri")?,
            device: endpoint("device_authorization_endpoint")?,
            register: endpoint("registration_endpoint")?,
            // A page elsewhere is not opened; nothing else of the server is the worse for it.
            end_session: endpoint("end_session_endpoint").unwrap_or_default(),
        })
    }

    /// Returns a server of which only what a person typed is known.
    #[must_use]
    pub fn by_hand(issuer: Option<&str>, typed: &profile::Endpoints) -> Self {
        let nothing = Self {
            issuer: issuer.map(str::to_owned),
            sends_issuer: false,
            is_salesforce: false,
            authorize: None,
            token: None,
            revoke: None,
            introspect: None,
            userinfo: None,
            jwks: None,
            device: None,
            register: None,
            end_session: None,
        };
        nothing.corrected(typed)
    }

    /// Puts typed endpoints in place of found ones: naming a host in the profile is confirming it.
    #[must_use]
    pub fn corrected(mut self, typed: &profile::Endpoints) -> Self {
        let slots = [
            &mut self.authorize,
            &mut self.token,
            &mut self.revoke,
            &mut self.introspect,
            &mut self.userinfo,
            &mut self.jwks,
            &mut self.device,
            &mut self.register,
        ];
        for (slot, (_, address)) in slots.into_iter().zip(typed.named()) {
            if let Some(url) = address.and_then(|address| Url::parse(address).ok()) {
                *slot = Some(url);
            }
        }
        self
    }

    /// Returns an endpoint, or says which one this needs.
    ///
    /// # Errors
    ///
    /// The server has none, and the profile names none.
    pub fn need<'u>(
        &self,
        endpoint: &'u Option<Url>,
        field: &'static str,
    ) -> Result<&'u Url, FlowError> {
        endpoint.as_ref().ok_or(FlowError::Lacking {
            code: "endpoint_missing",
            field,
        })
    }

    /// Returns what a callback's `iss` must be (R15).
    #[must_use]
    pub fn issuer_rule(&self) -> IssuerRule {
        match &self.issuer {
            Some(issuer) if self.sends_issuer => IssuerRule::Required(issuer.clone()),
            Some(issuer) => IssuerRule::IfPresent(issuer.clone()),
            None => IssuerRule::Unknown,
        }
    }

    /// Returns the origins of all endpoints: where this profile's secrets may go.
    #[must_use]
    pub fn origins(&self) -> Vec<String> {
        let all = [
            &self.authorize,
            &self.token,
            &self.revoke,
            &self.introspect,
            &self.userinfo,
            &self.jwks,
            &self.device,
            &self.register,
        ];
        let mut origins: Vec<String> = all
            .into_iter()
            .flatten()
            .filter_map(|url| origin_of(url.as_str()))
            .collect();
        origins.sort();
        origins.dedup();
        origins
    }
}

/// Returns an address below a login host, its site prefix kept.
#[must_use]
pub fn below(host: &LoginHost, path: &str) -> Option<Url> {
    Url::parse(&format!("{}{path}", host.as_str())).ok()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;

    fn document(text: &str) -> Map<String, Value> {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn a_site_prefix_stays_in_front() {
        let host = LoginHost::parse("https://acme.my.site.com/customers").unwrap();
        let server = Server::of_host(&host);
        assert_eq!(
            server.token.unwrap().as_str(),
            "https://acme.my.site.com/customers/services/oauth2/token"
        );
        assert_eq!(
            server.jwks.unwrap().as_str(),
            "https://acme.my.site.com/customers/id/keys"
        );
    }

    #[test]
    fn discovery_must_name_the_issuer_that_was_asked() {
        let read = |text: &str| Server::of_discovery("https://id.example.com", &document(text));
        let server = read(
            r#"{"issuer":"https://id.example.com","token_endpoint":"https://id.example.com/t","authorization_response_iss_parameter_supported":true}"#,
        )
        .unwrap();
        assert_eq!(
            server.token.as_ref().unwrap().as_str(),
            "https://id.example.com/t"
        );
        assert_eq!(
            server.issuer_rule(),
            IssuerRule::Required("https://id.example.com".into())
        );
        for wrong in ["https://id.example.com/", "https://evil.example", ""] {
            let refused = read(&format!(r#"{{"issuer":"{wrong}"}}"#));
            assert!(
                matches!(
                    refused,
                    Err(FlowError::Unverified {
                        code: "discovery_issuer",
                        ..
                    })
                ),
                "{wrong}"
            );
        }
    }

    #[test]
    fn discovery_cannot_send_secrets_elsewhere_but_the_profile_can() {
        let elsewhere =
            r#"{"issuer":"https://id.example.com","token_endpoint":"https://evil.example/t"}"#;
        let refused = Server::of_discovery("https://id.example.com", &document(elsewhere));
        assert!(matches!(
            refused,
            Err(FlowError::Unverified {
                code: "host_foreign",
                field: "token_endpoint",
                ..
            })
        ));
        let typed = profile::Endpoints {
            token: Some("https://tokens.example.com/t".into()),
            ..Default::default()
        };
        let server = Server::by_hand(Some("https://id.example.com"), &typed);
        assert_eq!(server.origins(), ["https://tokens.example.com"]);
        assert_eq!(
            server.need(&server.revoke, "endpoints.revoke"),
            Err(FlowError::Lacking {
                code: "endpoint_missing",
                field: "endpoints.revoke"
            })
        );
    }
}
