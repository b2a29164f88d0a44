//! The flow chooser: answers by mouse and by keyboard, and the way into the form.

use egui_kittest::kittest::{NodeT as _, Queryable as _};
use valet_key::app::chooser::{Answer, Choose};
use valet_key::app::command::{Command, Screen};
use valet_key::model::words;

use crate::sample;
use crate::stage::{click, open, open_sized, settle};

#[test]
fn the_form_leads_to_the_chooser() {
    let mut window = open(sample::form());
    click(&mut window, &words::text("window-action-choose-flow"));
    let Command::Show(Screen::Chooser) = window.state().one() else {
        panic!("{:?}", window.state().names());
    };
}

#[test]
fn an_answer_is_given_by_a_click_and_by_the_keyboard() {
    let mut window = open(sample::chooser::after(&[]));
    click(&mut window, &words::text("choose-nobody"));
    let given = |window: &egui_kittest::Harness<'_, crate::stage::Stage>| {
        let Command::Choose(Choose::Answer(answer)) = window.state().one() else {
            panic!("{:?}", window.state().names());
        };
        *answer
    };
    assert_eq!(given(&window), Answer::Start(1));

    let mut window = open_sized(sample::chooser::after(&[Answer::Start(1)]), [720.0, 480.0]);
    let label = words::text("choose-known-users");
    let radio = (egui::Role::RadioButton, label.as_str());
    window.get_by_role_and_label(radio.0, radio.1).focus();
    settle(&mut window);
    window.key_press(egui::Key::Space);
    settle(&mut window);
    assert_eq!(given(&window), Answer::Case(1));
}

#[test]
fn the_answers_that_were_given_say_so() {
    let window = open(sample::chooser::after(&[Answer::Start(0), Answer::Case(1)]));
    let is_on = |key: &str| {
        let label = words::text(key);
        let node = window.get_by_role_and_label(egui::Role::RadioButton, &label);
        node.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True)
    };
    assert!(is_on("choose-person") && is_on("choose-no-browser"));
    assert!(!is_on("choose-nobody") && !is_on("choose-browser-here"));
    window.get_by_label(&words::text("choose-not-web-server-far"));
    window.get_by_label(&words::text("choose-no-browser-why"));
}

#[test]
fn the_answer_goes_into_the_form() {
    let mut window = open(sample::chooser::after(&[Answer::Start(0), Answer::Case(1)]));
    click(&mut window, &words::text("window-choose-use"));
    let Command::Choose(Choose::Use) = window.state().one() else {
        panic!("{:?}", window.state().names());
    };
}

#[test]
fn a_flow_that_is_not_here_is_named_and_cannot_be_used() {
    let mut window = open(sample::chooser::after(&[Answer::Start(2), Answer::Case(3)]));
    window.get_by_label(&words::text("choose-flow-saml-assertion"));
    window.get_by_label(&words::text("window-choose-not-here"));
    click(&mut window, &words::text("window-choose-use"));
    assert!(
        window.state().asked.is_empty(),
        "{:?}",
        window.state().names()
    );
}

#[test]
fn an_answer_below_the_questions_comes_into_sight() {
    let mut window = open_sized(sample::chooser::after(&[Answer::Start(0)]), [720.0, 480.0]);
    window.state_mut().view = sample::chooser::after(&[Answer::Start(0), Answer::Case(0)]);
    window.run_steps(12);
    let why = words::text("choose-browser-here-why");
    let why = window.get_by_label(&why).rect();
    assert!(
        why.top() > 66.0 && why.bottom() < 452.0,
        "{why:?} is not in sight"
    );
}
