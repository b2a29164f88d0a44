//! The rail: which profiles to list, and the tools.

use super::super::command::Screen;
use super::{Ask, Tone};
use crate::model::environment::Environment;

/// What an item of the rail stands for; decides the icon.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RailWhat {
    /// All profiles.
    All,
    /// Those that need a person.
    Attention,
    /// Those used last.
    Recent,
    /// Those of one environment.
    Environment(Environment),
    /// Those with one tag.
    Tag(String),
    /// A screen.
    Screen(Screen),
}

/// One item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RailItem {
    /// What it stands for.
    pub what: RailWhat,
    /// Its words.
    pub label: String,
    /// How many profiles; `None`: not counted, or nothing to count.
    pub count: Option<usize>,
    /// The count is a warning pill (Attention only).
    pub is_pill: bool,
    /// It is shown now.
    pub is_on: bool,
    /// A word at its end, such as "on" beside the demo org.
    pub note: Option<(Tone, String)>,
    /// What a click asks for.
    pub ask: Ask,
}

/// The whole rail, top to bottom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rail {
    /// All, Attention.
    pub lists: Vec<RailItem>,
    /// Environments; with counts where there are profiles of them.
    pub environments: Vec<RailItem>,
    /// Tags, by name; empty when no profile has one.
    pub tags: Vec<RailItem>,
    /// Tools.
    pub tools: Vec<RailItem>,
    /// At the foot: settings, about.
    pub foot: Vec<RailItem>,
}
