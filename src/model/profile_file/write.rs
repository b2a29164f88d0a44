//! Writing the profile file: what is the default is left out, so that a person can read it.

use std::fmt::Write as _;

use super::SCHEMA;
use crate::model::profile::{Profile, ResponseFormat};

/// Writes profiles in the shape that [`super::parse`] reads; reading gives equal profiles.
#[must_use]
pub fn write(profiles: &[Profile]) -> String {
    let mut text = format!("(\n    schema: {SCHEMA},\n    profiles: [\n");
    for profile in profiles {
        text.push_str("        (\n");
        fields(&mut text, profile);
        text.push_str("        ),\n");
    }
    text.push_str("    ],\n)\n");
    text
}

fn fields(text: &mut String, profile: &Profile) {
    let mut line = |name: &str, value: &str| {
        let _ = writeln!(text, "            {name}: {value},");
    };
    line("profile_id", &quoted(profile.profile_id.as_str()));
    line("name", &quoted(&profile.name));
    line("login_url", &quoted(profile.login_url.as_str()));
    line("client_id", &quoted(profile.client_id.as_str()));
    let callbacks = profile.callback_urls.iter().map(|url| url.as_str());
    line("callback_urls", &list(callbacks));
    line("flow", profile.flow.as_str());
    line("kind", profile.kind.as_str());
    if let Some(auth) = profile.client_auth {
        line("client_auth", auth.as_str());
    }
    if let Some(environment) = profile.environment {
        line("environment", environment.as_str());
    }
    line("platform", profile.platform.as_str());
    if !profile.tags.is_empty() {
        line("tags", &list(profile.tags.iter().map(String::as_str)));
    }
    if !profile.pkce {
        line("pkce", "false");
    }
    if profile.immediate {
        line("immediate", "true");
    }
    if let Some(kind) = profile.subject_token_type {
        line("subject_token_type", kind.as_str());
    }
    if profile.allow_password_flow {
        line("allow_password_flow", "true");
    }
    match profile.response_format {
        ResponseFormat::Json => {}
        ResponseFormat::Xml => line("response_format", "xml"),
        ResponseFormat::Urlencoded => line("response_format", "urlencoded"),
    }
    let scope = profile.scope.to_string();
    let texts = [
        ("scope", &scope),
        ("notes", &profile.notes),
        ("browser", &profile.browser),
        ("prompt", &profile.prompt),
        ("login_hint", &profile.login_hint),
        ("display", &profile.display),
        ("sso_provider", &profile.sso_provider),
        ("nonce", &profile.nonce),
        ("audience", &profile.audience),
        ("token_handler", &profile.token_handler),
    ];
    for (name, value) in texts.into_iter().filter(|(_, value)| !value.is_empty()) {
        line(name, &quoted(value));
    }
    if let Some(certificate) = &profile.certificate {
        line("certificate", &quoted(certificate.as_pem()));
    }
    if let Some(issuer) = &profile.issuer {
        line("issuer", &quoted(issuer));
    }
    if let Some(endpoints) = &profile.endpoints {
        let given: Vec<String> = endpoints
            .named()
            .into_iter()
            .filter_map(|(name, address)| Some(format!("{name}: {}", quoted(address?))))
            .collect();
        line("endpoints", &format!("({})", given.join(", ")));
    }
}

fn list<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = texts.map(quoted).collect();
    format!("[{}]", quoted.join(", "))
}

fn quoted(text: &str) -> String {
    ron::to_string(text).unwrap_or_default()
}
