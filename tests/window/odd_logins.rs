//! Logins that need more than a browser, on a real engine: a token of another provider, a password, a page that never comes back.

use std::time::{Duration, Instant};

use egui::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use valet_key::app::command::{Command, LoginOptions};
use valet_key::app::event::ProfileRecord;
use valet_key::app::view::{self, Dialog, Place};
use valet_key::engine::Handle;
use valet_key::engine::demo_host::background::Background;
use valet_key::engine::person::{Choice, End, Person};
use valet_key::engine::rehearsal::free_port;
use valet_key::engine::vault_key::Access;
use valet_key::model::ids::ProfileId;
use valet_key::model::profile_file;
use valet_key::model::secret::Secret;
use valet_key::shell::driver::Driver;

use crate::live::{Live, live, until, until_place};

const ADMIN: &str = "admin@demo.example";
const SECRET: &str = "SecretOfAnAppThatLivesForATest";
/// Long enough for a loaded machine; no passing test waits so long.
const PATIENCE: Duration = Duration::from_secs(180);

/// An org, and a window that knows some profiles of it.
struct Stage {
    window: Harness<'static, Live>,
    _org: Background,
    _folder: tempfile::TempDir,
}

impl Stage {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let callback = format!("http://localhost:{}/callback", free_port().unwrap());
        let org = Background::start(&format!(
            "(apps: [(name: \"Robot\", client_id: \"Robot\", client_secret: \"{SECRET}\", callback_urls: [\"{callback}\"], \
             scope: \"api id web refresh_token\", run_as: \"{ADMIN}\", policies: (permitted_users: admin_approved))])"
        ))
        .unwrap();
        let base = org.ready().base_url.clone();
        let profile = |name: &str, app: &str, flow: &str| {
            format!(
                "(name: \"{name}\", login_url: \"{base}\", client_id: \"{app}\", flow: {flow}, login_hint: \"{ADMIN}\", \
                 callback_urls: [\"{callback}\"], scope: \"api id\")"
            )
        };
        let file = format!(
            "(schema: 1, profiles: [{}, {}, {}, {}])",
            profile("Robot", "Robot", "client_credentials"),
            profile("Swap", "Robot", "token_exchange"),
            profile("Old", "Robot", "username_password"),
            profile("Stranger", "NobodyKnowsThisApp", "web_server"),
        );
        let profiles = profile_file::parse(file.as_bytes(), "test", |_| true).unwrap();
        let mut window = live(&folder.path().join("data"), Access::Memory);
        until_place(&mut window, |place| {
            matches!(place, Place::FirstRun(_)).then_some(())
        });
        let mut stage = Self {
            window,
            _org: org,
            _folder: folder,
        };
        let replace = false;
        stage.command(Command::ConfirmImport { profiles, replace });
        for name in ["robot", "swap", "old"] {
            stage.knows(name, |record| Some(record.profile.name.clone()));
            stage.command(Command::SetClientSecret {
                profile_id: id(name),
                client_secret: Secret::new(SECRET.to_owned()),
            });
            stage.knows(name, |record| record.has_client_secret.then_some(()));
        }
        stage
    }

    fn command(&mut self, command: Command) {
        self.window.state_mut().driver.command(command);
        let _ = self.window.try_run();
    }

    fn press(&mut self, name: &str) {
        // A profile that was never logged in has the same button twice.
        let buttons = self.window.query_all_by_role_and_label(Role::Button, name);
        let items = self
            .window
            .query_all_by_role_and_label(Role::MenuItem, name);
        let first = buttons.chain(items).next();
        first
            .unwrap_or_else(|| panic!("there is no {name}"))
            .click();
        let _ = self.window.try_run();
        let _ = self.window.try_run();
    }

    fn type_into(&mut self, role: Role, name: &str, text: &str) {
        self.window.get_by_role_and_label(role, name).focus();
        let _ = self.window.try_run();
        self.window
            .get_by_role_and_label(role, name)
            .type_text(text);
        let _ = self.window.try_run();
    }

    /// Waits until what is known of a profile is so.
    #[track_caller]
    fn knows<T>(&mut self, name: &str, wanted: impl Fn(&ProfileRecord) -> Option<T>) -> T {
        self.until(|driver| wanted(driver.state().profile(&id(name))?))
    }

    #[track_caller]
    fn until<T>(&mut self, mut wanted: impl FnMut(&Driver<Handle>) -> Option<T>) -> T {
        let end = Instant::now() + PATIENCE;
        loop {
            let _ = self.window.try_run();
            if let Some(found) = wanted(&self.window.state().driver) {
                let _ = self.window.try_run();
                return found;
            }
            assert!(Instant::now() < end, "{:?}", self.window.root());
            let left = Duration::from_millis(200);
            self.window.state_mut().driver.wait(left, &mut |_| ());
        }
    }

    /// Waits for a dialog with this title.
    #[track_caller]
    fn asks(&mut self, title: &str) {
        until(&mut self.window, |shown| {
            let is_it = match shown.dialog.as_ref()? {
                Dialog::Question(question) => question.title == title,
                Dialog::Confirm(confirm) => confirm.title == title,
                other => panic!("{other:?}"),
            };
            is_it.then_some(())
        });
    }

    /// Waits until a profile has a session of the admin.
    #[track_caller]
    fn is_logged_in(&mut self, name: &str) {
        let user = self.until(|driver| {
            let session = driver.state().sessions_of(&id(name)).next()?;
            session.username().map(str::to_owned)
        });
        assert_eq!(user, ADMIN);
    }

    fn select(&mut self, name: &str) {
        self.command(Command::Select(Some(id(name))));
    }
}

fn id(name: &str) -> ProfileId {
    ProfileId::parse(name).unwrap()
}

#[test]
fn the_token_of_one_session_is_exchanged_for_another() {
    let mut stage = Stage::new();
    stage.select("robot");
    stage.press("Log in");
    stage.is_logged_in("robot");

    stage.select("swap");
    stage.press("Log in");
    stage.asks("Token of the other provider");
    // Nothing was typed: the question stays.
    stage.press("Exchange");
    stage.asks("Token of the other provider");
    stage.press("From a session");
    stage.press("Robot, admin@demo.example: Access token");
    stage.is_logged_in("swap");
    assert!(
        stage
            .window
            .state()
            .driver
            .state()
            .profile(&id("swap"))
            .is_some()
    );
}

#[test]
fn what_is_typed_is_no_token_and_nothing_is_sent() {
    let mut stage = Stage::new();
    stage.select("swap");
    stage.press("Log in");
    stage.asks("Token of the other provider");
    let name = "Token, exchanged once and not kept";
    stage.type_into(Role::PasswordInput, name, "https://id.example/token");
    stage.press("Exchange");
    stage.until(|driver| {
        let view = view::window(driver.state(), driver.now());
        format!("{:?}", view.place)
            .contains("That is no token, but this")
            .then_some(())
    });
    let shown = format!("{:?}", stage.window.root());
    assert!(shown.contains("Nothing was sent"), "{shown}");
}

/// Off until it is allowed, which is asked once and kept in the profile.
#[test]
fn a_password_is_asked_for_only_after_the_flow_was_allowed() {
    let mut stage = Stage::new();
    stage.select("old");
    stage.press("Log in");
    stage.asks("Log in with a password?");
    stage.press("Cancel");
    assert!(!stage.knows("old", |record| Some(record.profile.allow_password_flow)));
    stage.press("Log in");
    stage.asks("Log in with a password?");
    stage.press("I know, allow it here");
    stage.knows("old", |record| {
        record.profile.allow_password_flow.then_some(())
    });
    stage.asks("Password");
    let name = "Password, used once and not kept";
    stage.type_into(Role::PasswordInput, name, "demo-admin-1");
    stage.press("Send");
    stage.is_logged_in("old");
    let shown = format!("{:?}", stage.window.root());
    assert!(!shown.contains("demo-admin-1"), "{shown}");
    // The second time nobody is asked for leave.
    let options = LoginOptions::default();
    stage.command(Command::LogIn {
        profile_id: id("old"),
        options,
    });
    stage.asks("Password");
}

/// `interactive.md` 2.2, outcome D: the browser shows a bare text, and no callback ever comes.
#[test]
fn a_refusal_that_never_comes_back_is_explained_when_it_is_pasted() {
    let mut stage = Stage::new();
    stage.select("stranger");
    stage.press("Log in");
    let address = stage.until(|driver| {
        let view = view::window(driver.state(), driver.now());
        let Place::Library { detail, .. } = &view.place else {
            return None;
        };
        let shown = format!("{:?}", detail.as_ref()?.body);
        let (_, rest) = shown.split_once("url: \"http")?;
        let (rest, _) = rest.split_once('"')?;
        Some(format!("http{rest}"))
    });
    let person = Person {
        username: ADMIN.to_owned(),
        password: "demo-admin-1".to_owned(),
        choice: Choice::Allow,
    };
    let Ok(End::Page { text, .. }) = person.follow(&address) else {
        panic!("the callback came");
    };
    let name = "Address or text the browser shows";
    stage.type_into(Role::TextInput, name, &text);
    stage.press("Explain");
    stage.until(|driver| {
        let view = view::window(driver.state(), driver.now());
        let shown = format!("{:?}", view.place);
        let is_told =
            shown.contains("invalid_client_id") && shown.contains("client identifier invalid");
        is_told.then_some(())
    });
    assert_eq!(
        stage
            .window
            .state()
            .driver
            .state()
            .sessions_of(&id("stranger"))
            .count(),
        0
    );
}
