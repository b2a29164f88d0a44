//! What is done in the palette and in the sheet that explains.

/// What the palette searches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum PaletteScope {
    /// Everything.
    #[default]
    All,
    /// What can be done.
    Commands,
    /// Profiles.
    Profiles,
    /// Sessions.
    Sessions,
    /// What can be explained.
    Explain,
}

impl PaletteScope {
    /// In the order of the Tab key.
    pub const ALL: [Self; 5] = [
        Self::All,
        Self::Commands,
        Self::Profiles,
        Self::Sessions,
        Self::Explain,
    ];
}

/// What is done in the palette.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaletteAct {
    /// Search for a text.
    Type(String),
    /// Search something else.
    Scope {
        /// The one before rather than the one after.
        back: bool,
    },
    /// Move down, or up.
    Step(isize),
    /// Run what is chosen.
    Run {
        /// Leave the palette open.
        stay: bool,
    },
    /// Run what stands at a place.
    RunAt {
        /// The place, counted over the groups.
        at: usize,
        /// Leave the palette open.
        stay: bool,
    },
}

/// What is done in the sheet that explains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExplainAct {
    /// Search for a text.
    Type(String),
    /// Move down, or up.
    Step(isize),
    /// Open what is chosen.
    Open,
    /// Open what stands at a place.
    OpenAt(usize),
    /// Back to the list.
    List,
}
