//! Profiles: one registered app at one login host, with its settings. Holds no secret.
//!
//! The shape is that of the profile file (`cli-contract.md` 2), field by field.

mod draft;
mod mend;

use serde::{Deserialize, Serialize};

pub use draft::{
    FieldProblem, ProfileDraft, callback_problem, check_client_id, check_name, host_problem,
    is_invisible,
};
pub use mend::host as mend_host;

use super::certificate::Certificate;
use super::client::{CallbackUrl, ClientAuth, ClientId, ClientKind};
use super::environment::Environment;
use super::host::LoginHost;
use super::ids::ProfileId;
use super::scope::Scopes;
use super::subject_token::SubjectType;

/// What the app runs on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// A desktop program.
    #[default]
    Desktop,
    /// A web application.
    Web,
    /// An iPhone or iPad.
    Ios,
    /// An Android device.
    Android,
    /// A server.
    Server,
    /// A device without a browser.
    Device,
    /// A build machine.
    Ci,
}

impl Platform {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 7] = [
        Self::Desktop,
        Self::Web,
        Self::Ios,
        Self::Android,
        Self::Server,
        Self::Device,
        Self::Ci,
    ];

    /// Returns the name in files and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Desktop => "desktop",
            Self::Web => "web",
            Self::Ios => "ios",
            Self::Android => "android",
            Self::Server => "server",
            Self::Device => "device",
            Self::Ci => "ci",
        }
    }
}

/// The form in which the org answers at the token endpoint, `format` on the wire.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponseFormat {
    /// JSON; nothing is sent, it is the default.
    #[default]
    Json,
    /// XML with the root element `OAuth`.
    Xml,
    /// A form.
    Urlencoded,
}

/// A flow by its catalog name: `web_server`. The catalog in `protocol` says which exist.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FlowName(pub String);

impl FlowName {
    /// Returns the name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns false for flows in which no browser comes back; the catalog says the same of each.
    #[must_use]
    pub fn has_callback(&self) -> bool {
        !matches!(
            self.as_str(),
            "device"
                | "client_credentials"
                | "jwt_bearer"
                | "username_password"
                | "token_exchange"
                | "hybrid_token_exchange"
        )
    }

    /// Returns true for flows that exchange a token of another provider.
    #[must_use]
    pub fn is_exchange(&self) -> bool {
        matches!(self.as_str(), "token_exchange" | "hybrid_token_exchange")
    }

    /// Returns true for flows that bring web sessions beside the tokens.
    #[must_use]
    pub fn is_hybrid(&self) -> bool {
        self.0.starts_with("hybrid_")
    }
}

impl Default for FlowName {
    fn default() -> Self {
        Self("web_server".to_owned())
    }
}

/// Endpoints given by hand, for a server that is not Salesforce and has no discovery.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Endpoints {
    /// Authorization endpoint.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorize: Option<String>,
    /// Token endpoint.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Revocation endpoint (RFC 7009).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoke: Option<String>,
    /// Introspection endpoint (RFC 7662).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub introspect: Option<String>,
    /// UserInfo endpoint (OpenID Connect Core 5.3).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub userinfo: Option<String>,
    /// Key set (RFC 7517).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jwks: Option<String>,
    /// Device authorization endpoint (RFC 8628).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// Registration endpoint (RFC 7591).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub register: Option<String>,
}

impl Endpoints {
    /// The fields and their names, in the order of the file.
    #[must_use]
    pub fn named(&self) -> [(&'static str, Option<&str>); 8] {
        [
            ("authorize", self.authorize.as_deref()),
            ("token", self.token.as_deref()),
            ("revoke", self.revoke.as_deref()),
            ("introspect", self.introspect.as_deref()),
            ("userinfo", self.userinfo.as_deref()),
            ("jwks", self.jwks.as_deref()),
            ("device", self.device.as_deref()),
            ("register", self.register.as_deref()),
        ]
    }
}

/// One registered app at one login host.
///
/// `Deserialize` checks the form of each field; [`ProfileDraft::check`] and the
/// importer check what fields mean together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its id.
    pub profile_id: ProfileId,
    /// Its name, 1 to 200 characters.
    pub name: String,
    /// The login host.
    pub login_url: LoginHost,
    /// The consumer key.
    pub client_id: ClientId,
    /// Callback URLs as registered; the first is used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub callback_urls: Vec<CallbackUrl>,
    /// The flow.
    #[serde(default)]
    pub flow: FlowName,
    /// Scopes to ask for; empty: all the app has.
    #[serde(default, skip_serializing_if = "Scopes::is_empty")]
    pub scope: Scopes,
    /// How the app is registered.
    #[serde(default)]
    pub kind: ClientKind,
    /// How the app authenticates; `None`: in the body if a secret is kept, else with the key alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_auth: Option<ClientAuth>,
    /// The environment as the person said it; `None`: guessed from the host.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<Environment>,
    /// What the app runs on.
    #[serde(default)]
    pub platform: Platform,
    /// Tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Notes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// Browser command; empty: the system's.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub browser: String,
    /// PKCE (RFC 7636), on unless switched off by hand.
    #[serde(default = "yes")]
    pub pkce: bool,
    /// Form of the token answer.
    #[serde(default)]
    pub response_format: ResponseFormat,
    /// `prompt`; empty: not sent.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub prompt: String,
    /// `login_hint`; empty: not sent.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub login_hint: String,
    /// `display`; empty: not sent.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub display: String,
    /// `immediate=true`: no page at all, or a refusal.
    #[serde(default, skip_serializing_if = "is_false")]
    pub immediate: bool,
    /// `sso_provider`; empty: not sent.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sso_provider: String,
    /// `nonce` in place of ours; empty: ours.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub nonce: String,
    /// `aud` of assertions for a user; empty: the one usual for the host.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub audience: String,
    /// What the token to be exchanged is; `None`: seen from its form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject_token_type: Option<SubjectType>,
    /// The handler in the org that takes it; empty: the app's default.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub token_handler: String,
    /// The person knows that the username-password flow is insecure and being retired, and wants it here.
    #[serde(default, skip_serializing_if = "is_false")]
    pub allow_password_flow: bool,
    /// The public half of the app's key, as it was uploaded in Setup; the private half is in the vault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Certificate>,
    /// Issuer of another authorization server, found by discovery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// Endpoints of another authorization server, by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoints: Option<Endpoints>,
}

impl Profile {
    /// Returns the environment: as said, else as guessed from the host.
    #[must_use]
    pub fn environment(&self) -> Environment {
        if self.login_url.is_loopback() {
            return Environment::Demo;
        }
        self.environment
            .unwrap_or_else(|| self.login_url.guess_environment())
    }

    /// Returns how the app authenticates, given whether a secret is kept.
    #[must_use]
    pub fn client_auth(&self, has_secret: bool) -> ClientAuth {
        match self.client_auth {
            Some(auth) => auth,
            None if has_secret => ClientAuth::ClientSecretPost,
            None => ClientAuth::None,
        }
    }

    /// Returns true when another authorization server than Salesforce is spoken to.
    #[must_use]
    pub fn is_other_provider(&self) -> bool {
        self.issuer.is_some() || self.endpoints.is_some()
    }
}

fn yes() -> bool {
    true
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference"
)]
fn is_false(value: &bool) -> bool {
    !*value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ron() -> ron::Options {
        ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
    }

    #[test]
    fn the_smallest_profile_of_the_contract_gets_its_defaults() {
        let text = r#"(profile_id: "acme-uat", name: "Acme UAT", login_url: "https://acme--uat.sandbox.my.salesforce.com",
            client_id: "3MVG9", callback_urls: ["http://localhost:1717/OauthRedirect"], client_auth: client_secret_basic)"#;
        let profile: Profile = ron().from_str(text).expect("parses");
        assert_eq!(profile.environment(), Environment::Sandbox);
        assert!(profile.pkce);
        assert_eq!(profile.flow.as_str(), "web_server");
        assert_eq!(profile.client_auth(false), ClientAuth::ClientSecretBasic);
        let again: Profile = ron()
            .from_str(&ron().to_string(&profile).expect("writes"))
            .expect("parses again");
        assert_eq!(again, profile);
    }

    #[test]
    fn an_unknown_field_is_refused() {
        let text = r#"(profile_id: "a", name: "A", login_url: "https://login.salesforce.com", client_id: "k", colour: "red")"#;
        assert!(ron().from_str::<Profile>(text).is_err());
    }
}
