//! Activity: what was done in 30 days, the newest first, day by day.

use std::sync::Arc;

use super::{Action, Ask, Empty, Tone};
use crate::app::command::ActivityFilter;

/// The activity screen.
#[derive(Debug, Clone, PartialEq)]
pub struct ActivityView {
    /// All rows that are shown; they share one height.
    pub rows: Arc<Vec<ActivityRow>>,
    /// `214 lines of 30 days`, `3 of 214 lines`.
    pub count: String,
    /// As it is filtered now; the window edits a copy and asks for it.
    pub filter: ActivityFilter,
    /// One chip for each kind, and for failures.
    pub chips: Vec<FilterChip>,
    /// What else it is filtered by, each to be taken off: a profile, a token.
    pub taken: Vec<FilterChip>,
    /// Profiles to choose from.
    pub profiles: Vec<FilterChip>,
    /// In which forms it is saved.
    pub actions: Vec<Action>,
    /// In place of the rows.
    pub empty: Option<Empty>,
}

/// One filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterChip {
    /// Its words.
    pub label: String,
    /// It is on.
    pub is_on: bool,
    /// The filter that a press asks for.
    pub filter: ActivityFilter,
}

/// One row: a day, or one thing that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActivityRow {
    /// The rows below are of this day.
    Day(String),
    /// One thing.
    Line(Box<ActivityLine>),
}

/// One thing that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityLine {
    /// `10:14:03`.
    pub clock: String,
    /// How it is meant.
    pub tone: Tone,
    /// What.
    pub text: String,
    /// Method, address, status and time of an exchange; empty otherwise.
    pub detail: String,
    /// The code of what went wrong; empty for none.
    pub code: String,
    /// A request of a run, rather than what the run was for.
    pub is_exchange: bool,
    /// The token it names, and what shows all lines about it.
    pub token: Option<(String, Ask)>,
    /// Which profile; empty for none.
    pub profile: String,
    /// What a click asks for.
    pub ask: Option<Ask>,
}
