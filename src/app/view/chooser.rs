//! The flow chooser's screen: two questions, and the flow that their answers lead to.

use super::{Action, Ask};

/// The screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChooserView {
    /// The line under the title.
    pub under: String,
    /// Back to the form, where one is open.
    pub actions: Vec<Action>,
    /// The questions that can be answered by now.
    pub questions: Vec<Question>,
    /// Where the answers lead, once they lead somewhere.
    pub advice: Option<Advice>,
    /// What stands in its place until then.
    pub waits: String,
}

/// A question with its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The question.
    pub title: String,
    /// Its answers.
    pub options: Vec<Choice>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its name, for its icon.
    pub name: &'static str,
    /// What it says.
    pub label: String,
    /// Given.
    pub is_on: bool,
    /// Gives it.
    pub ask: Ask,
}

/// A flow, why it, and why not others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// Its name in files.
    pub name: &'static str,
    /// Its name.
    pub flow: String,
    /// Why.
    pub why: String,
    /// What it needs; empty for a flow that is not here.
    pub needs: Vec<String>,
    /// Why not others, a sentence each.
    pub not: Vec<String>,
    /// It cannot be run here yet.
    pub note: Option<String>,
    /// Begins a profile with it.
    pub take: Action,
}
