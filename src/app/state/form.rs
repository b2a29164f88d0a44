//! The profile form: the draft, what was left, what was tried.

use std::collections::BTreeSet;

use crate::model::profile::{FieldProblem, ProfileDraft};
use crate::model::secret::Secret;

/// The form while it is open.
pub(in crate::app) struct Form {
    pub draft: ProfileDraft,
    /// As it was opened, to know whether something changed.
    pub original: ProfileDraft,
    /// Fields that were left: their problems may show.
    pub left: BTreeSet<&'static str>,
    /// A save was tried: all problems may show.
    pub is_tried: bool,
    /// All problems of the draft as it is.
    pub problems: Vec<FieldProblem>,
    /// The typed secret on its way to the vault, while that is being opened.
    pub client_secret: Option<Secret>,
}

impl Form {
    pub fn new(draft: ProfileDraft) -> Self {
        Self {
            original: draft.clone(),
            draft,
            left: BTreeSet::new(),
            is_tried: false,
            problems: Vec::new(),
            client_secret: None,
        }
    }

    /// The problems that may be seen now: not while a field is typed into for the first time.
    pub fn visible(&self) -> impl Iterator<Item = &FieldProblem> {
        self.problems
            .iter()
            .filter(|problem| self.is_tried || self.left.contains(problem.field))
    }
}
