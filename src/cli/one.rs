//! `token`, `identity`, `open`, `run`: one session and one answer.

use std::ffi::OsString;

use serde_json::{Value, json};

use super::house::House;
use super::object;
use super::output::{self, Answer};
use crate::app::command::Command;
use crate::app::effect::OpenTo;
use crate::app::event::Event;
use crate::engine::child;
use crate::model::identity::IdentitySource;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::secret::AccessToken;
use crate::model::session::Session;
use crate::model::words;

/// May a token be refreshed on the way?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// Once, if it is over or nearly so.
    Refresh,
    /// Never.
    AsKept,
}

/// Answers `token`: the only command whose plain text is part of the contract.
///
/// # Errors
///
/// The target's, the vault's, the org's.
pub fn token(
    house: &mut House,
    target: &str,
    freshness: Freshness,
) -> Result<Answer, Box<Problem>> {
    let (session, access_token) = take(house, target, freshness)?;
    Ok(Answer {
        json: json!({
            "session_id": session.session_id,
            "access_token": access_token.expose(),
            "token_type": session.token_type,
            "instance_url": session.instance_url,
            "expires_at": object::time(session.expiry.map(|expiry| expiry.at)),
            "expires_source": session.expiry.map(|expiry| object::source(expiry.source)),
        }),
        text: format!("{}\n", access_token.expose()),
    })
}

fn take(
    house: &mut House,
    target: &str,
    freshness: Freshness,
) -> Result<(Box<Session>, AccessToken), Box<Problem>> {
    let session_id = house.library().session(target)?.session_id.clone();
    let command = Command::TakeToken {
        session_id,
        may_refresh: freshness == Freshness::Refresh,
    };
    match house.run(command)? {
        Event::TokenTaken {
            session,
            access_token,
            ..
        } => Ok((session, access_token)),
        other => Err(odd(&other)),
    }
}

/// Answers `identity`.
///
/// # Errors
///
/// The target's, the vault's, the org's.
pub fn identity(house: &mut House, target: &str) -> Result<Answer, Box<Problem>> {
    let session_id = house.library().session(target)?.session_id.clone();
    match house.run(Command::FetchIdentity(session_id))? {
        Event::IdentityFetched {
            session,
            source,
            answer,
            ..
        } => Ok(Answer {
            text: pretty(&answer),
            json: json!({
                "session_id": session.session_id,
                "source": match source {
                    IdentitySource::IdUrl => "id_url",
                    IdentitySource::Userinfo => "userinfo",
                },
                "identity": answer,
            }),
        }),
        other => Err(odd(&other)),
    }
}

/// Answers `open`.
///
/// # Errors
///
/// The target's, the vault's, the org's, the browser's.
pub fn open(house: &mut House, target: &str, path: Option<String>) -> Result<Answer, Box<Problem>> {
    let session_id = house.library().session(target)?.session_id.clone();
    let command = Command::OpenOrg {
        session_id,
        path,
        to: OpenTo::Browser,
    };
    match house.run(command)? {
        Event::OrgOpened { session_id, .. } => Ok(Answer {
            json: json!({ "session_id": session_id, "opened": true }),
            text: format!("{}\n", words::text("cli-open-done")),
        }),
        other => Err(odd(&other)),
    }
}

/// Answers `logout`.
///
/// # Errors
///
/// The target's, the browser's; `logout_unknown`.
pub fn logout(house: &mut House, target: &str, no_browser: bool) -> Result<Answer, Box<Problem>> {
    let session_id = house.library().session(target)?.session_id.clone();
    let command = Command::LogOut {
        session_id,
        no_browser,
    };
    match house.run(command)? {
        Event::LogoutShown(page) => Ok(Answer {
            json: json!({
                "session_id": page.session_id,
                "opened": page.is_opened,
                "logout_url": page.url,
            }),
            text: match page.is_opened {
                true => format!("{}\n", words::text("cli-logout-done")),
                false => format!("{}\n", page.url),
            },
        }),
        other => Err(odd(&other)),
    }
}

/// Runs a command with a token in its environment, and returns its exit code.
///
/// This is the one place where a secret enters the environment of a child (R25): the person asked for just that.
///
/// # Errors
///
/// The target's, the vault's, the org's; `command_not_started`.
pub fn run(mut house: House, target: &str, command: &[OsString]) -> Result<u8, Box<Problem>> {
    let (session, access_token) = take(&mut house, target, Freshness::Refresh)?;
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let environment = [
        ("SF_ACCESS_TOKEN", access_token.expose().to_owned()),
        ("SF_INSTANCE_URL", text(session.instance_url.as_deref())),
        (
            "SF_ORG_ID",
            text(session.organization_id().map(|id| id.as_str())),
        ),
        ("SF_USERNAME", text(session.username())),
    ];
    // What was opened is closed before the other program begins.
    drop(house);
    child::run(command, environment).map_err(|error| {
        let name = command.first().map(|word| word.to_string_lossy());
        let problem = Problem::new(ProblemKind::Usage, "command_not_started")
            .at("CMD")
            .with("command", name.unwrap_or_default())
            .with("why", error.to_string());
        Box::new(problem)
    })
}

/// Writes an answer of the org for people, line by line.
pub(super) fn pretty(answer: &Value) -> String {
    let lines = serde_json::to_string_pretty(answer).unwrap_or_default();
    let lines: Vec<String> = lines.lines().map(super::plain::clean).collect();
    format!("{}\n", lines.join("\n"))
}

/// The engine answered something that was not asked: a fault of ours.
pub(super) fn odd(event: &Event) -> Box<Problem> {
    output::note(event.name());
    Box::new(Problem::new(ProblemKind::Failed, "internal"))
}
