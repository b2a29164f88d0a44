//! The profile's settings, to read.

use super::super::super::state::State;
use super::super::{Action, Ask, Fact, Look, ProfileSettings};
use super::{checkup, library, state as states};
use crate::model::client::{ClientAuth, ClientKind};
use crate::model::profile::{Platform, Profile, ResponseFormat};
use crate::model::time::UnixTime;
use crate::model::words;

/// Makes the settings tab.
pub(super) fn profile(state: &State, profile: &Profile, now: UnixTime) -> ProfileSettings {
    let read_only = state
        .is_read_only
        .then(|| words::text("window-reason-read-only"));
    let profile_id = &profile.profile_id;
    let mut groups = vec![
        (
            words::text("window-settings-group-app"),
            app(state, profile),
        ),
        (
            words::text("window-settings-group-profile"),
            about(state, profile, now),
        ),
        (words::text("window-settings-group-login"), login(profile)),
    ];
    if profile.is_other_provider() {
        groups.push((words::text("window-settings-group-server"), server(profile)));
    }
    if !state.checks.is_empty() {
        let checks = state
            .checks
            .iter()
            .map(|check| Fact {
                label: check.check.to_owned(),
                value: check.detail.clone(),
                is_code: false,
                is_known: true,
                hint: check.next.clone().unwrap_or_default(),
            })
            .collect();
        groups.push((words::text("window-settings-group-checks"), checks));
    }
    ProfileSettings {
        groups,
        checkup: checkup::card(state, profile_id),
        actions: vec![
            Action::new("window-action-edit", Ask::EditProfile(profile_id.clone()))
                .unless(read_only.clone()),
            Action::new(
                "window-action-diagnose",
                Ask::Diagnose(Some(profile_id.clone())),
            ),
            Action::new(
                "window-action-delete",
                Ask::DeleteProfile(profile_id.clone()),
            )
            .look(Look::Danger)
            .unless(read_only),
        ],
    }
}

fn app(state: &State, profile: &Profile) -> Vec<Fact> {
    let has_secret = state
        .profiles
        .get(&profile.profile_id)
        .is_some_and(|record| record.has_client_secret);
    let kind = match profile.kind {
        ClientKind::ConnectedApp => "window-kind-connected-app",
        ClientKind::ExternalClientApp => "window-kind-external-client-app",
    };
    let secret = if has_secret {
        "window-fact-in-vault"
    } else {
        "window-fact-none"
    };
    let callbacks: Vec<&str> = profile
        .callback_urls
        .iter()
        .map(crate::model::client::CallbackUrl::as_str)
        .collect();
    vec![
        Fact::words("field-label-kind", words::text(kind)),
        Fact::code("field-label-client-id", profile.client_id.as_str()),
        Fact::words("field-label-client-secret", words::text(secret)),
        Fact::words(
            "field-label-client-auth",
            auth(profile.client_auth(has_secret)),
        ),
        Fact::code("field-label-callback-urls", callbacks.join("\n")),
        scopes(profile),
    ]
}

fn scopes(profile: &Profile) -> Fact {
    if profile.scope.is_empty() {
        Fact::words("field-label-scope", words::text("window-fact-all-scopes"))
    } else {
        Fact::code("field-label-scope", profile.scope.to_string())
    }
}

fn about(state: &State, profile: &Profile, now: UnixTime) -> Vec<Fact> {
    let badge = states::badge(state, &profile.profile_id, now);
    let mut facts = vec![
        Fact::code("field-label-profile-id", profile.profile_id.as_str()),
        Fact::code("field-label-login-url", profile.login_url.as_str()),
        Fact::words("field-label-environment", badge.label).hint(badge.explain),
        Fact::words("field-label-platform", platform(profile.platform)),
    ];
    if !profile.tags.is_empty() {
        facts.push(Fact::words("field-label-tags", profile.tags.join(", ")));
    }
    if !profile.notes.is_empty() {
        facts.push(Fact::words("field-label-notes", profile.notes.clone()));
    }
    facts
}

fn login(profile: &Profile) -> Vec<Fact> {
    let switch = |on: bool| {
        words::text(if on {
            "window-fact-on"
        } else {
            "window-fact-off"
        })
    };
    let format = match profile.response_format {
        ResponseFormat::Json => "JSON",
        ResponseFormat::Xml => "XML",
        ResponseFormat::Urlencoded => "urlencoded",
    };
    let mut facts = vec![
        Fact::words(
            "field-label-flow",
            library::flow_name(profile.flow.as_str()),
        ),
        Fact::words("field-label-pkce", switch(profile.pkce)),
        Fact::words("field-label-response-format", format),
    ];
    if profile.browser.is_empty() {
        facts.push(Fact::words(
            "field-label-browser",
            words::text("window-fact-system-browser"),
        ));
    } else {
        facts.push(Fact::code("field-label-browser", profile.browser.clone()));
    }
    let named = [
        ("field-label-prompt", &profile.prompt),
        ("field-label-login-hint", &profile.login_hint),
        ("field-label-display", &profile.display),
        ("field-label-sso-provider", &profile.sso_provider),
        ("field-label-nonce", &profile.nonce),
        ("field-label-token-handler", &profile.token_handler),
    ];
    facts.extend(
        named
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(label, value)| Fact::code(label, value.clone())),
    );
    if let Some(kind) = profile.subject_token_type {
        let name = kind.as_str().replace('_', "-");
        facts.push(Fact::words(
            "field-label-subject-token-type",
            words::text(&format!("subject-type-{name}")),
        ));
    }
    if profile.immediate {
        facts.push(Fact::words("field-label-immediate", switch(true)));
    }
    facts
}

fn server(profile: &Profile) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(issuer) = &profile.issuer {
        facts.push(Fact::code("field-label-issuer", issuer.clone()));
    }
    if let Some(endpoints) = &profile.endpoints {
        for (name, address) in endpoints.named() {
            if let Some(address) = address {
                facts.push(Fact {
                    label: name.to_owned(),
                    ..Fact::code("field-label-endpoints", address)
                });
            }
        }
    }
    facts
}

fn auth(auth: ClientAuth) -> String {
    words::text(match auth {
        ClientAuth::ClientSecretPost => "window-auth-post",
        ClientAuth::ClientSecretBasic => "window-auth-basic",
        ClientAuth::PrivateKeyJwt => "window-auth-jwt",
        ClientAuth::None => "window-auth-none",
    })
}

/// The name of a platform.
pub(super) fn platform(platform: Platform) -> String {
    words::text(match platform {
        Platform::Desktop => "platform-desktop",
        Platform::Web => "platform-web",
        Platform::Ios => "platform-ios",
        Platform::Android => "platform-android",
        Platform::Server => "platform-server",
        Platform::Device => "platform-device",
        Platform::Ci => "platform-ci",
    })
}
