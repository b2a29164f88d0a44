//! The key of an app in the form, and what belongs to a flow that signs.

use super::super::super::super::state::{Form, State};
use super::super::super::super::update::is_key_coming;
use super::super::super::{AudienceView, KeyView, SetupValue};
use super::super::time;
use crate::model::certificate::CertificateFacts;
use crate::model::client::{ClientAuth, ClientKind};
use crate::model::host::{LOGIN_AUDIENCE, LoginHost, TEST_AUDIENCE};
use crate::model::profile::ProfileDraft;
use crate::model::time::UnixTime;
use crate::model::words;

/// A certificate that ends sooner than this is warned of.
const SOON: std::time::Duration = std::time::Duration::from_secs(30 * 24 * 3600);

/// Returns true when the profile signs: by its flow, or to prove the app.
pub(super) fn signs(draft: &ProfileDraft) -> bool {
    is_for_user(draft) || draft.client_auth == Some(ClientAuth::PrivateKeyJwt)
}

/// Returns true when the flow logs in a user that the profile names.
pub(super) fn is_for_user(draft: &ProfileDraft) -> bool {
    draft.flow.as_str() == "jwt_bearer"
}

/// Makes the part about the key; nothing where the profile signs nothing and has none.
pub(super) fn view(state: &State, form: &Form, has_kept: bool, now: UnixTime) -> Option<KeyView> {
    let draft = &form.draft;
    let is_new = form.private_key.is_some();
    if !signs(draft) && !is_new && !has_kept {
        return None;
    }
    let facts = draft.certificate.as_ref().and_then(|one| one.facts());
    let (title, text) = match (is_new, has_kept) {
        (true, _) => ("window-key-new", "window-key-new-text"),
        (false, true) => ("window-key-kept", "window-key-kept-text"),
        (false, false) => ("window-key-none", "window-key-none-text"),
    };
    let has_key = is_new || has_kept;
    Some(KeyView {
        title: words::text(title),
        text: words::text(match &facts {
            None if has_key => "window-key-no-certificate",
            _ => text,
        }),
        has_key,
        is_new,
        warning: facts.as_ref().and_then(|facts| warning(state, facts, now)),
        has_certificate: facts.is_some(),
        facts: facts
            .map(|facts| self::facts(state, &facts, now))
            .unwrap_or_default(),
        is_busy: is_key_coming(state),
        asks_passphrase_for: form.locked_key_file.as_ref().map(|path| {
            let name = path.file_name().unwrap_or(path.as_os_str());
            name.to_string_lossy().into_owned()
        }),
        problem: form.key_problem.as_ref().map(|problem| {
            let told = problem.explain();
            format!("{}. {}", told.what, told.next)
        }),
        demo_app: demo_app(state, draft),
        pem: draft
            .certificate
            .as_ref()
            .map(|one| one.as_pem().to_owned())
            .unwrap_or_default(),
    })
}

fn facts(state: &State, facts: &CertificateFacts, now: UnixTime) -> Vec<SetupValue> {
    let value = |label: &str, value: String, is_code| SetupValue {
        label: words::text(label),
        value,
        is_code,
    };
    let bits = facts.bits.to_string();
    let until = if facts.until > now {
        let left = time::length(now.until(facts.until));
        words::with(
            "window-key-until",
            &[
                ("day", &time::day(state, facts.until, now)),
                ("left", &left),
            ],
        )
    } else {
        words::with(
            "window-key-over",
            &[("day", &time::day(state, facts.until, now))],
        )
    };
    vec![
        value("window-key-subject", facts.subject.clone(), false),
        value(
            "window-key-kind",
            words::with("window-key-rsa", &[("bits", &bits)]),
            false,
        ),
        value("window-key-good-until", until, false),
        value("window-key-fingerprint", facts.fingerprint.clone(), true),
    ]
}

/// Salesforce is said to refuse what an expired certificate verifies; nobody wrote it down (`machine-and-admin.md` 1.6).
fn warning(state: &State, facts: &CertificateFacts, now: UnixTime) -> Option<String> {
    let day = time::day(state, facts.until, now);
    let key = match () {
        () if facts.until <= now => "window-key-warning-over",
        () if now.until(facts.until) < SOON => "window-key-warning-soon",
        () => return None,
    };
    Some(words::with(key, &[("day", &day)]))
}

/// The embedded demo org can be given the certificate where the profile is for one of its apps.
fn demo_app(state: &State, draft: &ProfileDraft) -> Option<String> {
    let host = LoginHost::parse(&draft.login_url).ok()?;
    let base = LoginHost::parse(state.demo.base_url.as_deref()?).ok()?;
    let org = state.demo.org.as_ref()?;
    let client_id = draft.client_id.trim();
    let is_known = org.apps.iter().any(|app| app.client_id == client_id);
    (is_known && host == base && draft.certificate.is_some()).then(|| client_id.to_owned())
}

/// Makes the choice of the audience, for flows that name one.
pub(super) fn audience(draft: &ProfileDraft) -> Option<AudienceView> {
    if !is_for_user(draft) {
        return None;
    }
    let host = LoginHost::parse(&draft.login_url).ok();
    let short = |address: &str| {
        let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
        rest.to_owned()
    };
    let usual = host.as_ref().map(LoginHost::usual_audience);
    let automatic = match &usual {
        Some(usual) => words::with("window-form-audience-usual", &[("host", &short(usual))]),
        None => words::text("window-form-audience-automatic"),
    };
    let own = host.map(|host| host.as_str().to_owned());
    let mut values = vec![LOGIN_AUDIENCE.to_owned(), TEST_AUDIENCE.to_owned()];
    for value in own.into_iter().chain([draft.audience.clone()]) {
        if !value.is_empty() && !values.contains(&value) {
            values.push(value);
        }
    }
    let choices = [(automatic.clone(), String::new())]
        .into_iter()
        .chain(values.into_iter().map(|value| (short(&value), value)));
    Some(AudienceView {
        label: match draft.audience.as_str() {
            "" => automatic,
            chosen => short(chosen),
        },
        choices: choices.collect(),
    })
}

/// What Setup must know of the key, under its own labels.
pub(super) fn setup(draft: &ProfileDraft) -> Vec<(&'static str, String, bool)> {
    if !signs(draft) {
        return Vec::new();
    }
    let place = match draft.kind {
        ClientKind::ConnectedApp => "window-setup-key-connected",
        ClientKind::ExternalClientApp => "window-setup-key-external",
    };
    let mut values = vec![("window-setup-key", words::text(place), false)];
    if is_for_user(draft) {
        let users = words::text("window-setup-permitted-users-value");
        values.push(("window-setup-permitted-users", users, false));
    }
    values
}
