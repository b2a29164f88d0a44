//! Activity: one thing that was done, as it is kept for 30 days (R70); without a secret.

use serde::{Deserialize, Serialize};

use super::ids::{ProfileId, RunId, SessionId};
use super::problem::Problem;
use super::run::{Exchange, Shown};
use super::secret::Fingerprint;
use super::time::UnixTime;

/// The result of what went well.
pub const OK: &str = "ok";
/// The result of what has begun; one without an end was cut off.
pub const BEGUN: &str = "begun";

/// One thing that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    pub at: UnixTime,
    /// What: `login`, `refresh`, `revoke`, `callback`, …; the step of an exchange.
    pub action: String,
    /// [`OK`], [`BEGUN`], or the code of the problem.
    pub result: String,
    /// The profile it was about.
    #[serde(default)]
    pub profile_id: Option<ProfileId>,
    /// The session it was about.
    #[serde(default)]
    pub session_id: Option<SessionId>,
    /// The run it belongs to.
    #[serde(default)]
    pub run_id: Option<RunId>,
    /// The flow of a run that has begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flow: Option<String>,
    /// The exchange, redacted by rule before it came here.
    #[serde(default)]
    pub exchange: Option<Exchange>,
    /// The refresh brought a new refresh token, and the one before is used up.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rotated: bool,
    /// Why it did not come to what it was for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Box<Problem>>,
}

impl Entry {
    /// Makes the entry of something that went well.
    #[must_use]
    pub fn new(at: UnixTime, action: &str) -> Self {
        Self {
            at,
            action: action.to_owned(),
            result: OK.to_owned(),
            profile_id: None,
            session_id: None,
            run_id: None,
            flow: None,
            exchange: None,
            rotated: false,
            problem: None,
        }
    }

    /// Returns true when it says that something went wrong.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        self.result != OK && self.result != BEGUN
    }

    /// Returns the fingerprints of the tokens that it names, each once.
    #[must_use]
    pub fn fingerprints(&self) -> Vec<&Fingerprint> {
        let Some(exchange) = &self.exchange else {
            return Vec::new();
        };
        let mut found: Vec<&Fingerprint> = Vec::new();
        let fields = exchange
            .request_headers
            .iter()
            .chain(&exchange.request_fields)
            .chain(&exchange.answer_fields);
        for field in fields {
            if let Shown::Hidden(Some(fingerprint)) = &field.value
                && !found.contains(&fingerprint)
            {
                found.push(fingerprint);
            }
        }
        found
    }
}
