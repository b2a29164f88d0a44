//! Sheets: opened, searched, closed.

use super::super::command::ExplainAct;
use super::super::effect::Effect;
use super::super::fuzzy::{self, Text};
use super::super::state::{DialogState, Explain, Sheet, State};
use super::super::terms::{self, Term};
use super::palette;

/// The most terms that are listed.
const MOST: usize = 200;

/// Closes the sheet; returns false where none is open.
pub(super) fn close(state: &mut State) -> bool {
    match &mut state.sheet {
        // From a term that was found back to what was found.
        Some(Sheet::Explain(explain)) if explain.shown.is_some() && !explain.found.is_empty() => {
            explain.shown = None;
            true
        }
        open => open.take().is_some(),
    }
}

pub(super) fn shortcuts(state: &mut State) -> Vec<Effect> {
    state.sheet = match state.sheet {
        Some(Sheet::Shortcuts) => None,
        _ => Some(Sheet::Shortcuts),
    };
    Vec::new()
}

/// Explains what is in view; the list of everything, where nothing is.
pub(super) fn explain(state: &mut State) -> Vec<Effect> {
    if matches!(state.sheet, Some(Sheet::Explain(_))) {
        return Vec::new();
    }
    let shown = palette::chosen_term(state).or_else(|| in_view(state));
    let mut explain = Explain {
        shown,
        ..Explain::default()
    };
    if explain.shown.is_none() {
        explain.found = found("");
    }
    state.sheet = Some(Sheet::Explain(explain));
    Vec::new()
}

/// The code of the error on screen.
fn in_view(state: &State) -> Option<Term> {
    if let Some(DialogState::Problem(problem)) = state.dialogs.last() {
        return terms::of_problem(problem);
    }
    let selected = state.selected.as_ref()?;
    if let Some(trouble) = state.troubles.get(selected) {
        return terms::of_problem(&trouble.problem);
    }
    state.notices.last().and_then(terms::of_problem)
}

/// Opens the sheet on one term.
pub(super) fn open(state: &mut State, term: Term) -> Vec<Effect> {
    match &mut state.sheet {
        Some(Sheet::Explain(explain)) => explain.shown = Some(term),
        _ => {
            state.sheet = Some(Sheet::Explain(Explain {
                shown: Some(term),
                ..Explain::default()
            }));
        }
    }
    Vec::new()
}

pub(super) fn explain_act(state: &mut State, act: ExplainAct) -> Vec<Effect> {
    let Some(Sheet::Explain(explain)) = &mut state.sheet else {
        return Vec::new();
    };
    match act {
        ExplainAct::Type(query) => {
            explain.found = found(&query);
            explain.query = query;
            explain.at = 0;
        }
        ExplainAct::Step(by) => explain.at = palette::step(explain.at, by, explain.found.len()),
        ExplainAct::Open => explain.shown = explain.found.get(explain.at).cloned(),
        ExplainAct::OpenAt(at) => {
            explain.at = at.min(explain.found.len().saturating_sub(1));
            explain.shown = explain.found.get(explain.at).cloned();
        }
        ExplainAct::List => {
            explain.shown = None;
            explain.found = found(&explain.query);
            explain.at = explain.at.min(explain.found.len().saturating_sub(1));
        }
    }
    Vec::new()
}

/// Everything that can be explained and matches, the best first.
fn found(query: &str) -> Vec<Term> {
    search_terms(query, MOST).0
}

/// Searches what can be explained; with how many there are.
pub(super) fn search_terms(query: &str, most: usize) -> (Vec<Term>, usize) {
    let words = fuzzy::words(query);
    let mut found: Vec<(u32, &Term)> = terms::all()
        .iter()
        .filter_map(|(term, title)| {
            let text = Text::new(title);
            let mut score = 0_u32;
            for word in &words {
                score = score.saturating_add(text.find(word)?.score);
            }
            Some((score, term))
        })
        .collect();
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let all = found.len();
    let terms = found.into_iter().take(most).map(|(_, term)| term.clone());
    (terms.collect(), all)
}

/// Leaves of a query the words that what can be explained has in it: `acme refresh` explains refresh.
pub(super) fn explaining(query: &str) -> String {
    let texts: Vec<Text> = terms::all()
        .iter()
        .map(|(_, title)| Text::new(title))
        .collect();
    let is_known = |word: &String| {
        texts
            .iter()
            .filter_map(|text| text.find(word))
            .any(|found| found.score >= fuzzy::INSIDE)
    };
    let known: Vec<String> = fuzzy::words(query).into_iter().filter(is_known).collect();
    known.join(" ")
}
