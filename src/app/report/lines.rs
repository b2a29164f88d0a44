//! Activity as a table and as JSON lines.

use super::super::state::State;
use crate::model::activity::Entry;
use crate::model::ids::ProfileId;

/// Begins with one of these, and a spreadsheet takes the cell for a formula (R72).
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

const COLUMNS: [&str; 12] = [
    "time",
    "profile",
    "profile_id",
    "session_id",
    "run_id",
    "action",
    "result",
    "method",
    "url",
    "status",
    "took_ms",
    "fingerprints",
];

/// Writes the entries that are shown as CSV (RFC 4180), no cell a formula.
pub(in crate::app) fn csv(state: &State) -> String {
    let mut text = COLUMNS.join(",");
    text.push_str("\r\n");
    for entry in state.shown_entries() {
        let name = |id: &ProfileId| state.profile(id).map(|known| known.profile.name.clone());
        let cells = cells(entry, entry.profile_id.as_ref().and_then(name));
        text.push_str(&cells.map(|cell| quoted(&cell)).join(","));
        text.push_str("\r\n");
    }
    text
}

/// Writes the entries that are shown as they are kept, one a line.
pub(in crate::app) fn json_lines(state: &State) -> String {
    state
        .shown_entries()
        .into_iter()
        .filter_map(|entry| serde_json::to_string(entry).ok())
        .map(|line| line + "\n")
        .collect()
}

fn cells(entry: &Entry, profile: Option<String>) -> [String; 12] {
    let exchange = entry.exchange.as_ref();
    let prints: Vec<&str> = entry
        .fingerprints()
        .iter()
        .map(|one| one.as_str())
        .collect();
    [
        entry.at.to_rfc3339(),
        profile.unwrap_or_default(),
        text(entry.profile_id.as_ref()),
        text(entry.session_id.as_ref()),
        text(entry.run_id.as_ref()),
        entry.action.clone(),
        entry.result.clone(),
        exchange.map(|one| one.method.clone()).unwrap_or_default(),
        exchange.map(|one| one.url.clone()).unwrap_or_default(),
        text(exchange.and_then(|one| one.status).as_ref()),
        text(
            exchange
                .and_then(|one| one.took)
                .map(|took| took.as_millis())
                .as_ref(),
        ),
        prints.join(" "),
    ]
}

fn text<T: ToString>(value: Option<&T>) -> String {
    value.map(T::to_string).unwrap_or_default()
}

fn quoted(cell: &str) -> String {
    let safe = if cell.starts_with(FORMULA) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if safe.contains([',', '"', '\r', '\n', '\t']) {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}
