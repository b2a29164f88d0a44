//! How the embedded demo org stands, and the requests that it told of.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::app::command::DemoPart;
use crate::model::demo::{DemoOrg, DemoRequest};
use crate::model::ids::ProfileId;
use crate::model::problem::Problem;

/// Requests kept in memory; the org keeps as many.
const KEPT: usize = 10_000;

/// The embedded demo org.
#[derive(Debug, Clone, Default)]
pub(in crate::app) struct Demo {
    pub base_url: Option<String>,
    pub profile_id: Option<ProfileId>,
    pub org: Option<Arc<DemoOrg>>,
    pub log: DemoLog,
    pub part: DemoPart,
    /// Why it did not start, or what it refused last.
    pub problem: Option<Problem>,
}

/// Its requests.
#[derive(Debug, Clone, Default)]
pub(in crate::app) struct DemoLog {
    /// Oldest first, numbers without gaps.
    all: VecDeque<Arc<DemoRequest>>,
    text: String,
    only_trouble: bool,
    /// While paused: the last request that is shown.
    paused_at: Option<u64>,
    /// Those up to here were cleared away.
    cleared_to: u64,
    shown: Arc<Vec<Arc<DemoRequest>>>,
    total: usize,
}

impl DemoLog {
    /// Takes in new requests, and old ones whose answer has come.
    pub fn take(&mut self, requests: Vec<DemoRequest>) {
        for request in requests {
            let known = self.all.iter_mut().rev().take_while(|it| it.n >= request.n);
            match known.last().filter(|it| it.n == request.n) {
                Some(known) => *known = Arc::new(request),
                None => self.all.push_back(Arc::new(request)),
            }
        }
        while self.all.len() > KEPT {
            self.all.pop_front();
        }
        self.show();
    }

    pub fn filter(&mut self, text: String, only_trouble: bool) {
        self.text = text;
        self.only_trouble = only_trouble;
        self.show();
    }

    pub fn pause(&mut self, is_paused: bool) {
        self.paused_at = is_paused.then(|| self.all.back().map_or(0, |last| last.n));
        self.show();
    }

    pub fn clear(&mut self) {
        self.cleared_to = self.all.back().map_or(0, |last| last.n);
        self.all.clear();
        // Held still, an empty list would show nothing ever after.
        self.paused_at = None;
        self.show();
    }

    /// Newest first, filtered.
    pub fn shown(&self) -> &Arc<Vec<Arc<DemoRequest>>> {
        &self.shown
    }

    /// How many there are without the filter.
    pub fn total(&self) -> usize {
        self.total
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn only_trouble(&self) -> bool {
        self.only_trouble
    }

    pub fn is_paused(&self) -> bool {
        self.paused_at.is_some()
    }

    /// How many came since it was paused.
    pub fn waiting(&self) -> usize {
        self.all.len() - self.total
    }

    fn show(&mut self) {
        let cleared_to = self.cleared_to;
        self.all.retain(|request| request.n > cleared_to);
        let last = self.paused_at.unwrap_or(u64::MAX);
        let in_sight = self.all.iter().rev().filter(|request| request.n <= last);
        self.total = in_sight.clone().count();
        let text = self.text.trim().to_lowercase();
        let shown = in_sight
            .filter(|request| !self.only_trouble || request.is_trouble())
            .filter(|request| text.is_empty() || has(request, &text));
        self.shown = Arc::new(shown.cloned().collect());
    }
}

/// Every word of the text is somewhere in the request.
fn has(request: &DemoRequest, text: &str) -> bool {
    let is_in = |part: &str, word: &str| part.to_lowercase().contains(word);
    text.split_whitespace().all(|word| {
        is_in(&request.path, word)
            || is_in(&request.method, word)
            || request
                .status
                .is_some_and(|status| status.to_string().starts_with(word))
            || request.fields.iter().any(|name| is_in(name, word))
            || [&request.grant_type, &request.client_id]
                .into_iter()
                .flatten()
                .any(|part| is_in(part, word))
    })
}
