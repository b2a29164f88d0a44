//! Order: which profiles are listed, and in which order.

use std::cmp::{Ordering, Reverse};

use super::super::super::command::{ListFilter, SortBy};
use super::super::State;
use super::summary::{Summary, severity};
use super::{ListState, Place};
use crate::model::ids::ProfileId;

/// What is searched for, word by word, and where each profile stands among those used last.
struct Wanted<'a> {
    words: Vec<String>,
    recent: &'a [ProfileId],
}

impl Wanted<'_> {
    /// The rank among those used last; those that were not come after.
    fn rank(&self, profile_id: &ProfileId) -> usize {
        let known = self.recent.iter().position(|id| id == profile_id);
        known.unwrap_or(usize::MAX)
    }
}

impl ListState {
    fn wanted<'a>(&self, recent: &'a [ProfileId]) -> Wanted<'a> {
        let search = self.search.to_lowercase();
        Wanted {
            words: search.split_whitespace().map(str::to_owned).collect(),
            recent,
        }
    }

    fn is_listed(&self, wanted: &Wanted<'_>, profile_id: &ProfileId, summary: &Summary) -> bool {
        let is_kind = match &self.filter {
            ListFilter::All => true,
            ListFilter::Attention => summary.needs_person,
            ListFilter::Recent => wanted.recent.contains(profile_id),
            ListFilter::Environment(environment) => summary.environment == *environment,
            ListFilter::Tag(tag) => summary.profile.tags.contains(tag),
        };
        is_kind
            && wanted
                .words
                .iter()
                .all(|word| summary.haystack.contains(word))
    }

    fn compare(&self, wanted: &Wanted<'_>, a: Place<'_>, b: Place<'_>) -> Ordering {
        let (a_id, a) = a;
        let (b_id, b) = b;
        let worst_first =
            |s: &Summary| Reverse(s.worst.map_or(0, |state| severity(state).saturating_add(1)));
        let by = match self.sort {
            SortBy::Name => Ordering::Equal,
            SortBy::Environment => {
                (a.environment, worst_first(a)).cmp(&(b.environment, worst_first(b)))
            }
            SortBy::State => worst_first(a).cmp(&worst_first(b)),
            SortBy::Flow => a.profile.flow.as_str().cmp(b.profile.flow.as_str()),
            // Nobody comes last.
            SortBy::User => (a.user().is_empty(), a.user()).cmp(&(b.user().is_empty(), b.user())),
            // Unknown ends come last.
            SortBy::Expires => (a.next_expiry.is_none(), a.next_expiry)
                .cmp(&(b.next_expiry.is_none(), b.next_expiry)),
            SortBy::LastCheck => b.last_check.cmp(&a.last_check),
            SortBy::Used => wanted.rank(a_id).cmp(&wanted.rank(b_id)),
        };
        by.then_with(|| a.name().cmp(b.name()))
            .then_with(|| a_id.cmp(b_id))
    }

    /// Returns true when a change of a profile moves no row.
    pub(super) fn is_same_place(
        &self,
        recent: &[ProfileId],
        profile_id: &ProfileId,
        old: Option<&Summary>,
        new: Option<&Summary>,
    ) -> bool {
        let wanted = self.wanted(recent);
        let is_listed = |summary| self.is_listed(&wanted, profile_id, summary);
        match (old, new) {
            (Some(old), Some(new)) => match (is_listed(old), is_listed(new)) {
                (true, true) => {
                    self.compare(&wanted, (profile_id, old), (profile_id, new)) == Ordering::Equal
                }
                (is_old, is_new) => is_old == is_new,
            },
            _ => false,
        }
    }
}

impl State {
    pub(super) fn order_rows(&mut self) {
        let list = &mut self.list;
        list.ordered = list.ordered.wrapping_add(1);
        let wanted = list.wanted(&self.recent);
        let mut found: Vec<Place<'_>> = list
            .summaries
            .iter()
            .filter(|(id, summary)| list.is_listed(&wanted, id, summary))
            .collect();
        found.sort_by(|a, b| list.compare(&wanted, *a, *b));
        let mut rows: Vec<ProfileId> = found.into_iter().map(|(id, _)| id.clone()).collect();
        if list.is_turned {
            rows.reverse();
        }
        list.places = rows
            .iter()
            .enumerate()
            .map(|(row, id)| (id.clone(), row))
            .collect();
        list.rows = rows;
        // Nothing is done to what cannot be seen.
        if !self.marked.is_empty() {
            let places = &self.list.places;
            self.marked.retain(|id| places.contains_key(id));
        }
    }
}
