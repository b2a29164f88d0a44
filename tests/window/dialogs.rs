//! Dialogs: what guards a production org, and the vault.

use egui::Key;
use egui_kittest::kittest::Queryable as _;
use valet_key::app::command::{Command, VaultChoice};
use valet_key::app::view::{Dialog, VaultChoiceDialog, VaultWay};
use valet_key::model::settings::VaultKind;

use crate::sample;
use crate::stage::{click, open, settle};

const VERB: &str = "Revoke on server";
const FIELD: &str = "Type Acme Corporation to continue";

#[test]
fn a_guarded_act_needs_the_name_and_no_enter_confirms_it() {
    let mut window = open(sample::with_dialog(
        sample::overview_window(),
        sample::confirm(true),
    ));
    click(&mut window, VERB);
    assert_eq!(window.state().names(), Vec::<String>::new());
    window
        .get_by_role_and_label(egui::Role::TextInput, FIELD)
        .focus();
    settle(&mut window);
    window
        .get_by_role_and_label(egui::Role::TextInput, FIELD)
        .type_text("Acme Corporation");
    settle(&mut window);
    window.key_press(Key::Enter);
    settle(&mut window);
    assert_eq!(window.state().names(), Vec::<String>::new());
    click(&mut window, VERB);
    let Command::ConfirmDialog(typed) = window.state().one() else {
        panic!("{:?}", window.state().names());
    };
    assert_eq!(typed, "Acme Corporation");
}

#[test]
fn esc_and_cancel_leave_everything_as_it_is() {
    for by_key in [true, false] {
        let mut window = open(sample::with_dialog(
            sample::overview_window(),
            sample::confirm(true),
        ));
        if by_key {
            window.key_press(Key::Escape);
            settle(&mut window);
        } else {
            click(&mut window, "Cancel");
        }
        assert!(matches!(window.state().one(), Command::Dismiss));
    }
}

#[test]
fn the_keyboard_starts_on_cancel() {
    let window = open(sample::with_dialog(
        sample::overview_window(),
        sample::confirm(true),
    ));
    assert!(window.get_by_label("Cancel").is_focused());
}

#[test]
fn a_passphrase_unlocks_and_leaves_the_field() {
    let mut window = open(sample::locked(true));
    window.get_by_label("Passphrase").type_text("correct horse");
    settle(&mut window);
    click(&mut window, "Unlock");
    assert!(matches!(
        window.state().one(),
        Command::OpenVault(VaultChoice::Passphrase(_))
    ));
    window.state_mut().asked.clear();
    click(&mut window, "Unlock");
    assert_eq!(window.state().names(), Vec::<String>::new());
}

fn choice() -> Dialog {
    let way = |kind, label: &str| VaultWay {
        kind,
        label: label.to_owned(),
        text: String::new(),
        disabled: None,
    };
    Dialog::VaultChoice(VaultChoiceDialog {
        title: "Where shall secrets be kept?".to_owned(),
        text: "There is no keyring.".to_owned(),
        ways: vec![
            way(VaultKind::Passphrase, "Under a passphrase of yours"),
            way(VaultKind::Memory, "In memory"),
        ],
        passphrase_rule: "At least 12 characters".to_owned(),
        problem: None,
        is_busy: false,
    })
}

#[test]
fn a_short_or_different_passphrase_makes_no_vault() {
    let mut window = open(sample::with_dialog(sample::overview_window(), choice()));
    click(&mut window, "Under a passphrase of yours");
    let fill = |window: &mut egui_kittest::Harness<'static, crate::stage::Stage>,
                name: &str,
                text: &str| {
        window
            .get_by_role_and_label(egui::Role::PasswordInput, name)
            .focus();
        settle(window);
        window
            .get_by_role_and_label(egui::Role::PasswordInput, name)
            .type_text(text);
        settle(window);
    };
    fill(&mut window, "Passphrase", "short");
    click(&mut window, "Use this");
    assert_eq!(window.state().names(), Vec::<String>::new());
    fill(&mut window, "Passphrase", " but longer now");
    fill(&mut window, "The same again", "short but longer");
    click(&mut window, "Use this");
    assert_eq!(window.state().names(), Vec::<String>::new());
    fill(&mut window, "The same again", " now");
    click(&mut window, "Use this");
    assert!(matches!(
        window.state().one(),
        Command::OpenVault(VaultChoice::Passphrase(_))
    ));
}

fn type_into(
    window: &mut egui_kittest::Harness<'static, crate::stage::Stage>,
    name: &str,
    text: &str,
) {
    let field = |window: &egui_kittest::Harness<'static, crate::stage::Stage>| {
        window
            .get_by_role_and_label(egui::Role::PasswordInput, name)
            .focus();
    };
    field(window);
    settle(window);
    window
        .get_by_role_and_label(egui::Role::PasswordInput, name)
        .type_text(text);
    settle(window);
}

#[test]
fn a_passphrase_is_changed_with_the_present_one_and_the_new_one_twice() {
    let dialog = sample::vault_change(false);
    let mut window = open(sample::with_dialog(sample::settings(), dialog));
    let verb = "Change passphrase";
    type_into(&mut window, "New passphrase", "correct horse battery");
    type_into(&mut window, "The same again", "correct horse battery");
    click(&mut window, verb);
    assert_eq!(window.state().names(), Vec::<String>::new());
    type_into(&mut window, "Passphrase as it is now", "old one");
    click(&mut window, verb);
    let Command::ChangeVault(change) = window.state().one() else {
        panic!("{:?}", window.state().names());
    };
    let typed = |secret: &Option<valet_key::model::secret::Secret>| {
        secret.as_ref().map(|secret| secret.expose().to_owned())
    };
    assert_eq!(typed(&change.old).as_deref(), Some("old one"));
    assert_eq!(typed(&change.new).as_deref(), Some("correct horse battery"));
    window.state_mut().asked.clear();
    click(&mut window, verb);
    assert_eq!(
        window.state().names(),
        Vec::<String>::new(),
        "what was typed is gone"
    );
}

#[test]
fn a_proxy_is_sent_when_its_field_is_left_and_what_was_refused_stays_to_be_mended() {
    let mut window = open(sample::settings());
    let proxy = |window: &egui_kittest::Harness<'static, crate::stage::Stage>| {
        window
            .get_by_role_and_label(egui::Role::TextInput, "Proxy")
            .focus();
    };
    proxy(&window);
    settle(&mut window);
    window
        .get_by_role_and_label(egui::Role::TextInput, "Proxy")
        .type_text("proxy.example");
    settle(&mut window);
    assert_eq!(window.state().names(), Vec::<String>::new());
    window.key_press(Key::Tab);
    settle(&mut window);
    let Command::ChangeNetwork(network) = window.state().one() else {
        panic!("{:?}", window.state().names());
    };
    assert_eq!(network.proxy, "proxy.example");
    if let valet_key::app::view::Place::Settings(shown) = &mut window.state_mut().view.place {
        shown.proxy_problem = Some("The proxy is not an address".to_owned());
    }
    settle(&mut window);
    window.get_by_label("The proxy is not an address");
    let field = window.get_by_role_and_label(egui::Role::TextInput, "Proxy");
    assert_eq!(field.value().as_deref(), Some("proxy.example"));
}
