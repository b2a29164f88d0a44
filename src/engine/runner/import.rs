//! Import: the file dialog, and reading a profile file once, whole, if it is a regular file (R71).

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Failure, Run, Runner};
use crate::app::event::Event;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::profile::Profile;
use crate::model::profile_file::{self, MAX_BYTES};
use crate::protocol::catalog::{FLOWS, Purpose};

/// A dialog that ends sooner than this was never shown.
const BLINK: Duration = Duration::from_millis(150);

impl Runner {
    pub(super) async fn pick_import(self: Arc<Self>, run: &Run) -> Result<Event, Failure> {
        let began = Instant::now();
        let picked = rfd::AsyncFileDialog::new()
            .add_filter("RON", &["ron"])
            .pick_file()
            .await;
        match picked {
            Some(file) => self.read_import(run, file.path().to_owned()).await,
            None => Ok(Event::ImportNotPicked {
                run_id: run.run_id.clone(),
                no_dialog: began.elapsed() < BLINK,
            }),
        }
    }

    pub(super) async fn read_import(
        self: Arc<Self>,
        run: &Run,
        path: PathBuf,
    ) -> Result<Event, Failure> {
        let from = path.clone();
        let profiles = self.kept(move |_| read(&from)).await??;
        Ok(Event::ImportRead {
            run_id: run.run_id.clone(),
            path,
            profiles,
        })
    }
}

/// Opens a file without waiting: a pipe that took its place meanwhile would wait for its other end.
pub(super) fn open(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        &mut options,
        rustix::fs::OFlags::NONBLOCK.bits().cast_signed(),
    );
    options.read(true).open(path)
}

/// Reads a profile file: opened once, so that what was checked is what is read.
fn read(path: &Path) -> Result<Vec<Profile>, Failure> {
    let name = path.display().to_string();
    let problem = |code| {
        Failure::from(
            Problem::new(ProblemKind::Usage, code)
                .at(name.clone())
                .with("path", name.clone()),
        )
    };
    // Looked at before it is opened: some devices act when they are opened.
    let facts = std::fs::symlink_metadata(path).map_err(|_| problem("import_unreadable"))?;
    if !facts.is_file() {
        return Err(problem("import_not_a_file"));
    }
    let file = open(path).map_err(|_| problem("import_unreadable"))?;
    if !file.metadata().is_ok_and(|facts| facts.is_file()) {
        return Err(problem("import_not_a_file"));
    }
    let mut bytes = Vec::new();
    let most = u64::try_from(MAX_BYTES)
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    file.take(most)
        .read_to_end(&mut bytes)
        .map_err(|_| problem("import_unreadable"))?;
    let exists = |flow: &str| {
        FLOWS
            .iter()
            .any(|spec| spec.name == flow && spec.purpose == Purpose::Login)
    };
    Ok(profile_file::parse(&bytes, &name, exists)?)
}

#[cfg(all(test, unix))]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    /// R71: a pipe that takes the place of the file between the look and the opening is refused, not waited for.
    #[test]
    fn a_pipe_that_nobody_writes_to_is_opened_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("profiles.ron");
        let mode = rustix::fs::Mode::from_bits_truncate(0o600);
        rustix::fs::mknodat(rustix::fs::CWD, &path, rustix::fs::FileType::Fifo, mode, 0).unwrap();
        let file = open(&path).unwrap();
        assert!(!file.metadata().unwrap().is_file());
    }
}
