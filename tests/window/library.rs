//! First run, list, detail, tabs, waiting card.

use egui_kittest::kittest::Queryable as _;
use valet_key::app::command::{Command, CopyWhat, OpenTo, Tab};

use crate::sample;
use crate::stage::{click, open, open_sized, settle};

#[test]
fn the_first_button_starts_the_demo_org_and_logs_in() {
    let mut window = open(sample::first_run());
    click(&mut window, "Start and log in");
    assert!(matches!(
        window.state().one(),
        Command::StartDemoOrg { then_log_in: true }
    ));
}

#[test]
fn a_new_profile_is_one_click_from_the_first_run() {
    let mut window = open_sized(sample::first_run(), [720.0, 480.0]);
    window
        .get_by_role_and_label(egui::Role::Button, "New profile")
        .click_accesskit();
    settle(&mut window);
    assert!(matches!(window.state().one(), Command::NewProfile));
}

#[test]
fn a_click_on_a_row_selects_its_profile() {
    let mut window = open(sample::overview_window());
    window.get_by_label_contains("Acme UAT full copy").click();
    settle(&mut window);
    let Command::Select(Some(profile_id)) = window.state().one() else {
        panic!("{:?}", window.state().names());
    };
    assert_eq!(profile_id.as_str(), "acme-uat-full-copy");
}

#[test]
fn a_click_with_shift_or_ctrl_marks_rows() {
    let mut window = open(sample::overview_window());
    let row = window.get_by_label_contains("Acme UAT full copy");
    row.click_modifiers(egui::Modifiers::COMMAND);
    settle(&mut window);
    let row = window.get_by_label_contains("Initech Postman");
    row.click_modifiers(egui::Modifiers::SHIFT);
    settle(&mut window);
    assert_eq!(window.state().names(), ["ToggleSelected", "SelectTo"]);
}

#[test]
fn what_is_typed_into_the_filter_searches_the_list() {
    let mut window = open(sample::overview_window());
    window.get_by_label("Filter profiles").focus();
    settle(&mut window);
    window.get_by_label("Filter profiles").type_text("acme");
    settle(&mut window);
    let Command::Search(text) = window.state().asked.first().unwrap() else {
        panic!("{:?}", window.state().names());
    };
    assert_eq!(text, "acme");
}

#[test]
fn refresh_copy_and_tabs_ask_for_what_they_say() {
    let mut window = open(sample::overview_window());
    click(&mut window, "Refresh");
    click(&mut window, "curl");
    click(&mut window, "Copy Refresh token");
    click(&mut window, "Token");
    let asked = &window.state().asked;
    assert!(matches!(&asked[0], Command::Refresh(ids) if ids == &[sample::session_id()]));
    assert!(matches!(
        &asked[1],
        Command::Copy {
            what: CopyWhat::Curl,
            ..
        }
    ));
    assert!(matches!(
        &asked[2],
        Command::Copy {
            what: CopyWhat::RefreshToken,
            ..
        }
    ));
    assert!(matches!(&asked[3], Command::ShowTab(Tab::Token)));
}

#[test]
fn the_caret_beside_open_org_leads_to_setup_and_to_a_link() {
    let mut window = open(sample::overview_window());
    click(&mut window, "Open org");
    for item in ["Open Setup", "Copy single-use link"] {
        click(&mut window, "Other ways to open the org");
        click(&mut window, item);
    }
    let asked: Vec<_> = window
        .state()
        .asked
        .iter()
        .map(|command| match command {
            Command::OpenOrg { path, to, .. } => (path.as_deref(), *to),
            other => panic!("{other:?}"),
        })
        .collect();
    let setup = "/lightning/setup/SetupOneHome/home";
    assert_eq!(
        asked,
        [
            (None, OpenTo::Browser),
            (Some(setup), OpenTo::Browser),
            (None, OpenTo::Clipboard)
        ]
    );
}

#[test]
fn in_a_small_window_a_failed_run_leads_to_its_steps_and_back() {
    let mut window = open_sized(sample::run_window(true, false), [720.0, 480.0]);
    let top = |window: &egui_kittest::Harness<'_, _>| {
        window
            .get_by_label("38.204 Pasted the address")
            .rect()
            .top()
    };
    let before = top(&window);
    click(&mut window, "Steps");
    settle(&mut window);
    let after = top(&window);
    assert!(after < before && after < 430.0, "{before} {after}");
    click(&mut window, "Explanation");
    settle(&mut window);
    assert!((top(&window) - before).abs() < 1.0);
    window.get_by_label("Steps");
}

#[test]
fn revoke_on_the_server_and_forget_here_are_two_items() {
    let mut window = open(sample::overview_window());
    click(&mut window, "More: Session");
    click(&mut window, "Revoke on server…");
    assert!(matches!(window.state().one(), Command::Revoke(_)));
}

#[test]
fn a_waiting_login_can_be_cancelled_and_its_address_copied() {
    let mut window = open(sample::run_window(false, false));
    click(&mut window, "Cancel");
    assert!(matches!(window.state().one(), Command::Cancel(_)));
    let mut window = open(sample::waiting());
    click(&mut window, "Copy login URL");
    assert!(matches!(window.state().one(), Command::CopyLoginUrl(_)));
}

#[test]
fn a_pasted_address_is_handed_over_once() {
    let mut window = open(sample::run_window(false, false));
    let name = "Address or text the browser shows";
    window.get_by_label(name).focus();
    settle(&mut window);
    window
        .get_by_label(name)
        .type_text("https://localhost/cb?error=access_denied");
    settle(&mut window);
    click(&mut window, "Explain");
    let asked = &mut window.state_mut().asked;
    let Some(Command::Paste { mut text, .. }) = asked.pop() else {
        panic!("nothing was pasted");
    };
    assert_eq!(
        text.buffer().as_str(),
        "https://localhost/cb?error=access_denied"
    );
    assert!(asked.is_empty());
}

#[test]
fn the_back_arrow_of_a_small_window_leads_to_the_list() {
    let mut window = open_sized(sample::overview_window(), [720.0, 480.0]);
    assert!(window.query_by_label("Filter profiles").is_none());
    click(&mut window, "Back to the list");
    assert!(matches!(window.state().one(), Command::Select(None)));
}

#[test]
fn an_exchange_is_opened_by_its_arrow() {
    let mut window = open(sample::run_window(false, false));
    click(&mut window, "0.018 Opens login page");
    assert!(matches!(
        window.state().one(),
        Command::ShowExchange(Some(1))
    ));
}
