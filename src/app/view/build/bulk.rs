//! The bar over the list: what is marked, and how far an act on many is.

use super::super::super::command::BulkAct;
use super::super::super::state::State;
use super::super::{Action, Ask, Bulk, Look, Progress, keys};
use super::state as states;
use crate::model::session::SessionState;
use crate::model::time::UnixTime;
use crate::model::words;

/// Makes the bar, while profiles are marked or something goes on with many.
pub(super) fn bulk(state: &State, now: UnixTime) -> Option<Bulk> {
    let is_marking = !state.marked.is_empty();
    let progress = progress(state);
    if !is_marking && progress.is_none() {
        return None;
    }
    let chosen = &state.list.chosen;
    let badge = |id| states::badge(state, id, now);
    let mut actions = Vec::new();
    actions.extend(
        progress
            .is_some()
            .then(|| Action::new("window-cancel", Ask::CancelRounds)),
    );
    if is_marking {
        actions.insert(
            0,
            Action::new("window-action-clear-selection", Ask::ClearSelected)
                .look(Look::Ghost)
                .keys(keys::BACK),
        );
        actions.extend(acts(state));
    }
    Some(Bulk {
        is_marking,
        count: if is_marking {
            words::count("window-bulk-selected", chosen.profiles)
        } else {
            String::new()
        },
        summary: summary(state),
        worst: chosen.worst.as_ref().filter(|_| is_marking).map(badge),
        progress,
        actions,
    })
}

/// What can be done with all of them, the dangerous one last.
fn acts(state: &State) -> Vec<Action> {
    let chosen = &state.list.chosen;
    let unless = |count: usize, key: &str| {
        if chosen.profiles == 0 {
            Some(words::text("window-reason-tick-first"))
        } else {
            (count == 0).then(|| words::text(key))
        }
    };
    vec![
        Action::new("window-action-refresh", Ask::Bulk(BulkAct::Refresh))
            .keys(keys::REFRESH)
            .unless(unless(chosen.refreshable, "window-reason-none-refreshable")),
        Action::new("window-action-check-all", Ask::Bulk(BulkAct::Check))
            .unless(unless(chosen.living, "window-reason-nothing-live")),
        Action::new("window-action-forget", Ask::Bulk(BulkAct::Forget))
            .unless(unless(chosen.logins, "window-reason-no-login")),
        Action::new("window-action-revoke-ask", Ask::Bulk(BulkAct::Revoke))
            .look(Look::Danger)
            .keys(keys::REVOKE)
            .unless(unless(chosen.living, "window-reason-nothing-live")),
    ]
}

/// How many are left out, and `2 active, 1 expired`.
fn summary(state: &State) -> String {
    let chosen = &state.list.chosen;
    // First, for what does not fit is cut at the end.
    let left_out =
        (chosen.left_out > 0).then(|| words::count("window-bulk-left-out", chosen.left_out));
    let states = chosen
        .states
        .iter()
        .map(|(worst, count)| words::count(state_key(*worst), *count));
    left_out
        .into_iter()
        .chain(states)
        .collect::<Vec<_>>()
        .join(", ")
}

fn state_key(worst: Option<SessionState>) -> &'static str {
    match worst {
        Some(SessionState::Active) => "window-bulk-active",
        Some(SessionState::ExpiresSoon) => "window-bulk-expires-soon",
        Some(SessionState::Expired) => "window-bulk-expired",
        Some(SessionState::Revoked) => "window-bulk-revoked",
        Some(SessionState::NeedsLogin) => "window-bulk-needs-login",
        Some(SessionState::Blocked) => "window-bulk-blocked",
        Some(SessionState::Unreachable) => "window-bulk-unreachable",
        Some(SessionState::Failed) => "window-bulk-failed",
        None => "window-bulk-never",
    }
}

/// The round that began first, in words.
fn progress(state: &State) -> Option<Progress> {
    let round = state.rounds.first()?;
    let done = round.ended.len();
    let key = match round.act {
        BulkAct::Refresh => "window-round-refreshing",
        BulkAct::Check => "window-round-checking",
        BulkAct::Forget => "window-round-forgetting",
        BulkAct::Revoke => "window-round-revoking",
    };
    let (done_text, all) = (done.to_string(), round.total.to_string());
    Some(Progress {
        text: words::with(key, &[("done", &done_text), ("all", &all)]),
        done,
        total: round.total,
    })
}
