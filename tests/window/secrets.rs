//! The eye: a secret is fetched while it is held, painted, and gone when it is released (R48).

use egui::{Event, PointerButton};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use valet_key::app::command::{Command, WhichToken};
use valet_key::model::secret::Revealed;

use crate::sample;
use crate::stage::{Stage, open, tree};

const CANARY: &str = "00Dcanary-that-nobody-may-read";

fn press(window: &mut Harness<'static, Stage>, pressed: bool) {
    let pos = window.get_by_label("Reveal Refresh token").rect().center();
    window.event(Event::PointerMoved(pos));
    window.event(Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: egui::Modifiers::NONE,
    });
    window.run_steps(3);
}

fn reveal(window: &mut Harness<'static, Stage>) {
    let revealed = Revealed::new(CANARY.to_owned());
    window
        .state_mut()
        .looks
        .hold(&sample::session_id(), WhichToken::Refresh, revealed);
    window.run_steps(3);
}

fn is_painted(window: &Harness<'static, Stage>) -> bool {
    window
        .output()
        .shapes
        .iter()
        .any(|clipped| match &clipped.shape {
            egui::Shape::Text(text) => text.galley.text().contains("00Dcanary"),
            _ => false,
        })
}

#[test]
fn a_secret_is_seen_while_the_eye_is_held_and_never_in_the_tree() {
    let mut window = open(sample::overview_window());
    press(&mut window, true);
    assert!(matches!(
        window.state().asked.first(),
        Some(Command::Reveal {
            which: WhichToken::Refresh,
            ..
        })
    ));
    reveal(&mut window);
    assert!(is_painted(&window));
    // Longer than egui takes a press for a click: two seconds.
    window.run_steps(40);
    assert!(is_painted(&window));
    let in_tree = tree(&window)
        .iter()
        .any(|(_, label, value)| label.contains("canary") || value.contains("canary"));
    assert!(!in_tree);
    press(&mut window, false);
    assert!(!is_painted(&window));
}

#[test]
fn a_secret_that_comes_after_the_release_is_dropped() {
    let mut window = open(sample::overview_window());
    press(&mut window, true);
    press(&mut window, false);
    reveal(&mut window);
    assert!(!is_painted(&window));
}

#[test]
fn a_secret_hides_itself_after_ten_seconds_and_when_the_window_loses_the_keyboard() {
    let mut window = open(sample::overview_window());
    press(&mut window, true);
    reveal(&mut window);
    assert!(is_painted(&window));
    window.input_mut().focused = false;
    window.run_steps(3);
    assert!(!is_painted(&window));

    let mut window = open(sample::overview_window());
    press(&mut window, true);
    reveal(&mut window);
    // A step is a twentieth of a second.
    window.run_steps(20 * 11);
    assert!(!is_painted(&window));
}
