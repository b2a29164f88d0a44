//! States and environments in words.

use super::super::super::event::VaultStanding;
use super::super::super::state::{State, Want, severity};
use super::super::{Badge, StateKind, StateView, Tone};
use super::time;
use crate::model::environment::Environment;
use crate::model::host::LoginHost;
use crate::model::ids::ProfileId;
use crate::model::session::{Session, SessionState};
use crate::model::settings::VaultKind;
use crate::model::time::UnixTime;
use crate::model::words;

fn view(kind: StateKind, tone: Tone, word: &str, text: Option<String>) -> StateView {
    let word = words::text(word);
    StateView {
        kind,
        tone,
        text: text.unwrap_or_else(|| word.clone()),
        word,
    }
}

/// The state of one session.
pub(super) fn of_session(state: &State, session: &Session, now: UnixTime) -> StateView {
    if session.pending_revocation {
        return view(
            StateKind::Revoked,
            Tone::Warn,
            "window-state-revoke-pending",
            None,
        );
    }
    match session.state(now) {
        SessionState::Active => {
            let left = session.expiry.map(|expiry| {
                let length = time::length(now.until(expiry.at));
                words::with("window-state-active-for", &[("length", &length)])
            });
            view(
                StateKind::Active,
                Tone::Success,
                "window-state-active",
                left,
            )
        }
        SessionState::ExpiresSoon => {
            let left = session.expiry.map(|expiry| {
                let length = time::minutes(now.until(expiry.at));
                words::with("window-state-expires-in", &[("length", &length)])
            });
            view(
                StateKind::ExpiresSoon,
                Tone::Warn,
                "window-state-expires-soon",
                left,
            )
        }
        SessionState::Expired => {
            let since = session
                .expiry
                .filter(|expiry| expiry.at <= now)
                .map(|expiry| {
                    let ago = time::ago(expiry.at, now);
                    words::with("window-state-expired-since", &[("ago", &ago)])
                });
            view(
                StateKind::Expired,
                Tone::Neutral,
                "window-state-expired",
                since,
            )
        }
        SessionState::Revoked => {
            let at = session.last_check_at.map(|at| {
                let day = time::short(state, at, now);
                words::with("window-state-revoked-at", &[("day", &day)])
            });
            view(
                StateKind::Revoked,
                Tone::Neutral,
                "window-state-revoked",
                at,
            )
        }
        SessionState::NeedsLogin => view(
            StateKind::NeedsLogin,
            Tone::Warn,
            "window-state-needs-login",
            None,
        ),
        SessionState::Blocked => view(
            StateKind::Blocked,
            Tone::Danger,
            "window-state-blocked",
            None,
        ),
        SessionState::Unreachable => view(
            StateKind::Unreachable,
            Tone::Warn,
            "window-state-unreachable",
            None,
        ),
        SessionState::Failed => view(
            StateKind::Failed,
            Tone::Danger,
            "window-state-failed",
            failed_text(state, &session.profile_id),
        ),
    }
}

fn failed_text(state: &State, profile_id: &ProfileId) -> Option<String> {
    let key = match state.troubles.get(profile_id)?.want {
        Want::LogIn { .. } => "window-state-login-failed",
        Want::Refresh(_) => "window-state-refresh-failed",
        Want::Revoke(_) => "window-state-revoke-failed",
        _ => return None,
    };
    Some(words::text(key))
}

/// The worst state of a profile's sessions (decision 24).
pub(super) fn of_profile(state: &State, profile_id: &ProfileId, now: UnixTime) -> StateView {
    let worst = state
        .sessions_of(profile_id)
        .max_by_key(|session| severity(session.state(now)));
    match (
        worst,
        state.troubles.get(profile_id).map(|trouble| &trouble.want),
    ) {
        (None, Some(Want::LogIn { .. })) => view(
            StateKind::Failed,
            Tone::Danger,
            "window-state-login-failed",
            None,
        ),
        (None, _) => view(
            StateKind::NeverLoggedIn,
            Tone::Neutral,
            "window-state-never",
            None,
        ),
        (Some(session), _) if is_shut(state) && is_in_vault(session, now) => view(
            StateKind::Locked,
            Tone::Neutral,
            "window-state-locked",
            None,
        ),
        (Some(session), _) => of_session(state, session, now),
    }
}

/// Nothing can be done with what is in the vault before a person opens it.
fn is_shut(state: &State) -> bool {
    matches!(
        state.vault,
        VaultStanding::Locked(VaultKind::Passphrase)
            | VaultStanding::KeyMissing { .. }
            | VaultStanding::Broken(_)
    )
}

/// It could be used, were the vault open.
fn is_in_vault(session: &Session, now: UnixTime) -> bool {
    let works = matches!(
        session.state(now),
        SessionState::Active | SessionState::ExpiresSoon | SessionState::Expired
    );
    works && !session.pending_revocation
}

/// The environment badge of a profile.
pub(super) fn badge(state: &State, profile_id: &ProfileId, now: UnixTime) -> Badge {
    let (environment, verified) = state.environment(profile_id, now);
    let Some(record) = state.profiles.get(profile_id) else {
        return guess(environment, None);
    };
    let host = &record.profile.login_url;
    if host.is_loopback() {
        return loopback(state, host);
    }
    let told_at = state
        .sessions_of(profile_id)
        .filter_map(|session| session.environment_verified)
        .map(|(_, at)| at)
        .max();
    match (verified, told_at) {
        (true, Some(at)) => {
            let name = name(environment);
            let when = time::short(state, at, now);
            Badge {
                environment,
                verified: true,
                is_local: false,
                explain: words::with(
                    "window-badge-told",
                    &[("environment", &name), ("when", &when)],
                ),
                label: name,
            }
        }
        _ => guess(environment, record.profile.environment),
    }
}

/// The badge of a host before there is a profile.
pub(super) fn badge_of_host(state: &State, host: &LoginHost, said: Option<Environment>) -> Badge {
    if host.is_loopback() {
        return loopback(state, host);
    }
    guess(said.unwrap_or_else(|| host.guess_environment()), said)
}

fn loopback(state: &State, host: &LoginHost) -> Badge {
    // The demo org's own address is known once it ran; another loopback server is just local.
    let is_local = state
        .demo
        .base_url
        .as_ref()
        .is_some_and(|ours| ours.trim_end_matches('/') != host.as_str());
    let (label, explain) = if is_local {
        ("environment-local", "window-badge-local")
    } else {
        ("environment-demo", "window-badge-demo")
    };
    Badge {
        environment: Environment::Demo,
        verified: true,
        is_local,
        label: words::text(label),
        explain: words::text(explain),
    }
}

fn guess(environment: Environment, said: Option<Environment>) -> Badge {
    let name = name(environment);
    let (label, explain) = if environment == Environment::Unknown {
        (name, words::text("window-badge-unknown"))
    } else {
        let explain = if said.is_some() {
            "window-badge-said"
        } else {
            "window-badge-guessed"
        };
        let explain = words::with(explain, &[("environment", &name)]);
        (format!("{name}?"), explain)
    };
    Badge {
        environment,
        verified: false,
        is_local: false,
        label,
        explain,
    }
}

/// The name of an environment.
pub(super) fn name(environment: Environment) -> String {
    words::text(match environment {
        Environment::Production => "environment-production",
        Environment::Sandbox => "environment-sandbox",
        Environment::Scratch => "environment-scratch",
        Environment::Developer => "environment-developer",
        Environment::Demo => "environment-demo",
        Environment::Unknown => "environment-unknown",
    })
}
