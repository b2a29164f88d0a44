//! What the list shows, in which order, and what is done with many of it.

use crate::model::environment::Environment;

/// Which profiles the list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum ListFilter {
    /// All.
    #[default]
    All,
    /// Those that need a person.
    Attention,
    /// Those used last.
    Recent,
    /// Those of one environment.
    Environment(Environment),
    /// Those with one tag.
    Tag(String),
}

/// What the list is sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum SortBy {
    /// Name.
    #[default]
    Name,
    /// Environment, then state.
    Environment,
    /// State, the worst first.
    State,
    /// Flow.
    Flow,
    /// User.
    User,
    /// Expiry, the next first.
    Expires,
    /// Last check, the latest first.
    LastCheck,
    /// Last use, the latest first.
    Used,
}

/// What can be done with many profiles at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BulkAct {
    /// Refresh.
    Refresh,
    /// Ask the org whether the access tokens work.
    Check,
    /// Forget here.
    Forget,
    /// Revoke on the server.
    Revoke,
}
