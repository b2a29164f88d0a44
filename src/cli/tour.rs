//! `tour`: every flow of the catalog against a private demo org, with a scripted person in place of the browser.
//!
//! The engine is the real one and so are the sockets; only folder, vault and
//! browser are made for the occasion.

mod walk;

use serde_json::{Value, json};

use super::object;
use super::output::Answer;
use super::plain::table;
use crate::engine::clock;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::time::UnixTime;
use crate::model::words;
use crate::protocol::catalog::{FLOWS, FlowSpec};
use walk::Walk;

/// One line of the tour.
struct Stop {
    flow: &'static FlowSpec,
    exchanges: usize,
    ms: i64,
    problem: Option<Box<Problem>>,
}

/// Answers `tour`; with the answer comes the problem of the first flow that failed.
///
/// # Errors
///
/// Why the tour could not begin at all.
pub fn tour() -> Result<(Answer, Option<Box<Problem>>), Box<Problem>> {
    let began = clock::now();
    let mut walk = Walk::begin()?;
    let mut stops = Vec::new();
    for flow in FLOWS {
        let began = clock::now();
        let done = walk.flow(flow.name);
        let (exchanges, problem) = match done {
            Ok(exchanges) => (exchanges, None),
            Err(problem) => (0, Some(problem)),
        };
        let is_over = problem
            .as_ref()
            .is_some_and(|problem| problem.kind == ProblemKind::Cancelled);
        stops.push(Stop {
            flow,
            exchanges,
            ms: since(began),
            problem,
        });
        if is_over {
            break;
        }
    }
    drop(walk);
    Ok(answer(&stops, since(began)))
}

fn since(began: UnixTime) -> i64 {
    clock::now().as_millis().saturating_sub(began.as_millis())
}

fn answer(stops: &[Stop], ms: i64) -> (Answer, Option<Box<Problem>>) {
    let flows: Vec<Value> = stops
        .iter()
        .map(|stop| {
            json!({
                "flow": stop.flow.name,
                "name": name(stop.flow),
                "exchanges": stop.exchanges,
                "result": result(stop),
                "ms": stop.ms,
                "error": stop.problem.as_deref().map(object::error),
            })
        })
        .collect();
    let failed = stops.iter().filter(|stop| stop.problem.is_some()).count();
    let passed = stops.len() - failed;
    let head: Vec<String> = ["flow", "exchanges", "result", "ms"]
        .iter()
        .map(|column| words::text(&format!("cli-head-{column}")))
        .collect();
    let mut rows = Vec::new();
    for stop in stops {
        rows.push(vec![
            name(stop.flow),
            stop.exchanges.to_string(),
            result(stop).to_owned(),
            stop.ms.to_string(),
        ]);
    }
    let counts = [passed.to_string(), failed.to_string(), ms.to_string()];
    let summary = words::with(
        "cli-tour-summary",
        &[
            ("passed", &counts[0]),
            ("failed", &counts[1]),
            ("ms", &counts[2]),
        ],
    );
    let answer = Answer {
        json: json!({ "flows": flows, "passed": passed, "failed": failed, "ms": ms }),
        text: format!("{}{summary}\n", table(&head, &rows)),
    };
    (answer, first_problem(stops))
}

/// A flow that failed is a check that came out bad, whatever it failed of.
fn first_problem(stops: &[Stop]) -> Option<Box<Problem>> {
    let stop = stops.iter().find(|stop| stop.problem.is_some())?;
    let problem = stop.problem.clone()?;
    if problem.kind == ProblemKind::Cancelled {
        return Some(problem);
    }
    let what = problem.explain();
    let failed = Problem::new(ProblemKind::Failed, "check_failed")
        .at(stop.flow.name)
        .with("detail", what.what)
        .with("next", what.next);
    Some(Box::new(failed))
}

fn name(flow: &FlowSpec) -> String {
    words::text(&flow.key())
}

fn result(stop: &Stop) -> &'static str {
    match stop.problem {
        None => "passed",
        Some(_) => "failed",
    }
}
