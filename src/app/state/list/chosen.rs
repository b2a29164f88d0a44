//! What the marked profiles come to; worked out when marks or profiles change, not for each frame.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::super::State;
use super::summary::severity;
use crate::model::ids::ProfileId;
use crate::model::session::SessionState;

/// The marked profiles that take part, added up.
#[derive(Debug, Default)]
pub(in crate::app) struct Chosen {
    pub profiles: usize,
    pub logins: usize,
    pub refreshable: usize,
    pub living: usize,
    /// Guarded profiles of a range that nobody ticked (R68).
    pub left_out: usize,
    /// How many are in each state, the worst first; `None`: never logged in.
    pub states: Vec<(Option<SessionState>, usize)>,
    /// The one with most at stake, those that are left out included.
    pub worst: Option<ProfileId>,
}

impl State {
    /// Returns the marked profiles that take part in an act on many (R68).
    pub(in crate::app) fn chosen_profiles(&self) -> impl Iterator<Item = &ProfileId> {
        let is_guarded = |id: &ProfileId| {
            self.list
                .summary(id)
                .is_none_or(|summary| summary.is_guarded)
        };
        self.marked
            .iter()
            .filter(move |(id, is_ticked)| *is_ticked || !is_guarded(id))
            .map(|(id, _)| id)
    }

    pub(super) fn sum_up(&mut self) {
        let mut sum = Chosen::default();
        let mut states: BTreeMap<Reverse<u8>, (Option<SessionState>, usize)> = BTreeMap::new();
        let mut worst = None;
        for (profile_id, is_ticked) in self.marked.iter() {
            let Some(summary) = self.list.summary(profile_id) else {
                continue;
            };
            let stake = (!summary.is_guarded, summary.environment);
            if worst.as_ref().is_none_or(|(known, _)| stake < *known) {
                worst = Some((stake, profile_id));
            }
            if summary.is_guarded && !is_ticked {
                sum.left_out += 1;
                continue;
            }
            sum.profiles += 1;
            sum.logins += summary.logins;
            sum.refreshable += summary.refreshable;
            sum.living += summary.living;
            let rank = summary.worst.map_or(0, |state| severity(state) + 1);
            states.entry(Reverse(rank)).or_insert((summary.worst, 0)).1 += 1;
        }
        sum.states = states.into_values().collect();
        sum.worst = worst.map(|(_, profile_id)| profile_id.clone());
        self.list.chosen = sum;
        self.list.summed = self.list.summed.wrapping_add(1);
    }
}
