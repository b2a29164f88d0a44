//! Every control has a role and a name; no name is an icon's code point.

use egui::Role;
use valet_key::app::view::Window;
use valet_key::model::words;

use crate::scenes;
use crate::stage::{open_sized, show, tree, tree_over};

/// Every scene that the pictures show.
pub fn all() -> Vec<(&'static str, Window)> {
    scenes::all()
        .into_iter()
        .map(|(name, scene)| (name, scene()))
        .collect()
}

fn is_control(role: Role) -> bool {
    matches!(
        role,
        Role::Button
            | Role::CheckBox
            | Role::RadioButton
            | Role::Switch
            | Role::Tab
            | Role::TextInput
            | Role::PasswordInput
            | Role::MenuItem
            | Role::ListItem
            | Role::ListBoxOption
            | Role::ColumnHeader
            | Role::ProgressIndicator
            | Role::Dialog
    )
}

#[test]
fn every_control_has_a_name_and_no_text_is_a_key_at_every_size() {
    let mut faults = Vec::new();
    for size in [[1280.0, 800.0], [720.0, 480.0]] {
        let mut window = open_sized(crate::sample::overview_window(), size);
        for (screen, view) in all() {
            show(&mut window, view);
            for (role, label, value) in tree(&window) {
                let fault = fault_of(role, &label, &value);
                faults.extend(fault.map(|fault| format!("{screen} at {size:?}: {role:?} {fault}")));
            }
        }
    }
    faults.dedup();
    assert_eq!(faults, Vec::<String>::new());
}

/// What is wrong with what a screen reader says of a thing.
fn fault_of(role: Role, label: &str, value: &str) -> Option<String> {
    let is_icon = |c: char| ('\u{E000}'..='\u{F8FF}').contains(&c);
    if is_control(role) && label.trim().is_empty() {
        return Some("has no name".to_owned());
    }
    if label.chars().any(is_icon) {
        return Some("is named by an icon".to_owned());
    }
    let is_key = |text: &&str| {
        let is_known = text.contains('-') && words::find(text).is_some();
        is_known || text.starts_with("window-") || text.starts_with("field-label-")
    };
    let key = [label, value].into_iter().find(is_key)?;
    Some(format!("says the key {key}"))
}

#[test]
fn controls_of_one_kind_on_one_screen_have_names_of_their_own() {
    let mut faults = Vec::new();
    for size in [[1280.0, 800.0], [720.0, 480.0]] {
        let mut window = open_sized(crate::sample::overview_window(), size);
        for (screen, view) in all() {
            // Behind a dialog or a sheet nothing can be reached.
            let is_covered = view.dialog.is_some() || view.sheet.is_some();
            show(&mut window, view);
            // The primary button of a state may repeat one of the card below: both do the same.
            let is_same = |label: &str| matches!(label, "Check now" | "Unlock");
            let mut seen = std::collections::BTreeSet::new();
            for (role, label, _) in tree_over(&window, is_covered) {
                if is_control(role)
                    && role != Role::ListItem
                    && !is_same(&label)
                    && !seen.insert((format!("{role:?}"), label.clone()))
                {
                    faults.push(format!("{screen} at {size:?}: two {role:?} {label}"));
                }
            }
        }
    }
    faults.dedup();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_happened_is_said_when_it_appears() {
    use egui::accesskit::Live;
    use egui_kittest::kittest::{NodeT as _, Queryable as _};
    let window = open_sized(
        crate::sample::with_toast(crate::sample::overview_window()),
        [1280.0, 800.0],
    );
    let live = |label: &str| {
        let mut nodes = window.query_all_by_label_contains(label);
        nodes.any(|node| node.accesskit_node().live() != Live::Off)
    };
    let view = &window.state().view;
    assert!(!view.toasts.is_empty());
    for toast in &view.toasts {
        assert!(live(&toast.title), "{}", toast.title);
        assert!(toast.text.is_empty() || live(&toast.text), "{}", toast.text);
    }
    for (screen, said) in [
        (
            crate::sample::overview_with_error(),
            "The org refused the callback URL",
        ),
        (crate::sample::waiting(), "Waiting for"),
        (crate::sample::locked(false), "Locked"),
    ] {
        let window = open_sized(screen, [1280.0, 800.0]);
        let mut nodes = window.query_all_by_label_contains(said);
        assert!(
            nodes.any(|node| node.accesskit_node().live() != Live::Off),
            "{said}"
        );
    }
}
