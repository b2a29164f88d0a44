//! The keyboard: shortcuts, tabs, rows, what is drawn when nothing happens.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use valet_key::app::command::{Command, Tab};

use crate::sample;
use crate::stage::{open, open_sized, settle};

#[test]
fn shortcuts_do_what_their_buttons_do() {
    let ctrl = Modifiers::COMMAND;
    let ctrl_shift = Modifiers::COMMAND | Modifiers::SHIFT;
    for (modifiers, key, wanted) in [
        (ctrl, Key::R, "Refresh"),
        (ctrl_shift, Key::R, "Revoke"),
        (ctrl, Key::O, "OpenOrg"),
        (ctrl_shift, Key::C, "Copy"),
        (ctrl, Key::N, "NewProfile"),
        (ctrl_shift, Key::L, "Lock"),
    ] {
        let mut window = open(sample::overview_window());
        window.key_press_modifiers(modifiers, key);
        settle(&mut window);
        assert_eq!(window.state().names(), [wanted]);
    }
}

#[test]
fn a_slash_leads_to_the_filter() {
    let mut window = open(sample::overview_window());
    window.key_press(Key::Slash);
    settle(&mut window);
    assert!(window.get_by_label("Filter profiles").is_focused());
}

#[test]
fn arrows_move_through_rows_and_tabs() {
    let mut window = open(sample::overview_window());
    window
        .get_by_label_contains("Acme service console, Production")
        .focus();
    settle(&mut window);
    window.key_press(Key::ArrowDown);
    settle(&mut window);
    let Some(Command::Select(Some(profile_id))) = window.state().asked.first() else {
        panic!("{:?}", window.state().names());
    };
    assert_eq!(profile_id.as_str(), "acme-nightly-export");
    window.state_mut().asked.clear();

    window
        .get_by_role_and_label(egui::Role::Tab, "Overview")
        .focus();
    settle(&mut window);
    window.key_press(Key::ArrowRight);
    settle(&mut window);
    assert!(matches!(
        window.state().asked.first(),
        Some(Command::ShowTab(Tab::Sessions))
    ));
}

#[test]
fn esc_goes_back_in_a_small_window() {
    let mut window = open_sized(sample::overview_window(), [720.0, 480.0]);
    window.key_press(Key::Escape);
    settle(&mut window);
    assert!(matches!(window.state().one(), Command::Select(None)));
}

#[test]
fn every_button_can_be_reached_by_tab() {
    let mut window = open(sample::first_run());
    for _ in 0..40 {
        window.key_press(Key::Tab);
        settle(&mut window);
        let button = window.get_by_role_and_label(egui::Role::Button, "New profile");
        if button.is_focused() {
            window.key_press(Key::Enter);
            settle(&mut window);
            assert!(matches!(window.state().one(), Command::NewProfile));
            return;
        }
    }
    panic!("Tab never reached New profile");
}

#[test]
fn a_window_where_nothing_happens_asks_for_no_frame() {
    for view in [
        sample::first_run(),
        sample::settings(),
        sample::locked(false),
    ] {
        let mut window = open(view);
        let _ = window.try_run();
        let delay = window
            .output()
            .viewport_output
            .values()
            .map(|viewport| viewport.repaint_delay)
            .min();
        assert_eq!(delay, Some(std::time::Duration::MAX));
    }
}
