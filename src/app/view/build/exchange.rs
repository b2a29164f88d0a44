//! One exchange: its parameters, and as text.

use super::super::super::report::curl;
use super::super::super::state::{RunRecord, State};
use super::super::{Action, Ask, ExchangeView, ParamRow};
use super::time;
use crate::model::run::{Exchange, Lane, Shown, ShownField};
use crate::model::words;

/// Makes the panel of one exchange of a run.
pub(super) fn view(state: &State, record: &RunRecord, number: u32) -> Option<ExchangeView> {
    let exchanges = &record.run.exchanges;
    let at = exchanges.iter().position(|e| e.number == number)?;
    let exchange = exchanges.get(at)?;
    let neighbour = |at: Option<usize>| at.and_then(|at| exchanges.get(at)).map(|e| e.number);
    let mut actions = Vec::new();
    if !exchange.method.is_empty() {
        // The callback is the browser's to send, once, and to us.
        if exchange.to != Lane::ValetKey {
            actions.push(Action::new(
                "window-action-copy-as-curl",
                Ask::CopyText(curl::curl(exchange)),
            ));
        }
        actions.push(Action::new(
            "window-action-copy-url",
            Ask::CopyText(exchange.url.clone()),
        ));
    }
    Some(ExchangeView {
        number,
        title: title(exchange),
        when: when(state, exchange),
        method: exchange.method.clone(),
        url: exchange.url.clone(),
        request_headers: params(&exchange.request_headers),
        request: params(&exchange.request_fields),
        status: status(exchange),
        answer_headers: params(&exchange.answer_headers),
        answer: params(&exchange.answer_fields),
        raw: raw(exchange),
        actions,
        neighbours: (neighbour(at.checked_sub(1)), neighbour(at.checked_add(1))),
    })
}

/// The step in words; a step without words is shown by its name.
pub(super) fn title(exchange: &Exchange) -> String {
    words::find(&exchange.step).unwrap_or_else(|| {
        exchange
            .step
            .trim_start_matches("flow-step-")
            .replace('-', " ")
    })
}

fn when(state: &State, exchange: &Exchange) -> String {
    let number = exchange.number.to_string();
    let clock = time::clock(state, exchange.began_at);
    let (from, to) = (lane_words(exchange.from), lane_words(exchange.to));
    let text = words::with(
        "window-exchange-when",
        &[
            ("number", &number),
            ("from", &from),
            ("to", &to),
            ("clock", &clock),
        ],
    );
    match exchange.took {
        Some(took) => format!("{text}, {} ms", took.as_millis()),
        None => text,
    }
}

/// The words of a lane.
pub(in crate::app) fn lane_words(lane: Lane) -> String {
    words::text(match lane {
        Lane::You => "window-lane-you",
        Lane::Browser => "window-lane-browser",
        Lane::ValetKey => "window-lane-valet-key",
        Lane::Org => "window-lane-org",
    })
}

fn status(exchange: &Exchange) -> Option<String> {
    match (exchange.status, &exchange.error) {
        (Some(status), Some(error)) => Some(format!("{status} {error}")),
        (Some(status), None) => Some(status.to_string()),
        (None, Some(error)) => Some(error.clone()),
        (None, None) => None,
    }
}

fn params(fields: &[ShownField]) -> Vec<ParamRow> {
    fields
        .iter()
        .map(|field| {
            let key = format!(
                "exchange-field-{}",
                crate::model::problem::slug(&field.name)
            );
            let (value, fingerprint) = match &field.value {
                Shown::Plain(value) => (Some(value.clone()), String::new()),
                Shown::Hidden(None) => (None, String::new()),
                Shown::Hidden(Some(fingerprint)) => (None, super::card::fingerprint(fingerprint)),
            };
            ParamRow {
                name: field.name.clone(),
                value,
                fingerprint,
                meaning: words::find(&key).unwrap_or_default(),
            }
        })
        .collect()
}

/// Request and answer as text; what is hidden is a placeholder.
fn raw(exchange: &Exchange) -> String {
    let mut text = String::new();
    if !exchange.method.is_empty() {
        text.push_str(&format!("{} {}\n", exchange.method, exchange.url));
    }
    lines(&mut text, &exchange.request_headers, ": ");
    lines(&mut text, &exchange.request_fields, "=");
    if let Some(status) = status(exchange) {
        text.push_str(&format!("\n{status}\n"));
    }
    lines(&mut text, &exchange.answer_headers, ": ");
    lines(&mut text, &exchange.answer_fields, "=");
    text
}

fn lines(text: &mut String, fields: &[ShownField], between: &str) {
    for field in fields {
        let value = match &field.value {
            Shown::Plain(value) => value.clone(),
            Shown::Hidden(_) => curl::variable(&field.name),
        };
        text.push_str(&format!("{}{between}{value}\n", field.name));
    }
}
