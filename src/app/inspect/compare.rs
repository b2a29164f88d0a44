//! What a token says beside what the server says, or beside what another text says.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Recognised;
use crate::protocol::service::identity::ids_in;

/// One thing that is said on both sides, or on one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// What the token says; `None`: nothing.
    pub left: Option<Value>,
    /// What the other side says; `None`: nothing.
    pub right: Option<Value>,
    /// Both say something, and not the same.
    pub differs: bool,
}

/// Compares what a token claims with the answer of introspection; the names are those of the answer (RFC 7662 section 2.2).
///
/// Salesforce writes the scopes of a JWT as `scp`, and its subject as `uid:<user>`
/// where introspection has the identity URL (`interactive.md` 8.6, 10).
#[must_use]
pub fn against_answer(
    claims: Option<&Map<String, Value>>,
    answer: &Map<String, Value>,
) -> Vec<Row> {
    let own = |names: &[&str]| names.iter().find_map(|name| claims?.get(*name).cloned());
    let said = [
        ("active", own(&[])),
        ("scope", own(&["scope", "scp"])),
        ("exp", own(&["exp"])),
        ("iat", own(&["iat"])),
        ("sub", own(&["sub"])),
        ("client_id", own(&["client_id", "azp"])),
        ("username", own(&["username"])),
        ("token_type", None),
    ];
    said.into_iter()
        .map(|(name, left)| row(name, left, answer.get(name).cloned()))
        .filter(|row| row.left.is_some() || row.right.is_some())
        .collect()
}

/// Compares two texts, part by part, in the order of the first.
#[must_use]
pub fn against_text(found: &Recognised, other: &Recognised) -> Vec<Row> {
    let all = |found: &Recognised| {
        let header = found.header.clone().unwrap_or_default();
        let claims = found.claims.clone().unwrap_or_default();
        header.into_iter().chain(claims).collect::<Vec<_>>()
    };
    let (left, right) = (all(found), all(other));
    let value = |list: &[(String, Value)], name: &str| {
        let found = list.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone())
    };
    let mut seen = BTreeSet::new();
    left.iter()
        .chain(&right)
        .filter(|(name, _)| seen.insert(name.clone()))
        .map(|(name, _)| {
            let (one, two) = (value(&left, name), value(&right, name));
            Row {
                differs: one.is_some() != two.is_some()
                    || row(name, one.clone(), two.clone()).differs,
                name: name.clone(),
                left: one,
                right: two,
            }
        })
        .collect()
}

fn row(name: &str, left: Option<Value>, right: Option<Value>) -> Row {
    let differs = match (&left, &right) {
        (Some(one), Some(two)) => !is_same(name, one, two),
        _ => false,
    };
    Row {
        name: name.to_owned(),
        left,
        right,
        differs,
    }
}

fn is_same(name: &str, one: &Value, two: &Value) -> bool {
    match (name, one.as_str(), two.as_str()) {
        ("scope" | "scp", Some(one), Some(two)) => scopes(one) == scopes(two),
        ("sub", Some(one), Some(two)) => user(one) == user(two),
        _ => one == two,
    }
}

/// Scopes have no order, and one of them two names (RFC 6749 section 3.3).
fn scopes(text: &str) -> BTreeSet<&str> {
    let name = |name| match name {
        "offline_access" => "refresh_token",
        other => other,
    };
    text.split_whitespace().map(name).collect()
}

/// The user in a subject, in whichever of its spellings.
fn user(subject: &str) -> String {
    match ids_in(subject) {
        Some((_, user)) => user.to_string(),
        None => {
            let id = subject.strip_prefix("uid:").unwrap_or(subject);
            crate::model::ids::UserId::new(id).to_string()
        }
    }
}

/// Returns how many rows differ.
#[must_use]
pub fn differences(rows: &[Row]) -> usize {
    rows.iter().filter(|row| row.differs).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::inspect::recognise;
    use crate::model::time::UnixTime;
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::json;

    fn jwt(claims: &Value) -> Recognised {
        let header = json!({"alg": "RS256", "kid": "226", "tty": "sfdc-core-token"});
        let text = format!(
            "{}.{}.c2ln",
            URL_SAFE_NO_PAD.encode(header.to_string()),
            URL_SAFE_NO_PAD.encode(claims.to_string())
        );
        recognise(&text, UnixTime::from_secs(1_770_000_000))
    }

    fn token() -> Recognised {
        jwt(
            &json!({"iss": "https://acme.my.salesforce.com", "sub": "uid:0055e000003XYZqAAO", "scp": "api web refresh_token",
            "client_id": "3MVG9demo", "iat": 1_770_000_000, "exp": 1_770_001_800}),
        )
    }

    fn differing(rows: &[Row]) -> Vec<&str> {
        rows.iter()
            .filter(|row| row.differs)
            .map(|row| row.name.as_str())
            .collect()
    }

    #[test]
    fn the_same_in_other_spellings_is_no_difference() {
        let answer = json!({"active": true, "scope": "offline_access api web", "client_id": "3MVG9demo",
            "sub": "https://login.salesforce.com/id/00D5e0000012ABCEA2/0055e000003XYZqAAO", "username": "ada@acme.example",
            "exp": 1_770_001_800, "iat": 1_770_000_000, "token_type": "access_token"});
        let rows = against_answer(
            token().claims.as_ref(),
            answer.as_object().expect("an object"),
        );
        assert_eq!(differing(&rows), [""; 0]);
        let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "active",
                "scope",
                "exp",
                "iat",
                "sub",
                "client_id",
                "username",
                "token_type"
            ]
        );
        assert_eq!(rows[0].left, None, "no token says that it is alive");
    }

    #[test]
    fn what_the_org_has_narrowed_is_found() {
        let answer = json!({"active": true, "scope": "api web", "exp": 1_770_000_900,
            "sub": "https://login.salesforce.com/id/00D5e0000012ABCEA2/0055e000003OTHeAAO", "client_id": "other"});
        let rows = against_answer(
            token().claims.as_ref(),
            answer.as_object().expect("an object"),
        );
        assert_eq!(differing(&rows), ["scope", "exp", "sub", "client_id"]);
        assert_eq!(differences(&rows), 4);
    }

    #[test]
    fn an_answer_that_says_only_dead_differs_in_nothing_it_does_not_say() {
        let answer = json!({"active": false});
        let rows = against_answer(
            token().claims.as_ref(),
            answer.as_object().expect("an object"),
        );
        assert_eq!(differences(&rows), 0);
    }

    #[test]
    fn two_texts_differ_where_one_says_nothing() {
        let other = jwt(
            &json!({"iss": "https://acme.my.salesforce.com", "sub": "uid:0055e000003XYZqAAO", "scp": "web api refresh_token",
            "client_id": "3MVG9demo", "iat": 1_770_000_000, "exp": 1_770_001_801, "jti": "x"}),
        );
        let rows = against_text(&token(), &other);
        assert_eq!(differing(&rows), ["exp", "jti"]);
    }

    #[test]
    fn the_example_of_rfc_7662_is_recognised_and_read() {
        // RFC 7662 section 2.2.
        let text = r#"{"active": true, "client_id": "l238j323ds-23ij4", "username": "jdoe", "scope": "read write dolphin",
            "sub": "Z5O3upPC88QrAjx00dis", "aud": "https://protected.example.net/resource",
            "iss": "https://server.example.com/", "exp": 1419356238, "iat": 1419350238, "extension_field": "twenty-seven"}"#;
        let found = recognise(text, UnixTime::from_secs(0));
        assert_eq!(found.kind.as_str(), "introspection_answer");
        let answer = found.claims.clone().expect("fields");
        assert_eq!(
            differences(&against_answer(found.claims.as_ref(), &answer)),
            0
        );
        let dead = recognise(r#"{"active": false}"#, UnixTime::from_secs(0));
        assert_eq!(dead.notes[0].key, "inspect-note-inactive");
    }
}
