//! The activity screen: chips filter, a fingerprint shows its lines, a line its run; by mouse and by keyboard.

use egui::Key;
use egui_kittest::kittest::Queryable as _;
use valet_key::app::command::{ActivityFilter, Command, ReportAsk, ReportForm};

use crate::sample;
use crate::stage::{click, open, open_sized, settle};

#[test]
fn chips_and_fingerprints_filter_and_a_line_opens_its_run() {
    let mut window = open(sample::activity(&ActivityFilter::default()));
    click(&mut window, "Logins");
    let Command::ShowActivity(filter) = window.state().one() else {
        panic!("filters");
    };
    assert!(filter.kind.is_some());
    window.state_mut().asked.clear();
    let prints = "Show all lines about token 4f9c 21ab 77e0, as at";
    window
        .get_all_by_label_contains(prints)
        .next()
        .expect("a fingerprint")
        .click();
    settle(&mut window);
    assert!(matches!(window.state().one(), Command::ShowActivity(_)));
    window.state_mut().asked.clear();
    click(&mut window, "10:10:01 Redeem the code");
    assert!(matches!(window.state().one(), Command::ShowRunAt(_, 3)));
}

#[test]
fn lines_are_walked_and_opened_by_keyboard() {
    let mut window = open(sample::activity(&ActivityFilter::default()));
    window.get_by_label("10:12:40 Access token copied").focus();
    settle(&mut window);
    window.key_press(Key::ArrowDown);
    settle(&mut window);
    assert!(window.get_by_label("10:10:02 Logged in").is_focused());
    window.key_press(Key::Enter);
    settle(&mut window);
    assert!(matches!(window.state().one(), Command::ShowRun(_)));
}

#[test]
fn the_list_can_be_saved_also_where_there_is_little_room() {
    for size in [[1280.0, 800.0], [720.0, 480.0]] {
        let mut window = open_sized(sample::activity(&ActivityFilter::default()), size);
        click(&mut window, "Save as CSV");
        assert!(matches!(
            window.state().one(),
            Command::Report(ReportAsk::SaveActivity(ReportForm::Csv))
        ));
    }
}

#[test]
fn what_the_filter_hides_can_be_had_back() {
    let filter = ActivityFilter {
        text: "nothing".to_owned(),
        ..ActivityFilter::default()
    };
    let mut window = open(sample::activity(&filter));
    click(&mut window, "Clear filter");
    let Command::ShowActivity(cleared) = window.state().one() else {
        panic!("clears");
    };
    assert_eq!(*cleared, ActivityFilter::default());
}

#[test]
fn a_run_is_saved_and_another_one_chosen_from_the_head() {
    let mut window = open(sample::run_window(false, false));
    click(&mut window, "Save report");
    click(&mut window, "Save as Markdown");
    assert!(matches!(
        window.state().one(),
        Command::Report(ReportAsk::SaveRun { .. })
    ));
    window.state_mut().asked.clear();
    click(&mut window, "Choose a run: Run 3 of today");
    click(&mut window, "08:53 Web server, failed");
    assert!(matches!(window.state().one(), Command::ShowRun(_)));
}
