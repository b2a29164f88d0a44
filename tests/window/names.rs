//! Every control has a role and a name; no name is an icon's code point.

use egui::Role;
use valet_key::app::command::DemoPart;
use valet_key::app::view::{DemoStanding, Window};
use valet_key::model::words;

use crate::sample;
use crate::stage::{open_sized, tree};

pub fn all() -> Vec<(&'static str, Window)> {
    vec![
        ("overview", sample::overview_window()),
        ("list", sample::library(None)),
        ("first run", sample::first_run()),
        ("form", sample::form()),
        ("run", sample::run_window(false, true)),
        ("failed run", sample::run_window(true, false)),
        ("waiting", sample::waiting()),
        ("sessions", sample::sessions()),
        ("token", sample::token()),
        ("identity", sample::identity()),
        ("settings", sample::settings()),
        ("settings that are wrong", sample::settings_wrong()),
        (
            "change of the vault",
            sample::with_dialog(sample::settings(), sample::vault_change(true)),
        ),
        ("locked", sample::locked(true)),
        ("demo org", sample::demo_org()),
        ("demo off", sample::demo_resting(DemoStanding::Off)),
        (
            "demo starting",
            sample::demo_resting(DemoStanding::Starting),
        ),
        ("demo failed", sample::demo_failed()),
        ("demo users", sample::demo_part(DemoPart::Users)),
        ("demo apps", sample::demo_part(DemoPart::Apps)),
        ("demo policies", sample::demo_part(DemoPart::Policies)),
        ("demo tokens", sample::demo_part(DemoPart::Tokens)),
        ("demo faults", sample::demo_part(DemoPart::Faults)),
        ("demo requests", sample::demo_part(DemoPart::Requests)),
        ("about", sample::about()),
        (
            "confirm",
            sample::with_dialog(sample::overview_window(), sample::confirm(true)),
        ),
        ("toast", sample::with_toast(sample::overview_window())),
    ]
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
