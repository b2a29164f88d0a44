//! Canary test of the window: the main job with real tokens, every screen drawn after each step;
//! no secret may be painted, read aloud, or stand in a title (R47).
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "the tests without a window use all of it")]
#[path = "../it/login/bench.rs"]
mod bench;
#[allow(dead_code, reason = "the tests without a window use all of it")]
#[path = "../it/canary/marks.rs"]
mod marks;

use std::cell::RefCell;
use std::time::Instant;

use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;
use valet_key::app::command::{Command, InspectCommand, LoginOptions, Screen, Tab, WhichToken};
use valet_key::app::event::Event;
use valet_key::app::state::State;
use valet_key::app::view::{self, ListRow, Toast, Tone};
use valet_key::engine::keeping::Keeping;
use valet_key::engine::vault_key::Access;
use valet_key::engine::{Handle, clock};
use valet_key::model::ids::{ProfileId, SessionId};
use valet_key::model::secret::SecretDraft;
use valet_key::shell::driver::Driver;
use valet_key::ui::{Looks, theme, window_ui};

use bench::{Bench, CLIENT_SECRET, Org, PATIENCE, Person, ROTATING};
use marks::Marks;

const ADMIN: &str = "admin@demo.example";
/// More than any run here has.
const EXCHANGES: u32 = 12;

#[test]
fn no_screen_lets_a_secret_out() {
    let mut place = Place::start();
    place.look("never logged in");

    let (url, code) = place.log_in();
    let state = url::Url::parse(&url).unwrap();
    let state = state.query_pairs().find(|(name, _)| name == "state");
    place.marks.add("state", &state.unwrap().1);
    place.marks.add("code", &code);
    place.learn_tokens();
    place.look("logged in");

    let id = place.session_id();
    place.run(Command::Refresh(vec![id.clone()]));
    place.learn_tokens();
    for which in [WhichToken::Access, WhichToken::Refresh] {
        let session_id = id.clone();
        place.run(Command::Introspect { session_id, which });
    }
    place.run(Command::FetchIdentity(id.clone()));
    place.look("refreshed and asked");

    for fault in ["drop", "html"] {
        let fault = bench::fault(fault, "/services/oauth2/token");
        place.org.control("set-fault", &fault);
        place.run(Command::Refresh(vec![id.clone()]));
        place.look("a refresh that failed");
    }
    place.run(Command::Revoke(vec![id.clone()]));
    place.look("revoked");
    place
        .driver
        .command(Command::DeleteProfile(place.profile_id.clone()));
    place.look("asked about deleting");
    place.driver.command(Command::Lock);
    place.look("locked");

    assert!(place.leaks.is_empty(), "{}", place.leaks.join("\n"));
    assert!(place.texts > 5_000, "only {} texts were read", place.texts);
    place.leaks_on_purpose_are_found();
}

/// An org, the program without its frame, and a window that draws what it shows.
struct Place {
    org: Org,
    folder: Bench,
    access: Access,
    driver: Driver<Handle>,
    profile_id: ProfileId,
    window: Harness<'static, Shown>,
    marks: Marks,
    leaks: Vec<String>,
    texts: usize,
}

struct Shown {
    view: view::Window,
    rows: Vec<ListRow>,
    looks: Looks,
}

impl Place {
    fn start() -> Self {
        let org = Org::start();
        let mut folder = Bench::start();
        let access = Access::PassphraseFile(folder.folder.path().join("passphrase"));
        folder.engine = Bench::engine(folder.folder.path(), access.clone());
        let profile = org.profile("canary", ROTATING);
        folder.save(&profile, Some(CLIENT_SECRET));
        let engine = Bench::engine(folder.folder.path(), access.clone());
        let state = State::new(1, jiff::tz::TimeZone::UTC);
        let mut driver = Driver::new(state, engine, Box::new(clock::now));
        wait(&mut driver, |_| (), |driver| driver.state().is_loaded());
        driver.command(Command::Select(Some(profile.profile_id.clone())));
        let mut marks = Marks::default();
        marks.add("client secret", CLIENT_SECRET);
        marks.add("passphrase", "correct horse battery staple");
        Self {
            window: window(&driver),
            org,
            folder,
            access,
            driver,
            profile_id: profile.profile_id,
            marks,
            leaks: Vec::new(),
            texts: 0,
        }
    }

    /// Logs in as a browser would; returns the address of the login page and the code.
    fn log_in(&mut self) -> (String, String) {
        self.driver.command(Command::LogIn {
            profile_id: self.profile_id.clone(),
            options: LoginOptions {
                no_browser: true,
                ..LoginOptions::default()
            },
        });
        let url = RefCell::new(String::new());
        let see = |event: &Event| {
            if let Event::LoginWaits { url: shown, .. } = event {
                url.borrow_mut().clone_from(shown);
            }
        };
        wait(&mut self.driver, see, |_| !url.borrow().is_empty());
        let url = url.into_inner();
        let callback = Person::default().callback_of(&url, ADMIN);
        Person::default().open(&callback);
        self.idle();
        let callback = url::Url::parse(&callback).unwrap();
        let code = callback.query_pairs().find(|(name, _)| name == "code");
        (url, code.unwrap().1.into_owned())
    }

    fn session_id(&self) -> SessionId {
        let mut sessions = self.driver.state().sessions_of(&self.profile_id);
        sessions.next().unwrap().session_id.clone()
    }

    /// Asks for something and waits until it has ended, well or badly.
    fn run(&mut self, command: Command) {
        self.driver.command(command);
        self.idle();
    }

    fn idle(&mut self) {
        wait(&mut self.driver, |_| (), |driver| !driver.state().is_busy());
    }

    /// Every token in the vault is a mark from now on.
    fn learn_tokens(&mut self) {
        let data = self.folder.folder.path().join("data");
        let (keeping, _) = Keeping::open(Some(&data), self.access.clone()).unwrap();
        let kept = keeping.vault.session(&self.session_id()).unwrap();
        let secrets = kept.unwrap().secrets;
        self.marks
            .add("access token", secrets.access_token.expose());
        let refresh_token = secrets.refresh_token.unwrap();
        self.marks.add("refresh token", refresh_token.expose());
        self.marks
            .add("ID token", secrets.id_token.unwrap().expose());
    }

    /// Draws every screen, every tab and every exchange, and searches each.
    fn look(&mut self, when: &str) {
        for screen in [
            Screen::Activity,
            Screen::Settings,
            Screen::DemoOrg,
            Screen::About,
        ] {
            self.driver.command(Command::Show(screen));
            self.search(&format!("{when}, {screen:?}"));
        }
        if when != "never logged in" {
            let token = self.marks.any("access token");
            let draft = SecretDraft::from_text(token.into());
            self.driver
                .command(Command::Inspect(InspectCommand::Look(draft)));
            self.search(&format!("{when}, the inspector"));
        }
        self.driver.command(Command::Show(Screen::Library));
        for tab in [
            Tab::Overview,
            Tab::Sessions,
            Tab::Token,
            Tab::Identity,
            Tab::Settings,
        ] {
            self.driver.command(Command::ShowTab(tab));
            self.search(&format!("{when}, {tab:?}"));
        }
        self.driver.command(Command::ShowTab(Tab::Run));
        for exchange in 0..EXCHANGES {
            self.driver.command(Command::ShowExchange(Some(exchange)));
            self.search(&format!("{when}, exchange {exchange}"));
        }
    }

    fn search(&mut self, place: &str) {
        let now = self.driver.now();
        let state = self.driver.state();
        let shown = self.window.state_mut();
        shown.view = view::window(state, now);
        shown.rows = view::rows(state, 0..1, now);
        self.search_shown(place);
    }

    fn search_shown(&mut self, place: &str) {
        self.window.run_steps(2);
        for (way, text) in everything(&self.window) {
            self.texts += 1;
            for name in self.marks.found_in(text.as_bytes(), &[]) {
                self.leaks.push(format!("{place}, {way}: the {name}"));
            }
        }
    }

    /// The control: a token in a toast and in the title must be found, painted and read aloud.
    fn leaks_on_purpose_are_found(&mut self) {
        self.driver.command(Command::Show(Screen::About));
        self.search("before the control");
        let token = self.marks.any("access token");
        let view = &mut self.window.state_mut().view;
        view.title.clone_from(&token);
        view.toasts.push(Toast {
            id: 1,
            tone: Tone::Info,
            title: token,
            text: String::new(),
            action: None,
        });
        self.search_shown("control");
        for way in ["title", "painted", "read aloud"] {
            let found = format!("control, {way}: the access token");
            let is_found = self.leaks.iter().any(|leak| leak.starts_with(&found));
            assert!(
                is_found,
                "a leak on purpose was not {way}: {:?}",
                self.leaks
            );
        }
    }
}

/// Lets the program go on until something holds; every event is seen on the way.
fn wait(
    driver: &mut Driver<Handle>,
    mut see: impl FnMut(&Event),
    is_done: impl Fn(&Driver<Handle>) -> bool,
) {
    let end = Instant::now() + PATIENCE;
    while !is_done(driver) {
        let left = end.saturating_duration_since(Instant::now());
        assert!(driver.wait(left, &mut see), "nothing happens");
    }
}

fn window(driver: &Driver<Handle>) -> Harness<'static, Shown> {
    let mut window = Harness::builder()
        .with_size([1280.0, 1600.0])
        .with_step_dt(0.05)
        .with_context_setup(theme::install_fonts)
        .build_ui_state(
            |ui, shown: &mut Shown| {
                let Shown { view, rows, looks } = shown;
                let some = |range: std::ops::Range<usize>| {
                    rows.get(range.start..range.end.min(rows.len()))
                        .unwrap_or_default()
                        .to_vec()
                };
                let _ = window_ui(ui, view, &some, looks);
            },
            Shown {
                view: view::window(driver.state(), driver.now()),
                rows: Vec::new(),
                looks: Looks::new(),
            },
        );
    window.input_mut().focused = true;
    window
}

/// Everything that eyes and ears can get from a window, and how.
fn everything(window: &Harness<'static, Shown>) -> Vec<(&'static str, String)> {
    let mut all = vec![("title", window.state().view.title.clone())];
    let mut open = vec![window.root()];
    while let Some(node) = open.pop() {
        let inner = node.accesskit_node();
        for said in [inner.label(), inner.value(), inner.description()] {
            all.extend(said.map(|said| ("read aloud", said)));
        }
        open.extend(node.children());
    }
    for clipped in &window.output().shapes {
        painted(&clipped.shape, &mut all);
    }
    all
}

fn painted(shape: &egui::Shape, all: &mut Vec<(&'static str, String)>) {
    match shape {
        egui::Shape::Text(text) => all.push(("painted", text.galley.text().to_owned())),
        egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| painted(shape, all)),
        _ => {}
    }
}
