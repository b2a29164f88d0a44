//! The profile form: problems when they may be seen, saving, the secret on its way.

use super::*;
use crate::app::command::Screen;
use crate::app::view::{FormView, Place};
use crate::model::browser::{BrowserProfile, Family, FoundBrowser};
use crate::model::port::{Holder, PortStanding};
use crate::model::secret::SecretDraft;

fn form(play: &Play) -> FormView {
    let Place::Form(form) = play.window().place else {
        panic!("the form is shown");
    };
    *form
}

fn save(then_log_in: bool, secret: &str) -> Command {
    Command::SaveProfile {
        client_secret: SecretDraft::from_text(secret.to_owned().into()),
        then_log_in,
    }
}

fn filled(play: &mut Play) {
    play.command(Command::NewProfile);
    let mut draft = draft("x", SANDBOX);
    draft.profile_id = None;
    draft.name = "Acme UAT".to_owned();
    play.command(Command::ChangeDraft(Box::new(draft)));
}

#[test]
fn problems_show_when_a_field_was_left_or_saving_was_tried() {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    play.command(Command::NewProfile);
    let typed = ProfileDraft {
        login_url: "northwind.lightning.force.com".to_owned(),
        ..ProfileDraft::default()
    };
    play.command(Command::ChangeDraft(Box::new(typed)));
    assert!(form(&play).problems.is_empty());
    play.command(Command::LeaveField("login_url"));
    let seen = form(&play).problems;
    assert_eq!(seen.len(), 1);
    assert_eq!(
        seen[0].mend.as_ref().unwrap().label,
        "Use northwind.my.salesforce.com"
    );
    assert!(play.command(save(false, "")).is_empty());
    assert_eq!(form(&play).problems_text, "3 problems");
}

#[test]
fn a_saved_profile_is_selected_and_logged_in_where_that_was_wanted() {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    filled(&mut play);
    let effects = play.command(save(true, "s3cret"));
    let Effect::SaveProfile {
        run_id,
        profile,
        client_secret: Some(_),
        private_key: None,
    } = &effects[0]
    else {
        panic!("keeps it with its secret");
    };
    assert!(play.command(save(true, "s3cret")).is_empty(), "once");
    let effects = play.event(Event::ProfileSaved {
        run_id: run_id.clone(),
        record: Box::new(ProfileRecord {
            profile: (**profile).clone().into(),
            has_client_secret: true,
            has_private_key: false,
        }),
    });
    assert_eq!(names(&effects), ["BeginLogin"]);
    assert!(matches!(play.window().place, Place::Library { .. }));
    let rows = view::rows(&play.state, 0..9, play.now);
    assert!(
        rows.iter()
            .any(|row| row.name == "Acme UAT" && row.is_selected)
    );
}

#[test]
fn a_typed_secret_waits_for_the_vault_and_goes_with_the_form() {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    play.event(Event::VaultStands(VaultStanding::NeedsChoice));
    filled(&mut play);
    assert!(play.command(save(false, "s3cret")).is_empty());
    play.command(Command::OpenVault(crate::app::command::VaultChoice::Memory));
    let effects = play.event(Event::VaultStands(VaultStanding::Open(VaultKind::Memory)));
    assert!(matches!(
        &effects[..],
        [Effect::SaveProfile {
            client_secret: Some(_),
            ..
        }]
    ));
}

#[test]
fn no_secret_is_in_any_view_of_the_form() {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    play.event(Event::VaultStands(VaultStanding::NeedsChoice));
    filled(&mut play);
    play.command(save(false, "canary-secret"));
    assert!(!format!("{:?}", play.window()).contains("canary-secret"));
}

#[test]
fn a_form_that_could_not_be_saved_stays_open() {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    filled(&mut play);
    let run_id = Play::begun(&play.command(save(false, "")));
    play.fail(&run_id, ProblemKind::Failed, "engine_full");
    assert!(matches!(play.dialog(), Dialog::Problem(_)));
    assert_eq!(form(&play).draft.name, "Acme UAT");
    play.command(Command::Dismiss);
    play.command(Command::CancelForm);
    assert!(matches!(play.dialog(), Dialog::Unsaved(_)));
    play.command(Command::ConfirmDialog(String::new()));
    assert!(matches!(play.window().place, Place::Library { .. }));
}

#[test]
fn a_library_of_a_newer_version_cannot_be_changed() {
    let mut play = Play::empty();
    play.event(Event::LibraryLoaded {
        profiles: vec![record("a", SANDBOX)],
        sessions: Vec::new(),
        settings: Box::default(),
        notices: Vec::new(),
        read_only: true,
    });
    play.command(Command::NewProfile);
    play.command(Command::EditProfile(pid("a")));
    assert!(play.command(Command::DeleteProfile(pid("a"))).is_empty());
    assert!(play.window().dialog.is_none());
    assert!(matches!(play.window().place, Place::Library { .. }));
    play.command(Command::Show(Screen::ProfileForm));
    assert!(matches!(play.window().place, Place::Library { .. }));
}

#[test]
fn what_was_typed_is_asked_about_before_it_is_lost() {
    use crate::app::command::ListFilter;
    type Make = fn() -> Command;
    let leave: [(Make, &str); 6] = [
        (|| Command::CancelForm, "Library"),
        (|| Command::Dismiss, "Library"),
        (|| Command::Show(Screen::Settings), "Settings"),
        (|| Command::Filter(ListFilter::All), "Library"),
        (|| Command::Select(Some(pid("a"))), "Library"),
        (|| Command::NewProfile, "Form"),
    ];
    for (command, place) in leave {
        let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
        filled(&mut play);
        assert!(play.command(command()).is_empty());
        assert!(matches!(play.dialog(), Dialog::Unsaved(_)), "{place}");
        assert_eq!(form(&play).draft.name, "Acme UAT");
        // Esc goes on with the form.
        play.command(Command::Dismiss);
        assert!(play.window().dialog.is_none());
        assert_eq!(form(&play).draft.name, "Acme UAT");
        // Discarding goes where the person wanted to go.
        play.command(command());
        play.command(Command::ConfirmDialog(String::new()));
        assert!(play.window().dialog.is_none());
        let shown = format!("{:?}", play.window().place);
        assert!(shown.starts_with(place), "{place}: {shown:.40}");
    }
}

#[test]
fn a_form_without_changes_closes_at_once_and_a_typed_secret_is_a_change() {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    play.command(Command::EditProfile(pid("a")));
    play.command(Command::CancelForm);
    assert!(matches!(play.window().place, Place::Library { .. }));
    play.command(Command::EditProfile(pid("a")));
    play.command(Command::SecretTyped(true));
    play.command(Command::CancelForm);
    assert!(matches!(play.dialog(), Dialog::Unsaved(_)));
}

#[test]
fn saving_on_the_way_out_goes_where_the_person_wanted() {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    filled(&mut play);
    play.command(Command::Show(Screen::Activity));
    let effects = play.command(save(false, ""));
    let [
        Effect::SaveProfile {
            run_id, profile, ..
        },
    ] = &effects[..]
    else {
        panic!("{effects:?}");
    };
    assert!(play.window().dialog.is_none());
    play.event(Event::ProfileSaved {
        run_id: run_id.clone(),
        record: Box::new(ProfileRecord {
            profile: (**profile).clone().into(),
            has_client_secret: false,
            has_private_key: false,
        }),
    });
    assert!(matches!(play.window().place, Place::Activity(_)));
}

#[test]
fn the_end_of_the_program_waits_for_the_answer() {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    filled(&mut play);
    assert!(play.command(Command::Quit).is_empty());
    assert!(!play.state.is_over());
    let effects = play.command(Command::ConfirmDialog(String::new()));
    assert_eq!(names(&effects), ["Quit"]);
    assert!(play.state.is_over());
}

#[test]
fn a_typed_secret_outlives_a_save_that_failed() {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    filled(&mut play);
    let run_id = Play::begun(&play.command(save(false, "s3cret")));
    play.fail(&run_id, ProblemKind::Failed, "engine_full");
    play.command(Command::Dismiss);
    assert_eq!(
        form(&play).secret_hint,
        "Typed, and kept with the next save"
    );
    assert!(matches!(
        &play.command(save(false, ""))[..],
        [Effect::SaveProfile {
            client_secret: Some(_),
            ..
        }]
    ));
}

fn with_callbacks(play: &mut Play, callbacks: &str) {
    play.command(Command::NewProfile);
    let draft = ProfileDraft {
        callback_urls: callbacks.to_owned(),
        ..ProfileDraft::default()
    };
    play.command(Command::ChangeDraft(Box::new(draft)));
}

fn seen(play: &mut Play, standings: &[(&str, PortStanding)]) {
    let seen = standings
        .iter()
        .map(|(callback, standing)| (CallbackUrl::parse(callback).unwrap(), standing.clone()));
    play.event(Event::PortsSeen(seen.collect()));
}

const ONE: &str = "http://localhost:1717/OauthRedirect";
const TWO: &str = "http://localhost:1718/OauthRedirect";

fn taken() -> PortStanding {
    PortStanding::Taken {
        holder: Some(Holder {
            name: "node".to_owned(),
            process: 4211,
        }),
        free_near: Some(1719),
    }
}

#[test]
fn a_taken_port_names_its_holder_and_offers_what_the_profile_has() {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    with_callbacks(&mut play, &format!("{ONE}\n{TWO}"));
    assert_eq!(form(&play).port, None, "nobody looked yet");
    let effects = play.command(Command::LeaveField("callback_urls"));
    assert!(matches!(&effects[..], [Effect::LookAtPorts(ports)] if ports.len() == 2));
    seen(&mut play, &[(ONE, taken()), (TWO, PortStanding::Free)]);
    let port = form(&play).port.unwrap();
    assert_eq!(port.text, "Port 1717 is taken by node, process 4211");
    let [step] = &port.moves[..] else {
        panic!("{:?}", port.moves);
    };
    assert_eq!(step.label, "Use port 1718");
    assert_eq!(step.callback_urls, format!("{TWO}\n{ONE}"));
    // Its other callback is taken as well: it is not offered.
    seen(&mut play, &[(ONE, taken()), (TWO, taken())]);
    let port = form(&play).port.unwrap();
    assert!(port.moves.iter().all(|step| step.label != "Use port 1718"));
}

#[test]
fn a_port_that_nobody_registered_is_offered_only_with_the_word_about_setup() {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    with_callbacks(&mut play, ONE);
    seen(&mut play, &[(ONE, taken())]);
    let port = form(&play).port.unwrap();
    let [step] = &port.moves[..] else {
        panic!("{:?}", port.moves);
    };
    assert_eq!(step.label, "Add port 1719");
    assert!(step.hint.contains("Setup must know it too"));
    assert_eq!(
        step.callback_urls,
        format!("http://localhost:1719/OauthRedirect\n{ONE}")
    );
    seen(&mut play, &[(ONE, PortStanding::Free)]);
    let port = form(&play).port.unwrap();
    assert_eq!(
        (port.text.as_str(), port.moves.len()),
        ("Port 1717 is free", 0)
    );
}

#[test]
fn a_callback_elsewhere_says_that_the_address_is_pasted() {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    with_callbacks(&mut play, "https://app.example/callback");
    assert!(form(&play).port.unwrap().text.contains("pasted"));
}

#[test]
fn the_browser_is_chosen_by_name_and_the_preview_has_its_exact_words() {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    let effects = play.command(Command::NewProfile);
    assert!(names(&effects).contains(&"FindBrowsers"));
    play.event(Event::BrowsersFound(vec![FoundBrowser {
        name: "Chrome".to_owned(),
        command: vec!["/opt/my chrome".to_owned()],
        family: Family::Chromium,
        private: Some("--incognito".to_owned()),
        profiles: vec![BrowserProfile {
            key: "Profile 1".to_owned(),
            label: "Acme UAT".to_owned(),
        }],
    }]));
    let choose = |play: &mut Play, browser: &str| {
        let draft = ProfileDraft {
            browser: browser.to_owned(),
            ..ProfileDraft::default()
        };
        play.command(Command::ChangeDraft(Box::new(draft)));
        form(play).browser
    };
    let system = choose(&mut play, "");
    assert_eq!(
        (system.label.as_str(), system.is_custom),
        ("System’s browser", false)
    );
    let chrome = choose(&mut play, &system.choices[1].command);
    assert_eq!(chrome.label, "Chrome");
    let (is_private, private) = chrome.private.clone().unwrap();
    assert!(!is_private);
    assert!(choose(&mut play, &private).private.unwrap().0);
    let uat = choose(&mut play, &chrome.profiles[1].command);
    assert!(uat.profiles[1].is_on);
    assert_eq!(
        uat.preview,
        "Starts: '/opt/my chrome' '--profile-directory=Profile 1' <login address>"
    );
    let own = choose(&mut play, "my-browser --url=%s");
    assert!(own.is_custom);
    assert_eq!(own.preview, "Starts: my-browser --url=<login address>");
    // A quote that is open is a problem of the field, not of the next login.
    choose(&mut play, "my-browser 'x");
    play.command(save(false, ""));
    assert!(
        form(&play)
            .problems
            .iter()
            .any(|one| one.field == "browser")
    );
}

#[test]
fn a_login_that_found_its_port_taken_offers_every_way_out() {
    let mut play = Play::with(&[("a", SANDBOX)], Vec::new());
    let run_id = Play::begun(&play.command(Command::LogIn {
        profile_id: pid("a"),
        options: crate::app::effect::LoginOptions::default(),
    }));
    play.fail(&run_id, ProblemKind::Network, "port_taken");
    let shown = format!("{:?}", play.window().place);
    for label in [
        "Log in on port 1718",
        "Log in and paste the address",
        "Edit",
    ] {
        assert!(shown.contains(&format!("label: \"{label}")), "{label}");
    }
}

#[test]
fn a_form_for_an_app_of_the_demo_org_asks_before_it_takes_the_place_of_another() {
    use crate::app::command::DemoCommand;
    let app = || {
        Command::Demo(DemoCommand::NewProfile {
            client_id: "3MVG9secret".to_owned(),
        })
    };
    let mut play = super::demo::on_screen();
    filled(&mut play);
    play.command(app());
    assert!(matches!(play.dialog(), Dialog::Unsaved(_)));
    play.command(Command::Dismiss);
    assert_eq!(form(&play).draft.name, "Acme UAT");
    play.command(app());
    play.command(Command::ConfirmDialog(String::new()));
    assert_eq!(form(&play).draft.client_id, "3MVG9secret");
}

#[test]
fn a_form_that_a_login_covers_is_reached_again_from_the_rail() {
    use crate::app::view::RailWhat;
    let mut play = super::demo::on_screen();
    let covered = |play: &Play| {
        let tools = play.window().rail.tools;
        let is_form = |what: &RailWhat| *what == RailWhat::Screen(Screen::ProfileForm);
        tools.into_iter().find(|item| is_form(&item.what))
    };
    filled(&mut play);
    assert_eq!(covered(&play), None, "it is seen");
    play.command(Command::StartDemoOrg { then_log_in: true });
    assert!(matches!(play.window().place, Place::Library { .. }));
    let item = covered(&play).unwrap();
    assert_eq!(item.label, "Unsaved: Acme UAT");
    play.command(item.ask.command());
    assert_eq!(form(&play).draft.name, "Acme UAT");
}
