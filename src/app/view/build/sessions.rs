//! The sessions tab: all logins of a profile, and what ends them.

use super::super::super::command::IdentityRule;
use super::super::super::state::State;
use super::super::super::update::live_sessions;
use super::super::{Action, Ask, Look, SessionRow, SessionsTab};
use super::detail::log_in;
use super::{approvals, busy, card, state as states, time};
use crate::model::ids::{ProfileId, SessionId};
use crate::model::session::Session;
use crate::model::time::UnixTime;
use crate::model::words;

/// Makes the tab.
pub(super) fn tab(
    state: &State,
    profile_id: &ProfileId,
    shown: Option<&Session>,
    now: UnixTime,
) -> SessionsTab {
    let rows: Vec<SessionRow> = state
        .sessions_of(profile_id)
        .map(|session| session_row(state, session, shown, now))
        .collect();
    let refreshable: Vec<SessionId> = state
        .sessions_of(profile_id)
        .filter(|session| session.has_refresh_token)
        .map(|session| session.session_id.clone())
        .collect();
    let live = live_sessions(state, profile_id);
    let none = |sessions: &[SessionId], key: &str| sessions.is_empty().then(|| words::text(key));
    let add = log_in(profile_id, IdentityRule::SameOrg);
    SessionsTab {
        add: Action {
            label: words::text(if rows.is_empty() {
                "window-action-log-in"
            } else {
                "window-action-add-login"
            }),
            ..add
        },
        all: vec![
            Action::new(
                "window-action-refresh-all",
                Ask::Refresh(refreshable.clone()),
            )
            .unless(none(&refreshable, "window-reason-no-refresh-token")),
            Action::new("window-action-revoke-all", Ask::Revoke(live.clone()))
                .look(Look::Danger)
                .unless(none(&live, "window-reason-nothing-live")),
        ],
        rows,
        meter: shown.and_then(|session| approvals::meter(state, session)),
    }
}

fn session_row(
    state: &State,
    session: &Session,
    shown: Option<&Session>,
    now: UnixTime,
) -> SessionRow {
    let session_id = &session.session_id;
    let going = busy::of_session(state, &session.profile_id, session_id, now);
    let mut actions = vec![
        card::refresh(state, session, now),
        card::check(state, session),
    ];
    actions.extend(card::endings(state, session));
    let dash = || "–".to_owned();
    SessionRow {
        session_id: session_id.clone(),
        user: card::user(session),
        org: session
            .organization_id()
            .map_or_else(dash, |id| id.as_str().to_owned()),
        state: going
            .as_ref()
            .map_or_else(|| states::of_session(state, session, now), busy::as_state),
        issued: time::short(state, session.issued_at, now),
        expires: session
            .expiry
            .map_or_else(dash, |expiry| time::short(state, expiry.at, now)),
        last_check: session
            .last_check_at
            .map_or_else(dash, |at| time::ago(at, now)),
        fingerprint: card::fingerprint(&session.access_token_fingerprint),
        is_selected: shown.is_some_and(|shown| shown.session_id == *session_id),
        actions,
    }
}
