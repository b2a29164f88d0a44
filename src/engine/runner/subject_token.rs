//! Subject tokens: fetched from a session or a file for the one run that asks, and kept nowhere.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zeroize::Zeroizing;

use super::give::is_over;
use super::import::open_plain;
use super::key::pick;
use super::{Failure, Runner};
use crate::app::effect::SubjectSource;
use crate::engine::clock;
use crate::engine::flow_io::FromPerson;
use crate::model::ids::{RunId, SessionId};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::secret::Secret;
use crate::model::subject_token::SubjectType;
use crate::model::words;

/// More than any subject token has, in bytes: what is too long is told with its length.
const MOST: u64 = 64 * 1024;

impl Runner {
    pub(super) async fn answer_from(self: Arc<Self>, run_id: RunId, source: SubjectSource) {
        let said = match self.subject_token(source).await {
            Ok(Some(token)) => FromPerson::Answer(token),
            // The file dialog was closed: the question stands.
            Ok(None) => return,
            Err(failure) => FromPerson::NotAnswered(failure.problem),
        };
        self.runs.say(&run_id, said);
    }

    async fn subject_token(&self, source: SubjectSource) -> Result<Option<Secret>, Failure> {
        match source {
            SubjectSource::Session { session_id, kind } => {
                self.of_session(&session_id, kind).await.map(Some)
            }
            SubjectSource::File(path) => self.of_file(path).await.map(Some),
            SubjectSource::Pick => match pick().await.map_err(|_| no_dialog())? {
                Some(path) => self.of_file(path).await.map(Some),
                None => Ok(None),
            },
        }
    }

    async fn of_session(
        &self,
        session_id: &SessionId,
        kind: Option<SubjectType>,
    ) -> Result<Secret, Failure> {
        let subject = self.subject(session_id).await?;
        let tokens = subject.tokens()?;
        let access = tokens.access_token.expose();
        let id = tokens.id_token.as_ref().map(|token| token.expose());
        let refresh = tokens.refresh_token.as_ref().map(|token| token.expose());
        let found = match kind {
            None => id.or(Some(access)),
            Some(SubjectType::AccessToken) => Some(access),
            Some(SubjectType::IdToken) => id,
            Some(SubjectType::RefreshToken) => refresh,
            // Whatever is a JWT; that an access token is none is told when it is read.
            Some(SubjectType::Jwt) => id.or(Some(access)),
            Some(SubjectType::Saml2) => None,
        };
        let whose = || subject.session.username().unwrap_or(session_id.as_str());
        let Some(found) = found else {
            let name = kind
                .map_or("automatic", SubjectType::as_str)
                .replace('_', "-");
            let lacks = Problem::new(ProblemKind::Usage, "subject_session_lacks")
                .at("subject_token")
                .with("session", whose())
                .with("name", words::text(&format!("subject-type-{name}")));
            return Err(lacks.into());
        };
        if found == access && is_over(&subject.session, clock::now()) {
            let over = Problem::new(ProblemKind::Usage, "subject_session_over")
                .at("subject_token")
                .with("session", whose());
            return Err(over.into());
        }
        Ok(Secret::new(found.to_owned()))
    }

    async fn of_file(&self, path: PathBuf) -> Result<Secret, Failure> {
        self.kept(move |_| read(&path)).await?
    }
}

fn no_dialog() -> Failure {
    Failure::new(ProblemKind::Failed, "subject_no_dialog")
}

/// Reads a file once, whole, if it is a regular file with text in it.
fn read(path: &Path) -> Result<Secret, Failure> {
    let unreadable = || {
        Problem::new(ProblemKind::Usage, "subject_file_unreadable")
            .at("subject_token")
            .with("path", path.display().to_string())
    };
    let is_file = |facts: std::fs::Metadata| facts.is_file();
    // Looked at before it is opened: some devices act when they are opened.
    let before = std::fs::metadata(path).map(is_file);
    let file = match before {
        Ok(true) => open_plain(path).map_err(|_| unreadable())?,
        _ => return Err(unreadable().into()),
    };
    if !file.metadata().is_ok_and(is_file) {
        return Err(unreadable().into());
    }
    let mut text = Zeroizing::new(String::with_capacity(16 * 1024));
    file.take(MOST)
        .read_to_string(&mut text)
        .map_err(|_| unreadable())?;
    Ok(Secret::new(String::clone(&text)))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// What cannot be read is told by its path, and a pipe is not waited for.
    #[test]
    fn only_a_regular_file_with_text_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("token"), "opaque\n").expect("writes");
        std::fs::write(at("bytes"), [0xff, 0xfe, 0x00]).expect("writes");
        let mode = rustix::fs::Mode::from_bits_truncate(0o600);
        let pipe = rustix::fs::FileType::Fifo;
        rustix::fs::mknodat(rustix::fs::CWD, at("pipe"), pipe, mode, 0).expect("makes");
        let token = read(&at("token")).map(|token| token.expose().to_owned());
        assert_eq!(token.ok().as_deref(), Some("opaque\n"));
        for name in ["bytes", "pipe", "nothing", ""] {
            let problem = read(&at(name)).expect_err(name).problem;
            assert_eq!(problem.code, "subject_file_unreadable", "{name}");
            assert!(problem.explain().what.contains(name), "{problem:?}");
        }
    }
}
