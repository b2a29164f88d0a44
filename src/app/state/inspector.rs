//! The inspector: a pasted text while its screen is open, and what came of it.

use serde_json::{Map, Value};

use super::super::event::{RevokeProof, RevokeResult};
use crate::model::ids::ProfileId;
use crate::model::problem::Problem;
use crate::model::secret::{Fingerprint, Secret};
use crate::model::time::UnixTime;
use crate::protocol::jwt::JwtFault;
use crate::protocol::recognise::Recognised;

/// A pasted text; it is wiped when the screen is left.
pub(in crate::app) struct Pasted {
    pub text: Secret,
    pub found: Recognised,
    /// Of a long random token only: a short text could be guessed from it.
    pub fingerprint: Option<Fingerprint>,
    pub chars: usize,
}

/// Whether a signature holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) struct Signed {
    /// Whose keys it was checked with.
    pub host: String,
    /// When they were fetched; `None`: they were pasted.
    pub at: Option<UnixTime>,
    pub fault: Option<JwtFault>,
}

/// What the server said about the text.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::app) struct TextTold {
    pub profile_id: ProfileId,
    pub at: UnixTime,
    pub is_active: bool,
    pub answer: Map<String, Value>,
}

/// How it was ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) struct TextEnded {
    pub profile_id: ProfileId,
    pub at: UnixTime,
    pub result: RevokeResult,
    pub proof: Option<RevokeProof>,
}

/// Everything the inspector knows. Nothing of it is kept.
#[derive(Default)]
pub(in crate::app) struct Inspector {
    pub pasted: Option<Pasted>,
    pub other: Option<Pasted>,
    /// A second text is asked for.
    pub is_comparing: bool,
    pub is_tree: bool,
    /// The profile that was chosen to ask with.
    pub by: Option<ProfileId>,
    pub signed: Option<Signed>,
    pub told: Option<TextTold>,
    pub ended: Option<TextEnded>,
    pub problem: Option<Problem>,
}
