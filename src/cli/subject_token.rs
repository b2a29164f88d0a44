//! The subject token of `login`: from a file, from stdin, from a session; never from the command line itself.

use std::io::Read as _;
use std::path::Path;

use zeroize::Zeroizing;

use super::args::Login;
use super::house::House;
use crate::app::command::{Command, SubjectSource};
use crate::model::ids::RunId;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::profile::Profile;
use crate::model::secret::SecretDraft;
use crate::model::subject_token::SubjectType;
use crate::shell::terminal;

/// More than any subject token has, in bytes.
const MOST: u64 = 64 * 1024;

/// What answers the question for a subject token.
pub enum Given {
    /// The token, read from stdin.
    Here(SecretDraft),
    /// The place where it is.
    There(SubjectSource),
}

impl Given {
    /// Returns the command that answers a run with it.
    pub fn answer(self, run_id: RunId) -> Command {
        match self {
            Self::Here(answer) => Command::Answer { run_id, answer },
            Self::There(source) => Command::AnswerFrom { run_id, source },
        }
    }
}

/// Takes what the flags say; `None` where a person will be asked, or nobody.
///
/// # Errors
///
/// `subject_token_missing`, `not_an_exchange`, and those of the session that is named.
pub fn wanted(
    house: &mut House,
    profile: &Profile,
    asked: &Login,
) -> Result<Option<Given>, Box<Problem>> {
    let flag = match asked {
        Login {
            subject_token_file: Some(_),
            ..
        } => Some("--subject-token-file"),
        Login {
            subject_token_from: Some(_),
            ..
        } => Some("--subject-token-from"),
        Login {
            subject_token_type: Some(_),
            ..
        } => Some("--subject-token-type"),
        Login {
            token_handler: Some(_),
            ..
        } => Some("--token-handler"),
        _ => None,
    };
    if !profile.flow.is_exchange() {
        let Some(flag) = flag else {
            return Ok(None);
        };
        let problem = Problem::new(ProblemKind::Usage, "not_an_exchange").at(flag);
        let problem = problem.with("flag", flag).with("profile", &profile.name);
        return Err(Box::new(problem));
    }
    if let Some(target) = &asked.subject_token_from {
        let said = asked.subject_token_type.as_deref();
        let kind = said.and_then(SubjectType::find);
        let session_id = house.library().session(target)?.session_id.clone();
        let kind = kind.or(profile.subject_token_type);
        return Ok(Some(Given::There(SubjectSource::Session {
            session_id,
            kind,
        })));
    }
    match asked.subject_token_file.as_deref() {
        Some(path) if path == Path::new("-") => stdin().map(Some),
        Some(path) => Ok(Some(Given::There(SubjectSource::File(path.to_owned())))),
        None if terminal::is_interactive() => Ok(None),
        None => stdin().map(Some),
    }
}

/// Reads stdin to its end; what it must be like is told when it is read as a token.
fn stdin() -> Result<Given, Box<Problem>> {
    let missing = || {
        let problem = Problem::new(ProblemKind::Usage, "subject_token_missing");
        Box::new(problem.at("subject_token"))
    };
    let mut text = Zeroizing::new(String::with_capacity(16 * 1024));
    let mut input = std::io::stdin().lock().take(MOST);
    input.read_to_string(&mut text).map_err(|_| missing())?;
    match text.trim().is_empty() {
        true => Err(missing()),
        false => Ok(Given::Here(SecretDraft::from_text(text))),
    }
}
