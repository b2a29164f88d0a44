//! The request log: what was asked, by field names, never by the values of secrets.

use std::collections::VecDeque;

use serde::Serialize;

/// Older entries are forgotten.
const KEPT: usize = 10_000;

/// One request.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Entry {
    pub(crate) n: u64,
    pub(crate) at: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) fields: Vec<String>,
    pub(crate) grant_type: Option<String>,
    pub(crate) client_id: Option<String>,
    /// `null` when the connection closed without an answer.
    pub(crate) status: Option<u16>,
    /// How long the answer took, pauses included; `null` while it is on its way.
    pub(crate) ms: Option<u64>,
}

/// The last requests, oldest first; numbers start at 1 and are never used twice.
#[derive(Default)]
pub(crate) struct Log {
    entries: VecDeque<Entry>,
    last: u64,
}

impl Log {
    pub(crate) fn add(&mut self, mut entry: Entry) {
        self.last += 1;
        entry.n = self.last;
        if self.entries.len() == KEPT {
            self.entries.pop_front();
        }
        self.entries.push_back(entry);
    }

    /// Returns the number of the last request.
    pub(crate) fn last(&self) -> u64 {
        self.last
    }

    /// Notes how long a request took; one that is forgotten already stays so.
    pub(crate) fn took(&mut self, n: u64, ms: u64) {
        // Numbers are in order and without gaps, so that the place follows from the number.
        let first = self.entries.front().map_or(0, |entry| entry.n);
        let place = n
            .checked_sub(first)
            .and_then(|place| usize::try_from(place).ok());
        if let Some(entry) = place.and_then(|place| self.entries.get_mut(place)) {
            entry.ms = Some(ms);
        }
    }

    pub(crate) fn after(&self, n: u64) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.n > n)
    }
}
