//! Ends: what a task brought.

use super::super::effect::{CopyWhat, Effect, OpenTo, WhichToken};
use super::super::event::{Revocation, RevokeProof, RevokeResult};
use super::super::state::{CopiedState, Outcome, Phase, State, Task, Trouble, Want};
use super::super::view::{Ask, Tone};
use super::round;
use super::toast::{self, Said};
use crate::model::ids::{RunId, SessionId};
use crate::model::problem::Problem;
use crate::model::run::RunStanding;
use crate::model::session::Session;
use crate::model::time::UnixTime;
use crate::model::words;

/// Takes a task off, its record closed as finished.
pub(super) fn end(state: &mut State, run_id: &RunId, now: UnixTime) -> Option<Task> {
    state.task(run_id)?;
    close_record(state, run_id, RunStanding::Finished, None, now);
    let task = state.tasks.remove(run_id)?;
    if let Some(profile_id) = &task.profile_id {
        state.list.touch(profile_id);
        if task.want.recorded_as().is_some() {
            state.troubles.remove(profile_id);
        }
    }
    Some(task)
}

pub(super) fn close_record(
    state: &mut State,
    run_id: &RunId,
    standing: RunStanding,
    problem: Option<Problem>,
    now: UnixTime,
) {
    if let Some(record) = state.run_mut(run_id) {
        record.phase = Phase::Ended;
        record.run.standing = standing;
        record.problem = problem;
        record.ended_at = Some(now);
    }
}

pub(super) fn refreshed(
    state: &mut State,
    run_id: &RunId,
    session: Session,
    now: UnixTime,
) -> Vec<Effect> {
    let task = end(state, run_id, now);
    state.put_session(session);
    round::ended_task(state, task.as_ref(), Outcome::Good, now);
    Vec::new()
}

pub(super) fn revoked(
    state: &mut State,
    run_id: &RunId,
    session: Session,
    revocation: &Revocation,
    problem: Option<Box<Problem>>,
    now: UnixTime,
) -> Vec<Effect> {
    let task = end(state, run_id, now);
    let profile_id = session.profile_id.clone();
    let name = name_of(state, &session);
    state.put_session(session);
    let has = |wanted| {
        revocation
            .tokens
            .iter()
            .any(|(_, result)| *result == wanted)
    };
    let (tone, key, outcome) = if has(RevokeResult::StillLive) {
        (Tone::Danger, "window-happened-still-live", Outcome::Live)
    } else if has(RevokeResult::Pending) {
        let key = "window-happened-revoke-pending";
        (Tone::Warn, key, Outcome::Pending)
    } else if revocation.proof.is_some() {
        (Tone::Success, "window-happened-revoked", Outcome::Good)
    } else {
        (Tone::Success, "window-happened-revoked", Outcome::Unproven)
    };
    let title = words::with(key, &[("name", &name)]);
    let said = Said::with_tone(tone, title);
    let said = if tone == Tone::Success {
        said.text(words::text(proof(revocation.proof)))
    } else {
        let what = problem.as_ref().map(|problem| problem.explain().what);
        said.text(what.unwrap_or_default()).action(
            words::text("window-action-details"),
            Ask::Select(Some(profile_id.clone())),
        )
    };
    if !round::ended_task(state, task.as_ref(), outcome, now) {
        toast::say(state, said, now);
    }
    if tone != Tone::Success {
        state.revoke_then_delete.remove(&profile_id);
    }
    if let (Some(problem), Some(task)) = (problem, task) {
        let trouble = Trouble {
            want: task.want,
            problem: *problem,
            at: now,
        };
        state.troubles.insert(profile_id.clone(), trouble);
    }
    super::profile::delete_if_revoked(state, &profile_id, now)
}

fn proof(proof: Option<RevokeProof>) -> &'static str {
    match proof {
        Some(RevokeProof::Introspection) => "window-proof-introspection",
        Some(RevokeProof::Userinfo) => "window-proof-userinfo",
        Some(RevokeProof::Refresh) => "window-proof-refresh",
        None => "window-proof-none",
    }
}

pub(super) fn forgotten(
    state: &mut State,
    run_id: &RunId,
    session_id: &SessionId,
    still_live: bool,
    now: UnixTime,
) -> Vec<Effect> {
    let task = end(state, run_id, now);
    state.drop_session(session_id);
    let title = words::text("window-happened-forgotten");
    let outcome = if still_live {
        Outcome::Live
    } else {
        Outcome::Good
    };
    if round::ended_task(state, task.as_ref(), outcome, now) {
        return Vec::new();
    }
    let said = if still_live {
        let text = words::text("window-happened-forgotten-live");
        Said::with_tone(Tone::Warn, title).text(text)
    } else {
        Said::good(title).text(words::text("window-happened-forgotten-dead"))
    };
    toast::say(state, said, now);
    Vec::new()
}

pub(super) fn introspected(
    state: &mut State,
    run_id: &RunId,
    session: Session,
    active: bool,
    answer: serde_json::Value,
    now: UnixTime,
) -> Vec<Effect> {
    let task = end(state, run_id, now);
    let which = match task.as_ref().map(|task| &task.want) {
        Some(Want::Introspect { which, .. }) => *which,
        _ => WhichToken::Access,
    };
    let answers = state.answers.entry(session.session_id.clone()).or_default();
    answers.introspection = Some((now, which, answer));
    state.put_session(session);
    let (tone, key) = match (active, which) {
        (true, WhichToken::Access) => (Tone::Success, "window-happened-access-active"),
        (true, WhichToken::Refresh) => (Tone::Success, "window-happened-refresh-active"),
        (false, WhichToken::Access) => (Tone::Warn, "window-happened-access-dead"),
        (false, WhichToken::Refresh) => (Tone::Warn, "window-happened-refresh-dead"),
    };
    let text = words::text(key);
    let outcome = if active { Outcome::Good } else { Outcome::Dead };
    if !round::ended_task(state, task.as_ref(), outcome, now) {
        toast::say(state, Said::with_tone(tone, text), now);
    }
    Vec::new()
}

pub(super) fn identity_fetched(
    state: &mut State,
    run_id: &RunId,
    session: Session,
    answer: serde_json::Value,
    now: UnixTime,
) -> Vec<Effect> {
    let task = end(state, run_id, now);
    let answers = state.answers.entry(session.session_id.clone()).or_default();
    answers.identity = Some((now, answer));
    state.put_session(session);
    round::ended_task(state, task.as_ref(), Outcome::Good, now);
    Vec::new()
}

/// The page says whether the browser's login ended: nobody here can see it.
pub(super) fn logout_shown(state: &mut State, run_id: &RunId, now: UnixTime) -> Vec<Effect> {
    end(state, run_id, now);
    let said = Said::good(words::text("window-happened-logout"))
        .text(words::text("window-happened-logout-text"));
    toast::say(state, said, now);
    Vec::new()
}

pub(super) fn org_opened(
    state: &mut State,
    run_id: &RunId,
    to: OpenTo,
    now: UnixTime,
) -> Vec<Effect> {
    end(state, run_id, now);
    let text = words::text(match to {
        OpenTo::Browser => "window-happened-org-opened",
        OpenTo::Clipboard => "window-happened-org-link",
    });
    toast::say(state, Said::good(text), now);
    Vec::new()
}

pub(super) fn copied(
    state: &mut State,
    session_id: SessionId,
    what: CopyWhat,
    clears_at: UnixTime,
    now: UnixTime,
) -> Vec<Effect> {
    state.copied = Some(CopiedState {
        session_id,
        what,
        at: now,
        clears_at,
    });
    Vec::new()
}

fn name_of(state: &State, session: &Session) -> String {
    let profile = state
        .profiles
        .get(&session.profile_id)
        .map(|record| record.profile.name.clone())
        .unwrap_or_default();
    match session.username() {
        Some(user) if state.sessions_of(&session.profile_id).count() > 1 => {
            format!("{profile}, {user}")
        }
        _ => profile,
    }
}
