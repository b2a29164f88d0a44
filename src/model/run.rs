//! Runs: one execution of a flow, and its exchanges, already redacted.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::ids::{ProfileId, RunId};
use super::secret::Fingerprint;
use super::time::UnixTime;

/// The lanes of the sequence diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// The person.
    You,
    /// The system browser.
    Browser,
    /// This program.
    ValetKey,
    /// The org, or another authorization server.
    Org,
}

/// One value of an exchange, as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// Harmless by rule.
    Plain(String),
    /// Hidden; a long random token has a fingerprint, nothing else does.
    Hidden(Option<Fingerprint>),
}

/// One named value: a parameter, a header, a field of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownField {
    /// Its name on the wire.
    pub name: String,
    /// Its value, or a mask.
    pub value: Shown,
}

/// One redacted request with its answer, browser trip or prompt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// Counts from 1 within the run.
    pub number: u32,
    /// From which lane.
    pub from: Lane,
    /// To which lane.
    pub to: Lane,
    /// The step of the flow's catalog entry, as a words key: `flow-step-token-request`.
    pub step: String,
    /// `GET` or `POST`; empty for prompts.
    pub method: String,
    /// Address without its query.
    pub url: String,
    /// Headers of the request.
    pub request_headers: Vec<ShownField>,
    /// Query or form fields of the request.
    pub request_fields: Vec<ShownField>,
    /// HTTP status of the answer; `None` where there was none.
    pub status: Option<u16>,
    /// Headers of the answer.
    pub answer_headers: Vec<ShownField>,
    /// Fields of the answer.
    pub answer_fields: Vec<ShownField>,
    /// When it began.
    pub began_at: UnixTime,
    /// How long it took.
    pub took: Option<Duration>,
    /// What went wrong, as a code.
    pub error: Option<String>,
}

/// How a run stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunStanding {
    /// Going on.
    Going,
    /// Ended with tokens.
    Finished,
    /// Begun, and never ended as far as is known: the program ended first, or another process goes on with it.
    Unfinished,
    /// Ended without, for the problem named by this code.
    Failed(String),
}

/// One execution of a flow, live or finished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Its id.
    pub run_id: RunId,
    /// The profile it is for.
    pub profile_id: ProfileId,
    /// The flow's name in the catalog.
    pub flow: String,
    /// When it began.
    pub began_at: UnixTime,
    /// How it stands.
    pub standing: RunStanding,
    /// Its exchanges so far.
    pub exchanges: Vec<Exchange>,
}
