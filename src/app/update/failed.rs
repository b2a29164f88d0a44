//! Failures: each is shown where its profile is; a locked vault is opened and the want tried again.

use super::super::command::Screen;
use super::super::effect::Effect;
use super::super::state::{DialogState, Outcome, State, Task, Trouble, Want};
use super::super::view::{Ask, Tone};
use super::toast::{self, Said};
use super::{begin, done, login, round};
use crate::model::ids::RunId;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::run::RunStanding;
use crate::model::session::Session;
use crate::model::time::UnixTime;
use crate::model::words;

pub(super) fn failed(
    state: &mut State,
    run_id: &RunId,
    problem: Problem,
    session: Option<Box<Session>>,
    now: UnixTime,
) -> Vec<Effect> {
    let standing = RunStanding::Failed(problem.code.clone());
    done::close_record(state, run_id, standing, Some(problem.clone()), now);
    let Some(task) = state.tasks.remove(run_id) else {
        return Vec::new();
    };
    if let Some(session) = session {
        state.put_session(*session);
    }
    login::close_dialogs(state, run_id);
    if let Some(profile_id) = &task.profile_id {
        state.list.touch(profile_id);
        state.revoke_then_delete.remove(profile_id);
    }
    let may_go_on = task.want.needs_vault() || matches!(task.want, Want::SaveForm { .. });
    if problem.kind == ProblemKind::Locked && may_go_on && !state.is_locked {
        state.vault_problem = Some(problem);
        begin::hold(state, task.want);
        return Vec::new();
    }
    let is_dead =
        matches!(task.want, Want::FetchIdentity(_)) && problem.kind == ProblemKind::NeedsLogin;
    let outcome = if is_dead {
        Outcome::Dead
    } else {
        Outcome::Failed
    };
    let is_in_round = round::ended(state, &task.want, outcome, now);
    match task.want {
        Want::OpenVault => {
            state.vault_problem = Some(problem);
            if state.is_locked {
                return Vec::new();
            }
            super::vault::ask(state)
        }
        Want::CheckNetwork | Want::PickExtraCa => {
            state.not_kept.network = Some(problem);
            Vec::new()
        }
        Want::FormKey => super::key::failed(state, problem),
        Want::ReadPasted | Want::FetchKeys | Want::IntrospectPasted(_) | Want::RevokePasted(_) => {
            super::inspect::failed(state, problem)
        }
        Want::ChangeVault(_) => super::vault_change::failed(state, problem),
        Want::StartDemoOrg { .. } => {
            state.demo.problem = Some(problem.clone());
            // Its own screen says so without a dialog.
            if state.screen == Screen::DemoOrg {
                return Vec::new();
            }
            tell(state, problem)
        }
        // The form stays open, and with it the secret that was typed.
        Want::SaveForm { .. } => tell(state, problem),
        _ => at_profile(state, task, problem, is_in_round, now),
    }
}

/// Shows an error that belongs to no place in the window.
fn tell(state: &mut State, problem: Problem) -> Vec<Effect> {
    if problem.code != "cancelled" {
        state.dialogs.push(DialogState::Problem(problem));
    }
    Vec::new()
}

fn at_profile(
    state: &mut State,
    task: Task,
    problem: Problem,
    is_in_round: bool,
    now: UnixTime,
) -> Vec<Effect> {
    let Task {
        want, profile_id, ..
    } = task;
    let Some(profile_id) = profile_id.filter(|id| state.profiles.contains_key(id)) else {
        return tell(state, problem);
    };
    let what = problem.explain().what;
    // Said in a toast only where the card is out of sight; a round says it in its sum.
    if !is_in_round && state.selected.as_ref() != Some(&profile_id) {
        let name = state
            .profiles
            .get(&profile_id)
            .map(|record| record.profile.name.clone())
            .unwrap_or_default();
        let said = Said::with_tone(Tone::Warn, what).text(name).action(
            words::text("window-action-details"),
            Ask::Select(Some(profile_id.clone())),
        );
        toast::say(state, said, now);
    }
    let trouble = Trouble {
        want,
        problem,
        at: now,
    };
    state.troubles.insert(profile_id, trouble);
    Vec::new()
}
