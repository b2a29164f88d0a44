//! The next steps of an error, as buttons, the best first.

use super::super::super::super::command::{IdentityRule, LoginOptions, Screen};
use super::super::super::super::state::{State, Want};
use super::super::super::{Action, Ask, Look};
use crate::model::client::{CallbackUrl, CallbackWay};
use crate::model::host::{HostKind, LoginHost};
use crate::model::ids::ProfileId;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::words;

/// The page of Salesforce that says whether it is up.
const STATUS_PAGE: &str = "https://status.salesforce.com";

/// The steps for what went wrong with a profile.
pub(super) fn of_profile(
    state: &State,
    profile_id: &ProfileId,
    want: &Want,
    problem: &Problem,
) -> Vec<Action> {
    let mut steps = Vec::new();
    let code = problem.code.to_ascii_lowercase();
    if matches!(code.as_str(), "port_taken" | "redirect_uri_mismatch") {
        steps.extend(other_callbacks(state, profile_id, want));
    }
    if code == "port_taken" {
        steps.extend(by_paste(profile_id, want));
        // The form says who holds the port, and adds another callback.
        let ask = Ask::EditProfile(profile_id.clone());
        steps.push(Action::new("window-action-edit", ask));
    }
    if is_of_the_profile(problem, &code) {
        let ask = Ask::EditProfile(profile_id.clone());
        steps.push(Action::new("window-action-edit", ask));
    }
    steps.extend(elsewhere(problem, Some(profile_id)));
    let is_decided = code == "redirect_uri_mismatch" && !steps.is_empty();
    // The org would refuse the same callback again.
    let again = again(state, profile_id, want, problem).filter(|_| !is_decided);
    // Where only time or a new login helps, trying again comes first.
    if problem.kind == ProblemKind::NeedsLogin || steps.is_empty() {
        steps.splice(0..0, again);
    } else {
        let at = steps.len().min(1);
        steps.splice(at..at, again);
    }
    if code == "not_saved"
        && let Some(session_id) = want.session_id()
    {
        // What nobody can keep should not live on (R62).
        let ask = Ask::Revoke(vec![session_id.clone()]);
        steps.push(Action::new("window-action-revoke-ask", ask).look(Look::Danger));
    }
    if code.starts_with("redirect_uri")
        && let Some(sent) = sent_callback(state, profile_id, want)
    {
        let ask = Ask::CopyText(sent.as_str().to_owned());
        steps.push(Action::new("window-action-copy-callback", ask));
    }
    if problem.org.is_some() && problem.kind == ProblemKind::Refused {
        steps.extend(setup(state, profile_id));
    }
    // More than four are a menu, not a next step.
    steps.truncate(4);
    steps
}

/// The steps that are the same wherever the error was met.
pub(super) fn elsewhere(problem: &Problem, profile_id: Option<&ProfileId>) -> Vec<Action> {
    let code = problem.code.as_str();
    let mut steps = Vec::new();
    if code.starts_with("extra_ca")
        || matches!(
            code,
            "proxy_address"
                | "no_ca_certificates"
                | "network_proxy"
                | "network_stalled"
                | "network_tls_issuer"
        )
    {
        let ask = Ask::Show(Screen::Settings);
        steps.push(Action::new("window-screen-settings", ask));
    }
    if problem.kind == ProblemKind::Network {
        let ask = Ask::Diagnose(profile_id.cloned());
        steps.push(Action::new("window-action-diagnose", ask));
    }
    if problem.org.is_some() && problem.kind == ProblemKind::Network {
        let ask = Ask::OpenUrl(STATUS_PAGE.to_owned());
        steps.push(Action::new("window-action-status-page", ask));
    }
    if problem.kind == ProblemKind::Locked {
        steps.push(Action::new("window-action-unlock", Ask::Unlock));
    }
    match code {
        "disk_full" | "disk_read_only" | "file_denied" | "file_failed" | "file_damaged"
        | "file_too_large" | "foreign_owner" | "not_a_folder" | "not_a_file" | "not_saved"
        | "open_to_others" | "parent_open_to_all" | "newer_schema" => {
            steps.push(Action::new(
                "window-action-data-folder",
                Ask::OpenDataFolder,
            ));
        }
        "demo_port_taken" | "demo_not_started" => {
            let ask = Ask::StartDemoOrg { then_log_in: false };
            steps.push(Action::new("window-action-demo-start", ask));
        }
        "session_unknown" | "profile_unknown" | "not_begun" | "busy" => {
            steps.push(Action::new("window-action-reload", Ask::Reload));
        }
        _ if is_of_import(code) => {
            steps.push(Action::new("window-action-import", Ask::PickImport));
        }
        _ => {}
    }
    steps
}

/// What a file that was imported can have wrong.
fn is_of_import(code: &str) -> bool {
    const OTHERS: &[&str] = &[
        "file_too_big",
        "file_byte_order_mark",
        "file_archive",
        "file_empty",
        "file_not_utf8",
        "file_schema",
        "file_too_many_profiles",
        "file_syntax",
        "profile_id_twice",
        "client_secret_in_file",
        "profile_exists",
        "hosts_kept",
        "new_host",
    ];
    code.starts_with("import_") || code.starts_with("file_field") || OTHERS.contains(&code)
}

/// What is put right in the profile's form.
fn is_of_the_profile(problem: &Problem, code: &str) -> bool {
    problem.kind == ProblemKind::Usage
        || [
            "client_",
            "invalid_client",
            "redirect_uri",
            "issuer",
            "discovery_issuer",
            "browser_",
        ]
        .iter()
        .any(|start| code.starts_with(start))
        || matches!(
            code,
            "invalid_scope"
                | "callback_missing"
                | "flow_unknown"
                | "endpoint_missing"
                | "host_foreign"
                | "host_not_pinned"
                | "answer_redirect"
                | "jwt_issuer"
                | "jwt_audience"
                | "unsupported_grant_type"
                | "app_not_found"
                | "oauth_ec_app_not_found"
                | "immediate_unsuccessful"
        )
}

/// The callback that a login sent.
fn sent_callback<'a>(
    state: &'a State,
    profile_id: &ProfileId,
    want: &'a Want,
) -> Option<&'a CallbackUrl> {
    let Want::LogIn { options, .. } = want else {
        return None;
    };
    let urls = &state.profiles.get(profile_id)?.profile.callback_urls;
    options.callback_url.as_ref().or(urls.first())
}

/// A login with each of the profile's other registered callbacks (decision 14).
fn other_callbacks(state: &State, profile_id: &ProfileId, want: &Want) -> Vec<Action> {
    let Want::LogIn { options, .. } = want else {
        return Vec::new();
    };
    let Some(record) = state.profiles.get(profile_id) else {
        return Vec::new();
    };
    let used = sent_callback(state, profile_id, want);
    record
        .profile
        .callback_urls
        .iter()
        .filter(|url| Some(*url) != used)
        .map(|url| Action {
            label: log_in_on(used, url),
            ..Action::new(
                "window-action-log-in",
                Ask::LogIn {
                    profile_id: profile_id.clone(),
                    options: LoginOptions {
                        callback_url: Some(url.clone()),
                        ..options.clone()
                    },
                },
            )
        })
        .collect()
}

/// A login without a listener: the address that the browser shows is pasted.
fn by_paste(profile_id: &ProfileId, want: &Want) -> Option<Action> {
    let Want::LogIn { options, .. } = want else {
        return None;
    };
    let ask = Ask::LogIn {
        profile_id: profile_id.clone(),
        options: LoginOptions {
            no_browser: true,
            ..options.clone()
        },
    };
    Some(Action::new("window-action-log-in-paste", ask))
}

/// `Log in on port 1717` where only the port tells them apart, else with the whole address.
fn log_in_on(used: Option<&CallbackUrl>, other: &CallbackUrl) -> String {
    let port = |url: &CallbackUrl| match url.way() {
        CallbackWay::Loopback { port, .. } => Some(port),
        _ => None,
    };
    match (used.and_then(port), port(other)) {
        (Some(taken), Some(free)) if taken != free => words::with(
            "window-action-log-in-on-port",
            &[("port", &free.to_string())],
        ),
        _ => words::with("window-action-log-in-on", &[("callback", other.as_str())]),
    }
}

/// The same once more, or a login where only that helps.
fn again(state: &State, profile_id: &ProfileId, want: &Want, problem: &Problem) -> Option<Action> {
    let log_in = |options: LoginOptions| {
        let ask = Ask::LogIn {
            profile_id: profile_id.clone(),
            options,
        };
        Action::new("window-action-log-in-again", ask)
    };
    if let Want::LogIn { options, .. } = want {
        return Some(log_in(options.clone()));
    }
    let session_id = want.session_id()?.clone();
    state.session(&session_id)?;
    if problem.kind == ProblemKind::NeedsLogin {
        return Some(log_in(LoginOptions {
            identity: IdentityRule::SameUser(session_id),
            ..LoginOptions::default()
        }));
    }
    let ask = match want {
        Want::Refresh(_) => Ask::Refresh(vec![session_id]),
        Want::Revoke(_) => Ask::Revoke(vec![session_id]),
        Want::Forget(_) => Ask::Forget(vec![session_id]),
        Want::Introspect { which, .. } => Ask::Introspect {
            session_id,
            which: *which,
        },
        Want::FetchIdentity(_) => Ask::FetchIdentity(session_id),
        Want::OpenOrg { .. } => Ask::OpenOrg(session_id),
        Want::Copy { what, .. } => Ask::Copy {
            session_id,
            what: *what,
        },
        _ => return None,
    };
    Some(Action::new("window-action-again", ask))
}

/// Setup of the org, where its own host is known; login.salesforce.com leads nowhere certain.
fn setup(state: &State, profile_id: &ProfileId) -> Option<Action> {
    let told = state
        .sessions_of(profile_id)
        .filter_map(|session| session.instance_url.as_deref())
        .find_map(|url| LoginHost::parse(url).ok());
    let profile = &state.profiles.get(profile_id)?.profile;
    let host = told.unwrap_or_else(|| profile.login_url.clone());
    if host.kind() != HostKind::MyDomain {
        return None;
    }
    let ask = Ask::OpenUrl(format!(
        "{}/lightning/setup/SetupOneHome/home",
        host.origin()
    ));
    Some(Action::new("window-action-open-setup", ask).look(Look::Ghost))
}
