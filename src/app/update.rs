//! The reducer: the only writer of [`State`].
//!
//! A message goes in, the state changes, effects for the engine come out. No
//! clock, no I/O: everything that can happen can be played in a test.

mod begin;
mod chooser;
mod command;
mod demo;
mod dialog;
mod done;
mod event;
mod failed;
mod form;
mod import;
mod inspect;
mod key;
mod leave;
mod list;
mod log;
mod login;
mod palette;
mod profile;
mod report;
mod round;
mod session;
mod settings;
mod sheet;
mod toast;
mod vault;
mod vault_change;

pub(in crate::app) use demo::is_starting as is_demo_starting;
pub(in crate::app) use dialog::may_move_aside;
pub(in crate::app) use form::is_saving;
pub(in crate::app) use key::is_coming as is_key_coming;
pub(in crate::app) use profile::live_sessions;
pub(in crate::app) use session::{is_any_guarded, may_live};
pub(in crate::app) use vault::PASSPHRASE_AT_LEAST;
pub(in crate::app) use vault_change::{
    going as vault_changes, kind as vault_kind, may_change as may_change_vault, wants_old,
};

use super::command::{Command, Screen};
use super::effect::Effect;
use super::event::Event;
use super::state::State;
use crate::model::time::UnixTime;

/// What can change the state.
pub enum Message {
    /// The person wants something.
    Command(Command),
    /// Something happened.
    Event(Event),
    /// The person moved a hand: the vault does not lock yet.
    Hand,
    /// Time passed; [`State::next_tick`] says when the next one is due.
    Tick,
}

/// Applies one message.
pub fn apply(state: &mut State, message: Message, now: UnixTime) -> Vec<Effect> {
    apply_all(state, [message], now)
}

/// Applies many messages, and brings the list up to date once.
pub fn apply_all(
    state: &mut State,
    messages: impl IntoIterator<Item = Message>,
    now: UnixTime,
) -> Vec<Effect> {
    let mut effects = Vec::new();
    for message in messages {
        effects.extend(match message {
            Message::Command(command) => {
                state.last_hand_at = Some(now);
                command::by_command(state, command, now)
            }
            Message::Event(event) => event::by_event(state, event, now),
            Message::Hand => {
                state.last_hand_at = Some(now);
                Vec::new()
            }
            Message::Tick => tick(state, now),
        });
        inspect::settle(state);
        effects.extend(begin::go_on(state, now));
    }
    state.settle(now);
    log::settle(state, now);
    effects
}

fn tick(state: &mut State, now: UnixTime) -> Vec<Effect> {
    state
        .toasts
        .retain(|toast| toast.until.is_none_or(|until| until > now));
    if state.last_hand_at.is_none() {
        state.last_hand_at = Some(now);
    }
    if state
        .copied
        .as_ref()
        .is_some_and(|copied| copied.clears_at <= now)
    {
        state.copied = None;
    }
    if state.lock_at().is_some_and(|at| at <= now) {
        return vault::lock(state, now);
    }
    Vec::new()
}

/// Shows the library with one profile selected.
fn show_profile(state: &mut State, profile_id: &crate::model::ids::ProfileId) {
    state.screen = Screen::Library;
    state.selected = Some(profile_id.clone());
    state.list.anchor = Some(profile_id.clone());
}
