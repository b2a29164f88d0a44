//! The log: kept runs come back from it, and the activity screen shows what is asked for.

use super::*;
use crate::app::command::{ActivityFilter, ActivityKind, ReportAsk, ReportForm, Screen, Tab};
use crate::app::view::{
    ActivityLine, ActivityRow, Ask, DetailBody, Place, RunView, StateKind, StepStanding,
};
use crate::model::activity::{BEGUN, Entry};
use crate::model::run::{Exchange, Lane, Shown, ShownField};

fn entry(at: &str, action: &str, run: u64) -> Entry {
    Entry {
        profile_id: Some(pid("a")),
        run_id: Some(RunId::from_random(run.to_be_bytes())),
        ..Entry::new(UnixTime::from_rfc3339(at).unwrap(), action)
    }
}

fn begun(at: &str, action: &str, run: u64) -> Entry {
    Entry {
        result: BEGUN.to_owned(),
        flow: Some("web_server".to_owned()),
        ..entry(at, action, run)
    }
}

fn failed(at: &str, action: &str, run: u64, code: &str) -> Entry {
    let problem = Problem::new(ProblemKind::Refused, code);
    Entry {
        result: code.to_owned(),
        problem: Some(Box::new(problem)),
        ..entry(at, action, run)
    }
}

fn call(at: &str, step: &str, run: u64, token: &str) -> Entry {
    let exchange = Exchange {
        number: 1,
        from: Lane::ValetKey,
        to: Lane::Org,
        step: format!("flow-step-{step}"),
        method: "POST".into(),
        url: format!("https://acme.my.salesforce.com/{step}"),
        request_headers: Vec::new(),
        request_fields: vec![ShownField {
            name: "token".into(),
            value: Shown::Hidden(Some(Fingerprint::of(token))),
        }],
        status: Some(200),
        answer_headers: Vec::new(),
        answer_fields: Vec::new(),
        began_at: UnixTime::from_rfc3339(at).unwrap(),
        took: Some(Duration::from_millis(41)),
        error: None,
    };
    Entry {
        exchange: Some(exchange),
        ..entry(at, &format!("flow-step-{step}"), run)
    }
}

/// A login of yesterday, a refresh that failed, and a login that was cut off today.
fn history() -> Vec<Entry> {
    vec![
        begun("2026-11-21T09:00:00Z", "login", 1),
        call("2026-11-21T09:00:01Z", "token", 1, "one"),
        call("2026-11-21T09:00:02Z", "identity", 1, "one"),
        entry("2026-11-21T09:00:03Z", "login", 1),
        begun("2026-11-22T08:00:00Z", "refresh", 2),
        call("2026-11-22T08:00:01Z", "refresh", 2, "two"),
        failed("2026-11-22T08:00:02Z", "refresh", 2, "invalid_grant"),
        begun("2026-11-22T09:00:00Z", "login", 3),
        Entry {
            run_id: None,
            ..entry("2026-11-22T09:30:00Z", "copy_bearer", 0)
        },
    ]
}

fn play() -> Play {
    let mut play = Play::with(&[("a", SANDBOX), ("b", PRODUCTION)], Vec::new());
    play.event(Event::ActivityRead(history()));
    play
}

fn run(play: &Play) -> (RunView, crate::app::view::RunHead) {
    let Place::Library {
        detail: Some(detail),
        ..
    } = play.window().place
    else {
        panic!("the library is shown");
    };
    let DetailBody::Run(run) = detail.body else {
        panic!("the run is shown");
    };
    (*run, detail.head.run.unwrap())
}

fn rows(play: &mut Play, filter: ActivityFilter) -> Vec<ActivityRow> {
    play.command(Command::ShowActivity(filter));
    let Place::Activity(activity) = play.window().place else {
        panic!("activity is shown");
    };
    assert_eq!(activity.empty.is_some(), activity.rows.is_empty());
    activity.rows.to_vec()
}

fn lines(play: &mut Play, filter: ActivityFilter) -> Vec<ActivityLine> {
    rows(play, filter)
        .into_iter()
        .filter_map(|row| match row {
            ActivityRow::Line(line) => Some(*line),
            ActivityRow::Day(_) => None,
        })
        .collect()
}

fn texts(play: &mut Play, filter: ActivityFilter) -> Vec<String> {
    lines(play, filter)
        .into_iter()
        .map(|line| line.text)
        .collect()
}

#[test]
fn runs_survive_a_restart_and_one_that_was_cut_off_says_so() {
    let mut play = play();
    play.command(Command::Select(Some(pid("a"))));
    play.command(Command::ShowTab(Tab::Run));
    let (newest, head) = run(&play);
    assert_eq!(newest.state.kind, StateKind::NeverLoggedIn);
    assert_eq!(newest.state.text, "Not finished, as far as is known");
    let kinds: Vec<StateKind> = head.runs.iter().map(|run| run.state).collect();
    assert_eq!(
        kinds,
        [
            StateKind::NeverLoggedIn,
            StateKind::Failed,
            StateKind::Active
        ]
    );
    assert_eq!(head.label, "Run 2 of today");

    play.command(Command::ShowRun(head.runs[1].run_id.clone()));
    let (refresh, _) = run(&play);
    assert_eq!(refresh.problem.unwrap().code, "invalid_grant");

    play.command(Command::ShowRun(head.runs[2].run_id.clone()));
    let (login, head) = run(&play);
    assert_eq!(head.label, "Run 1 of 21 Nov");
    let seen: Vec<(String, StepStanding)> = login
        .steps
        .iter()
        .filter(|step| step.exchange.is_some())
        .map(|step| (step.label.clone(), step.standing))
        .collect();
    assert_eq!(
        seen,
        [
            ("Redeem the code".to_owned(), StepStanding::Done),
            ("200, 41 ms".to_owned(), StepStanding::Done),
            ("Ask whose token it is".to_owned(), StepStanding::Done),
            ("200, 41 ms".to_owned(), StepStanding::Done),
        ]
    );
}

#[test]
fn an_end_that_another_process_adds_finishes_the_run() {
    let mut play = play();
    let mut all = history();
    all.push(entry("2026-11-22T10:00:00Z", "login", 3));
    play.event(Event::ActivityRead(all));
    play.command(Command::Select(Some(pid("a"))));
    play.command(Command::ShowTab(Tab::Run));
    let (_, head) = run(&play);
    assert_eq!(head.runs[0].state, StateKind::Active);
    assert_eq!(head.runs.len(), 3);
}

#[test]
fn lines_are_grouped_by_day_and_filtered() {
    let mut play = play();
    let all = rows(&mut play, ActivityFilter::default());
    let days: Vec<&ActivityRow> = all
        .iter()
        .filter(|row| matches!(row, ActivityRow::Day(_)))
        .collect();
    assert_eq!(
        days,
        [
            &ActivityRow::Day("Today".to_owned()),
            &ActivityRow::Day("21 Nov".to_owned())
        ]
    );
    assert_eq!(
        texts(&mut play, ActivityFilter::default()),
        [
            "Bearer header copied",
            "Login begun; no end of it is known",
            "Refresh failed",
            "Refresh",
            "Logged in",
            "Ask whose token it is",
            "Redeem the code",
        ]
    );
    let failures = ActivityFilter {
        failures_only: true,
        ..ActivityFilter::default()
    };
    assert_eq!(texts(&mut play, failures), ["Refresh failed"]);
    let refreshes = ActivityFilter {
        kind: Some(ActivityKind::Refreshes),
        ..ActivityFilter::default()
    };
    assert_eq!(texts(&mut play, refreshes), ["Refresh failed", "Refresh"]);
    let text = |text: &str| ActivityFilter {
        text: text.to_owned(),
        ..ActivityFilter::default()
    };
    assert_eq!(texts(&mut play, text("INVALID_grant")), ["Refresh failed"]);
    assert_eq!(texts(&mut play, text("salesforce.com/token")).len(), 1);
    let other = ActivityFilter {
        profile_id: Some(pid("b")),
        ..ActivityFilter::default()
    };
    assert!(texts(&mut play, other).is_empty());
}

#[test]
fn a_fingerprint_shows_all_lines_about_its_token_and_a_line_its_exchange() {
    let mut play = play();
    let token = lines(&mut play, ActivityFilter::default())
        .into_iter()
        .find(|line| line.text == "Redeem the code")
        .and_then(|line| line.token)
        .unwrap();
    let Ask::ShowActivity(filter) = token.1 else {
        panic!("shows activity");
    };
    let about = lines(&mut play, filter);
    assert_eq!(about.len(), 2);
    play.command(about[0].ask.clone().unwrap().command());
    let (shown, _) = run(&play);
    assert_eq!(shown.exchange.unwrap().title, "Redeem the code");
}

#[test]
fn what_was_done_elsewhere_is_shown_at_once_where_the_screen_is_open() {
    let mut play = play();
    play.command(Command::Show(Screen::Activity));
    let mut stray = entry("2026-11-22T10:11:00Z", "callback", 9);
    stray.result = "callback_stray".to_owned();
    play.event(Event::Noted(vec![stray]));
    let Place::Activity(activity) = play.window().place else {
        panic!("activity is shown");
    };
    let ActivityRow::Line(first) = &activity.rows[1] else {
        panic!("a line");
    };
    assert!(first.text.starts_with("A request that was not the answer"));
    assert_eq!(first.tone, crate::app::view::Tone::Warn);
}

/// R72.
#[test]
fn no_cell_of_a_saved_table_is_a_formula() {
    let mut play = play();
    let mut noted = entry("2026-11-22T10:00:00Z", "login", 5);
    noted.result = "=cmd|' /C calc'!A0".to_owned();
    let mut other = entry("2026-11-22T10:00:01Z", "+1,\"2\"", 6);
    other.result = "\tx".to_owned();
    play.event(Event::Noted(vec![noted, other]));
    let effects = play.command(Command::Report(ReportAsk::SaveActivity(ReportForm::Csv)));
    let [Effect::SaveReport { text, .. }] = &effects[..] else {
        panic!("{effects:?}");
    };
    assert!(text.contains(",'=cmd|' /C calc'!A0,"), "{text}");
    assert!(text.contains(",\"'+1,\"\"2\"\"\",\"'\tx\","), "{text}");
    assert_eq!(text.lines().count(), 10, "{text}");
}

#[test]
fn json_lines_hold_what_is_shown_and_can_be_read_again() {
    let mut play = play();
    play.command(Command::ShowActivity(ActivityFilter {
        failures_only: true,
        ..ActivityFilter::default()
    }));
    let ask = ReportAsk::SaveActivity(ReportForm::JsonLines);
    let effects = play.command(Command::Report(ask));
    let [Effect::SaveReport { text, .. }] = &effects[..] else {
        panic!("{effects:?}");
    };
    let read: Vec<Entry> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(read, [history()[6].clone()]);
}

#[test]
fn the_overview_shows_the_profiles_own_lines_and_leads_to_all_of_them() {
    let mut play = play();
    for (id, count) in [("a", 3), ("b", 0)] {
        play.command(Command::Select(Some(pid(id))));
        play.command(Command::ShowTab(Tab::Overview));
        let Place::Library {
            detail: Some(detail),
            ..
        } = play.window().place
        else {
            panic!("the library is shown");
        };
        let DetailBody::Overview(overview) = detail.body else {
            panic!("the overview is shown");
        };
        assert_eq!(overview.recent.len(), count);
        let Ask::ShowActivity(filter) = overview.all_activity.ask else {
            panic!("shows activity");
        };
        assert_eq!(filter.profile_id, Some(pid(id)));
        play.command(Command::Show(Screen::Library));
    }
}

#[test]
fn calls_that_share_a_run_do_not_overwrite_each_other() {
    let mut play = Play::with(&[("a", SANDBOX)], vec![super::session("s", "a")]);
    let effects = play.command(Command::FetchIdentity(sid("s")));
    let run_id = Play::begun(&effects);
    for (at, step) in [
        ("2026-11-22T10:12:01Z", "identity"),
        ("2026-11-22T10:12:02Z", "refresh"),
        ("2026-11-22T10:12:03Z", "identity"),
    ] {
        // Each call numbers its own from one.
        let exchange = call(at, step, 1, "token").exchange.unwrap();
        for _ in 0..2 {
            play.event(Event::ExchangeRecorded {
                run_id: run_id.clone(),
                exchange: Box::new(exchange.clone()),
            });
        }
    }
    let record = play.state.run(&run_id).unwrap();
    let numbers: Vec<u32> = record.run.exchanges.iter().map(|e| e.number).collect();
    assert_eq!(numbers, [1, 2, 3]);
}

#[test]
fn what_belongs_to_no_profile_and_what_rotated_is_told_in_words() {
    let mut play = play();
    let ours = |at: &str, action: &str| Entry {
        profile_id: None,
        run_id: None,
        ..entry(at, action, 0)
    };
    play.event(Event::Noted(vec![
        Entry {
            rotated: true,
            ..entry("2026-11-22T10:00:00Z", "refresh", 9)
        },
        ours("2026-11-22T10:01:00Z", "demo_start"),
        ours("2026-11-22T10:02:00Z", "demo_stop"),
        ours("2026-11-22T10:03:00Z", "vault_passphrase"),
        Entry {
            result: "wrong_passphrase".to_owned(),
            ..ours("2026-11-22T10:04:00Z", "vault_to_keyring")
        },
    ]));
    let told = texts(&mut play, ActivityFilter::default());
    let wanted = [
        "Key of the vault not moved into the keyring",
        "Passphrase of the vault changed",
        "Demo org stopped",
        "Demo org started",
        "Refreshed, with a new refresh token; the one before is used up",
    ];
    assert_eq!(told[..5], wanted);
}

#[test]
fn the_menu_of_profiles_is_made_with_the_rows_and_not_with_the_frame() {
    let mut play = play();
    play.command(Command::Show(Screen::Activity));
    let menu = |play: &Play| {
        let Place::Activity(activity) = play.window().place else {
            panic!("activity is shown");
        };
        let names = activity.profiles.iter().map(|chip| chip.label.clone());
        names.collect::<Vec<String>>()
    };
    assert_eq!(menu(&play), ["Name of a"]);
    // What nobody was told of is not looked for: a frame reads no lines.
    play.state.log.entries.clear();
    assert_eq!(menu(&play), ["Name of a"]);
    let more = Entry {
        profile_id: Some(pid("b")),
        ..entry("2026-11-22T10:00:00Z", "save_profile", 9)
    };
    play.event(Event::Noted(vec![more]));
    assert_eq!(menu(&play), ["Name of b"]);
}
