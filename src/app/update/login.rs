//! Logins: start, wait, paste, cancel, hold, finish.

use super::super::command::{Screen, Tab};
use super::super::effect::{Effect, LoginOptions, SubjectSource};
use super::super::event::BrowserOpened;
use super::super::state::{ConfirmWhat, DialogState, Outcome, Phase, State, Waiting, Want};
use super::toast::{self, Said};
use super::{begin, done, round, session, vault_change};
use crate::model::identity::Identity;
use crate::model::ids::{ProfileId, RunId};
use crate::model::problem::{OrgWords, Problem};
use crate::model::run::{Exchange, Lane, RunStanding};
use crate::model::secret::SecretDraft;
use crate::model::session::Session;
use crate::model::time::UnixTime;
use crate::model::words;
use crate::protocol::io::{Prompt, Question};

/// The longest text that is worth reading as a pasted callback or error page, in characters.
const PASTE_AT_MOST: usize = 64 * 1024;

pub(super) fn start(
    state: &mut State,
    profile_id: ProfileId,
    options: LoginOptions,
    now: UnixTime,
) -> Vec<Effect> {
    let Some(record) = state.profiles.get(&profile_id) else {
        return Vec::new();
    };
    let profile = &record.profile;
    let is_off = profile.flow.as_str() == "username_password" && !profile.allow_password_flow;
    if is_off && !state.is_read_only {
        let what = ConfirmWhat::AllowPassword(profile_id, options);
        return session::ask(state, what, None);
    }
    state.screen = Screen::Library;
    state.selected = Some(profile_id.clone());
    if state.tab != Tab::Run {
        state.tab = Tab::Overview;
    }
    state.shown_run = None;
    state.shown_exchange = None;
    state.troubles.remove(&profile_id);
    state.list.touch(&profile_id);
    let want = Want::LogIn {
        profile_id,
        options,
    };
    begin::begin(state, want, now)
}

/// Gives a run or task up: at once here, and in the engine; what it still sends is ignored by id.
pub(super) fn cancel(state: &mut State, run_id: &RunId, now: UnixTime) -> Vec<Effect> {
    if vault_change::going(state) == Some(run_id) {
        // Gives up the wait for the keyring alone: a passphrase that was changed must be told as changed.
        return vec![Effect::Cancel(run_id.clone())];
    }
    if give_up(state, run_id, now) {
        vec![Effect::Cancel(run_id.clone())]
    } else {
        Vec::new()
    }
}

/// Gives up what goes on, and what waits its turn.
pub(super) fn cancel_all(state: &mut State, now: UnixTime) -> Vec<Effect> {
    for want in state.backlog.take_all(|_| true) {
        round::ended(state, &want, Outcome::GivenUp, now);
    }
    let going: Vec<RunId> = state.tasks.iter().map(|task| task.run_id.clone()).collect();
    going
        .iter()
        .flat_map(|run_id| cancel(state, run_id, now))
        .collect()
}

/// Takes a task off as cancelled; returns whether there was one.
pub(super) fn give_up(state: &mut State, run_id: &RunId, now: UnixTime) -> bool {
    if state.task(run_id).is_some() {
        let standing = RunStanding::Failed("cancelled".to_owned());
        done::close_record(state, run_id, standing, None, now);
    }
    let Some(task) = state.tasks.remove(run_id) else {
        return false;
    };
    close_dialogs(state, run_id);
    round::ended(state, &task.want, Outcome::GivenUp, now);
    if let Some(profile_id) = &task.profile_id {
        state.list.touch(profile_id);
        state.revoke_then_delete.remove(profile_id);
    }
    true
}

/// Closes the dialogs of a run: of a held login, of a question; returns whether one was open.
pub(super) fn close_dialogs(state: &mut State, run_id: &RunId) -> bool {
    let before = state.dialogs.len();
    state.dialogs.retain(|open| {
        !matches!(open,
            DialogState::Identity { run_id: of, .. } | DialogState::Question { run_id: of, .. }
            if of == run_id)
    });
    state.dialogs.len() != before
}

pub(super) fn waits(state: &mut State, run_id: &RunId, waiting: Waiting) -> Vec<Effect> {
    if let Some(record) = state.run_mut(run_id) {
        record.listened_on.clone_from(&waiting.listens_on);
        record.browser = match &waiting.browser {
            BrowserOpened::Yes(name) => Some(name.clone()),
            BrowserOpened::NotWanted | BrowserOpened::No(_) => None,
        };
        let since = match &record.phase {
            // Said again, with a later deadline or another browser: the wait goes on.
            Phase::Waiting(before) => before.since,
            _ => waiting.since,
        };
        record.phase = Phase::Waiting(Box::new(Waiting { since, ..waiting }));
    }
    Vec::new()
}

pub(super) fn stray(
    state: &mut State,
    run_id: &RunId,
    count: u32,
    notice: Option<Box<OrgWords>>,
) -> Vec<Effect> {
    let Some(record) = state.run_mut(run_id) else {
        return Vec::new();
    };
    record.strays = count;
    if let Some(notice) = notice {
        record.notice = Some(*notice);
    }
    Vec::new()
}

pub(super) fn recorded(state: &mut State, run_id: &RunId, exchange: Exchange) -> Vec<Effect> {
    // The run went on: it has its answer, wherever that came from.
    let is_question = |open: &DialogState| matches!(open, DialogState::Question { run_id: of, .. } if of == run_id);
    state.dialogs.retain(|open| !is_question(open));
    let Some(record) = state.run_mut(run_id) else {
        return Vec::new();
    };
    let is_after_browser = exchange.from == Lane::ValetKey && exchange.to == Lane::Org;
    if is_after_browser && matches!(record.phase, Phase::Waiting(_)) {
        record.phase = Phase::Finishing;
    }
    // Calls that share a run each count from one: what began at another time is another exchange.
    let exchanges = &mut record.run.exchanges;
    let is_it = |known: &&mut Exchange| {
        (known.began_at, &known.step, &known.url)
            == (exchange.began_at, &exchange.step, &exchange.url)
    };
    match exchanges.iter_mut().find(is_it) {
        Some(known) => {
            let number = known.number;
            *known = Exchange { number, ..exchange };
        }
        None => {
            let number = u32::try_from(exchanges.len()).map_or(u32::MAX, |count| count + 1);
            exchanges.push(Exchange { number, ..exchange });
        }
    }
    Vec::new()
}

pub(super) fn paste(state: &mut State, run_id: RunId, text: SecretDraft) -> Vec<Effect> {
    if !is_waiting(state, &run_id) || text.is_empty() || text.chars() > PASTE_AT_MOST {
        return Vec::new();
    }
    if let Some(record) = state.run_mut(&run_id) {
        record.paste_problem = None;
    }
    let text = text.finish();
    vec![Effect::Paste { run_id, text }]
}

pub(super) fn extend(state: &mut State, run_id: RunId) -> Vec<Effect> {
    if is_waiting(state, &run_id) {
        vec![Effect::Extend(run_id)]
    } else {
        Vec::new()
    }
}

pub(super) fn browse_again(state: &mut State, run_id: RunId) -> Vec<Effect> {
    if is_waiting(state, &run_id) {
        vec![Effect::BrowseAgain(run_id)]
    } else {
        Vec::new()
    }
}

pub(super) fn copy_url(state: &mut State, run_id: &RunId) -> Vec<Effect> {
    match state.run(run_id).map(|record| &record.phase) {
        Some(Phase::Waiting(waiting)) => vec![Effect::CopyText(waiting.url.clone())],
        _ => Vec::new(),
    }
}

pub(super) fn answer(state: &mut State, run_id: RunId, answer: SecretDraft) -> Vec<Effect> {
    if state.task(&run_id).is_none() || answer.is_empty() {
        return Vec::new();
    }
    close_dialogs(state, &run_id);
    let answer = answer.finish();
    vec![Effect::Answer { run_id, answer }]
}

/// Lets the engine fetch the answer; a dialog of the system may be closed without one, so the question stays until then.
pub(super) fn answer_from(state: &mut State, run_id: RunId, source: SubjectSource) -> Vec<Effect> {
    if state.task(&run_id).is_none() {
        return Vec::new();
    }
    if source != SubjectSource::Pick {
        close_dialogs(state, &run_id);
    }
    vec![Effect::AnswerFrom { run_id, source }]
}

pub(super) fn not_read(state: &mut State, run_id: &RunId, problem: Problem) -> Vec<Effect> {
    if let Some(record) = state.run_mut(run_id) {
        record.paste_problem = Some(problem);
    }
    Vec::new()
}

pub(super) fn prompted(state: &mut State, run_id: &RunId, prompt: Prompt) -> Vec<Effect> {
    if let Some(record) = state.run_mut(run_id)
        && !record.prompts.contains(&prompt)
    {
        record.prompts.push(prompt);
    }
    Vec::new()
}

pub(super) fn asked(state: &mut State, run_id: RunId, question: Question) -> Vec<Effect> {
    close_dialogs(state, &run_id);
    state
        .dialogs
        .push(DialogState::Question { run_id, question });
    Vec::new()
}

pub(super) fn held(
    state: &mut State,
    run_id: RunId,
    expected: Box<Identity>,
    got: Box<Identity>,
) -> Vec<Effect> {
    if let Some(record) = state.run_mut(&run_id) {
        record.phase = Phase::Held;
    }
    close_dialogs(state, &run_id);
    state.dialogs.push(DialogState::Identity {
        run_id,
        expected,
        got,
    });
    Vec::new()
}

pub(super) fn decide(state: &mut State, run_id: RunId, accept: bool) -> Vec<Effect> {
    if !close_dialogs(state, &run_id) || state.task(&run_id).is_none() {
        return Vec::new();
    }
    if let Some(record) = state.run_mut(&run_id) {
        record.phase = Phase::Finishing;
    }
    vec![Effect::DecideIdentity { run_id, accept }]
}

pub(super) fn finished(
    state: &mut State,
    run_id: &RunId,
    session: Session,
    replaced: bool,
    now: UnixTime,
) -> Vec<Effect> {
    done::end(state, run_id, now);
    let profile_id = session.profile_id.clone();
    let user = session.username().unwrap_or_default().to_owned();
    state
        .shown_session
        .insert(profile_id.clone(), session.session_id.clone());
    state.put_session(session);
    state.troubles.remove(&profile_id);
    let key = match (replaced, user.is_empty()) {
        (_, true) => "window-happened-logged-in-unnamed",
        (true, false) => "window-happened-logged-in-again",
        (false, false) => "window-happened-logged-in",
    };
    let text = words::with(key, &[("user", &user)]);
    toast::say(state, Said::good(text), now);
    Vec::new()
}

fn is_waiting(state: &State, run_id: &RunId) -> bool {
    state.task(run_id).is_some()
        && state
            .run(run_id)
            .is_some_and(|record| matches!(record.phase, Phase::Waiting(_)))
}
