//! The profile form: problems, mending, scopes, the secret.

use egui_kittest::kittest::Queryable as _;
use valet_key::app::command::Command;
use valet_key::app::view::{Place, Window};

use crate::sample;
use crate::stage::{click, open, open_sized, settle};

fn without_problem() -> Window {
    let mut view = sample::form();
    if let Place::Form(form) = &mut view.place {
        form.problems.clear();
        form.problems_text.clear();
        form.save_disabled = None;
        form.is_ready = true;
    }
    view
}

#[test]
fn the_mend_button_puts_the_right_value_into_the_field() {
    let mut window = open(sample::form());
    click(&mut window, "Use northwind.my.salesforce.com");
    let Some(Command::ChangeDraft(draft)) = window.state().asked.first() else {
        panic!("{:?}", window.state().names());
    };
    assert_eq!(draft.login_url, "northwind.my.salesforce.com");
    assert_eq!(draft.name, "Northwind returns portal");
}

#[test]
fn a_flow_without_a_callback_asks_for_none_and_for_no_pkce() {
    for flow in ["device", "client_credentials"] {
        let window = open(sample::states::form_of(flow));
        assert!(window.query_by_label("Callback URL").is_none(), "{flow}");
        assert!(window.query_by_label("PKCE").is_none(), "{flow}");
        window.get_by_role_and_label(egui::Role::PasswordInput, "Consumer secret");
    }
    let window = open(without_problem());
    window.get_by_role_and_label(egui::Role::TextInput, "Callback URL");
    window.get_by_label("PKCE");
}

#[test]
fn a_flow_that_needs_no_secret_shows_its_field_when_asked() {
    let mut window = open(sample::form_key());
    let field = (egui::Role::PasswordInput, "Consumer secret");
    assert!(window.query_by_role_and_label(field.0, field.1).is_none());
    click(&mut window, "Add a consumer secret");
    settle(&mut window);
    assert!(window.get_by_role_and_label(field.0, field.1).is_focused());
}

#[test]
fn the_footer_leads_to_the_problem() {
    let mut window = open_sized(sample::form(), [720.0, 480.0]);
    window
        .get_by_role_and_label(egui::Role::Button, "Login host")
        .click();
    settle(&mut window);
    let field = window.get_by_role_and_label(egui::Role::TextInput, "Login host");
    assert!(field.is_focused());
}

#[test]
fn a_scope_is_chosen_by_its_chip() {
    let mut window = open(without_problem());
    click(&mut window, "visualforce");
    let changed = window
        .state()
        .asked
        .iter()
        .find_map(|command| match command {
            Command::ChangeDraft(draft) => Some(draft),
            _ => None,
        });
    let draft = changed.unwrap();
    assert!(draft.scope.ends_with("web visualforce"), "{}", draft.scope);
}

#[test]
fn the_secret_rides_once_inside_the_command_that_saves() {
    let mut window = open(without_problem());
    let field = (egui::Role::PasswordInput, "Consumer secret");
    window.get_by_role_and_label(field.0, field.1).focus();
    settle(&mut window);
    window
        .get_by_role_and_label(field.0, field.1)
        .type_text("typed-secret");
    settle(&mut window);
    let shown = crate::stage::tree(&window);
    assert!(
        !shown
            .iter()
            .any(|(_, label, value)| label.contains("typed") || value.contains("typed")),
        "the accessibility tree must not hold what is typed"
    );
    window.state_mut().asked.clear();
    click(&mut window, "Save and log in");
    let saved = window
        .state_mut()
        .asked
        .drain(..)
        .find_map(|command| match command {
            Command::SaveProfile {
                client_secret,
                then_log_in,
            } => Some((client_secret, then_log_in)),
            _ => None,
        });
    let (mut secret, then_log_in) = saved.unwrap();
    assert_eq!(secret.buffer().as_str(), "typed-secret");
    assert!(then_log_in);
    click(&mut window, "Save");
    let second = window.state_mut().asked.drain(..).find_map(|command| {
        let Command::SaveProfile { client_secret, .. } = command else {
            return None;
        };
        Some(client_secret.is_empty())
    });
    assert_eq!(second, Some(true));
}

#[test]
fn a_save_that_meets_problems_keeps_the_secret_where_it_was_typed() {
    let mut view = without_problem();
    if let Place::Form(form) = &mut view.place {
        form.is_ready = false;
    }
    let mut window = open(view);
    let field = (egui::Role::PasswordInput, "Consumer secret");
    window.get_by_role_and_label(field.0, field.1).focus();
    settle(&mut window);
    window
        .get_by_role_and_label(field.0, field.1)
        .type_text("typed-secret");
    settle(&mut window);
    assert!(
        window
            .state()
            .asked
            .iter()
            .any(|command| matches!(command, Command::SecretTyped(true)))
    );
    let secret_of = |window: &mut egui_kittest::Harness<'static, crate::stage::Stage>| {
        let saved = window.state_mut().asked.drain(..).find_map(|command| {
            let Command::SaveProfile { client_secret, .. } = command else {
                return None;
            };
            Some(client_secret)
        });
        saved.unwrap()
    };
    click(&mut window, "Save");
    assert!(secret_of(&mut window).is_empty());
    // Once nothing is wrong, it goes along.
    if let Place::Form(form) = &mut window.state_mut().view.place {
        form.is_ready = true;
    }
    click(&mut window, "Save");
    assert_eq!(secret_of(&mut window).buffer().as_str(), "typed-secret");
}

#[test]
fn a_save_that_meets_problems_leads_to_the_first() {
    let mut view = without_problem();
    if let Place::Form(form) = &mut view.place {
        form.is_ready = false;
    }
    let mut window = open_sized(view, [720.0, 480.0]);
    click(&mut window, "Save");
    let Place::Form(told) = sample::form().place else {
        panic!("the sample is a form");
    };
    if let Place::Form(form) = &mut window.state_mut().view.place {
        form.problems = told.problems;
    }
    settle(&mut window);
    settle(&mut window);
    let field = window.get_by_role_and_label(egui::Role::TextInput, "Login host");
    assert!(field.is_focused());
}

#[test]
fn unsaved_changes_are_kept_dropped_or_gone_on_with() {
    let ask = |reason| sample::with_dialog(without_problem(), sample::unsaved(reason));
    for (button, command) in [
        ("Keep editing", "Dismiss"),
        ("Discard changes", "ConfirmDialog"),
    ] {
        let mut window = open(ask(None));
        let keyboard = window.get_by_label("Keep editing");
        assert!(keyboard.is_focused(), "the keyboard starts on the safe one");
        click(&mut window, button);
        assert_eq!(window.state().names(), [command]);
    }
    let mut window = open(ask(None));
    click(&mut window, "Save changes");
    assert_eq!(window.state().names(), ["SaveProfile"]);
    let mut window = open(ask(Some("1 problem".to_owned())));
    click(&mut window, "Save changes");
    assert_eq!(window.state().names(), Vec::<String>::new());
}

#[test]
fn values_for_setup_are_copied_letter_for_letter() {
    let mut window = open(without_problem());
    click(&mut window, "Copy Callback URL");
    let Command::CopyText(text) = window.state().one() else {
        panic!("{:?}", window.state().names());
    };
    assert_eq!(text, "http://localhost:1717/OauthRedirect");
}

#[test]
fn a_taken_port_offers_another_callback_and_looks_again() {
    let mut window = open(without_problem());
    click(&mut window, "Add port 1718");
    let asked = &window.state().asked;
    assert!(
        matches!(&asked[..], [Command::CheckPorts, Command::ChangeDraft(draft)]
        if draft.callback_urls.starts_with("http://localhost:1718/"))
    );
    window.state_mut().asked.clear();
    click(&mut window, "Check the port again");
    assert_eq!(window.state().names(), ["CheckPorts"]);
}

#[test]
fn the_browser_is_chosen_from_a_menu() {
    let draft_of = |window: &egui_kittest::Harness<'static, crate::stage::Stage>| {
        let changed = window
            .state()
            .asked
            .iter()
            .find_map(|command| match command {
                Command::ChangeDraft(draft) => Some(draft.browser.clone()),
                _ => None,
            });
        changed.unwrap()
    };
    for (opener, item, command) in [
        ("Browser Firefox", "Chrome", "google-chrome"),
        ("Browser profile Its last profile", "uat", "firefox -P uat"),
    ] {
        let mut window = open_sized(without_problem(), [1280.0, 1600.0]);
        click(&mut window, "Advanced");
        click(&mut window, opener);
        click(&mut window, item);
        assert_eq!(draft_of(&window), command);
    }
    let mut window = open_sized(without_problem(), [1280.0, 1600.0]);
    click(&mut window, "Advanced");
    click(&mut window, "Private window");
    assert_eq!(draft_of(&window), "firefox --private-window");
    click(&mut window, "Browser Firefox");
    click(&mut window, "Custom command");
    let field = (egui::Role::TextInput, "Browser command");
    assert!(window.query_by_role_and_label(field.0, field.1).is_some());
}
