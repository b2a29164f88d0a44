//! Problems: every error that a person can meet, before it has words.
//!
//! A problem has a code; the catalogue has three texts for each code
//! (`error-<code>`, `-cause`, `-next`), and [`Problem::explain`] fetches them.

use serde::{Deserialize, Serialize};

use super::words;

/// What kind of end it is: the exit codes of the command line, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// A check came out bad, a file could not be written, or an internal fault (exit 1).
    Failed,
    /// Arguments, input file, field, target (exit 2).
    Usage,
    /// The org said no, or its answer failed verification (exit 3).
    Refused,
    /// There is nothing to refresh with, or it is dead (exit 4).
    NeedsLogin,
    /// No connection, TLS, timeout, 5xx, not an OAuth answer, port taken (exit 5).
    Network,
    /// Vault or keyring locked, absent, denied, or wrong passphrase (exit 6).
    Locked,
    /// Ctrl+C, Cancel, or nobody finished in time (exit 7).
    Cancelled,
}

impl ProblemKind {
    /// Returns the process exit code.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Refused => 3,
            Self::NeedsLogin => 4,
            Self::Network => 5,
            Self::Locked => 6,
            Self::Cancelled => 7,
        }
    }
}

/// The org's own words, unchanged but for control and direction characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgWords {
    /// HTTP status; `None` where the words came with a callback or were pasted.
    pub status: Option<u16>,
    /// The `error` value, or the bare word.
    pub error: String,
    /// The `error_description` value.
    pub error_description: Option<String>,
}

/// One error: kind, code, the place in the input, the org's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What kind of end it is.
    pub kind: ProblemKind,
    /// The org's word or ours, snake_case for ours: `port_taken`, `invalid_grant`.
    pub code: String,
    /// The place in the input: a field, a file with line and column, an argument.
    pub field: Option<String>,
    /// What the org said, where it answered.
    pub org: Option<OrgWords>,
    /// Values for the placeholders of the three texts.
    pub values: Vec<(String, String)>,
}

/// The three parts that every error has on screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What happened.
    pub what: String,
    /// The usual cause.
    pub cause: String,
    /// What to do next.
    pub next: String,
}

impl Problem {
    /// Makes a problem of ours.
    #[must_use]
    pub fn new(kind: ProblemKind, code: &str) -> Self {
        Self {
            kind,
            code: code.to_owned(),
            field: None,
            org: None,
            values: Vec::new(),
        }
    }

    /// Names the place in the input.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Sets one placeholder of the texts.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.values.push((name.to_owned(), value.into()));
        self
    }

    /// Adds the org's words.
    #[must_use]
    pub fn said(mut self, org: OrgWords) -> Self {
        self.org = Some(org);
        self
    }

    /// Returns the three texts for this code.
    ///
    /// The org's codes are looked up by code and, where it narrows the cause, by
    /// description, ours by code and, where it does so, by field; a code nobody explained yet gets the texts of its kind.
    #[must_use]
    pub fn explain(&self) -> Explanation {
        let mut keys = Vec::new();
        let code = slug(&self.code);
        if let Some(description) = self
            .org
            .as_ref()
            .and_then(|org| org.error_description.as_deref())
        {
            keys.push(format!("org-{code}--{}", slug(description)));
        }
        if let Some(field) = self.field.as_deref() {
            keys.push(format!("error-{code}--{}", slug(field)));
        }
        keys.push(format!("error-{code}"));
        keys.push(format!("org-{code}"));
        // Notices have one sentence of their own: `notice-moved-aside`.
        if code.starts_with("notice-") {
            keys.push(code.clone());
        }
        keys.push(format!("error-kind-{}", slug(&format!("{:?}", self.kind))));
        let key = keys
            .iter()
            .find(|key| words::find(key).is_some())
            .cloned()
            .unwrap_or_else(|| "error-kind-failed".to_owned());
        let mut values: Vec<(&str, &str)> = self
            .values
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        values.push(("code", &self.code));
        values.push(("field", self.field.as_deref().unwrap_or_default()));
        let part = |name: &str| {
            let key = format!("{key}-{name}");
            words::find(&key).map_or_else(String::new, |_| words::with(&key, &values))
        };
        Explanation {
            what: words::with(&key, &values),
            cause: part("cause"),
            next: part("next"),
        }
    }
}

/// Turns a code or a description into the form that catalogue keys have: `invalid_grant` → `invalid-grant`.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if c == '\'' {
            // "user hasn't approved" reads better without a hyphen there.
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= 60 {
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_have_the_exit_codes_of_the_contract() {
        let codes: Vec<u8> = [
            ProblemKind::Failed,
            ProblemKind::Usage,
            ProblemKind::Refused,
            ProblemKind::NeedsLogin,
            ProblemKind::Network,
            ProblemKind::Locked,
            ProblemKind::Cancelled,
        ]
        .into_iter()
        .map(ProblemKind::exit_code)
        .collect();
        assert_eq!(codes, [1, 2, 3, 4, 5, 6, 7]);
    }

    #[test]
    fn an_unknown_code_still_has_three_parts() {
        let explained = Problem::new(ProblemKind::Refused, "never_heard_of").explain();
        assert!(
            !explained.what.is_empty() && !explained.cause.is_empty() && !explained.next.is_empty()
        );
        assert!(!explained.what.starts_with("error-"), "{explained:?}");
    }
}
