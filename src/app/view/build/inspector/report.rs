//! The report of the inspector: what was found, without the text itself.

use super::super::super::PastedView;
use crate::model::words;

/// Makes a text for somebody who helps; no token is in it.
pub(super) fn report(view: &PastedView) -> String {
    let mut text = format!("{}\n{}\n", view.kind, view.hidden);
    if let Some((_, what, why)) = &view.verdict {
        text.push_str(&format!("{what}. {why}\n"));
    }
    for row in &view.rows {
        text.push_str(&format!("  {}: {}\n", row.name, row.value));
    }
    for check in &view.checks {
        text.push_str(&format!("{}: {}\n", check.what, check.detail));
    }
    for note in &view.notes {
        text.push_str(&format!("{note}\n"));
    }
    for compared in &view.compared {
        text.push_str(&format!("{}\n", compared.title));
        for row in &compared.rows {
            let mark = if row.differs { "≠" } else { "=" };
            let [left, right] = row
                .sides
                .each_ref()
                .map(|side| side.as_deref().unwrap_or("–"));
            text.push_str(&format!("  {}: {left} {mark} {right}\n", row.name));
        }
        text.push_str(&format!("{}\n", compared.sum));
    }
    text.push_str(&words::text("window-inspect-report-foot"));
    text.push('\n');
    text
}
