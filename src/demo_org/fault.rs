//! Faults: what goes wrong on purpose, for the next few requests or until cleared.

use serde::{Deserialize, Serialize};

/// The kinds of trouble (cli-contract.md 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FaultKind {
    /// Answers after `ms`.
    Slow,
    /// Does the work, then closes without an answer.
    Drop,
    /// Closes before doing the work.
    Refuse,
    /// Answers with `status`, and `Retry-After` when `retry_after_secs` is given.
    Status,
    /// Answers with the maintenance page, 503.
    Html,
    /// Writes its answers form-encoded as `text/plain`, whatever was asked for.
    Text,
    /// Lets `seconds` pass in `Date` and in claims.
    ClockSkew,
}

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fault {
    /// Its number in the list, for clearing it alone; given when it is set.
    #[serde(skip)]
    pub(crate) n: u64,
    pub(crate) fault: FaultKind,
    /// The path it strikes, exactly, or up to a final `*`; `null` strikes every path.
    #[serde(default)]
    pub(crate) path: Option<String>,
    /// How many requests are left; `null` means until cleared.
    #[serde(default)]
    pub(crate) times: Option<u64>,
    #[serde(default)]
    pub(crate) ms: Option<u64>,
    #[serde(default)]
    pub(crate) status: Option<u16>,
    #[serde(default)]
    pub(crate) retry_after_secs: Option<u64>,
    #[serde(default)]
    pub(crate) seconds: Option<i64>,
}

impl Fault {
    /// Says what the fault lacks, if anything.
    pub(crate) fn problem(&self) -> Option<String> {
        match self.fault {
            FaultKind::Slow if self.ms.is_none() => Some("slow needs ms".to_owned()),
            FaultKind::Slow if self.ms > Some(600_000) => Some("ms is at most 600000".to_owned()),
            FaultKind::Status if !self.status.is_some_and(|it| (200..=599).contains(&it)) => {
                Some("status needs status, 200 to 599".to_owned())
            }
            FaultKind::ClockSkew if self.seconds.is_none() => {
                Some("clock_skew needs seconds".to_owned())
            }
            _ if self.times == Some(0) => Some("times is at least 1".to_owned()),
            _ => None,
        }
    }

    fn strikes(&self, path: &str) -> bool {
        match self.path.as_deref() {
            None => true,
            Some(pattern) => match pattern.strip_suffix('*') {
                Some(start) => path.starts_with(start),
                None => path == pattern,
            },
        }
    }
}

/// The faults that are set, in the order in which they were; numbers are never used twice.
#[derive(Default)]
pub(crate) struct Faults {
    list: Vec<Fault>,
    last: u64,
}

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.last += 1;
        self.list.push(Fault {
            n: self.last,
            ..fault
        });
    }

    pub(crate) fn all(&self) -> &[Fault] {
        &self.list
    }

    /// Clears one, or all; false when there is none of this number.
    pub(crate) fn clear(&mut self, n: Option<u64>) -> bool {
        let before = self.list.len();
        self.list.retain(|fault| n.is_some_and(|n| fault.n != n));
        n.is_none() || self.list.len() < before
    }

    /// Takes the faults that strike this path, one of each kind, and counts them down.
    pub(crate) fn take(&mut self, path: &str) -> Vec<Fault> {
        let mut taken: Vec<Fault> = Vec::new();
        for fault in &mut self.list {
            let fresh = !taken.iter().any(|other| other.fault == fault.fault);
            if fresh && fault.strikes(path) {
                taken.push(fault.clone());
                fault.times = fault.times.map(|times| times - 1);
            }
        }
        self.list.retain(|fault| fault.times != Some(0));
        taken
    }
}
