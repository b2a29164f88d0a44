//! The inspector: a text goes in, is hidden, is seen while the eye is held, and is gone with the screen.

use egui::{Event, Key, Modifiers, PointerButton, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use valet_key::app::command::{Command, InspectAct, InspectCommand};
use valet_key::app::view::Window;

use crate::sample::inspector::{self as scene, OPAQUE};
use crate::sample::overview_window;
use crate::stage::{Stage, click, open, open_sized, settle, tree};

fn leaks(window: &Harness<'static, Stage>) -> (bool, bool) {
    fn painted(shape: &egui::Shape) -> bool {
        match shape {
            egui::Shape::Text(text) => text.galley.text().contains("Canary"),
            egui::Shape::Vec(shapes) => shapes.iter().any(painted),
            _ => false,
        }
    }
    let is_painted = window
        .output()
        .shapes
        .iter()
        .any(|shape| painted(&shape.shape));
    let is_told = tree(window)
        .iter()
        .any(|(_, label, value)| label.contains("Canary") || value.contains("Canary"));
    (is_painted, is_told)
}

/// Shows another screen to the same window, which remembers what it held.
fn go_to(window: &mut Harness<'static, Stage>, view: Window) {
    window.state_mut().view = view;
    window.run_steps(3);
}

fn paste(window: &mut Harness<'static, Stage>, name: &str) {
    window
        .get_by_role_and_label(Role::PasswordInput, name)
        .focus();
    settle(window);
    window.event(Event::Paste(OPAQUE.to_owned()));
    settle(window);
}

/// The text that was asked to be taken apart.
fn looked(window: &mut Harness<'static, Stage>) -> String {
    let asked = std::mem::take(&mut window.state_mut().asked);
    let [Command::Inspect(InspectCommand::Look(draft) | InspectCommand::Against(draft))] =
        <[Command; 1]>::try_from(asked).unwrap_or_else(|asked| panic!("{asked:?}"))
    else {
        panic!("a text was meant");
    };
    draft.finish().expose().to_owned()
}

#[test]
fn what_is_pasted_is_taken_at_once_and_never_shown() {
    let mut window = open(scene::inspector_empty());
    paste(&mut window, "Text to take apart");
    assert_eq!(looked(&mut window), OPAQUE);
    assert_eq!(leaks(&window), (false, false));
}

#[test]
fn what_is_typed_is_masked_and_taken_with_the_keyboard() {
    let mut window = open(scene::inspector_empty());
    settle(&mut window);
    // The box has the keyboard when the screen opens.
    window.event(Event::Text("Canary".to_owned()));
    settle(&mut window);
    assert!(window.state().asked.is_empty());
    assert_eq!(leaks(&window), (false, false));
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    settle(&mut window);
    assert_eq!(looked(&mut window), "Canary");
}

#[test]
fn the_text_is_seen_while_the_eye_is_held_and_gone_with_the_screen() {
    let mut window = open(scene::inspector_empty());
    paste(&mut window, "Text to take apart");
    window.state_mut().asked.clear();
    go_to(&mut window, scene::inspector_dead());
    assert_eq!(leaks(&window), (false, false));
    let hold = |window: &mut Harness<'static, Stage>, pressed| {
        let pos = window.get_by_label("Reveal Pasted text").rect().center();
        window.event(Event::PointerMoved(pos));
        window.event(Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        window.run_steps(3);
    };
    hold(&mut window, true);
    assert_eq!(leaks(&window), (true, false), "painted, never told");
    hold(&mut window, false);
    assert_eq!(leaks(&window), (false, false));
    // Elsewhere and back: nothing of it is left to be revealed.
    go_to(&mut window, overview_window());
    go_to(&mut window, scene::inspector_dead());
    assert!(window.query_by_label("Reveal Pasted text").is_none());
}

#[test]
fn a_second_text_is_compared_and_the_forms_exclude_each_other() {
    let mut window = open(scene::inspector_answer());
    paste(&mut window, "Text to compare with");
    assert_eq!(looked(&mut window), OPAQUE);
    click(&mut window, "JSON tree");
    assert!(matches!(
        window.state().one(),
        Command::Inspect(InspectCommand::Do(InspectAct::Tree(true)))
    ));
}

#[test]
fn the_server_is_asked_as_whom_the_person_chose() {
    let mut window = open(scene::inspector());
    click(&mut window, "Introspect");
    assert!(matches!(
        window.state().one(),
        Command::Inspect(InspectCommand::Do(InspectAct::Introspect))
    ));
    window.state_mut().asked.clear();
    click(&mut window, "Ask as another profile");
    settle(&mut window);
    click(
        &mut window,
        "As Acme UAT full copy, at acme--uat.sandbox.my.salesforce.com",
    );
    assert!(matches!(
        window.state().one(),
        Command::Inspect(InspectCommand::Do(InspectAct::By(profile_id))) if profile_id.as_str() == "acme-uat"
    ));
}

#[test]
fn keys_are_fetched_from_the_check_that_wants_them() {
    let mut window = open_sized(scene::inspector_jwt(), [1280.0, 1600.0]);
    click(&mut window, "Fetch keys");
    assert!(matches!(
        window.state().one(),
        Command::Inspect(InspectCommand::Do(InspectAct::FetchKeys))
    ));
}
