//! The demo org: from the first click to the login.

use super::*;
use serde_json::json;

use crate::app::command::{DemoCommand, DemoPart, Screen};
use crate::app::view::{Ask, DemoOrgView, DemoRunning, DemoStanding, Place};
use crate::model::demo::{DemoAct, DemoDone, DemoOrg, DemoRequest};
use crate::model::secret::SecretDraft;

fn org() -> DemoOrg {
    serde_json::from_value(json!({
        "org": {"org_id": "00D5e0000012ABCEA2", "name": "Demo", "is_sandbox": false, "inactive": false,
            "require_pkce": false, "block_user_agent": false, "block_username_password": false,
            "max_approvals": 5, "singleaccess_answers_401": false, "refusals_as_text": false},
        "apps": [{"name": "With secret", "kind": "connected_app", "client_id": "3MVG9secret",
            "client_secret": "5ec$et", "callback_urls": ["http://localhost:1717/OauthRedirect"],
            "scope": "api refresh_token",
            "policies": {"require_pkce": false, "require_secret": true, "require_secret_for_refresh": true,
                "rotate_refresh_tokens": false, "refresh_token_policy": "infinite",
                "access_token_format": "opaque", "session_timeout_secs": 7200, "permitted_users": "all",
                "blocked": false, "installed": true, "ip_restricted": false, "propagating": false,
                "introspect_all": false, "device_flow": true}}],
        "users": [{"username": "admin@demo.example", "password": "demo", "security_token": "T",
            "role": "admin", "active": true, "first_name": "Ada", "last_name": "Admin"}],
        "faults": [], "logins": [], "clock_ahead_secs": 0,
    }))
    .unwrap()
}

fn request(n: u64, path: &str, status: Option<u16>, ms: Option<u64>) -> DemoRequest {
    serde_json::from_value(json!({
        "n": n, "at": "2026-11-22T10:12:00Z", "method": "POST", "path": path, "fields": ["grant_type"],
        "grant_type": "refresh_token", "client_id": "3MVG9secret", "status": status, "ms": ms,
    }))
    .unwrap()
}

fn told(requests: Vec<DemoRequest>) -> Event {
    Event::DemoOrgTold {
        org: Box::new(org()),
        requests,
    }
}

fn view(play: &Play) -> DemoOrgView {
    match play.window().place {
        Place::DemoOrg(view) => view,
        _ => panic!("its screen"),
    }
}

fn running(play: &Play) -> DemoRunning {
    view(play).running.unwrap()
}

/// Its screen, while it runs.
pub(super) fn on_screen() -> Play {
    let mut play = Play::with(&[("demo", DEMO)], Vec::new());
    play.command(Command::Show(Screen::DemoOrg));
    let effects = play.command(Command::StartDemoOrg { then_log_in: false });
    play.event(started(Play::begun(&effects)));
    play
}

fn demo(play: &mut Play, command: DemoCommand) -> Vec<Effect> {
    play.command(Command::Demo(command))
}

fn started(run_id: RunId) -> Event {
    Event::DemoOrgStarted {
        run_id,
        base_url: DEMO.to_owned(),
        profile_id: pid("demo"),
        org: Box::new(org()),
    }
}

#[test]
fn one_click_of_the_first_run_starts_it_and_logs_in() {
    let mut play = Play::empty();
    assert!(matches!(play.window().place, Place::Loading(_)));
    play.load(Vec::new(), Vec::new());
    let Place::FirstRun(first) = play.window().place else {
        panic!("first run");
    };
    let effects = play.command(first.cards[0].action.ask.clone().command());
    assert_eq!(names(&effects), ["StartDemoOrg"]);
    assert!(
        play.command(Command::StartDemoOrg { then_log_in: true })
            .is_empty()
    );
    let Place::FirstRun(first) = play.window().place else {
        panic!("first run");
    };
    assert!(first.cards[0].action.disabled.is_some());

    // Its profile is on disk and not yet in the state.
    let effects = play.event(started(Play::begun(&effects)));
    assert_eq!(names(&effects), ["LoadLibrary", "BeginLogin"]);
    play.load(vec![record("demo", DEMO)], Vec::new());
    let rows = view::rows(&play.state, 0..9, play.now);
    assert!(rows[0].busy.is_some());
    assert_eq!(rows[0].badge.label, "Demo");
}

#[test]
fn another_local_server_is_called_local() {
    let mut play = Play::with(
        &[("demo", DEMO), ("x", "http://localhost:9999")],
        Vec::new(),
    );
    let effects = play.command(Command::StartDemoOrg { then_log_in: false });
    play.event(started(Play::begun(&effects)));
    let rows = view::rows(&play.state, 0..9, play.now);
    assert_eq!(rows[0].badge.label, "Demo");
    assert!(rows[1].badge.is_local && rows[1].badge.label == "Local");
}

#[test]
fn its_screen_shows_users_only_while_it_runs() {
    let mut play = Play::with(&[("demo", DEMO)], Vec::new());
    play.command(Command::Show(Screen::DemoOrg));
    assert_eq!(view(&play).standing, DemoStanding::Off);
    let effects = play.command(Command::StartDemoOrg { then_log_in: false });
    assert_eq!(view(&play).standing, DemoStanding::Starting);
    play.event(started(Play::begun(&effects)));
    assert_eq!(running(&play).org.users.len(), 1);
    assert!(
        view(&play)
            .actions
            .iter()
            .any(|action| action.ask == Ask::StopDemoOrg)
    );
    assert_eq!(names(&play.command(Command::StopDemoOrg)), ["StopDemoOrg"]);
    play.event(Event::DemoOrgStopped);
    assert_eq!(view(&play).standing, DemoStanding::Off);
    assert_eq!(view(&play).running, None);
}

#[test]
fn a_start_that_failed_says_why() {
    let mut play = Play::empty();
    play.load(Vec::new(), Vec::new());
    let effects = play.command(Command::StartDemoOrg { then_log_in: true });
    play.fail(&Play::begun(&effects), ProblemKind::Network, "port_taken");
    assert!(matches!(play.dialog(), Dialog::Problem(_)));
    assert!(!play.state.is_busy());
}

#[test]
fn a_taken_port_is_said_on_its_screen_with_the_way_out() {
    let mut play = Play::with(&[("demo", DEMO)], Vec::new());
    play.command(Command::Show(Screen::DemoOrg));
    let effects = play.command(Command::StartDemoOrg { then_log_in: false });
    let run_id = Play::begun(&effects);
    play.fail(&run_id, ProblemKind::Network, "demo_port_taken");
    assert!(play.window().dialog.is_none());
    let card = view(&play).problem.unwrap();
    let effects = play.command(card.actions[0].ask.clone().command());
    assert!(matches!(
        effects[..],
        [Effect::StartDemoOrgOn { port: 0, .. }]
    ));
    assert!(view(&play).problem.is_none());
}

#[test]
fn an_act_goes_to_the_org_only_while_it_runs() {
    let act = || {
        DemoCommand::Act(DemoAct::SetUser {
            username: "admin@demo.example".to_owned(),
            active: false,
        })
    };
    let mut play = on_screen();
    assert_eq!(names(&demo(&mut play, act())), ["ActOnDemoOrg"]);
    let problem = Problem::new(ProblemKind::Usage, "demo_refused").with("why", "there is no user");
    play.event(Event::DemoOrgRefused(Box::new(problem)));
    let said = view(&play).problem.unwrap();
    assert!(said.what.contains("there is no user"), "{}", said.what);
    // The next act is a new try.
    demo(&mut play, act());
    assert!(view(&play).problem.is_none());
    play.event(Event::DemoOrgStopped);
    assert!(demo(&mut play, act()).is_empty());
}

#[test]
fn what_an_act_ended_is_said() {
    let mut play = on_screen();
    play.event(Event::DemoOrgActed(DemoDone::Changed));
    assert!(play.window().toasts.is_empty());
    play.event(Event::DemoOrgActed(DemoDone::Expired(3)));
    assert_eq!(play.window().toasts[0].title, "3 access tokens expired");
}

#[test]
fn requests_come_newest_first_and_an_answer_fills_in_its_line() {
    let mut play = on_screen();
    play.event(told(vec![
        request(1, "/services/oauth2/token", Some(200), Some(4)),
        request(2, "/services/oauth2/revoke", Some(200), None),
    ]));
    play.event(told(vec![
        request(2, "/services/oauth2/revoke", Some(200), Some(7)),
        request(3, "/id/keys", Some(503), Some(1)),
    ]));
    let log = running(&play).log;
    let seen: Vec<(u64, Option<u64>)> = log.shown.iter().map(|it| (it.n, it.ms)).collect();
    assert_eq!(seen, [(3, Some(1)), (2, Some(7)), (1, Some(4))]);
    assert_eq!(log.clock(log.shown[0].at), "10:12:00");
}

#[test]
fn requests_are_filtered_by_words_and_by_trouble() {
    let mut play = on_screen();
    play.event(told(vec![
        request(1, "/services/oauth2/token", Some(200), Some(4)),
        request(2, "/services/oauth2/token", Some(400), Some(4)),
        request(3, "/id/keys", None, Some(1)),
    ]));
    let mut shown = |text: &str, only_trouble| {
        let text = text.to_owned();
        demo(&mut play, DemoCommand::FilterLog { text, only_trouble });
        let log = running(&play).log;
        assert_eq!(log.total, 3);
        log.shown.iter().map(|it| it.n).collect::<Vec<_>>()
    };
    assert_eq!(shown("OAUTH2", false), [2, 1]);
    assert_eq!(shown("post refresh_token 40", false), [2]);
    assert_eq!(shown("", true), [3, 2]);
    assert_eq!(shown("nothing", false), [0; 0]);
}

#[test]
fn a_paused_list_stands_still_and_says_what_came_since() {
    let mut play = on_screen();
    play.event(told(vec![request(1, "/a", Some(200), Some(1))]));
    demo(&mut play, DemoCommand::PauseLog(true));
    play.event(told(vec![request(2, "/b", Some(200), Some(1))]));
    let log = running(&play).log;
    assert_eq!((log.shown.len(), log.waiting, log.is_paused), (1, 1, true));
    demo(&mut play, DemoCommand::PauseLog(false));
    assert_eq!(running(&play).log.shown.len(), 2);
    demo(&mut play, DemoCommand::ClearLog);
    assert_eq!(running(&play).log.total, 0);
    // What was cleared does not come back with its answer.
    play.event(told(vec![
        request(2, "/b", Some(200), Some(9)),
        request(3, "/c", Some(200), Some(1)),
    ]));
    assert_eq!(running(&play).log.shown[0].n, 3);
    assert_eq!(running(&play).log.total, 1);
}

#[test]
fn a_profile_for_an_app_is_the_form_filled_in_secret_included() {
    let mut play = on_screen();
    assert!(!running(&play).profiles.contains_key("3MVG9secret"));
    let client_id = "3MVG9secret".to_owned();
    demo(&mut play, DemoCommand::NewProfile { client_id });
    let Place::Form(form) = play.window().place else {
        panic!("the form");
    };
    assert_eq!(form.draft.login_url, DEMO);
    assert_eq!(form.draft.name, "With secret");
    assert!(form.has_client_secret);
    let save = || Command::SaveProfile {
        client_secret: SecretDraft::default(),
        then_log_in: false,
    };
    let effects = play.command(save());
    let secret = effects.iter().find_map(|effect| match effect {
        Effect::SaveProfile { client_secret, .. } => client_secret.as_ref(),
        _ => None,
    });
    assert_eq!(secret.unwrap().expose(), "5ec$et");

    // For another host it is not filled in: a made-up secret stays where it belongs.
    let mut play = on_screen();
    let client_id = "3MVG9secret".to_owned();
    demo(&mut play, DemoCommand::NewProfile { client_id });
    let Place::Form(form) = play.window().place else {
        panic!("the form");
    };
    let mut draft = form.draft.clone();
    draft.login_url = "https://acme.my.salesforce.com".to_owned();
    play.command(Command::ChangeDraft(Box::new(draft)));
    let effects = play.command(save());
    assert!(matches!(
        effects[..],
        [Effect::SaveProfile {
            client_secret: None,
            ..
        }]
    ));
}

#[test]
fn its_parts_stay_where_they_were() {
    let mut play = on_screen();
    demo(&mut play, DemoCommand::Show(DemoPart::Requests));
    play.event(Event::DemoOrgStopped);
    assert_eq!(view(&play).part, DemoPart::Requests);
}
