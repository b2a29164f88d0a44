//! Failure: why a task ended without what it was for, and the session it was about.

use crate::engine::folder::KeepError;
use crate::engine::vault::VaultError;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::session::Session;
use crate::protocol::error::FlowError;

/// What `Event::Failed` carries beside its run.
#[derive(Debug)]
pub(super) struct Failure {
    /// Why.
    pub problem: Box<Problem>,
    /// The session as kept now.
    pub session: Option<Box<Session>>,
}

impl Failure {
    /// Makes a failure of ours.
    pub(super) fn new(kind: ProblemKind, code: &str) -> Self {
        Problem::new(kind, code).into()
    }

    /// Makes the failure of a fault in this program.
    pub(super) fn internal() -> Self {
        Problem::new(ProblemKind::Failed, "internal").into()
    }

    /// Makes the failure of a run that was given up.
    pub(super) fn cancelled() -> Self {
        FlowError::Cancelled.into()
    }

    /// Adds the session it was about.
    pub(super) fn about(mut self, session: Session) -> Self {
        self.session = Some(Box::new(session));
        self
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Box::new(problem).into()
    }
}

impl From<Box<Problem>> for Failure {
    fn from(problem: Box<Problem>) -> Self {
        Self {
            problem,
            session: None,
        }
    }
}

impl From<FlowError> for Failure {
    fn from(error: FlowError) -> Self {
        error.problem().into()
    }
}

impl From<KeepError> for Failure {
    fn from(error: KeepError) -> Self {
        Problem::from(error).into()
    }
}

impl From<VaultError> for Failure {
    fn from(error: VaultError) -> Self {
        Problem::from(error).into()
    }
}
