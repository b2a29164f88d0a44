//! `login`: the browser's trip, told on stderr; the session, on stdout.

use std::time::Duration;

use serde_json::json;

use super::args::Login;
use super::copy::final_event;
use super::house::{Ended, House, Turn, cancelled};
use super::object;
use super::output::{Answer, Style, note};
use super::plain::clean;
use super::subject_token::{self, Given};
use crate::app::command::Command;
use crate::app::effect::{IdentityRule, LoginOptions};
use crate::app::event::{BrowserOpened, Event, Prompt, Question, is_insecure};
use crate::model::client::CallbackUrl;
use crate::model::ids::RunId;
use crate::model::problem::{Problem, ProblemKind, slug};
use crate::model::profile::{Profile, callback_problem};
use crate::model::scope::Scopes;
use crate::model::session::Session;
use crate::model::subject_token::SubjectType;
use crate::model::words;
use crate::shell::terminal;

/// Added to the time of the login: the org's answers after the callback have limits of their own.
const AFTER_CALLBACK: Duration = Duration::from_secs(600);

/// Answers `login`.
///
/// # Errors
///
/// The target's, the port's, the org's, the vault's; `identity_mismatch`; `timed_out` and `cancelled`.
pub fn login(house: &mut House, asked: &Login) -> Result<Answer, Box<Problem>> {
    let profile = house.library().profile(&asked.profile)?.profile.clone();
    let mut subject = subject_token::wanted(house, &profile, asked)?;
    allow_password(house, &profile, asked)?;
    let command = Command::LogIn {
        profile_id: profile.profile_id.clone(),
        options: options(asked)?,
    };
    if house.style() == Style::Text && is_insecure(profile.flow.as_str()) {
        note(&words::text("cli-login-insecure"));
    }
    house.hear_interrupts()?;
    let begun = house.begin(command)?;
    if begun.is_empty() {
        return Err(Box::new(Problem::new(ProblemKind::Failed, "not_begun")));
    }
    let (run_id, ended) = wait(house, begun, asked, &mut subject)?;
    match ended {
        Ended::Done(Event::LoginFinished { session, .. }) => {
            Ok(answer(house, &profile, &run_id, &session))
        }
        Ended::Done(_) => Err(Box::new(Problem::new(ProblemKind::Failed, "internal"))),
        Ended::Failed(problem) => Err(problem),
    }
}

/// The username-password flow is off until somebody allows it, once for each profile.
fn allow_password(house: &mut House, profile: &Profile, asked: &Login) -> Result<(), Box<Problem>> {
    let wrong = |code| Box::new(Problem::new(ProblemKind::Usage, code).at("allow_password_flow"));
    let is_password = profile.flow.as_str() == "username_password";
    match (
        is_password,
        profile.allow_password_flow,
        asked.allow_password_flow,
    ) {
        (false, _, true) => Err(Box::new(
            wrong("not_a_password_flow").with("profile", &profile.name),
        )),
        (true, false, false) => Err(wrong("password_not_allowed")),
        (true, false, true) => {
            house.run(Command::AllowPasswordFlow(profile.profile_id.clone()))?;
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Returns what is different in this login.
fn options(asked: &Login) -> Result<LoginOptions, Box<Problem>> {
    let callback_url = asked.callback_url.as_deref().map(CallbackUrl::parse);
    Ok(LoginOptions {
        callback_url: callback_url.transpose().map_err(|problem| {
            let code = format!("field-{}", callback_problem(problem));
            let problem = Problem::new(ProblemKind::Usage, "bad_argument")
                .at("--callback-url")
                .with("argument", "--callback-url")
                .with("suggestion", words::text(&code));
            Box::new(problem)
        })?,
        login_hint: asked.login_hint.clone(),
        prompt: asked.prompt.clone(),
        scope: asked.scope.as_deref().map(Scopes::parse),
        subject_token_type: asked
            .subject_token_type
            .as_deref()
            .and_then(SubjectType::find),
        token_handler: asked.token_handler.clone(),
        timeout_secs: Some(asked.timeout),
        no_browser: asked.no_browser,
        identity: match asked.accept_identity {
            true => IdentityRule::Anybody,
            false => IdentityRule::SameOrg,
        },
    })
}

/// Follows the run to its end.
fn wait(
    house: &mut House,
    begun: Vec<RunId>,
    asked: &Login,
    subject: &mut Option<Given>,
) -> Result<(RunId, Ended), Box<Problem>> {
    let at_most = Duration::from_secs(asked.timeout).saturating_add(AFTER_CALLBACK);
    let style = house.style();
    let mut is_heard = false;
    let mut answers = None;
    loop {
        let mut end = None;
        let mut held = None;
        let mut pastes = false;
        let mut asked_for = None;
        let turn = house.turn(at_most, &mut |event| {
            tell(style, event);
            match event {
                Event::LoginWaits { listens_on, .. } => {
                    pastes = asked.no_browser || listens_on.is_none();
                }
                Event::IdentityHeld { run_id, .. } => held = Some(run_id.clone()),
                Event::Asked { run_id, question } => {
                    asked_for = Some((run_id.clone(), question.clone()))
                }
                _ => {}
            }
            if let Some((run_id, ended)) = final_event(event) {
                end = Some((run_id, ended));
            }
        })?;
        if let Some(ended) = end.filter(|(run_id, _)| begun.contains(run_id)) {
            return Ok(ended);
        }
        if let Some((run_id, question)) = asked_for {
            if let Some(given) = subject
                .take()
                .filter(|_| question == Question::SubjectToken)
            {
                house.tell(given.answer(run_id));
            } else if terminal::is_interactive() {
                let answer = terminal::ask_secret(&asks(&question)).map_err(|_| cancelled())?;
                house.tell(Command::Answer { run_id, answer });
            } else {
                answers = Some(run_id);
                pastes = true;
            }
        }
        if pastes && !is_heard {
            house.hear_lines()?;
            is_heard = true;
        }
        if let Some(run_id) = held {
            // What may be accepted was said beforehand, with --accept-identity.
            house.tell(Command::DecideIdentity {
                run_id,
                accept: asked.accept_identity,
            });
        }
        match turn {
            Turn::Events => {}
            Turn::Interrupted => {
                for run_id in begun {
                    house.tell(Command::Cancel(run_id));
                }
                return Err(cancelled());
            }
            Turn::Line(text) if answers.is_some() => {
                if let Some(run_id) = answers.take() {
                    house.tell(Command::Answer {
                        run_id,
                        answer: text,
                    });
                }
            }
            Turn::Line(text) => {
                if let Some(run_id) = begun.last().cloned() {
                    house.tell(Command::Paste { run_id, text });
                }
            }
        }
    }
}

/// The words with which a run's question is put on a terminal.
fn asks(question: &Question) -> String {
    words::text(match question {
        Question::Password => "cli-login-password",
        Question::SubjectToken => "cli-login-subject-token",
        Question::OneTimeCode => "cli-login-one-time-code",
    })
}

/// Says on stderr how the login goes.
fn tell(style: Style, event: &Event) {
    match event {
        Event::LoginWaits {
            url,
            listens_on,
            browser,
            warning,
            ..
        } => {
            if let Some(problem) = warning {
                note(&problem.explain().what);
            }
            match browser {
                BrowserOpened::Yes(_) => note(&words::text("cli-login-open")),
                BrowserOpened::NotWanted => note(&words::text("cli-login-address")),
                BrowserOpened::No(problem) => {
                    note(&problem.explain().what);
                    note(&words::text("cli-login-address"));
                }
            }
            note(url);
            if style == Style::Text {
                note(&match listens_on {
                    Some(address) => words::with("cli-login-waits", &[("address", address)]),
                    None => words::text("cli-login-pastes"),
                });
            }
        }
        Event::StrayCallback { count, .. } => {
            let count = count.to_string();
            note(&words::with("cli-login-stray", &[("count", &count)]));
        }
        Event::PasteNotRead { problem, .. } => note(&problem.explain().what),
        Event::Prompted {
            prompt: Prompt::Note(code),
            ..
        } => note(&words::text(&format!("flow-note-{}", slug(code)))),
        Event::Prompted {
            prompt: Prompt::EnterUserCode { user_code, at, .. },
            ..
        } => {
            note(&words::text("cli-login-code"));
            note(at.as_str());
            note(&clean(user_code));
            if style == Style::Text {
                note(&words::text("flow-warning-device-phishing"));
            }
        }
        _ => {}
    }
}

fn answer(house: &House, profile: &Profile, run_id: &RunId, session: &Session) -> Answer {
    let user = session.username().unwrap_or(session.session_id.as_str());
    let line = words::with(
        "cli-login-done",
        &[
            ("profile", &profile.name),
            ("user", user),
            ("session", session.session_id.as_str()),
        ],
    );
    Answer {
        json: json!({
            "run_id": run_id,
            "session": object::session(session, house.now()),
        }),
        text: format!("{}\n", clean(&line)),
    }
}
