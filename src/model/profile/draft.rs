//! A profile as it is being typed, and the one check that makes it a [`Profile`].

mod rules;

pub use rules::{callback_problem, check_client_id, check_name, host_problem, is_invisible};

use super::mend;
use super::{Endpoints, FlowName, Platform, Profile, ResponseFormat};
use crate::model::browser::argv;
use crate::model::certificate::Certificate;
use crate::model::client::{CallbackUrl, ClientAuth, ClientId, ClientKind};
use crate::model::environment::Environment;
use crate::model::host::{HostKind, LoginHost};
use crate::model::ids::ProfileId;
use crate::model::scope::Scopes;
use crate::model::subject_token::SubjectType;

/// One thing wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// The field, by its name in the profile file: `login_url`.
    pub field: &'static str,
    /// Which sentence: the words key is `field-<code>`.
    pub code: &'static str,
    /// A value that would be right, where we know one.
    pub mend: Option<String>,
}

/// What the profile form holds: text as typed, choices as chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileDraft {
    /// The profile being changed; `None` for a new one.
    pub profile_id: Option<ProfileId>,
    /// Name.
    pub name: String,
    /// Login host as typed.
    pub login_url: String,
    /// Consumer key.
    pub client_id: String,
    /// Callback URLs, one a line.
    pub callback_urls: String,
    /// Flow.
    pub flow: FlowName,
    /// Scopes, separated by spaces.
    pub scope: String,
    /// How the app is registered.
    pub kind: ClientKind,
    /// How the app authenticates; `None`: by whether a secret is kept.
    pub client_auth: Option<ClientAuth>,
    /// Environment as said; `None`: guessed.
    pub environment: Option<Environment>,
    /// Platform.
    pub platform: Platform,
    /// Tags, separated by commas.
    pub tags: String,
    /// Notes.
    pub notes: String,
    /// Browser command.
    pub browser: String,
    /// PKCE.
    pub pkce: bool,
    /// Form of the token answer.
    pub response_format: ResponseFormat,
    /// `prompt`.
    pub prompt: String,
    /// `login_hint`.
    pub login_hint: String,
    /// `display`.
    pub display: String,
    /// `immediate`.
    pub immediate: bool,
    /// `sso_provider`.
    pub sso_provider: String,
    /// `nonce`.
    pub nonce: String,
    /// `aud` of assertions; empty: the usual one.
    pub audience: String,
    /// What the token to be exchanged is; `None`: by its form.
    pub subject_token_type: Option<SubjectType>,
    /// The handler that takes it; empty: the app's default.
    pub token_handler: String,
    /// The username-password flow is wanted although it is insecure.
    pub allow_password_flow: bool,
    /// The public half of the app's key.
    pub certificate: Option<Certificate>,
    /// Issuer of another server.
    pub issuer: String,
    /// Endpoints of another server.
    pub endpoints: Endpoints,
}

impl Default for ProfileDraft {
    fn default() -> Self {
        Self {
            profile_id: None,
            name: String::new(),
            login_url: String::new(),
            client_id: String::new(),
            callback_urls: "http://localhost:1717/OauthRedirect".to_owned(),
            flow: FlowName::default(),
            scope: "api refresh_token openid id web".to_owned(),
            kind: ClientKind::ExternalClientApp,
            client_auth: None,
            environment: None,
            platform: Platform::Desktop,
            tags: String::new(),
            notes: String::new(),
            browser: String::new(),
            pkce: true,
            response_format: ResponseFormat::Json,
            prompt: String::new(),
            login_hint: String::new(),
            display: String::new(),
            immediate: false,
            sso_provider: String::new(),
            nonce: String::new(),
            audience: String::new(),
            subject_token_type: None,
            token_handler: String::new(),
            allow_password_flow: false,
            certificate: None,
            issuer: String::new(),
            endpoints: Endpoints::default(),
        }
    }
}

impl ProfileDraft {
    /// Fills a draft from a profile that shall be changed.
    #[must_use]
    pub fn of(profile: &Profile) -> Self {
        let profile = profile.clone();
        Self {
            profile_id: Some(profile.profile_id),
            name: profile.name,
            login_url: profile.login_url.to_string(),
            client_id: profile.client_id.0,
            callback_urls: profile
                .callback_urls
                .iter()
                .map(CallbackUrl::as_str)
                .collect::<Vec<_>>()
                .join("\n"),
            flow: profile.flow,
            scope: profile.scope.to_string(),
            kind: profile.kind,
            client_auth: profile.client_auth,
            environment: profile.environment,
            platform: profile.platform,
            tags: profile.tags.join(", "),
            notes: profile.notes,
            browser: profile.browser,
            pkce: profile.pkce,
            response_format: profile.response_format,
            prompt: profile.prompt,
            login_hint: profile.login_hint,
            display: profile.display,
            immediate: profile.immediate,
            sso_provider: profile.sso_provider,
            nonce: profile.nonce,
            audience: profile.audience,
            subject_token_type: profile.subject_token_type,
            token_handler: profile.token_handler,
            allow_password_flow: profile.allow_password_flow,
            certificate: profile.certificate,
            issuer: profile.issuer.unwrap_or_default(),
            endpoints: profile.endpoints.unwrap_or_default(),
        }
    }

    /// Checks the whole draft.
    ///
    /// `taken` says which ids exist, `flow_exists` which flows the catalog has.
    ///
    /// # Errors
    ///
    /// All problems at once, in the order of the form.
    pub fn check(
        &self,
        taken: impl Fn(&ProfileId) -> bool,
        flow_exists: impl Fn(&str) -> bool,
    ) -> Result<Profile, Vec<FieldProblem>> {
        let mut problems = Vec::new();
        let mut wrong = |field, code, mend| problems.push(FieldProblem { field, code, mend });

        let name = self.name.trim();
        if let Err(code) = check_name(name) {
            wrong("name", code, None);
        }
        let login_url = LoginHost::parse(&self.login_url);
        if let Err(problem) = &login_url {
            let mend = mend::host(&self.login_url, problem);
            wrong("login_url", host_problem(problem), mend);
        }
        if !flow_exists(self.flow.as_str()) {
            wrong("flow", "flow-unknown", None);
        }
        let client_id = self.client_id.trim();
        if let Err(code) = check_client_id(client_id) {
            wrong("client_id", code, mend::client_id(client_id));
        }
        let mut callback_urls = Vec::new();
        for (index, line) in self.callback_urls.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            match CallbackUrl::parse(line) {
                Ok(callback) if callback_urls.contains(&callback) => {
                    let mend = mend::without_line(&self.callback_urls, index);
                    wrong("callback_urls", "callback-twice", Some(mend));
                }
                Ok(callback) if mend::is_several(line) => {
                    let mend = mend::callback(&self.callback_urls, index, None);
                    wrong("callback_urls", "callback-several", mend);
                    callback_urls.push(callback);
                }
                Ok(callback) => callback_urls.push(callback),
                Err(problem) => {
                    let mend = mend::callback(&self.callback_urls, index, Some(problem));
                    wrong("callback_urls", callback_problem(problem), mend);
                }
            }
        }
        let needs_callback = self.flow.has_callback();
        if needs_callback && callback_urls.is_empty() && self.callback_urls.trim().is_empty() {
            wrong(
                "callback_urls",
                "callback-missing",
                Some("http://localhost:1717/OauthRedirect".to_owned()),
            );
        }
        if callback_urls
            .iter()
            .map(|url| url.as_str().len())
            .sum::<usize>()
            > 2000
        {
            wrong("callback_urls", "callback-too-long", None);
        }
        let provider = self.sso_provider.trim();
        let is_shared = |host: &LoginHost| matches!(host.kind(), HostKind::Login | HostKind::Test);
        if self.flow.as_str() == "native_sso" && provider.is_empty() {
            wrong("sso_provider", "sso-provider-missing", None);
        }
        if !provider.is_empty() && login_url.as_ref().is_ok_and(is_shared) {
            wrong("login_url", "sso-needs-my-domain", None);
        }
        if self.flow.as_str() == "username_password" {
            if self.login_hint.trim().is_empty() {
                wrong("login_hint", "username-missing", None);
            }
            if !self.allow_password_flow {
                wrong("allow_password_flow", "password-not-allowed", None);
            }
            if self.kind == ClientKind::ExternalClientApp {
                wrong("kind", "password-needs-connected-app", None);
            }
        }
        let environment = match (&login_url, self.environment) {
            (Ok(host), Some(said)) if host.is_loopback() && said != Environment::Demo => {
                wrong(
                    "environment",
                    "environment-loopback-is-demo",
                    Some("demo".to_owned()),
                );
                None
            }
            (Ok(host), Some(Environment::Demo)) if !host.is_loopback() => {
                wrong(
                    "environment",
                    "environment-demo-needs-loopback",
                    Some("guess".to_owned()),
                );
                None
            }
            (_, said) => said,
        };
        let browser = self.browser.trim();
        if !browser.is_empty() && argv(browser, "").is_err() {
            wrong("browser", "browser-unreadable", None);
        }
        let issuer = self.issuer.trim();
        if !issuer.is_empty() && LoginHost::parse(issuer).is_err() {
            wrong("issuer", "issuer-not-an-address", None);
        }
        let audience = self.audience.trim();
        if !audience.is_empty() && LoginHost::parse(audience).is_err() {
            wrong("audience", "audience-not-an-address", None);
        }
        for (_, address) in self.endpoints.named() {
            if address.is_some_and(|address| {
                !address.trim().is_empty() && LoginHost::parse(address.trim()).is_err()
            }) {
                wrong("endpoints", "endpoint-not-an-address", None);
            }
        }
        let (Ok(login_url), true) = (login_url, problems.is_empty()) else {
            return Err(problems);
        };

        Ok(Profile {
            profile_id: self
                .profile_id
                .clone()
                .unwrap_or_else(|| ProfileId::from_name(name, taken)),
            name: name.to_owned(),
            login_url,
            client_id: ClientId(client_id.to_owned()),
            callback_urls,
            flow: self.flow.clone(),
            scope: Scopes::parse(&self.scope),
            kind: self.kind,
            client_auth: self.client_auth,
            environment,
            platform: self.platform,
            tags: self
                .tags
                .split(',')
                .map(str::trim)
                .filter(|tag| !tag.is_empty())
                .map(str::to_owned)
                .collect(),
            notes: self.notes.trim().to_owned(),
            browser: self.browser.trim().to_owned(),
            pkce: self.pkce,
            response_format: self.response_format,
            prompt: self.prompt.trim().to_owned(),
            login_hint: self.login_hint.trim().to_owned(),
            display: self.display.trim().to_owned(),
            immediate: self.immediate,
            sso_provider: self.sso_provider.trim().to_owned(),
            nonce: self.nonce.trim().to_owned(),
            audience: audience.trim_end_matches('/').to_owned(),
            subject_token_type: self.subject_token_type,
            token_handler: self.token_handler.trim().to_owned(),
            allow_password_flow: self.allow_password_flow,
            certificate: self.certificate.clone(),
            issuer: (!issuer.is_empty()).then(|| issuer.trim_end_matches('/').to_owned()),
            endpoints: (self.endpoints != Endpoints::default()).then(|| self.endpoints.clone()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_problems_are_told_at_once() {
        let draft = ProfileDraft {
            login_url: "northwind.lightning.force.com".into(),
            callback_urls: "http://app.example/x".into(),
            ..ProfileDraft::default()
        };
        let problems = draft
            .check(|_| false, |_| true)
            .expect_err("three fields are wrong");
        let fields: Vec<&str> = problems.iter().map(|problem| problem.field).collect();
        assert_eq!(fields, ["name", "login_url", "client_id", "callback_urls"]);
        assert_eq!(
            problems[1].mend.as_deref(),
            Some("northwind.my.salesforce.com")
        );
    }

    #[test]
    fn a_draft_of_a_profile_gives_the_profile_again() {
        let draft = ProfileDraft {
            name: "Acme".into(),
            login_url: "login.salesforce.com".into(),
            client_id: "3MVG9".into(),
            ..ProfileDraft::default()
        };
        let profile = draft.check(|_| false, |_| true).expect("is right");
        let again = ProfileDraft::of(&profile)
            .check(|_| true, |_| true)
            .expect("is right");
        assert_eq!(again, profile);
    }

    #[test]
    fn a_local_server_is_demo_and_a_real_one_is_not() {
        let draft = |login_url: &str, environment| ProfileDraft {
            name: "A".into(),
            login_url: login_url.into(),
            client_id: "k".into(),
            environment: Some(environment),
            ..ProfileDraft::default()
        };
        assert!(
            draft("localhost:9000", Environment::Sandbox)
                .check(|_| false, |_| true)
                .is_err()
        );
        assert!(
            draft("login.salesforce.com", Environment::Demo)
                .check(|_| false, |_| true)
                .is_err()
        );
        assert!(
            draft("localhost:9000", Environment::Demo)
                .check(|_| false, |_| true)
                .is_ok()
        );
    }
}
