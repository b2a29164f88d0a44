//! Rounds: the same with many sessions, summed up in one toast at the end.

use super::super::command::{BulkAct, ListFilter};
use super::super::effect::Effect;
use super::super::state::{Outcome, Round, State, Task, Want};
use super::super::view::{Ask, Tone};
use super::login;
use super::toast::{self, Said};
use crate::model::ids::{RunId, SessionId};
use crate::model::time::UnixTime;
use crate::model::words;

/// Opens a round for those that are in none yet.
pub(super) fn open(state: &mut State, act: BulkAct, sessions: &[SessionId]) {
    let is_new = |id: &&SessionId| {
        let going = |round: &Round| round.act == act && round.open.contains(id);
        !state.rounds.iter().any(going)
    };
    let new: Vec<SessionId> = sessions.iter().filter(is_new).cloned().collect();
    if !new.is_empty() {
        state.rounds.push(Round::new(act, &new));
    }
}

/// Notes how a task of a round ended.
pub(super) fn ended_task(
    state: &mut State,
    task: Option<&Task>,
    outcome: Outcome,
    now: UnixTime,
) -> bool {
    task.is_some_and(|task| ended(state, &task.want, outcome, now))
}

/// Notes how one of a round ended, and sums up when it was the last; returns false where it is of no round.
pub(super) fn ended(state: &mut State, want: &Want, outcome: Outcome, now: UnixTime) -> bool {
    let Some(at) = state.rounds.iter().position(|round| round.has(want)) else {
        return false;
    };
    let is_over = state.rounds.get_mut(at).is_some_and(|round| {
        if let Some(session_id) = want.session_id() {
            round.open.remove(session_id);
        }
        round.ended.push(outcome);
        round.open.is_empty()
    });
    if is_over {
        let round = state.rounds.remove(at);
        sum_up(state, &round, now);
    }
    true
}

/// Gives up what goes on with many, and what of it waits.
pub(super) fn cancel(state: &mut State, now: UnixTime) -> Vec<Effect> {
    let rounds = std::mem::take(&mut state.rounds);
    let is_meant = |want: &Want| rounds.iter().any(|round| round.has(want));
    let mut waiting = state.backlog.take_all(is_meant);
    let (held, others): (Vec<Want>, Vec<Want>) = std::mem::take(&mut state.wants)
        .into_iter()
        .partition(is_meant);
    waiting.extend(held);
    state.wants = others;
    let going: Vec<RunId> = state
        .tasks
        .iter()
        .filter(|task| is_meant(&task.want))
        .map(|task| task.run_id.clone())
        .collect();
    state.rounds = rounds;
    for want in waiting {
        ended(state, &want, Outcome::GivenUp, now);
    }
    going
        .iter()
        .flat_map(|run_id| login::cancel(state, run_id, now))
        .collect()
}

/// Says in one toast how a round went.
fn sum_up(state: &mut State, round: &Round, now: UnixTime) {
    let title = match round.act {
        BulkAct::Refresh => "window-round-refreshed",
        BulkAct::Check => "window-round-checked",
        BulkAct::Forget => "window-round-forgotten",
        BulkAct::Revoke => "window-round-revoked",
    };
    let is_forget = round.act == BulkAct::Forget;
    let live = round.count(Outcome::Live);
    let mut good = round.count(Outcome::Good) + round.count(Outcome::Unproven);
    good += round.count(Outcome::Dead);
    good += if is_forget { live } else { 0 };
    let (good, all) = (good.to_string(), round.total.to_string());
    let title = words::with(title, &[("good", &good), ("all", &all)]);
    let parts = [
        (Outcome::Live, "window-round-live"),
        (Outcome::Dead, "window-round-dead"),
        (Outcome::Failed, "window-round-failed"),
        (Outcome::Pending, "window-round-pending"),
        (Outcome::Unproven, "window-round-unproven"),
        (Outcome::GivenUp, "window-round-given-up"),
    ];
    let text = parts
        .iter()
        .map(|(outcome, key)| (round.count(*outcome), key))
        .filter(|(count, _)| *count > 0)
        .map(|(count, key)| words::count(key, count))
        .collect::<Vec<_>>()
        .join(", ");
    let has = |outcome| round.count(outcome) > 0;
    let needs_person = has(Outcome::Dead) || has(Outcome::Failed) || has(Outcome::Pending);
    let tone = if live > 0 && !is_forget {
        Tone::Danger
    } else if live > 0 || needs_person {
        Tone::Warn
    } else if has(Outcome::GivenUp) {
        Tone::Neutral
    } else {
        Tone::Success
    };
    let mut said = Said::with_tone(tone, title).text(text);
    if needs_person || tone == Tone::Danger {
        let label = words::text("window-round-show");
        said = said.action(label, Ask::Filter(ListFilter::Attention));
    }
    toast::say(state, said, now);
}
