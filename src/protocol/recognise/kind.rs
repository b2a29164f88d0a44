//! The kinds of text that are recognised.

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// What a text is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Kind {
            $($(#[$doc])* $name,)*
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Returns the name in JSON.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

kinds! {
    /// No text at all.
    Nothing = "nothing",
    /// Salesforce's opaque access token: a session id.
    OpaqueAccessToken = "opaque_access_token",
    /// A JWT access token.
    JwtAccessToken = "jwt_access_token",
    /// An ID token.
    IdToken = "id_token",
    /// A signed assertion: a JWT bearer grant, or client authentication.
    JwtAssertion = "jwt_assertion",
    /// Another JWT.
    Jwt = "jwt",
    /// An encrypted JWT.
    EncryptedJwt = "encrypted_jwt",
    /// A refresh token.
    RefreshToken = "refresh_token",
    /// A consumer key.
    ConsumerKey = "consumer_key",
    /// Probably a consumer secret.
    ConsumerSecret = "consumer_secret",
    /// The Salesforce CLI's `force://…`.
    SfdxAuthUrl = "sfdx_auth_url",
    /// An authorize request.
    AuthorizeUrl = "authorize_url",
    /// A callback with its answer.
    CallbackUrl = "callback_url",
    /// The org's page for a refusal that does not come back.
    ErrorPageUrl = "error_page_url",
    /// An identity URL.
    IdentityUrl = "identity_url",
    /// A link that opens the org.
    FrontdoorUrl = "frontdoor_url",
    /// Another address.
    Url = "url",
    /// An answer of the token endpoint.
    TokenAnswer = "token_answer",
    /// A refusal, in any spelling.
    ErrorAnswer = "error_answer",
    /// An answer about a token (RFC 7662).
    IntrospectionAnswer = "introspection_answer",
    /// An answer of the identity URL.
    IdentityAnswer = "identity_answer",
    /// An answer of UserInfo.
    UserinfoAnswer = "userinfo_answer",
    /// A first answer of the device flow.
    DeviceAnswer = "device_answer",
    /// An answer of singleaccess.
    SingleAccessAnswer = "single_access_answer",
    /// What a server says about itself.
    DiscoveryDocument = "discovery_document",
    /// A set of public keys.
    Jwks = "jwks",
    /// A SAML assertion.
    SamlAssertion = "saml_assertion",
    /// A SAML response with an assertion in it.
    SamlResponse = "saml_response",
    /// A private key in PEM.
    PrivateKey = "private_key",
    /// A certificate in PEM.
    Certificate = "certificate",
    /// A web page.
    WebPage = "web_page",
    /// Other JSON.
    Json = "json",
    /// Other XML.
    Xml = "xml",
    /// Nothing we know.
    Unknown = "unknown",
}

impl Kind {
    /// Returns the words key of the name a person reads: `inspect-kind-id-token`.
    #[must_use]
    pub fn key(self) -> String {
        format!("inspect-kind-{}", self.as_str().replace('_', "-"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::words;

    #[test]
    fn every_kind_has_a_name() {
        for kind in Kind::ALL {
            assert!(
                words::find(&kind.key()).is_some(),
                "{} is not in the catalogue",
                kind.key()
            );
        }
    }
}
