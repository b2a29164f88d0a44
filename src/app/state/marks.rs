//! Marks: the profiles that several acts are meant for, and which of them were ticked one by one (R68).

use std::collections::BTreeMap;

use crate::model::ids::ProfileId;

/// The marked profiles.
#[derive(Debug, Default)]
pub(in crate::app) struct Marks {
    /// True: ticked one by one; false: part of a range.
    by_profile: BTreeMap<ProfileId, bool>,
    is_touched: bool,
}

impl Marks {
    pub fn is_empty(&self) -> bool {
        self.by_profile.is_empty()
    }

    pub fn contains(&self, profile_id: &ProfileId) -> bool {
        self.by_profile.contains_key(profile_id)
    }

    /// Returns whether a profile was ticked by hand; `None`: it is not marked.
    pub fn is_ticked(&self, profile_id: &ProfileId) -> Option<bool> {
        self.by_profile.get(profile_id).copied()
    }

    /// Returns true when a marked profile takes part: a guarded one only where it was ticked by hand.
    pub fn is_chosen(&self, profile_id: &ProfileId, is_guarded: bool) -> bool {
        self.is_ticked(profile_id)
            .is_some_and(|is_ticked| is_ticked || !is_guarded)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&ProfileId, bool)> {
        self.by_profile.iter().map(|(id, ticked)| (id, *ticked))
    }

    pub fn tick(&mut self, profile_id: ProfileId) {
        self.is_touched = true;
        self.by_profile.insert(profile_id, true);
    }

    /// Marks a range; what was ticked by hand stays so, and what an earlier range brought goes.
    pub fn range(&mut self, profiles: impl IntoIterator<Item = ProfileId>) {
        self.is_touched = true;
        self.by_profile.retain(|_, is_ticked| *is_ticked);
        for profile_id in profiles {
            self.by_profile.entry(profile_id).or_insert(false);
        }
    }

    pub fn remove(&mut self, profile_id: &ProfileId) {
        self.is_touched |= self.by_profile.remove(profile_id).is_some();
    }

    pub fn retain(&mut self, keep: impl Fn(&ProfileId) -> bool) {
        self.is_touched = true;
        self.by_profile.retain(|id, _| keep(id));
    }

    pub fn clear(&mut self) {
        self.is_touched = true;
        self.by_profile.clear();
    }

    /// Returns whether anything changed since the last look.
    pub fn take_touched(&mut self) -> bool {
        std::mem::take(&mut self.is_touched)
    }
}
