//! The inspector with a real engine and a real org: keys fetched, the server asked, a token ended and proved dead.

use serde_json::json;
use valet_key::app::command::{Command, InspectAct, InspectCommand};
use valet_key::app::state::State;
use valet_key::app::view::{self, InspectorView, Place, Tone};
use valet_key::engine::{Handle, clock};
use valet_key::model::secret::SecretDraft;
use valet_key::shell::driver::Driver;

use super::ADMIN;
use super::bench::{Bench, CLIENT_SECRET, Org, PATIENCE, SECRET};

struct Play {
    driver: Driver<Handle>,
}

impl Play {
    fn of(engine: Handle) -> Self {
        let state = State::new(1, jiff::tz::TimeZone::UTC);
        let mut driver = Driver::new(state, engine, Box::new(clock::now));
        while !driver.state().is_loaded() {
            assert!(driver.wait(PATIENCE, &mut |_| ()), "the library is read");
        }
        Self { driver }
    }

    fn look(&mut self, text: &str) {
        let draft = SecretDraft::from_text(text.to_owned().into());
        self.driver
            .command(Command::Inspect(InspectCommand::Look(draft)));
    }

    /// Asks for something and waits until it has ended.
    fn act(&mut self, act: InspectAct) {
        self.driver
            .command(Command::Inspect(InspectCommand::Do(act)));
        self.idle();
    }

    fn idle(&mut self) {
        while self.driver.state().is_busy() {
            assert!(self.driver.wait(PATIENCE, &mut |_| ()), "it ends");
        }
    }

    fn shown(&self) -> InspectorView {
        match view::window(self.driver.state(), self.driver.now()).place {
            Place::Inspector(shown) => *shown,
            other => panic!("{other:?}"),
        }
    }

    fn verdict(&self) -> (Tone, String) {
        let shown = self.shown();
        assert_eq!(shown.problem, None);
        let (tone, what, _) = shown.pasted.unwrap().verdict.unwrap();
        (tone, what)
    }
}

#[test]
fn a_pasted_jwt_is_verified_asked_about_ended_and_dead() {
    let org = Org::start();
    org.control(
        "set-app",
        &json!({"client_id": SECRET, "policies": {"access_token_format": "jwt"}}),
    );
    let mut bench = Bench::start();
    let profile = org.profile("asker", SECRET);
    bench.save(&profile, Some(CLIENT_SECRET));
    let (session, _) = bench.log_in(&profile, ADMIN);
    let token = bench.take_token(&session.session_id).unwrap();
    let Bench { engine, folder, .. } = bench;
    let mut play = Play::of(engine);

    let before = org.requests("/id/keys", "");
    play.look(&token);
    let pasted = play.shown().pasted.unwrap();
    assert_eq!(pasted.kind, "JWT access token");
    let known = &pasted.checks[0];
    assert_eq!(known.what, "Access token of a login here");
    assert_eq!(org.requests("/id/keys", ""), before, "nothing was asked");

    play.act(InspectAct::FetchKeys);
    assert_eq!(org.requests("/id/keys", ""), before + 1);
    assert_eq!(play.verdict(), (Tone::Success, "Genuine".to_owned()));

    play.act(InspectAct::Introspect);
    assert_eq!(play.verdict(), (Tone::Success, "Live".to_owned()));
    let compared = play.shown().pasted.unwrap().compared;
    assert_eq!(compared[0].sum, "No difference", "{compared:?}");

    play.act(InspectAct::Revoke);
    let typed = play.driver.state().confirmation().expect("it asks first");
    play.driver.command(Command::ConfirmDialog(typed));
    play.idle();
    assert_eq!(
        play.verdict(),
        (Tone::Success, "Ended on the server".to_owned())
    );
    let checks = play.shown().pasted.unwrap().checks;
    let ended = checks.iter().find(|check| check.what == "Revoked").unwrap();
    assert!(ended.detail.contains("proved"), "{ended:?}");
    play.look(&token);
    play.act(InspectAct::Introspect);
    assert_eq!(play.verdict(), (Tone::Danger, "Not active".to_owned()));
    play.driver.command(Command::Quit);
    drop((play, folder));
}

#[test]
fn what_the_org_refuses_is_said_on_the_screen() {
    let org = Org::start();
    let mut bench = Bench::start();
    let profile = org.profile("asker", SECRET);
    bench.save(&profile, Some("not the secret of this app at all"));
    let Bench { engine, folder, .. } = bench;
    let mut play = Play::of(engine);
    play.look("00D5e0000012ABC!never.issued.0123456789012345678901234567890123");
    play.act(InspectAct::Introspect);
    let problem = play.shown().problem.unwrap();
    assert!(problem.code.starts_with("invalid_client"), "{problem:?}");
    assert!(!play.driver.state().is_busy());
    play.driver.command(Command::Quit);
    drop((play, folder));
}
