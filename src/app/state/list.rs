//! The list: filter, search, order, and the rows they give. Rows are ids; row models are made when seen.

use std::collections::{BTreeMap, BTreeSet};

use super::super::command::{ListFilter, SortBy};
use super::State;
use crate::model::environment::Environment;
use crate::model::ids::ProfileId;
use crate::model::session::{EXPIRES_SOON_SECS, SessionState, Standing};
use crate::model::time::UnixTime;

/// What the list needs to know of a profile to filter, sort and count it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) struct Summary {
    /// Name in lower case, for sorting.
    pub name: String,
    /// Name, users, ids, host, key, tags in lower case, for searching.
    pub haystack: String,
    pub environment: Environment,
    /// The worst state of its sessions.
    pub worst: Option<SessionState>,
    pub next_expiry: Option<UnixTime>,
    /// When time alone will change its state.
    pub next_change: Option<UnixTime>,
    pub needs_person: bool,
    pub tags: Vec<String>,
}

/// The list.
#[derive(Debug, Default)]
pub(in crate::app) struct ListState {
    pub filter: ListFilter,
    pub search: String,
    pub sort: SortBy,
    pub is_turned: bool,
    /// Where a range selection begins.
    pub anchor: Option<ProfileId>,
    /// The rows, in order.
    pub rows: Vec<ProfileId>,
    pub attention: usize,
    pub environments: BTreeMap<Environment, usize>,
    pub tags: BTreeMap<String, usize>,
    /// When time alone will change a state.
    pub next_change: Option<UnixTime>,
    /// How often the rows were put in order; a test holds it down.
    pub ordered: u64,
    summaries: BTreeMap<ProfileId, Summary>,
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

    pub fn summary(&self, profile_id: &ProfileId) -> Option<&Summary> {
        self.summaries.get(profile_id)
    }

    pub fn row_of(&self, profile_id: &ProfileId) -> Option<usize> {
        self.rows.iter().position(|row| row == profile_id)
    }
}

/// How bad a state is, for the one that a row shows (decision 24).
pub(in crate::app) fn severity(state: SessionState) -> u8 {
    match state {
        SessionState::Revoked => 0,
        SessionState::Active => 1,
        SessionState::ExpiresSoon => 2,
        SessionState::Expired => 3,
        SessionState::Unreachable => 4,
        SessionState::NeedsLogin => 5,
        SessionState::Blocked => 6,
        SessionState::Failed => 7,
    }
}

/// The first moment at which a token with this end *expires soon*.
fn becomes_soon(end: UnixTime) -> UnixTime {
    let soon = i64::try_from(EXPIRES_SOON_SECS * 1000).unwrap_or(0);
    UnixTime::from_millis(end.as_millis().saturating_sub(soon).saturating_add(1))
}

impl State {
    /// Brings the list up to date with what was touched; cheap when nothing was.
    pub(in crate::app) fn settle(&mut self, now: UnixTime) {
        let is_due = self.list.next_change.is_some_and(|at| at <= now);
        if self.list.is_all_touched || is_due {
            self.list.is_all_touched = false;
            self.list.touched.clear();
            self.list.summaries = self
                .profiles
                .keys()
                .filter_map(|id| Some((id.clone(), self.summarise(id, now)?)))
                .collect();
        } else if !self.list.touched.is_empty() {
            let mut is_changed = false;
            for profile_id in std::mem::take(&mut self.list.touched) {
                let summary = self.summarise(&profile_id, now);
                is_changed |= self.list.summaries.get(&profile_id) != summary.as_ref();
                match summary {
                    Some(summary) => self.list.summaries.insert(profile_id, summary),
                    None => self.list.summaries.remove(&profile_id),
                };
            }
            if !is_changed && !self.list.is_order_touched {
                return;
            }
        } else if self.list.is_order_touched {
            self.list.is_order_touched = false;
            self.order_rows();
            return;
        } else {
            return;
        }
        self.list.is_order_touched = false;
        self.count();
        self.order_rows();
    }

    fn summarise(&self, profile_id: &ProfileId, now: UnixTime) -> Option<Summary> {
        let profile = &self.profiles.get(profile_id)?.profile;
        let mut haystack = [
            profile.name.as_str(),
            profile_id.as_str(),
            profile.login_url.short(),
            profile.client_id.as_str(),
            profile.flow.as_str(),
        ]
        .join("\n");
        for tag in &profile.tags {
            haystack.push('\n');
            haystack.push_str(tag);
        }
        let mut worst = None;
        let mut next_expiry = None;
        let mut next_change: Option<UnixTime> = None;
        let mut needs_person = false;
        for session in self.sessions_of(profile_id) {
            let words = [
                session.username(),
                session.user_id().map(crate::model::ids::UserId::as_str),
                session
                    .organization_id()
                    .map(crate::model::ids::OrgId::as_str),
            ];
            for word in words.into_iter().flatten() {
                haystack.push('\n');
                haystack.push_str(word);
            }
            let state = session.state(now);
            if worst.is_none_or(|known| severity(known) < severity(state)) {
                worst = Some(state);
            }
            needs_person |=
                severity(state) > 1 || session.pending_revocation || session.possibly_stale;
            if let Some(expiry) = session
                .expiry
                .filter(|_| session.standing == Standing::Live)
            {
                next_expiry = Some(next_expiry.map_or(expiry.at, |at: UnixTime| at.min(expiry.at)));
                next_change = [becomes_soon(expiry.at), expiry.at]
                    .into_iter()
                    .filter(|at| *at > now)
                    .chain(next_change)
                    .min();
            }
        }
        Some(Summary {
            name: profile.name.to_lowercase(),
            haystack: haystack.to_lowercase(),
            environment: self.environment(profile_id, now).0,
            worst,
            next_expiry,
            next_change,
            needs_person,
            tags: profile.tags.clone(),
        })
    }

    fn count(&mut self) {
        let list = &mut self.list;
        list.environments.clear();
        list.tags.clear();
        list.attention = 0;
        for summary in list.summaries.values() {
            *list.environments.entry(summary.environment).or_default() += 1;
            list.attention += usize::from(summary.needs_person);
            for tag in &summary.tags {
                *list.tags.entry(tag.clone()).or_default() += 1;
            }
        }
        list.next_change = list
            .summaries
            .values()
            .filter_map(|summary| summary.next_change)
            .min();
    }

    fn order_rows(&mut self) {
        let list = &mut self.list;
        list.ordered = list.ordered.wrapping_add(1);
        let wanted: Vec<String> = list
            .search
            .to_lowercase()
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        let mut found: Vec<(&ProfileId, &Summary)> = list
            .summaries
            .iter()
            .filter(|(_, summary)| match &list.filter {
                ListFilter::All => true,
                ListFilter::Attention => summary.needs_person,
                ListFilter::Environment(environment) => summary.environment == *environment,
                ListFilter::Tag(tag) => summary.tags.contains(tag),
            })
            .filter(|(_, summary)| wanted.iter().all(|word| summary.haystack.contains(word)))
            .collect();
        let worst_first = |s: &Summary| {
            std::cmp::Reverse(s.worst.map_or(0, |state| severity(state).saturating_add(1)))
        };
        found.sort_by(|(a_id, a), (b_id, b)| {
            let by = match list.sort {
                SortBy::Name => std::cmp::Ordering::Equal,
                SortBy::Environment => {
                    (a.environment, worst_first(a)).cmp(&(b.environment, worst_first(b)))
                }
                SortBy::State => worst_first(a).cmp(&worst_first(b)),
                // Unknown ends last.
                SortBy::Expires => (a.next_expiry.is_none(), a.next_expiry)
                    .cmp(&(b.next_expiry.is_none(), b.next_expiry)),
            };
            by.then_with(|| a.name.cmp(&b.name))
                .then_with(|| a_id.cmp(b_id))
        });
        let mut rows: Vec<ProfileId> = found.into_iter().map(|(id, _)| id.clone()).collect();
        if list.is_turned {
            rows.reverse();
        }
        list.rows = rows;
    }
}
