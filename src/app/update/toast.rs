//! Toasts: said for a moment, three at most, and never the only place of an error.

use std::time::Duration;

use super::super::state::{State, ToastState};
use super::super::view::{Ask, Tone};
use crate::model::time::UnixTime;

/// How long a toast stays; an error stays until it is closed.
const STAYS: Duration = Duration::from_secs(6);
/// How long one with a button stays.
const BUTTON_STAYS: Duration = Duration::from_secs(20);
const AT_MOST: usize = 3;

/// What a toast says.
pub(super) struct Said {
    pub tone: Tone,
    pub title: String,
    pub text: String,
    pub action: Option<(String, Ask)>,
}

impl Said {
    pub fn good(title: String) -> Self {
        Self::with_tone(Tone::Success, title)
    }

    pub fn with_tone(tone: Tone, title: String) -> Self {
        Self {
            tone,
            title,
            text: String::new(),
            action: None,
        }
    }

    pub fn text(mut self, text: String) -> Self {
        self.text = text;
        self
    }

    pub fn action(mut self, label: String, ask: Ask) -> Self {
        self.action = Some((label, ask));
        self
    }
}

pub(super) fn say(state: &mut State, said: Said, now: UnixTime) {
    let until = match said.tone {
        Tone::Danger => None,
        _ if said.action.is_some() => Some(now.after(BUTTON_STAYS)),
        _ => Some(now.after(STAYS)),
    };
    let id = state.next_toast;
    state.next_toast = id.wrapping_add(1);
    state.toasts.push(ToastState {
        id,
        tone: said.tone,
        title: said.title,
        text: said.text,
        action: said.action,
        until,
    });
    let surplus = state.toasts.len().saturating_sub(AT_MOST);
    state.toasts.drain(..surplus);
}
