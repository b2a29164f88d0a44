//! Sheets: the shortcuts and what a code means; the palette has its own file.

use super::super::super::fuzzy;
use super::super::super::state::{Explain, Sheet as Open, State};
use super::super::super::terms::{self, Term};
use super::super::{ExplainSheet, Explained, PaletteIcon, PaletteItem, Sheet, ShortcutGroup, keys};
use super::palette;
use crate::model::codes::Speaker;
use crate::model::time::UnixTime;
use crate::model::words;

/// Terms beside an explained one.
const RELATED: usize = 8;

/// Makes the open sheet.
pub(super) fn view(state: &State, now: UnixTime) -> Option<Sheet> {
    Some(match state.sheet.as_ref()? {
        Open::Palette(open) => Sheet::Palette(palette::view(state, open, now)),
        Open::Shortcuts => Sheet::Shortcuts(shortcuts()),
        Open::Explain(open) => Sheet::Explain(Box::new(explain(open))),
    })
}

/// Makes the sheet of shortcuts.
fn shortcuts() -> Vec<ShortcutGroup> {
    keys::SHEET
        .iter()
        .map(|(label, rows)| ShortcutGroup {
            label: words::text(label),
            rows: rows
                .iter()
                .map(|(keys, key)| (*keys, words::text(key)))
                .collect(),
        })
        .collect()
}

fn explain(open: &Explain) -> ExplainSheet {
    let typed = fuzzy::words(&open.query);
    let items = if open.shown.is_none() {
        open.found.iter().map(|term| item(term, &typed)).collect()
    } else {
        Vec::new()
    };
    ExplainSheet {
        query: open.query.clone(),
        items,
        at: open.at,
        shown: open.shown.as_ref().map(explained),
    }
}

/// One term as an item of a list.
pub(super) fn item(term: &Term, typed: &[String]) -> PaletteItem {
    let title = term.title();
    let second = term.what();
    PaletteItem {
        icon: PaletteIcon::Explain,
        spoken: format!("{title}, {second}"),
        title: fuzzy::marked(&title, typed),
        second,
        state: None,
        badge: None,
        keys: "",
        is_danger: false,
    }
}

fn explained(term: &Term) -> Explained {
    let name = term.name();
    let (kind, what, cause, next) = match term {
        Term::Code(known) => {
            let explained = known.explain();
            let said = match known.speaker {
                Speaker::Org => words::text("window-explain-by-org"),
                Speaker::ValetKey => words::text("window-explain-by-us"),
            };
            let kind = match &known.description {
                Some(description) => format!("{said} · {description}"),
                None => said,
            };
            let what = match explained.head {
                Some(head) => format!("{head}. {}", explained.what),
                None => explained.what,
            };
            (kind, what, explained.cause, explained.next)
        }
        Term::Scope(_) => kind_only("window-explain-is-scope", term),
        Term::Parameter(_) => kind_only("window-explain-is-parameter", term),
        Term::Claim(_) => kind_only("window-explain-is-claim", term),
    };
    let copy = [name.as_str(), &kind, &what, &cause, &next]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n");
    Explained {
        related: terms::related(term, RELATED)
            .into_iter()
            .map(|other| (beside(term, &other), other))
            .collect(),
        name,
        kind,
        what,
        cause,
        next,
        copy,
    }
}

fn kind_only(key: &str, term: &Term) -> (String, String, String, String) {
    (words::text(key), term.what(), String::new(), String::new())
}

/// A related term: its description alone, where the code is the same.
fn beside(term: &Term, other: &Term) -> String {
    match other {
        Term::Code(known) if known.code == term.name() => known
            .description
            .clone()
            .unwrap_or_else(|| known.code.clone()),
        _ => other.title(),
    }
}
