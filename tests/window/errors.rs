//! Explained errors: what is said, what is marked, and the next step always in sight.

use egui_kittest::kittest::Queryable as _;
use valet_key::app::view::Dialog;

use crate::sample;
use crate::stage::{click, open_sized, settle};

#[test]
fn the_next_step_never_scrolls_away() {
    for size in [[1280.0, 800.0], [1000.0, 700.0], [720.0, 480.0]] {
        for view in [
            sample::run_window(true, false),
            sample::overview_with_error(),
        ] {
            let mut window = open_sized(view, size);
            settle(&mut window);
            let strip = 28.0;
            for label in ["Log in on port 1717", "Copy callback URL"] {
                let button = window.get_by_label(label).rect();
                assert!(
                    button.bottom() <= size[1] - strip,
                    "{size:?}: {label} at {button}"
                );
                assert!(button.right() <= size[0], "{size:?}: {label} at {button}");
            }
            click(&mut window, "Log in on port 1717");
            assert_eq!(window.state().names(), ["LogIn"], "{size:?}");
        }
    }
}

#[test]
fn what_differs_is_said_aloud_and_the_orgs_words_stand_unchanged() {
    let window = open_sized(sample::run_window(true, false), [1280.0, 800.0]);
    window.get_by_label("Sent: http://localhost:1718/OauthRedirect, differs in 1718");
    window.get_by_label("In profile: http://localhost:1717/OauthRedirect, differs in 1717");
    window.get_by_label("error_description=redirect_uri must match configuration");
    window.get_by_label("everything Valet Key knows about redirect_uri_mismatch");
    for title in [
        "What happened",
        "Usual cause",
        "What to do",
        "The org’s own words",
    ] {
        window.get_by_label(title);
    }
}

#[test]
fn an_error_in_a_dialog_has_its_steps_beside_close() {
    let dialog = Dialog::Problem(sample::error());
    let view = sample::with_dialog(sample::overview_window(), dialog);
    let mut window = open_sized(view, [720.0, 480.0]);
    let close = window.get_by_label("Close").rect();
    assert!(close.bottom() <= 480.0, "{close}");
    click(&mut window, "Copy callback URL");
    assert_eq!(window.state().names(), ["CopyText", "Dismiss"]);
    // All of it stands in the dialog, which is 560 wide; what found no room is in a menu beside.
    assert!(close.left() >= 100.0, "{close}");
    let beside = |rect: egui::Rect| rect.left() > close.right() && rect.right() <= 620.0;
    let more = window
        .get_all_by_label("More: What to do")
        .map(|more| more.rect());
    assert_eq!(more.filter(|rect| beside(*rect)).count(), 1);
}

#[test]
fn the_doctor_says_each_result_aloud_and_can_be_asked_again() {
    for size in [[1280.0, 800.0], [720.0, 480.0]] {
        let mut window = open_sized(sample::doctor(false), size);
        window.get_by_label("Certificate: Failed");
        window.get_by_label("Callback ports: Warning");
        window.get_by_label("One check failed");
        click(&mut window, "Copy");
        click(&mut window, "Check again");
        assert_eq!(window.state().names(), ["CopyText", "Diagnose"]);
        let mut busy = open_sized(sample::doctor(true), size);
        click(&mut busy, "Cancel");
        assert_eq!(busy.state().names(), ["Cancel"]);
    }
}
