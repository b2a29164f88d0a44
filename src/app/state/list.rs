//! The list: filter, search, order, and the rows they give. Rows are ids; row models are made when seen.

mod chosen;
mod order;
mod summary;

use std::collections::{BTreeMap, BTreeSet, HashMap};

pub(in crate::app) use chosen::Chosen;
pub(in crate::app) use summary::{Summary, may_refresh, severity};

use super::super::command::{ListFilter, SortBy};
use super::State;
use crate::model::environment::Environment;
use crate::model::ids::ProfileId;
use crate::model::time::UnixTime;

/// A profile with what the list knows of it.
type Place<'a> = (&'a ProfileId, &'a Summary);

/// The list.
#[derive(Debug, Default)]
pub(in crate::app) struct ListState {
    pub filter: ListFilter,
    pub search: String,
    pub sort: SortBy,
    pub is_turned: bool,
    /// The order to go back to when the profiles used last are left.
    pub sort_before: Option<(SortBy, bool)>,
    /// Where a range selection begins.
    pub anchor: Option<ProfileId>,
    /// The row whose menu is open.
    pub pointed: Option<ProfileId>,
    /// The rows, in order.
    pub rows: Vec<ProfileId>,
    pub attention: usize,
    pub environments: BTreeMap<Environment, usize>,
    pub tags: BTreeMap<String, usize>,
    /// What the marked profiles come to.
    pub chosen: Chosen,
    /// How often the rows were put in order; a test holds it down.
    pub ordered: u64,
    /// How many profiles were summed up so far, and how often the marks were; tests hold them down.
    pub summarised: u64,
    pub summed: u64,
    places: HashMap<ProfileId, usize>,
    summaries: BTreeMap<ProfileId, Summary>,
    /// When time alone will change a state, and whose.
    due: BTreeSet<(UnixTime, ProfileId)>,
    touched: BTreeSet<ProfileId>,
    is_all_touched: bool,
    is_order_touched: bool,
}

impl ListState {
    /// Notes that a profile or its sessions changed.
    pub fn touch(&mut self, profile_id: &ProfileId) {
        self.touched.insert(profile_id.clone());
    }

    /// Notes that everything changed.
    pub fn touch_all(&mut self) {
        self.is_all_touched = true;
    }

    /// Notes that filter, search or order changed.
    pub fn touch_order(&mut self) {
        self.is_order_touched = true;
    }

    /// Notes that another profile was used.
    pub fn touch_recent(&mut self) {
        let is_seen = self.filter == ListFilter::Recent || self.sort == SortBy::Used;
        self.is_order_touched |= is_seen;
    }

    pub fn summary(&self, profile_id: &ProfileId) -> Option<&Summary> {
        self.summaries.get(profile_id)
    }

    pub fn row_of(&self, profile_id: &ProfileId) -> Option<usize> {
        self.places.get(profile_id).copied()
    }

    /// When time alone will change a state.
    pub fn next_change(&self) -> Option<UnixTime> {
        self.due.first().map(|(at, _)| *at)
    }

    /// Touches those whose state time has changed.
    fn touch_due(&mut self, now: UnixTime) {
        let due = self.due.iter().take_while(|(at, _)| *at <= now);
        self.touched.extend(due.map(|(_, id)| id.clone()));
    }

    /// Replaces what is known of a profile, and counts it anew.
    fn put(&mut self, profile_id: &ProfileId, new: Option<Summary>) {
        if let Some(old) = self.summaries.remove(profile_id) {
            self.count(&old, |count| *count = count.saturating_sub(1));
            if let Some(at) = old.next_change {
                self.due.remove(&(at, profile_id.clone()));
            }
            self.environments.retain(|_, count| *count > 0);
            self.tags.retain(|_, count| *count > 0);
        }
        if let Some(new) = new {
            self.count(&new, |count| *count += 1);
            if let Some(at) = new.next_change {
                self.due.insert((at, profile_id.clone()));
            }
            self.summaries.insert(profile_id.clone(), new);
        }
    }

    fn count(&mut self, summary: &Summary, change: impl Fn(&mut usize)) {
        change(self.environments.entry(summary.environment).or_default());
        if summary.needs_person {
            change(&mut self.attention);
        }
        for tag in &summary.profile.tags {
            match self.tags.get_mut(tag) {
                Some(count) => change(count),
                None => change(self.tags.entry(tag.clone()).or_default()),
            }
        }
    }

    fn forget_all(&mut self) {
        self.summaries.clear();
        self.due.clear();
        self.touched.clear();
        self.attention = 0;
        self.environments.clear();
        self.tags.clear();
    }
}

impl State {
    /// Brings the list up to date with what was touched; cheap when nothing was.
    pub(in crate::app) fn settle(&mut self, now: UnixTime) {
        self.list.touch_due(now);
        let mut is_order_due = std::mem::take(&mut self.list.is_order_touched);
        let mut is_sum_due = self.marked.take_touched();
        let is_all = std::mem::take(&mut self.list.is_all_touched);
        let touched: Vec<ProfileId> = if is_all {
            self.list.forget_all();
            is_order_due = true;
            is_sum_due = true;
            self.profiles.keys().cloned().collect()
        } else {
            std::mem::take(&mut self.list.touched).into_iter().collect()
        };
        for profile_id in touched {
            self.list.summarised = self.list.summarised.wrapping_add(1);
            let new = self.summarise(&profile_id, now);
            let old = self.list.summaries.get(&profile_id);
            if old == new.as_ref() {
                continue;
            }
            is_order_due = is_order_due
                || !self
                    .list
                    .is_same_place(&self.recent, &profile_id, old, new.as_ref());
            is_sum_due |= self.marked.contains(&profile_id);
            self.list.put(&profile_id, new);
        }
        if is_order_due {
            self.order_rows();
            is_sum_due |= self.marked.take_touched();
        }
        if is_sum_due {
            self.sum_up();
        }
    }
}
