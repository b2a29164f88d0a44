//! Smaller things that the state keeps: troubles, toasts, answers.

use super::super::effect::{CopyWhat, WhichToken};
use super::super::view::{Ask, Tone};
use super::Want;
use crate::model::ids::SessionId;
use crate::model::problem::Problem;
use crate::model::time::UnixTime;

/// The last thing that went wrong with a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What was wanted.
    pub want: Want,
    /// Why it did not come.
    pub problem: Problem,
    /// When.
    pub at: UnixTime,
}

/// One toast, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) struct ToastState {
    pub id: u64,
    pub tone: Tone,
    pub title: String,
    pub text: String,
    pub action: Option<(String, Ask)>,
    /// `None`: stays until it is closed.
    pub until: Option<UnixTime>,
}

/// The org's answers about a session, as far as this window asked; without secrets by rule.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::app) struct Answers {
    pub introspection: Option<(UnixTime, WhichToken, serde_json::Value)>,
    pub identity: Option<(UnixTime, serde_json::Value)>,
}

/// What is on the clipboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) struct CopiedState {
    pub session_id: SessionId,
    pub what: CopyWhat,
    pub at: UnixTime,
    pub clears_at: UnixTime,
}

/// Why a change of the settings was not kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::app) struct NotKept {
    /// The file could not be written.
    pub settings: Option<Problem>,
    /// No connection can be made so; its field says which of the two it is.
    pub network: Option<Problem>,
}
