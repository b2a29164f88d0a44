//! The demo org inside the engine: what its screen asks works at once over real sockets, and survives a restart.

use std::net::TcpListener;

use serde_json::json;
use valet_key::app::effect::Effect;
use valet_key::app::event::Event;
use valet_key::model::demo::{
    DemoAct, DemoDone, DemoFault, DemoFaultKind, DemoFilter, DemoOrg, DemoRequest,
};
use valet_key::model::ids::ProfileId;
use valet_key::model::problem::Problem;

use super::bench::{Bench, Page, Person};

const ADMIN: &str = "admin@demo.example";
const PASSWORD: &str = "demo-admin-1";

fn start(bench: &mut Bench) -> Result<(String, ProfileId, DemoOrg), Box<Problem>> {
    let run_id = bench.run_id();
    bench.send(Effect::StartDemoOrg(run_id.clone()));
    started(bench.end_of(&run_id))
}

fn started(
    event: Result<Event, Box<Problem>>,
) -> Result<(String, ProfileId, DemoOrg), Box<Problem>> {
    match event? {
        Event::DemoOrgStarted {
            base_url,
            profile_id,
            org,
            ..
        } => Ok((base_url, profile_id, *org)),
        other => panic!("{other:?}"),
    }
}

fn stop(bench: &Bench) {
    bench.send(Effect::StopDemoOrg);
    bench.until(|event| matches!(event, Event::DemoOrgStopped).then_some(()));
}

fn act(bench: &Bench, act: DemoAct) -> Result<DemoDone, Box<Problem>> {
    bench.send(Effect::ActOnDemoOrg(act));
    bench.until(|event| match event {
        Event::DemoOrgActed(done) => Some(Ok(done)),
        Event::DemoOrgRefused(problem) => Some(Err(problem)),
        _ => None,
    })
}

fn token(base_url: &str) -> Page {
    let body =
        format!("grant_type=password&client_id=PlatformCLI&username={ADMIN}&password={PASSWORD}");
    let url = format!("{base_url}/services/oauth2/token");
    let headers = "Content-Type: application/x-www-form-urlencoded\r\n";
    Person::default().send("POST", &url, headers, &body)
}

fn userinfo(base_url: &str, access_token: &str) -> u16 {
    let headers = format!("Authorization: Bearer {access_token}\r\n");
    let url = format!("{base_url}/services/oauth2/userinfo");
    Person::default().send("GET", &url, &headers, "").status
}

fn slow() -> DemoFault {
    DemoFault {
        fault: DemoFaultKind::Slow,
        path: Some("/id/keys".to_owned()),
        times: Some(3),
        ms: Some(1),
        ..DemoFault::default()
    }
}

#[test]
fn what_was_switched_works_at_once_and_survives_a_restart() {
    let mut bench = Bench::start();
    let (base_url, profile_id, _) = start(&mut bench).unwrap();
    assert_eq!(token(&base_url).status, 200);
    let switched = [
        DemoAct::SetUser {
            username: "standard@demo.example".to_owned(),
            active: false,
        },
        DemoAct::SetApp {
            client_id: "PlatformCLI".to_owned(),
            change: [("blocked".to_owned(), json!(true))].into_iter().collect(),
        },
        DemoAct::SetOrg {
            change: [("max_approvals".to_owned(), json!(2))]
                .into_iter()
                .collect(),
        },
        DemoAct::MoveClock { seconds: 3600 },
        DemoAct::SetFault(slow()),
    ];
    for one in switched {
        assert_eq!(act(&bench, one).unwrap(), DemoDone::Changed);
    }
    assert_eq!(token(&base_url).status, 400);
    let keys = format!("{base_url}/id/keys");
    assert_eq!(Person::default().send("GET", &keys, "", "").status, 200);

    stop(&bench);
    let (again, same_profile, org) = start(&mut bench).unwrap();
    assert_eq!((again, same_profile), (base_url.clone(), profile_id));
    let user = org
        .users
        .iter()
        .find(|user| user.username.starts_with("standard"));
    assert!(!user.unwrap().active);
    assert!(org.app("PlatformCLI").unwrap().policies.blocked);
    assert_eq!(org.settings.max_approvals, 2);
    assert_eq!(org.clock_ahead_secs, 3600);
    // Once it struck before the restart.
    assert_eq!(org.faults[0].times, Some(2));
    assert_eq!(token(&base_url).status, 400);
}

#[test]
fn tokens_end_by_user_and_by_app() {
    let mut bench = Bench::start();
    let (base_url, ..) = start(&mut bench).unwrap();
    let answer = token(&base_url);
    let answer: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    let access_token = answer["access_token"].as_str().unwrap();
    assert_eq!(userinfo(&base_url, access_token), 200);
    let filter = |username: &str| DemoFilter {
        username: Some(username.to_owned()),
        client_id: Some("PlatformCLI".to_owned()),
    };
    let other = DemoAct::Expire(filter("standard@demo.example"));
    assert_eq!(act(&bench, other).unwrap(), DemoDone::Expired(0));
    assert_eq!(userinfo(&base_url, access_token), 200);
    let mine = DemoAct::Expire(filter(ADMIN));
    assert_eq!(act(&bench, mine).unwrap(), DemoDone::Expired(1));
    assert_eq!(userinfo(&base_url, access_token), 403);
}

#[test]
fn requests_are_told_as_they_come_without_a_value() {
    let mut bench = Bench::start();
    let (base_url, ..) = start(&mut bench).unwrap();
    token(&base_url);
    let request: DemoRequest = bench.until(|event| match event {
        Event::DemoOrgTold { requests, .. } => requests.into_iter().find(|it| it.ms.is_some()),
        _ => None,
    });
    assert_eq!(request.path, "/services/oauth2/token");
    assert_eq!(
        (request.method.as_str(), request.status),
        ("POST", Some(200))
    );
    assert_eq!(
        request.fields,
        ["grant_type", "client_id", "username", "password"]
    );
    let told = format!("{request:?}");
    assert!(!told.contains(PASSWORD) && !told.contains(ADMIN), "{told}");
}

#[test]
fn what_makes_no_sense_is_refused_in_words_and_changes_nothing() {
    let mut bench = Bench::start();
    let (base_url, ..) = start(&mut bench).unwrap();
    let change = [("session_timeout_secs".to_owned(), json!(0))];
    let wrong = DemoAct::SetApp {
        client_id: "PlatformCLI".to_owned(),
        change: change.into_iter().collect(),
    };
    let problem = act(&bench, wrong).unwrap_err();
    assert_eq!(problem.code, "demo_refused");
    let said = problem.explain().what;
    assert!(
        said.contains("session_timeout_secs is at least 1"),
        "{said}"
    );
    let gone = DemoAct::ClearFaults(Some(77));
    assert_eq!(act(&bench, gone).unwrap_err().code, "demo_refused");
    assert_eq!(token(&base_url).status, 200);
}

#[test]
fn a_taken_port_is_told_and_another_one_is_kept_from_then_on() {
    let mut bench = Bench::start();
    let (first, ..) = start(&mut bench).unwrap();
    stop(&bench);
    let port: u16 = first.rsplit_once(':').unwrap().1.parse().unwrap();
    let taken = TcpListener::bind(("127.0.0.1", port)).unwrap();
    let problem = start(&mut bench).unwrap_err();
    assert_eq!(problem.code, "demo_port_taken");
    let run_id = bench.run_id();
    bench.send(Effect::StartDemoOrgOn {
        run_id: run_id.clone(),
        port: 0,
    });
    let (second, ..) = started(bench.end_of(&run_id)).unwrap();
    assert_ne!(second, first);
    stop(&bench);
    drop(taken);
    assert_eq!(start(&mut bench).unwrap().0, second);
}
