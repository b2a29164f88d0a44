//! Reports: saved where the person says, for their own eyes.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Failure, Run, Runner};
use crate::app::effect::ReportForm;
use crate::app::event::Event;
use crate::model::problem::{Problem, ProblemKind};

/// A dialog that ends sooner than this was never shown.
const BLINK: Duration = Duration::from_millis(150);

impl Runner {
    pub(super) async fn save_report(
        self: Arc<Self>,
        run: &Run,
        form: ReportForm,
        text: String,
    ) -> Result<Event, Failure> {
        let began = Instant::now();
        let chosen = rfd::AsyncFileDialog::new()
            .set_file_name(form.file_name())
            .save_file()
            .await;
        let path = chosen.map(|file| file.path().to_owned());
        if path.is_none() && began.elapsed() < BLINK {
            return Err(Failure::new(ProblemKind::Failed, "save_no_dialog"));
        }
        if let Some(path) = path.clone() {
            self.kept(move |_| write(&path, &text)).await??;
        }
        let run_id = run.run_id.clone();
        Ok(Event::ReportSaved { run_id, path })
    }
}

/// Writes a file that only its owner may read; the dialog has asked before one is replaced.
fn write(path: &PathBuf, text: &str) -> Result<(), Failure> {
    let written = || -> std::io::Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    };
    written().map_err(|error| unwritable(path, &error))
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    let problem = Problem::new(ProblemKind::Failed, "report_unwritable");
    Failure::from(
        problem
            .with("path", path.display().to_string())
            .with("detail", error.to_string()),
    )
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn a_report_replaces_a_file_whole_and_says_why_it_cannot() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("valet-key-run.har");
        write(&path, "a longer report").unwrap();
        write(&path, "short").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "short");
        let failure = write(&home.path().join("none/there"), "x").unwrap_err();
        assert_eq!(failure.problem.code, "report_unwritable");
        assert!(failure.problem.explain().what.contains("none/there"));
    }
}
