//! Sheets: what is laid over the window for a moment and changes nothing by itself.

use super::super::command::{ListFilter, PaletteScope, Screen};
use super::super::terms::Term;
use crate::model::ids::{ProfileId, SessionId};
use crate::model::settings::ThemeChoice;

/// The open sheet.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::app) enum Sheet {
    /// Search or run.
    Palette(Palette),
    /// What the keys do.
    Shortcuts,
    /// What a code means.
    Explain(Explain),
}

/// The palette: what is typed, and what was found when it changed last.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::app) struct Palette {
    pub query: String,
    pub scope: PaletteScope,
    /// Which of all that was found, counted over the groups.
    pub at: usize,
    pub found: Vec<Found>,
    /// How often it was searched; a test holds it down.
    pub searched: u64,
}

/// One group of what was found.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::app) struct Found {
    pub group: PaletteScope,
    pub hits: Vec<Hit>,
    /// How many there are, where that is more than are listed.
    pub all: usize,
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::app) enum Hit {
    /// Something to do with a profile.
    Act(ProfileId, Verb),
    /// Refresh all of a search.
    RefreshAll {
        /// The words that they match.
        query: String,
        sessions: Vec<SessionId>,
        /// Production is among them.
        asks: bool,
    },
    /// Something to do without a profile.
    Do(Deed),
    Profile(ProfileId),
    Session(SessionId),
    Term(Term),
}

/// What can be done with a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Verb {
    Refresh,
    Open,
    LogIn,
    CopyBearer,
    CopyCurl,
    CopyEnv,
    Check,
    CheckRefresh,
    Identity,
    Edit,
    Diagnose,
    Forget,
    Revoke,
    Delete,
}

/// What can be done without a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) enum Deed {
    New,
    Import,
    Lock,
    Show(Screen),
    Filter(ListFilter),
    StartDemo,
    StopDemo,
    Theme(ThemeChoice),
    Motion,
    Utc,
    Presentation,
    Explain,
    Shortcuts,
    DataFolder,
    Diagnose,
    ClearClipboard,
    CancelAll,
}

/// The sheet that explains.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::app) struct Explain {
    pub query: String,
    pub at: usize,
    pub found: Vec<Term>,
    /// The one that is open; `None`: the list.
    pub shown: Option<Term>,
}

impl Palette {
    /// Returns what was found, over all groups.
    pub fn hits(&self) -> impl Iterator<Item = &Hit> {
        self.found.iter().flat_map(|found| &found.hits)
    }
}
