//! How the app proves itself at the token endpoint: in the body, by header, by assertion, or not at all.
//!
//! Specification: RFC 6749 section 2.3.1, RFC 7523 section 2.2; `interactive.md` 2.4,
//! `machine-and-admin.md` 1.7.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::assertion::{self, Claims};
use super::endpoint::Server;
use super::error::FlowError;
use super::io::FlowIo;
use super::message::Request;
use crate::model::client::{ClientAuth, ClientId};
use crate::model::profile::Profile;
use crate::model::secret::{ClientSecret, PrivateKey, Secret};

/// `client_assertion_type` (RFC 7523 section 2.2).
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What is kept to prove an app.
#[derive(Debug, Clone, Default)]
pub struct AppSecrets {
    /// The consumer secret.
    pub client_secret: Option<ClientSecret>,
    /// The private key, for assertions.
    pub private_key: Option<PrivateKey>,
}

impl From<Option<ClientSecret>> for AppSecrets {
    fn from(client_secret: Option<ClientSecret>) -> Self {
        Self {
            client_secret,
            private_key: None,
        }
    }
}

/// The registered app, with what proves it.
#[derive(Clone, Copy)]
pub struct Client<'a> {
    /// The consumer key.
    pub id: &'a ClientId,
    /// How it authenticates.
    pub auth: ClientAuth,
    /// The consumer secret, where one is kept.
    pub secret: Option<&'a ClientSecret>,
    /// The private key, where one is kept: it signs a new assertion for each request.
    pub key: Option<&'a PrivateKey>,
    /// The server is not Salesforce: RFC 6749 is followed where the two differ.
    is_other_provider: bool,
}

impl<'a> Client<'a> {
    /// Takes the app of a profile, and what is kept to prove it.
    #[must_use]
    pub fn of(profile: &'a Profile, kept: &'a AppSecrets) -> Self {
        Self {
            id: &profile.client_id,
            auth: profile.client_auth(kept.client_secret.is_some()),
            secret: kept.client_secret.as_ref(),
            key: kept.private_key.as_ref(),
            is_other_provider: profile.is_other_provider(),
        }
    }

    /// Returns true when this app can prove itself, which introspection asks for.
    #[must_use]
    pub fn can_authenticate(&self) -> bool {
        match self.auth {
            ClientAuth::ClientSecretPost | ClientAuth::ClientSecretBasic => self.secret.is_some(),
            ClientAuth::PrivateKeyJwt => self.key.is_some(),
            ClientAuth::None => false,
        }
    }

    /// Adds key and proof to a request; exactly one method, never two.
    ///
    /// # Errors
    ///
    /// The profile asks for a proof that is not kept.
    pub fn prove(
        &self,
        io: &mut impl FlowIo,
        server: &Server,
        request: Request,
    ) -> Result<Request, FlowError> {
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
                let assertion = self.assertion(io, server)?;
                request
                    .field("client_id", id)
                    .field("client_assertion_type", ASSERTION_TYPE)
                    .secret("client_assertion", assertion.expose())
            }
        })
    }

    /// Checks that the app can prove itself, for requests that make no sense without it.
    ///
    /// # Errors
    ///
    /// Which proof is not kept.
    pub fn need_proof(&self) -> Result<(), FlowError> {
        match self.auth {
            _ if self.can_authenticate() => Ok(()),
            ClientAuth::PrivateKeyJwt => Err(LACKING_KEY),
            _ => Err(LACKING_SECRET),
        }
    }

    /// The app vouches for itself at the token endpoint, whichever endpoint is asked (RFC 7523 section 3).
    fn assertion(&self, io: &mut impl FlowIo, server: &Server) -> Result<Secret, FlowError> {
        let key = self.key.ok_or(LACKING_KEY)?;
        let audience = server.need(&server.token, "endpoints.token")?;
        let id = self.id.as_str();
        let claims = Claims {
            issuer: id,
            subject: id,
            audience: audience.as_str(),
        };
        assertion::sign(io, key, &claims)
    }

    fn secret(&self) -> Result<&'a ClientSecret, FlowError> {
        self.secret.ok_or(LACKING_SECRET)
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

const LACKING_SECRET: FlowError = FlowError::Lacking {
    code: "client_secret_missing",
    field: "client_secret",
};

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
    use crate::model::host::LoginHost;
    use crate::protocol::jwt::Jwt;
    use crate::protocol::jwt::tests::signer;
    use crate::protocol::script::Script;
    use url::Url;

    fn proved(
        auth: ClientAuth,
        secret: Option<&str>,
        is_other_provider: bool,
    ) -> Result<String, FlowError> {
        let id = ClientId("demoConsumerKey01".to_owned());
        let secret = secret.map(|text| ClientSecret::new(text.to_owned()));
        let client = Client {
            id: &id,
            auth,
            secret: secret.as_ref(),
            key: None,
            is_other_provider,
        };
        let request = client.prove(&mut Script::of([]), &server(), request())?;
        let headers: String = request
            .headers
            .iter()
            .map(|header| header.value.wire())
            .collect();
        Ok(format!("{} {headers}", *request.form_body()))
    }

    fn server() -> Server {
        Server::of_host(&LoginHost::parse("https://acme.my.salesforce.com").unwrap())
    }

    fn request() -> Request {
        Request::post("token", &Url::parse("https://x.example/t").unwrap())
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
        assert!(matches!(
            proved(ClientAuth::PrivateKeyJwt, Some("s"), false),
            Err(FlowError::Lacking {
                code: "private_key_missing",
                ..
            })
        ));
        assert!(matches!(
            proved(ClientAuth::ClientSecretPost, None, false),
            Err(FlowError::Lacking {
                code: "client_secret_missing",
                ..
            })
        ));
    }

    #[test]
    fn a_key_signs_for_the_app_at_the_token_endpoint_and_the_secret_stays_at_home() {
        let signer = signer();
        let (id, key) = (
            ClientId("demoConsumerKey01".to_owned()),
            signer.private_key(),
        );
        let secret = ClientSecret::new("s".to_owned());
        let client = Client {
            id: &id,
            auth: ClientAuth::PrivateKeyJwt,
            secret: Some(&secret),
            key: Some(&key),
            is_other_provider: false,
        };
        let proved = client.prove(&mut Script::of([]), &server(), request());
        let body = proved.unwrap().form_body().to_string();
        let (before, assertion) = body.split_once("&client_assertion=").unwrap();
        assert_eq!(
            before,
            "client_id=demoConsumerKey01&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
        );
        let jwt = Jwt::read(assertion).unwrap();
        assert_eq!(
            (jwt.claim("iss"), jwt.claim("sub")),
            (id.as_str(), id.as_str())
        );
        assert!(jwt.is_for("https://acme.my.salesforce.com/services/oauth2/token"));
        assert_eq!(jwt.check_signature(&signer.keys_without_id()), Ok(()));
    }
}
