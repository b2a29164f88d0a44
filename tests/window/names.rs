//! Every control has a role and a name; no name is an icon's code point.

use egui::Role;
use valet_key::app::view::Window;
use valet_key::model::words;

use crate::scenes;
use crate::stage::{open_sized, show, tree};

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
