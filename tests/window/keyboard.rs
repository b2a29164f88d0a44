//! The keyboard: shortcuts, tabs, rows, what is drawn when nothing happens.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use valet_key::app::command::{Command, PaletteAct, Tab};

use crate::sample;
use crate::sheets;
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
fn the_palette_the_shortcuts_and_the_explanation_open_by_keys() {
    for (modifiers, key, wanted) in [
        (Modifiers::COMMAND, Key::K, "TogglePalette"),
        (Modifiers::COMMAND, Key::Slash, "ShowShortcuts"),
        (Modifiers::SHIFT, Key::Questionmark, "ShowShortcuts"),
        (Modifiers::NONE, Key::F1, "ExplainInView"),
        (Modifiers::COMMAND, Key::Num3, "ShowTab"),
        (Modifiers::COMMAND, Key::Comma, "Show"),
    ] {
        let mut window = open(sample::overview_window());
        window.key_press_modifiers(modifiers, key);
        settle(&mut window);
        assert_eq!(window.state().names(), [wanted], "{key:?}");
    }
}

#[test]
fn the_palette_takes_its_keys_and_none_of_the_window() {
    let run = |stay| Command::Palette(PaletteAct::Run { stay });
    let scope = |back| Command::Palette(PaletteAct::Scope { back });
    let step = |by| Command::Palette(PaletteAct::Step(by));
    for (modifiers, key, wanted) in [
        (Modifiers::NONE, Key::Enter, run(false)),
        (Modifiers::COMMAND, Key::Enter, run(true)),
        (Modifiers::NONE, Key::Tab, scope(false)),
        (Modifiers::SHIFT, Key::Tab, scope(true)),
        (Modifiers::NONE, Key::ArrowDown, step(1)),
        (Modifiers::NONE, Key::ArrowUp, step(-1)),
        (Modifiers::NONE, Key::Escape, Command::Dismiss),
    ] {
        let mut window = open(sheets::palette());
        window.key_press_modifiers(modifiers, key);
        settle(&mut window);
        let (asked, wanted) = match (window.state().one(), &wanted) {
            (Command::Palette(asked), Command::Palette(wanted)) => {
                (format!("{asked:?}"), format!("{wanted:?}"))
            }
            (asked, wanted) => (format!("{asked:?}"), format!("{wanted:?}")),
        };
        assert_eq!(asked, wanted);
    }
    // What refreshes in the window does not while the palette is open.
    let mut window = open(sheets::palette());
    window.key_press_modifiers(Modifiers::COMMAND, Key::R);
    settle(&mut window);
    assert_eq!(window.state().names(), Vec::<String>::new());
}

#[test]
fn what_is_typed_into_the_palette_searches_and_a_click_runs() {
    let mut window = open(sheets::palette());
    let field = window.get_by_role_and_label(egui::Role::TextInput, "Search or run");
    // The keyboard is in the field; what is said to have it is the marked line, its active descendant.
    field.type_text("r");
    settle(&mut window);
    assert!(matches!(
        window.state().one(),
        Command::Palette(PaletteAct::Type(text)) if text == "acme refr"
    ));
    window.state_mut().asked.clear();
    window
        .get_by_label_contains("Acme UAT full copy, Web")
        .click();
    settle(&mut window);
    assert!(matches!(
        window.state().one(),
        Command::Palette(PaletteAct::RunAt { at: 5, stay: false })
    ));
}

#[test]
fn ctrl_c_copies_the_selected_row() {
    let mut window = open(sample::overview_window());
    window.event(egui::Event::Copy);
    settle(&mut window);
    let Command::CopyText(text) = window.state().one() else {
        panic!("{:?}", window.state().names());
    };
    assert!(text.starts_with("Acme service console, Production"));
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
    // One tab further, not two.
    assert!(window.get_by_label("Sessions 2").is_focused());
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
