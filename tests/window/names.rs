//! Every control has a role and a name; no name is an icon's code point.

use egui::Role;
use valet_key::app::view::Window;
use valet_key::model::words;

use crate::scenes;
use crate::stage::{open_sized, tree};

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
fn every_control_has_a_name_at_every_size() {
    let mut nameless = Vec::new();
    for size in [[1280.0, 800.0], [720.0, 480.0]] {
        for (screen, view) in all() {
            let window = open_sized(view, size);
            for (role, label, _) in tree(&window) {
                if is_control(role) && label.trim().is_empty() {
                    nameless.push(format!("{screen} at {size:?}: {role:?}"));
                }
                if label
                    .chars()
                    .any(|c| ('\u{E000}'..='\u{F8FF}').contains(&c))
                {
                    nameless.push(format!(
                        "{screen} at {size:?}: {role:?} is named by an icon"
                    ));
                }
            }
        }
    }
    nameless.dedup();
    assert_eq!(nameless, Vec::<String>::new());
}

#[test]
fn no_text_is_a_key_of_the_catalogue() {
    for (screen, view) in all() {
        let window = open_sized(view, [1280.0, 800.0]);
        for (_, label, value) in tree(&window) {
            for text in [label, value] {
                let is_key = text.contains('-') && words::find(&text).is_some();
                let is_lost = text.starts_with("window-") || text.starts_with("field-label-");
                assert!(!is_key && !is_lost, "{screen}: {text}");
            }
        }
    }
}
