//! The list of profiles: head, rows, bulk bar, what it says when it is empty.

use super::super::command::{ListFilter, SortBy};
use super::{Action, Badge, Busy, StateView};
use crate::model::ids::ProfileId;
use crate::model::profile::Platform;

/// Everything about the list but its rows, which are made for the visible range only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// `All profiles`, `Attention`, `Sandbox`, a tag.
    pub title: String,
    /// Rows there are.
    pub rows: usize,
    /// Profiles there are.
    pub total: usize,
    /// `3 of 12` while something filters; else the total.
    pub count_text: String,
    /// What is listed.
    pub filter: ListFilter,
    /// The text searched for.
    pub search: String,
    /// What it is sorted by.
    pub sort: SortBy,
    /// The order is turned round.
    pub is_turned: bool,
    /// Row of the selected profile, where it is listed.
    pub selected_row: Option<usize>,
    /// What stands in place of rows when there are none.
    pub empty: Option<Empty>,
    /// Shown while profiles are marked, and while something goes on with many.
    pub bulk: Option<Bulk>,
    /// The menu of the row that was pointed at.
    pub menu: Option<RowMenu>,
}

impl List {
    /// Returns true while profiles are marked.
    #[must_use]
    pub fn is_marking(&self) -> bool {
        self.bulk.as_ref().is_some_and(|bulk| bulk.is_marking)
    }
}

/// What can be done with the profile of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowMenu {
    /// Which.
    pub profile_id: ProfileId,
    /// The same as in its detail; *Cancel* first, while something goes on.
    pub actions: Vec<Action>,
}

/// One row: a profile with the worst state of its sessions (decision 24).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRow {
    /// Which.
    pub profile_id: ProfileId,
    /// Its name.
    pub name: String,
    /// Its flow.
    pub flow: String,
    /// Its user, `2 logins` with several, or "No login yet".
    pub user: String,
    /// Its platform; decides the icon.
    pub platform: Platform,
    /// Its environment.
    pub badge: Badge,
    /// The worst state of its sessions; what goes on, while something does.
    pub state: StateView,
    /// What goes on.
    pub busy: Option<Busy>,
    /// How many sessions.
    pub sessions: usize,
    /// `10:53`, or a dash; for the full table.
    pub expires: String,
    /// `2 min ago`, or a dash; for the full table.
    pub last_check: String,
    /// Shown in the detail.
    pub is_selected: bool,
    /// Takes part in acts on many.
    pub is_marked: bool,
    /// Marked by a range and yet left out: Production is ticked one by one (R68).
    pub is_left_out: bool,
    /// All of it in one line, for reading aloud.
    pub spoken: String,
}

/// What stands in an empty place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Empty {
    /// A headline.
    pub title: String,
    /// One sentence.
    pub text: String,
    /// What one can do about it.
    pub actions: Vec<Action>,
}

/// The bar over the list: what is marked, and what goes on with many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bulk {
    /// Profiles are marked.
    pub is_marking: bool,
    /// `3 selected`; empty where nothing is.
    pub count: String,
    /// `2 active, 1 expired`, and what is left out.
    pub summary: String,
    /// The environment with most at stake among them.
    pub worst: Option<Badge>,
    /// How far an act on many is.
    pub progress: Option<Progress>,
    /// Clear, others, danger last.
    pub actions: Vec<Action>,
}

/// How far an act on many is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// `Refreshing 12 of 40`.
    pub text: String,
    /// How many ended.
    pub done: usize,
    /// How many there are.
    pub total: usize,
}
