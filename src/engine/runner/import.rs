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
    // Looked at before it is opened, since opening a pipe would wait for its other end.
    let facts = std::fs::symlink_metadata(path).map_err(|_| problem("import_unreadable"))?;
    if !facts.is_file() {
        return Err(problem("import_not_a_file"));
    }
    let file = File::open(path).map_err(|_| problem("import_unreadable"))?;
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
