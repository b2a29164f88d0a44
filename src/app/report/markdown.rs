//! A run as Markdown: what happened step by step, each exchange, and why it failed.

use super::super::state::RunRecord;
use super::super::view::{self, StepView, lane_words};
use super::shown;
use crate::model::run::{Exchange, ShownField};
use crate::model::time::UnixTime;
use crate::model::words;

pub(super) fn write(record: &RunRecord, steps: &[StepView], now: UnixTime) -> String {
    let run = &record.run;
    let mut text = format!(
        "# {}\n\n{} · {} · {}\n\n",
        view::run_kind(&run.flow),
        run.run_id,
        run.began_at.to_rfc3339(),
        view::run_state(record, now)
    );
    for step in steps {
        let way = if step.from == step.to {
            lane_words(step.from)
        } else {
            format!("{} → {}", lane_words(step.from), lane_words(step.to))
        };
        let time = if step.time.is_empty() {
            "–"
        } else {
            &step.time
        };
        text.push_str(&format!("- `{time}` {way}: {}\n", escaped(&step.label)));
    }
    for exchange in &run.exchanges {
        one(&mut text, exchange);
    }
    if let Some(problem) = &record.problem {
        let explained = problem.explain();
        text.push_str(&format!("\n## {}\n", escaped(&problem.code)));
        for part in [explained.what, explained.cause, explained.next] {
            text.push_str(&format!("\n{}\n", escaped(&part)));
        }
        if let Some(org) = &problem.org {
            let said = match &org.error_description {
                Some(description) => format!("{}\n{description}", org.error),
                None => org.error.clone(),
            };
            text.push_str(&format!("\n{}", fenced(&said)));
        }
    }
    text
}

fn one(text: &mut String, exchange: &Exchange) {
    let title = words::find(&exchange.step).unwrap_or_else(|| exchange.step.clone());
    text.push_str(&format!(
        "\n## {}. {}\n\n",
        exchange.number,
        escaped(&title)
    ));
    let mut block = format!("{} {}\n", exchange.method, exchange.url);
    lines(&mut block, &exchange.request_headers, ": ");
    lines(&mut block, &exchange.request_fields, "=");
    if let Some(status) = exchange.status {
        block.push_str(&format!("\n{status}\n"));
    }
    if let Some(error) = &exchange.error {
        block.push_str(&format!("{error}\n"));
    }
    lines(&mut block, &exchange.answer_headers, ": ");
    lines(&mut block, &exchange.answer_fields, "=");
    if let Some(took) = exchange.took {
        block.push_str(&format!("\n{} ms\n", took.as_millis()));
    }
    text.push_str(&fenced(&block));
}

fn lines(block: &mut String, fields: &[ShownField], between: &str) {
    for field in fields {
        block.push_str(&format!("{}{between}{}\n", field.name, shown(field)));
    }
}

/// A block of code that nothing inside can end.
fn fenced(block: &str) -> String {
    let longest = block
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = "`".repeat(longest.max(2).saturating_add(1));
    format!("{fence}\n{}\n{fence}\n", block.trim_end())
}

/// Words of a server are words, and no markup.
fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '!' => {
                text.push('\\');
                text.push(c);
            }
            c if c.is_control() => text.push(' '),
            c => text.push(c),
        }
    }
    text
}
