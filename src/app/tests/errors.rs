//! Every code and description of the protocol pages, from the org's words to the card that explains them.

use std::collections::BTreeMap;

use super::*;
use crate::app::command::LoginOptions;
use crate::app::view::{DetailBody, ErrorCard, Place};
use crate::model::codes;
use crate::model::problem::{Explanation, OrgWords};

/// One row: page section, code, description, group, what the explanation must name.
struct Row {
    code: &'static str,
    description: Option<&'static str>,
    group: String,
    names: Vec<&'static str>,
}

fn rows() -> Vec<Row> {
    let rows: Vec<Row> = include_str!("../../../tests/it/errors/codes.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let [_, code, description, group, names] = cells[..] else {
                panic!("not five cells: {line}");
            };
            let group = if group.is_empty() {
                format!("{code} {description}")
            } else {
                group.to_owned()
            };
            Row {
                code,
                description: (!description.is_empty()).then_some(description),
                group,
                names: names.split(';').collect(),
            }
        })
        .collect();
    assert!(rows.len() > 130);
    rows
}

fn problem(row: &Row) -> Problem {
    Problem::new(ProblemKind::Refused, row.code).said(OrgWords {
        status: Some(400),
        error: row.code.to_owned(),
        error_description: row.description.map(str::to_owned),
    })
}

#[test]
fn every_code_and_description_has_an_explanation_of_its_own() {
    let general = Problem::new(ProblemKind::Refused, "x").explain();
    let mut groups: BTreeMap<String, String> = BTreeMap::new();
    for row in rows() {
        let explained = problem(&row).explain();
        let whole = format!("{} {} {}", explained.what, explained.cause, explained.next);
        assert_ne!(explained.cause, general.cause, "{}", row.code);
        for named in &row.names {
            assert!(
                whole.contains(named),
                "{}: no {named} in {whole}",
                row.group
            );
        }
        let same = groups.entry(whole).or_insert_with(|| row.group.clone());
        assert_eq!(*same, row.group, "two meanings share one explanation");
    }
    let mut known: Vec<&String> = groups.values().collect();
    known.sort_unstable();
    known.dedup();
    assert_eq!(
        known.len(),
        groups.len(),
        "one meaning has two explanations"
    );
}

#[test]
fn every_code_of_the_list_stands_in_the_table() {
    let rows = rows();
    for (code, descriptions) in codes::OF_THE_ORG {
        assert!(rows.iter().any(|row| row.code == *code), "{code}");
        for description in *descriptions {
            let is_it = |row: &&Row| row.code == *code && row.description == Some(description);
            assert!(rows.iter().any(|row| is_it(&row)), "{code}: {description}");
        }
    }
}

#[test]
fn the_card_says_what_explain_says_and_the_org_said() {
    let mut play = Play::with(&[("a", "acme.my.salesforce.com")], Vec::new());
    play.command(Command::Select(Some(pid("a"))));
    for row in rows() {
        let effects = play.command(Command::LogIn {
            profile_id: pid("a"),
            options: LoginOptions::default(),
        });
        let run_id = Play::begun(&effects);
        play.event(Event::Failed {
            run_id,
            problem: Box::new(problem(&row)),
            session: None,
        });
        let card = card(&play);
        let Explanation {
            what, cause, next, ..
        } = codes::find(row.code, row.description)
            .unwrap_or_else(|| panic!("{} is not found", row.code))
            .explain();
        assert_eq!(
            (&card.what, &card.cause, &card.next),
            (&what, &cause, &next)
        );
        assert!(
            card.org
                .contains(&("error".to_owned(), row.code.to_owned()))
        );
        if let Some(said) = row.description {
            let said = ("error_description".to_owned(), said.to_owned());
            assert!(card.org.contains(&said), "{:?}", card.org);
        }
        assert!(!card.actions.is_empty(), "{} leads nowhere", row.code);
    }
}

fn card(play: &Play) -> ErrorCard {
    match play.window().place {
        Place::Library {
            detail: Some(detail),
            ..
        } => match detail.body {
            DetailBody::Overview(overview) => overview.problem.expect("a card"),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}
