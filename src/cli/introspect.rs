//! `introspect`: what the org says of a token, beside what the token says itself.

use serde_json::{Map, Value, json};

use super::house::{Ended, House};
use super::one::{odd, pretty};
use super::output::Answer;
use super::plain::clean;
use super::results::{self, Outcome, Results};
use super::secret;
use crate::app::command::{Command, InspectAct, InspectCommand};
use crate::app::effect::WhichToken;
use crate::app::event::Event;
use crate::app::inspect::{Row, against_answer, stranger};
use crate::model::ids::ProfileId;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::secret::SecretDraft;
use crate::model::words;

/// Answers `introspect` for one session.
///
/// # Errors
///
/// The target's, the vault's, the org's.
pub fn one(house: &mut House, target: &str, which: WhichToken) -> Result<Answer, Box<Problem>> {
    let session_id = house.library().session(target)?.session_id.clone();
    match house.run(Command::Introspect { session_id, which })? {
        Event::Introspected {
            session,
            active,
            answer,
            own,
            ..
        } => {
            let differences = differences(own.as_ref(), &answer);
            Ok(Answer {
                text: format!(
                    "{}{}",
                    pretty(&answer),
                    in_words(own.as_ref(), &differences)
                ),
                json: json!({
                    "session_id": session.session_id,
                    "active": active,
                    "introspection": answer,
                    "differences": object(own.as_ref(), &differences),
                }),
            })
        }
        other => Err(odd(&other)),
    }
}

/// Answers `introspect` for several targets, an element of `results` for each session.
pub fn all(house: &mut House, targets: &[String], which: WhichToken) -> Results {
    let slots = results::slots(house, targets);
    let ended = house.run_each(&results::sessions(&slots), |sessions| {
        Command::IntrospectEach { sessions, which }
    });
    let blank = json!({ "active": null, "introspection": null, "differences": null });
    results::gather(house, slots, &blank, |_, session| {
        match ended.get(&session.session_id) {
            Some(Ended::Done(Event::Introspected {
                active,
                answer,
                own,
                ..
            })) => {
                let differences = differences(own.as_ref(), answer);
                let key = match active {
                    true => "cli-introspect-active",
                    false => "cli-introspect-dead",
                };
                let mut line = results::words_for(session, key, &[]);
                if !differences.is_empty() {
                    line.push('\n');
                    line.push_str(in_words(own.as_ref(), &differences).trim_end());
                }
                Outcome {
                    facts: json!({
                        "active": active,
                        "introspection": answer,
                        "differences": object(own.as_ref(), &differences),
                    }),
                    line,
                    problem: None,
                }
            }
            other => Outcome {
                facts: blank.clone(),
                line: String::new(),
                problem: Some(results::failure(other)),
            },
        }
    })
}

/// Answers `introspect -`: a token from stdin, by a profile that may ask.
///
/// # Errors
///
/// `inspect_empty`, `inspect_form`, `introspect_no_token`, `introspect_by`, `other_org`, the vault's, the org's.
pub fn pasted(
    house: &mut House,
    by: Option<&str>,
    other_org: Elsewhere,
) -> Result<Answer, Box<Problem>> {
    let by = match by {
        Some(target) => Some(house.library().profile(target)?.profile.profile_id.clone()),
        None => None,
    };
    let text = secret::read_token()?;
    house.tell(Command::Inspect(InspectCommand::Look(
        SecretDraft::from_text(text),
    )));
    let profile_id = asker(house, by)?;
    if let Some(found) = stranger(house.state(), &profile_id)
        && other_org == Elsewhere::NotSaid
    {
        let problem = Problem::new(ProblemKind::Usage, "other_org")
            .at("--other-org")
            .with("from", found.from)
            .with("to", found.to);
        return Err(Box::new(problem));
    }
    let act = |act| Command::Inspect(InspectCommand::Do(act));
    house.tell(act(InspectAct::By(profile_id)));
    match house.run(act(InspectAct::Introspect))? {
        Event::TextIntrospected {
            profile_id,
            active,
            answer,
            ..
        } => {
            let own = house.state().pasted_claims().cloned();
            let differences = differences(own.as_ref(), &answer);
            Ok(Answer {
                text: format!(
                    "{}{}",
                    pretty(&answer),
                    in_words(own.as_ref(), &differences)
                ),
                json: json!({
                    "session_id": null,
                    "profile_id": profile_id,
                    "active": active,
                    "introspection": answer,
                    "differences": object(own.as_ref(), &differences),
                }),
            })
        }
        other => Err(odd(&other)),
    }
}

/// Did the person say that a token of another org may be shown to this profile's?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Elsewhere {
    /// `--other-org`.
    Allowed,
    /// Nothing was said.
    NotSaid,
}

/// The profile that asks: the one that was named, else the one that the token itself points to.
fn asker(house: &House, by: Option<ProfileId>) -> Result<ProfileId, Box<Problem>> {
    let usage = |code: &str, at: &str| Box::new(Problem::new(ProblemKind::Usage, code).at(at));
    if !house.state().is_token_pasted() {
        return Err(usage("introspect_no_token", "stdin"));
    }
    match by {
        Some(profile_id) if house.state().may_ask(&profile_id) => Ok(profile_id),
        Some(_) => Err(usage("introspect_needs_client_auth", "--by")),
        None => house
            .state()
            .sure_asker()
            .ok_or_else(|| usage("introspect_by", "--by")),
    }
}

/// What the token says itself and the org says otherwise.
fn differences(own: Option<&Map<String, Value>>, answer: &Value) -> Vec<Row> {
    let Some(answer) = answer.as_object() else {
        return Vec::new();
    };
    let rows = against_answer(own, answer);
    rows.into_iter().filter(|row| row.differs).collect()
}

/// `null` where the token has no words of its own.
fn object(own: Option<&Map<String, Value>>, differences: &[Row]) -> Value {
    let each = |row: &Row| json!({ "name": row.name, "token": row.left, "org": row.right });
    match own {
        Some(_) => differences.iter().map(each).collect(),
        None => Value::Null,
    }
}

fn in_words(own: Option<&Map<String, Value>>, differences: &[Row]) -> String {
    if own.is_none() {
        return format!("{}\n", words::text("cli-introspect-no-words"));
    }
    if differences.is_empty() {
        return format!("{}\n", words::text("cli-introspect-same"));
    }
    let said = |value: &Option<Value>| match value {
        Some(Value::String(text)) => clean(text),
        Some(other) => clean(&other.to_string()),
        None => String::new(),
    };
    let lines = differences.iter().map(|row| {
        let (token, org) = (said(&row.left), said(&row.right));
        let values = [
            ("name", row.name.as_str()),
            ("token", &token),
            ("org", &org),
        ];
        format!("{}\n", words::with("cli-introspect-differs", &values))
    });
    lines.collect()
}
