//! Builders: from the state to view models, pure and made anew for each frame.

mod activity;
mod approvals;
mod bulk;
mod busy;
mod card;
mod checkup;
mod chooser;
mod demo;
mod detail;
mod dialog;
mod doctor;
mod error;
mod exchange;
mod facts;
mod form;
mod guard;
mod inspector;
mod library;
mod org;
mod palette;
mod question;
mod rail;
mod run;
mod run_head;
mod screen;
mod sessions;
mod sheet;
mod state;
mod strip;
mod time;
mod token;
mod vault;
mod vault_change;
mod wait;
mod window;

use super::{Action, Ask, Fact, Look};
use crate::model::words;

pub(in crate::app) use activity::{profile_ids as activity_profiles, rows as activity_rows, today};
pub use detail::detail;
pub(in crate::app) use exchange::lane_words;
pub use library::{list, rows};
pub(in crate::app) use palette::{act, deed_words, verb_words};
pub use rail::rail;
pub(in crate::app) use run::{kind as run_kind, state_words as run_state, steps as run_steps};
pub use window::window;

impl Action {
    /// Makes a secondary button with the words of a key.
    fn new(key: &str, ask: Ask) -> Self {
        Self {
            label: words::text(key),
            ask,
            look: Look::Secondary,
            disabled: None,
            keys: "",
            hint: String::new(),
        }
    }

    fn look(mut self, look: Look) -> Self {
        self.look = look;
        self
    }

    fn keys(mut self, keys: &'static str) -> Self {
        self.keys = keys;
        self
    }

    fn hint(mut self, key: &str) -> Self {
        self.hint = words::text(key);
        self
    }

    /// Switches it off, with the reason; `None` leaves it on.
    fn unless(mut self, reason: Option<String>) -> Self {
        self.disabled = reason;
        self
    }
}

impl Fact {
    /// A value in words.
    fn words(label: &str, value: impl Into<String>) -> Self {
        Self {
            label: words::text(label),
            value: value.into(),
            is_code: false,
            is_known: true,
            hint: String::new(),
        }
    }

    /// An id, host or address.
    fn code(label: &str, value: impl Into<String>) -> Self {
        Self {
            is_code: true,
            ..Self::words(label, value)
        }
    }

    /// A value that nobody told; the hint says how to find out.
    fn unknown(label: &str, hint: &str) -> Self {
        Self {
            is_known: false,
            hint: words::text(hint),
            ..Self::words(label, words::text("window-fact-unknown"))
        }
    }

    /// A code, or how to find it out.
    fn code_or(label: &str, value: Option<&str>, hint: &str) -> Self {
        match value {
            Some(value) => Self::code(label, value),
            None => Self::unknown(label, hint),
        }
    }

    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}
