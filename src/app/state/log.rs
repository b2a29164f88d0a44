//! The log: what was done in 30 days, by whichever process, and which of it is shown.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::command::{ActivityFilter, ActivityKind};
use super::super::view::ActivityRow;
use super::State;
use crate::model::activity::{BEGUN, Entry};
use crate::model::ids::{ProfileId, RunId};
use crate::model::words;

/// What was done, and what of it the activity screen shows.
#[derive(Default)]
pub(in crate::app) struct Log {
    /// The oldest first.
    pub entries: Vec<Entry>,
    pub filter: ActivityFilter,
    /// The rows of the screen, made when it is shown and something changed.
    pub rows: Arc<Vec<ActivityRow>>,
    /// How many of the rows are lines.
    pub lines: usize,
    /// The profiles that any line is about, by their names; made with the rows.
    pub profiles: Vec<ProfileId>,
    /// What the rows were made for: the day, and the way of telling times; `None`: they are stale.
    pub made_for: Option<(String, bool)>,
}

impl State {
    /// Returns the entries that are shown, the newest first: all that match, but no beginning that has an end.
    pub(in crate::app) fn shown_entries(&self) -> Vec<&Entry> {
        let ended: BTreeSet<&RunId> = self
            .log
            .entries
            .iter()
            .filter(|entry| entry.exchange.is_none() && entry.result != BEGUN)
            .filter(|entry| entry.action != "callback")
            .filter_map(|entry| entry.run_id.as_ref())
            .collect();
        let kinds = Kinds::of(&self.log);
        let text = self.log.filter.text.trim().to_lowercase();
        let mut shown: Vec<&Entry> = self
            .log
            .entries
            .iter()
            .rev()
            .filter(|entry| {
                let is_done = entry.run_id.as_ref().is_some_and(|id| ended.contains(id));
                entry.result != BEGUN || !is_done
            })
            .filter(|entry| self.matches(entry, &kinds, &text))
            .collect();
        shown.sort_by_key(|entry| std::cmp::Reverse(entry.at));
        shown
    }

    fn matches(&self, entry: &Entry, kinds: &Kinds<'_>, text: &str) -> bool {
        let filter = &self.log.filter;
        let is_profile = |wanted| entry.profile_id.as_ref() == Some(wanted);
        let names = |wanted| entry.fingerprints().contains(&wanted);
        filter.profile_id.as_ref().is_none_or(is_profile)
            && (!filter.failures_only || entry.is_failure())
            && filter
                .kind
                .is_none_or(|kind| kinds.kind(entry) == Some(kind))
            && filter.fingerprint.as_ref().is_none_or(names)
            && (text.is_empty() || self.has_text(entry, text))
    }

    fn has_text(&self, entry: &Entry, text: &str) -> bool {
        let has = |place: &str| place.to_lowercase().contains(text);
        let name = entry
            .profile_id
            .as_ref()
            .and_then(|profile_id| self.profiles.get(profile_id));
        has(&entry.action)
            || has(&entry.result)
            || has(&action_words(entry))
            || name.is_some_and(|record| has(&record.profile.name))
            || entry.run_id.as_ref().is_some_and(|id| has(id.as_str()))
            || entry.exchange.as_ref().is_some_and(|e| has(&e.url))
            || entry.fingerprints().iter().any(|print| has(print.as_str()))
    }
}

/// Of which kind the runs are whose exchanges have the names of steps.
struct Kinds<'a> {
    of_run: std::collections::BTreeMap<&'a RunId, ActivityKind>,
}

impl<'a> Kinds<'a> {
    fn of(log: &'a Log) -> Self {
        let mut of_run = std::collections::BTreeMap::new();
        if log.filter.kind.is_some() {
            for entry in log.entries.iter().filter(|entry| entry.exchange.is_none()) {
                if let (Some(run_id), Some(kind)) = (&entry.run_id, ActivityKind::of(&entry.action))
                {
                    of_run.entry(run_id).or_insert(kind);
                }
            }
        }
        Self { of_run }
    }

    fn kind(&self, entry: &Entry) -> Option<ActivityKind> {
        if entry.exchange.is_none() {
            return ActivityKind::of(&entry.action);
        }
        self.of_run.get(entry.run_id.as_ref()?).copied()
    }
}

/// What an entry says, in words.
pub(in crate::app) fn action_words(entry: &Entry) -> String {
    if let Some(exchange) = &entry.exchange {
        return words::find(&exchange.step).unwrap_or_else(|| exchange.step.clone());
    }
    let slug = crate::model::problem::slug(&entry.action);
    let key = if entry.action == "callback" {
        format!("activity-{}", crate::model::problem::slug(&entry.result))
    } else if entry.result == BEGUN {
        format!("activity-{slug}-unfinished")
    } else if entry.is_failure() {
        format!("activity-{slug}-failed")
    } else if entry.rotated {
        format!("activity-{slug}-rotated")
    } else {
        format!("activity-{slug}")
    };
    words::find(&key).unwrap_or_else(|| entry.action.replace('_', " "))
}
