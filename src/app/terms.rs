//! What can be explained: codes of the org and of ours, scopes, parameters, claims.

use std::sync::OnceLock;

use crate::model::codes::{self, Known};
use crate::model::problem::{Problem, slug};
use crate::model::words;

/// One thing that can be explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// A code, narrowed by a description where there is one.
    Code(Known),
    /// A scope, by its key in the catalogue.
    Scope(&'static str),
    /// A parameter of a request or an answer, by its key.
    Parameter(&'static str),
    /// A claim of a token, by its key.
    Claim(&'static str),
}

const SCOPE: &str = "scope-";
const PARAMETER: &str = "exchange-field-";
const CLAIM: &str = "claim-";

impl Term {
    /// The name as it is written where it is met.
    #[must_use]
    pub fn name(&self) -> String {
        let of = |key: &str, start: &str| key.trim_start_matches(start).replace('-', "_");
        match self {
            Self::Code(known) => known.code.clone(),
            Self::Scope(key) => of(key, SCOPE),
            Self::Parameter(key) => of(key, PARAMETER),
            Self::Claim(key) => of(key, CLAIM),
        }
    }

    /// The name with what kind of thing it is: `refresh_token scope`.
    #[must_use]
    pub fn title(&self) -> String {
        let name = self.name();
        let key = match self {
            Self::Code(known) => {
                return match &known.description {
                    Some(description) => format!("{name}: {description}"),
                    None => name,
                };
            }
            Self::Scope(_) => "window-explain-scope",
            Self::Parameter(_) => "window-explain-parameter",
            Self::Claim(_) => "window-explain-claim",
        };
        words::with(key, &[("name", &name)])
    }

    /// One sentence on what it is.
    #[must_use]
    pub fn what(&self) -> String {
        match self {
            Self::Code(known) => {
                let explained = known.explain();
                explained.head.unwrap_or(explained.what)
            }
            Self::Scope(key) | Self::Parameter(key) | Self::Claim(key) => words::text(key),
        }
    }
}

/// Returns everything that can be explained with its title: codes first.
#[must_use]
pub fn all() -> &'static [(Term, String)] {
    static ALL: OnceLock<Vec<(Term, String)>> = OnceLock::new();
    ALL.get_or_init(|| {
        let codes = codes::all().iter().cloned().map(Term::Code);
        codes
            .chain(words::below(SCOPE).map(Term::Scope))
            .chain(words::below(PARAMETER).map(Term::Parameter))
            .chain(words::below(CLAIM).map(Term::Claim))
            .map(|term| {
                let title = term.title();
                (term, title)
            })
            .collect()
    })
}

/// Returns what a problem says: the org's word where it spoke, else ours.
#[must_use]
pub fn of_problem(problem: &Problem) -> Option<Term> {
    let said = problem.org.as_ref();
    let by_org = said.and_then(|org| codes::find(&org.error, org.error_description.as_deref()));
    by_org
        .or_else(|| codes::find(&problem.code, None))
        .map(Term::Code)
}

/// Returns what stands beside a term: the descriptions that narrow its code, else what resembles it.
#[must_use]
pub fn related(term: &Term, most: usize) -> Vec<Term> {
    let Term::Code(known) = term else {
        return Vec::new();
    };
    let is_itself = |other: &Known| {
        slug(&other.code) == slug(&known.code)
            && other.description.as_deref().map(slug) == known.description.as_deref().map(slug)
    };
    let mut found: Vec<&Known> = codes::all()
        .iter()
        .filter(|other| slug(&other.code) == slug(&known.code))
        .collect();
    found.extend(codes::near(&known.code, most + found.len()));
    let mut seen: Vec<&Known> = Vec::new();
    for other in found {
        if !is_itself(other) && !seen.contains(&other) {
            seen.push(other);
        }
    }
    seen.into_iter()
        .take(most)
        .cloned()
        .map(Term::Code)
        .collect()
}
