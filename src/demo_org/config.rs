//! The config file of the demo org (RON, cli-contract.md 6): users, apps, settings, faults and tokens to begin with.
//!
//! The built-in ones are in `assets/demo_org.ron`, in the same form.

mod either_form;

use std::fmt;

use serde::Deserialize;

use super::fault::Fault;
use super::org::app::{App, AppKind, PermittedUsers, Policies, RefreshTokenPolicy, TokenFormat};
use super::org::settings::{OrgPatch, set};
use super::org::user::Role;

const BUILT_IN: &str = include_str!("../../assets/demo_org.ron");

/// A config that has been read, not yet applied.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    pub(crate) users: Vec<UserDraft>,
    pub(crate) apps: Vec<AppDraft>,
    pub(crate) org: OrgPatch,
    pub(crate) faults: Vec<Fault>,
    pub(crate) tokens: Vec<TokenDraft>,
}

/// A user as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UserDraft {
    pub(crate) username: String,
    pub(crate) password: String,
    #[serde(default)]
    pub(crate) security_token: String,
    #[serde(default)]
    pub(crate) role: Role,
    #[serde(default)]
    pub(crate) active: Option<bool>,
    #[serde(default)]
    pub(crate) first_name: Option<String>,
    #[serde(default)]
    pub(crate) last_name: Option<String>,
}

/// An app as written; every policy is optional.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AppDraft {
    pub(crate) client_id: String,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    kind: AppKind,
    #[serde(default)]
    client_secret: Option<String>,
    #[serde(default)]
    callback_urls: Vec<String>,
    #[serde(default)]
    scope: Option<String>,
    #[serde(default)]
    policies: PolicyPatch,
    #[serde(default)]
    certificate: Option<String>,
    #[serde(default)]
    run_as: Option<String>,
}

/// A change of an app's policies: what is absent stays.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct PolicyPatch {
    require_pkce: Option<bool>,
    require_secret: Option<bool>,
    require_secret_for_refresh: Option<bool>,
    rotate_refresh_tokens: Option<bool>,
    refresh_token_policy: Option<RefreshTokenPolicy>,
    access_token_format: Option<TokenFormat>,
    session_timeout_secs: Option<u64>,
    permitted_users: Option<PermittedUsers>,
    blocked: Option<bool>,
    installed: Option<bool>,
    ip_restricted: Option<bool>,
    propagating: Option<bool>,
    introspect_all: Option<bool>,
    device_flow: Option<bool>,
    require_dpop: Option<bool>,
    token_exchange: Option<bool>,
    require_secret_for_token_exchange: Option<bool>,
}

/// A token that is live from the start.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TokenDraft {
    pub(crate) username: String,
    pub(crate) client_id: String,
    #[serde(default)]
    pub(crate) access_token: Option<String>,
    #[serde(default)]
    pub(crate) refresh_token: Option<String>,
    #[serde(default)]
    pub(crate) scope: Option<String>,
}

/// Why a config was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError(pub(crate) String);

impl fmt::Display for ConfigError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

impl Config {
    /// Reads a config file.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] with line, column and field.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        ron::Options::default()
            .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
            .from_str(&either_form::in_read_form(text))
            .map_err(|error| ConfigError(error.to_string()))
    }

    /// Returns the built-in users and apps.
    ///
    /// # Errors
    ///
    /// None: a test reads the asset.
    pub(crate) fn built_in() -> Result<Self, ConfigError> {
        Self::parse(BUILT_IN)
    }

    /// Replaces each certificate's file name by what `read` returns for it.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] naming the app whose certificate could not be read.
    pub fn read_certificates(
        &mut self,
        read: impl Fn(&str) -> Result<String, String>,
    ) -> Result<(), ConfigError> {
        for app in &mut self.apps {
            if let Some(name) = &app.certificate {
                let wrong =
                    |why| ConfigError(format!("app {}: certificate {name}: {why}", app.client_id));
                app.certificate = Some(read(name).map_err(wrong)?);
            }
        }
        Ok(())
    }
}

impl AppDraft {
    /// Fills in what was left out: a secret is wanted where there is one, PKCE of external client apps.
    pub(crate) fn finish(self) -> App {
        let has_secret = self
            .client_secret
            .as_deref()
            .is_some_and(|it| !it.is_empty());
        let mut policies = Policies {
            require_pkce: self.kind == AppKind::ExternalClientApp,
            require_secret: has_secret,
            require_secret_for_refresh: has_secret,
            rotate_refresh_tokens: false,
            refresh_token_policy: RefreshTokenPolicy::Infinite,
            access_token_format: TokenFormat::Opaque,
            session_timeout_secs: 7200,
            permitted_users: PermittedUsers::All,
            blocked: false,
            installed: true,
            ip_restricted: false,
            propagating: false,
            introspect_all: false,
            device_flow: true,
            require_dpop: false,
            token_exchange: true,
            require_secret_for_token_exchange: has_secret,
        };
        self.policies.apply(&mut policies);
        App {
            name: self.name.unwrap_or_else(|| self.client_id.clone()),
            kind: self.kind,
            client_secret: self.client_secret.filter(|it| !it.is_empty()),
            callback_urls: self.callback_urls,
            scope: self
                .scope
                .unwrap_or_else(|| "api id openid profile refresh_token web".to_owned()),
            policies,
            certificate: self.certificate,
            run_as: self.run_as,
            client_id: self.client_id,
        }
    }
}

impl PolicyPatch {
    /// Says what is wrong with the change, if anything.
    pub(crate) fn problem(&self) -> Option<&'static str> {
        match self.session_timeout_secs {
            Some(0) => Some("session_timeout_secs is at least 1"),
            Some(31_536_001..) => Some("session_timeout_secs is at most 31536000"),
            _ => None,
        }
    }

    pub(crate) fn apply(self, to: &mut Policies) {
        set(&mut to.require_pkce, self.require_pkce);
        set(&mut to.require_secret, self.require_secret);
        set(
            &mut to.require_secret_for_refresh,
            self.require_secret_for_refresh,
        );
        set(&mut to.rotate_refresh_tokens, self.rotate_refresh_tokens);
        set(&mut to.refresh_token_policy, self.refresh_token_policy);
        set(&mut to.access_token_format, self.access_token_format);
        set(&mut to.session_timeout_secs, self.session_timeout_secs);
        set(&mut to.permitted_users, self.permitted_users);
        set(&mut to.blocked, self.blocked);
        set(&mut to.installed, self.installed);
        set(&mut to.ip_restricted, self.ip_restricted);
        set(&mut to.propagating, self.propagating);
        set(&mut to.introspect_all, self.introspect_all);
        set(&mut to.device_flow, self.device_flow);
        set(&mut to.require_dpop, self.require_dpop);
        set(&mut to.token_exchange, self.token_exchange);
        set(
            &mut to.require_secret_for_token_exchange,
            self.require_secret_for_token_exchange,
        );
    }

    pub(crate) fn check(&self, of: &AppDraft) -> Result<(), ConfigError> {
        match self.problem() {
            Some(why) => Err(ConfigError(format!("app {}: {why}", of.client_id))),
            None => Ok(()),
        }
    }
}

impl AppDraft {
    /// Checks what the types cannot say.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] naming the app and the field.
    pub(crate) fn check(&self) -> Result<(), ConfigError> {
        let wrong = |why: String| Err(ConfigError(format!("app {}: {why}", self.client_id)));
        if self.client_id.is_empty() {
            return Err(ConfigError("an app has no client_id".to_owned()));
        }
        for scope in self.scope.as_deref().unwrap_or_default().split_whitespace() {
            if !super::scope::is_known(scope) {
                return wrong(format!("scope {scope} is not known"));
            }
        }
        if let Some(bad) = self
            .callback_urls
            .iter()
            .find(|it| url::Url::parse(it).is_err())
        {
            return wrong(format!("callback_urls: {bad} is not an address"));
        }
        if let Some(pem) = &self.certificate
            && !super::jwt::is_certificate(pem)
        {
            return wrong("certificate: not an RSA certificate in PEM".to_owned());
        }
        self.policies.check(self)
    }
}
