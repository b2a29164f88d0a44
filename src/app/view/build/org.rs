//! User and org: the card of the overview, and the identity tab.

use serde_json::Value as Json;

use super::super::super::state::State;
use super::super::{Action, Ask, Fact, IdentityTab, OrgCard, Value};
use super::{card, state as states, time};
use crate::model::identity::IdentitySource;
use crate::model::ids::{OrgId, UserId};
use crate::model::session::Session;
use crate::model::time::UnixTime;
use crate::model::words;

/// Makes the card.
pub(super) fn card(state: &State, session: &Session, now: UnixTime) -> OrgCard {
    let identity = &session.identity;
    let name = identity
        .display_name
        .clone()
        .unwrap_or_else(|| card::user(session));
    let verified = session.identity_source.and(session.last_check_at);
    OrgCard {
        verified: verified.map(|at| {
            let when = time::short(state, at, now);
            words::with("window-org-verified", &[("when", &when)])
        }),
        initials: initials(&name),
        username: identity.username.clone().unwrap_or_default(),
        org: match (&session.org, &session.instance_url) {
            (Some(org), _) => org.name.clone(),
            (None, Some(url)) => card::host(url).to_owned(),
            (None, None) => String::new(),
        },
        org_under: session.org.as_ref().map_or_else(String::new, |org| {
            let parts = [&org.edition, &org.instance];
            let parts: Vec<&str> = parts
                .into_iter()
                .filter_map(|part| part.as_deref())
                .collect();
            parts.join(", ")
        }),
        facts: facts(session),
        fetch: fetch(session),
        name,
    }
}

fn fetch(session: &Session) -> Action {
    Action::new(
        "window-action-fetch-identity",
        Ask::FetchIdentity(session.session_id.clone()),
    )
}

fn facts(session: &Session) -> Vec<Fact> {
    let hint = "window-hint-identity";
    let mut facts = vec![
        Fact::code_or(
            "window-fact-user-id",
            session.user_id().map(UserId::as_str),
            hint,
        ),
        Fact::code_or(
            "window-fact-org-id",
            session.organization_id().map(OrgId::as_str),
            hint,
        ),
        match &session.identity.user_type {
            Some(user_type) => Fact::words("window-fact-user-type", user_type_text(user_type)),
            None => Fact::unknown("window-fact-user-type", hint),
        },
    ];
    facts.push(match session.environment_verified {
        Some((environment, _)) => Fact::words("window-fact-org-says", states::name(environment)),
        None => Fact::unknown("window-fact-org-says", "window-hint-org-says"),
    });
    facts
}

/// `STANDARD` reads better as `Standard`; other words stay as the org wrote them.
fn user_type_text(user_type: &str) -> String {
    if user_type == "STANDARD" {
        words::text("window-user-type-standard")
    } else {
        user_type.to_owned()
    }
}

/// Two letters for the round tile.
fn initials(name: &str) -> String {
    let mut words = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let mut initials = String::new();
    for word in [words.next(), words.next()].into_iter().flatten() {
        initials.extend(word.chars().take(1).flat_map(char::to_uppercase));
    }
    initials
}

/// Makes the tab.
pub(super) fn tab(state: &State, session: &Session, now: UnixTime) -> IdentityTab {
    let answer = state
        .answers
        .get(&session.session_id)
        .and_then(|answers| answers.identity.as_ref());
    let source = match (session.identity_source, answer) {
        (Some(IdentitySource::IdUrl), _) => words::text("window-identity-from-id-url"),
        (Some(IdentitySource::Userinfo), _) => words::text("window-identity-from-userinfo"),
        (None, _) => words::text("window-identity-from-nobody"),
    };
    let source = match answer {
        Some((at, _)) => format!("{source}, {}", time::ago(*at, now)),
        None => source,
    };
    let identity = &session.identity;
    let hint = "window-hint-identity";
    let named = |label: &str, value: &Option<String>| match value {
        Some(value) => Fact::words(label, value.clone()),
        None => Fact::unknown(label, hint),
    };
    let mut all = vec![
        named("window-fact-display-name", &identity.display_name),
        named("window-fact-username", &identity.username),
        named("window-fact-email", &identity.email),
    ];
    all.extend(facts(session));
    all.push(named("window-fact-locale", &identity.locale));
    all.push(named("window-fact-timezone", &identity.timezone));
    if let Some(id_url) = &session.id_url {
        all.push(Fact::code("window-fact-id-url", id_url.clone()));
    }
    IdentityTab {
        session_id: session.session_id.clone(),
        source,
        facts: all,
        answer: answer.map(|(_, answer)| tree(answer)),
        fetch: fetch(session),
    }
}

/// Names of members whose values are never shown, whatever answer they stand in.
const SECRET_NAMES: [&str; 8] = [
    "access_token",
    "refresh_token",
    "id_token",
    "client_secret",
    "assertion",
    "password",
    "sid",
    "session_id",
];

/// An answer as a tree, in its order; members with the names of secrets are hidden.
pub(super) fn tree(answer: &Json) -> Value {
    match answer {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(value) => Value::Number(value.to_string()),
        Json::String(value) => Value::Text(value.clone()),
        Json::Array(values) => Value::List(values.iter().map(tree).collect()),
        Json::Object(members) => Value::Members(
            members
                .iter()
                .map(|(name, value)| {
                    let is_secret = SECRET_NAMES.contains(&name.to_ascii_lowercase().as_str());
                    let value = if is_secret {
                        Value::Hidden
                    } else {
                        tree(value)
                    };
                    (name.clone(), value)
                })
                .collect(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_keeps_its_order_and_hides_secrets() {
        let answer = serde_json::json!({"z": 1, "access_token": "canary", "a": [true, null]});
        let shown = tree(&answer);
        assert!(!format!("{shown:?}").contains("canary"));
        let Value::Members(members) = shown else {
            panic!("is an object");
        };
        let names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["z", "access_token", "a"]);
    }

    #[test]
    fn two_letters_stand_for_a_name() {
        assert_eq!(initials("Release Manager"), "RM");
        assert_eq!(initials("admin@demo.example"), "AD");
        assert_eq!(initials(""), "");
    }
}
