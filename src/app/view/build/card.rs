//! The card of one session: secrets as notes, life, facts, scopes, what to do with it.

use super::super::super::effect::{CopyWhat, WhichToken};
use super::super::super::state::State;
use super::super::super::update::may_live;
use super::super::{
    Action, Ask, Copied, Fact, Life, Look, ScopeChip, ScopeStanding, SecretRow, SecretStanding,
    SessionCard, SessionChoice, Tone, keys,
};
use super::{busy, state as states, time};
use crate::model::profile::Profile;
use crate::model::secret::Fingerprint;
use crate::model::session::{EXPIRES_SOON_SECS, Session, SessionState, Standing};
use crate::model::time::UnixTime;
use crate::model::token::{ExpirySource, TokenFormat};
use crate::model::words;

/// Makes the card.
pub(super) fn session(state: &State, session: &Session, now: UnixTime) -> SessionCard {
    let going = busy::of_session(state, &session.profile_id, &session.session_id, now);
    let siblings: Vec<&Session> = state.sessions_of(&session.profile_id).collect();
    SessionCard {
        session_id: session.session_id.clone(),
        choices: if siblings.len() > 1 {
            siblings
                .into_iter()
                .map(|other| SessionChoice {
                    session_id: other.session_id.clone(),
                    label: user(other),
                    is_on: other.session_id == session.session_id,
                })
                .collect()
        } else {
            Vec::new()
        },
        state: going
            .as_ref()
            .map_or_else(|| states::of_session(state, session, now), busy::as_state),
        check: check(state, session),
        more: card_menu(state, session),
        secrets: secrets(state, session, now),
        life: life(state, session, now),
        facts: facts(state, session, now),
        scopes: scopes(session),
    }
}

/// *Check now*: by introspection, or by the identity where the app cannot prove itself.
pub(super) fn check(state: &State, session: &Session) -> Action {
    let session_id = session.session_id.clone();
    if !state.may_introspect(&session_id) {
        return Action::new("window-action-check", Ask::FetchIdentity(session_id))
            .hint("window-hint-check-identity");
    }
    let introspect = Ask::Introspect {
        session_id,
        which: WhichToken::Access,
    };
    Action::new("window-action-check", introspect).hint("window-hint-check")
}

/// The menu of the card.
pub(super) fn card_menu(state: &State, session: &Session) -> Vec<Action> {
    let refresh = Ask::Introspect {
        session_id: session.session_id.clone(),
        which: WhichToken::Refresh,
    };
    let none = (!session.has_refresh_token).then(|| words::text("window-reason-no-refresh-token"));
    let mut menu = vec![
        Action::new("window-action-introspect-refresh", refresh).unless(none),
        Action::new(
            "window-action-fetch-identity",
            Ask::FetchIdentity(session.session_id.clone()),
        ),
    ];
    let log_out = Ask::LogOut(session.session_id.clone());
    menu.push(Action::new("window-action-logout", log_out).hint("window-hint-logout"));
    menu.extend(endings(state, session));
    menu
}

/// Forget here, and revoke on the server: two verbs, never one.
pub(super) fn endings(state: &State, session: &Session) -> Vec<Action> {
    let session_id = &session.session_id;
    let dead = (!may_live(state, session_id)).then(|| words::text("window-reason-nothing-live"));
    let mut revoke = Action::new(
        "window-action-revoke",
        Ask::Revoke(vec![session_id.clone()]),
    )
    .look(Look::Danger)
    .keys(keys::REVOKE)
    .unless(dead);
    // Where no dialog asks, this is what says it beforehand.
    revoke.hint = ends(&[session]);
    vec![
        Action::new(
            "window-action-forget",
            Ask::Forget(vec![session_id.clone()]),
        ),
        revoke,
    ]
}

/// What a revocation ends, and what it leaves alone (`interactive.md` 5, 9.1).
pub(super) fn ends(sessions: &[&Session]) -> String {
    let can_refresh = sessions.iter().any(|session| session.has_refresh_token);
    let has_pages = sessions
        .iter()
        .any(|session| !session.web_sessions.is_empty());
    let tokens = match can_refresh {
        true => words::count("window-confirm-revoke-text", sessions.len()),
        false => words::count("window-confirm-revoke-access", sessions.len()),
    };
    let pages = match has_pages {
        true => words::text("window-confirm-revoke-pages"),
        false => String::new(),
    };
    let stays = words::text("window-confirm-revoke-stays");
    let parts = [tokens, pages, stays];
    let said: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    said.join(" ")
}

/// *Refresh*, or why not.
pub(super) fn refresh(state: &State, session: &Session, now: UnixTime) -> Action {
    let going = busy::of_session(state, &session.profile_id, &session.session_id, now);
    let reason = match session.state(now) {
        _ if going.is_some() => Some("window-reason-busy"),
        SessionState::Revoked => Some("window-reason-revoked"),
        SessionState::NeedsLogin => Some("window-reason-needs-login"),
        _ if !session.has_refresh_token => Some("window-reason-no-refresh-token"),
        _ => None,
    };
    Action::new(
        "window-action-refresh",
        Ask::Refresh(vec![session.session_id.clone()]),
    )
    .keys(keys::REFRESH)
    .unless(reason.map(words::text))
}

/// *Open org*, or why not.
pub(super) fn open(profile: &Profile, session: &Session, now: UnixTime) -> Action {
    let is_over = matches!(
        session.state(now),
        SessionState::Revoked | SessionState::NeedsLogin | SessionState::Blocked
    );
    let reason = if profile.is_other_provider() || session.instance_url.is_none() {
        Some("window-reason-not-salesforce")
    } else if is_over {
        Some("window-reason-needs-login")
    } else {
        None
    };
    Action::new(
        "window-action-open",
        Ask::OpenOrg(session.session_id.clone()),
    )
    .keys(keys::OPEN)
    .unless(reason.map(words::text))
}

/// Copy as header, curl, environment.
pub(super) fn use_it(session: &Session) -> Vec<Action> {
    let reason =
        (session.standing == Standing::Revoked).then(|| words::text("window-reason-revoked"));
    let copy = |key: &str, what| {
        Action::new(
            key,
            Ask::Copy {
                session_id: session.session_id.clone(),
                what,
            },
        )
        .unless(reason.clone())
    };
    vec![
        copy("window-action-copy-bearer", CopyWhat::BearerHeader).keys(keys::COPY_BEARER),
        copy("window-action-copy-curl", CopyWhat::Curl),
        copy("window-action-copy-env", CopyWhat::Env),
    ]
}

/// The access token and the refresh token, as notes.
pub(super) fn secrets(state: &State, session: &Session, now: UnixTime) -> Vec<SecretRow> {
    let row = |which, label: &str, standing, note: String| SecretRow {
        session_id: session.session_id.clone(),
        which,
        label: words::text(label),
        standing,
        note,
        copied: copied(state, session, which, now),
    };
    let kept = || {
        if state.is_locked {
            SecretStanding::Locked
        } else {
            SecretStanding::Kept
        }
    };
    let access = if session.standing == Standing::Revoked {
        SecretStanding::NoneKept(words::text("window-secret-revoked"))
    } else {
        kept()
    };
    let refresh = if session.standing == Standing::Revoked {
        SecretStanding::NoneKept(words::text("window-secret-revoked"))
    } else if session.has_refresh_token {
        kept()
    } else if session.scope_requested.is_empty() || session.scope_requested.asks_refresh() {
        SecretStanding::NoneKept(words::text("window-secret-no-refresh"))
    } else {
        SecretStanding::NoneKept(words::text("window-secret-no-refresh-scope"))
    };
    let note = match session.last_refresh_at.filter(|_| session.rotates) {
        Some(at) => {
            let when = time::short(state, at, now);
            words::with("window-secret-rotates", &[("when", &when)])
        }
        None => String::new(),
    };
    vec![
        row(
            WhichToken::Access,
            "window-secret-access",
            access,
            String::new(),
        ),
        row(WhichToken::Refresh, "window-secret-refresh", refresh, note),
    ]
}

fn copied(state: &State, session: &Session, which: WhichToken, now: UnixTime) -> Option<Copied> {
    let copied = state.copied.as_ref()?;
    let is_refresh = copied.what == CopyWhat::RefreshToken;
    if copied.session_id != session.session_id || is_refresh != (which == WhichToken::Refresh) {
        return None;
    }
    let all = copied.at.until(copied.clears_at).as_secs_f32().max(1.0);
    let left = now.until(copied.clears_at);
    let seconds = left.as_millis().div_ceil(1000).to_string();
    Some(Copied {
        text: words::with("window-copied-clears", &[("seconds", &seconds)]),
        left: (left.as_secs_f32() / all).clamp(0.0, 1.0),
        clears_at: copied.clears_at,
    })
}

/// The lifetime bar; nothing where nobody said when the token ends.
pub(super) fn life(state: &State, session: &Session, now: UnixTime) -> Option<Life> {
    let expiry = session.expiry?;
    if !matches!(session.standing, Standing::Live | Standing::Dead) {
        return None;
    }
    let all = session.issued_at.until(expiry.at).as_secs_f32().max(1.0);
    let left = now.until(expiry.at);
    let part = (left.as_secs_f32() / all).clamp(0.0, 1.0);
    let is_over = left.is_zero() || session.standing == Standing::Dead;
    let (tone, text) = if is_over {
        let ago = time::ago(expiry.at, now);
        let text = if left.is_zero() {
            words::with("window-state-expired-since", &[("ago", &ago)])
        } else {
            words::text("window-life-dead")
        };
        (Tone::Neutral, text)
    } else {
        let soon = left.as_secs() < EXPIRES_SOON_SECS || part < 0.1;
        let tone = if soon { Tone::Warn } else { Tone::Success };
        let length = time::minutes(left);
        (
            tone,
            words::with("window-state-expires-in", &[("length", &length)]),
        )
    };
    let clock = time::short(state, expiry.at, now);
    let told = match expiry.source {
        ExpirySource::Introspection => "window-life-introspection",
        ExpirySource::Jwt => "window-life-jwt",
        ExpirySource::ExpiresIn => "window-life-expires-in",
    };
    Some(Life {
        text,
        told: words::with(told, &[("clock", &clock)]),
        left: if is_over { 0.0 } else { part },
        tone,
    })
}

fn facts(state: &State, session: &Session, now: UnixTime) -> Vec<Fact> {
    let checked = match session.last_check_at {
        Some(at) => Fact::words("window-fact-last-check", time::ago(at, now))
            .hint(time::exact(state, at, now)),
        None => Fact::words("window-fact-last-check", words::text("window-fact-never")),
    };
    let refreshed = match session.last_refresh_at {
        Some(at) => Fact::words("window-fact-last-refresh", time::exact(state, at, now)),
        None => Fact::words("window-fact-last-refresh", words::text("window-fact-never")),
    };
    vec![
        Fact::words(
            "window-fact-issued",
            time::exact(state, session.issued_at, now),
        ),
        refreshed,
        checked,
        Fact::words("window-fact-format", format(session.token_format)),
        Fact::code(
            "window-fact-fingerprint",
            fingerprint(&session.access_token_fingerprint),
        ),
        Fact::code_or(
            "window-fact-instance",
            session.instance_url.as_deref().map(host),
            "window-hint-instance",
        ),
    ]
}

/// The kind of access token, in words.
pub(super) fn format(format: TokenFormat) -> String {
    words::text(match format {
        TokenFormat::Opaque => "window-format-opaque",
        TokenFormat::Jwt => "window-format-jwt",
    })
}

/// Scopes: granted, then asked for and not granted.
pub(super) fn scopes(session: &Session) -> Vec<ScopeChip> {
    let chip = |name: &str, standing| ScopeChip {
        name: name.to_owned(),
        standing,
        hint: scope_hint(name),
    };
    match &session.scope {
        Some(granted) => granted
            .iter()
            .map(|name| chip(name, ScopeStanding::Granted))
            .chain(
                session
                    .scopes_not_granted()
                    .iter()
                    .map(|name| chip(name, ScopeStanding::NotGranted)),
            )
            .collect(),
        None => session
            .scope_requested
            .iter()
            .map(|name| chip(name, ScopeStanding::Asked))
            .collect(),
    }
}

/// What a scope allows; empty for one that we do not know.
pub(super) fn scope_hint(name: &str) -> String {
    let key = format!("scope-{}", crate::model::problem::slug(name));
    words::find(&key).unwrap_or_default()
}

/// `4f9c 21ab 77e0`.
pub(super) fn fingerprint(fingerprint: &Fingerprint) -> String {
    let text = fingerprint.as_str();
    let mut grouped = String::new();
    for (at, digit) in text.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    grouped
}

/// The user of a session, or the word for an unknown one.
pub(super) fn user(session: &Session) -> String {
    session
        .username()
        .map_or_else(|| words::text("window-user-unknown"), str::to_owned)
}

/// An address without its scheme.
pub(super) fn host(address: &str) -> &str {
    address.split_once("://").map_or(address, |(_, rest)| rest)
}
