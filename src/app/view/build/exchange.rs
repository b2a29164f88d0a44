//! One exchange: its parameters, as text, and as a curl command with placeholders.

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
        if exchange.to == Lane::Org {
            actions.push(Action::new(
                "window-action-copy-as-curl",
                Ask::CopyText(curl(exchange)),
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
    let lane = |lane: Lane| {
        words::text(match lane {
            Lane::You => "window-lane-you",
            Lane::Browser => "window-lane-browser",
            Lane::ValetKey => "window-lane-valet-key",
            Lane::Org => "window-lane-org",
        })
    };
    let number = exchange.number.to_string();
    let clock = time::clock(state, exchange.began_at);
    let (from, to) = (lane(exchange.from), lane(exchange.to));
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
pub(super) fn raw(exchange: &Exchange) -> String {
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
            Shown::Hidden(_) => placeholder(&field.name),
        };
        text.push_str(&format!("{}{between}{value}\n", field.name));
    }
}

/// `$CLIENT_SECRET` for `client_secret`.
fn placeholder(name: &str) -> String {
    let name: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_uppercase()
            } else {
                '_'
            }
        })
        .collect();
    format!("${name}")
}

/// The request as a curl command; every secret is a shell variable to be set by the reader.
fn curl(exchange: &Exchange) -> String {
    let mut parts = vec!["curl".to_owned()];
    for header in &exchange.request_headers {
        let quoted = match &header.value {
            Shown::Plain(value) => quote(&format!("{}: {value}", header.name)),
            Shown::Hidden(_) => {
                format!("\"{}: {}\"", safe(&header.name), placeholder(&header.name))
            }
        };
        parts.push(format!("-H {quoted}"));
    }
    if exchange.method == "GET" {
        parts.push("--get".to_owned());
    }
    for field in &exchange.request_fields {
        let quoted = match &field.value {
            Shown::Plain(value) => quote(&format!("{}={value}", field.name)),
            Shown::Hidden(_) => format!("\"{}={}\"", safe(&field.name), placeholder(&field.name)),
        };
        parts.push(format!("--data-urlencode {quoted}"));
    }
    parts.push(quote(&exchange.url));
    parts.join(" \\\n  ")
}

/// A name that stands between double quotes: letters, digits, `_` and `-` only.
fn safe(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        .collect()
}

fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::UnixTime;

    #[test]
    fn curl_has_placeholders_for_secrets_and_quotes_the_rest() {
        let field = |name: &str, value| ShownField {
            name: name.into(),
            value,
        };
        let exchange = Exchange {
            number: 3,
            from: Lane::ValetKey,
            to: Lane::Org,
            step: "flow-step-token".into(),
            method: "POST".into(),
            url: "https://login.salesforce.com/services/oauth2/token".into(),
            request_headers: vec![field("authorization", Shown::Hidden(None))],
            request_fields: vec![
                field("grant_type", Shown::Plain("it's".into())),
                field("client_secret", Shown::Hidden(None)),
            ],
            status: Some(200),
            answer_headers: Vec::new(),
            answer_fields: Vec::new(),
            began_at: UnixTime::from_secs(0),
            took: None,
            error: None,
        };
        let curl = curl(&exchange);
        assert!(curl.contains("\"client_secret=$CLIENT_SECRET\""), "{curl}");
        assert!(curl.contains("\"authorization: $AUTHORIZATION\""), "{curl}");
        assert!(curl.contains("'grant_type=it'\\''s'"), "{curl}");
    }
}
