//! A run as a Mermaid sequence diagram, with the steps that the window draws.

use super::super::state::RunRecord;
use super::super::view::{StepStanding, StepView, lane_words};
use crate::model::run::Lane;

const LANES: [Lane; 4] = [Lane::You, Lane::Browser, Lane::ValetKey, Lane::Org];

pub(super) fn write(record: &RunRecord, steps: &[StepView]) -> String {
    let mut text = format!(
        "%% {} {} {}\nsequenceDiagram\n",
        one_line(&record.run.flow),
        record.run.run_id,
        record.run.began_at.to_rfc3339()
    );
    for lane in LANES {
        text.push_str(&format!(
            "    participant {} as {}\n",
            name(lane),
            label(&lane_words(lane))
        ));
    }
    for step in steps {
        text.push_str("    ");
        text.push_str(&line(step));
        text.push('\n');
    }
    text
}

fn line(step: &StepView) -> String {
    let words = match step.time.as_str() {
        "" => label(&step.label),
        time => format!("{} ({})", label(&step.label), label(time)),
    };
    if step.from == step.to {
        return format!("Note over {}: {words}", name(step.from));
    }
    let arrow = match step.standing {
        StepStanding::Failed => "-x",
        StepStanding::Unseen | StepStanding::ToCome => "-->>",
        StepStanding::Done | StepStanding::Now | StepStanding::Note => "->>",
    };
    format!("{}{arrow}{}: {words}", name(step.from), name(step.to))
}

fn name(lane: Lane) -> &'static str {
    match lane {
        Lane::You => "you",
        Lane::Browser => "browser",
        Lane::ValetKey => "valet_key",
        Lane::Org => "org",
    }
}

/// Words that cannot end the line or begin another statement.
fn label(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for c in one_line(words).chars() {
        match c {
            '#' => text.push_str("#35;"),
            ';' => text.push_str("#59;"),
            '<' | '>' => text.push(' '),
            c => text.push(c),
        }
    }
    text
}

fn one_line(words: &str) -> String {
    words
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
