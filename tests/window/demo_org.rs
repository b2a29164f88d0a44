//! The demo org's screen: what each control asks for; and, with a real engine, what a real request then gets.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use valet_key::app::command::{Command, DemoCommand, DemoPart, Screen};
use valet_key::app::view::{DemoStanding, Place};
use valet_key::engine::vault_key::Access;
use valet_key::model::demo::{DemoAct, DemoFault, DemoFaultKind, DemoFilter};

use crate::live::{Live, live, until_place};
use crate::sample;
use crate::stage::{Stage, click, open, open_sized, settle, tree};

#[track_caller]
fn asked<'a>(window: &'a Harness<'static, Stage>) -> &'a DemoCommand {
    match window.state().one() {
        Command::Demo(command) => command,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn act<'a>(window: &'a Harness<'static, Stage>) -> &'a DemoAct {
    match asked(window) {
        DemoCommand::Act(act) => act,
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_part_has_a_tab() {
    let mut window = open(sample::demo_org());
    click(&mut window, "Requests 60");
    assert_eq!(*asked(&window), DemoCommand::Show(DemoPart::Requests));
}

#[test]
fn it_starts_on_a_port_of_ones_choice() {
    let mut window = open(sample::demo_resting(DemoStanding::Off));
    let field = window.get_by_role_and_label(egui::Role::TextInput, "Port");
    field.focus();
    settle(&mut window);
    window
        .get_by_role_and_label(egui::Role::TextInput, "Port")
        .type_text("4321");
    settle(&mut window);
    click(&mut window, "Start on this port");
    assert_eq!(*asked(&window), DemoCommand::StartOn(4321));
}

#[test]
fn a_taken_port_has_its_way_out_beside_it() {
    let mut window = open(sample::demo_failed());
    click(&mut window, "Start on a free port");
    assert_eq!(*asked(&window), DemoCommand::StartOn(0));
}

#[test]
fn a_user_is_switched_off() {
    let mut window = open(sample::demo_part(DemoPart::Users));
    click(&mut window, "admin@demo.example is active");
    assert_eq!(
        *act(&window),
        DemoAct::SetUser {
            username: "admin@demo.example".to_owned(),
            active: false
        }
    );
}

#[test]
fn passwords_are_copied_but_never_in_the_tree() {
    let mut window = open(sample::demo_part(DemoPart::Users));
    let in_tree = tree(&window)
        .iter()
        .any(|(_, label, value)| label.contains("demo-admin-1") || value.contains("demo-admin-1"));
    assert!(!in_tree);
    click(&mut window, "Copy Password of admin@demo.example");
    assert!(matches!(window.state().one(), Command::CopyText(text) if text == "demo-admin-1"));
}

#[test]
fn settings_for_another_client_are_masked_and_copied_whole() {
    let mut window = open(sample::demo_org());
    let said = |window: &Harness<'static, Stage>, what: &str| {
        let holds = |text: &String| text.contains(what);
        tree(window)
            .iter()
            .any(|(_, label, value)| holds(label) || holds(value))
    };
    assert!(said(&window, "admin@demo.example / ••••••••"));
    assert!(!said(&window, "demo-admin-1"));
    click(&mut window, "Copy settings");
    assert!(
        matches!(window.state().one(), Command::CopyText(text) if text.contains("/ demo-admin-1"))
    );
}

#[test]
fn a_policy_of_an_app_is_sent_alone() {
    let mut window = open(sample::demo_part(DemoPart::Apps));
    click(&mut window, "Valet Key Demo");
    click(&mut window, "Rotate refresh tokens");
    let DemoAct::SetApp { client_id, change } = act(&window) else {
        panic!("an app");
    };
    assert_eq!(client_id, "3MVG9ValetKeyDemo.PublicClientWithPkce");
    let change = serde_json::to_string(change).unwrap();
    assert_eq!(change, r#"{"rotate_refresh_tokens":true}"#);
}

#[test]
fn an_app_without_a_profile_gets_one_and_one_with_a_profile_shows_it() {
    let mut window = open(sample::demo_part(DemoPart::Apps));
    click(&mut window, "Make a profile");
    let client_id = "PlatformCLI".to_owned();
    assert_eq!(*asked(&window), DemoCommand::NewProfile { client_id });
    window.state_mut().asked.clear();
    click(&mut window, "Valet Key Demo");
    click(&mut window, "Show its profile");
    assert!(window.state().names().contains(&"Select".to_owned()));
}

#[test]
fn a_policy_of_the_org_is_sent_alone() {
    let mut window = open(sample::demo_part(DemoPart::Policies));
    click(&mut window, "Block the username-password flow");
    let DemoAct::SetOrg { change } = act(&window) else {
        panic!("the org");
    };
    let change = serde_json::to_string(change).unwrap();
    assert_eq!(change, r#"{"block_username_password":false}"#);
}

#[test]
fn tokens_end_for_those_that_are_meant() {
    let mut window = open(sample::demo_part(DemoPart::Tokens));
    click(
        &mut window,
        "Revoke tokens of admin@demo.example with Valet Key Demo",
    );
    let filter = DemoFilter {
        username: Some("admin@demo.example".to_owned()),
        client_id: Some("3MVG9ValetKeyDemo.PublicClientWithPkce".to_owned()),
    };
    assert_eq!(*act(&window), DemoAct::Revoke(filter));
    window.state_mut().asked.clear();
    click(&mut window, "Expire access tokens");
    assert_eq!(*act(&window), DemoAct::Expire(DemoFilter::default()));
}

#[test]
fn a_fault_is_set_when_it_makes_sense_and_said_to_be_wrong_when_not() {
    let mut window = open(sample::demo_part(DemoPart::Faults));
    click(&mut window, "Status");
    window
        .get_by_role_and_label(egui::Role::TextInput, "Status")
        .focus();
    settle(&mut window);
    // The field has 503 in it already; one more digit makes no status.
    window
        .get_by_role_and_label(egui::Role::TextInput, "Status")
        .type_text("9");
    settle(&mut window);
    click(&mut window, "Set fault");
    assert!(window.state().asked.is_empty());
    window.get_by_label("A number from 200 to 599");

    let mut window = open(sample::demo_part(DemoPart::Faults));
    click(&mut window, "Drop");
    click(&mut window, "Set fault");
    let fault = DemoFault {
        fault: DemoFaultKind::Drop,
        path: Some("/services/oauth2/token".to_owned()),
        times: Some(1),
        ..DemoFault::default()
    };
    assert_eq!(*act(&window), DemoAct::SetFault(fault));
}

#[test]
fn one_fault_is_cleared_or_all() {
    let mut window = open(sample::demo_part(DemoPart::Faults));
    click(&mut window, "Clear Slow, 5000 ms");
    assert_eq!(*act(&window), DemoAct::ClearFaults(Some(1)));
    window.state_mut().asked.clear();
    click(&mut window, "Clear all");
    assert_eq!(*act(&window), DemoAct::ClearFaults(None));
}

#[test]
fn the_clock_goes_back_to_now() {
    let mut window = open(sample::demo_org());
    click(&mut window, "Back to now");
    assert_eq!(*act(&window), DemoAct::MoveClock { seconds: -7200 });
}

#[test]
fn settings_for_another_client_are_copied_whole() {
    let mut window = open(sample::demo_org());
    click(&mut window, "curl");
    click(&mut window, "Copy settings");
    let Command::CopyText(text) = window.state().one() else {
        panic!("a copy");
    };
    assert!(
        text.contains("http://localhost:41234/services/oauth2/token"),
        "{text}"
    );
    assert!(text.contains("client_id=PlatformCLI"), "{text}");
}

#[test]
fn ten_thousand_requests_draw_only_what_is_seen() {
    for size in [[1280.0, 800.0], [720.0, 480.0]] {
        let window = open_sized(sample::demo_many(), size);
        let drawn = tree(&window)
            .iter()
            .filter(|(_, _, value)| value.starts_with("/services/"))
            .count();
        assert!((5..60).contains(&drawn), "{drawn} at {size:?}");
    }
}

#[test]
fn the_list_of_requests_is_filtered_and_held_still() {
    let mut window = open(sample::demo_part(DemoPart::Requests));
    click(&mut window, "Only trouble");
    let (text, only_trouble) = (String::new(), true);
    assert_eq!(
        *asked(&window),
        DemoCommand::FilterLog { text, only_trouble }
    );
    window.state_mut().asked.clear();
    click(&mut window, "Pause");
    assert_eq!(*asked(&window), DemoCommand::PauseLog(true));
}

#[track_caller]
fn press(window: &mut Harness<'static, Live>, name: &str) {
    window.get_by_label(name).click();
    let _ = window.try_run();
}

/// Asks the token endpoint for a token with a password, and returns the status.
fn log_in(address: &str) -> u16 {
    let authority = address.trim_start_matches("http://");
    let port = authority.rsplit_once(':').unwrap().1;
    let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).unwrap();
    let body = "grant_type=password&client_id=PlatformCLI&username=admin%40demo.example&password=demo-admin-1";
    let head = format!(
        "POST /services/oauth2/token HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.split(' ').nth(1).unwrap().parse().unwrap()
}

fn address(place: &Place) -> Option<String> {
    match place {
        Place::DemoOrg(demo) => Some(demo.running.as_ref()?.base_url.clone()),
        _ => None,
    }
}

#[test]
fn a_switch_flipped_in_the_window_changes_what_a_real_request_gets() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = live(&folder.path().join("data"), Access::Memory);
    let show = |window: &mut Harness<'static, Live>, part| {
        let driver = &mut window.state_mut().driver;
        driver.command(Command::Demo(DemoCommand::Show(part)));
        let _ = window.try_run();
    };
    until_place(&mut window, |place| {
        matches!(place, Place::FirstRun(_)).then_some(())
    });
    window
        .state_mut()
        .driver
        .command(Command::Show(Screen::DemoOrg));
    let _ = window.try_run();
    press(&mut window, "Start");
    let address = until_place(&mut window, address);
    assert_eq!(log_in(&address), 200);

    show(&mut window, DemoPart::Users);
    press(&mut window, "admin@demo.example is active");
    until_place(&mut window, |place| {
        let Place::DemoOrg(demo) = place else {
            return None;
        };
        let users = &demo.running.as_ref()?.org.users;
        users
            .iter()
            .any(|user| user.username == "admin@demo.example" && !user.active)
            .then_some(())
    });
    assert_eq!(log_in(&address), 400);

    // Both requests are in the list, with status and time, and without a value.
    show(&mut window, DemoPart::Requests);
    until_place(&mut window, |place| {
        let Place::DemoOrg(demo) = place else {
            return None;
        };
        let shown = &demo.running.as_ref()?.log.shown;
        let seen: Vec<_> = shown
            .iter()
            .map(|it| (it.path.as_str(), it.status, it.ms.is_some()))
            .collect();
        let path = "/services/oauth2/token";
        (seen == [(path, Some(400), true), (path, Some(200), true)]).then_some(())
    });
    window.get_by_label("400");
    let in_tree = format!("{:?}", window.root());
    assert!(!in_tree.contains("demo-admin-1"));

    show(&mut window, DemoPart::Faults);
    press(&mut window, "Status");
    press(&mut window, "Set fault");
    until_place(&mut window, |place| match place {
        Place::DemoOrg(demo) => (demo.running.as_ref()?.org.faults.len() == 1).then_some(()),
        _ => None,
    });
    assert_eq!(log_in(&address), 503);
}
