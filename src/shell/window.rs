//! The window: opens it, takes events in, draws the state, passes commands on.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use egui::{Context, IconData, Rect, Ui, ViewportBuilder, ViewportCommand, vec2};

use super::driver::Driver;
use super::fault;
use crate::app::command::Command;
use crate::app::event::{Event, ProfileRecord};
use crate::app::state::State;
use crate::app::view::{self, ListRow};
use crate::engine::{self, Config, Handle};
use crate::model::ids::ProfileId;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::settings::Settings;
use crate::model::words;
use crate::ui::screen::fault::{FaultAsk, fault_ui};
use crate::ui::{self, Looks, theme};

/// Names the window to the system; equals the base name of the `.desktop` file.
const APP_ID: &str = "valet-key";
/// The size of the first window, in points.
const FIRST_SIZE: [f32; 2] = [1280.0, 800.0];
/// The smallest size, in points.
const LEAST_SIZE: [f32; 2] = [720.0, 480.0];
/// How long the window waits for settings and library, to open where it was and complete.
const LIBRARY_TIME: Duration = Duration::from_millis(250);
/// How long a change of the window's own looks stands before it is kept.
const REST: Duration = Duration::from_millis(500);
/// How often a moving hand is told to the state, which counts minutes.
const HAND_PAUSE: Duration = Duration::from_secs(1);

/// Opens the window and returns when it is closed.
///
/// # Errors
///
/// What the system lacks to show a window.
pub fn run(config: Config) -> Result<(), Box<Problem>> {
    let shown: Arc<OnceLock<Context>> = Arc::default();
    let wake = {
        let shown = Arc::clone(&shown);
        move || {
            if let Some(context) = shown.get() {
                context.request_repaint();
            }
        }
    };
    // Beside the start of the engine: each costs milliseconds of the first frame.
    let zone = thread::spawn(jiff::tz::TimeZone::system);
    let dress = thread::spawn(|| (words::text("app-name"), icon()));
    let engine = Handle::start(
        Config {
            background: true,
            ..config
        },
        wake,
    );
    let zone = zone.join().unwrap_or(jiff::tz::TimeZone::UTC);
    let state = State::new(engine::random::number(), zone);
    let mut driver = Driver::new(state, engine, Box::new(engine::clock::now));
    let until = Instant::now() + LIBRARY_TIME;
    wait_for_settings(&mut driver, until);

    let options = eframe::NativeOptions {
        viewport: viewport(driver.state().settings(), dress.join().unwrap_or_default()),
        ..Default::default()
    };
    let open = move || {
        eframe::run_native(
            APP_ID,
            options,
            Box::new(move |creation| {
                theme::install_fonts(&creation.egui_ctx);
                let _ = shown.set(creation.egui_ctx.clone());
                // It was read while the system made the window.
                wait_for_library(&mut driver, until);
                Ok(Box::new(Window::new(driver)))
            }),
        )
    };
    // The loader of keyboard libraries panics where one is missing, and a person should read which.
    match catch_unwind(AssertUnwindSafe(open)) {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(no_window(&error.to_string())),
        Err(_) => Err(no_window("libxkbcommon-x11")),
    }
}

fn no_window(detail: &str) -> Box<Problem> {
    Box::new(Problem::new(ProblemKind::Usage, "no_window").with("detail", detail))
}

fn wait_for_settings(driver: &mut Driver<Handle>, until: Instant) {
    let mut is_there = false;
    while !is_there && !driver.state().is_loaded() {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return;
        }
        driver.wait(left, &mut |event| {
            is_there |= matches!(event, Event::SettingsRead(_));
        });
    }
}

fn wait_for_library(driver: &mut Driver<Handle>, until: Instant) {
    while !driver.state().is_loaded() {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return;
        }
        driver.wait(left, &mut |_| ());
    }
}

fn viewport(settings: &Settings, (name, icon): (String, IconData)) -> ViewportBuilder {
    let (width, height) = settings.window_size.unwrap_or(FIRST_SIZE.into());
    let builder = ViewportBuilder::default()
        .with_app_id(APP_ID)
        .with_title(name)
        .with_icon(icon)
        .with_min_inner_size(LEAST_SIZE)
        .with_inner_size([width.max(LEAST_SIZE[0]), height.max(LEAST_SIZE[1])]);
    match settings.window_position {
        Some((x, y)) => builder.with_position([x, y]),
        None => builder,
    }
}

fn icon() -> IconData {
    // A broken picture costs the icon, not the window.
    eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon.png")).unwrap_or_default()
}

/// The only `eframe::App`. It decides nothing.
struct Window {
    driver: Driver<Handle>,
    looks: Looks,
    title: String,
    hand_at: Option<Instant>,
    place: Option<Rect>,
    kept: Kept,
    /// What it changed to, and since when it stands.
    changed: Option<(Kept, Instant)>,
    is_faulty: bool,
}

/// What the window keeps of itself, as soon as it changed: it may not come to an orderly end.
#[derive(Debug, Clone, PartialEq)]
struct Kept {
    list_width: Option<f32>,
    rail_folded: bool,
    recent: Vec<ProfileId>,
    place: Option<Rect>,
}

impl Window {
    fn new(driver: Driver<Handle>) -> Self {
        let mut looks = Looks::new();
        let settings = driver.state().settings();
        looks.list_width = settings.list_width;
        looks.rail_folded = settings.rail_folded;
        let kept = Kept {
            list_width: settings.list_width,
            rail_folded: settings.rail_folded,
            recent: settings.recent.clone(),
            place: None,
        };
        Self {
            driver,
            looks,
            kept,
            changed: None,
            title: String::new(),
            hand_at: None,
            place: None,
            is_faulty: false,
        }
    }

    fn note_hand(&mut self, context: &Context) {
        let is_moving = context.input(|input| !input.events.is_empty());
        let is_due = self.hand_at.is_none_or(|at| at.elapsed() >= HAND_PAUSE);
        if is_moving && is_due {
            self.hand_at = Some(Instant::now());
            self.driver.hand();
        }
    }

    fn now_kept(&self) -> Kept {
        Kept {
            list_width: self.looks.list_width,
            rail_folded: self.looks.rail_folded,
            recent: recent(self.driver.state()),
            place: self.place.map(|place| place.round()),
        }
    }

    /// Keeps what changed once it came to rest: a window is moved, and an edge dragged, by many small steps.
    ///
    /// Only what changed here is written, so that two windows do not take turns with each other's place.
    fn keep(&mut self, context: &Context) {
        let wanted = self.now_kept();
        if !self.driver.state().is_loaded() || wanted == self.kept {
            self.changed = None;
            return;
        }
        let since = match &self.changed {
            Some((changed, since)) if *changed == wanted => *since,
            _ => {
                let now = Instant::now();
                self.changed = Some((wanted, now));
                now
            }
        };
        let left = REST.saturating_sub(since.elapsed());
        if left.is_zero() {
            self.keep_now();
        } else {
            context.request_repaint_after(left);
        }
    }

    fn keep_now(&mut self) {
        let wanted = self.now_kept();
        self.changed = None;
        let old = self.driver.state().settings();
        let mut settings = old.clone();
        settings.list_width = wanted.list_width;
        settings.rail_folded = wanted.rail_folded;
        settings.recent.clone_from(&wanted.recent);
        if let Some(place) = wanted.place {
            settings.window_size = Some((place.width(), place.height()));
            settings.window_position = Some((place.left(), place.top()));
        }
        self.kept = wanted;
        if settings != *old {
            self.driver
                .command(Command::ChangeSettings(Box::new(settings)));
        }
    }

    /// Draws one frame and passes on what was asked.
    fn draw(&mut self, ui: &mut Ui) {
        let now = self.driver.now();
        let state = self.driver.state();
        let is_loaded = state.is_loaded();
        let shown = view::window(state, now);
        let rows = |range: Range<usize>| -> Vec<ListRow> { view::rows(state, range, now) };
        let commands = ui::window_ui(ui, &shown, &rows, &mut self.looks);
        if shown.title != self.title {
            ui.ctx()
                .send_viewport_cmd(ViewportCommand::Title(shown.title.clone()));
            self.title = shown.title;
        }
        for command in commands {
            self.driver.command(command);
            if self.driver.state().is_over() {
                ui.ctx().send_viewport_cmd(ViewportCommand::Close);
            }
            // What was asked shows in the next frame.
            ui.ctx().request_repaint();
        }
        tracing::debug!(is_loaded, "drawn");
    }
}

fn recent(state: &State) -> Vec<ProfileId> {
    let id = |record: &ProfileRecord| record.profile.profile_id.clone();
    state.recent().map(id).collect()
}

impl eframe::App for Window {
    fn logic(&mut self, context: &Context, _frame: &mut eframe::Frame) {
        if fault::contain(|| self.driver.pump()).is_none() {
            self.is_faulty = true;
        }
        if self.driver.is_behind() {
            context.request_repaint();
        }
        if let Some((session_id, which, revealed)) = self.driver.take_revealed() {
            self.looks.hold(&session_id, which, revealed);
        }
        self.note_hand(context);
        let wants_to_close = context.input(|input| input.viewport().close_requested());
        let state = self.driver.state();
        // A window that cannot be drawn cannot ask.
        if wants_to_close && state.has_unsaved() && !state.is_over() && !self.is_faulty {
            // The person is asked; the answer closes the window.
            context.send_viewport_cmd(ViewportCommand::CancelClose);
            self.driver.command(Command::Quit);
        }
        // Also while nothing is drawn: a window that is hidden locks in time.
        if let Some(at) = self.driver.state().next_tick() {
            let pause = self.driver.now().until(at);
            context.request_repaint_after(pause.max(Duration::from_millis(1)));
        }
        self.place = context.input(|input| {
            let viewport = input.viewport();
            let at_rest = viewport.maximized != Some(true) && viewport.fullscreen != Some(true);
            let size = viewport.inner_rect?.size();
            let corner = viewport
                .outer_rect
                .map_or(viewport.inner_rect?.min, |outer| outer.min);
            at_rest
                .then(|| Rect::from_min_size(corner, vec2(size.x, size.y)))
                .or(self.place)
        });
        self.keep(context);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        if self.is_faulty {
            match fault_ui(ui) {
                Some(FaultAsk::GoOn) => {
                    self.looks = Looks::new();
                    self.is_faulty = false;
                }
                Some(FaultAsk::Quit) => ui.ctx().send_viewport_cmd(ViewportCommand::Close),
                None => {}
            }
        } else if fault::contain(|| self.draw(ui)).is_none() {
            self.is_faulty = true;
            ui.ctx().request_repaint();
        }
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        if self.now_kept() != self.kept {
            self.keep_now();
        }
        if !self.driver.state().is_over() {
            self.driver.command(Command::DiscardForm);
            self.driver.command(Command::Quit);
        }
    }
}
