//! The flow chooser: where answers lead, and what becomes of a form that was open.

use super::*;
use crate::app::chooser::{Answer, Choose, STARTS};
use crate::app::command::Screen;
use crate::app::view::{ChooserView, Place};
use crate::protocol::catalog;

fn chooser(play: &Play) -> ChooserView {
    let Place::Chooser(chooser) = play.window().place else {
        panic!("the chooser is shown");
    };
    *chooser
}

fn answer(play: &mut Play, answers: [usize; 2]) {
    play.command(Command::Show(Screen::Chooser));
    for answer in [Answer::Start(answers[0]), Answer::Case(answers[1])] {
        play.command(Command::Choose(Choose::Answer(answer)));
    }
}

fn flow_of_form(play: &Play) -> Option<String> {
    match play.window().place {
        Place::Form(form) => Some(form.draft.flow.as_str().to_owned()),
        _ => None,
    }
}

#[test]
fn every_way_ends_in_the_form_or_says_that_the_flow_is_not_here() {
    for (first, start) in STARTS.iter().enumerate() {
        for (second, case) in start.cases.iter().enumerate() {
            let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
            answer(&mut play, [first, second]);
            let advice = chooser(&play).advice.expect("two answers are enough");
            assert_eq!(advice.name, case.flow);
            assert!(!advice.why.is_empty() && !advice.not.is_empty());
            play.command(Command::Choose(Choose::Use));
            let is_here = catalog::is_login_flow(case.flow);
            assert_eq!(advice.take.disabled.is_none(), is_here, "{}", case.name);
            assert_eq!(advice.note.is_none(), is_here, "{}", case.name);
            let expected = is_here.then(|| case.flow.to_owned());
            assert_eq!(flow_of_form(&play), expected, "{}", case.name);
        }
    }
}

#[test]
fn what_was_typed_into_the_form_is_kept_without_a_question() {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    play.command(Command::NewProfile);
    let mut typed = draft("x", SANDBOX);
    typed.profile_id = None;
    typed.name = "Typed by hand".to_owned();
    play.command(Command::ChangeDraft(Box::new(typed)));
    answer(&mut play, [1, 0]);
    assert!(
        play.window().dialog.is_none(),
        "nothing is lost, nothing is asked"
    );
    assert_eq!(chooser(&play).actions.len(), 1, "back to the form");
    play.command(Command::Choose(Choose::Use));
    let Place::Form(form) = play.window().place else {
        panic!("the form is shown");
    };
    assert_eq!(form.draft.name, "Typed by hand");
    assert_eq!(form.draft.flow.as_str(), "client_credentials");
}

#[test]
fn a_library_that_cannot_be_written_says_why_nothing_is_taken() {
    let mut play = Play::empty();
    play.event(Event::LibraryLoaded {
        profiles: Vec::new(),
        sessions: Vec::new(),
        settings: Box::new(Settings::default()),
        notices: Vec::new(),
        read_only: true,
    });
    answer(&mut play, [0, 0]);
    assert!(chooser(&play).advice.unwrap().take.disabled.is_some());
    play.command(Command::Choose(Choose::Use));
    assert_eq!(flow_of_form(&play), None);
}
