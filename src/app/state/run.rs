//! Runs: live and kept, with what a waiting login shows.

use super::super::effect::LoginOptions;
use super::super::event::BrowserOpened;
use crate::model::problem::{OrgWords, Problem};
use crate::model::run::Run;
use crate::model::time::UnixTime;
use crate::protocol::io::Prompt;

/// One run with what is known beside its exchanges.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::app) struct RunRecord {
    pub run: Run,
    /// A login, rather than a refresh or another call.
    pub is_login: bool,
    pub options: LoginOptions,
    pub phase: Phase,
    pub strays: u32,
    /// What an error without the right state said last: unproven (R12).
    pub notice: Option<OrgWords>,
    /// Why the pasted text did not end it.
    pub paste_problem: Option<Problem>,
    /// What the run showed: codes to enter, notes about the answer.
    pub prompts: Vec<Prompt>,
    pub ended_at: Option<UnixTime>,
    pub problem: Option<Problem>,
    /// What the wait card showed, kept for the facts of a finished run.
    pub browser: Option<String>,
    pub listened_on: Option<String>,
}

/// Where a run is.
#[derive(Debug, Clone, PartialEq)]
pub enum Phase {
    /// Preparing: listener, browser.
    Starting,
    /// Waiting for the browser.
    Waiting(Box<Waiting>),
    /// The browser came back; the rest goes on.
    Finishing,
    /// Held until the person decides (R22).
    Held,
    /// Over.
    Ended,
}

/// A wait for the browser.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    /// The login address.
    pub url: String,
    /// Listening address; `None`: paste.
    pub listens_on: Option<String>,
    /// The browser.
    pub browser: BrowserOpened,
    /// When the wait began.
    pub since: UnixTime,
    /// When it is given up.
    pub deadline: UnixTime,
    /// A taken port that did not end it.
    pub warning: Option<Problem>,
}
