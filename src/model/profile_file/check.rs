//! What the fields of a profile file mean, alone and together.

use url::Url;

use super::raw::{RawFile, RawProfile};
use super::{Finding, MAX_PROFILES, SCHEMA};
use crate::model::certificate::Certificate;
use crate::model::client::{CallbackUrl, ClientId};
use crate::model::environment::Environment;
use crate::model::host::{LoginHost, is_loopback};
use crate::model::ids::ProfileId;
use crate::model::profile::{
    Endpoints, FlowName, Profile, callback_problem, check_client_id, check_name, host_problem,
    is_invisible, mend_host,
};
use crate::model::scope::Scopes;
use crate::model::words;

/// The most bytes one text of a file may have (R71).
const MAX_TEXT: usize = 4096;

/// Checks a whole file; the first problem ends it.
pub fn check(file: RawFile, flow_exists: &impl Fn(&str) -> bool) -> Result<Vec<Profile>, Finding> {
    if file.schema == 0 || file.schema > SCHEMA {
        return Err(finding("file_schema", "schema", file.schema.to_string()));
    }
    if file.profiles.len() > MAX_PROFILES {
        return Err(finding(
            "file_too_many_profiles",
            &format!("profiles[{MAX_PROFILES}]"),
            String::new(),
        ));
    }
    let mut ids: std::collections::HashSet<ProfileId> = std::collections::HashSet::new();
    for (index, raw) in file.profiles.iter().enumerate() {
        let Some(typed) = &raw.profile_id else {
            continue;
        };
        let path = format!("profiles[{index}].profile_id");
        let id = ProfileId::parse(typed).map_err(|_| field(&path, "profile-id"))?;
        if !ids.insert(id) {
            return Err(finding("profile_id_twice", &path, typed.clone()));
        }
    }
    let mut profiles = Vec::with_capacity(file.profiles.len());
    for (index, raw) in file.profiles.into_iter().enumerate() {
        let id = raw.profile_id.as_deref().map(ProfileId::parse);
        let id = match id {
            Some(Ok(id)) => id,
            _ => ProfileId::from_name(&raw.name, |id| ids.contains(id)),
        };
        ids.insert(id.clone());
        let at = At(format!("profiles[{index}]"));
        profiles.push(at.profile(raw, id, flow_exists)?);
    }
    Ok(profiles)
}

/// The path of the profile being checked.
struct At(String);

impl At {
    fn wrong(&self, name: &str, code: &str) -> Finding {
        field(&format!("{}.{name}", self.0), code)
    }

    fn profile(
        &self,
        raw: RawProfile,
        profile_id: ProfileId,
        flow_exists: &impl Fn(&str) -> bool,
    ) -> Result<Profile, Finding> {
        self.texts(&raw)?;
        let name = raw.name.trim();
        check_name(name).map_err(|code| self.wrong("name", code))?;
        let login_url = self.host("login_url", &raw.login_url)?;
        check_client_id(&raw.client_id).map_err(|code| self.wrong("client_id", code))?;
        let callback_urls = self.callbacks(&raw.callback_urls)?;
        let flow = raw
            .flow
            .map_or_else(FlowName::default, |name| FlowName(name.0));
        if !flow_exists(flow.as_str()) {
            return Err(self.wrong("flow", "flow-unknown"));
        }
        let environment = raw.environment;
        match environment {
            Some(said) if login_url.is_loopback() && said != Environment::Demo => {
                return Err(self.wrong("environment", "environment-loopback-is-demo"));
            }
            Some(Environment::Demo) if !login_url.is_loopback() => {
                return Err(self.wrong("environment", "environment-demo-needs-loopback"));
            }
            _ => {}
        }
        if !raw.audience.is_empty() && LoginHost::parse(&raw.audience).is_err() {
            return Err(self.wrong("audience", "audience-not-an-address"));
        }
        let certificate = raw.certificate.as_deref().map(|pem| {
            Certificate::parse(pem).map_err(|problem| self.wrong("certificate", problem.code()))
        });
        let certificate = certificate.transpose()?;
        let issuer = self.other(&login_url, "issuer", raw.issuer.as_deref())?;
        let endpoints = raw.endpoints.filter(|given| *given != Endpoints::default());
        for (name, address) in endpoints.iter().flat_map(Endpoints::named) {
            self.other(&login_url, &format!("endpoints.{name}"), address)?;
        }
        Ok(Profile {
            profile_id,
            name: name.to_owned(),
            login_url,
            client_id: ClientId(raw.client_id),
            callback_urls,
            flow,
            scope: Scopes::parse(&raw.scope),
            kind: raw.kind,
            client_auth: raw.client_auth,
            environment,
            platform: raw.platform,
            tags: raw.tags,
            notes: raw.notes,
            browser: raw.browser,
            pkce: raw.pkce.unwrap_or(true),
            response_format: raw.response_format,
            prompt: raw.prompt,
            login_hint: raw.login_hint,
            display: raw.display,
            immediate: raw.immediate,
            sso_provider: raw.sso_provider,
            nonce: raw.nonce,
            audience: raw.audience,
            subject_token_type: raw.subject_token_type,
            token_handler: raw.token_handler,
            allow_password_flow: raw.allow_password_flow,
            certificate,
            issuer,
            endpoints,
        })
    }

    /// Checks length and alphabet of every text.
    fn texts(&self, raw: &RawProfile) -> Result<(), Finding> {
        let lines = [
            ("name", &raw.name),
            ("login_url", &raw.login_url),
            ("client_id", &raw.client_id),
            ("scope", &raw.scope),
            ("browser", &raw.browser),
            ("prompt", &raw.prompt),
            ("login_hint", &raw.login_hint),
            ("display", &raw.display),
            ("sso_provider", &raw.sso_provider),
            ("nonce", &raw.nonce),
            ("audience", &raw.audience),
            ("token_handler", &raw.token_handler),
        ];
        for (name, text) in lines {
            self.text(name, text)?;
        }
        for (index, tag) in raw.tags.iter().enumerate() {
            self.text(&format!("tags[{index}]"), tag)?;
            if tag.trim().is_empty() || tag.contains(',') {
                return Err(self.wrong(&format!("tags[{index}]"), "tag-form"));
            }
        }
        if raw.tags.iter().map(String::len).sum::<usize>() > MAX_TEXT {
            return Err(self.wrong("tags", "text-too-long"));
        }
        for (index, url) in raw.callback_urls.iter().enumerate() {
            self.text(&format!("callback_urls[{index}]"), url)?;
        }
        if raw.notes.len() > MAX_TEXT {
            return Err(self.wrong("notes", "text-too-long"));
        }
        let hidden = |c: char| is_invisible(c) && !matches!(c, '\n' | '\r' | '\t');
        if raw.notes.chars().any(hidden) {
            return Err(self.wrong("notes", "text-invisible"));
        }
        Ok(())
    }

    fn text(&self, name: &str, text: &str) -> Result<(), Finding> {
        if text.len() > MAX_TEXT {
            return Err(self.wrong(name, "text-too-long"));
        }
        if text.chars().any(is_invisible) {
            return Err(self.wrong(name, "text-invisible"));
        }
        Ok(())
    }

    fn host(&self, name: &str, typed: &str) -> Result<LoginHost, Finding> {
        let host = LoginHost::parse(typed).map_err(|problem| {
            let mut wrong = self.wrong(name, host_problem(&problem));
            if let Some(mend) = mend_host(typed, &problem) {
                wrong.detail = format!("{} ({mend})", wrong.detail);
            }
            wrong
        })?;
        if Url::parse(host.as_str()).is_ok_and(|url| url.port() == Some(0)) {
            return Err(self.wrong(name, "host-port-zero"));
        }
        Ok(host)
    }

    /// Checks an address of another server: real profiles and local servers do not mix (R75).
    fn other(
        &self,
        login_url: &LoginHost,
        name: &str,
        typed: Option<&str>,
    ) -> Result<Option<String>, Finding> {
        let Some(typed) = typed.filter(|typed| !typed.is_empty()) else {
            return Ok(None);
        };
        self.text(name, typed)?;
        self.host(name, typed)?;
        let url = Url::parse(typed).map_err(|_| self.wrong(name, "host-not-an-address"))?;
        if is_loopback(&url) != login_url.is_loopback() {
            return Err(self.wrong(name, "endpoint-mixes-local-and-real"));
        }
        Ok(Some(typed.trim_end_matches('/').to_owned()))
    }

    fn callbacks(&self, typed: &[String]) -> Result<Vec<CallbackUrl>, Finding> {
        let mut callbacks = Vec::with_capacity(typed.len());
        for (index, text) in typed.iter().enumerate() {
            let callback = CallbackUrl::parse(text).map_err(|problem| {
                self.wrong(
                    &format!("callback_urls[{index}]"),
                    callback_problem(problem),
                )
            })?;
            callbacks.push(callback);
        }
        if typed.iter().map(String::len).sum::<usize>() > 2000 {
            return Err(self.wrong("callback_urls", "callback-too-long"));
        }
        Ok(callbacks)
    }
}

/// Makes a finding with the words of the form.
fn field(path: &str, code: &str) -> Finding {
    finding(
        "file_field_value",
        path,
        words::text(&format!("field-{code}")),
    )
}

fn finding(code: &'static str, path: &str, detail: String) -> Finding {
    Finding {
        code,
        path: path.to_owned(),
        at: None,
        detail,
    }
}
