//! What goes on with a profile, in words with a clock.

use super::super::super::state::{Phase, State, Task, Want};
use super::super::{Busy, StateKind, StateView, Tone};
use super::time;
use crate::model::ids::{ProfileId, SessionId};
use crate::model::time::UnixTime;
use crate::model::words;

/// The first thing that goes on with a profile.
pub(super) fn of_profile(state: &State, profile_id: &ProfileId, now: UnixTime) -> Option<Busy> {
    let task = state.tasks.of(profile_id).next()?;
    Some(of_task(state, task, now))
}

/// What goes on with one session.
pub(super) fn of_session(
    state: &State,
    profile_id: &ProfileId,
    session_id: &SessionId,
    now: UnixTime,
) -> Option<Busy> {
    state
        .tasks
        .of(profile_id)
        .find(|task| task.want.session_id() == Some(session_id))
        .map(|task| of_task(state, task, now))
}

/// One task in words.
pub(super) fn of_task(state: &State, task: &Task, now: UnixTime) -> Busy {
    let phase = state.run(&task.run_id).map(|record| &record.phase);
    let key = match (&task.want, phase) {
        (Want::LogIn { .. }, Some(Phase::Waiting(_))) => "window-busy-waiting",
        (Want::LogIn { .. }, Some(Phase::Held)) => "window-busy-held",
        (Want::LogIn { .. }, _) => "window-busy-login",
        (Want::Refresh(_), _) => "window-busy-refresh",
        (Want::Revoke(_), _) => "window-busy-revoke",
        (Want::Forget(_), _) => "window-busy-forget",
        (Want::Introspect { .. }, _) => "window-busy-introspect",
        (Want::FetchIdentity(_), _) => "window-busy-identity",
        (Want::OpenOrg { .. } | Want::LogOut { .. }, _) => "window-busy-open",
        (Want::DeleteProfile(_), _) => "window-busy-delete",
        (Want::StartDemoOrg { .. }, _) => "window-busy-demo",
        (Want::OpenVault, _) => "window-busy-vault",
        (Want::ChangeVault(_), _) => "window-busy-vault-change",
        (Want::Diagnose, _) => "window-busy-diagnose",
        _ => "window-busy-other",
    };
    let verb = words::text(key);
    let span = task.began_at.until(now);
    let clock = match phase {
        Some(Phase::Waiting(_)) => time::stopwatch(span),
        _ => time::length(span),
    };
    Busy {
        run_id: task.run_id.clone(),
        text: words::with("window-busy-since", &[("verb", &verb), ("clock", &clock)]),
        verb,
        since: task.began_at,
    }
}

/// The same as a state.
pub(super) fn as_state(busy: &Busy) -> StateView {
    StateView {
        kind: StateKind::Busy,
        tone: Tone::Busy,
        word: busy.verb.clone(),
        text: busy.text.clone(),
    }
}
