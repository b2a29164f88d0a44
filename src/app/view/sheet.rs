//! Sheets: the palette, the shortcuts, what a code means.

use super::super::command::{PaletteScope, Term};
use super::{Ask, Badge, StateView};
use crate::model::profile::Platform;

/// What is laid over the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sheet {
    /// Search or run.
    Palette(PaletteSheet),
    /// What the keys do.
    Shortcuts(Vec<ShortcutGroup>),
    /// What a code means.
    Explain(Box<ExplainSheet>),
}

/// The palette.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaletteSheet {
    /// What is typed.
    pub query: String,
    /// What is searched.
    pub scope: PaletteScope,
    /// Its name.
    pub scope_label: String,
    /// What was found.
    pub groups: Vec<PaletteGroup>,
    /// Which is chosen, counted over the groups.
    pub at: usize,
    /// What stands there when nothing was found.
    pub empty: String,
}

/// One group of what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaletteGroup {
    /// `Commands`; with numbers, where not all are listed.
    pub label: String,
    /// Its items.
    pub items: Vec<PaletteItem>,
}

/// What an item is about; decides the icon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaletteIcon {
    /// An act.
    Ask(Ask),
    /// A profile.
    Platform(Platform),
    /// A login.
    Session,
    /// Something explained.
    Explain,
    /// Colours and motion.
    Looks,
    /// Times.
    Times,
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaletteItem {
    /// Decides the icon.
    pub icon: PaletteIcon,
    /// Its title in parts; true: what was typed stands there.
    pub title: Vec<(String, bool)>,
    /// A few words beside it.
    pub second: String,
    /// The state of the profile or login.
    pub state: Option<StateView>,
    /// The environment it is in.
    pub badge: Option<Badge>,
    /// Its keys, where they would do the same now.
    pub keys: &'static str,
    /// It ends something.
    pub is_danger: bool,
    /// All of it in one line, for reading aloud.
    pub spoken: String,
}

/// One group of shortcuts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShortcutGroup {
    /// Its label.
    pub label: String,
    /// Keys, and what they do.
    pub rows: Vec<(&'static str, String)>,
}

/// The sheet that explains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainSheet {
    /// What is typed.
    pub query: String,
    /// What was found.
    pub items: Vec<PaletteItem>,
    /// Which is chosen.
    pub at: usize,
    /// The one that is open; `None`: the list.
    pub shown: Option<Explained>,
}

/// One thing, explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// The code as it is written where it is met.
    pub name: String,
    /// Who says it, and with which description.
    pub kind: String,
    /// What happened, or what it is.
    pub what: String,
    /// The usual cause; empty where it is no error.
    pub cause: String,
    /// What to do; empty where it is no error.
    pub next: String,
    /// What stands beside it.
    pub related: Vec<(String, Term)>,
    /// All of it, to copy.
    pub copy: String,
}
