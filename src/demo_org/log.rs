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

    pub(crate) fn after(&self, n: u64) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.n > n)
    }
}
