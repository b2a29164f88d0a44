//! Reports: in which form a run or the activity is written down.

use crate::model::ids::RunId;

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportForm {
    /// A run as HAR 1.2, for the tools that read captured traffic.
    Har,
    /// A run as a Mermaid sequence diagram.
    Mermaid,
    /// A run as Markdown, for an issue or a mail.
    Markdown,
    /// Activity as a table.
    Csv,
    /// Activity, one JSON object a line.
    JsonLines,
    /// An app's certificate, for Setup.
    Certificate,
}

impl ReportForm {
    /// Returns the file name that is offered; it is never made of data (R72).
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Har => "valet-key-run.har",
            Self::Mermaid => "valet-key-run.mmd",
            Self::Markdown => "valet-key-run.md",
            Self::Csv => "valet-key-activity.csv",
            Self::JsonLines => "valet-key-activity.jsonl",
            Self::Certificate => "valet-key.crt",
        }
    }
}

/// What is wanted of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportAsk {
    /// Save a run, where the person says.
    SaveRun {
        /// Which.
        run_id: RunId,
        /// How.
        form: ReportForm,
    },
    /// Copy a run.
    CopyRun {
        /// Which.
        run_id: RunId,
        /// How.
        form: ReportForm,
    },
    /// Save the lines of activity that are shown.
    SaveActivity(ReportForm),
}
