//! Reports of a real login: the commands work when they are pasted, and no secret is in any form.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Write as _;
use std::process::{Command as Process, Output, Stdio};

use jiff::tz::TimeZone;
use valet_key::app::command::{ActivityFilter, Command, ReportAsk, ReportForm, Screen, Tab};
use valet_key::app::effect::{Effect, LoginOptions};
use valet_key::app::event::Event;
use valet_key::app::state::State;
use valet_key::app::update::{self, Message};
use valet_key::app::view::{self, Ask, DetailBody, Place, RunView, StepStanding};
use valet_key::engine::vault_key::Access;
use valet_key::engine::{Config, Handle, clock};
use valet_key::model::activity::Entry;
use valet_key::model::ids::RunId;
use valet_key::model::session::Session;

use crate::login::bench::{Bench, CLIENT_SECRET, Org, Person, SECRET};

const ADMIN: &str = "admin@demo.example";

/// The window's state beside the engine: what the person does, and what is shown.
struct Desk {
    bench: Bench,
    state: State,
}

impl Desk {
    fn command(&mut self, command: Command) -> Vec<Effect> {
        update::apply(&mut self.state, Message::Command(command), clock::now())
    }

    fn send(&mut self, command: Command) {
        for effect in self.command(command) {
            self.bench.send(effect);
        }
    }

    /// Applies events until one is looked for.
    fn until<T>(&mut self, mut wanted: impl FnMut(&Event) -> Option<T>) -> T {
        let state = &mut self.state;
        self.bench.until(|event| {
            let found = wanted(&event);
            update::apply(state, Message::Event(event), clock::now());
            found
        })
    }

    fn run(&self) -> RunView {
        let window = view::window(&self.state, clock::now());
        match window.place {
            Place::Library {
                detail: Some(detail),
                ..
            } => match detail.body {
                DetailBody::Run(run) => *run,
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    }

    /// What *Copy as curl* copies for the exchange of a step.
    fn curl(&mut self, title: &str) -> String {
        let step = self
            .run()
            .steps
            .into_iter()
            .find(|step| step.label == title && step.exchange.is_some());
        let number = step.unwrap_or_else(|| panic!("{title}")).exchange;
        self.command(Command::ShowExchange(number));
        let actions = self.run().exchange.unwrap().actions;
        let copied = actions.into_iter().find_map(|action| match action.ask {
            Ask::CopyText(text) if text.starts_with("curl ") => Some(text),
            _ => None,
        });
        copied.unwrap()
    }
}

fn logged_in(org: &Org) -> (Desk, RunId, Session, String) {
    let mut bench = Bench::start();
    let profile = org.profile("reported", SECRET);
    bench.save(&profile, Some(CLIENT_SECRET));
    let state = State::new(7, TimeZone::UTC);
    let mut desk = Desk { bench, state };
    desk.bench.send(Effect::LoadLibrary);
    desk.until(|event| matches!(event, Event::LibraryLoaded { .. }).then_some(()));
    desk.send(Command::LogIn {
        profile_id: profile.profile_id,
        options: LoginOptions {
            no_browser: true,
            ..LoginOptions::default()
        },
    });
    let url = desk.until(|event| match event {
        Event::LoginWaits { url, .. } => Some(url.clone()),
        Event::Failed { problem, .. } => panic!("{problem:?}"),
        _ => None,
    });
    Person::default().log_in(&url, ADMIN);
    let (run_id, session) = desk.until(|event| match event {
        Event::LoginFinished {
            run_id, session, ..
        } => Some((run_id.clone(), (**session).clone())),
        Event::Failed { problem, .. } => panic!("{problem:?}"),
        _ => None,
    });
    desk.command(Command::Show(Screen::Library));
    desk.command(Command::ShowTab(Tab::Run));
    (desk, run_id, session, url)
}

fn shell(script: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut shell = Process::new("sh")
        .args(arguments)
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = shell.stdin.take().unwrap();
    stdin.write_all(script.as_bytes()).unwrap();
    drop(stdin);
    shell.wait_with_output().unwrap()
}

#[test]
fn a_copied_curl_command_works_once_its_variables_are_set() {
    let org = Org::start();
    let (mut desk, _, session, _) = logged_in(&org);
    let token = desk.bench.take_token(&session.session_id).unwrap();
    for (title, answer) in [
        ("Ask until when it works", "\"active\":true"),
        ("Ask whose token it is", ADMIN),
    ] {
        let curl = desk.curl(title);
        assert!(!curl.contains(&token) && !curl.contains(CLIENT_SECRET));
        let read = shell(&curl, &["-n"], &[]);
        assert!(read.status.success(), "{curl}");
        if Process::new("curl").arg("--version").output().is_err() {
            eprintln!("not run: there is no curl here");
            return;
        }
        let variables = [
            ("SF_ACCESS_TOKEN", token.as_str()),
            ("SF_TOKEN", token.as_str()),
            ("SF_CLIENT_SECRET", CLIENT_SECRET),
            ("no_proxy", "*"),
        ];
        let done = shell(&curl, &["-u"], &variables);
        let said = String::from_utf8_lossy(&done.stdout).replace("\": ", "\":");
        let wrong = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{curl}\n{wrong}");
        assert!(said.contains(answer), "{curl}\n{said}");
    }
}

#[test]
fn no_report_of_a_run_has_a_secret() {
    let org = Org::start();
    let (mut desk, run_id, session, url) = logged_in(&org);
    let token = desk.bench.take_token(&session.session_id).unwrap();
    let url = url::Url::parse(&url).unwrap();
    let state = url
        .query_pairs()
        .find_map(|(name, value)| (name == "state").then(|| value.into_owned()))
        .unwrap();
    let secrets = [token.as_str(), CLIENT_SECRET, state.as_str()];
    for form in [ReportForm::Har, ReportForm::Mermaid, ReportForm::Markdown] {
        let run_id = run_id.clone();
        let effects = desk.command(Command::Report(ReportAsk::CopyRun { run_id, form }));
        let [Effect::CopyText(text)] = &effects[..] else {
            panic!("{effects:?}");
        };
        assert!(text.lines().count() > 5, "{text}");
        for secret in secrets {
            assert!(!text.contains(secret), "{form:?} has {secret}");
        }
        // The record is there all the same: the token by its fingerprint, where a form has values.
        let fingerprint = session.access_token_fingerprint.as_str();
        assert_eq!(text.contains(fingerprint), form != ReportForm::Mermaid);
    }
    let run = desk.run();
    assert!(!format!("{run:?}").contains(&token));
}

/// A window's engine on a folder, and the list it reads at its start.
fn restarted(desk: &mut Desk) {
    let config = Config {
        data_dir: Some(desk.bench.folder.path().join("data")),
        access: Access::Memory,
        access_is_given: true,
        browser: None,
        background: true,
        ..Config::default()
    };
    desk.bench.engine = Handle::start(config, || {});
    desk.state = State::new(8, TimeZone::UTC);
    desk.bench.send(Effect::LoadLibrary);
    let mut missing = 2;
    desk.until(|event| {
        if matches!(event, Event::ActivityRead(_) | Event::LibraryLoaded { .. }) {
            missing -= 1;
        }
        (missing == 0).then_some(())
    });
}

#[test]
fn a_run_is_there_again_after_a_restart() {
    let org = Org::start();
    let (mut desk, run_id, session, _) = logged_in(&org);
    let before = desk.run();
    restarted(&mut desk);
    desk.command(Command::ShowRun(run_id.clone()));
    let after = desk.run();
    assert_eq!(after.run_id, run_id);
    assert_eq!(after.state.kind, before.state.kind);
    let steps = |run: &RunView| -> Vec<(String, StepStanding)> {
        let seen = run.steps.iter().filter(|step| step.exchange.is_some());
        seen.map(|step| (step.label.clone(), step.standing))
            .collect()
    };
    assert!(steps(&after).len() > 6);
    assert_eq!(steps(&after), steps(&before));

    // The token of the session finds its lines.
    desk.command(Command::ShowActivity(ActivityFilter {
        fingerprint: Some(session.access_token_fingerprint),
        ..ActivityFilter::default()
    }));
    let window = view::window(&desk.state, clock::now());
    let Place::Activity(activity) = window.place else {
        panic!("activity is shown");
    };
    assert!(activity.rows.len() > 2, "{:?}", activity.rows);
}

#[test]
fn a_login_is_noted_before_the_browser_opens_and_what_came_astray_after_it() {
    let org = Org::start();
    let mut bench = Bench::start();
    let profile = org.profile("noted", SECRET);
    bench.save(&profile, Some(CLIENT_SECRET));
    let (run_id, url) = bench.begin(&profile, LoginOptions::default());
    let data = bench.folder.path().join("data/activity.jsonl");
    let entries = || -> Vec<Entry> {
        let text = std::fs::read_to_string(&data).unwrap();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .filter(|entry: &Entry| entry.run_id.as_ref() == Some(&run_id))
            .collect()
    };
    let begun = entries();
    assert_eq!(begun.len(), 1);
    assert_eq!(
        (begun[0].action.as_str(), begun[0].result.as_str()),
        ("login", "begun")
    );

    for _ in 0..3 {
        Person::default().open(&format!("{}?code=guessed&state=guessed", org.callback));
    }
    Person::default().log_in(&url, ADMIN);
    bench.end_of(&run_id).unwrap();
    let all = entries();
    let stray: Vec<&Entry> = all
        .iter()
        .filter(|entry| entry.action == "callback")
        .collect();
    assert_eq!(stray.len(), 1, "{all:?}");
    assert_eq!(stray[0].result, "callback_stray");
    let last = all.last().unwrap();
    assert_eq!(
        (last.action.as_str(), last.result.as_str()),
        ("login", "ok")
    );
    assert!(!std::fs::read_to_string(&data).unwrap().contains("guessed"));
}
