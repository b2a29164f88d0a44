//! The inspector's screen: what a pasted text is, part by part. Its text is not among it.

use super::{Action, Badge, ErrorCard, Tone, Value};

/// The screen.
#[derive(Debug, Clone, PartialEq)]
pub struct InspectorView {
    /// The line under the title.
    pub under: String,
    /// Clear, revoke, and the primary one: introspect.
    pub actions: Vec<Action>,
    /// The profiles to ask with, behind the caret of the primary one.
    pub askers: Vec<Action>,
    /// What was pasted, taken apart; `None`: nothing yet.
    pub pasted: Option<PastedView>,
    /// Something goes on: its words, and the way to give it up.
    pub busy: Option<(String, Action)>,
    /// What did not come.
    pub problem: Option<ErrorCard>,
}

/// One text, taken apart.
#[derive(Debug, Clone, PartialEq)]
pub struct PastedView {
    /// `JWT access token`.
    pub kind: String,
    /// How it is called where it is hidden: `Hidden, 812 characters, 4f9c 21ab 77e0`.
    pub hidden: String,
    /// Its lengths, where it is a JWT: header, payload, signature are painted apart.
    pub is_jwt: bool,
    /// The environment of its org, guessed.
    pub badge: Option<Badge>,
    /// Part by part.
    pub rows: Vec<PartRow>,
    /// The same as a tree.
    pub tree: Value,
    /// It is shown as a tree.
    pub is_tree: bool,
    /// Table and tree.
    pub forms: [Action; 2],
    /// How it stands, in one sentence, and why.
    pub verdict: Option<(Tone, String, String)>,
    /// What was checked here.
    pub checks: Vec<PartCheck>,
    /// Remarks, the weightiest first.
    pub notes: Vec<String>,
    /// Beside the server's answer, and beside another text.
    pub compared: Vec<ComparedView>,
    /// A second text is asked for.
    pub asks_other: bool,
    /// Compare, copy report.
    pub actions: Vec<Action>,
}

/// One part: a claim, a field, a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartRow {
    /// Its name on the wire.
    pub name: String,
    /// Its value, made readable; a secret one is hidden.
    pub value: String,
    /// What it means, or what the value means.
    pub meaning: String,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartCheck {
    /// How it came out.
    pub tone: Tone,
    /// What.
    pub what: String,
    /// Why, or with what.
    pub detail: String,
    /// Makes it.
    pub action: Option<Action>,
}

/// One thing that is said on both sides, or on one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedRow {
    /// Its name.
    pub name: String,
    /// What each side says; `None`: nothing.
    pub sides: [Option<String>; 2],
    /// They differ.
    pub differs: bool,
}

/// A table of two sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedView {
    /// `Token against introspection`.
    pub title: String,
    /// Heads of the two columns.
    pub heads: [String; 2],
    /// Row by row.
    pub rows: Vec<ComparedRow>,
    /// What it comes to.
    pub sum: String,
    /// Ends it.
    pub close: Option<Action>,
}
