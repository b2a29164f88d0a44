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
    /// What happened, in a few words, where the sentence is long.
    pub head: Option<String>,
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

    /// Returns the texts for this code.
    ///
    /// The org's codes are looked up by code and, where it narrows the cause, by
    /// description, ours by code and, where it does so, by field; a code nobody explained yet gets the texts of its kind.
    #[must_use]
    pub fn explain(&self) -> Explanation {
        let key = self.key();
        let mut values: Vec<(&str, &str)> = self
            .values
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        values.push(("code", &self.code));
        values.push(("field", self.field.as_deref().unwrap_or_default()));
        let part = |name: &str| {
            let key = format!("{key}-{name}");
            words::has(&key).then(|| words::with(&key, &values))
        };
        Explanation {
            head: part("head"),
            what: words::with(&key, &values),
            cause: part("cause").unwrap_or_default(),
            next: part("next").unwrap_or_default(),
        }
    }

    /// Finds the key of its texts.
    fn key(&self) -> String {
        let code = slug(&self.code);
        let mut keys = Vec::new();
        // What the org says never borrows the words of an error of ours.
        let is_theirs = self.org.as_ref().is_some_and(|org| org.error == self.code);
        if let Some(description) = self
            .org
            .as_ref()
            .and_then(|org| org.error_description.as_deref())
        {
            keys.extend(narrowed(&code, description));
        }
        if !is_theirs {
            if let Some(field) = self.field.as_deref() {
                keys.push(format!("error-{code}--{}", slug(field)));
            }
            keys.push(format!("error-{code}"));
        }
        keys.push(format!("org-{code}"));
        // Notices have one sentence of their own: `notice-moved-aside`.
        if code.starts_with("notice-") {
            keys.push(code.clone());
        }
        keys.push(format!("error-kind-{}", slug(&format!("{:?}", self.kind))));
        keys.into_iter()
            .find(|key| words::has(key))
            .unwrap_or_else(|| "error-kind-failed".to_owned())
    }
}

/// Finds the key of a code whose description is the one given, else the longest that it contains: orgs add words of their own.
fn narrowed(code: &str, description: &str) -> Option<String> {
    let start = format!("org-{code}--");
    let whole = format!("{start}{}", slug(description));
    if words::has(&whole) {
        return Some(whole);
    }
    let said = format!("-{}-", slug_up_to(description, 512));
    words::below(&start)
        .filter(|key| {
            let words = key.trim_start_matches(start.as_str());
            let is_part = ["-cause", "-next", "-head"]
                .iter()
                .any(|part| key.ends_with(part));
            !is_part && said.contains(&format!("-{words}-"))
        })
        .max_by_key(|key| key.len())
        .map(str::to_owned)
}

/// Turns a code or a description into the form that catalogue keys have: `invalid_grant` → `invalid-grant`.
#[must_use]
pub fn slug(text: &str) -> String {
    slug_up_to(text, 60)
}

fn slug_up_to(text: &str, most: usize) -> String {
    let mut slug = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if c == '\'' {
            // "user hasn't approved" reads better without a hyphen there.
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= most {
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
    fn words_around_a_known_description_do_not_hide_it() {
        let what = |description: &str| {
            let org = OrgWords {
                status: Some(400),
                error: "invalid_grant".to_owned(),
                error_description: Some(description.to_owned()),
            };
            let problem = Problem::new(ProblemKind::Refused, "invalid_grant");
            problem.said(org).explain().what
        };
        let plain = what("ip restricted");
        assert_eq!(what("IP restricted."), plain);
        assert_eq!(what("login failed: ip restricted (10.0.0.1)"), plain);
        assert_ne!(what("ip restricted or invalid login hours"), plain);
        assert_ne!(what("chip restrictedly"), plain);
    }

    #[test]
    fn the_org_cannot_borrow_the_words_of_an_error_of_ours() {
        let said = OrgWords {
            status: Some(400),
            error: "wrong_passphrase".to_owned(),
            error_description: None,
        };
        let theirs = Problem::new(ProblemKind::Refused, "wrong_passphrase").said(said);
        let ours = Problem::new(ProblemKind::Locked, "wrong_passphrase");
        assert_ne!(theirs.explain(), ours.explain());
        assert_eq!(theirs.explain().what, "The org said no (wrong_passphrase)");
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
