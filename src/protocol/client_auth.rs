//! How the app proves itself at the token endpoint: in the body, by header, by assertion, or not at all.
//!
//! Specification: RFC 6749 section 2.3.1, RFC 7523 section 2.2; `interactive.md` 2.4,
//! `machine-and-admin.md` 1.7.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::error::FlowError;
use super::message::Request;
use crate::model::client::{ClientAuth, ClientId};
use crate::model::profile::Profile;
use crate::model::secret::{ClientSecret, Secret};

/// `client_assertion_type` (RFC 7523 section 2.2).
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// The registered app, with what proves it.
#[derive(Clone, Copy)]
pub struct Client<'a> {
    /// The consumer key.
    pub id: &'a ClientId,
    /// How it authenticates.
    pub auth: ClientAuth,
    /// The consumer secret, where one is kept.
    pub secret: Option<&'a ClientSecret>,
    /// A signed assertion for `private_key_jwt`, made for one request.
    pub assertion: Option<&'a Secret>,
    /// The server is not Salesforce: RFC 6749 is followed where the two differ.
    is_other_provider: bool,
}

impl<'a> Client<'a> {
    /// Takes the app of a profile, and its secret where one is kept.
    #[must_use]
    pub fn of(profile: &'a Profile, secret: Option<&'a ClientSecret>) -> Self {
        Self {
            id: &profile.client_id,
            auth: profile.client_auth(secret.is_some()),
            secret,
            assertion: None,
            is_other_provider: profile.is_other_provider(),
        }
    }

    /// Returns true when this app can prove itself, which introspection asks for.
    #[must_use]
    pub fn can_authenticate(&self) -> bool {
        match self.auth {
            ClientAuth::ClientSecretPost | ClientAuth::ClientSecretBasic => self.secret.is_some(),
            ClientAuth::PrivateKeyJwt => self.assertion.is_some(),
            ClientAuth::None => false,
        }
    }

    /// Adds key and proof to a request; exactly one method, never two.
    ///
    /// # Errors
    ///
    /// The profile asks for a proof that is not kept.
    pub fn prove(&self, request: Request) -> Result<Request, FlowError> {
        let id = self.id.as_str();
        Ok(match self.auth {
            ClientAuth::None => request.field("client_id", id),
            ClientAuth::ClientSecretPost => request
                .field("client_id", id)
                .secret("client_secret", self.secret()?.expose()),
            ClientAuth::ClientSecretBasic => {
                request.secret_header("authorization", self.basic(self.secret()?))
            }
            ClientAuth::PrivateKeyJwt => {
                let assertion = self.assertion.ok_or(LACKING_KEY)?;
                request
                    .field("client_id", id)
                    .field("client_assertion_type", ASSERTION_TYPE)
                    .secret("client_assertion", assertion.expose())
            }
        })
    }

    fn secret(&self) -> Result<&'a ClientSecret, FlowError> {
        self.secret.ok_or(FlowError::Lacking {
            code: "client_secret_missing",
            field: "client_secret",
        })
    }

    fn basic(&self, secret: &ClientSecret) -> String {
        let pair = if self.is_other_provider {
            // RFC 6749 section 2.3.1: both halves are form-encoded first.
            format!(
                "{}:{}",
                form_encoded(self.id.as_str()),
                form_encoded(secret.expose())
            )
        } else {
            // Salesforce: plain; keys and secrets are ASCII without a colon.
            format!("{}:{}", self.id.as_str(), secret.expose())
        };
        format!("Basic {}", STANDARD.encode(pair))
    }
}

const LACKING_KEY: FlowError = FlowError::Lacking {
    code: "private_key_missing",
    field: "client_auth",
};

fn form_encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use url::Url;

    fn proved(
        auth: ClientAuth,
        secret: Option<&str>,
        is_other_provider: bool,
    ) -> Result<String, FlowError> {
        let id = ClientId("demoConsumerKey01".to_owned());
        let secret = secret.map(|text| ClientSecret::new(text.to_owned()));
        let assertion = Secret::new("a.b.c".to_owned());
        let client = Client {
            id: &id,
            auth,
            secret: secret.as_ref(),
            assertion: Some(&assertion),
            is_other_provider,
        };
        let request = client.prove(Request::post(
            "token",
            &Url::parse("https://x.example/t").unwrap(),
        ))?;
        let headers: String = request
            .headers
            .iter()
            .map(|header| header.value.wire())
            .collect();
        Ok(format!("{} {headers}", *request.form_body()))
    }

    #[test]
    fn the_basic_vector_of_the_protocol_page() {
        assert_eq!(
            proved(
                ClientAuth::ClientSecretBasic,
                Some("0123456789ABCDEF0123456789ABCDEF"),
                false
            )
            .unwrap(),
            " Basic ZGVtb0NvbnN1bWVyS2V5MDE6MDEyMzQ1Njc4OUFCQ0RFRjAxMjM0NTY3ODlBQkNERUY="
        );
    }

    #[test]
    fn another_provider_gets_the_letter_of_the_rfc() {
        let header = proved(ClientAuth::ClientSecretBasic, Some("a:b c%"), true).unwrap();
        assert_eq!(
            header,
            format!(" Basic {}", STANDARD.encode("demoConsumerKey01:a%3Ab+c%25"))
        );
    }

    #[test]
    fn each_method_is_the_only_one() {
        assert_eq!(
            proved(ClientAuth::None, Some("s"), false).unwrap(),
            "client_id=demoConsumerKey01 "
        );
        assert_eq!(
            proved(ClientAuth::ClientSecretPost, Some("s"), false).unwrap(),
            "client_id=demoConsumerKey01&client_secret=s "
        );
        assert_eq!(
            proved(ClientAuth::PrivateKeyJwt, None, false).unwrap(),
            "client_id=demoConsumerKey01&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=a.b.c "
        );
        assert!(matches!(
            proved(ClientAuth::ClientSecretPost, None, false),
            Err(FlowError::Lacking {
                code: "client_secret_missing",
                ..
            })
        ));
    }
}
