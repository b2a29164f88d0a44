//! Faults: what goes wrong on purpose, as typed and as meant.

use serde::{Deserialize, Serialize};

/// The kinds of trouble.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DemoFaultKind {
    /// Answers late.
    #[default]
    Slow,
    /// Does the work, then closes without an answer.
    Drop,
    /// Closes before doing the work.
    Refuse,
    /// Answers with a status of its own.
    Status,
    /// Answers with the maintenance page.
    Html,
    /// Answers in plain text.
    Text,
    /// Has a wrong clock.
    ClockSkew,
}

impl DemoFaultKind {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Slow,
        Self::Status,
        Self::Drop,
        Self::Refuse,
        Self::Html,
        Self::Text,
        Self::ClockSkew,
    ];
}

/// One fault.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoFault {
    /// Its number, for clearing it; 0 before it is set.
    #[serde(default, skip_serializing)]
    pub n: u64,
    /// What goes wrong.
    pub fault: DemoFaultKind,
    /// Where; `None`: everywhere.
    pub path: Option<String>,
    /// How often; `None`: until cleared.
    pub times: Option<u64>,
    /// Milliseconds of `Slow`.
    pub ms: Option<u64>,
    /// Status of `Status`.
    pub status: Option<u16>,
    /// Its `Retry-After`.
    pub retry_after_secs: Option<u64>,
    /// Seconds of `ClockSkew`.
    pub seconds: Option<i64>,
}

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultField {
    /// The path.
    Path,
    /// How often.
    Times,
    /// Milliseconds.
    Ms,
    /// Status.
    Status,
    /// `Retry-After`.
    RetryAfter,
    /// Seconds.
    Seconds,
}

/// A fault as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultDraft {
    /// What goes wrong.
    pub fault: DemoFaultKind,
    /// Empty: everywhere.
    pub path: String,
    /// Empty: until cleared.
    pub times: String,
    /// Milliseconds of `Slow`.
    pub ms: String,
    /// Status of `Status`.
    pub status: String,
    /// Empty: no such header.
    pub retry_after_secs: String,
    /// Seconds of `ClockSkew`.
    pub seconds: String,
}

impl Default for FaultDraft {
    fn default() -> Self {
        Self {
            fault: DemoFaultKind::Slow,
            path: "/services/oauth2/token".to_owned(),
            times: "1".to_owned(),
            ms: "5000".to_owned(),
            status: "503".to_owned(),
            retry_after_secs: String::new(),
            seconds: "600".to_owned(),
        }
    }
}

impl FaultDraft {
    /// Reads what was typed.
    ///
    /// # Errors
    ///
    /// Every field that makes no sense.
    pub fn check(&self) -> Result<DemoFault, Vec<FaultField>> {
        let mut wrong = Vec::new();
        let path = self.path.trim();
        if !path.is_empty() && !path.starts_with('/') && path != "*" {
            wrong.push(FaultField::Path);
        }
        let mut number = |field, text: &str, from: i64, to: i64| {
            let number = text.trim().parse::<i64>().ok();
            let number = number.filter(|number| (from..=to).contains(number));
            if number.is_none() {
                wrong.push(field);
            }
            number
        };
        let mut fault = DemoFault {
            fault: self.fault,
            path: Some(path.to_owned()).filter(|path| !path.is_empty() && path != "*"),
            ..DemoFault::default()
        };
        if !self.times.trim().is_empty() {
            let times = number(FaultField::Times, &self.times, 1, 1_000_000);
            fault.times = times.and_then(|times| u64::try_from(times).ok());
        }
        match self.fault {
            DemoFaultKind::Slow => {
                let ms = number(FaultField::Ms, &self.ms, 0, 600_000);
                fault.ms = ms.and_then(|ms| u64::try_from(ms).ok());
            }
            DemoFaultKind::Status => {
                let status = number(FaultField::Status, &self.status, 200, 599);
                fault.status = status.and_then(|status| u16::try_from(status).ok());
                if !self.retry_after_secs.trim().is_empty() {
                    let secs = number(FaultField::RetryAfter, &self.retry_after_secs, 0, 86_400);
                    fault.retry_after_secs = secs.and_then(|secs| u64::try_from(secs).ok());
                }
            }
            DemoFaultKind::ClockSkew => {
                let most = 100 * 365 * 86_400;
                fault.seconds = number(FaultField::Seconds, &self.seconds, -most, most);
            }
            DemoFaultKind::Drop
            | DemoFaultKind::Refuse
            | DemoFaultKind::Html
            | DemoFaultKind::Text => {}
        }
        if wrong.is_empty() {
            Ok(fault)
        } else {
            Err(wrong)
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_draft_says_all_that_is_wrong_with_it() {
        let draft = FaultDraft {
            fault: DemoFaultKind::Status,
            path: "services".to_owned(),
            times: "0".to_owned(),
            status: "99".to_owned(),
            retry_after_secs: "soon".to_owned(),
            ..FaultDraft::default()
        };
        assert_eq!(
            draft.check(),
            Err(vec![
                FaultField::Path,
                FaultField::Times,
                FaultField::Status,
                FaultField::RetryAfter
            ])
        );
    }

    #[test]
    fn a_fault_has_only_what_its_kind_needs() {
        let draft = FaultDraft {
            fault: DemoFaultKind::Drop,
            path: " * ".to_owned(),
            times: String::new(),
            ms: "much".to_owned(),
            ..FaultDraft::default()
        };
        let fault = draft.check().unwrap();
        assert_eq!(
            fault,
            DemoFault {
                fault: DemoFaultKind::Drop,
                ..DemoFault::default()
            }
        );
    }
}
