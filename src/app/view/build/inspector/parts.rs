//! The parts of a text, made readable: times as times, lists counted, ids matched with what is here.

use serde_json::{Map, Value};

use super::super::super::super::inspect::{Recognised, Row, meaning};
use super::super::super::super::state::State;
use super::super::super::{ComparedRow, PartRow, Value as Tree};
use super::super::{card, org, time};
use crate::model::time::UnixTime;
use crate::model::words;
use crate::protocol::clean::clean;
use crate::protocol::service::identity::ids_in;

/// Longer values are cut in a row; the tree has them whole.
const LONGEST: usize = 400;

/// Makes a row of every part, the header's first.
pub(super) fn rows(state: &State, found: &Recognised, now: UnixTime) -> Vec<PartRow> {
    let nothing = Map::new();
    let header = found.header.as_ref().unwrap_or(&nothing);
    let claims = found.claims.as_ref().unwrap_or(&nothing);
    header
        .iter()
        .map(|(name, value)| {
            let of = explained(state, name, value, now);
            PartRow {
                meaning: words::with("window-inspect-from-header", &[("meaning", &of.meaning)]),
                ..of
            }
        })
        .chain(
            claims
                .iter()
                .map(|(name, value)| explained(state, name, value, now)),
        )
        .collect()
}

/// The same as a tree; a JWT has two.
pub(super) fn tree(found: &Recognised) -> Tree {
    let part = |part: &Map<String, Value>| org::tree(&Value::Object(part.clone()));
    match (&found.header, &found.claims) {
        (Some(header), Some(claims)) => Tree::Members(vec![
            (words::text("cli-inspect-header"), part(header)),
            (words::text("cli-inspect-claims"), part(claims)),
        ]),
        (_, Some(claims)) => part(claims),
        _ => Tree::Members(Vec::new()),
    }
}

fn explained(state: &State, name: &str, value: &Value, now: UnixTime) -> PartRow {
    let plain = plain(value);
    let known = meaning(name);
    let shown = clean(name, &[]);
    let row = |value: String, meaning: String| PartRow {
        name: shown.clone(),
        value,
        meaning,
    };
    if let Some(at) = moment(name, value) {
        return row(time::exact(state, at, now), instant(at, &plain, now));
    }
    match (name, value) {
        ("aud" | "roles" | "amr", Value::Array(list)) => {
            let listed: Vec<String> = list.iter().map(self::plain).collect();
            if let [only] = listed.as_slice() {
                return row(only.clone(), known.unwrap_or_default());
            }
            row(
                words::count("window-inspect-items", listed.len()),
                listed.join(", "),
            )
        }
        ("scp" | "scope", Value::String(text)) => row(
            plain.clone(),
            words::count("window-inspect-scopes", text.split_whitespace().count()),
        ),
        ("client_id" | "azp", Value::String(id)) => {
            let mut profiles = state.profiles.values().map(|record| &record.profile);
            let here = profiles.find(|profile| profile.client_id.as_str() == id);
            let meaning = here.map_or_else(
                || known.clone().unwrap_or_default(),
                |profile| words::with("window-inspect-profile-here", &[("profile", &profile.name)]),
            );
            row(plain, meaning)
        }
        (_, Value::Object(map)) => row(
            words::count("window-inspect-items", map.len()),
            known.unwrap_or_else(|| words::text("window-inspect-nested")),
        ),
        (_, Value::Array(list)) => row(
            words::count("window-inspect-items", list.len()),
            known.unwrap_or_else(|| words::text("window-inspect-nested")),
        ),
        _ => row(
            plain,
            known.unwrap_or_else(|| words::text("window-inspect-not-known")),
        ),
    }
}

/// A time in one of the claims that hold one.
fn moment(name: &str, value: &Value) -> Option<UnixTime> {
    let is_time = matches!(
        name,
        "exp" | "iat" | "nbf" | "auth_time" | "updated_at" | "issued_at"
    );
    let number = value.as_i64().or_else(|| value.as_str()?.parse().ok());
    number
        .filter(|number| is_time && *number > 0)
        .map(UnixTime::from_secs_or_millis)
}

/// `1795341200, 28 min ago`.
fn instant(at: UnixTime, plain: &str, now: UnixTime) -> String {
    if at > now {
        let length = time::minutes(now.until(at));
        let values = [("number", plain), ("length", length.as_str())];
        return words::with("window-inspect-ahead", &values);
    }
    let ago = time::ago(at, now);
    words::with(
        "window-inspect-past",
        &[("number", plain), ("ago", ago.as_str())],
    )
}

/// A value as text, made safe and not too long.
fn plain(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let mut text = clean(&text, &[]);
    if text.chars().count() > LONGEST {
        text = text.chars().take(LONGEST).collect();
        text.push('…');
    }
    text
}

/// Rows of two sides as texts.
pub(super) fn compared(state: &State, rows: &[Row], now: UnixTime) -> Vec<ComparedRow> {
    let side = |name: &str, value: &Value| match moment(name, value) {
        Some(at) if time::is_same_day(state, at, now) => time::clock(state, at),
        Some(at) => time::exact(state, at, now),
        None => short(name, value),
    };
    rows.iter()
        .map(|row| ComparedRow {
            name: clean(&row.name, &[]),
            sides: [&row.left, &row.right]
                .map(|value| value.as_ref().map(|value| side(&row.name, value))),
            differs: row.differs,
        })
        .collect()
}

/// Of a subject only the user is shown: its spellings differ, and are no difference.
fn short(name: &str, value: &Value) -> String {
    let text = plain(value);
    match ids_in(&text) {
        Some((_, user)) if name == "sub" => user.to_string(),
        _ if name == "sub" => text.strip_prefix("uid:").unwrap_or(&text).to_owned(),
        _ => card::host(&text).to_owned(),
    }
}
