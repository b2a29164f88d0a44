//! The profile form.

mod browser;
mod key;
mod port;

use super::super::super::command::Screen;
use super::super::super::state::{Form, State};
use super::super::super::update::is_saving;
use super::super::{
    Action, Ask, Banner, FlowChoice, FormProblem, FormView, Look, Mend, ScopeChoice, SetupValue,
    Tone,
};
use super::{card, state as states};
use crate::model::host::LoginHost;
use crate::model::problem::slug;
use crate::model::profile::{FieldProblem, ProfileDraft};
use crate::model::scope::Scopes;
use crate::model::time::UnixTime;
use crate::model::words;
use crate::protocol::catalog::{self, FlowSpec, Purpose};

/// Scopes that the form offers, the usual ones first.
const SCOPES: [&str; 24] = [
    "api",
    "refresh_token",
    "openid",
    "id",
    "web",
    "full",
    "profile",
    "email",
    "address",
    "phone",
    "offline_access",
    "custom_permissions",
    "chatter_api",
    "visualforce",
    "content",
    "lightning",
    "wave_api",
    "eclair_api",
    "pardot_api",
    "cdp_api",
    "cdp_query_api",
    "cdp_ingest_api",
    "cdp_profile_api",
    "sfap_api",
];

/// Makes the form.
pub(super) fn view(state: &State, form: &Form, now: UnixTime) -> FormView {
    let draft = &form.draft;
    let host = LoginHost::parse(&draft.login_url).ok();
    let kept = draft
        .profile_id
        .as_ref()
        .and_then(|profile_id| state.profiles.get(profile_id));
    let is_made_up = form.made_up_secret().is_some();
    let has_client_secret = is_made_up || kept.is_some_and(|record| record.has_client_secret);
    let is_new = draft.profile_id.is_none();
    let problems: Vec<FormProblem> = form.visible().map(problem).collect();
    let setup = setup(draft);
    let saving = is_saving(state);
    FormView {
        title: match kept {
            Some(record) => record.profile.name.clone(),
            None => words::text("window-form-new"),
        },
        subtitle: words::text("window-form-subtitle"),
        is_new,
        draft: draft.clone(),
        problems_text: match problems.len() {
            0 => String::new(),
            count => words::count("window-form-problems", count),
        },
        problems,
        badge: host
            .as_ref()
            .map(|host| states::badge_of_host(state, host, draft.environment)),
        port: port::view(form),
        browser: browser::view(state, form),
        choose: Action::new("window-action-choose-flow", Ask::Show(Screen::Chooser))
            .look(Look::Ghost),
        flows: flows(draft),
        scopes_text: scopes_text(draft),
        scopes: scopes(draft),
        has_client_secret,
        wants_secret: !key::is_for_user(draft),
        key: key::view(
            state,
            form,
            kept.is_some_and(|record| record.has_private_key),
            now,
        ),
        audience: key::audience(draft),
        secret_hint: words::text(match (&form.client_secret, has_client_secret) {
            (Some(_), _) => "window-form-secret-waits",
            (None, true) if is_made_up => "window-form-secret-made-up",
            (None, true) => "window-form-secret-kept",
            (None, false) => "window-form-secret-new",
        }),
        setup_text: setup
            .iter()
            .map(|value| format!("{}\n{}\n", value.label, value.value))
            .collect::<Vec<_>>()
            .join("\n"),
        setup,
        banners: banners(host.as_ref(), draft, is_new),
        is_changed: form.is_changed(),
        is_ready: form.problems.is_empty(),
        is_saving: saving,
        save_disabled: saving.then(|| words::text("window-reason-saving")),
        actions: vec![Action::new("window-action-import", Ask::PickImport)],
    }
}

/// One problem, in words; the catalogue has a sentence for each code.
pub(super) fn problem(problem: &FieldProblem) -> FormProblem {
    let label = words::find(&format!("field-label-{}", slug(problem.field)))
        .unwrap_or_else(|| problem.field.to_owned());
    FormProblem {
        field: problem.field,
        label,
        text: words::text(&format!("field-{}", problem.code)),
        mend: problem.mend.as_ref().map(|value| Mend {
            label: if problem.field == "environment" {
                words::text("window-form-environment-guess")
            } else {
                words::with("window-form-use", &[("value", &short(value))])
            },
            value: value.clone(),
        }),
    }
}

/// The part of a value that fits on a button: of several lines the first that is new matters most.
fn short(value: &str) -> String {
    let line = value.lines().next().unwrap_or_default();
    match value.lines().count() {
        0 | 1 => line.to_owned(),
        count => words::with("window-form-use-lines", &[("count", &count.to_string())]),
    }
}

fn flows(draft: &ProfileDraft) -> Vec<FlowChoice> {
    catalog::FLOWS
        .iter()
        .filter(|spec| spec.purpose == Purpose::Login)
        .map(|spec| FlowChoice {
            flow: spec.name.to_owned(),
            label: words::text(&spec.key()),
            hint: words::find(&format!("{}-hint", spec.key()))
                .unwrap_or_else(|| words::text(&spec.about_key())),
            is_on: draft.flow.as_str() == spec.name,
        })
        .collect()
}

fn scopes(draft: &ProfileDraft) -> Vec<ScopeChoice> {
    let chosen = Scopes::parse(&draft.scope);
    let choice = |name: &str, is_on| ScopeChoice {
        name: name.to_owned(),
        hint: card::scope_hint(name),
        is_on,
    };
    let on = chosen.iter().map(|name| choice(name, true));
    let off = SCOPES
        .iter()
        .filter(|name| !chosen.contains(name))
        .map(|name| choice(name, false));
    on.chain(off).collect()
}

fn scopes_text(draft: &ProfileDraft) -> String {
    let chosen = Scopes::parse(&draft.scope);
    if chosen.is_empty() {
        return words::text("window-form-scopes-all");
    }
    let others = chosen.iter().filter(|name| !SCOPES.contains(name)).count();
    let (count, all) = (
        chosen.iter().count().to_string(),
        (SCOPES.len() + others).to_string(),
    );
    words::with("window-form-scopes", &[("count", &count), ("all", &all)])
}

/// Values that the app's registration must have, under the labels of Setup.
fn setup(draft: &ProfileDraft) -> Vec<SetupValue> {
    let value = |label: &str, value: String, is_code| SetupValue {
        label: words::text(label),
        value,
        is_code,
    };
    let scopes: Vec<String> = Scopes::parse(&draft.scope)
        .iter()
        .map(str::to_owned)
        .collect();
    let has_callback = draft.flow.has_callback();
    let mut setup = Vec::new();
    if has_callback {
        let urls = draft.callback_urls.trim().to_owned();
        setup.push(value("window-setup-callback", urls, true));
    }
    let of_key = key::setup(draft).into_iter();
    setup.extend(of_key.map(|(label, text, is_code)| value(label, text, is_code)));
    if !scopes.is_empty() {
        setup.push(value("window-setup-scopes", scopes.join(", "), true));
    }
    let pkce = if draft.pkce {
        "window-setup-pkce-on"
    } else {
        "window-setup-pkce-off"
    };
    if has_callback {
        setup.push(value("window-setup-pkce", words::text(pkce), false));
    }
    if has_callback && Scopes::parse(&draft.scope).asks_refresh() {
        setup.push(value(
            "window-setup-refresh-policy",
            words::text("window-setup-refresh-policy-value"),
            false,
        ));
    }
    setup
}

fn banners(host: Option<&LoginHost>, draft: &ProfileDraft, is_new: bool) -> Vec<Banner> {
    let mut banners = Vec::new();
    let info = |key: &str| Banner {
        tone: Tone::Info,
        text: words::text(key),
        action: None,
    };
    let flow = catalog::find(draft.flow.as_str());
    for key in flow.into_iter().flat_map(FlowSpec::warning_keys) {
        banners.push(Banner {
            tone: Tone::Warn,
            ..info(&key)
        });
    }
    if let Some(host) = host {
        let said = draft
            .environment
            .unwrap_or_else(|| host.guess_environment());
        if said.is_guarded() {
            banners.push(info("window-form-counts-as-production"));
        }
        if !host.is_loopback() && is_new {
            banners.push(info("window-form-new-app-waits"));
        }
    }
    banners
}
