//! `refresh`, `revoke`, `forget`: many targets at once, and an element of `results` for each.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::house::{Ended, House};
use super::object;
use super::output::{self, Answer, Style};
use super::plain::clean;
use crate::app::command::Command;
use crate::app::event::{Event, RevokeResult};
use crate::model::ids::SessionId;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::session::{Session, Standing};
use crate::model::words;

/// What became of all targets.
pub struct Results {
    /// The elements, for stdout.
    pub answer: Answer,
    /// The first problem, in the order given; it decides the exit code.
    pub problem: Option<Box<Problem>>,
}

/// One place in the order that was given.
pub(super) enum Slot {
    /// A session to be acted on, with what is known of it now: it may be gone afterwards.
    Session(Box<Session>),
    /// A target that names nothing that can be acted on.
    Refused(Box<Problem>),
}

/// What became of one session: the fields that only this command has, and the line for people.
pub(super) struct Outcome {
    pub facts: Value,
    pub line: String,
    pub problem: Option<Box<Problem>>,
}

/// Answers `refresh`.
pub fn refresh(house: &mut House, targets: &[String]) -> Results {
    let slots = slots(house, targets);
    let ended = house.run_each(&sessions(&slots), Command::Refresh);
    let blank = json!({ "rotated": false, "session": null });
    gather(house, slots, &blank, |house, session| {
        let (rotated, problem) = match ended.get(&session.session_id) {
            Some(Ended::Done(Event::Refreshed { rotated, .. })) => (*rotated, None),
            other => (false, Some(failure(other))),
        };
        let key = match rotated {
            true => "cli-refresh-rotated",
            false => "cli-refresh-done",
        };
        let facts = json!({ "rotated": rotated, "session": session_object(house, ended.get(&session.session_id), session) });
        let line = words_for(session, key, &[]);
        Outcome {
            facts,
            line,
            problem,
        }
    })
}

/// Answers `revoke`; what is guarded needs `sure`, or a yes on a terminal.
pub fn revoke(house: &mut House, targets: &[String], sure: Sure) -> Results {
    let slots = slots(house, targets);
    let (allowed, refused): (Vec<SessionId>, Vec<SessionId>) =
        sessions(&slots).into_iter().partition(|session_id| {
            sure == Sure::Yes
                || house
                    .session(session_id)
                    .is_none_or(|session| is_over(session) || may_revoke(house, session))
        });
    let refused: HashSet<SessionId> = refused.into_iter().collect();
    let ended = house.run_each(&allowed, Command::Revoke);
    let blank = json!({ "tokens": [], "proof": null, "session": null });
    gather(house, slots, &blank, |house, session| {
        let mut tokens = json!([]);
        let mut proof = None;
        let mut said = String::new();
        let problem = match ended.get(&session.session_id) {
            _ if refused.contains(&session.session_id) => Some(confirmation_needed(session)),
            // Ended before: the reducer sends nothing, and nothing had to be sent.
            None if is_over(session) => {
                tokens = json!([{ "token": "refresh_token", "result": "already_invalid" }]);
                said = tokens_in_words(&tokens);
                None
            }
            Some(Ended::Done(Event::Revoked {
                revocation,
                problem,
                ..
            })) => {
                (tokens, proof) = object::revocation(revocation);
                said = tokens_in_words(&tokens);
                let results = revocation.tokens.iter().map(|(_, result)| *result);
                problem.clone().or_else(|| not_ended(results))
            }
            other => Some(failure(other)),
        };
        let shown = session_object(house, ended.get(&session.session_id), session);
        let facts = json!({ "tokens": tokens, "proof": proof, "session": shown });
        let line = words_for(session, "cli-revoke-done", &[("tokens", &said)]);
        Outcome {
            facts,
            line,
            problem,
        }
    })
}

/// Did the person say beforehand that guarded sessions may end?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sure {
    /// `--yes`.
    Yes,
    /// Nothing was said.
    NotSaid,
}

/// Answers `forget`.
pub fn forget(house: &mut House, targets: &[String]) -> Results {
    let slots = slots(house, targets);
    let ended = house.run_each(&sessions(&slots), Command::Forget);
    let blank = json!({ "still_live_on_server": null });
    gather(house, slots, &blank, |_, session| {
        let (live, problem) = match ended.get(&session.session_id) {
            Some(Ended::Done(Event::Forgotten {
                still_live_on_server,
                ..
            })) => (Some(*still_live_on_server), None),
            other => (None, Some(failure(other))),
        };
        let key = match live {
            Some(true) => "cli-forget-live",
            _ => "cli-forget-done",
        };
        let facts = json!({ "still_live_on_server": live });
        let line = words_for(session, key, &[]);
        Outcome {
            facts,
            line,
            problem,
        }
    })
}

/// Answers `forget --profile`: each session, then the definition.
pub fn forget_profiles(house: &mut House, targets: &[String]) -> Results {
    let mut all = Results::new();
    for target in targets {
        let record = house.library().profile(target);
        let profile_id = match record.map(|record| record.profile.profile_id.clone()) {
            Ok(profile_id) => profile_id,
            Err(problem) => {
                all.refuse(
                    house.style(),
                    &json!({ "still_live_on_server": null }),
                    problem,
                );
                continue;
            }
        };
        let sessions: Vec<String> = house
            .library()
            .sessions_of(&profile_id)
            .map(|session| session.session_id.to_string())
            .collect();
        let had_sessions = !sessions.is_empty();
        let forgotten = forget(house, &sessions);
        let all_gone = forgotten.problem.is_none();
        all.append(forgotten);
        if !all_gone {
            continue;
        }
        let problem = house.run(Command::DeleteProfile(profile_id.clone())).err();
        let name = [("profile", profile_id.as_str())];
        let line = words::with("cli-forget-profile", &name);
        if had_sessions && problem.is_none() {
            all.say(&line);
            continue;
        }
        let outcome = Outcome {
            facts: json!({ "still_live_on_server": problem.is_none().then_some(false) }),
            line,
            problem,
        };
        all.add(house.style(), None, Some(profile_id.as_str()), outcome);
    }
    all
}

impl Results {
    fn new() -> Self {
        Self {
            answer: Answer {
                json: json!({ "results": [] }),
                text: String::new(),
            },
            problem: None,
        }
    }

    /// Adds one element; what failed is said on stderr, since stdout keeps what succeeded.
    fn add(
        &mut self,
        style: Style,
        session_id: Option<&str>,
        profile_id: Option<&str>,
        outcome: Outcome,
    ) {
        let mut element = json!({
            "session_id": session_id,
            "profile_id": profile_id,
            "ok": outcome.problem.is_none(),
        });
        for (name, value) in outcome.facts.as_object().into_iter().flatten() {
            element[name] = value.clone();
        }
        element["error"] = json!(outcome.problem.as_deref().map(object::error));
        if let Some(results) = self.answer.json["results"].as_array_mut() {
            results.push(element);
        }
        match &outcome.problem {
            None => self.say(&outcome.line),
            Some(_) if style == Style::Text => output::note(&outcome.line),
            Some(_) => {}
        }
        if self.problem.is_none() {
            self.problem = outcome.problem;
        }
    }

    /// Adds the element of a target that names no session.
    fn refuse(&mut self, style: Style, blank: &Value, problem: Box<Problem>) {
        let value = |name: &str| {
            let found = problem.values.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.clone())
        };
        let profile_id = value("profile");
        let target = problem.field.clone().unwrap_or_default();
        let outcome = Outcome {
            facts: blank.clone(),
            line: failed_line(&target, &problem),
            problem: Some(problem),
        };
        self.add(style, None, profile_id.as_deref(), outcome);
    }

    fn append(&mut self, mut other: Self) {
        if let (Some(results), Some(more)) = (
            self.answer.json["results"].as_array_mut(),
            other.answer.json["results"].as_array_mut(),
        ) {
            results.append(more);
        }
        self.answer.text.push_str(&other.answer.text);
        if self.problem.is_none() {
            self.problem = other.problem;
        }
    }

    fn say(&mut self, line: &str) {
        self.answer.text.push_str(line);
        self.answer.text.push('\n');
    }
}

/// Resolves every target before anything is sent; a session that two targets name is acted on once.
pub(super) fn slots(house: &House, targets: &[String]) -> Vec<Slot> {
    let library = house.library();
    let mut slots: Vec<Slot> = Vec::new();
    let mut seen: HashSet<&SessionId> = HashSet::new();
    for target in targets {
        match library.each(target) {
            Ok(found) => slots.extend(
                found
                    .into_iter()
                    .filter(|session| seen.insert(&session.session_id))
                    .map(|session| Slot::Session(Box::new(session.clone()))),
            ),
            Err(problem) => slots.push(Slot::Refused(problem)),
        }
    }
    slots
}

pub(super) fn sessions(slots: &[Slot]) -> Vec<SessionId> {
    slots
        .iter()
        .filter_map(|slot| match slot {
            Slot::Session(session) => Some(session.session_id.clone()),
            Slot::Refused(_) => None,
        })
        .collect()
}

/// Makes the elements in the order given; `blank` has the fields of one that names no session.
pub(super) fn gather(
    house: &House,
    slots: Vec<Slot>,
    blank: &Value,
    mut of: impl FnMut(&House, &Session) -> Outcome,
) -> Results {
    let mut all = Results::new();
    for slot in slots {
        match slot {
            Slot::Refused(problem) => all.refuse(house.style(), blank, problem),
            Slot::Session(session) => {
                let mut outcome = of(house, &session);
                if let Some(problem) = &outcome.problem {
                    outcome.line = failed_line(&label(&session), problem);
                }
                let (id, profile_id) = (session.session_id.as_str(), session.profile_id.as_str());
                all.add(house.style(), Some(id), Some(profile_id), outcome);
            }
        }
    }
    all
}

fn failed_line(target: &str, problem: &Problem) -> String {
    let what = problem.explain().what;
    words::with("cli-failed-target", &[("target", target), ("what", &what)])
}

/// Returns why a run ended without what it was for.
pub(super) fn failure(ended: Option<&Ended>) -> Box<Problem> {
    match ended {
        Some(Ended::Failed(problem)) => problem.clone(),
        _ => Box::new(Problem::new(ProblemKind::Cancelled, "cancelled")),
    }
}

fn not_ended(mut results: impl Iterator<Item = RevokeResult>) -> Option<Box<Problem>> {
    results
        .find_map(|result| match result {
            RevokeResult::StillLive => Some(Problem::new(ProblemKind::Refused, "still_live")),
            RevokeResult::Pending => Some(Problem::new(ProblemKind::Network, "revocation_pending")),
            _ => None,
        })
        .map(Box::new)
}

/// Returns the session as the run left it, else as it is kept now.
fn session_object(house: &House, ended: Option<&Ended>, session: &Session) -> Value {
    let known = match ended {
        Some(Ended::Done(Event::Refreshed { session, .. } | Event::Revoked { session, .. })) => {
            session
        }
        _ => house.session(&session.session_id).unwrap_or(session),
    };
    object::session(known, house.now())
}

fn may_revoke(house: &House, session: &Session) -> bool {
    !house.is_guarded(&session.profile_id)
        || house.asks_yes(&words::with(
            "cli-revoke-sure",
            &[
                ("profile", session.profile_id.as_str()),
                ("user", &label(session)),
            ],
        ))
}

fn is_over(session: &Session) -> bool {
    session.standing == Standing::Revoked && !session.pending_revocation
}

fn confirmation_needed(session: &Session) -> Box<Problem> {
    let problem = Problem::new(ProblemKind::Usage, "confirmation_needed")
        .at("--yes")
        .with("profile", session.profile_id.as_str());
    Box::new(problem)
}

fn label(session: &Session) -> String {
    clean(&match session.username() {
        Some(username) => format!("{}:{username}", session.profile_id),
        None => session.session_id.to_string(),
    })
}

pub(super) fn words_for(session: &Session, key: &str, more: &[(&str, &str)]) -> String {
    let label = label(session);
    let mut values = vec![("target", label.as_str())];
    values.extend_from_slice(more);
    words::with(key, &values)
}

fn tokens_in_words(tokens: &Value) -> String {
    let each = tokens.as_array().into_iter().flatten().map(|one| {
        let text = |name: &str| one[name].as_str().unwrap_or_default().replace('_', " ");
        format!("{} {}", text("token"), text("result"))
    });
    each.collect::<Vec<_>>().join(", ")
}
