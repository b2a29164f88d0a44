//! Leaving the form: what was typed is never lost without a question.

use super::super::command::{Command, DemoCommand, Screen};
use super::super::effect::Effect;
use super::super::state::{DialogState, Leaving, State};
use super::{command, form};
use crate::model::time::UnixTime;

/// Asks before a command closes or covers a form that holds something unsaved; `None`: the command may go on.
pub(super) fn ask_first(state: &mut State, command: &Command) -> Option<Vec<Effect>> {
    if !state.has_unsaved() || form::is_saving(state) {
        return None;
    }
    let leaving = leaving(command, state.screen)?;
    state
        .dialogs
        .retain(|open| !matches!(open, DialogState::Unsaved(_)));
    state.dialogs.push(DialogState::Unsaved(leaving));
    Some(Vec::new())
}

fn leaving(command: &Command, screen: Screen) -> Option<Leaving> {
    let is_seen = screen == Screen::ProfileForm;
    Some(match command {
        Command::CancelForm => Leaving::Form,
        Command::NewProfile => Leaving::New,
        Command::EditProfile(profile_id) => Leaving::Edit(profile_id.clone()),
        Command::Demo(DemoCommand::NewProfile { client_id }) => Leaving::DemoApp(client_id.clone()),
        Command::Quit => Leaving::Quit,
        // The chooser leads back to the form, which stays as it is.
        Command::Show(to) if is_seen && !matches!(to, Screen::ProfileForm | Screen::Chooser) => {
            Leaving::Screen(*to)
        }
        Command::Filter(filter) if is_seen => Leaving::Filter(filter.clone()),
        Command::Select(profile_id) if is_seen => Leaving::Select(profile_id.clone()),
        Command::SelectSession(session_id) if is_seen => Leaving::Session(session_id.clone()),
        Command::ShowRun(run_id) if is_seen => Leaving::Run(run_id.clone()),
        Command::LogIn {
            profile_id,
            options,
        } if is_seen => Leaving::LogIn(profile_id.clone(), options.clone()),
        _ => return None,
    })
}

/// Drops what the form holds, and does what was wanted.
pub(super) fn discard(state: &mut State, leaving: Leaving, now: UnixTime) -> Vec<Effect> {
    form::cancel(state);
    go(state, leaving, now)
}

/// Does what was wanted, once nothing would be lost.
pub(super) fn go(state: &mut State, leaving: Leaving, now: UnixTime) -> Vec<Effect> {
    let command = match leaving {
        Leaving::Form => return Vec::new(),
        Leaving::Screen(screen) => Command::Show(screen),
        Leaving::New => Command::NewProfile,
        Leaving::Edit(profile_id) => Command::EditProfile(profile_id),
        Leaving::DemoApp(client_id) => Command::Demo(DemoCommand::NewProfile { client_id }),
        Leaving::Filter(filter) => Command::Filter(filter),
        Leaving::Select(profile_id) => Command::Select(profile_id),
        Leaving::Session(session_id) => Command::SelectSession(session_id),
        Leaving::Run(run_id) => Command::ShowRun(run_id),
        Leaving::LogIn(profile_id, options) => Command::LogIn {
            profile_id,
            options,
        },
        Leaving::Quit => {
            state.is_over = true;
            return vec![Effect::Quit];
        }
    };
    command::by_command(state, command, now)
}
