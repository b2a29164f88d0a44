//! The eye: a secret is fetched while it is held, painted, and gone when it is released (R48);
//! and what is typed goes with what it was typed into (R44, R50).

use egui::{Event, PointerButton, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use valet_key::app::command::{Command, Screen, WhichToken};
use valet_key::app::view::{RailItem, RailWhat, StripWhat, Window};
use valet_key::model::secret::Revealed;

use crate::sample;
use crate::stage::{Stage, open, settle, tree};

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

#[test]
fn a_secret_that_is_covered_by_the_lock_while_its_eye_is_held_is_dropped() {
    let mut window = open(sample::overview_window());
    press(&mut window, true);
    reveal(&mut window);
    assert!(is_painted(&window));
    window.state_mut().view = sample::locked(false);
    window.run_steps(3);
    window.state_mut().view = sample::overview_window();
    window.run_steps(3);
    assert!(!is_painted(&window));
}

/// How many characters stand in a field.
fn typed(window: &Harness<'static, Stage>, (role, name): (Role, &str)) -> usize {
    let field = window.get_by_role_and_label(role, name);
    field
        .accesskit_node()
        .value()
        .unwrap_or_default()
        .chars()
        .count()
}

fn write(window: &mut Harness<'static, Stage>, (role, name): (Role, &str)) {
    window.get_by_role_and_label(role, name).focus();
    settle(window);
    window
        .get_by_role_and_label(role, name)
        .type_text("typed-secret");
    settle(window);
    assert_eq!(typed(window, (role, name)), "typed-secret".len());
}

/// What is typed under one view is gone after another was shown.
#[track_caller]
fn is_wiped_by(view: fn() -> Window, field: (Role, &str), cover: fn() -> Window) {
    let mut window = open(view());
    write(&mut window, field);
    window.state_mut().view = cover();
    settle(&mut window);
    window.state_mut().view = view();
    settle(&mut window);
    assert_eq!(typed(&window, field), 0);
}

#[test]
fn what_was_typed_into_a_dialog_goes_when_it_closes_and_with_the_lock() {
    let passphrase = (Role::PasswordInput, "Passphrase");
    let locked = || sample::locked(false);
    is_wiped_by(sample::failed::asks_passphrase, passphrase, || {
        sample::library(None)
    });
    is_wiped_by(sample::failed::asks_passphrase, passphrase, locked);
    is_wiped_by(
        || sample::with_dialog(sample::settings(), sample::vault_change(false)),
        (Role::PasswordInput, "New passphrase"),
        locked,
    );
}

#[test]
fn what_was_typed_into_the_form_goes_with_the_lock_and_outlives_a_login_that_covers_it() {
    let secret = (Role::PasswordInput, "Consumer secret");
    is_wiped_by(sample::form, secret, || sample::locked(true));
    let mut window = open(sample::form());
    write(&mut window, secret);
    window.state_mut().view = covering();
    settle(&mut window);
    window.state_mut().view = sample::form();
    settle(&mut window);
    assert_eq!(typed(&window, secret), "typed-secret".len());
    // The lock wipes it behind what covers it, too.
    window.state_mut().view = covering();
    settle(&mut window);
    window.state_mut().view = sample::locked(true);
    settle(&mut window);
    window.state_mut().view = sample::form();
    settle(&mut window);
    assert_eq!(typed(&window, secret), 0);
}

/// A login in front of a form that is not closed: the rail leads back to it.
fn covering() -> Window {
    let mut view = sample::waiting();
    let way_back = RailItem {
        what: RailWhat::Screen(Screen::ProfileForm),
        ..view.rail.tools[0].clone()
    };
    view.rail.tools.push(way_back);
    view
}

#[test]
fn a_pasted_address_goes_with_its_login_and_with_the_lock() {
    let field = (Role::TextInput, "Address or text the browser shows");
    is_wiped_by(sample::waiting, field, || sample::locked(false));
    is_wiped_by(sample::waiting, field, || {
        let mut view = sample::overview_window();
        let right = &mut view.strip.right;
        right.retain(|item| item.what != StripWhat::Running);
        view
    });
    // Somewhere else in the window, while the login goes on.
    let mut window = open(sample::waiting());
    write(&mut window, field);
    let mut elsewhere = sample::settings();
    elsewhere.strip = sample::waiting().strip;
    window.state_mut().view = elsewhere;
    settle(&mut window);
    window.state_mut().view = sample::waiting();
    settle(&mut window);
    assert_eq!(typed(&window, field), "typed-secret".len());
}

#[test]
fn what_was_typed_at_the_lock_goes_with_it() {
    let passphrase = (Role::PasswordInput, "Passphrase");
    is_wiped_by(
        || sample::locked(true),
        passphrase,
        || sample::library(None),
    );
}
