//! Rounds: the same act with several sessions, from its begin to the sum of how it went.

use std::collections::BTreeSet;

use super::super::command::BulkAct;
use super::Want;
use crate::model::ids::SessionId;

/// How one of a round ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Outcome {
    /// As it should.
    Good,
    /// Ended on the server, and nothing could prove it.
    Unproven,
    /// The org said that the token does not work.
    Dead,
    /// Still works on the server.
    Live,
    /// Not yet revoked; it is tried again.
    Pending,
    /// It did not come.
    Failed,
    /// Given up by the person, or no longer there.
    GivenUp,
}

/// The same act with several sessions.
#[derive(Debug)]
pub(in crate::app) struct Round {
    pub act: BulkAct,
    pub total: usize,
    pub open: BTreeSet<SessionId>,
    pub ended: Vec<Outcome>,
}

impl Round {
    pub fn new(act: BulkAct, sessions: &[SessionId]) -> Self {
        let open: BTreeSet<SessionId> = sessions.iter().cloned().collect();
        Self {
            act,
            total: open.len(),
            open,
            ended: Vec::new(),
        }
    }

    /// Returns true when a want is one of this round that has not ended.
    pub fn has(&self, want: &Want) -> bool {
        act_of(want) == Some(self.act) && want.session_id().is_some_and(|id| self.open.contains(id))
    }

    pub fn count(&self, outcome: Outcome) -> usize {
        self.ended.iter().filter(|one| **one == outcome).count()
    }
}

/// Returns the act that a want is one of.
pub(in crate::app) fn act_of(want: &Want) -> Option<BulkAct> {
    match want {
        Want::Refresh(_) => Some(BulkAct::Refresh),
        // An app that may not introspect asks UserInfo in its place.
        Want::Introspect { .. } | Want::FetchIdentity(_) => Some(BulkAct::Check),
        Want::Forget(_) => Some(BulkAct::Forget),
        Want::Revoke(_) => Some(BulkAct::Revoke),
        _ => None,
    }
}
