//! Explained errors.

use super::super::terms::Term;
use super::Action;

/// An explained error: three parts of ours, the org's words beside them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ErrorCard {
    /// The code, to search for: the org's word or ours.
    pub code: String,
    /// What happened, in a few words; then `what` is a block of its own.
    pub head: Option<String>,
    /// What it means for the tokens that are kept: `No token of this login was kept`; empty for nothing.
    pub consequence: String,
    /// What happened.
    pub what: String,
    /// Values to compare, with what differs.
    pub compared: Vec<Compared>,
    /// The usual cause.
    pub cause: String,
    /// What to do next.
    pub next: String,
    /// The org's own words, name and value, unchanged; empty where it did not answer.
    pub org: Vec<(String, String)>,
    /// The place in the input, where there is one.
    pub field: Option<String>,
    /// What F1 explains; `None` where nothing more is known.
    pub term: Option<Box<Term>>,
    /// Buttons that do the next step, the best first.
    pub actions: Vec<Action>,
}

/// One of several values that are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// `Sent`, `In profile`.
    pub label: String,
    /// The value in pieces.
    pub pieces: Vec<Piece>,
    /// What was used, rather than what would be right.
    pub is_sent: bool,
}

/// A piece of a compared value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its text.
    pub text: String,
    /// The other value has something else here.
    pub differs: bool,
}
