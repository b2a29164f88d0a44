//! The flow chooser's screen.

use super::super::super::chooser::{Answer, Choose, STARTS};
use super::super::super::command::Screen;
use super::super::super::state::State;
use super::super::{Action, Advice, Ask, Choice, ChooserView, Look, Question};
use crate::model::words;
use crate::protocol::catalog;

/// Makes the screen.
pub(super) fn view(state: &State) -> ChooserView {
    let chosen = state.chosen;
    let starts = STARTS.iter().enumerate().map(|(index, start)| {
        let is_on = chosen.start().is_some_and(|on| on.name == start.name);
        choice(start.name, is_on, Answer::Start(index))
    });
    let mut questions = vec![Question {
        title: words::text("window-choose-first"),
        options: starts.collect(),
    }];
    if let Some(start) = chosen.start() {
        let cases = start.cases.iter().enumerate().map(|(index, case)| {
            let is_on = chosen.case().is_some_and(|on| on.name == case.name);
            choice(case.name, is_on, Answer::Case(index))
        });
        questions.push(Question {
            title: words::text("window-choose-second"),
            options: cases.collect(),
        });
    }
    let back = Action::new("window-choose-to-form", Ask::Show(Screen::ProfileForm));
    ChooserView {
        under: words::text("window-choose-under"),
        actions: state.form.iter().map(|_| back.clone()).collect(),
        questions,
        advice: advice(state),
        waits: words::text("window-choose-waits"),
    }
}

fn choice(name: &'static str, is_on: bool, answer: Answer) -> Choice {
    Choice {
        name,
        label: words::text(&format!("choose-{name}")),
        is_on,
        ask: Ask::Choose(Choose::Answer(answer)),
    }
}

fn advice(state: &State) -> Option<Advice> {
    let case = state.chosen.case()?;
    let spec = catalog::find(case.flow);
    let not_here = spec
        .is_none()
        .then(|| words::text("window-choose-not-here"));
    let reason = if state.is_read_only {
        Some(words::text("window-reason-read-only"))
    } else {
        let short = || words::text("window-choose-not-here-short");
        not_here.as_ref().map(|_| short())
    };
    let slug = |name: &str| name.replace('_', "-");
    Some(Advice {
        name: case.flow,
        flow: words::text(&match spec {
            Some(spec) => spec.key(),
            None => format!("choose-flow-{}", slug(case.flow)),
        }),
        why: words::text(&format!("choose-{}-why", case.name)),
        needs: spec.map_or_else(Vec::new, |spec| {
            let needs = spec.needs.iter();
            needs.map(|need| words::text(need.key())).collect()
        }),
        not: case
            .not
            .iter()
            .map(|name| words::text(&format!("choose-not-{}", slug(name))))
            .collect(),
        note: not_here,
        take: Action::new("window-choose-use", Ask::Choose(Choose::Use))
            .look(Look::Primary)
            .unless(reason),
    })
}
